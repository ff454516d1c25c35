import numpy as np
import pytest

from medskick.engine.analysis.represent.blended import BlendedRepresentation
from medskick.engine.analysis.represent.pieces import ROWS, pieces_of_words
from medskick.engine.analysis.represent.trained import MODEL_FILE, read_model, shipped_model, write_model


def nearness(a: str, b: str) -> float:
    first, second = shipped_model().texts([a, b])
    return float(first @ second)


def test_the_model_fits_in_the_package():
    assert MODEL_FILE.stat().st_size <= 16_000_000


@pytest.mark.parametrize(
    ("text", "like", "unlike"),
    [
        ("tidtabellen stämmer aldrig", "bussen går för sällan", "kön till vårdcentralen"),
        ("nattbuss", "buss", "sjukhus"),
        ("Vi kommer inte fram till nån doktor", "läkarbrist i primärvården", "läxhjälp i skolan"),
        ("hyran äter upp hela lönen", "brist på rimliga bostäder", "vargar i renbetesland"),
    ],
)
def test_what_means_the_same_lies_nearer_than_what_does_not(text, like, unlike):
    assert nearness(text, like) > nearness(text, unlike) + 0.1


def test_a_text_has_the_same_vector_whatever_stands_beside_it():
    texts = ["fler nattbussar", "mer snö på spåren i Gällivare", "fler nattbussar"]
    alone = shipped_model().texts(texts[:1])
    together = shipped_model().texts(texts)
    assert np.allclose(alone[0], together[0], atol=1e-6)
    assert (together[0] == together[2]).all()


@pytest.mark.parametrize("text", ["", "   ", "😀😀", "...", "č", "a", "\ud800", "1" * 5000, "ab" * 100_000])
def test_any_text_gets_a_unit_vector_or_none(text):
    length = np.linalg.norm(shipped_model().texts([text])[0])
    assert length == pytest.approx(1, abs=1e-4) or length == 0


def test_pieces_of_a_word_do_not_reach_into_the_next():
    together = pieces_of_words(["buss", "hus", ""])
    for row, word in enumerate(["buss", "hus", ""]):
        alone = pieces_of_words([word])
        assert (together[row] != alone).nnz == 0
    assert together.shape == (3, ROWS)


def test_a_stored_model_reads_back_almost_alike(tmp_path):
    random = np.random.default_rng(0)
    table = random.standard_normal((ROWS, 8)).astype(np.float32)
    write_model(tmp_path / "m.npz", table, np.zeros(ROWS, np.float32), "test")
    back = read_model(tmp_path / "m.npz")
    assert back.matters == ()
    assert back.version == "test"
    assert np.abs(back.table - table).max() < 0.03


def test_the_common_subject_of_a_corpus_does_not_make_everything_alike():
    texts = [f"Norrbotten behöver {thing}" for thing in ("bussar", "tåg", "läkare", "sjukhus", "skolor") * 40]
    found = BlendedRepresentation().fit(texts).vectors(texts[:5])
    assert found[0] @ found[1] > found[0] @ found[3]
    assert found[2] @ found[3] > found[0] @ found[3]


def test_the_own_words_of_a_long_text_count_for_more_than_those_of_a_short_one():
    matters = ["bussen", "skolan", "vården", "bredbandet", "fjällen", "bostäder", "jobben", "haven"]
    short = [f"{matter} behövs i byn" for matter in matters]
    long = [
        " ".join([text] + [f"{matter} och åter {matter}"] * 20)
        for text, matter in zip(short, matters, strict=True)
    ]
    fitted = BlendedRepresentation().fit(short + long)
    own = shipped_model().dimensions + sum(len(ways) for ways in shipped_model().matters)
    few, many = (np.linalg.norm(fitted.vectors(texts)[:, own:], axis=1) for texts in (short, long))
    assert (few > 0).all()
    assert (many > 1.5 * few).all()
