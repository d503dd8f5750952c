"""Text that is not the page's own (of a link, a file, a refusal), shown as it is: Streamlit's texts are Markdown."""

from __future__ import annotations

import re

_MARKS = re.compile(r"[!-/:-@\[-`{-~]")  # all that Markdown, mathematics and Streamlit's own signs are made of


def literal(text: str) -> str:
    """Return Markdown that shows this text, on one line, and nothing else: no mark in it means anything."""
    return _MARKS.sub(r"\\\g<0>", " ".join(text.split()))
