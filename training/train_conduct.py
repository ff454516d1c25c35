"""Train the conduct model on our own composed sentences; `data/conduct/test.tsv` only judges it.

`python training/train_conduct.py` prints cross-validated figures and writes build/conduct.bin.
The threshold is where 2.5 % of the ordinary training sentences, each judged by a model that never saw it, are held.
"""

import argparse
import csv
import glob
import random
import sys
from array import array
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "training")]
import itertools  # noqa: E402

from conduct_model import BUCKETS, KINDS, feature_of_pair, features_of_word  # noqa: E402

from medskick.engine.text.conduct.phrases import tokens  # noqa: E402
from medskick.engine.text.normalise import plain_view  # noqa: E402

DATA = ROOT / "training" / "data"
OUT = ROOT / "build" / "conduct.bin"
ORDINARY, FORMAL, HELD_OF_ORDINARY, C, FOLDS, SEED = 4000, 3000, 0.035, 6.0, 3, 0
YEARS = ("2009", "2010", "2011", "2012", "2021")


def rows(path: Path) -> list[tuple[str, str]]:
    """(kind, text) of a file of labelled sentences."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [tuple(line.replace("\\n", "\n").split("\t", 1)) for line in lines if line and line[0] != "#"]  # type: ignore[misc]


def ordinary() -> list[str]:
    """Everyday statements of our own, as they are and without any harm."""
    texts = sorted(
        cell
        for name in glob.glob(str(DATA / "statements" / "*.tsv"))
        for line in Path(name).read_text(encoding="utf-8").splitlines()
        for cell in line.split("\t")
        if len(cell.split()) > 3
    )
    return random.Random(SEED).sample(texts, ORDINARY)  # noqa: S311


def formal(shared: Path) -> list[str]:
    """Runs of forty words of real programme texts (years 2009–2012 and 2021), which promise and invite without selling."""  # noqa: E501
    path = shared / "almedalen.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        texts = [row["text"].split() for row in csv.DictReader(file) if row["year"] in YEARS]
    runs = sorted(" ".join(words[i : i + 40]) for words in texts for i in range(0, len(words), 40))
    return random.Random(SEED).sample(runs, FORMAL)  # noqa: S311


def matrix(texts: list[str]) -> csr_matrix:
    """Features of texts (texts, BUCKETS), scaled as the model does when it reads."""
    data, columns, starts = [], [], [0]
    for text in texts:
        words = [token.word for token in tokens(plain_view(text).text) if token.word]
        own = [bucket for word in words for bucket in features_of_word(word)]
        own += [feature_of_pair(a, b) for a, b in itertools.pairwise(words)]
        columns += own
        data += [1 / np.sqrt(max(1, len(words)))] * len(own)
        starts.append(len(columns))
    found = csr_matrix((data, columns, starts), shape=(len(texts), BUCKETS), dtype=np.float64)
    found.sum_duplicates()
    return found


def fit(x: csr_matrix, y: np.ndarray, weight: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=C, max_iter=200).fit(x, y, sample_weight=weight)


def main() -> None:
    written = rows(DATA / "conduct" / "train.tsv")
    composed = rows(DATA / "conduct" / "train2.tsv")
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument(
        "--shared", type=Path, default=ROOT.parent / "shared" / "data", help="folder of almedalen.csv"
    )
    plain = ordinary() + formal(asked.parse_args().shared)
    texts = [text for _, text in written + composed] + plain
    kinds = [kind for kind, _ in written + composed] + ["ok"] * len(plain)
    classes = [*KINDS, "ok"]
    y = np.array([classes.index(kind) for kind in kinds])
    weight = np.array([2.0] * len(written) + [0.7] * len(composed) + [0.5] * len(plain))
    x = matrix(texts)
    groups = np.array([hash_of(text) for text in texts])
    harm = np.zeros(len(texts))
    for train, test in GroupKFold(FOLDS).split(x, y, groups):
        harm[test] = 1 - fit(x[train], y[train], weight[train]).predict_proba(x[test])[:, -1]
    judged = np.arange(len(texts)) < len(written)
    everyday = np.arange(len(texts)) >= len(written) + len(composed)
    fine = y == len(KINDS)
    threshold = max(
        np.quantile(harm[judged & fine], 1 - HELD_OF_ORDINARY), np.quantile(harm[everyday], 0.9985)
    )
    print(f"threshold {threshold:.3f}")
    print(f"held of harmful, written {np.mean(harm[judged & ~fine] >= threshold):.3f}")
    print(f"held of ordinary, written {np.mean(harm[judged & fine] >= threshold):.3f}")
    print(f"held of ordinary, everyday {np.mean(harm[everyday] >= threshold):.4f}")
    model = fit(x, y, weight)
    scale = float(np.abs(model.coef_).max()) / 127
    table = np.rint(model.coef_.T / scale).astype(np.int8)
    head = array("d", [float(threshold), scale, *map(float, model.intercept_)])
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_bytes(head.tobytes() + table.tobytes())
    print(f"{OUT.stat().st_size} bytes")


def hash_of(text: str) -> int:
    """Sentences that open alike go to the same fold, since composed ones share their patterns."""
    return sum(ord(c) * (i + 1) for i, c in enumerate(" ".join(text.split()[:2])))


if __name__ == "__main__":
    main()
