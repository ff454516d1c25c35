"""How many statements a second one core turns into vectors: by the shipped model alone, and blended with own words.

Six runs over `N` texts each, in blocks as the engine reads them: the statements of almedalen.csv, then pieces of the
policy corpus as long as a statement. No text comes twice, so that words keep coming that were not seen before. The
first run begins with nothing in memory; fitting the blend to its corpus is told apart, as it is done once for a corpus.
All on one thread. Beside them: what it costs to read and hash the same bytes once.

    make bench NAME=engine_representation      exit 0 only if the rate asked for holds over all runs
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from engine_scale import SHARED, real_statements
from threadpoolctl import threadpool_limits

from medskick.engine.analysis.represent import BlendedRepresentation
from medskick.engine.analysis.represent.trained import shipped_model

ROOT = Path(__file__).resolve().parents[1]
EVIDENCE = ROOT / "build" / "evidence" / "engine_representation.json"
STATEMENTS = int(os.environ.get("N", "50000"))
BLOCK, RUNS, LENGTH = 10_000, 6, 120
ASKED = 40_000


def some_statements() -> list[str]:
    """The texts of all runs, no two the same: contributions' first, then paragraphs of public documents."""
    some = dict.fromkeys(real_statements())
    with gzip.open(SHARED / "swedish-policy-corpus.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            for text in json.loads(line)["paragraphs"]:
                some.update(dict.fromkeys(text[at : at + LENGTH] for at in range(0, len(text), LENGTH)))
            if len(some) >= RUNS * STATEMENTS:
                break
    return list(some)[: RUNS * STATEMENTS]


def rates(vectors: Callable[[Sequence[str]], np.ndarray], texts: list[str]) -> list[int]:
    """Statements per second of each run, then of all together."""
    seconds = []
    for run in range(RUNS):
        started = time.perf_counter()
        for start in range(run * STATEMENTS, (run + 1) * STATEMENTS, BLOCK):
            vectors(texts[start : min(start + BLOCK, (run + 1) * STATEMENTS)])
        seconds.append(time.perf_counter() - started)
    return [round(STATEMENTS / took) for took in seconds] + [round(RUNS * STATEMENTS / sum(seconds))]


def main() -> int:
    texts = some_statements()
    size = sum(len(text.encode()) for text in texts)
    with threadpool_limits(1):
        started = time.perf_counter()
        blended = BlendedRepresentation(seed=0).fit(texts[:STATEMENTS])
        fitted = time.perf_counter() - started
        trained = rates(shipped_model().texts, texts)
        both = rates(blended.vectors, texts)
    started = time.perf_counter()
    for text in texts:
        hashlib.blake2b(text.encode()).digest()
    hashed = round(len(texts) / (time.perf_counter() - started))
    found = {
        "statements": len(texts),
        "bytes": size,
        "fit_s": round(fitted, 2),
        "trained_per_s": trained,
        "blended_per_s": both,
        "hashed_per_s": hashed,
    }
    print(json.dumps(found, indent=1))
    EVIDENCE.parent.mkdir(parents=True, exist_ok=True)
    EVIDENCE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0 if trained[-1] >= ASKED and both[-1] >= ASKED else 1


if __name__ == "__main__":
    raise SystemExit(main())
