"""Train the judge of names on composed sentences and on the cases to mend by; the cases that only judge are never read.

`python training/train_names.py` prints figures on folds of the written cases and writes engine/text/personal/data/names.bin.
Half the people also stand in the material as if no list held their names, so that company and letters count.
"""  # noqa: E501

import argparse
import csv
import glob
import json
import random
import re
import sys
import time
from array import array
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "training")]
from compose_names import composed  # noqa: E402

from medskick.engine.text.normalise import plain_view  # noqa: E402
from medskick.engine.text.personal import find_personal_data, likely, lone, names  # noqa: E402
from medskick.engine.text.personal.people import Word, words_of  # noqa: E402

CASES = ROOT / "tests" / "data"
OUT = Path(likely.__file__).parent / "data" / "names.bin"
SEED, TIMES, EVERYDAY, OPENED, FORMAL, C, FOLDS = 0, 10, 12000, 12000, 12000, 0.6, 4
YEARS = ("2009", "2010", "2011", "2012", "2021")
Marked = tuple[str, list[tuple[int, int]]]


def written() -> list[Marked]:
    """The cases to mend by: (text, spans of names)."""
    found = []
    for name in ("cases", "cases2", "mend3"):
        path = CASES / f"text_personal_{name}.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            case = json.loads(line)
            spans: list[tuple[int, int]] = []
            for mark, kind in case["marks"]:
                start = case["text"].find(mark)
                while any(start < last and first < start + len(mark) for first, last in spans):
                    start = case["text"].find(mark, start + 1)
                if kind == "name":
                    spans.append((start, start + len(mark)))
            found.append((case["text"], spans))
    for line in (CASES / "text_personal_rounds.tsv").read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            marked = line.split("\t", 1)[1].replace("\\n", "\n")
            if not re.search(r"\[\[[^\]]*[A-Za-z]", marked):
                found.append((marked.replace("[[", "").replace("]]", ""), []))
    return found


def everyday() -> list[Marked]:
    """Statements of our own, in which nobody is named."""
    cells = sorted(
        cell
        for name in glob.glob(str(ROOT / "training" / "data" / "statements" / "*.tsv"))
        for line in Path(name).read_text(encoding="utf-8").splitlines()
        for cell in line.split("\t")
        if len(cell.split()) > 3
    )
    return [(text, []) for text in random.Random(SEED).sample(cells, EVERYDAY)]  # noqa: S311


def opened(texts: list[Marked]) -> list[tuple[list[int], int, float, int]]:
    """Ordinary words that open a sentence, as if no list held them: rows for `fit`, one for each of OPENED texts.

    Each text is cut before one of its words, which gets a capital."""
    draw, judge, found = random.Random(SEED + 1), names._judge(), []  # noqa: S311
    for text, _ in draw.sample(texts, min(OPENED, len(texts))):
        words = [
            word
            for word in words_of(text)
            if not word.capital and len(word.text) > 3 and not judge.is_given(word.text)
        ]
        if words:
            start = draw.choice(words).start
            rest = words_of(text[start].upper() + text[start + 1 :])
            kind = likely.class_of(rest[0], judge, unlisted=True)
            features = likely.letters_of(rest[0].text) + likely.flags_of(rest[0], kind)
            for slot, neighbour, of in likely.neighbours_of(rest, 0, kind, judge):
                features += likely.spread(slot, neighbour, of)
            found.append(([likely.bucket(f) for f in features], 0, 0.7, 0))
    return found


def formal(shared: Path) -> list[Marked]:
    """Runs of forty words of real programme texts, with what the rules alone take for names: those are left out."""
    likely._model().threshold = float("inf")
    path = shared / "almedalen.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        texts = [row["text"].split() for row in csv.DictReader(file) if row["year"] in YEARS]
    runs = sorted(" ".join(words[i : i + 40]) for words in texts for i in range(0, len(words), 40))
    found = []
    for text in random.Random(SEED).sample(runs, min(FORMAL, len(runs))):  # noqa: S311
        found.append((text, [(h.start, h.end) for h in find_personal_data(text) if h.kind == "name"]))
    return found


def rows_of(
    texts: list[Marked], weight: float, *, unlisted: bool, single: bool = False
) -> list[tuple[list[int], int, float, int]]:
    """(buckets, label, weight, number of the text) of every word worth asking about.

    `single`: two capitals in a row may be a name that nobody marked, and are left out.
    """
    judge, found = names._judge(), []
    for number, (text, spans) in enumerate(texts):
        view = plain_view(text).text
        if len(view) != len(text):
            continue
        words = words_of(text)
        numbers = [hit for hit in find_personal_data(text) if hit.kind != "name"] if unlisted or spans else []
        for i, word in enumerate(words):
            label = any(start < word.end and word.start < end for start, end in spans)
            if not (likely.is_open(words, i, judge) or (label and word.capital)):
                continue
            if any(hit.start < word.end and word.start < hit.end for hit in numbers):
                continue
            beside = [words[k] for k in (i - 1, i + 1) if 0 <= k < len(words) and words[max(i, k)].near]
            if single and (label or any(other.capital for other in beside)):
                continue
            if not label and _open_for_another_reason(text, words, i):
                continue
            hiding = label or likely.class_of(word, judge) in ("P", "T")
            for hidden in (False, True) if unlisted and hiding else (False,):
                kind = likely.class_of(word, judge, unlisted=hidden)
                features = likely.letters_of(word.text) + likely.flags_of(word, kind)
                for slot, neighbour, of in likely.neighbours_of(words, i, kind, judge):
                    features += likely.spread(slot, neighbour, of)
                found.append(
                    (
                        [likely.bucket(f) for f in features],
                        int(label),
                        weight * (0.5 if hidden else 1),
                        number,
                    )
                )
    return found


def _open_for_another_reason(text: str, words: list[Word], i: int) -> bool:
    """Whether a word is left open, or hidden, for what the rules know of it: a widely known person, a thing, an address."""  # noqa: E501
    first = last = i
    while first and words[first].near and words[first - 1].capital:
        first -= 1
    while last + 1 < len(words) and words[last + 1].near and words[last + 1].capital:
        last += 1
    judge = names._judge()
    spans = [(words[a].start, words[b].end) for a in range(first, i + 1) for b in range(i, last + 1)]
    return any(names._public(text, *span) for span in spans) or lone.names_a_thing(
        text, words, i, words[i].end, judge
    )


def matrix(rows: list[tuple[list[int], int, float, int]]) -> csr_matrix:
    columns = np.concatenate([row[0] for row in rows])
    starts = np.cumsum([0, *(len(row[0]) for row in rows)])
    found = csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(rows), likely.BUCKETS))
    found.sum_duplicates()
    return found


def fit(rows: list[tuple[list[int], int, float, int]]) -> LogisticRegression:
    y, weight = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    return LogisticRegression(C=C, max_iter=300).fit(matrix(rows), y, sample_weight=weight)


def shown(margins: np.ndarray, y: np.ndarray) -> None:
    """Recall and precision of words for several thresholds."""
    for threshold in (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5):
        hit = margins >= threshold
        print(f"  at {threshold:+.1f}: recall {hit[y == 1].mean():.3f}, precision {y[hit].mean():.3f}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--shared", type=Path, default=ROOT.parent / "shared" / "data")
    asked.add_argument("--threshold", type=float, default=-0.5)
    asked.add_argument("--folds", type=int, default=FOLDS)
    options = asked.parse_args()
    started = time.perf_counter()
    cases = rows_of(written(), 2.0, unlisted=True)
    plain = list(rows_of(written(), 2.0, unlisted=False))
    rest = rows_of(composed(SEED, TIMES), 0.5, unlisted=True)
    rest += rows_of(everyday(), 1.0, unlisted=False) + rows_of(
        formal(options.shared), 1.5, unlisted=False, single=True
    )
    rest += opened(everyday())
    print(
        len(cases),
        "words of cases,",
        len(rest),
        "of composed and open texts",
        round(time.perf_counter() - started),
        "s",
    )
    if options.folds:
        margins = np.zeros(len(plain))
        for fold in range(options.folds):
            model = fit([row for row in cases if row[3] % options.folds != fold] + rest)
            own = [k for k, row in enumerate(plain) if row[3] % options.folds == fold]
            margins[own] = model.decision_function(matrix([plain[k] for k in own]))
        shown(margins, np.array([row[1] for row in plain]))
    model = fit(cases + rest)
    scale = float(np.abs(model.coef_).max()) / 127
    table = np.rint(model.coef_[0] / scale).astype(np.int8)
    head = array("d", [options.threshold, scale, float(model.intercept_[0]) / scale])
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_bytes(head.tobytes() + table.tobytes())
    print(f"{OUT.stat().st_size} bytes", round(time.perf_counter() - started), "s")


if __name__ == "__main__":
    main()
