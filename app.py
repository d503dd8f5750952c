"""The door: `streamlit run app.py` opens the page, and serves the player's files beside it."""

from pathlib import Path

import streamlit as st

from surface.view.hosts.files import routes

SCRIPT = Path(__file__).parent / "surface" / "pages" / "main.py"

app = st.App(SCRIPT, routes=routes(st.get_option("server.baseUrlPath") or ""))
