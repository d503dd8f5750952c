"""Data: the record (`dataset`), what reads it from a file (`table`), what makes it by rule (`generators`), and the
sets that come along (`bundled`).
"""

from surface.data.bundled import DATASETS, IRIS_CM, TEACHER
from surface.data.dataset import Dataset
from surface.data.generators import GENERATORS, Generator
from surface.data.table import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Table, read

__all__ = [
    "DATASETS",
    "GENERATORS",
    "IRIS_CM",
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "TEACHER",
    "Dataset",
    "Generator",
    "Table",
    "read",
]
