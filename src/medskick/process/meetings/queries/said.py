"""What was said at a meeting: contributions that name it as their source.

A meeting tells where and when. It is named beside a voice only where at least five persons in two sendings share it.
"""

from __future__ import annotations

from collections.abc import Iterable

from medskick.ground.core.access import Viewer
from medskick.process.contributions import queries as contributions
from medskick.process.contributions.queries.public import PublicText
from medskick.process.meetings.models import Meeting

SOURCE = "meeting"


def said(meeting: Meeting, viewer: Viewer, limit: int = 200) -> list[tuple[int, PublicText]]:
    """Number and masked words of what was said and shows, as it was written down."""
    here = contributions.said_at(SOURCE, [str(meeting.number)], viewer).get(str(meeting.number), [])[:limit]
    texts = contributions.public_texts(here, viewer)
    return [(number, texts[number]) for number in here if number in texts]


def said_at(keys: Iterable[str], viewer: Viewer) -> dict[str, list[int]]:
    """Numbers of what was said at each of these meetings, where it may be told."""
    return contributions.said_at(SOURCE, keys, viewer)


def was_said_at(numbers: Iterable[int], viewer: Viewer) -> dict[int, int]:
    """The meeting of each of these contributions, where it may be named."""
    sources = contributions.sources_of(SOURCE, numbers, viewer)
    return {number: int(key) for number, key in sources.items() if key.isdecimal()}
