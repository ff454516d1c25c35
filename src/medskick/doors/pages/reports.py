"""Reports and news in the chain: what editors have written about a meeting stands on the meeting's own page."""

from __future__ import annotations

from collections import defaultdict

from medskick.doors.pages import queries
from medskick.ground.core import chain
from medskick.ground.core.access import Viewer
from medskick.ground.core.chain import Description, Ref
from medskick.ground.ui.templatetags.ui import day, local

NEWS, MEETING = "news", "meeting"


def describe(refs: list[Ref], viewer: Viewer) -> dict[Ref, Description]:
    """Published news by key, in the language of the moment or in Swedish."""
    keys = {int(ref.key): ref for ref in refs if ref.key.isdecimal() and len(ref.key) < 18}
    return {
        keys[page.pk]: Description(keys[page.pk], page.title, day(page.day), None, local(page.address))
        for page in queries.news(viewer).filter(pk__in=keys)
    }


def about(refs: list[Ref], viewer: Viewer) -> dict[Ref, list[Ref]]:
    """Meeting → the news that names it, newest first."""
    meetings = {ref.key: ref for ref in refs}
    found: dict[Ref, list[Ref]] = defaultdict(list)
    for page in queries.news(viewer).filter(meeting__in=meetings):
        found[meetings[page.meeting]].append(Ref(NEWS, str(page.pk)))
    return dict(found)


def register() -> None:
    """Called once, from ``offers``."""
    chain.register(NEWS, describe=describe)
    chain.extend(MEETING, onward=about)
