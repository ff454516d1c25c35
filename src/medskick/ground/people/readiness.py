"""Everything that is misconfigured or missing, from all rooms."""

from __future__ import annotations

from medskick.ground.core import offers
from medskick.ground.core.offers import Problem


def problems() -> list[Problem]:
    """Errors first. Each room's check says what to do about it."""
    found = [problem for check in offers.readiness_checks for problem in check()]
    return sorted(found, key=lambda problem: problem.level != "error")
