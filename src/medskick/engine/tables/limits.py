"""How large a file may be before it is refused with a message."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Upper bounds while reading; every one is checked before the memory or the time is spent.

    ``max_bytes`` counts the file as stored, ``max_unpacked_bytes`` all parts of a zipped file (xlsx, docx)
    or all column data of a Parquet file together, ``max_ratio`` unpacked / packed (checked only above
    ``ratio_floor_bytes``, since small repetitive sheets pack very well). ``max_cell_chars`` and
    ``max_row_chars`` count code points; ``max_rows`` counts rows that are not empty, header excluded.
    ``max_pieces`` counts what is gone through to find them, empty or not: elements of all parts of an office file,
    lines of a text file. They pack to almost nothing and each takes some microseconds.
    """

    max_bytes: int = 1024 * MEBIBYTE
    max_rows: int = 5_000_000
    max_columns: int = 1_000
    max_cell_chars: int = 200_000
    max_row_chars: int = 2_000_000
    max_unpacked_bytes: int = 4096 * MEBIBYTE
    max_ratio: int = 300
    ratio_floor_bytes: int = 16 * MEBIBYTE
    max_parts: int = 5_000
    max_json_depth: int = 40
    max_pieces: int = 500_000_000


UPLOAD_LIMITS = Limits(
    max_bytes=80 * MEBIBYTE,
    max_rows=100_000,
    max_columns=300,
    max_unpacked_bytes=512 * MEBIBYTE,
    max_pieces=5_000_000,
)
"""What a web form should accept: a 50 000-row import passes with room to spare."""
