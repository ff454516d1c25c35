"""Train the judge of criteria that ships with the engine, and print how good it is.

    python training/train_criteria.py [--shared ../shared/data] [--out FILE]

Learns from our own judged statements (training/data) and the labelled synthetic set inspel-dev. Figures printed are
for texts of inspel-dev that the model in question did not see (five folds); the file is then made from everything.
Run it again whenever the Swedish model changes: it builds on its vectors.
"""

from __future__ import annotations

import argparse
import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, f1_score, roc_auc_score

from medskick.engine.analysis.criteria.features import MEANING_WEIGHT, sign_matrix
from medskick.engine.analysis.criteria.judge import JUDGE_FILE, SCOPES
from medskick.engine.analysis.represent.trained import shipped_model

OWN = Path(__file__).parent / "data"
FOLDS, WEIGHT_OF_LABELLED, STRENGTH = 5, 10, 3.0

Judged = tuple[str, str, int, int]


def own_material() -> list[Judged]:
    """(text, scope, cooperation, long term) of statements judged while they were written."""
    rows: list[Judged] = []
    for path in sorted((OWN / "statements").glob("*.tsv")):
        for line in _lines(path):
            fields = line.split("\t")
            if len(fields) == 7:
                rows += [(text, fields[4], int(fields[5]), int(fields[6])) for text in fields[1:3]]
    for line in _lines(OWN / "judged.tsv"):
        text, scope, cooperation, long_term = line.split("\t")
        rows += [(text, scope, int(cooperation), int(long_term))] * 2
    return rows


def labelled_material(shared: Path) -> list[Judged]:
    """The Swedish texts of inspel-dev, without copies, abuse and injections."""
    rows = map(json.loads, (shared / "inspel-dev.jsonl").read_text("utf-8").splitlines())
    return [
        (row["text"], row["scope"], int(row["needs_cooperation"]), int(row["long_term"]))
        for row in rows
        if row["lang"] == "sv" and not (row["abusive"] or row["injection"] or row["duplicate_of"])
    ]


def features(texts: list[str]) -> sp.csr_matrix:
    return sp.hstack(
        [sp.csr_matrix(shipped_model().texts(texts) * MEANING_WEIGHT), sign_matrix(texts)]
    ).tocsr()


def fitted(own: sp.csr_matrix, own_answers: np.ndarray, more: sp.csr_matrix, more_answers: np.ndarray):
    weights = np.r_[np.ones(len(own_answers)), np.full(len(more_answers), WEIGHT_OF_LABELLED)]
    return LogisticRegression(C=STRENGTH, max_iter=500).fit(
        sp.vstack([own, more]), np.r_[own_answers, more_answers], sample_weight=weights
    )


def unseen(own: sp.csr_matrix, own_answers, labelled: sp.csr_matrix, answers) -> np.ndarray:
    """Shares of each class for labelled texts, each from a model that did not see the text."""
    fold = np.random.default_rng(1).permutation(len(answers)) % FOLDS
    shares = np.zeros((len(answers), len(set(own_answers.tolist()))))
    for number in range(FOLDS):
        seen = fold != number
        shares[~seen] = fitted(own, own_answers, labelled[seen], answers[seen]).predict_proba(labelled[~seen])
    return shares


def calibration(truth: np.ndarray, likely: np.ndarray) -> tuple[float, float]:
    """Slope and shift of the logit that make shares true on the labelled texts (Platt 1999), seen only from outside."""
    found = LogisticRegression(C=1e6).fit(logit(likely)[:, np.newaxis], truth)
    return float(found.coef_[0, 0]), float(found.intercept_[0])


def logit(share: np.ndarray) -> np.ndarray:
    share = np.clip(share, 1e-6, 1 - 1e-6)
    return np.log(share / (1 - share))


def report(name: str, truth: np.ndarray, likely: np.ndarray) -> None:
    print(
        f"{name:12} AUC {roc_auc_score(truth, likely):.3f}  "
        f"macro-F1 {f1_score(truth, likely > 0.5, average='macro'):.3f}  Brier {brier_score_loss(truth, likely):.3f}"
    )
    edges = np.quantile(likely, np.linspace(0, 1, 6))
    for low, high in pairwise(edges):
        inside = (likely >= low) & (likely <= high)
        print(f"    said {likely[inside].mean():.2f}  was {truth[inside].mean():.2f}  ({inside.sum()} texts)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data"
    )
    parser.add_argument("--out", type=Path, default=JUDGE_FILE)
    options = parser.parse_args()
    if options.out.suffix != ".npz":
        parser.error("--out must end in .npz")
    own, labelled = own_material(), labelled_material(options.shared)
    own_features, features_of_labelled = features([r[0] for r in own]), features([r[0] for r in labelled])
    columns, biases = [], []
    for place, name in ((1, "scope"), (2, "cooperation"), (3, "long term")):
        answers, truth = (np.array([r[place] for r in rows]) for rows in (own, labelled))
        if place == 1:
            number = {scope: n for n, scope in enumerate(SCOPES)}
            answers, truth = (np.array([number[a] for a in rows]) for rows in (answers, truth))
        shares = unseen(own_features, answers, features_of_labelled, truth)
        if place == 1:
            f1 = f1_score(truth, shares.argmax(axis=1), average="macro")
            print(f"scope, five classes: macro-F1 {f1:.3f}")
            report("outside", truth != 0, 1 - shares[:, 0])
        else:
            slope, shift = calibration(truth, shares[:, 1])
            report(name, truth, 1 / (1 + np.exp(-(slope * logit(shares[:, 1]) + shift))))
        model = fitted(own_features, answers, features_of_labelled, truth)
        if place == 1:
            slope, shift = 1.0, 0.0
        columns.append(slope * model.coef_.T)
        biases.append(slope * model.intercept_ + shift)
    _write(options.out, np.hstack(columns), np.concatenate(biases))
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.2f} MB")


def _write(path: Path, columns: np.ndarray, bias: np.ndarray) -> None:
    dimensions = shipped_model().dimensions
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        meaning=columns[:dimensions].astype(np.float32),
        signs=columns[dimensions:].astype(np.float16),
        bias=bias.astype(np.float32),
    )


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]


if __name__ == "__main__":
    main()
