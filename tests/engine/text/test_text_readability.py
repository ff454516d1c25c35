"""LIX counts as Björnsson defined it."""

from __future__ import annotations

import pytest

from medskick.engine.text.readability import readability, sentences_of


def test_a_sentence_counted_by_hand():
    found = readability("Fler bussar på kvällen. Det vore bra för ungdomarna!")
    # 9 words; kvällen (7) and ungdomarna (10) are long, bussar (6) is not; 2 sentences.
    assert (found.words, found.long_words, found.sentences) == (9, 2, 2)
    assert found.lix == round(9 / 2 + 100 * 2 / 9, 1)


def test_a_text_without_words_has_no_lix():
    assert readability(" … – \n").lix == 0


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Rubrik\nEn mening. En till.", ["Rubrik", "En mening", "En till"]),
        ("Lagen (2010:630) gäller.", ["Lagen (2010:630) gäller"]),
        ("Klockan 10.42 går bussen", ["Klockan 10.42 går bussen"]),
        ("”Fler bussar.” Det sa hon.", ["”Fler bussar", "Det sa hon"]),
        ("Vad?! Ja.", ["Vad", "Ja"]),
    ],
)
def test_where_sentences_end(text, sentences):
    assert sentences_of(text) == sentences


def test_letters_decide_what_is_long():
    assert readability("a-b-c-d 123456789 socken").long_words == 0
    assert readability("e-postadress åäöåäöå").long_words == 2
