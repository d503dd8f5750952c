"""A visit of the app without a browser: the page opened at a link, and run again after each change."""

import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

MAIN = Path(__file__).parents[1] / "surface" / "pages" / "main.py"
PATIENCE = 60  # seconds: a first run on a busy machine


def opened(**query) -> AppTest:
    """The page as this link opens it."""
    app = AppTest.from_file(str(MAIN), default_timeout=PATIENCE)
    for name, text in query.items():
        app.query_params[name] = text
    return ran(app.run())


def read(element) -> str:
    """What a reader sees of a text in which no mark has a meaning (`literal` in surface/pages/scene)."""
    return re.sub(r"\\(.)", r"\1", element.value)


def ran(app: AppTest) -> AppTest:
    """The page, which has run without an exception."""
    assert not app.exception
    return app
