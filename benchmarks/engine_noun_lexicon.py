"""Count how noun-like Swedish words are, and write the list that the namer of themes ships with.

Reads ../shared/data (government prose, and Almedalen but for 2022, which is kept for reporting). Run it again only
when the counting changes: python benchmarks/engine_noun_lexicon.py
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
TARGET = ROOT / "src" / "medskick" / "engine" / "analysis" / "stages" / "data" / "nouns_sv.tsv.gz"
FEWEST = 6
TOKEN = re.compile(r"[^\W\d_]+|[.,:;!?()–-]")
DETERMINERS = frozenset(
    """en ett den det denna detta dessa varje någon något några ingen inget inga vår vårt våra sin sitt sina min mitt
    mina alla flera fler många vilken vilka""".split()  # noqa: SIM905
)
PREPOSITIONS = frozenset(
    """av för om på i till från med utan mot mellan genom vid under kring inom enligt hos bland
    efter""".split()  # noqa: SIM905
)
BEFORE_VERBS = frozenset(
    """att ska skall kan kunna måste vill bör borde får inte jag vi ni man de du han hon som dom också har
    hade""".split()  # noqa: SIM905
)
FUNCTION_WORDS = (
    DETERMINERS
    | PREPOSITIONS
    | BEFORE_VERBS
    | frozenset(["och", "eller", "men", "är", "var", "blir", "än", "så", "där", "när", "hur", "samt"])
)


def paragraphs() -> Iterator[str]:
    with gzip.open(DATA / "swedish-policy-corpus.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            yield from json.loads(line)["paragraphs"]
    csv.field_size_limit(10**8)
    with (DATA / "almedalen.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["year"] != "2022" and row["language"] == "Svenska":
                yield from (row["title"], row["text"], row["more"])


def count() -> dict[str, list[int]]:
    """word → [as a noun stands, as an adjective stands, as a verb stands, elsewhere]"""
    seen: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for paragraph in paragraphs():
        tokens = [token.lower() for token in TOKEN.findall(paragraph)]
        for before, word, after in zip([".", *tokens], tokens, [*tokens[1:], "."], strict=False):
            if word.isalpha() and word not in FUNCTION_WORDS:
                seen[word][_place(before, after)] += 1
    return seen


def _place(before: str, after: str) -> int:
    if before in DETERMINERS or before in PREPOSITIONS:
        return 1 if after.isalpha() and after not in FUNCTION_WORDS else 0
    return 2 if before in BEFORE_VERBS else 3


def score(noun: int, adjective: int, verb: int, elsewhere: int) -> int:
    """0 (never a noun) to 9 (always one)"""
    share = (noun + 0.4) / (noun + adjective + 2 * verb + 0.05 * elsewhere + 0.8)
    return min(9, int(10 * share))


def main() -> int:
    lines = [f"{word}\t{score(*seen)}\n" for word, seen in sorted(count().items()) if sum(seen) >= FEWEST]
    TARGET.parent.mkdir(exist_ok=True)
    with TARGET.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write("".join(lines).encode("utf-8"))
    print(f"{len(lines)} words, {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
