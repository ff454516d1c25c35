"""A tenth of new statements beside a large edition: time and memory of going on from it, and whether its promises hold.

The statements are made as in engine_scale.py; with DISTINCT=1 of the first half of one and the second half of another,
so that hardly any two are copies. Nothing of them is kept.

    make bench NAME=engine_next_edition      N=100000, WORKERS=2, DISTINCT=1 are settable; exit 0 if the promises hold
"""

from __future__ import annotations

import csv
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from engine_scale import ROOT, SHARED, WORKERS, Watch, real_statements, write_input

EVIDENCE = ROOT / "build" / "evidence" / "engine_next_edition.json"
SIZE = int(os.environ.get("N", "100000"))
DISTINCT = bool(os.environ.get("DISTINCT"))
LEAST_SAME_TOPIC = 0.97


def halves_joined(statements: list[str], size: int) -> list[str]:
    """So many sentences of two halves each; the same for the same size."""
    rng = random.Random(size)
    halves = [(words[: len(words) // 2], words[len(words) // 2 :]) for words in map(str.split, statements)]
    return [" ".join(rng.choice(halves)[0] + rng.choice(halves)[1]).replace("\n", " ") for _ in range(size)]


def with_more(path: Path, base: Path, more: Path) -> None:
    """The rows of `base`, and those of `more` under ids of their own."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        for source, mark in ((base, ""), (more, "ny-")):
            with source.open(encoding="utf-8", newline="") as rows:
                header, *found = csv.reader(rows)
                if not mark:
                    table.writerow(header)
                table.writerows([mark + row[0], *row[1:]] for row in found)


def timed(source: Path, out: Path, *more: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "medskick", "analyse", str(source), "--text", "text", "--id", "id"]
    command += ["--municipality", "kommun", "--age", "alder", "--workers", WORKERS, "--out", str(out), *more]
    started, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    watch = Watch(process.pid)
    stages: list[tuple[str, float]] = []
    assert process.stderr is not None
    for line in process.stderr:
        stages.append((re.sub(r"^\s*\d+%\s+| · .*", "", line.strip()), time.perf_counter() - started))
    code, seconds = process.wait(), time.perf_counter() - started
    peak = watch.stop()
    if code:
        raise SystemExit(f"the analysis ended with {code}: {stages[-1][0]}")
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    until = {f"until: {name}": round(at, 1) for name, at in stages if name}
    return {"seconds": round(seconds, 1), "cpu_seconds": round(cpu, 1), "peak_mb": round(peak), **until}


def placed(out: Path) -> dict[tuple[str, str, str, str], tuple[str, str, str]]:
    with (out / "statements.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["contribution_id"], row["field"], row["start"], row["end"]): (
                row["topic_id"],
                row["x"],
                row["y"],
            )
            for row in csv.DictReader(file)
        }


def promises(before: Path, after: Path) -> dict[str, Any]:
    """Counted anew from both lists of statements."""
    was, now = placed(before), placed(after)
    told = json.loads((after / "result.json").read_text("utf-8"))["changes"]["statements"]
    with (after / "statements.csv").open(encoding="utf-8", newline="") as file:
        distinct = len({row["family_id"] for row in csv.DictReader(file)})
    here = [span for span in was if span in now]
    same = sum(was[span][0] == now[span][0] for span in here)
    return {
        "old": len(was),
        "all": len(now),
        "distinct": distinct,
        "same statements": len(here) / len(was),
        "same topic": same / len(was),
        "same place": sum(was[span][1:] == now[span][1:] for span in here) / len(was),
        "told as counted": (told["kept"], told["same_topic"], told["new"])
        == (len(here), same, len(now) - len(here)),
    }


def main() -> int:
    if not (SHARED / "almedalen.csv").exists():
        print("needs ../shared/data, which is not here")
        return 0
    statements = real_statements()
    if DISTINCT:
        statements = halves_joined(statements, 2 * SIZE)
    with tempfile.TemporaryDirectory(prefix="medskick-next-") as name:
        folder = Path(name)
        write_input(folder / "base.csv", statements, SIZE)
        write_input(folder / "more.csv", statements, SIZE // 10)
        with_more(folder / "both.csv", folder / "base.csv", folder / "more.csv")
        rows = {
            "first": timed(folder / "base.csv", folder / "first"),
            "next": timed(folder / "both.csv", folder / "next", "--from", str(folder / "first")),
        }
        found = promises(folder / "first", folder / "next")
    for own, row in rows.items():
        print(
            f"{own}: {row['seconds']:.0f} s, {row['cpu_seconds']:.0f} s of processors, {row['peak_mb']:.0f} MB",
            flush=True,
        )
    print(json.dumps(found, indent=1))
    holds = (
        found["same statements"] == found["same place"] == 1
        and found["same topic"] >= LEAST_SAME_TOPIC
        and found["told as counted"]
    )
    print("holds" if holds else "MISSED")
    EVIDENCE.parent.mkdir(parents=True, exist_ok=True)
    evidence = {
        "name": "engine_next_edition",
        "size": SIZE,
        "workers": WORKERS,
        **rows,
        **found,
        "holds": holds,
    }
    EVIDENCE.write_text(json.dumps(evidence, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
