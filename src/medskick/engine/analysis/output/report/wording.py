"""How numbers and groups are said in Swedish."""

from __future__ import annotations

from html import escape

from ...stages.spread import FEWEST_SHOWN

DIMENSION_NAMES = {
    "municipality": ("Kommun", "kommuner"),
    "age": ("Ålder", "åldersgrupper"),
    "channel": ("Kanal", "kanaler"),
    "sender": ("Avsändare", "avsändare"),
}
NOT_SAID = "uppgift saknas"
UNTOLD = "antalet personer visas inte"


def number(value: int) -> str:
    """1234 → 1 234 with a no-break space."""
    return f"{value:,}".replace(",", "\u00a0")


def counted(value: int, one: str, many: str) -> str:
    return f"{number(value)}\u00a0{one if value == 1 else many}"


def statements(value: int) -> str:
    return counted(value, "tanke", "tankar")


def contributions(value: int) -> str:
    return counted(value, "medskick", "medskick")


def persons(value: int) -> str:
    """Persons behind something; small groups are not told apart."""
    if 0 < value < FEWEST_SHOWN:
        return f"färre än {FEWEST_SHOWN} personer"
    return counted(value, "person", "personer")


def persons_cell(value: int) -> str:
    return f"färre än {FEWEST_SHOWN}" if 0 < value < FEWEST_SHOWN else number(value)


def share(part: int, whole: int) -> str:
    if not whole or not part:
        return "0\u00a0%"
    percent = 100 * part / whole
    return "under 1\u00a0%" if percent < 0.95 else f"{percent:.0f}\u00a0%"


def dimension(name: str) -> tuple[str, str]:
    """(heading, plural) of a dimension; a column of the file's own goes by its own name."""
    if name.startswith("meta:"):
        own = name.removeprefix("meta:")
        return own[:1].upper() + own[1:], "grupper"
    return DIMENSION_NAMES[name]


def text(value: str) -> str:
    """Any text from outside, safe inside HTML."""
    return escape(value, quote=True)


def quote_text(value: str) -> str:
    """A quote on one line as people read it; the words themselves are not touched."""
    return text(" ".join(value.split()))
