"""Paths of a caller's own on a surface: played as they are, by no rule of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from surface.arrays import Array, Numbers, is_array, is_list
from surface.descent import Descent, Surface
from surface.model import checked_text


# Arrays compare entry by entry and hash not at all: a record of them is equal to itself alone.
@dataclass(frozen=True, eq=False)
class Recorded:
    """A path that was made elsewhere: its places, (k+1, 2), and what the surface is at each, (k+1,)."""

    path: Array
    error: Array

    @property
    def k(self) -> int:
        """The number of steps taken."""
        return len(self.path) - 1


def named_paths(paths: object) -> list[tuple[str, object]]:
    """Return paths with their names: of a dict as they are there, else "path", or a descent's own rule.

    paths: None, one path, (k+1, 2), or a Descent, several of them, or a dict of them by name.
    """
    if paths is None:
        return []
    if isinstance(paths, Mapping):
        return [(checked_text("paths", str(name)), path) for name, path in paths.items()]
    one = isinstance(paths, Descent) or np.ndim(paths if isinstance(paths, np.ndarray) else np.empty(0)) == 2
    # A path may be a list of places, as well as an array of them.
    one = one or (is_list(paths) and len(paths) > 0 and all(map(_is_place, paths)))
    several = [paths] if one else paths
    if not isinstance(several, (list, tuple, np.ndarray)):
        raise ValueError(f"`paths` must be a path, several of them, or a dict of them by name, got {paths!r:.80}")
    return [(path.rule.name if isinstance(path, Descent) else "path", path) for path in several]


def _is_place(value: object) -> bool:
    """Return whether a value is one place, (2,), and not a path of them."""
    if is_array(value):
        return value.shape == (2,)
    return is_list(value) and len(value) == 2 and not any(map(_is_several, value))


def _is_several(value: object) -> bool:
    return is_list(value) or (is_array(value) and value.ndim > 0)


def recorded(E: Surface, name: str, path: Numbers) -> Recorded:
    """Return a path with what the surface is along it, or say in one sentence what is wrong with the path."""
    try:
        places = np.array(path, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"path {name!r:.40} must be numbers of shape (k + 1, 2), got {path!r:.80}") from None
    if places.ndim != 2 or places.shape[1] != 2 or not len(places):
        raise ValueError(f"path {name!r:.40} must have shape (k + 1, 2), got {places.shape}")
    if not np.isfinite(places).all():
        first = int(np.flatnonzero(~np.isfinite(places).all(axis=1))[0])
        raise ValueError(f"path {name!r:.40} must be finite, got {tuple(places[first].tolist())} at step {first}")
    return Recorded(places, np.asarray(E.error(places), dtype=np.float64))
