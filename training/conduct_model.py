"""A small learned judge of conduct, tried and not shipped: words and runs of letters, weighed for each kind of harm.

The weights (training/train_conduct.py) are a softmax regression over hashed features: each word, its runs of three to
five letters, and each pair of neighbouring words. What a word
adds is worked out once and remembered. On `data/conduct/test.tsv` rules and model together held 23 % (the rules alone
16 %), but more ordinary sentences of the rounds than the tests allow: the package does without it until there is more
to learn from.
"""

import itertools
import math
import os
from array import array
from functools import cache
from zlib import crc32

from medskick.engine.text.conduct.phrases import Token

KINDS = ("abuse", "threat", "spam", "injection")
CLASSES = len(KINDS) + 1
BUCKETS = 1 << 15
LONGEST = 40
"""Words judged together: a longer text is judged in runs of this many, so that one ugly sentence is not drowned."""
SHORTEST = 3
_REMEMBERED = 20_000

Scores = tuple[float, ...]


def features_of_word(word: str) -> list[int]:
    """Buckets of a word and of its runs of letters."""
    framed = f"<{word[:30]}>"
    runs = {framed[i : i + size] for size in (3, 4, 5) for i in range(len(framed) - size + 1)}
    return [crc32(f"w{word}".encode("utf-8", "surrogatepass")) % BUCKETS] + [
        crc32(run.encode("utf-8", "surrogatepass")) % BUCKETS for run in sorted(runs)
    ]


def feature_of_pair(first: str, second: str) -> int:
    """Bucket of two neighbouring words."""
    return crc32(f"{first} {second}".encode("utf-8", "surrogatepass")) % BUCKETS


def learned(stream: list[Token]) -> list[tuple[int, int, str]]:
    """(start, end, kind) of each run of words that the model takes for harmful; all spans lie within the text."""
    words = [token for token in stream if token.word]
    found = []
    for i in range(0, len(words), LONGEST):
        part = words[i : i + LONGEST]
        if len(part) < SHORTEST:
            continue
        shares = _shares([token.word for token in part])
        if 1 - shares[-1] >= _model().threshold:
            kind = max(range(len(KINDS)), key=shares.__getitem__)
            found.append((part[0].start, part[-1].end, KINDS[kind]))
    return found


def _shares(words: list[str]) -> list[float]:
    """Probability of each kind of harm, and last that there is none."""
    model = _model()
    totals = [0.0] * CLASSES
    for word in words:
        for k, value in enumerate(model.word(word)):
            totals[k] += value
    for first, second in itertools.pairwise(words):
        for k, value in enumerate(model.at(feature_of_pair(first, second))):
            totals[k] += value
    scale = 1 / math.sqrt(len(words))
    logits = [total * scale + bias for total, bias in zip(totals, model.bias, strict=True)]
    highest = max(logits)
    powers = [math.exp(logit - highest) for logit in logits]
    return [power / sum(powers) for power in powers]


class _Model:
    """Weights as whole numbers and their scale, read from build/conduct.bin: threshold, scale, biases, table."""

    def __init__(self) -> None:
        with open(os.path.join(os.path.dirname(__file__), "..", "build", "conduct.bin"), "rb") as file:
            head = array("d")
            head.frombytes(file.read(8 * (2 + CLASSES)))
            self.table = array("b")
            self.table.frombytes(file.read())
        self.threshold, self.scale = head[0], head[1]
        self.bias = tuple(head[2:])
        self.known: dict[str, Scores] = {}

    def at(self, bucket: int) -> Scores:
        """What one feature adds to each class."""
        row = self.table[bucket * CLASSES : (bucket + 1) * CLASSES]
        return tuple(value * self.scale for value in row)

    def word(self, word: str) -> Scores:
        """What a word with its letters adds to each class."""
        found = self.known.get(word)
        if found is None:
            if len(self.known) >= _REMEMBERED:
                self.known.clear()
            rows = [self.at(bucket) for bucket in features_of_word(word)]
            found = self.known[word] = tuple(map(sum, zip(*rows, strict=True)))
        return found


@cache
def _model() -> _Model:
    return _Model()
