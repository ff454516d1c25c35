"""From ten thousand statements to a million on this machine: time, memory, how both grow, and where the time goes.

The statements are real ones (almedalen.csv), cut out and recombined: one to three in a contribution, one word left
out of each, with municipality and age band drawn at random. Nothing of them is kept.

    make bench NAME=engine_scale      N=1000000 and WORKERS=2 are settable; exit 0 only if the figures asked for hold
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from itertools import pairwise
from math import log
from pathlib import Path

from medskick.engine.analysis.contract import ENGINE_VERSION
from medskick.engine.text.statements import split_statements

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
EVIDENCE = ROOT / "build" / "evidence" / "engine_scale.json"
LARGEST = int(os.environ.get("N", "1000000"))
WORKERS = os.environ.get("WORKERS", "2")
SIZES = [size for size in (10_000, 100_000, 1_000_000) if size < LARGEST] + [LARGEST]
MOST_SECONDS, MOST_GB, MOST_EXPONENT = 900.0, 6.0, 1.15
AGES = ("0-15", "16-29", "30-64", "65-")


def real_statements() -> list[str]:
    csv.field_size_limit(10**8)
    with (SHARED / "almedalen.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file) if row["language"] == "Svenska"]
    found = [text[span.start : span.end] for text in texts for span in split_statements(text)]
    return [statement for statement in found if 15 < len(statement) < 400]


def write_input(path: Path, statements: list[str], size: int) -> None:
    """A CSV of contributions that hold `size` statements between them; the same for the same size."""
    rng = random.Random(size)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", "text", "kommun", "alder"])
        made = number = 0
        while made < size:
            parts = rng.sample(statements, min(rng.choice((1, 1, 2, 3)), size - made))
            words = " ".join(parts).split(" ")
            if len(words) > 6:
                words.pop(rng.randrange(len(words)))
            number += 1
            made += len(parts)
            table.writerow([number, " ".join(words), f"25{rng.randrange(14):02}", rng.choice(AGES)])


def read_and_hash(path: Path) -> float:
    started = time.perf_counter()
    hashlib.sha256(path.read_bytes()).hexdigest()
    return time.perf_counter() - started


class Watch:
    """Peak of the memory that a process and its children hold at the same time (Linux), in MB; shared pages count once
    for each process, so it errs upwards."""

    def __init__(self, pid: int) -> None:
        self.peak = 0.0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.wait(1.0):
            self.peak = max(self.peak, sum(_resident(pid) for pid in _family(self._pid)))

    def stop(self) -> float:
        self._over.set()
        self._thread.join()
        return self.peak


def _family(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        try:
            for task in Path(f"/proc/{parent}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


def _resident(pid: int) -> float:
    """Proportional set size where the system tells it: what is shared is divided among those that share it."""
    try:
        return int(re.search(r"Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text())[1]) / 1024  # type: ignore[index]
    except (OSError, TypeError):
        return 0.0


def one_size(folder: Path, statements: list[str], size: int) -> dict[str, float]:
    source, out = folder / f"{size}.csv", folder / f"out-{size}"
    write_input(source, statements, size)
    command = [sys.executable, "-m", "medskick", "analyse", str(source), "--text", "text", "--id", "id"]
    command += ["--municipality", "kommun", "--age", "alder", "--workers", WORKERS, "--out", str(out)]
    started = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    watch = Watch(process.pid)
    stages: list[tuple[str, float]] = []
    assert process.stderr is not None
    for line in process.stderr:
        stages.append((re.sub(r"^\s*\d+%\s+| · .*", "", line.strip()), time.perf_counter() - started))
    code, seconds = process.wait(), time.perf_counter() - started
    peak = watch.stop()
    if code:
        raise SystemExit(f"the analysis of {size} statements ended with {code}: {stages[-1][0]}")
    counts = json.loads((out / "result.json").read_text("utf-8"))["counts"]
    return {
        "statements": counts["statements"],
        "contributions": counts["received"],
        "seconds": seconds,
        "peak_mb": peak,
        "megabytes": source.stat().st_size / 1e6,
        "read_and_hash_s": read_and_hash(source),
        **{f"until: {name}": at for name, at in stages if name},
    }


def exponent(small: dict[str, float], large: dict[str, float]) -> float:
    return log(large["seconds"] / small["seconds"]) / log(large["statements"] / small["statements"])


def main() -> int:
    if not (SHARED / "almedalen.csv").exists():
        print("needs ../shared/data, which is not here")
        return 0
    statements = real_statements()
    rows: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory(prefix="medskick-scale-") as folder:
        for size in SIZES:
            row = one_size(Path(folder), statements, size)
            rows.append(row)
            print(
                f"{row['statements']:9.0f} statements {row['seconds']:8.1f} s {row['peak_mb']:7.0f} MB; reading and "
                f"hashing the {row['megabytes']:.0f} MB once {row['read_and_hash_s']:.2f} s",
                flush=True,
            )
    exponents = [exponent(a, b) for a, b in pairwise(rows)]
    print("growth exponents of time:", ", ".join(f"{found:.2f}" for found in exponents))
    holds = (
        rows[-1]["seconds"] <= MOST_SECONDS
        and rows[-1]["peak_mb"] <= MOST_GB * 1024
        and all(found <= MOST_EXPONENT for found in exponents)
    )
    print(
        "holds"
        if holds
        else f"MISSED: asked {MOST_SECONDS:.0f} s, {MOST_GB:.0f} GB, exponents {MOST_EXPONENT}"
    )
    EVIDENCE.parent.mkdir(parents=True, exist_ok=True)
    machine = {"cpus": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
    evidence = {
        "name": "engine_scale",
        "engine": ENGINE_VERSION,
        "machine": machine,
        "workers": WORKERS,
        "rows": rows,
        "exponents": exponents,
        "holds": holds,
    }
    EVIDENCE.write_text(json.dumps(evidence, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
