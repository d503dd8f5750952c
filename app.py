"""The door: `streamlit run app.py` opens the page, and serves the player's files beside it."""

from pathlib import Path

import streamlit as st

from surface.pages import lessons  # noqa: F401  read now: a mistake in a lesson is named as the server starts
from surface.view.serve import routes

SCRIPT = Path(__file__).parent / "surface" / "pages" / "main.py"

app = st.App(SCRIPT, routes=routes(st.get_option("server.baseUrlPath") or ""))
