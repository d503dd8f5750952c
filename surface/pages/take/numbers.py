"""The scene's numbers as files: surface, paths and data as CSV, and all of them as .npz."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from surface.pages import cache
from surface.scenes import Scene, numbers
from surface.scenes.called import called
from surface.scenes.played import Played
from surface.view.payload import Picture


@dataclass(frozen=True)
class File:
    """A file that is offered: its button, the end of its name, what makes it, and what is said of it."""

    label: str
    name: str
    content: Callable[[Played], str | bytes]
    about: str


FILES = (
    File("Surface", "surface.csv", numbers.surface_csv, "Each grid point and its error"),
    File("Paths", "paths.csv", numbers.paths_csv, "Each step of each run, with its slopes"),
    File("Data", "data.csv", lambda run: numbers.data_csv(run.scene.data), "The data points: inputs, then targets"),
    File(".npz", "numbers.npz", numbers.npz, "All of these in one file, for NumPy"),
)


def row(scene: Scene, picture: Picture) -> None:
    """Draw a button for each file."""
    played = cache.played(scene)
    for file in FILES:
        is_table = file.name.endswith(".csv")
        st.download_button(
            file.label,
            lambda file=file: file.content(played),
            file_name=f"{called(scene)}-{file.name}",
            mime="text/csv" if is_table else "application/octet-stream",
            key=f"save-{file.name}",
            on_click="ignore",
            help=f"{file.about}, as CSV." if is_table else f"{file.about}.",
        )
