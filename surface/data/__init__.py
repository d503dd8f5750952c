"""Data: the record (`dataset`), what reads it from a file (`table`), and the sets that come along (`bundled`)."""

from surface.data.bundled import DATASETS, IRIS_CM, TEACHER
from surface.data.dataset import Dataset
from surface.data.table import MAX_CHARACTERS, MAX_COLUMNS, MAX_ROWS, Table

__all__ = [
    "DATASETS",
    "IRIS_CM",
    "MAX_CHARACTERS",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "TEACHER",
    "Dataset",
    "Table",
]
