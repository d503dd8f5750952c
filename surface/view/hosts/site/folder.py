"""The folder that an export writes: it touches nothing outside, and in it only what an export wrote before."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from surface.arrays import is_list

LIST = "export.json"
"""The file that names all that exports have written into a folder."""


class Folder:
    """A folder for an export: empty, new, or one that an export wrote before.

    Raises ValueError, with a sentence, where it is none of these.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.own = _own(path)
        self.written = set[str]()

    @property
    def kept(self) -> list[str]:
        """The files in it that are no export's: they stay as they are."""
        found = (each.relative_to(self.path).as_posix() for each in self.path.rglob("*") if not each.is_dir())
        return sorted(set(found) - self.own - self.written - {LIST})

    def claim(self, names: Iterable[str]) -> None:
        """Refuse, before anything is written, what would not be this export's to write."""
        for name in names:
            self._place(name)

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file, by its path below the folder, and note that it is the export's."""
        place = self._place(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        # Noted first: a file that is written and not noted could not be written again.
        self.written.add(name)
        self._note()
        place.write_bytes(content.encode() if isinstance(content, str) else content)

    def _note(self) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        text = json.dumps(sorted(self.own | self.written), indent=1)
        (self.path / LIST).write_text(f"{text}\n", encoding="utf-8")

    def _place(self, name: str) -> Path:
        place = self.path.joinpath(*PurePosixPath(name).parts)
        # A link in the folder may lead anywhere.
        if not place.resolve().is_relative_to(self.path.resolve()):
            raise ValueError(f"an export must write into its own folder, got {name}, which leads out of it")
        if place.exists() and name not in self.own | self.written:
            raise ValueError(f"an export must overwrite only its own files, got {name}, which is none")
        return place


def _own(path: Path) -> set[str]:
    """Return what exports have written into a folder before."""
    if path.exists() and not path.is_dir():
        raise ValueError(f"an export must go into a folder, got {path}, which is a file")
    if not path.exists() or not any(path.iterdir()):
        return set()
    refusal = ValueError(
        f"an export must go into an empty folder or into one of an export before, got {path}, which holds other files"
    )
    try:
        listed = json.loads((path / LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise refusal from None
    if not is_list(listed):
        raise refusal
    return {name for name in listed if isinstance(name, str)}
