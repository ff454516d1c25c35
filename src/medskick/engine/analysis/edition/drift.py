"""When a tree no longer fits what comes in: figures, and proposals in plain facts. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .numbering import order_of

FEWEST_TO_TELL = 20
STANDARD_ERRORS = 3.0


@dataclass(frozen=True)
class Seen:
    """Statements with the theme each lies in, and whether it is far from everything (bool)."""

    themes: Sequence[str]
    far: np.ndarray


def measured(new: Seen, old: Seen, groups: Sequence[dict[str, Any]], *, applied: bool) -> dict[str, Any]:
    """{"figures": [{"theme" (None: all), "new", "new_far", "old", "old_far"}], "proposals": [{"kind", "text", …}]}.

    old: statements of the edition itself (a sample), of which a tenth are far by definition. groups: new statements
    that are like each other: {"statements": ids, "theme": the nearest, …}. applied: they have become topics, because
    this is a new edition; when new contributions are placed live they never do.
    """
    figures = [_figure(None, new, old)]
    figures += [_figure(theme, new, old) for theme in sorted(set(new.themes), key=order_of)]
    proposals = [_group(group, applied) for group in groups]
    proposals += [_loose(figure) for figure in figures if _stands_out(figure)]
    return {"figures": figures, "proposals": proposals}


def _figure(theme: str | None, new: Seen, old: Seen) -> dict[str, Any]:
    def counted(seen: Seen) -> tuple[int, int]:
        if theme is None or not len(seen.themes):
            return len(seen.themes), int(seen.far.sum())
        own = np.array(seen.themes) == theme
        return int(own.sum()), int((own & seen.far).sum())

    (new_all, new_far), (old_all, old_far) = counted(new), counted(old)
    return {"theme": theme, "new": new_all, "new_far": new_far, "old": old_all, "old_far": old_far}


def _stands_out(figure: dict[str, Any]) -> bool:
    """Clearly more of the new than of the old are far: by three standard errors, and half as many again."""
    if figure["new"] < FEWEST_TO_TELL or not figure["old"]:
        return False
    usual = figure["old_far"] / figure["old"]
    share = figure["new_far"] / figure["new"]
    spread = max(usual * (1 - usual), 0.01) / figure["new"]
    return bool(share > 1.5 * usual and share - usual > STANDARD_ERRORS * spread**0.5)


def _group(group: dict[str, Any], applied: bool) -> dict[str, Any]:
    count = len(group["statements"])
    became = " De har blivit ett eget ämne." if applied else ""
    text = f"{count} nya synpunkter liknar varandra men inget ämne.{became}"
    return {"kind": "new_topic", "text": text, "applied": applied, "count": count, **group}


def _loose(figure: dict[str, Any]) -> dict[str, Any]:
    where = "" if figure["theme"] is None else f" i tema {figure['theme']}"
    share, usual = (round(100 * figure[f"{w}_far"] / figure[w]) for w in ("new", "old"))
    text = (
        f"{figure['new_far']} av {figure['new']} nya synpunkter{where} ligger långt från allt som fanns, "
        f"{share} procent. Bland dem som fanns gör {usual} procent det."
    )
    return {"kind": "far", "text": text, "applied": False, **figure}
