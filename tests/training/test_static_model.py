import sys
from pathlib import Path

import numpy as np
import pytest

TRAINING = Path(__file__).resolve().parents[2] / "training"


@pytest.fixture(scope="module", autouse=True)
def training_on_path():
    sys.path.insert(0, str(TRAINING))
    yield
    sys.path.remove(str(TRAINING))


def small_model(seed=0):
    from static_model import StaticModel, Vocabulary

    vocabulary = Vocabulary()
    texts = [
        vocabulary.text(t, 10)
        for t in ("fler bussar hem", "nattbussar hem hem", "vård i tid", "läkare i byn")
    ]
    return StaticModel(vocabulary, 6, seed), texts


def test_the_slope_that_is_learned_by_is_the_slope_of_the_loss():
    from static_model import info_nce

    model, texts = small_model()
    model.table = model.table.astype(np.float64) * 5
    model.weights = model.weights.astype(np.float64)

    def loss():
        unit = model.forward(texts).unit
        return info_nce(unit[:2], unit[2:], 0.5)[0]

    done = model.forward(texts)
    _, left, right = info_nce(done.unit[:2], done.unit[2:], 0.5)
    slope = np.concatenate([left, right])
    sums = (slope - done.unit * (done.unit * slope).sum(axis=1, keepdims=True)) / done.length
    words = done.counts.T @ sums
    by_table = done.pieces.T @ (done.weight[:, np.newaxis] * words)
    row = int(done.pieces.indices[3])
    step = 1e-4
    model.table[row, 2] += step
    above = loss()
    model.table[row, 2] -= 2 * step
    below = loss()
    assert by_table[row, 2] == pytest.approx((above - below) / (2 * step), rel=0.02, abs=1e-6)


def test_practice_brings_pairs_together_and_is_repeatable():
    from static_model import info_nce

    def practised():
        model, texts = small_model()
        for _ in range(40):
            done = model.forward([texts[0], texts[2], texts[1], texts[3]])
            _, left, right = info_nce(done.unit[:2], done.unit[2:], 0.2)
            model.learn(done, np.concatenate([left, right]), 0.02)
        return model.vectors(texts), model.table

    first, table = practised()
    assert first[0] @ first[1] > 0.9 > first[0] @ first[2] + 0.5
    assert (table == practised()[1]).all()


def test_every_concept_and_saying_of_our_own_material_can_be_read():
    import material
    from static_model import Vocabulary

    concepts, sayings, areas = material._everyday(Vocabulary())
    assert len(areas) >= 26
    assert len(concepts) >= 700
    assert min(len(concept.expressions) for concept in concepts) >= 20
    assert all(len(saying.wordings) == 3 for saying in sayings)
