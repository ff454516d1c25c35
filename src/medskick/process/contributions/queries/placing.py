"""Where a contribution has been put, and what else could have been chosen: for a sender who says that it came wrong."""

from __future__ import annotations

from dataclasses import dataclass

from medskick.ground.core import chain
from medskick.ground.core.access import PUBLIC, Viewer
from medskick.ground.core.chain import Description, Ref
from medskick.process.contributions.models import Contribution, State


@dataclass(frozen=True)
class Placing:
    """``here``: the themes it lies in; ``others``: those beside them, in their order."""

    here: tuple[Description, ...] = ()
    others: tuple[Description, ...] = ()


def placing(one: Contribution, viewer: Viewer = PUBLIC) -> Placing:
    """A bounded number of queries. Empty while it has not been put anywhere that shows."""
    if one.state != State.VISIBLE:
        return Placing()
    start = Ref("contribution", str(one.number))
    reached = [step for level in chain.walk([start], viewer) for step in level]
    beside = chain.beside([step.ref for step in reached], viewer)
    here = tuple(step for step in reached if step.ref in beside)
    mine = {step.ref for step in here}
    wanted = dict.fromkeys(ref for refs in beside.values() for ref in refs if ref not in mine)
    described = chain.describe(wanted, viewer)
    return Placing(here, tuple(described[ref] for ref in wanted if ref in described))
