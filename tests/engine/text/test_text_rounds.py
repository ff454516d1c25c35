"""How much of fresh material the rules find: each round's share may rise, never fall."""

import re
from pathlib import Path

import pytest

from medskick.engine.text.conduct import find_conduct
from medskick.engine.text.personal import find_personal_data

DATA = Path(__file__).resolve().parents[2] / "data"


def rows(name):
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [
        [cell.replace("\\n", "\n") for cell in line.split("\t")]
        for line in lines
        if line and not line.startswith("#")
    ]


CONDUCT = rows("text_conduct_rounds.tsv")
PERSONAL = rows("text_personal_rounds.tsv")


@pytest.mark.parametrize(("name", "floor"), [("dev", 0.97), ("hold", 0.94), ("final", 0.32)])
def test_the_share_of_harmful_texts_held_back_does_not_fall(name, floor):
    texts = [text for stage, kind, text in CONDUCT if stage == name and kind != "ok"]
    missed = [text for text in texts if not find_conduct(text)]
    assert 1 - len(missed) / len(texts) >= floor, missed


@pytest.mark.parametrize(("name", "ceiling"), [("dev", 0.07), ("hold", 0.03), ("final", 0.03)])
def test_the_share_of_ordinary_texts_held_back_does_not_rise(name, ceiling):
    texts = [text for stage, kind, text in CONDUCT if stage == name and kind == "ok"]
    flagged = [text for text in texts if find_conduct(text)]
    assert len(flagged) / len(texts) <= ceiling, flagged


@pytest.mark.parametrize(("name", "floor"), [("dev", 0.96), ("hold", 0.94), ("final", 0.94)])
def test_the_share_of_personal_data_covered_does_not_fall(name, floor):
    wanted, missed = 0, []
    for stage, marked in PERSONAL:
        if stage != name:
            continue
        parts = re.split(r"\[\[(.*?)\]\](?!\])", marked)
        text = "".join(parts)
        covered = {i for found in find_personal_data(text) for i in range(found.start, found.end)}
        for place in range(1, len(parts), 2):
            start = len("".join(parts[:place]))
            wanted += 1
            letters = [i for i in range(start, start + len(parts[place])) if text[i].isalnum()]
            if not covered.issuperset(letters):
                missed.append(marked)
    assert 1 - len(missed) / wanted >= floor, missed


def test_a_greeting_is_not_masked_with_the_name_after_it():
    text = "Hälsningar Maja Granlund"
    assert [text[found.start : found.end] for found in find_personal_data(text)] == ["Maja Granlund"]
