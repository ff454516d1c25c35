"""What the front page gathers from the other rooms, as a visitor may see it."""

from __future__ import annotations

from typing import Any

from medskick.ground.core.access import Viewer
from medskick.process.contributions import queries as contributions
from medskick.process.cycle import queries as cycles
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.queries import editions


def front_page(viewer: Viewer) -> dict[str, Any]:
    """Where we are, what can be done today, how many have spoken and what many speak about."""
    cycle = cycles.current_cycle(viewer)
    if cycle is None:
        return {"cycle": None}
    return {
        "cycle": cycle,
        "phases": cycles.phase_line(cycle, viewer),
        "phase": cycles.current_phase(cycle, viewer),
        "can_contribute": cycles.accepts_contributions(cycle, viewer),
        "frame": regions.region().frame("web"),
        "voices": contributions.voices(cycle, viewer),
        "theme_map": theme_map(cycle, viewer),
    }


def theme_map(cycle: StrategyCycle, viewer: Viewer) -> list[dict[str, Any]]:
    """Tiles of the newest edition's themes within the strategy's scope; empty before the first edition.

    None of a theme of so few persons that their number is not told.
    """
    edition = editions.newest(cycle, viewer)
    if edition is None:
        return []
    return [
        {
            "label": theme.name,
            "value": theme.persons,
            "url": theme.address,
            "area": None,
            "mark": theme.name_mark,
        }
        for theme in editions.published_themes(edition, viewer)
        if not theme.outside and theme.address and theme.persons is not None
    ]
