"""BERTopic, Turftopic and EVoC on the same texts in the same run, each with its usual vectors and with ours.

They live in an environment of their own: `make peers` makes it (about a gigabyte). Texts that a peer leaves out
count as groups of one.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, v_measure_score

ROOT = Path(__file__).resolve().parents[1]
PYTHON = Path(os.environ.get("PEERS_PYTHON", ROOT / ".venv-peers" / "bin" / "python"))
PEERS = [
    "BERTopic",
    "BERTopic, k-means",
    "Turftopic, clustering",
    "Turftopic, GMM",
    "EVoC",
    "Turftopic, KeyNMF",
]


def here() -> bool:
    return PYTHON.exists()


def run(
    texts: list[str], vectors: np.ndarray, groups: int, seeds: list[int], peers: list[str] = PEERS
) -> tuple[dict[str, object], np.ndarray]:
    """(what the peers answered, MiniLM's vectors of the texts)."""
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        (at / "texts.json").write_text(json.dumps(texts), "utf-8")
        np.save(at / "vectors.npy", vectors)
        job = {
            "texts": str(at / "texts.json"),
            "vectors": str(at / "vectors.npy"),
            "groups": groups,
            "seeds": seeds,
            "peers": peers,
            "out": str(at / "answer.json"),
        }
        (at / "job.json").write_text(json.dumps(job), "utf-8")
        script = Path(__file__).with_name("peers") / "run.py"
        subprocess.run([str(PYTHON), str(script), str(at / "job.json")], check=True)
        answer = json.loads((at / "answer.json").read_text("utf-8"))
        return answer, np.load(at / "answer.json.minilm.npy")


def figures(answer: dict[str, object], labels: np.ndarray) -> dict[str, dict[str, object]]:
    """For each peer the means over its runs; coverage is the share of texts that got a group."""
    found: dict[str, dict[str, object]] = {}
    for name, runs in answer["runs"].items():  # type: ignore[attr-defined]
        done = [one for one in runs if "labels" in one]
        if not done:
            found[name] = {"error": runs[0]["error"]}
            continue
        placed = [singletons(np.array(one["labels"])) for one in done]
        scores = [
            [
                score(labels, own)
                for score in (v_measure_score, adjusted_mutual_info_score, adjusted_rand_score)
            ]
            for own in placed
        ]
        v, ami, ari = np.mean(scores, axis=0)
        found[name] = {
            "V": float(v),
            "AMI": float(ami),
            "AMI spread": float(np.ptp([score[1] for score in scores])),
            "ARI": float(ari),
            "groups": float(np.mean([len(set(one["labels"]) - {-1}) for one in done])),
            "coverage": float(np.mean([np.mean(np.array(one["labels"]) >= 0) for one in done])),
            "equal over seeds and orders": bool(all((own == placed[0]).all() for own in placed)),
            "cold, s": done[0]["seconds"],
            "warm, s": float(np.median([one["seconds"] for one in done[1:]] or [done[0]["seconds"]])),
            "failed": len(runs) - len(done),
        }
    return found


def singletons(labels: np.ndarray) -> np.ndarray:
    """Everything left out (-1) as a group of its own."""
    alone = labels < 0
    found = labels.copy()
    found[alone] = labels.max() + 1 + np.arange(int(alone.sum()))
    return found


def show(rows: dict[str, dict[str, object]]) -> None:
    print(
        f"{'peer; vectors':42}{'V':>7}{'AMI':>7}{'±':>6}{'ARI':>7}{'groups':>8}{'placed':>8}{'cold s':>8}{'warm s':>8}"
    )
    for name, row in rows.items():
        if "error" in row:
            print(f"{name:42} failed: {row['error']}")
            continue
        print(
            f"{name:42}{row['V']:7.3f}{row['AMI']:7.3f}{row['AMI spread'] / 2:6.3f}{row['ARI']:7.3f}"  # type: ignore[operator]
            f"{row['groups']:8.0f}{row['coverage']:8.0%}{row['cold, s']:8.1f}{row['warm, s']:8.1f}"
        )
