"""What the model learns from: official prose, programme texts with topics, our own everyday Swedish, synonyms."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from static_model import Vocabulary

OWN = Path(__file__).parent / "data"
PARAGRAPHS_OF_A_DOCUMENT = 40
WORDS_OF_A_PARAGRAPH, WORDS_OF_A_PROGRAMME_TEXT, WORDS_OF_A_STATEMENT = 60, 120, 40
FEWEST_TEXTS_OF_A_TOPIC = 10
CATCH_ALLS = frozenset({"", "Annat", "Hållbarhet", "Forskning", "Innovation", "Kommunikation/information"})

Text = np.ndarray


@dataclass(frozen=True)
class Concept:
    """Something people have opinions about: its area, and ways to say it, the official term first."""

    area: int
    expressions: list[Text]


@dataclass(frozen=True)
class Saying:
    """One meaning in three wordings: two everyday ones and an official one."""

    concept: int
    area: int
    wordings: list[Text]


@dataclass(frozen=True)
class Material:
    documents: list[list[Text]]
    programme: list[list[Text]]
    topical: list[Text]
    topic: np.ndarray
    topics: list[str]
    concepts: list[Concept]
    areas: list[str]
    sayings: list[Saying]
    synonyms: list[tuple[Text, Text]]


def read_material(shared: Path, years: frozenset[str], vocabulary: Vocabulary) -> Material:
    """Everything to train on. `years` are those of the Almedalen programme that may be seen."""
    rows = [row for row in _programme_rows(shared) if row["year"] in years]
    topical = programme_texts(shared, years)
    topics, topic = np.unique([name for name, _ in topical], return_inverse=True)
    concepts, sayings, areas = _everyday(vocabulary)
    return Material(
        documents=_documents(shared, vocabulary),
        programme=[texts for row in rows if len(texts := _parts(row, vocabulary)) > 1],
        topical=[vocabulary.text(text, WORDS_OF_A_PROGRAMME_TEXT) for _, text in topical],
        topic=topic,
        topics=topics.tolist(),
        concepts=concepts,
        areas=areas,
        sayings=sayings,
        synonyms=_synonyms(shared, vocabulary),
    )


def programme_texts(shared: Path, years: frozenset[str]) -> list[tuple[str, str]]:
    """(topic, title and text) of the programme's texts with a topic that at least ten of them share."""
    rows = [row for row in _programme_rows(shared) if row["year"] in years and is_topic(row["topic_1"])]
    common = Counter(row["topic_1"] for row in rows)
    return [
        (row["topic_1"], f"{row['title']}. {row['text']}")
        for row in rows
        if common[row["topic_1"]] >= FEWEST_TEXTS_OF_A_TOPIC
    ]


def is_topic(name: str) -> bool:
    """Is this topic of the Almedalen programme about something? Catch-alls and the parties' days are not."""
    return name not in CATCH_ALLS and not re.search(r"dag(en)?$", name.lower())


def _programme_rows(shared: Path) -> list[dict[str, str]]:
    csv.field_size_limit(10**8)
    with (shared / "almedalen.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _parts(row: dict[str, str], vocabulary: Vocabulary) -> list[Text]:
    parts = (row[name] for name in ("title", "text", "more"))
    return [vocabulary.text(part, WORDS_OF_A_PARAGRAPH) for part in parts if len(part) > 15]


def _documents(shared: Path, vocabulary: Vocabulary) -> list[list[Text]]:
    documents = []
    with gzip.open(shared / "swedish-policy-corpus.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            document = json.loads(line)
            if document["kind"] == "arendeforteckningar":  # lists of cases, no prose
                continue
            paragraphs = [document["title"], *document["paragraphs"][:PARAGRAPHS_OF_A_DOCUMENT]]
            if len(paragraphs) > 1:
                documents.append([vocabulary.text(text, WORDS_OF_A_PARAGRAPH) for text in paragraphs])
    return documents


def _everyday(vocabulary: Vocabulary) -> tuple[list[Concept], list[Saying], list[str]]:
    areas = sorted(path.stem for path in (OWN / "concepts").glob("*.tsv"))
    concepts: list[Concept] = []
    sayings: list[Saying] = []
    for area, name in enumerate(areas):
        numbers: dict[str, int] = {}
        for key, term, expressions in rows_of(OWN / "concepts" / f"{name}.tsv"):
            numbers[key] = len(concepts)
            ways = [term, *(way.strip() for way in expressions.split("|") if way.strip())]
            concepts.append(Concept(area, [vocabulary.text(way, WORDS_OF_A_STATEMENT) for way in ways]))
        for key, *rest in rows_of(OWN / "statements" / f"{name}.tsv"):
            texts = [vocabulary.text(wording, WORDS_OF_A_STATEMENT) for wording in rest[:3]]
            sayings.append(Saying(numbers[key], area, texts))
    return concepts, sayings, areas


def rows_of(path: Path) -> list[list[str]]:
    """The tab-separated rows of one of our own files, comments left out."""
    lines = path.read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _synonyms(shared: Path, vocabulary: Vocabulary) -> list[tuple[Text, Text]]:
    lines = (shared / "swedish-synonyms.tsv").read_text("utf-8").splitlines()
    pairs = (line.split("\t")[:2] for line in lines if "\t" in line)
    return [(vocabulary.text(a, 4), vocabulary.text(b, 4)) for a, b in pairs]
