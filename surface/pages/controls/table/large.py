"""The table that the server was started with (`-- --table FILE`): too large to be read whole, it is summed up."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from functools import lru_cache

import streamlit as st

from surface.data import Dataset, Source
from surface.model import digest
from surface.pages import jobs, visit
from surface.pages.markdown import literal
from surface.scenes import edits, own, work

INPUTS, TARGETS, READ = "large-inputs", "large-targets", "large-read"


@lru_cache(maxsize=1)
def given() -> Source | None:
    """Return the file that the server was started with, None where there is none.

    A path comes from the command line alone, and from no visitor. Raises ValueError where it is no table.
    """
    parser = ArgumentParser(prog="streamlit run app.py --", add_help=False)
    parser.add_argument("--table")
    path = parser.parse_known_args(sys.argv[1:])[0].table
    return None if path is None else Source(path)


def summed(source: Source) -> Dataset | None:
    """Draw the choice of the columns and the way through the file, and return the data once it has been read."""
    names = list(source.names)
    left, right = st.columns(2)
    with left:
        inputs = st.multiselect("Inputs x", names, names[:-1][:2], key=INPUTS)
    with right:
        targets = st.multiselect("Targets y", names, names[-1:], key=TARGETS)
    st.caption(
        "The rows of a file of any length become points with counts: of one or two inputs the means of cells, of more "
        "a sample."
    )
    try:
        file = source.path.stat()
    except OSError:
        st.error(literal(f"{source.path.name} cannot be read any more."))
        return None
    # As it is now: it may have been written anew since the server began.
    key = digest("summary", str(source.path), file.st_size, file.st_mtime_ns, inputs, targets)
    # Read once, the file is known by its columns to all visitors.
    if jobs.results().get(key) is None and not st.button("Read the file", key=READ, type="primary"):
        return None
    try:
        data: Dataset = jobs.once(key, "Reading the file …", st.empty(), work.summary, source, inputs, targets)
        edits.playable(edits.with_data(visit.scene(), data))
    except ValueError as refusal:
        st.error(literal(visit.sentence(refusal)))
        return None
    st.success(literal(own.summed_up(data)))
    return data
