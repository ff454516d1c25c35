"""How many persons of each group stand behind each theme, with small groups hidden so that sums still stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

FEWEST_SHOWN = 5


def hide_small(counts: np.ndarray, also: np.ndarray | None = None, fewest: int = FEWEST_SHOWN) -> np.ndarray:
    """Which cells of persons (rows: themes, columns: groups) to hide; bool, same shape.

    Cells above zero but below `fewest` are hidden, and those that `also` says. Where one hidden cell could be worked
    out from the sum of its row or column, the smallest other cell above zero there is hidden too, until nothing can be
    worked out.
    """
    hidden = (counts > 0) & (counts < fewest)
    if also is not None:
        hidden |= also & (counts > 0)
    changed = True
    while changed:
        changed = _hide_companions(counts, hidden, fewest) or _hide_companions(counts.T, hidden.T, fewest)
    return hidden


def _hide_companions(counts: np.ndarray, hidden: np.ndarray, fewest: int) -> bool:
    """One pass over rows, in place; True when something was hidden."""
    open_somewhere = (~hidden & (counts > 0)).any(axis=1)
    number, persons = hidden.sum(axis=1), np.where(hidden, counts, 0).sum(axis=1)
    telling = open_somewhere & (number > 0) & ((number == 1) | (persons < fewest))
    changed = False
    for row in np.flatnonzero(telling).tolist():  # few, however many rows there are
        own, own_hidden = counts[row], hidden[row]
        while own_hidden.any() and (own_hidden.sum() == 1 or own[own_hidden].sum() < fewest):
            open_ = np.flatnonzero(~own_hidden & (own > 0))
            if len(open_) == 0:
                break
            own_hidden[open_[np.argmin(own[open_])]] = True
            changed = True
    return changed


def spread_rows(values: Sequence[str | None], counts: np.ndarray, hidden: np.ndarray) -> list[dict[str, Any]]:
    """Rows for one theme: {"value", "persons"} by falling size, then at most one {"hidden": groups, "persons"}.

    value None stands for persons who did not say.
    """
    shown = [
        {"value": value, "persons": int(count)}
        for value, count, is_hidden in zip(values, counts, hidden, strict=True)
        if count > 0 and not is_hidden
    ]
    rows: list[dict[str, Any]] = sorted(
        shown, key=lambda row: (row["value"] is None, -row["persons"], row["value"] or "")
    )
    if hidden.any():
        rows.append({"hidden": int(hidden.sum()), "persons": int(counts[hidden].sum())})
    return rows


def spread_of_groups(
    values: Sequence[str | None],
    people: np.ndarray,
    members: Sequence[np.ndarray],
    parents: Sequence[int | None],
    everybody: np.ndarray,
    present: np.ndarray | None = None,
) -> tuple[list[list[dict[str, Any]]], list[dict[str, Any]]]:
    """Spread rows of every theme and topic over one dimension, and of all persons together.

    values: each contribution's group (None: not said). people: persons per contribution.
    members: for each theme or topic its contributions, one for each sending. parents: its theme's place in the list,
    None for a theme. everybody: one contribution for each sending there is. present: persons to count in the total,
    where they are more than `people`; what is hidden is told by `people` alone.
    """
    names = sorted({value for value in values if value is not None})
    columns: list[str | None] = [*names, None]
    place = {name: i for i, name in enumerate(columns)}
    column = np.array([place[value] for value in values], dtype=np.int64)
    counts = (
        np.array([np.bincount(column[m], weights=people[m], minlength=len(columns)) for m in members])
        .reshape(len(members), len(columns))
        .astype(np.int64)
    )
    total = np.bincount(column[everybody], weights=people[everybody], minlength=len(columns)).astype(np.int64)
    hidden = np.zeros_like(counts, dtype=bool)
    top = [i for i, parent in enumerate(parents) if parent is None]
    with_total = hide_small(np.vstack([counts[top], total]))
    hidden[top] = with_total[:-1]
    for theme in top:
        below = [i for i, parent in enumerate(parents) if parent == theme]
        if below:
            hidden[below] = hide_small(
                counts[below], also=np.broadcast_to(hidden[theme], (len(below), len(columns)))
            )
    rows = [spread_rows(columns, counts[i], hidden[i]) for i in range(len(members))]
    if present is not None:
        total = np.bincount(column[everybody], weights=present[everybody], minlength=len(columns)).astype(
            np.int64
        )
    return rows, spread_rows(columns, total, with_total[-1])
