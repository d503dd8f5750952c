"""A surface of many data points as a polynomial over its window, where a place then costs less."""

from __future__ import annotations

from surface.descent import Surface
from surface.error import ErrorSurface, PolynomialSurface, Window, patched
from surface.landscape.search import work_of

MANY = 1_000_000
"""Fewer gradients do not make up for the table of patches."""

LARGE = 1000
"""Of so many data points and fewer a place costs little in any case."""


def near(E: Surface, window: Window) -> Surface:
    """Return a surface as what answers many questions over a window soonest: its polynomial there, or itself."""
    return polynomial(E, window) or E


def table(E: Surface, window: Window, gradients: int) -> Surface:
    """Return a surface as what gives so many gradients soonest: its polynomial, cut into patches, or itself."""
    found = polynomial(E, window)
    if found is None:
        return E
    return (patched(found) if gradients > MANY else None) or found


def polynomial(E: Surface, window: Window) -> PolynomialSurface | None:
    """Return a surface's polynomial over a window, right to 1e-12 of its range; None where it saves nothing."""
    if not isinstance(E, ErrorSurface) or len(E.data) <= LARGE:
        return None
    found = E.polynomial(window)
    return found if found is not None and 2 * found.work < work_of(E) else None
