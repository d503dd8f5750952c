"""Any table that people have, as columns whose kinds are known, and as data.

limits     how large a table may be
settings   what may be said about how a file is to be read
content    the bytes of a source, and which kind of file they are
encoding   bytes as text
lines      a text cut into rows by a separator
separator  which mark that is
rows       what every reader hands on
layout     what stands above, below and beside the table
header     names and units
index      blank columns, and those that only number the rows
gaps       how people write that there is nothing
numbers    how they write numbers, marks what the marks in them mean
dates      how they write dates
kinds      what a column's cells are
column     a column
record     the table, and the data in it
workbook   Excel's files, by openpyxl
parquet    Parquet, by pyarrow
reader     all of it in one call
"""

from surface.data.table.column import USABLE, Column, Question
from surface.data.table.limits import MAX_BYTES, MAX_CLASSES, MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED
from surface.data.table.reader import read, read_with
from surface.data.table.record import Table
from surface.data.table.settings import ENCODINGS, Settings

__all__ = [
    "ENCODINGS",
    "MAX_BYTES",
    "MAX_CLASSES",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "MAX_UNPACKED",
    "USABLE",
    "Column",
    "Question",
    "Settings",
    "Table",
    "read",
    "read_with",
]
