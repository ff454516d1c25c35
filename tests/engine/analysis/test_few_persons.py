"""The report never tells how few stand behind a topic, nor lets one work it out; the working file is private."""

import copy
import itertools
import json
import re

import pytest

from medskick.engine.analysis.output.report import theme as themes
from medskick.engine.analysis.output.report import wording as say
from medskick.engine.analysis.output.report.parts import FEW, TOLD, UNTOLD, telling


@pytest.mark.parametrize("parts", [1, 2, 3, 4])
def test_no_small_part_is_told_or_follows_from_the_whole(parts):
    for persons in itertools.product(range(10), repeat=parts):
        ways = telling(persons)
        assert all((way == FEW) == (0 < count < 5) for way, count in zip(ways, persons, strict=True))
        hidden = [count for way, count in zip(ways, persons, strict=True) if way != TOLD]
        everything = TOLD not in [way for way, count in zip(ways, persons, strict=True) if count]
        assert not hidden or everything or (sum(hidden) >= 5 and len(set(hidden)) > 1), persons
        if not 0 < min((count for count in persons if count), default=0) < 5:
            assert UNTOLD not in ways


def test_order_of_the_parts_changes_nothing():
    told = dict(zip((12, 3, 40, 9), telling((12, 3, 40, 9)), strict=True))
    for persons in itertools.permutations((12, 3, 40, 9)):
        assert dict(zip(persons, telling(persons), strict=True)) == told
    assert told == {3: FEW, 9: UNTOLD, 12: TOLD, 40: TOLD}


@pytest.fixture
def divided(sample_result):
    """A theme with three topics, as the document has it."""
    document = json.loads((sample_result.folder / "result.json").read_text("utf-8"))
    nodes = copy.deepcopy(document["themes"])
    theme = next(node for node in nodes if node["parent"] is None and node["kind"] == "theme")
    topics = [node for node in nodes if node["parent"] == theme["id"]]
    assert topics
    topics = [
        {**copy.deepcopy(topics[0]), "id": f"{theme['id']}.{n}", "label": f"ämne {n}"} for n in (1, 2, 3)
    ]
    for topic, persons in zip(topics, (41, 13, 3), strict=True):
        topic |= {"persons": persons, "tensions": [], "leaves": [], "quotes": [], "summary": None}
        topic["size"] = 100 + persons
    return {**theme, "persons": 57}, topics


def test_the_topic_that_would_give_a_small_one_away_tells_no_number(divided):
    theme, topics = divided
    topics[1]["summary"] = {"sentences": [], "others": 13, "estimated": False}
    html = themes.section(theme, topics, 0)
    assert say.persons(41) in html
    assert say.persons(3) in html
    assert not re.search(r"\b13\b", html.replace("113", ""))
    assert say.UNTOLD in html
    assert themes.WHY_UNTOLD in html


def test_without_a_small_topic_every_number_is_told(divided):
    theme, topics = divided
    topics[2]["persons"] = 5
    html = themes.section(theme, topics, 0)
    assert all(say.persons(count) in html for count in (41, 13, 5))
    assert say.UNTOLD not in html


def test_the_working_file_is_exact_and_says_that_it_is_private(sample_result):
    document = json.loads((sample_result.folder / "result.json").read_text("utf-8"))
    assert "Lämna ut report.html" in document["private"]
    assert all(isinstance(node["persons"], int) for node in document["themes"])
    assert document["private"] not in (sample_result.folder / "report.html").read_text("utf-8")
