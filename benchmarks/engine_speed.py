"""How long themes of ten thousand texts take, beside BERTopic in the same run on the same machine.

Two comparisons, because the two do not do the same work:

- *topics with words*: from texts to topics and the words that name them, which is what BERTopic does. With its own
  transformer BERTopic's time includes reading the texts with it; with our vectors it does not, and neither does ours.
- *the whole analysis*: `medskick analyse` from the file to the report, with masks, statements, copies, map, criteria,
  quotes and audited summaries, process start included. BERTopic has nothing to set beside these; its time is the same.

The texts are real statements (almedalen.csv), one to three in each, recombined as in engine_scale.

    make peers && make bench NAME=engine_speed      N=10000 is settable; exit 0 only if the ratios asked for hold
"""

from __future__ import annotations

import csv
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import engine_peers
import numpy as np
from engine_scale import SHARED, read_and_hash, real_statements, write_input
from threadpoolctl import threadpool_limits

from medskick.engine.analysis.cluster import group
from medskick.engine.analysis.contract import ENGINE_VERSION
from medskick.engine.analysis.crew import Processes
from medskick.engine.analysis.represent import BlendedRepresentation
from medskick.engine.analysis.stages.labels import Namer, name_groups

ROOT = Path(__file__).resolve().parents[1]
EVIDENCE = ROOT / "build" / "evidence" / "engine_speed.json"
TEXTS = int(os.environ.get("N", "10000"))
RUNS = 3
ASKED = {"BERTopic; MiniLM": 50.0, "BERTopic; ours": 5.0}


def write_texts(path: Path) -> list[str]:
    """A file of exactly so many texts as are asked for, and the texts."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as more:
        write_input(Path(more.name), real_statements(), TEXTS * 2)
        with open(more.name, encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows[:TEXTS]])
    return [row[1] for row in rows[:TEXTS]]


def topics_with_words(texts: list[str]) -> tuple[dict[str, float], np.ndarray]:
    """Seconds of each step, and the vectors."""
    crew = Processes(os.cpu_count() or 1)  # for its number of threads: nothing here asks for a process
    started = time.perf_counter()
    vectors = BlendedRepresentation(seed=0).fit(texts).vectors(texts)
    read = time.perf_counter()
    found = group(vectors, np.ones(len(texts)), themes=None, seed=0, crew=crew)
    grouped = time.perf_counter()
    topics = len(found.theme_of_topic)
    members = [np.flatnonzero(found.topic_of_point == topic).tolist() for topic in range(topics)]
    name_groups(Namer(texts), members, found.theme_of_topic)
    named = time.perf_counter()
    return {"vectors": read - started, "groups": grouped - read, "words": named - grouped}, vectors


def whole_analysis(source: Path, out: Path) -> float:
    command = [sys.executable, "-m", "medskick", "analyse", str(source), "--text", "text", "--id", "id"]
    command += ["--municipality", "kommun", "--age", "alder", "--out", str(out)]
    started = time.perf_counter()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> int:
    if not (SHARED / "almedalen.csv").exists() or not engine_peers.here():
        print("needs ../shared/data and `make peers`; one of them is not here")
        return 0
    with tempfile.TemporaryDirectory(prefix="medskick-speed-") as folder:
        source = Path(folder) / "texts.csv"
        texts = write_texts(source)
        whole = [whole_analysis(source, Path(folder) / f"out-{n}") for n in range(RUNS)]
        hashing = read_and_hash(source)
    with threadpool_limits(limits=1):
        steps = [topics_with_words(texts) for _ in range(RUNS)]
    answer, _ = engine_peers.run(texts, steps[0][1], 40, [0, 1], ["BERTopic", "BERTopic, k-means"])
    return told(texts, whole, [step for step, _ in steps], hashing, answer)


def told(
    texts: list[str],
    whole: list[float],
    steps: list[dict[str, float]],
    hashing: float,
    answer: dict[str, object],
) -> int:
    ours = {name: float(np.median([one[name] for one in steps])) for name in steps[0]}
    analysis = float(np.median(whole))
    encoding = float(answer["encoding_s"])  # type: ignore[arg-type]
    print(f"{len(texts)} texts; reading and hashing the file once {hashing:.3f} s")
    print("ours: " + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in ours.items()))
    print(f"ours, the whole analysis from file to report: {analysis:.1f} s (median of {RUNS})")
    print(
        f"{'peer; vectors':28}{'cold s':>8}{'warm s':>8}{'× topics with words':>21}{'× whole analysis':>18}"
    )
    ratios: dict[str, float] = {}
    for name, runs in answer["runs"].items():  # type: ignore[attr-defined]
        if any("error" in one for one in runs):
            print(f"{name:28} failed: {runs[0].get('error')}")
            continue
        reading = encoding if name.endswith("MiniLM") else 0.0
        own = sum(ours.values()) if reading else ours["groups"] + ours["words"]
        warm = runs[-1]["seconds"] + reading
        ratios[name] = warm / own
        print(
            f"{name:28}{runs[0]['seconds'] + reading:8.1f}{warm:8.1f}{warm / own:21.1f}{warm / analysis:18.1f}"
        )
    for name, least in ASKED.items():
        got = ratios.get(name, 0.0)
        print(f"{name:28} {got:6.1f} ×  asked {least:.0f} ×  {'holds' if got >= least else 'MISSED'}")
    EVIDENCE.parent.mkdir(parents=True, exist_ok=True)
    evidence = {
        "name": "engine_speed",
        "engine": ENGINE_VERSION,
        "machine": {"cpus": os.cpu_count(), "machine": platform.machine()},
        "texts": len(texts),
        "whole_s": whole,
        "steps_s": steps,
        "peers": {
            name: [{key: value for key, value in one.items() if key != "labels"} for one in runs]
            for name, runs in answer["runs"].items()  # type: ignore[attr-defined]
        },
        "encoding_s": encoding,
        "ratios": ratios,
    }
    EVIDENCE.write_text(json.dumps(evidence, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return int(any(ratios.get(name, 0.0) < least for name, least in ASKED.items()))


if __name__ == "__main__":
    sys.exit(main())
