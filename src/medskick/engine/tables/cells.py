"""What a cell is: always text. How values become text, and how text is made safe to read and to write.

Reading keeps the text as it stands, line ends included. Only characters that no database, page or
spreadsheet can carry safely are replaced, **one code point for one**, so that positions in the text as read
are positions in the file's own text.
"""

import datetime as dt
import json
import math
import re
from decimal import Decimal
from typing import Any

REPLACEMENT = "\ufffd"
ENGLAND_AND_OTHER_FLAGS = "\U0001f3f4"

_UNSAFE = re.compile(
    f"{ENGLAND_AND_OTHER_FLAGS}[\U000e0020-\U000e007e]{{1,8}}\U000e007f"  # a flag emoji: kept
    "|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters but tab, line ends and NEL
    "\u202a-\u202e\u2066-\u2069"  # text that turns the reading direction around
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # lone surrogates and noncharacters
    "\U000e0000-\U000e007f]"  # invisible "tag" letters, used to smuggle instructions
)
_LINE_BREAKS = {"\x0b": "\n", "\x0c": "\n"}


def clean(text: str) -> str:
    """The text with unsafe characters replaced, same length.

    Vertical tab and form feed (line breaks from presentations) become a line feed. Other control characters,
    direction overrides and isolates, lone surrogates, noncharacters and invisible tag letters become U+FFFD.
    """
    return _UNSAFE.sub(_replaced, text)


def without_unsafe(text: str) -> str:
    """The same with nothing where they stood: for what people type, who paste them unseen. Not the same length."""
    return clean(text).replace(REPLACEMENT, "")


def _replaced(match: re.Match[str]) -> str:
    found = match.group()
    return found if len(found) > 1 else _LINE_BREAKS.get(found, REPLACEMENT)


def column_name(text: str) -> str:
    """A header cell as the column's name: cleaned, trimmed, inner white space collapsed."""
    return " ".join(clean(text).lstrip("\ufeff").split())


def is_blank(text: str) -> bool:
    """True for a cell in which a person sees nothing."""
    return not text or not text.strip(" \t\r\n\u00a0\ufeff\u200b")


def column_letter(index: int) -> str:
    """Spreadsheet letters of a column counted from 0: A, B … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def plain_text(value: Any) -> str:
    """A value as a person would write it: no ``1.0`` for 1, ISO dates, nested values as JSON.

    Raises ValueError for numbers that are not numbers (NaN, infinity).
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (float, Decimal)):
        return plain_number(value)
    if isinstance(value, (dt.datetime, dt.date, dt.time, dt.timedelta)):
        return plain_time(value)
    if isinstance(value, bytes):
        return value.decode("utf-8")
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=plain_text)


def plain_number(value: float | Decimal) -> str:
    """A number in shortest form; whole numbers without decimals. Raises ValueError unless finite."""
    if not math.isfinite(value):
        raise ValueError("not a finite number")
    if value == int(value) and abs(int(value)) < 10**15:
        return str(int(value))
    return format(value, "f").rstrip("0").rstrip(".") if isinstance(value, Decimal) else repr(value)


def plain_time(value: dt.date | dt.time | dt.timedelta) -> str:
    """ISO date, ``YYYY-MM-DD HH:MM[:SS]`` for a moment, ``HH:MM[:SS]`` for a time of day or a length."""
    if isinstance(value, dt.timedelta):
        seconds = round(value.total_seconds())
        sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
        return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}" + (
            f":{seconds % 60:02d}" if seconds % 60 else ""
        )
    if isinstance(value, dt.datetime) and (value.time() == dt.time() and value.tzinfo is None):
        return value.date().isoformat()
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", _precision(value))
    if isinstance(value, dt.time):
        return value.isoformat(_precision(value))
    return value.isoformat()


def _precision(value: dt.datetime | dt.time) -> str:
    if value.microsecond:
        return "microseconds"
    return "seconds" if value.second else "minutes"


FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def formula_safe(text: str) -> str:
    """The text with a leading apostrophe where a spreadsheet might otherwise run it as a formula.

    A text that has such an apostrophe of its own gets one more, so that `formula_unsafe` gives every text back.
    """
    bare = text.lstrip("'")
    return "'" + text if bare.startswith(FORMULA_STARTS) or bare.lstrip().startswith(("=", "@")) else text


def formula_unsafe(text: str) -> str:
    """The text as it was before `formula_safe`."""
    return text[1:] if text.startswith("'") and formula_safe(text[1:]) == text else text
