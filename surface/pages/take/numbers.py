"""The scene's numbers as files: surface, paths and data as CSV, and all of them as .npz."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from surface.pages import cache
from surface.scenes import Scene, numbers
from surface.scenes.called import called
from surface.view.payload import Picture


@dataclass(frozen=True)
class File:
    """A file that is offered: its button, the end of its name, what makes it, and what is said of it."""

    label: str
    name: str
    content: Callable[[Scene], str | bytes]
    about: str


FILES = (
    File("Surface", "surface.csv", lambda s: numbers.surface_csv(cache.played(s)), "Each grid point and its error"),
    File("Paths", "paths.csv", lambda s: numbers.paths_csv(cache.played(s)), "Each step of each run, with its slopes"),
    File("Data", "data.csv", lambda s: numbers.data_csv(s.data), "The data points: inputs, then targets"),
    File(".npz", "numbers.npz", lambda s: numbers.npz(cache.played(s)), "All of these in one file, for NumPy"),
)


def row(scene: Scene, picture: Callable[[], Picture]) -> None:
    """Draw a button for each file."""
    for file in FILES:
        is_table = file.name.endswith(".csv")
        st.download_button(
            file.label,
            lambda file=file: file.content(scene),
            file_name=f"{called(scene)}-{file.name}",
            mime="text/csv" if is_table else "application/octet-stream",
            key=f"save-{file.name}",
            on_click="ignore",
            help=f"{file.about}, as CSV." if is_table else f"{file.about}.",
        )
