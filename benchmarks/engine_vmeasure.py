"""How well the engine's groups agree with labels that people chose, beside TF-IDF with k-means in the same run.

Texts: the Swedish part of almedalen.csv whose organiser chose a topic (`topic_1`) that at least 30 texts share; the
catch-all topics and the parties' own days are left out. Reported on 2022, which nothing was tuned on; the earlier
years, which were developed on, stand beside it. One text is one point here, as the labels are per text.

    make bench NAME=engine        SEED=0 is settable; exit 0 only if the engine is no worse than the peer on 2022
"""

from __future__ import annotations

import csv
import json
import os
import platform
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, v_measure_score
from threadpoolctl import threadpool_limits

from medskick.engine.analysis.cluster import communities, group
from medskick.engine.analysis.cluster.graph import shared_neighbour_graph
from medskick.engine.analysis.cluster.neighbours import find_neighbours
from medskick.engine.analysis.contract import ENGINE_VERSION
from medskick.engine.analysis.represent import LexicalRepresentation
from medskick.engine.text.tokens import stem, words

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data" / "almedalen.csv"
EVIDENCE = ROOT / "build" / "evidence" / "engine.json"
SEED = int(os.environ.get("SEED", "0"))
SEEDS = 3
FEWEST_TEXTS = 30
CATCH_ALLS = {"Annat", "Hållbarhet", "Forskning", "Innovation", "Kommunikation/information"}

Texts = list[str]
Method = Callable[[Texts, int, int], np.ndarray]


def read(reported: bool) -> tuple[Texts, np.ndarray]:
    """Texts and the numbers of their topics: of 2022 (reported) or of the years developed on."""
    csv.field_size_limit(10**8)
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if (row["year"] == "2022") == reported]
    rows = [row for row in rows if row["language"] == "Svenska" and usable(row["topic_1"])]
    common = {topic for topic, n in Counter(row["topic_1"] for row in rows).items() if n >= FEWEST_TEXTS}
    rows = [row for row in rows if row["topic_1"] in common]
    labels = np.unique([row["topic_1"] for row in rows], return_inverse=True)[1]
    return [f"{row['title']}. {row['text']}" for row in rows], labels


def usable(topic: str) -> bool:
    return bool(topic) and topic not in CATCH_ALLS and not topic.endswith(("s dag", "dagen"))


def tfidf_kmeans(texts: Texts, groups: int, seed: int) -> np.ndarray:
    """The peer: stemmed words, TF-IDF, k-means with as many groups as there are labels."""
    matrix = TfidfVectorizer(
        analyzer=lambda text: [stem(word.text) for word in words(text)],
        min_df=2,
        max_df=0.3,
        sublinear_tf=True,
    ).fit_transform(texts)
    return KMeans(groups, n_init=2, random_state=seed).fit_predict(matrix)


def engine_kmeans(texts: Texts, groups: int, seed: int) -> np.ndarray:
    """Our representation alone: the same k-means on the engine's vectors."""
    vectors = LexicalRepresentation(seed=seed).fit(texts).vectors(texts)
    return KMeans(groups, n_init=2, random_state=seed).fit_predict(vectors)


def engine_themes(texts: Texts, groups: int, seed: int) -> np.ndarray:
    """The engine's themes, asked for as many as there are labels."""
    vectors = LexicalRepresentation(seed=seed).fit(texts).vectors(texts)
    found = group(vectors, np.ones(len(texts)), themes=groups, seed=seed)
    return found.theme_of_topic[found.topic_of_point]


def engine_topics(texts: Texts, _: int, seed: int) -> np.ndarray:
    """The engine's topics, as many as it finds by itself."""
    vectors = LexicalRepresentation(seed=seed).fit(texts).vectors(texts)
    return group(vectors, np.ones(len(texts)), themes=None, seed=seed).topic_of_point


def engine_leiden(texts: Texts, groups: int, seed: int) -> np.ndarray:
    """Leiden communities of shared neighbours, for comparison."""
    vectors = LexicalRepresentation(seed=seed).fit(texts).vectors(texts)
    return communities.leiden(shared_neighbour_graph(find_neighbours(vectors, 30)), groups, 5, seed)


METHODS: dict[str, Method] = {
    "TF-IDF + k-means": tfidf_kmeans,
    "engine vectors + k-means": engine_kmeans,
    "engine vectors + Leiden": engine_leiden,
    "engine themes": engine_themes,
    "engine topics": engine_topics,
}
PEER, OURS = "TF-IDF + k-means", "engine themes"


def measure(method: Method, texts: Texts, labels: np.ndarray) -> dict[str, float]:
    """Means over three seeds; every text is placed, so nothing is left out of the scores."""
    groups = int(labels.max()) + 1
    scores, seconds, found = [], [], []
    for seed in range(SEED, SEED + SEEDS):
        started = time.perf_counter()
        placed = method(texts, groups, seed)
        seconds.append(time.perf_counter() - started)
        found.append(len(set(placed.tolist())))
        scores.append(
            [
                score(labels, placed)
                for score in (v_measure_score, adjusted_mutual_info_score, adjusted_rand_score)
            ]
        )
    v, ami, ari = np.mean(scores, axis=0)
    return {
        "V": round(float(v), 4),
        "AMI": round(float(ami), 4),
        "ARI": round(float(ari), 4),
        "groups": float(np.mean(found)),
        "seconds": round(float(np.mean(seconds)), 2),
    }


def main() -> int:
    if not DATA.exists():
        print("needs ../shared/data/almedalen.csv, which is not here")
        return 0
    figures = {}
    with threadpool_limits(limits=1):
        for name, reported in (("2022, reported", True), ("earlier, developed on", False)):
            texts, labels = read(reported)
            figures[name] = {"texts": len(texts), "labels": int(labels.max()) + 1}
            print(f"\n{name}: {len(texts)} texts, {figures[name]['labels']} labels")
            print(f"{'':28}{'V':>8}{'AMI':>8}{'ARI':>8}{'groups':>8}{'s':>7}")
            for method_name, method in METHODS.items():
                row = figures[name][method_name] = measure(method, texts, labels)
                print(
                    f"{method_name:28}{row['V']:8.3f}{row['AMI']:8.3f}{row['ARI']:8.3f}"
                    f"{row['groups']:8.0f}{row['seconds']:7.1f}"
                )
    now = figures["2022, reported"]
    holds = all(now[OURS][score] >= now[PEER][score] for score in ("V", "AMI", "ARI"))
    EVIDENCE.parent.mkdir(parents=True, exist_ok=True)
    evidence = {
        "name": "engine",
        "seed": SEED,
        "machine": {
            "cpus": os.cpu_count(),
            "machine": platform.machine(),
            "python": platform.python_version(),
        },
        "engine": ENGINE_VERSION,
        "figures": figures,
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "holds": holds,
    }
    EVIDENCE.write_text(json.dumps(evidence, indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(f"\n{OURS} {'are' if holds else 'are NOT'} at least as good as {PEER} on 2022.")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
