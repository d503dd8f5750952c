"""The page for teachers: how a lesson's file is written, and all that it can name, read off the registries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

import surface.lessons
from surface.descent import RULES, hyperparameters
from surface.lessons import fitting
from surface.lessons.reader import KEYS, MAX_WORDS, SECTIONS
from surface.lessons.source import FOLDER
from surface.pages.markdown import literal
from surface.pages.pictures import PICTURES
from surface.scenes import GALLERY, MAX_RUNS, MAX_STEPS
from surface.scenes.quantities import FILLED_IN, QUANTITIES

TITLE = "Write a lesson"
URL = "write-a-lesson"


def page() -> None:
    """Draw the page."""
    st.title(TITLE, anchor=False)
    st.markdown(
        f"A lesson is a text file in `{FOLDER.parent.name}/{FOLDER.name}`. Put one there, or change one, and reload "
        "the page Lessons: what is wrong with a file is said there, all at once, with its line."
    )
    st.code("\n".join(_example()), language="text", wrap_lines=True)
    st.markdown(_rules_of_the_file())
    for heading, words, table in (
        ("Scenes", "For `scene:`, with the starts and the rules that have settings of their own there.", scenes()),
        (
            "Pictures and controls",
            "For `picture:` and `control:`; a question waits until its picture is tried.",
            pictures(),
        ),
        (
            "Rules and settings",
            "For `run:`, as `momentum, start A, learning rate 0.2, batch 4, seed 1`, and for sliders.",
            settings(),
        ),
        ("Quantities", "For numbers, `{0.387 = error of run 1}`, and claims; capitals are filled in.", quantities()),
    ):
        st.subheader(heading, anchor=False)
        st.markdown(words)
        st.markdown(table)


def _example() -> list[str]:
    """Return the example of a file that the package's own words give, as it would be typed."""
    words = surface.lessons.__doc__ or ""
    indented = [line[4:] for line in words.splitlines() if line.startswith("    ")]
    # Its notes stand to the right of the lines.
    return [line.split("   ")[0].rstrip() for line in indented] + ["", *(f"## {name}" for name in SECTIONS)]


def _rules_of_the_file() -> str:
    return "\n".join(
        [
            f"- The lines of the head may be: {_named(KEYS)}.",
            f"- At most {MAX_WORDS} words are read beside a picture, the answer included; {fitting.MAX_CONTROLS} "
            f"controls, {MAX_RUNS} runs and {MAX_STEPS:,} steps are the most.",
            "- `## Words: LABEL` and `## Answer: LABEL` stand beside the picture of that scene alone, and speak of it; "
            "elsewhere a number speaks of the first scene, or of the one that ` in LABEL` names.",
            "- A claim, as `claim: error of run 2 < error of run 1`, sets `<`, `>` or `=` between two quantities or a "
            "quantity and a number, or `is` between a quantity and a word, as in `outcome of run 1 is diverged`.",
            "- Formulas are written between `$`, or `$$` for a line of their own.",
        ]
    )


# --- what there is ------------------------------------------------------------------------------------------------


def scenes() -> str:
    """Return the scenes, with what a run in them can name."""
    rows = [
        (f"`{id}`", literal(entry.title), _starts(entry.starts), _named(entry.rules)) for id, entry in GALLERY.items()
    ]
    return _table(("name", "scene", "starts", "rules"), rows)


def _starts(starts: Mapping[str, tuple[float, float]]) -> str:
    return ", ".join(f"{letter} ({a:g}, {b:g})" for letter, (a, b) in starts.items()).replace("-", "−")


def pictures() -> str:
    """Return the pictures, with the controls of each."""
    rows = [
        (
            f"`{name}`",
            literal((picture.about or "").rstrip(".")),
            _named(picture.own),
            _sliders(picture.settings),
            picture.tried,
        )
        for name, picture in PICTURES.items()
    ]
    return _table(("name", "what it shows", "controls", "sliders", "tried"), rows)


def _sliders(any_setting: bool) -> str:
    return "`SETTING of run 1, FROM to TO`" if any_setting else ""


def settings() -> str:
    """Return the rules with their settings."""
    rows = [
        (f"`{name}`", ", ".join(f"`{s.label}` ({s.slider[0]:g} to {s.slider[1]:g})" for s in hyperparameters(rule())))
        for name, rule in RULES.items()
    ]
    return _table(("name", "settings, and what a slider goes over"), rows)


def quantities() -> str:
    """Return the quantities, and what their words in capitals stand for."""
    rows = [(f"`{name}`", literal(_meaning(measure.__doc__))) for name, measure in QUANTITIES.items()]
    words = [f"`{word}` is one of {_named(texts.split('|'))}" for word, texts in FILLED_IN.items() if "|" in texts]
    return _table(("quantity", "what it is"), rows) + "\n\n" + "; ".join(words) + "; the others are numbers."


def _meaning(words: str | None) -> str:
    return (words or "").partition("\n")[0].removeprefix("Return ").rstrip(".")


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
