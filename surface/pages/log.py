"""What the server writes down about itself: a line of JSON for each thing that matters, with the scene's link.

Nothing personal is in it: of a visitor's own data only that there are some, and of an error where it
came from, but not its text, which may hold a table's words. `--logger.level=debug` has Streamlit print that as well.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlencode

import streamlit as st

from surface.pages import visit
from surface.scenes import link

LOG = logging.getLogger("surface")
ROOT = Path(__file__).parents[2]

STREAMLITS = "streamlit.error_util"
"""The name of Streamlit's log of what a page raises."""

KNOWN = {link.SCENE, *(part.name for part in link.PARTS)}
"""The parts of a link that are written down."""

LONGEST = 2000
"""The most characters of a link that are written down."""

SLOW = 2.0
"""Seconds of processor time that a run of the page may take without a word."""


class Lines(logging.Formatter):
    """Write each record as one line of JSON: time, level, event, and what else is known."""

    def format(self, record: logging.LogRecord) -> str:
        known: dict[str, object] = getattr(record, "known", {"where": record.name})
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        return json.dumps({"time": time, "level": record.levelname.lower(), "event": record.getMessage(), **known})


def begin() -> None:
    """Write to the server's standard error from now on."""
    if not LOG.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(Lines())
        LOG.addHandler(handler)
        LOG.propagate = False
        logging.getLogger(STREAMLITS).addFilter(_without_texts)


def _without_texts(record: logging.LogRecord) -> bool:
    """Return whether a record of Streamlit's may be written: its own about a fault has the error's text."""
    return record.exc_info is None or st.get_option("logger.level") == "debug"


def fault(error: BaseException) -> str:
    """Write down an error of ours; return the word by which it is found in the log."""
    word = token_hex(3)
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    _write(logging.ERROR, "fault", word=word, type=type(error).__name__, places=places)
    return word


def slow(seconds: float) -> None:
    """Write down that a run of the page took long."""
    _write(logging.WARNING, "slow", seconds=round(seconds, 2))


def lost(function: str) -> None:
    """Write down that a worker was lost over a job."""
    _write(logging.WARNING, "worker lost", function=function)


def _write(level: int, event: str, **known: object) -> None:
    here = visit.current()
    LOG.log(level, event, extra={"known": {"page": here.page, "link": _link(), **known}})


def _link() -> str:
    """Return the scene's link as it stands in the address, with a word in place of a visitor's own data.

    Of parts that no link has the names are left out as well: somebody else has put them there. Nothing is worked out of
    the scene, which may be what has failed.
    """
    query = {name: st.query_params[name] for name in st.query_params if name in KNOWN}
    if query.get("data", "").startswith(link.PACKED):
        query["data"] = "own"
    return urlencode(query or {link.SCENE: visit.current().scene.id})[:LONGEST]


def _short(file: str) -> str:
    """Return a file's name without what says whose machine it is on."""
    path = Path(file)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else "/".join(path.parts[-2:])
