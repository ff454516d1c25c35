"""The five things the model practises. A task draws texts, and says from their vectors what is to change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from material import Concept, Material, Saying, Text
from static_model import Prototypes, info_nce

Random = np.random.Generator


class Task(Protocol):
    name: str

    def draw(self, random: Random) -> list[Text]:
        """Texts for one step."""
        ...

    def judge(self, unit: np.ndarray) -> tuple[float, np.ndarray]:
        """Loss, and its slope by the vectors of the texts just drawn."""
        ...


class Neighbours:
    """What stands together belongs together: title and paragraph, paragraph and next, parts of a programme entry."""

    name = "neighbours"

    def __init__(self, material: Material, pairs: int, left_out: float = 0.2) -> None:
        self._documents, self._programme = material.documents, material.programme
        likely = np.array([min(len(d) - 1, 8) for d in self._documents], dtype=float)
        self._likely = likely / likely.sum()
        self._pairs, self._left_out = pairs, left_out

    def draw(self, random: Random) -> list[Text]:
        from_programme = min(self._pairs // 5, len(self._programme))
        pairs = []
        for i in random.choice(len(self._documents), self._pairs - from_programme, p=self._likely):
            document = self._documents[i]
            place = int(random.integers(0, len(document) - 1)) if random.random() > 0.35 else 0
            pairs.append((document[place], document[place + 1]))
        for i in random.choice(len(self._programme), from_programme, replace=False):
            a, b = random.choice(len(self._programme[i]), 2, replace=False)
            pairs.append((self._programme[i][a], self._programme[i][b]))
        return without_some([a for a, _ in pairs] + [b for _, b in pairs], self._left_out, random)

    def judge(self, unit: np.ndarray) -> tuple[float, np.ndarray]:
        half = len(unit) // 2
        loss, left, right = info_nce(unit[:half], unit[half:], temperature=0.05)
        return loss, np.concatenate([left, right])


class Topics:
    """Programme texts of one topic of society lie around that topic's direction."""

    name = "topics"

    def __init__(self, material: Material, dimensions: int, seed: int, texts: int, strength: float) -> None:
        self._texts, self._topic = material.topical, material.topic
        self._directions = Prototypes(len(material.topics), dimensions, seed)
        self._size, self._strength = min(texts, len(material.topical)), strength
        self._drawn = np.zeros(0, dtype=int)

    def draw(self, random: Random) -> list[Text]:
        self._drawn = random.choice(len(self._texts), self._size)
        return without_some([self._texts[i] for i in self._drawn], 0.4, random)

    def judge(self, unit: np.ndarray) -> tuple[float, np.ndarray]:
        return self._directions.pull(unit, self._topic[self._drawn], self._strength)


class Everyday:
    """Directions of concepts and areas that sayings and expressions share."""

    def __init__(self, material: Material, dimensions: int, seed: int) -> None:
        self._concepts = Prototypes(len(material.concepts), dimensions, seed + 1)
        self._areas = Prototypes(len(material.areas), dimensions, seed + 2)

    def pull(self, unit: np.ndarray, concepts: np.ndarray, areas: np.ndarray) -> np.ndarray:
        _, by_concept = self._concepts.pull(unit, concepts, 0.3)
        _, by_area = self._areas.pull(unit, areas, 0.5)
        return by_concept + by_area


class Sayings:
    """Different words for one meaning meet: everyday with everyday, everyday with official."""

    name = "sayings"

    def __init__(self, sayings: Sequence[Saying], everyday: Everyday, pairs: int) -> None:
        self._sayings, self._everyday, self._pairs = sayings, everyday, min(pairs, len(sayings))
        self._drawn = np.zeros(0, dtype=int)

    def draw(self, random: Random) -> list[Text]:
        self._drawn = random.choice(len(self._sayings), self._pairs, replace=False)
        left, right = [], []
        for i in self._drawn:
            wordings = self._sayings[i].wordings
            a, b = random.choice(len(wordings), 2, replace=False)
            left.append(wordings[a])
            right.append(wordings[b])
        return without_some(left + right, 0.2, random)

    def judge(self, unit: np.ndarray) -> tuple[float, np.ndarray]:
        half = len(unit) // 2
        concepts = np.array([self._sayings[i].concept for i in self._drawn])
        areas = np.array([self._sayings[i].area for i in self._drawn])
        same = concepts[:, np.newaxis] == concepts[np.newaxis, :]
        np.fill_diagonal(same, False)
        loss, left, right = info_nce(unit[:half], unit[half:], 0.07, same)
        return loss, np.concatenate([left, right]) + self._everyday.pull(
            unit, np.tile(concepts, 2), np.tile(areas, 2)
        )


class Expressions:
    """A few expressions of a concept mean what a few others mean."""

    name = "expressions"

    def __init__(self, concepts: Sequence[Concept], everyday: Everyday, pairs: int) -> None:
        self._concepts, self._everyday, self._pairs = concepts, everyday, min(pairs, len(concepts))
        self._drawn = np.zeros(0, dtype=int)

    def draw(self, random: Random) -> list[Text]:
        self._drawn = random.choice(len(self._concepts), self._pairs, replace=False)
        left, right = [], []
        for i in self._drawn:
            ways = self._concepts[i].expressions
            few = random.choice(len(ways), 4, replace=False)
            left.append(np.concatenate([ways[j] for j in few[: random.integers(1, 3)]]))
            right.append(np.concatenate([ways[j] for j in few[2 : 2 + random.integers(1, 3)]]))
        return left + right

    def judge(self, unit: np.ndarray) -> tuple[float, np.ndarray]:
        half = len(unit) // 2
        areas = np.array([self._concepts[i].area for i in self._drawn])
        loss, left, right = info_nce(unit[:half], unit[half:], 0.1)
        return loss, 0.5 * np.concatenate([left, right]) + self._everyday.pull(
            unit, np.tile(self._drawn, 2), np.tile(areas, 2)
        )


class Synonyms:
    """Listed synonyms lean towards each other, lightly: many are archaic."""

    name = "synonyms"

    def __init__(self, material: Material, pairs: int, strength: float = 0.1) -> None:
        self._all, self._pairs, self._strength = material.synonyms, pairs, strength

    def draw(self, random: Random) -> list[Text]:
        drawn = random.choice(len(self._all), self._pairs, replace=False)
        return [self._all[i][0] for i in drawn] + [self._all[i][1] for i in drawn]

    def judge(self, unit: np.ndarray) -> tuple[float, np.ndarray]:
        half = len(unit) // 2
        loss, left, right = info_nce(unit[:half], unit[half:], 0.1)
        return loss, self._strength * np.concatenate([left, right])


def without_some(texts: list[Text], share: float, random: Random) -> list[Text]:
    """The texts with each word left out with probability `share`, never all of them."""
    result = []
    for text in texts:
        if len(text) > 2:
            kept = text[random.random(len(text)) > share]
            text = kept if len(kept) else text[:1]
        result.append(text)
    return result
