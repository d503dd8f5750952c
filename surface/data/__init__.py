"""Data: the record (`dataset`), what reads it from a file (`table`), and the sets that come along (`bundled`)."""

from surface.data.bundled import DATASETS, IRIS_CM, TEACHER
from surface.data.dataset import Dataset
from surface.data.table import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Table, read

__all__ = [
    "DATASETS",
    "IRIS_CM",
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "TEACHER",
    "Dataset",
    "Table",
    "read",
]
