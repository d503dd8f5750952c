"""The words of a lesson as HTML: its Markdown, with the formulas as MathML, which browsers set by themselves."""

from __future__ import annotations

import re

from latex2mathml.converter import convert
from markdown_it import MarkdownIt

_FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
_HELD, _HELD_PLACE = "\ue000%d\ue001", re.compile("\ue000(\\d+)\ue001")

# The lessons are files of this package, and their terms come as HTML, so that it is taken as it is.
_MARKDOWN = MarkdownIt("commonmark", {"html": True})


def html_of(text: str) -> str:
    """Return Markdown with formulas between `$` or `$$` as HTML."""
    formulas = list[str]()

    def hold(match: re.Match[str]) -> str:
        # Markdown would read the marks in a formula as its own.
        formulas.append(mathml(match[1] or match[2], block=match[1] is not None))
        return _HELD % (len(formulas) - 1)

    held = _FORMULA.sub(hold, text)
    return _HELD_PLACE.sub(lambda match: formulas[int(match[1])], _MARKDOWN.render(held))


def mathml(formula: str, block: bool = False) -> str:
    """Return a formula of TeX as MathML."""
    formula = formula.replace("−", "-")  # the numbers that are put in have a minus of their own
    if not block:
        return convert(formula)
    # One of its own line may be wider than a phone and scrolls there, by keys as well.
    return convert(formula, display="block").replace("<math ", '<math tabindex="0" ', 1)
