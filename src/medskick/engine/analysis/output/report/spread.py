"""Tables of spread with bars: how many persons in each group, small groups together."""

from __future__ import annotations

from typing import Any

from . import wording as say
from .elements import bar_cell, count_cell, row, table


def spread_tables(spread: dict[str, list[dict[str, Any]]]) -> str:
    """One table per dimension that has anything to tell; empty when there is none."""
    return "".join(
        f"<div>{_table(name, rows)}</div>"
        for name, rows in spread.items()
        if any("value" in entry for entry in rows)
    )


def _table(name: str, entries: list[dict[str, Any]]) -> str:
    heading, plural = say.dimension(name)
    widest = max(entry["persons"] for entry in entries)
    rows = (
        row(
            say.text(_name(entry, plural)),
            [count_cell(say.persons_cell(entry["persons"])), bar_cell(entry["persons"], widest)],
        )
        for entry in entries
    )
    return table(say.text(heading), (("Grupp", ""), ("Personer", "n"), ("", "w")), rows)


def _name(entry: dict[str, Any], plural: str) -> str:
    if "hidden" not in entry:
        return say.NOT_SAID if entry["value"] is None else entry["value"]
    groups = entry["hidden"]
    return f"{say.number(groups)} {plural} tillsammans" if groups > 1 else "en liten grupp"
