"""The chain is walked both ways, in a bounded number of calls, and shows nobody what they may not see."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_people import viewer_for
from medskick.ground.core import chain
from medskick.ground.core.access import PUBLIC
from medskick.ground.core.chain import Description, Ref


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    """An empty chain of our own."""
    monkeypatch.setattr(chain, "_kinds", {})
    monkeypatch.setattr(chain, "_waiting", defaultdict(list))


def titles(refs, viewer):
    return {ref: Description(ref, f"{ref.kind} {ref.key}") for ref in refs}


def leads_to(steps):
    return lambda refs, viewer: {ref: [Ref(*to) for to in steps.get(str(ref), [])] for ref in refs}


def test_a_kind_is_registered_once():
    chain.register("statement", describe=titles)
    with pytest.raises(ValueError, match="statement"):
        chain.register("statement", describe=titles)


def test_a_higher_room_adds_its_step_before_or_after_the_lower_one_is_ready():
    early, late = (
        leads_to({"contribution:1": [("statement", "1")]}),
        leads_to({"contribution:1": [("theme", "9")]}),
    )
    chain.extend("contribution", onward=early)
    chain.register("contribution", describe=titles)
    chain.extend("contribution", onward=late)
    assert chain.onward([Ref("contribution", "1")], PUBLIC) == {
        Ref("contribution", "1"): [Ref("statement", "1"), Ref("theme", "9")]
    }


def test_back_and_onward_are_different_roads():
    chain.register("theme", describe=titles, back=leads_to({"theme:9": [("statement", "1")]}))
    assert chain.onward([Ref("theme", "9")], PUBLIC) == {}
    assert chain.back([Ref("theme", "9")], PUBLIC) == {Ref("theme", "9"): [Ref("statement", "1")]}


def test_a_walk_tells_each_thing_once_and_one_list_per_step():
    chain.register(
        "a",
        describe=titles,
        onward=leads_to({"a:1": [("b", "1"), ("b", "2")], "a:2": [("b", "2"), ("a", "1")]}),
    )
    chain.register(
        "b", describe=titles, onward=leads_to({"b:1": [("c", "1")], "b:2": [("c", "1"), ("a", "2")]})
    )
    chain.register("c", describe=titles)
    levels = chain.walk([Ref("a", "1"), Ref("a", "2")], PUBLIC)
    assert [[str(one.ref) for one in level] for level in levels] == [["b:1", "b:2"], ["c:1"]]


def test_a_walk_ends_at_its_depth():
    chain.register(
        "n", describe=titles, onward=lambda refs, viewer: {r: [Ref("n", str(int(r.key) + 1))] for r in refs}
    )
    assert len(chain.walk([Ref("n", "0")], PUBLIC, depth=5)) == 5


def test_calls_grow_with_steps_and_kinds_but_not_with_breadth():
    calls = []

    def describe(refs, viewer):
        calls.append("describe")
        return titles(refs, viewer)

    def onward(refs, viewer):
        calls.append("onward")
        return {ref: [Ref("leaf", f"{ref.key}-{n}") for n in range(10)] for ref in refs}

    chain.register("root", describe=describe, onward=onward)
    chain.register("leaf", describe=describe)
    levels = chain.walk([Ref("root", str(n)) for n in range(100)], PUBLIC)
    assert len(levels[0]) == 1000
    assert calls == ["onward", "describe"]


def test_what_a_viewer_may_not_see_is_not_there_at_all():
    def describe(refs, viewer):
        return titles(refs, viewer) if viewer.is_staff else {}

    chain.register("secret", describe=describe)
    assert chain.describe([Ref("secret", "1")], PUBLIC) == {}
    assert chain.describe([Ref("secret", "1")], viewer_for("analyst"))


def test_a_thing_of_an_unknown_kind_is_passed_by():
    assert chain.describe([Ref("nothing", "1")], PUBLIC) == {}
    assert chain.walk([Ref("nothing", "1")], PUBLIC) == []


EDGES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=40)


@settings(max_examples=60, deadline=None)
@given(EDGES, st.integers(0, 9))
def test_a_walk_reaches_exactly_what_can_be_reached(edges, start):
    steps = defaultdict(list)
    for source, target in edges:
        steps[f"n:{source}"].append(("n", str(target)))
    chain._kinds.clear()
    chain.register("n", describe=titles, onward=leads_to(steps))
    walked = [one.ref.key for level in chain.walk([Ref("n", str(start))], PUBLIC, depth=20) for one in level]
    assert len(walked) == len(set(walked))
    assert set(walked) == _reachable(edges, start)


def _reachable(edges, start):
    seen, front = set(), {start}
    while front:
        front = {target for source, target in edges if source in front} - seen - {start}
        seen |= front
    return {str(node) for node in seen}


@settings(max_examples=60, deadline=None)
@given(EDGES, st.integers(0, 9))
def test_branches_hold_each_reached_thing_once_and_after_what_leads_to_it(edges, start):
    edges = [(source, target) for source, target in edges if source < target]
    steps = defaultdict(list)
    for source, target in edges:
        steps[f"n:{source}"].append(("n", str(target)))
    chain._kinds.clear()
    chain.register("n", describe=titles, onward=leads_to(steps))
    ref = Ref("n", str(start))
    walked = [one.ref.key for branch in chain.walk_each([ref], PUBLIC, depth=20)[ref] for one in branch]
    assert len(walked) == len(set(walked))
    assert set(walked) == _reachable(edges, start)
    for source, target in edges:
        if str(source) in walked and str(target) in walked:
            assert walked.index(str(source)) < walked.index(str(target))
