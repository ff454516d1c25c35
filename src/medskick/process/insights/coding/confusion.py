"""What people chose for what the computer chose, as squares: each row's squares share the row by area."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from medskick.ground.core.numbers import counted
from medskick.process.insights.coding.queries.figures import Confusion

STEP, HEAD = 34, 26


@dataclass(frozen=True)
class Square:
    """One cell: the square's place and side, and whether the two chose alike."""

    x: float
    y: float
    side: float
    alike: bool
    told: str


@dataclass(frozen=True)
class Mark:
    """A number at the end of a row or column, or the line of one."""

    text: int
    at: float


@dataclass(frozen=True)
class Picture:
    """The drawing, its key and its table."""

    size: float
    head: int
    squares: tuple[Square, ...]
    marks: tuple[Mark, ...]
    names: tuple[str, ...]
    alike: int
    table: dict[str, Any]


def picture(found: Confusion) -> Picture:
    """Squares for all cells that hold something."""
    squares = []
    for row, cells in enumerate(found.cells):
        whole = sum(cells)
        for column, value in enumerate(cells):
            if value:
                side = (STEP - 4) * sqrt(value / whole)
                told = _("Datorn: %(engine)s. Människor: %(people)s. %(n)s av %(all)s.") % {
                    "engine": found.names[row],
                    "people": found.names[column],
                    "n": _amount(value),
                    "all": _amount(whole),
                }
                squares.append(
                    Square(
                        round(HEAD + STEP * (column + 0.5) - side / 2, 2),
                        round(HEAD + STEP * (row + 0.5) - side / 2, 2),
                        round(side, 2),
                        row == column,
                        told,
                    )
                )
    total = sum(map(sum, found.cells))
    alike = sum(found.cells[number][number] for number in range(len(found.names)))
    return Picture(
        HEAD + STEP * len(found.names),
        HEAD,
        tuple(squares),
        tuple(Mark(number + 1, HEAD + STEP * (number + 0.5)) for number in range(len(found.names))),
        found.names,
        round(100 * alike / total) if total else 0,
        {
            "caption": _("Datorns val i raderna, människornas i kolumnerna"),
            "columns": [_("Datorn valde"), *(f"{number}" for number in range(1, len(found.names) + 1))],
            "rows": [
                [f"{number}. {name}", *map(_amount, cells)]
                for number, (name, cells) in enumerate(zip(found.names, found.cells, strict=True), 1)
            ],
        },
    )


def _amount(value: float) -> Any:
    """Whole choices as such, parts with one decimal."""
    return counted(round(value)) if abs(value - round(value)) < 0.05 else number_format(value, 1)
