"""What the server serves beside the app: the player's own files, and the plotly.js of the installed Python package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import plotly
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

STATIC = Path(__file__).parents[1] / "static"
PLOTLY = Path(plotly.__file__).parent / "package_data"


class _Fresh(StaticFiles):
    """Files that a browser keeps but asks about each time, so that it never plays an old module beside a new one."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response


def routes(base: str = "") -> list[Mount]:
    """Return the routes for `st.App`; base is Streamlit's `server.baseUrlPath`, below which the app lives."""
    # "", "/", "app" and "/app/" may all be given.
    prefix = f"/{base.strip('/')}".rstrip("/")
    return [
        Mount(f"{prefix}/view", app=_Fresh(directory=STATIC)),
        Mount(f"{prefix}/vendor/plotly", app=_Fresh(directory=PLOTLY)),
    ]
