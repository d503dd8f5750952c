"""The door: `streamlit run app.py` opens the page, and serves the player's files beside it.

`streamlit run app.py -- --table FILE` offers a CSV or Parquet file of any length in it, and `-- --scheduler
tcp://HOST:PORT` spreads long work over the workers of a Dask cluster.
"""

from pathlib import Path

import pandas as pd  # noqa: F401  (Streamlit imports it, and with it pyarrow, while the first visitors wait)
import streamlit as st
from starlette.middleware import Middleware

# What a page needs is there before the first visitors come, who would all wait for it.
from surface.pages import explore, faults, jobs, lessons, log, machines, teachers  # noqa: F401
from surface.pages.controls.table import large
from surface.view.hosts.files import routes
from surface.view.hosts.headers import Reasoned

SCRIPT = Path(__file__).parent / "surface" / "pages" / "main.py"

try:
    large.given()
except ValueError as refusal:
    raise SystemExit(f"--table: {refusal}") from None
machines.given()
jobs.begin()
log.begin()

app = st.App(
    SCRIPT,
    routes=routes(st.get_option("server.baseUrlPath") or ""),
    middleware=[Middleware(Reasoned)],
    on_script_error=faults.failed,
)
