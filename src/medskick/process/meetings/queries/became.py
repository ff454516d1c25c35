"""What became of meetings: the reports about them, and the themes that what was said there lies in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from medskick.ground.core import chain
from medskick.ground.core.access import PUBLIC, Viewer
from medskick.ground.core.chain import Description, Ref
from medskick.process.contributions import queries as contributions
from medskick.process.meetings.models import Meeting
from medskick.process.meetings.queries.said import said_at

# So many of what was said are followed: no meeting that we know of comes near it.
_MOST = 2_000


@dataclass(frozen=True)
class Became:
    """``reports``: what other rooms tell of the meeting. ``themes``: those that at least five of its persons share,
    most persons first. ``others``: some of what was said lies in themes that fewer share, which are not named."""

    reports: tuple[Description, ...]
    themes: tuple[Description, ...]
    others: bool


def reports_from(meetings: Iterable[Meeting]) -> dict[int, tuple[Description, ...]]:
    """What is told of each of these meetings, by their numbers, as everybody may read it."""
    refs = {Ref("meeting", str(one.number)): one.number for one in meetings}
    onward = {refs[ref]: led for ref, led in chain.onward_elsewhere(refs, PUBLIC).items()}
    described = chain.describe([one for led in onward.values() for one in led], PUBLIC)
    return {
        number: tuple(described[one] for one in led if one in described) for number, led in onward.items()
    }


def became(meeting: Meeting, viewer: Viewer) -> Became:
    """As everybody may read it, whoever asks: a number of queries that does not grow with what was said."""
    themes, others = _themes(meeting)
    return Became(reports_from([meeting]).get(meeting.number, ()), themes, others)


def _themes(meeting: Meeting) -> tuple[tuple[Description, ...], bool]:
    numbers = said_at([str(meeting.number)], PUBLIC).get(str(meeting.number), [])[:_MOST]
    said = {Ref("contribution", str(number)): number for number in numbers}
    thoughts = chain.onward(said, PUBLIC)
    leads = chain.onward([one for group in thoughts.values() for one in group], PUBLIC)
    lies: dict[Ref, list[int]] = defaultdict(list)
    for ref, number in said.items():
        for theme in dict.fromkeys(end for one in thoughts.get(ref, []) for end in leads.get(one, [])):
            if theme.kind == "theme":
                lies[theme].append(number)
    shared = contributions.enough_share(lies, PUBLIC)
    described = chain.describe(shared, PUBLIC)
    order = sorted((theme for theme in shared if theme in described), key=lambda one: (-shared[one], one.key))
    return tuple(described[one] for one in order), len(order) < len(lies)
