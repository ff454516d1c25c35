"""What tests of editions share: people's edits worked out by a second, plainer way, and counts from two lists."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

from medskick.engine.analysis.contract import Result
from medskick.engine.analysis.edition.edits import (
    Edit,
    Edits,
    FitsNone,
    Merge,
    Move,
    Outside,
    Rename,
    Span,
    Split,
)
from medskick.engine.analysis.reading import statements

PLACES = ["Pajala", "Luleå", "Boden", "Kalix", "Jokkmokk", "Arjeplog", "Piteå", "Gällivare"]
SAID = [
    "Nattbussen till {} måste gå också på helgen så att unga kommer hem.",
    "Bussen från {} går för sällan och kostar för mycket för elever.",
    "Vårdcentralen i {} behöver fler läkare som stannar länge.",
    "Väntetiden till vårdcentralen i {} är alldeles för lång för gamla.",
    "Skolan i {} ska få vara kvar så att barnen slipper åka långt.",
    "Lärarna på skolan i {} behöver mindre klasser och mer tid.",
    "Bredband och fiber fungerar dåligt i byarna kring {}.",
    "Mobiltäckningen utanför {} är så dålig att man inte kan ringa.",
]
MORE_SAID = [
    *SAID,
    "Det byggs för få lägenheter i {} för den som är ung.",
    "Elen i {} kostar för mycket för småföretagen.",
]
WOLVES = [
    "Vargen river renar i samebyarna varje vinter.",
    "Vi behöver skyddsjakt på varg när renar rivs.",
    "Vargar och renar går inte ihop, skyddsjakten måste bli enklare.",
    "Samebyn får för lite ersättning för rivna renar.",
    "Renar som rivs av varg ska ersättas fullt ut.",
    "Rovdjuren tar våra renar, varg och järv.",
    "Skyddsjakt på varg måste beslutas här uppe.",
    "Rovdjurspolitiken glömmer samebyarna och renarna.",
    "Vargen hotar renskötseln i våra samebyar.",
    "Låt samebyarna få skyddsjakt på järv och varg.",
    "Ersättningen för rovdjursrivna renar är för låg.",
    "Renskötseln dör om vargen får sprida sig.",
]


def followed_by(run: Any) -> Any:
    """A later run of the same cycle that has one statement in one theme: enough for the book to follow it."""
    from medskick.process.insights.models import Run, RunStatement

    later = Run.objects.create(
        number=run.number + 1, cycle=run.cycle, state=Run.State.DONE, homes=run.homes, started_by="Prov"
    )
    row = run.statements.order_by("pk").first()
    row.pk, row.run = None, later
    row.save()
    assert RunStatement.objects.filter(run=later).count() == 1
    return later


def said_everywhere(said: list[str] = SAID, places: list[str] = PLACES) -> list[str]:
    """What is said, about each of the places."""
    return [text.format(place) for place in places for text in said]


def places(result: Result) -> dict[Span, str]:
    """The topic of every statement."""
    return {(s.contribution_id, s.field, s.start, s.end): s.topic_id for s in statements(result)}


class Book:
    """An edition as a person with a pencil would keep it: every statement's topic, every topic's theme, every name."""

    def __init__(self, result: Result) -> None:
        ordinary = [node for node in result.themes if node["kind"] == "theme"]
        self.parent: dict[str, str] = {node["id"]: node["parent"] for node in ordinary if node["parent"]}
        self.themes = [node["id"] for node in ordinary if not node["parent"]]
        self.home = places(result)
        self.names: dict[str, str] = {}
        self.outside: dict[str, str] = {}
        self.unplaced: set[Span] = set()
        self.edits: list[Edit] = []

    def members(self, topic: str) -> list[Span]:
        return sorted(span for span, own in self.home.items() if own == topic)

    def rename(self, own: str, label: str) -> None:
        self.edits.append(Rename(own, label))
        self.names[own] = label

    def mark_outside(self, own: str, reason: str) -> None:
        self.edits.append(Outside(reason, own))
        self.outside[own] = reason

    def move(self, spans: list[Span], topic: str) -> None:
        self.edits.append(Move(tuple(spans), topic))
        self.home.update(dict.fromkeys(spans, topic))

    def fit_none(self, spans: list[Span]) -> None:
        self.edits.append(FitsNone(tuple(spans)))
        self.unplaced.update(spans)
        for span in spans:
            del self.home[span]

    def split(self, topic: str, spans: list[Span], new: str, label: str) -> None:
        self.edits.append(Split(topic, new, label, tuple(spans)))
        self.parent[new] = self.parent[topic]
        self.names[new] = label
        self.home.update(dict.fromkeys(spans, new))

    def merge_topics(self, gone: str, into: str) -> None:
        self.edits.append(Merge((gone,), into))
        self.home.update(dict.fromkeys(self.members(gone), into))
        self._forget(gone)

    def merge_themes(self, gone: str, into: str) -> None:
        self.edits.append(Merge((gone,), into))
        for topic, theme in self.parent.items():
            if theme == gone:
                self.parent[topic] = into
        self.themes.remove(gone)
        self._forget(gone)

    def _forget(self, own: str) -> None:
        self.parent.pop(own, None)
        self.names.pop(own, None)
        self.outside.pop(own, None)

    def broken(self, result: Result) -> list[Any]:
        """Everything in a later result that is not as the book says: statements, names, themes of topics."""
        now, nodes = places(result), {node["id"]: node for node in result.themes}
        wrong: list[Any] = [
            (span, topic, now[span])
            for span, topic in self.home.items()
            if span in now and now[span] != topic
        ]
        wrong += [
            (span, "unplaced", now[span])
            for span in sorted(self.unplaced)
            if span in now and nodes[now[span]]["kind"] != "unplaced"
        ]
        wrong += [
            (own, label, nodes[own]["label"])
            for own, label in self.names.items()
            if own in nodes and nodes[own]["label"] != label
        ]
        wrong += [
            (own, theme, nodes[own]["parent"])
            for own, theme in self.parent.items()
            if own in nodes and nodes[own]["parent"] != theme
        ]
        wrong += [
            (own, reason) for own, reason in self.outside.items()
            if own in nodes and nodes[own].get("outside") != reason
        ]  # fmt: skip
        return wrong


def anything(book: Book, dice: random.Random, times: int) -> Edits:
    """So many edits of all kinds, whatever the dice say."""
    for number in range(times):
        topics = sorted(topic for topic in book.parent if book.members(topic))
        if len(topics) < 3:
            break
        one, other = dice.sample(topics, 2)
        some = book.members(one)
        some = dice.sample(some, max(1, len(some) // 3))
        match dice.choice(["rename", "move", "none", "split", "topics", "themes", "outside"]):
            case "rename":
                book.rename(dice.choice([one, book.parent[one]]), f"Namn {number}")
            case "move":
                book.move(some, other)
            case "none":
                book.fit_none(some)
            case "split":
                theme = book.parent[one]
                book.split(one, some, f"{theme}.{90 + number}", f"Del {number}")
            case "topics":
                book.merge_topics(one, other)
            case "themes" if len(book.themes) > 2:
                gone, into = dice.sample(sorted(book.themes), 2)
                book.merge_themes(gone, into)
            case _:
                book.mark_outside(one, "local_only")
    return Edits(tuple(book.edits))


def recounted(before: Result, after: Result) -> dict[str, Any]:
    """The list of changes, counted anew from both statements.csv and the names of both trees."""
    was, now = places(before), places(after)
    common = was.keys() & now.keys()
    theme_was = {(s.contribution_id, s.field, s.start, s.end): s.theme_id for s in statements(before)}
    theme_now = {(s.contribution_id, s.field, s.start, s.end): s.theme_id for s in statements(after)}
    sizes = [Counter(rows.values()) + Counter(themes.values()) for rows, themes in
             ((was, theme_was), (now, theme_now))]  # fmt: skip
    labels = [{node["id"]: node["label"] for node in result.themes} for result in (before, after)]
    kept = labels[0].keys() & labels[1].keys()
    return {
        "kept": kept,
        "new": labels[1].keys() - labels[0].keys(),
        "gone": labels[0].keys() - labels[1].keys(),
        "renamed": {
            own: (labels[0][own], labels[1][own]) for own in kept if labels[0][own] != labels[1][own]
        },
        "moved": Counter((was[span], now[span]) for span in common if was[span] != now[span]),
        "sizes": {own: (sizes[0][own], sizes[1][own]) for own in kept if sizes[0][own] != sizes[1][own]},
        "statements": {
            "before": len(was),
            "after": len(now),
            "kept": len(common),
            "new": len(now.keys() - was.keys()),
            "gone": len(was.keys() - now.keys()),
            "same_topic": sum(was[span] == now[span] for span in common),
            "same_theme": sum(theme_was[span] == theme_now[span] for span in common),
        },
    }


def told(after: Result) -> dict[str, Any]:
    """The same, as the result tells it."""
    changes = after.document["changes"]
    moved: Counter[tuple[str, str]] = Counter()
    for row in changes["moved"]:
        moved[row["from"], row["to"]] += row["statements"]
    return {
        **{name: set(changes[name]) for name in ("kept", "new", "gone")},
        "renamed": {row["id"]: (row["old"], row["new"]) for row in changes["renamed"]},
        "moved": moved,
        "sizes": {row["id"]: (row["before"], row["after"]) for row in changes["grown"] + changes["shrunk"]},
        "statements": changes["statements"],
    }
