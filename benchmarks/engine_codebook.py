"""How well a codebook learns from decisions, on material that nothing was reported on.

Almedalen 2011 and 2012 with their topics as a codebook, defined in our own words (`codebook_topics`). The shipped model
has learnt these years with their topics, so its vectors would flatter every method here: instead the vectors are purely
lexical, fitted without labels to the programmes and to a part of the policy corpus. The figures compare ways to learn;
they are not the engine's accuracy.

  transfer    decisions from 2011, judged on 2012: nothing, 50, 100, 200, 500 of them; beside summing (as before)
  curve       half of 2012 is offered for decisions, the other half judged: 0, 50, 100, 200 decisions, chosen or random
  fits none   a quarter of the topics taken out of the codebook: balanced accuracy of "fits none"
  several     both topics of a text asked for: F1

Last, once, on labels that nothing was chosen by: inspel-dev under themes.json with the shipped model, no examples, and
five folds of contributions with the other folds' labels learned.

    make bench NAME=engine_codebook        exit 0 only if chosen beats random on the mean of the curve
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import platform
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from medskick.engine.analysis.cluster.by_codebook import directions
from medskick.engine.analysis.codebook import Codebook, Entry
from medskick.engine.analysis.coding import Decided, choose, learn
from medskick.engine.analysis.contract import ENGINE_VERSION
from medskick.engine.analysis.represent import BlendedRepresentation, LexicalRepresentation
from medskick.engine.analysis.represent.base import unit_rows

sys.path.insert(0, str(Path(__file__).resolve().parent))
from codebook_topics import DEFINITIONS, entries

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
EVIDENCE = ROOT / "build" / "evidence" / "engine_codebook.json"
SEED = int(os.environ.get("SEED", "0"))
YEARS = ("2009", "2010", "2011", "2012", "2021")
FEWEST_TEXTS = 5
EVERY_POLICY_DOCUMENT = 4
MARKS = (0, 50, 100, 200)
BATCH, SPLITS, FOLDS = 10, 8, 5


def programme() -> list[dict[str, str]]:
    csv.field_size_limit(10**8)
    with (SHARED / "almedalen.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["language"] == "Svenska" and row["year"] in YEARS]
    return [row for row in rows if row["topic_1"] in DEFINITIONS]


def text_of(row: dict[str, str]) -> str:
    return f"{row['title']}. {row['text']}"


def official_prose() -> list[str]:
    with gzip.open(SHARED / "swedish-policy-corpus.jsonl.gz", "rt", encoding="utf-8") as file:
        documents = [json.loads(line) for n, line in enumerate(file) if n % EVERY_POLICY_DOCUMENT == 0]
    return [(d["title"] + ". " + " ".join(d["paragraphs"]))[:1500] for d in documents]


class Year:
    """A year's texts as vectors (n, d), which topics each has (n, topics), and the topics' directions."""

    def __init__(self, rows: list[dict[str, str]], year: str, representation: LexicalRepresentation) -> None:
        own = [row for row in rows if row["year"] == year]
        common = Counter(row["topic_1"] for row in own)
        topics = [topic for topic in DEFINITIONS if common[topic] >= FEWEST_TEXTS]
        own = [row for row in own if row["topic_1"] in topics]
        self.topics = topics
        self.vectors = representation.vectors([text_of(row) for row in own])
        self.first = np.array([topics.index(row["topic_1"]) for row in own])
        self.all = one_hot(self.first, len(topics))
        for n, row in enumerate(own):
            if row["topic_2"] in topics:
                self.all[n, topics.index(row["topic_2"])] = True
        self.ways = directions(Codebook(entries(topics)), representation)


def one_hot(labels: np.ndarray, entries: int) -> np.ndarray:
    found = np.zeros((len(labels), entries), dtype=bool)
    inside = np.flatnonzero(labels >= 0)
    found[inside, labels[inside]] = True
    return found


def decided(vectors: np.ndarray, belongs: np.ndarray) -> Decided | None:
    return Decided(vectors, belongs) if len(vectors) else None


def right(scores: np.ndarray, labels: np.ndarray) -> float:
    return float(np.mean(scores.argmax(axis=1) == labels))


def summed(ways: np.ndarray, vectors: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The method before: each definition weighs as ten examples, whose vectors are added to it."""
    sums = 10.0 * ways
    np.add.at(sums, labels, vectors)
    return unit_rows(sums)


def transfer(known: Year, judged: Year) -> dict[str, dict[str, float]]:
    same = [topic for topic in known.topics if topic in judged.topics]
    known_to = np.array([judged.topics.index(t) if t in same else -1 for t in known.topics])
    labels = known_to[known.first]
    chosen = np.flatnonzero(labels >= 0)
    found: dict[str, dict[str, float]] = {}
    for count in (0, 50, 100, 200, 500):
        rows = []
        for seed in range(SEED, SEED + 3):
            own = np.random.default_rng(seed).permutation(chosen)[:count]
            belongs = one_hot(labels[own], len(judged.topics))
            heads = learn(judged.ways, judged.vectors, decided(known.vectors[own], belongs))
            before = judged.vectors @ summed(judged.ways, known.vectors[own], labels[own]).T
            rows.append((right(before, judged.first), right(heads.scores(judged.vectors), judged.first)))
        found[str(count)] = dict(zip(("summed", "learned"), np.mean(rows, axis=0).tolist(), strict=True))
    return found


def curves(year: Year) -> dict[str, list[float]]:
    """Accuracy on the half that nobody decides about, after each mark; means over splits."""
    found: dict[str, list[list[float]]] = {"chosen": [], "random": []}
    for split in range(SPLITS):
        order = np.random.default_rng(SEED + split).permutation(len(year.first))
        pool, judged = np.array_split(order, 2)
        for how, own in found.items():
            own.append(curve(year, np.sort(pool), judged, how, SEED + split))
    return {how: np.mean(own, axis=0).tolist() for how, own in found.items()}


def curve(year: Year, pool: np.ndarray, judged: np.ndarray, how: str, seed: int) -> list[float]:
    vectors, belongs = year.vectors[pool], one_hot(year.first[pool], len(year.topics))
    lots = np.random.default_rng(1000 + seed)
    asked: list[int] = []
    scores = []
    while True:
        heads = learn(year.ways, vectors, decided(vectors[asked], belongs[asked]))
        if len(asked) in MARKS:
            scores.append(right(heads.scores(year.vectors[judged]), year.first[judged]))
        if len(asked) >= MARKS[-1]:
            return scores
        if how == "random":
            asked += lots.choice(np.setdiff1d(np.arange(len(pool)), asked), BATCH, replace=False).tolist()
        else:
            known = np.array(asked, dtype=np.int64)
            asked += [p for p, _ in choose(vectors, np.ones(len(pool)), heads.place(vectors), known, BATCH)]


def fits_none(year: Year) -> dict[str, float]:
    found: dict[str, list[float]] = {}
    for seed in range(SEED, SEED + 4):
        lots = np.random.default_rng(seed)
        hidden = lots.permutation(len(year.topics))[: len(year.topics) // 4]
        kept = np.setdiff1d(np.arange(len(year.topics)), hidden)
        number = np.full(len(year.topics), -1)
        number[kept] = np.arange(len(kept))
        labels = number[year.first]
        order = lots.permutation(len(labels))
        told, judged = order[:300], order[300:]
        for count in (0, 100, 300):
            own = told[:count]
            heads = learn(
                year.ways[kept],
                year.vectors,
                decided(year.vectors[own], one_hot(labels[own], len(kept))),
            )
            fits, inside = heads.fits(year.vectors[judged]) >= 0.5, labels[judged] >= 0
            balanced = (np.mean(fits[inside]) + np.mean(~fits[~inside])) / 2
            found.setdefault(str(count), []).append(float(balanced))
    return {count: float(np.mean(own)) for count, own in found.items()}


def several(year: Year) -> dict[str, float]:
    order = np.random.default_rng(SEED).permutation(len(year.first))
    told, judged = order[:200], order[200:]
    found = {}
    for count in (0, 200):
        own = told[:count]
        heads = learn(year.ways, year.vectors, decided(year.vectors[own], year.all[own]))
        coded = heads.place(year.vectors[judged])
        placed = np.zeros((len(judged), len(year.topics)), dtype=bool)
        for n, (first, also) in enumerate(zip(coded.order[:, 0].tolist(), coded.also, strict=True)):
            placed[n, [first, *also]] = True
        truth = year.all[judged]
        found[str(count)] = float(2 * (placed & truth).sum() / (placed.sum() + truth.sum()))
    return found


def reported() -> dict[str, float]:
    """inspel-dev under themes.json: right theme first and among three; folds are of contributions, not of ideas."""
    themes = json.loads((SHARED / "themes.json").read_text("utf-8"))["themes"]
    number = {theme["key"]: n for n, theme in enumerate(themes)}
    quotes, labels, owner = [], [], []
    for row, line in enumerate((SHARED / "inspel-dev.jsonl").read_text("utf-8").splitlines()):
        item = json.loads(line)
        if item["lang"] == "sv" and not (item["abusive"] or item["injection"] or item["duplicate_of"]):
            quotes += [idea["quote"] for idea in item["ideas"]]
            labels += [number[idea["theme"]] for idea in item["ideas"]]
            owner += [row] * len(item["ideas"])
    truth = np.array(labels)
    representation = BlendedRepresentation(seed=SEED).fit(quotes)
    vectors = representation.vectors(quotes)
    book = Codebook(tuple(Entry(t["key"], t["label"], t["definition"]) for t in themes))
    ways = directions(book, representation)
    alone = learn(ways, vectors).scores(vectors)
    fold = np.random.default_rng(SEED).permutation(max(owner) + 1)[np.array(owner)] % FOLDS
    learned, added = np.zeros_like(alone), np.zeros_like(alone)
    for own in range(FOLDS):
        told, asked = fold != own, fold == own
        belongs = one_hot(truth[told], len(themes))
        learned[asked] = learn(ways, vectors, Decided(vectors[told], belongs)).scores(vectors[asked])
        added[asked] = vectors[asked] @ summed(ways, vectors[told], truth[told]).T

    def among_three(scores: np.ndarray) -> float:
        best = np.argsort(-scores, axis=1, kind="stable")[:, :3]
        return float(np.mean((best == truth[:, np.newaxis]).any(axis=1)))

    before = vectors @ ways.T
    return {
        "ideas": float(len(quotes)),
        "nearest definition, first": right(before, truth),
        "nearest definition, among three": among_three(before),
        "definitions alone, first": right(alone, truth),
        "definitions alone, among three": among_three(alone),
        "other folds summed, first": right(added, truth),
        "other folds learned, first": right(learned, truth),
        "other folds learned, among three": among_three(learned),
    }


def seconds() -> dict[str, float]:
    """Time to learn from 500 decisions and place 20 000 statements under 30 entries, and to choose what to ask next."""
    lots = np.random.default_rng(SEED)
    vectors, ways = unit_rows(lots.normal(size=(20_000, 340))), unit_rows(lots.normal(size=(30, 340)))
    told = Decided(vectors[:500], one_hot(lots.integers(0, 30, 500), 30))
    begun = time.perf_counter()
    coded = learn(ways, vectors, told).place(vectors)
    placed = time.perf_counter()
    choose(vectors, np.ones(len(vectors)), coded, np.arange(500), 40)
    return {"learn and place": placed - begun, "choose": time.perf_counter() - placed}


def main() -> int:
    if not (SHARED / "almedalen.csv").exists():
        print("needs ../shared/data, which is not here")
        return 0
    with threadpool_limits(limits=1):
        rows = programme()
        words = [text_of(row) for row in rows] + official_prose()
        representation = LexicalRepresentation(seed=SEED).fit(words)
        earlier, year = (Year(rows, name, representation) for name in ("2011", "2012"))
        figures: dict[str, object] = {
            "transfer": transfer(earlier, year),
            "curve": curves(year),
            "curve 2011": curves(earlier),
            "fits none": fits_none(year),
            "several": several(year),
            "seconds": seconds(),
            "inspel-dev": reported(),
        }
    print(json.dumps(figures, indent=2, ensure_ascii=False))
    means = {how: float(np.mean(own)) for how, own in figures["curve"].items()}  # type: ignore[attr-defined]
    holds = means["chosen"] > means["random"]
    print(f"mean of the curve: chosen {means['chosen']:.4f}, random {means['random']:.4f}: {holds}")
    EVIDENCE.parent.mkdir(parents=True, exist_ok=True)
    machine = {"cpus": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
    evidence = {"name": "engine_codebook", "seed": SEED, "machine": machine, "engine": ENGINE_VERSION}
    EVIDENCE.write_text(
        json.dumps({**evidence, "figures": figures}, indent=2, ensure_ascii=False) + "\n", "utf-8"
    )
    return int(not holds)


if __name__ == "__main__":
    sys.exit(main())
