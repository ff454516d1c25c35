"""Which parts of a whole may tell how many persons stand behind them, when the whole tells it too."""

from __future__ import annotations

from collections.abc import Sequence

from ...stages.spread import FEWEST_SHOWN

FEW, TOLD, UNTOLD = "few", "told", "untold"


def telling(persons: Sequence[int]) -> list[str]:
    """For each part: `few` (one to four persons), `told`, or `untold`: a part that is large enough but would give the
    few away, because together with the whole their number follows.

    The smallest others go untold until what is hidden is five persons or more and not all of one size: the rule of the
    published tables (Hundepool et al. 2012, ch. 4). Parts of equal size go together. Persons may be in several parts,
    which makes the difference less sure, never surer.
    """
    hidden = {place for place, count in enumerate(persons) if 0 < count < FEWEST_SHOWN}
    few = set(hidden)
    while hidden and not _safe([persons[place] for place in hidden]):
        others = [count for place, count in enumerate(persons) if place not in hidden and count]
        if not others:
            break
        smallest = min(others)
        hidden |= {place for place, count in enumerate(persons) if count == smallest}
    return [
        FEW if place in few else UNTOLD if place in hidden else TOLD for place, _count in enumerate(persons)
    ]


def _safe(hidden: list[int]) -> bool:
    return sum(hidden) >= FEWEST_SHOWN and len(set(hidden)) > 1
