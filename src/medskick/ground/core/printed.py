"""Tables of what stands on no row (ages, kinds of sender): printed once, and safe beside those printed before.

A table is safe only if no reader can subtract tables from each other until a few persons are left. To see that,
sendings are laid in blocks by which of the tables count them: every sum and difference of tables is made of blocks, so
each block must be fit to print by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from medskick.ground.core.disclosure import SMALLEST

FEWEST_SENDINGS = 2


@dataclass(frozen=True)
class Voice:
    """One sending. ``now``: whether the new table counts it."""

    sending: Hashable
    persons: int
    group: str
    now: bool = True


@dataclass(frozen=True)
class Earlier:
    """A table that is already out: which sendings it counts and which groups it does not tell apart."""

    counted: frozenset[Hashable]
    hidden: frozenset[str] = frozenset()


# Persons of each sending, by group.
_Block = dict[str, list[int]]


def fit_to_print(voices: Iterable[Voice], earlier: Sequence[Earlier] = ()) -> dict[str, int | None] | None:
    """Persons by group, None for groups that are told together only; None when no table can be shown.

    Within every block each shown group, and the hidden ones together, are nobody or at least five persons of at least
    two sendings, and no group is everybody.
    """
    voices = list(voices)
    totals: dict[str, int] = defaultdict(int)
    for voice in voices:
        if voice.now:
            totals[voice.group] += voice.persons
    blocks = _blocks(voices, earlier)
    hidden = {group for block in blocks for group in block if not _enough([block[group]])}
    hidden |= {group for one in earlier for group in one.hidden if any(group in block for block in blocks)}
    while hidden and not _tell_nothing(hidden, totals, blocks):
        left = [persons for group, persons in totals.items() if group not in hidden and persons]
        if not left:
            return None
        hidden |= {group for group, persons in totals.items() if persons == min(left)}
    if any(_groups_told(block, hidden) < 2 for block in blocks) or not set(totals) - hidden:
        return None
    return {group: None if group in hidden else persons for group, persons in totals.items()}


def _blocks(voices: Iterable[Voice], earlier: Sequence[Earlier]) -> list[_Block]:
    found: dict[tuple[bool, ...], _Block] = {}
    for voice in voices:
        where = (voice.now, *(voice.sending in one.counted for one in earlier))
        if any(where):
            found.setdefault(where, {}).setdefault(voice.group, []).append(voice.persons)
    return list(found.values())


def _enough(groups: Iterable[Sequence[int]]) -> bool:
    together = [persons for sendings in groups for persons in sendings]
    return len(together) >= FEWEST_SENDINGS and sum(together) >= SMALLEST


def _tell_nothing(hidden: set[str], totals: Mapping[str, int], blocks: Iterable[_Block]) -> bool:
    """The hidden groups differ in size (else their sum tells each) and are enough together in every block."""
    if len({totals.get(group, 0) for group in hidden}) < 2:
        return False
    covered = ([block[group] for group in hidden if group in block] for block in blocks)
    return all(_enough(groups) for groups in covered if groups)


def _groups_told(block: _Block, hidden: set[str]) -> int:
    return len(set(block) - hidden) + bool(set(block) & hidden)
