"""What a model may see of a group: masked words of statements fit to show, one per wording, at most a few dozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from medskick.engine.text.conduct import find_conduct
from medskick.engine.text.personal import find_personal_data

from ..stages.corpus import Corpus
from ..stages.placing import Placing
from ..stages.points import foreign_to
from .validators import Group, Voice

MOST_GIVEN, MOST_COUNTED = 24, 4000
LONGEST_GIVEN = 300


@dataclass(frozen=True)
class Readable:
    """The corpus with what decides who may be read: arrays over statements."""

    corpus: Corpus
    family: np.ndarray
    placing: Placing
    open: np.ndarray


def readable_statements(corpus: Corpus, family: np.ndarray, placing: Placing, lang: str) -> Readable:
    """Leave out what may not be shown, what says nothing, and other languages."""
    own_language = ~foreign_to(corpus.langs, lang)
    return Readable(corpus, family, placing, corpus.presentable & ~corpus.no_content & own_language)


def group_of(readable: Readable, own: np.ndarray, node: dict[str, Any]) -> Group:
    """A node's statements `own` as a question: the surest of distinct wordings to show, a bounded part to count."""
    usable = own[readable.open[own]]
    counted = usable[np.linspace(0, len(usable) - 1, min(len(usable), MOST_COUNTED)).round().astype(int)]
    everyone = tuple(_voice(readable.corpus, int(s)) for s in counted)
    order = np.lexsort((usable, -np.round(readable.placing.strength[usable], 5)))
    given: dict[str, Voice] = {}
    seen: set[int] = set()
    for statement in usable[order].tolist():
        if len(given) == MOST_GIVEN:
            break
        voice = _voice(readable.corpus, statement)
        if int(readable.family[statement]) in seen or not _fit(voice.text):
            continue
        seen.add(int(readable.family[statement]))
        given[f"s{len(given) + 1}"] = voice
    words = {f"k{number}": word for number, word in enumerate(node["keywords"], start=1)}
    return Group(given, everyone, words, _persons(readable.corpus, counted))


def _voice(corpus: Corpus, statement: int) -> Voice:
    owner = int(corpus.owner[statement])
    return Voice(
        corpus.statement_id(statement),
        corpus.texts[statement][:LONGEST_GIVEN],
        int(corpus.sending[owner]),
        int(corpus.people[owner]),
    )


def _persons(corpus: Corpus, statements: np.ndarray) -> int:
    return int(corpus.people[corpus.speaking(np.unique(corpus.owner[statements]))].sum())


def _fit(text: str) -> bool:
    """A last look at what leaves the house: the finders have read the whole text, here they read the part."""
    return bool(text.strip()) and not find_personal_data(text) and not find_conduct(text)
