"""Data: the record (`dataset`), what reads it from a file (`table`) or sums up one of any length (`large`), what makes
it by rule (`generators`), and the sets that come along (`bundled`).
"""

from surface.data.bundled import DATASETS, IRIS_CM, TEACHER
from surface.data.dataset import MAX_POINTS, Dataset
from surface.data.generators import GENERATORS, Generator
from surface.data.large import Source, summarise
from surface.data.table import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Table, read

__all__ = [
    "DATASETS",
    "GENERATORS",
    "IRIS_CM",
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_POINTS",
    "MAX_ROWS",
    "TEACHER",
    "Dataset",
    "Generator",
    "Source",
    "Table",
    "read",
    "summarise",
]
