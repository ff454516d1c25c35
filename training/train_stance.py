"""Train the judge of stance that ships with the engine, and print how good it is on matters it never saw.

    python training/train_stance.py [--shared ../shared/data] [--out FILE]

Learns from training/data/stance/train.tsv only; strength, temperature and thresholds are chosen there by leaving whole
matters out. test.tsv holds other matters and is only read off, as is the labelled synthetic set inspel-dev where
--shared has it. Run it again whenever the Swedish model changes: it builds on its vectors.
"""

from __future__ import annotations

import argparse
import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from medskick.engine.analysis.represent.trained import shipped_model
from medskick.engine.analysis.stance.cues import find_cues
from medskick.engine.analysis.stance.features import (
    MEANING_WEIGHT,
    PAIRS,
    PAIRS_WEIGHT,
    RUNS,
    RUNS_WEIGHT,
    cue_columns,
    pair_columns,
    run_matrix,
    scale,
)
from medskick.engine.analysis.stance.judge import STANCE_FILE, StanceJudge
from medskick.engine.analysis.stance.reading import read

OWN = Path(__file__).parent / "data" / "stance"
STRENGTHS = (0.4, 1.6)
FOLDS, WANTED_PRECISION = 5, 0.90
WAYS = np.array([-1, 0, 1])


def material(name: str) -> tuple[np.ndarray, list[str], np.ndarray]:
    """Matters, sentences and stances of one of our own files."""
    lines = (OWN / f"{name}.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return np.array([r[0] for r in rows]), [r[1] for r in rows], np.array([int(r[2]) for r in rows])


def features(texts: list[str]) -> sp.csr_matrix:
    """The features of StanceJudge, in its order: cues, runs, pairs, meaning."""
    reading = read(texts)
    per_text = 1 / scale(reading)
    words = sp.csr_matrix(
        (np.ones(len(reading.word)), (reading.owner, reading.word)), (len(texts), len(reading.vocabulary))
    )
    column, owner = pair_columns(reading)
    pairs = sp.csr_matrix((np.ones(len(column)), (owner, column)), (len(texts), PAIRS))
    return sp.hstack(
        [
            sp.csr_matrix(cue_columns(reading, find_cues(reading))),
            sp.diags(RUNS_WEIGHT * per_text) @ (words @ run_matrix(reading)),
            sp.diags(PAIRS_WEIGHT * per_text) @ pairs,
            sp.csr_matrix(MEANING_WEIGHT * shipped_model().texts(texts)),
        ]
    ).tocsr()


def fitted(known: sp.csr_matrix, stance: np.ndarray, strength: float) -> tuple[np.ndarray, np.ndarray]:
    """Weights (columns, 3) and bias (3,). Columns that no text has keep the weight 0."""
    used = np.flatnonzero(known.getnnz(axis=0))
    found = LogisticRegression(C=strength, max_iter=200, tol=1e-3).fit(known[:, used], stance)
    weights = np.zeros((known.shape[1], 3))
    weights[used] = found.coef_.T
    return weights, found.intercept_


def unseen(known: sp.csr_matrix, stance: np.ndarray, matters: np.ndarray, strength: float) -> np.ndarray:
    """Logits (texts, 3), each from a model that saw nothing of the text's matter."""
    found = np.zeros((len(stance), 3))
    for seen, left_out in GroupKFold(FOLDS).split(known, stance, matters):
        weights, bias = fitted(known[seen], stance[seen], strength)
        found[left_out] = known[left_out] @ weights + bias
    return found


def shares(logits: np.ndarray, temperature: float) -> np.ndarray:
    raised = np.exp((logits - logits.max(axis=1, keepdims=True)) * temperature)
    return raised / raised.sum(axis=1, keepdims=True)


def best_temperature(logits: np.ndarray, stance: np.ndarray) -> float:
    """The factor on the logits that makes the shares truest (least cross-entropy; Guo et al. 2017)."""
    tried = np.arange(0.5, 3.01, 0.05)
    losses = [-np.log(shares(logits, t)[np.arange(len(stance)), stance + 1]).mean() for t in tried]
    return float(tried[int(np.argmin(losses))])


def threshold(likely: np.ndarray, right: np.ndarray) -> float:
    """The lowest share from which on precision stays at WANTED_PRECISION; at least 0.5."""
    for cut in np.arange(0.5, 0.96, 0.01):
        if right[likely >= cut].mean() >= WANTED_PRECISION:
            return round(float(cut), 2)
    return 0.96


def report(name: str, likely: np.ndarray, decided: np.ndarray, stance: np.ndarray, rule: np.ndarray) -> None:
    print(f"\n{name}: {len(stance)} texts, of them {(stance < 0).sum()} against, {(stance > 0).sum()} for")
    common = WAYS[np.argmax([(stance == way).sum() for way in WAYS])]
    told = [
        ("majority", np.full(len(stance), common)),
        ("rules alone", rule),
        ("likeliest", likely.argmax(axis=1) - 1),
        ("with thresholds", decided),
    ]
    for who, said in told:
        precision = [((said == way) & (stance == way)).sum() / max((said == way).sum(), 1) for way in (-1, 1)]
        recall = [((said == way) & (stance == way)).sum() / max((stance == way).sum(), 1) for way in (-1, 1)]
        print(
            f"  {who:16} macro-F1 {f1_score(stance, said, average='macro', labels=WAYS, zero_division=0):.3f}  "
            f"against: precision {precision[0]:.3f} recall {recall[0]:.3f}  "
            f"for: precision {precision[1]:.3f} recall {recall[1]:.3f}"
        )
    top, right = likely.max(axis=1), likely.argmax(axis=1) - 1 == stance
    edges = np.quantile(top, np.linspace(0, 1, 6))
    for low, high in pairwise(edges):
        inside = (top >= low) & (top <= high)
        print(f"    said {top[inside].mean():.2f}  was {right[inside].mean():.2f}  ({inside.sum()} texts)")


def rule_alone(texts: list[str]) -> np.ndarray:
    """What the cues alone say: the first part that points anywhere; questions say nothing."""
    reading = read(texts)
    cues = find_cues(reading)
    sign = np.where(cues.unreal, 0, cues.sign)
    found = np.zeros(len(texts), dtype=np.int64)
    pointing = np.flatnonzero(sign)[::-1]
    found[reading.owner[cues.first][pointing]] = sign[pointing]
    return np.where([text.rstrip().endswith("?") for text in texts], 0, found)


def inspel(shared: Path) -> tuple[list[str], np.ndarray]:
    """Swedish ideas of inspel-dev with their stance; to report, never to learn from."""
    number = {"for": 1, "against": -1, "neutral": 0}
    rows = map(json.loads, (shared / "inspel-dev.jsonl").read_text("utf-8").splitlines())
    ideas = [
        (idea["quote"], number[idea["stance"]])
        for row in rows
        if row["lang"] == "sv" and not (row["abusive"] or row["injection"] or row["duplicate_of"])
        for idea in row["ideas"]
    ]
    return [quote for quote, _ in ideas], np.array([stance for _, stance in ideas])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data"
    )
    parser.add_argument("--out", type=Path, default=STANCE_FILE)
    options = parser.parse_args()
    matters, texts, stance = material("train")
    known = features(texts)
    outside = {strength: unseen(known, stance, matters, strength) for strength in STRENGTHS}
    f1 = {s: f1_score(stance, found.argmax(axis=1) - 1, average="macro") for s, found in outside.items()}
    strength = max(f1, key=lambda s: (round(f1[s], 3), -s))
    temperature = best_temperature(outside[strength], stance)
    likely = shares(outside[strength], temperature)
    cuts = [threshold(likely[:, way], stance == way - 1) for way in (0, 2)]
    print("macro-F1 by strength, matters left out:", {s: round(v, 3) for s, v in f1.items()})
    print(f"chosen: strength {strength}, temperature {temperature:.2f}, thresholds {cuts}")
    weights, bias = fitted(known, stance, strength)
    write(options.out, temperature * weights, temperature * bias, cuts)
    judge = read_judge(options.out)
    report("training matters, each left out", likely, judge.decide(likely), stance, rule_alone(texts))
    _, texts, stance = material("test")
    likely = judge.likely(texts)
    report("unseen matters (test.tsv)", likely, judge.decide(likely), stance, rule_alone(texts))
    if (options.shared / "inspel-dev.jsonl").exists():
        texts, stance = inspel(options.shared)
        likely = judge.likely(texts)
        report("inspel-dev, ideas by others", likely, judge.decide(likely), stance, rule_alone(texts))
    print(f"\n{options.out}: {options.out.stat().st_size / 1e6:.2f} MB")


def read_judge(path: Path) -> StanceJudge:
    with np.load(path, allow_pickle=False) as file:
        return StanceJudge(**{name: file[name].astype(np.float32) for name in file.files})


def write(path: Path, columns: np.ndarray, bias: np.ndarray, cuts: list[float]) -> None:
    dimensions = shipped_model().dimensions
    cues = columns.shape[0] - RUNS - PAIRS - dimensions
    parts = np.split(columns, np.cumsum([cues, RUNS, PAIRS]))
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        **{
            name: part.astype(np.float16)
            for name, part in zip(("cues", "runs", "pairs", "meaning"), parts, strict=True)
        },
        bias=bias.astype(np.float32),
        thresholds=np.array(cuts, dtype=np.float32),
    )


if __name__ == "__main__":
    main()
