"""Tables of spread with bars: how many persons in each group, small groups together."""

from __future__ import annotations

from typing import Any

from . import wording as say


def spread_tables(spread: dict[str, list[dict[str, Any]]]) -> str:
    """One table per dimension that has anything to tell; empty when there is none."""
    return "".join(_table(name, rows) for name, rows in spread.items() if any("value" in row for row in rows))


def _table(name: str, rows: list[dict[str, Any]]) -> str:
    heading, plural = say.dimension(name)
    widest = max(row["persons"] for row in rows)
    body = "".join(_row(row, plural, widest) for row in rows)
    return (
        f'<div><table><caption>{say.text(heading)}</caption><thead><tr><th scope="col">Grupp</th>'
        f'<th scope="col" class="n">Personer</th><td class="w"></td></tr></thead><tbody>{body}</tbody></table></div>'
    )


def _row(row: dict[str, Any], plural: str, widest: int) -> str:
    if "hidden" in row:
        name = (
            f"{say.number(row['hidden'])} {plural if row['hidden'] != 1 else 'grupp'} visas inte var för sig"
        )
    else:
        name = say.NOT_SAID if row["value"] is None else row["value"]
    width = 100 * row["persons"] / widest if widest else 0
    return (
        f'<tr><th scope="row">{say.text(name)}</th><td class="n">{say.persons_cell(row["persons"])}</td>'
        f'<td class="w" aria-hidden="true"><span class="bar" style="width:{width:.1f}%"></span></td></tr>'
    )
