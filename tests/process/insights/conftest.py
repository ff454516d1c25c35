"""Voices, runs and editions made without the engine, so that each test says exactly what is where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from django.db import transaction

from helpers_core import start_cycle
from helpers_kept import Keeper
from helpers_people import account_of, viewer_for
from medskick.ground.core.access import SYSTEM, Viewer
from medskick.ground.jobs.running import run_waiting
from medskick.process.contributions.actions import Answer, prepare, store
from medskick.process.contributions.models import Contribution, State
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights import actions
from medskick.process.insights.models import Codebook, Run, RunStatement, RunTheme, Theme

LEAD = viewer_for("process_lead", user_id=900_007, name="Lena Ledare")

# What the engine would say: theme → topic → voices by their place in the list.
Groups = Mapping[str, Mapping[str, Iterable[int]]]


@pytest.fixture(scope="session")
def keeper(tmp_path_factory) -> Keeper:
    """What this process has stored and can put back."""
    return Keeper(tmp_path_factory.mktemp("kept"))


@pytest.fixture
def kept(keeper, db) -> Keeper:
    """``kept(store)``: what is slow to store is stored once, and put back for the next test."""
    return keeper


@pytest.fixture
def own_data(settings, tmp_path):
    """A data folder of one's own for runs with the real engine; jobs that fail are tried again at once."""
    settings.DATA_DIR = tmp_path
    settings.JOBS_RETRY_AFTER = 0


@pytest.fixture
def analyse(cycle, lead):
    """``analyse(**options)``: a run by the real engine, from start to the book."""

    def run(**options: Any) -> Run:
        started = actions.start_run(cycle, by=lead, **options)
        run_waiting()
        started.refresh_from_db()
        assert started.state == "done", started.message
        return started

    return run


@pytest.fixture
def publish_all(cycle, lead):
    """Approve every theme and publish."""

    def publish() -> Any:
        for theme in Theme.objects.filter(cycle=cycle, parent=None, state="proposed"):
            actions.approve(theme, by=lead)
        return actions.publish(cycle, by=lead)

    return publish


@pytest.fixture
def lead():
    """A process lead."""
    return LEAD


@pytest.fixture
def cycle(kept):
    """A current cycle, and the lead's account."""

    def store() -> None:
        start_cycle()
        account_of(LEAD)

    kept(store)
    return StrategyCycle.objects.get()


@pytest.fixture
def say(cycle):
    """``say("text", …, municipality="2580", persons=3)``: visible contributions, in order."""

    def speak(*texts: str, state: str = State.VISIBLE, **fields: Any) -> list[Contribution]:
        fields.setdefault("channel", "web")
        made = store(cycle, prepare(cycle, [Answer(text=text, **fields) for text in texts]))
        Contribution.objects.filter(pk__in=[one.pk for one in made]).update(state=state)
        return [Contribution.objects.get(pk=one.pk) for one in made]

    return speak


@pytest.fixture
def run_of(cycle):
    """``run_of(voices, {"Resor": {"Buss": [0, 1]}})``: a finished run that put whole texts there, adopted.

    ``codebook``: placed under its newest version; groups with the label of an entry are that entry's. ``ground``: a run
    that it went on from. ``keep``: keys of themes whose names ``by`` asked to keep.
    """

    def make(
        voices: list[Contribution],
        groups: Groups,
        *,
        empty: Iterable[int] = (),
        alone: Iterable[int] = (),
        keywords: Mapping[str, list[str]] | None = None,
        strength: float = 0.7,
        spans: Mapping[int, list[tuple[int, int]]] | None = None,
        judged: Mapping[int, tuple[str, float, float]] | None = None,
        criteria: Mapping[str, dict[str, Any]] | None = None,
        codebook: Codebook | None = None,
        ground: Run | None = None,
        keep: Iterable[int] = (),
        by: Viewer = SYSTEM,
    ) -> Run:
        number = Run.objects.count() + 1
        version = codebook.current if codebook else None
        run = Run.objects.create(
            number=number,
            cycle=cycle,
            options={"seed": 0},
            started_by="Prov",
            codebook=version,
            goes_on_from_run=ground,
        )
        placed: list[tuple[str, str, int]] = []
        for index, (label, topics) in enumerate(groups.items(), 1):
            _node(run, f"T{index}", "", label, keywords, voices, [n for own in topics.values() for n in own])
            for below, (topic, members) in enumerate(topics.items(), 1):
                _node(run, f"T{index}.{below}", f"T{index}", topic, keywords, voices, members)
                placed += [(f"T{index}", f"T{index}.{below}", member) for member in members]
        for kind, members in (("no_content", empty), ("alone", alone)):
            if members:
                RunTheme.objects.create(run=run, key=f"X-{kind}", kind=kind, label=kind, order=90)
                RunTheme.objects.create(
                    run=run, key=f"X-{kind}.1", parent_key=f"X-{kind}", kind=kind, label=kind, order=91
                )
                placed += [(f"X-{kind}", f"X-{kind}.1", member) for member in members]
        for entry in version.entries if version else []:
            run.themes.filter(parent_key="", label=entry["label"]).update(entry=entry["key"])
        for label, told in (criteria or {}).items():
            RunTheme.objects.filter(run=run, label=label).update(criteria=told)
        for theme, topic, member in placed:
            voice = voices[member]
            scope, cooperation, long_term = (judged or {}).get(member, ("", None, None))
            for start, end in (spans or {}).get(member, [(0, len(voice.text))]):
                RunStatement.objects.create(
                    run=run,
                    contribution=voice,
                    start=start,
                    end=end,
                    theme_key=theme,
                    topic_key=topic,
                    strength=strength,
                    strength_class="no_content" if "no_content" in topic else "core",
                    family=f"F{member}-{start}",
                    scope=scope,
                    cooperation=cooperation,
                    long_term=long_term,
                )
        with transaction.atomic():
            actions.adopt(run, keep=list(keep), by=by)
        Run.objects.filter(pk=run.pk).update(state=Run.State.DONE, counts={"received": len(voices)})
        run.refresh_from_db()
        return run

    return make


def _node(run, key, parent, label, keywords, voices, members) -> None:
    RunTheme.objects.create(
        run=run,
        key=key,
        parent_key=parent,
        label=label,
        keywords=(keywords or {}).get(label, []),
        quotes=[[str(voices[m].number), 0, len(voices[m].text)] for m in list(members)[:3]],
        order=run.themes.count(),
    )


@pytest.fixture
def theme_named(cycle):
    """A theme of the book by its name."""

    def find(name: str) -> Theme:
        return Theme.objects.get(cycle=cycle, name=name)

    return find


BUS = [
    "Fler nattbussar behövs så att unga kan ta sig hem från stan.",
    "Bussen till Pajala går för sällan på kvällarna.",
    "Vi vill ha nattbussar så att resor går att göra hela vintern.",
    "Bussen måste passa tågets tider, annars blir resorna långa.",
    "Billigare resor med bussen för elever.",
    "Nattbussar på helgen skulle göra stor skillnad här.",
]
CARE = [
    "Vårdcentralen måste finnas kvar i inlandet.",
    "Kortare väntan på vårdcentralen, tack.",
    "Jag vill träffa samma läkare på vårdcentralen varje gång.",
    "Vårdcentralen borde ha öppet på kvällar också.",
    "Fler sjuksköterskor på vårdcentralen och mindre hyrpersonal.",
    "Låt vårdcentralen ta emot oss på meänkieli.",
]
GROUPS = {"resor": {"buss": range(6)}, "vård": {"vårdcentral": range(6, 12)}}


@pytest.fixture
def two_themes(say, run_of):
    """Twelve voices of twelve persons in two municipalities, in two themes with a topic each; adopted."""
    voices = say(*BUS, municipality="2580") + say(*CARE, municipality="2521")
    run_of(voices, GROUPS, keywords={"resor": ["nattbussar", "bussen"], "vård": ["vårdcentralen"]})
    return voices


JUDGED = dict.fromkeys(range(6), ("in", 0.9, 0.2)) | {6: ("beyond_influence", 0.1, 0.8), 7: ("in", 0.6, 0.8)}


def told(persons: int, of: int, *, low: float, high: float, words: list[str] | None = None) -> dict[str, Any]:
    """What the engine says of a group: shared by from ``low`` to ``high`` of a typical group, else as good as sure."""
    share = {"value": 0.9, "low": 0.8, "high": 0.95, "words": words or []}
    return {
        "shared_by_many": {
            "value": (low + high) / 2,
            "low": low,
            "high": high,
            "groups": {"municipality": {"of": 14, "reached": 9, "effective": 8.0}},
        },
        "cooperation": share,
        "long_term": share,
        "within_reach": {
            **share,
            "statements_by_scope": {"in": persons},
            "words_for_outside": ["skatten"],
        },
        "persons": persons,
        "of": of,
    }


@pytest.fixture
def weighed(say, run_of):
    """The same two themes as ``two_themes``, with what the computer suggests; adopted."""
    voices = say(*BUS, municipality="2580") + say(*CARE, municipality="2521")
    criteria = {
        "resor": told(6, 12, low=0.4, high=0.6, words=["nattbussar", "tåget"]),
        "vård": told(6, 12, low=0.02, high=0.1),
    }
    run_of(voices, GROUPS, judged=JUDGED, criteria=criteria)
    return voices


@pytest.fixture
def weighed_edition(cycle, weighed, lead):
    """The two themes with their suggestions, approved and published."""
    for theme in Theme.objects.filter(cycle=cycle, parent=None):
        actions.approve(theme, by=lead)
    return actions.publish(cycle, by=lead, title="Efter turnén")


@pytest.fixture
def edition(cycle, two_themes, lead):
    """The two themes approved and published."""
    for theme in Theme.objects.filter(cycle=cycle, parent=None):
        actions.approve(theme, by=lead)
    return actions.publish(cycle, by=lead, title="Efter turnén")


@pytest.fixture
def nameless(cycle, say, run_of, lead):
    """An edition of three themes: one whose name too few use any more, one of which nothing may be said, and one with
    a name; answers it."""
    voices = say(*[f"Ambulans och sjukhus, rad {n}." for n in range(5)], "Läkaren hit.", "Läkaren dit.")
    voices += say("Ormhotell åt alla.", "Ormhotell åt oss.", "Det behövs.", "Det är sant.")
    voices += say(*[f"Fler bussar, bensin och fiber, rad {n}." for n in range(5)])
    run_of(
        voices,
        {
            "läkaren": {"Ambulans": range(7)},
            "ormhotell": {"ormhotell": range(7, 11)},
            "bussar": {"Bussar": range(11, 14), "Bensin": range(14, 16)},
        },
        keywords={
            "läkaren": ["sjukhus", "ambulans", "ambulanser"],
            "ormhotell": ["ormhotell"],
            "bussar": ["buss", "bensin", "bussar", "fiber", "rad"],
        },
    )
    for theme in Theme.objects.filter(parent=None):
        actions.approve(theme, by=lead)
    made = actions.publish(cycle, by=lead)
    Contribution.objects.filter(pk__in=[voices[6].pk, voices[8].pk]).update(state="withdrawn")
    return made
