"""How large a table may be: one number for each size, wherever it is asked."""

MAX_BYTES = 10 * 2**20
"""The largest file that is read; the server takes messages that hold one (maxMessageSize in .streamlit/config.toml)."""

MAX_UNPACKED = 10 * MAX_BYTES
"""The most bytes that a packed file, a workbook or Parquet, may unpack to."""

MAX_ROWS = 100_000
"""The most rows that a table may have."""

MOST_ROWS = MAX_ROWS + 50
"""The most rows of a file: a title, names, units, totals and remarks may stand around those of the table."""

MAX_COLUMNS = 200
"""The most columns that a table may have, and the data in it once each class has a column of its own."""

MAX_CELLS = 2_000_000
"""The most cells that a table may have: as many rows as may be and as many columns take minutes to read."""

MAX_CLASSES = 20
"""The most different words that a column of classes may have."""


def said() -> str:
    """Return the limits as a reader is told them."""
    return f"up to {MAX_BYTES // 2**20} MB, {MAX_ROWS:,} rows, {MAX_COLUMNS} columns and {MAX_CELLS:,} cells"
