"""The bytes of a source, within the limit, and which kind of file they are."""

from __future__ import annotations

from pathlib import Path

from surface.data.table.limits import MAX_BYTES

PACKED = {b"PK\x03\x04": "workbook", b"PAR1": "parquet"}
"""How a packed file that can be read begins, and what it is read as."""

OTHERS = {
    b"PK\x05\x06": "an empty zip archive",
    b"\xd0\xcf\x11\xe0": "an Excel workbook of the old kind (.xls): save it as .xlsx or as CSV",
    b"\x1f\x8b": "packed by gzip: unpack it first",
    b"BZh": "packed by bzip2: unpack it first",
    b"\xfd7zXZ": "packed by xz: unpack it first",
    b"\x28\xb5\x2f\xfd": "packed by zstd: unpack it first",
    b"7z\xbc\xaf": "an archive (.7z): unpack it first",
    b"%PDF": "a PDF",
    b"{\\rtf": "a text document (.rtf)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"SQLite format 3": "a database",
    b"\x89HDF": "an HDF5 file",
    b"\x93NUMPY": "an array of NumPy's",
    b"FEA1": "a Feather file: save it as Parquet or as CSV",
    b"ARROW1": "a Feather file: save it as Parquet or as CSV",
    b"\x80\x04\x95": "a pickle, which would run what it holds",
    b"\x80\x05\x95": "a pickle, which would run what it holds",
}
"""How files begin that are no tables, and what they are."""


def content_of(source: object) -> bytes:
    """Return the bytes of a path or the bytes that were given; raises ValueError for what cannot be read."""
    if isinstance(source, bytes):
        content = source
    elif isinstance(source, (str, Path)):
        content = _bytes_of(Path(source))
    else:
        raise ValueError(f"`source` must be a path, or the bytes of a file, got {type(source).__name__}")
    if len(content) > MAX_BYTES:
        raise ValueError(f"a file must have at most {MAX_BYTES // 2**20} MB, got more")
    if not content.strip():
        raise ValueError("a file must hold a table, got an empty one")
    return content


def _bytes_of(path: Path) -> bytes:
    """Return what a file holds, and no more of it than it takes to see that it is too large."""
    named = f"{str(path)!r:.200}"
    try:
        # A device or a pipe would never end.
        is_other = path.exists() and not path.is_file()
    except OSError:  # a name that is too long, say: opening it says so
        is_other = False
    if is_other:
        raise ValueError(f"`source` must be a file, got {named}")
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # a name with a zero in it is a ValueError
        told = getattr(error, "strerror", None) or error
        raise ValueError(f"`source` must be a file that can be read, got {named}: {told}") from None


def form_of(content: bytes) -> str:
    """Return what bytes are to be read as, by how they begin, or say what they are instead."""
    for beginning, what in OTHERS.items():
        if content.startswith(beginning):
            raise ValueError(f"a file must be text, an Excel workbook or Parquet, and this is {what}")
    return next((form for beginning, form in PACKED.items() if content.startswith(beginning)), "text")
