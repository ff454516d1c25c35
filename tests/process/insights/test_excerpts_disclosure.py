"""No number under five stands with an excerpt, and none follows from the numbers that do (design, truth 7)."""

import uuid
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_excerpts import AUDIT
from medskick.process.insights.queries.excerpts import words
from medskick.process.insights.queries.excerpts.assemble import Crowd, Given, Voice, assemble, persons_of

SMALL = range(1, 5)
# The persons of each sending; of those in the theme that are in no part, too.
PART = st.lists(st.integers(1, 6), max_size=9)
REST = st.lists(st.integers(1, 6), max_size=6)


class Room:
    """Voices as they are made, and the persons of all of them together."""

    def __init__(self) -> None:
        self.voices: list[Voice] = []
        self.persons = 0

    def speak(self, excerpt: int, part: str, persons: list[int], *, shown: int = 1) -> int:
        """Sendings of so many persons say so; the first ``shown`` of them are shown. Answers the persons."""
        for place, many in enumerate(persons, 1):
            number = len(self.voices) + 1
            rank = place if place <= shown else None
            self.voices.append(
                Voice(excerpt, part, rank, True, None, number, number, uuid.UUID(int=number), many)
            )
        self.persons += sum(persons)
        return sum(persons)

    def told(self, given: list[Given], rest: list[int]):
        crowd = Crowd(self.persons + sum(rest), len(self.voices) + len(rest))
        words_of = {voice.place: f"ord {voice.place}" for voice in self.voices}
        return assemble(given, self.voices, words_of, crowd), crowd


def check_sums(cells: list[int], shown: list[int | None]) -> None:
    """Cells that together are a known sum: small ones are hidden, and what is hidden with them is no single one."""
    assert not [number for number in shown if number in SMALL]
    hidden = [cell for cell, number in zip(cells, shown, strict=True) if number is None and cell]
    if any(cell in SMALL for cell in hidden) and len(hidden) < len([cell for cell in cells if cell]):
        assert sum(hidden) >= 5
        assert len(set(hidden)) > 1 or 0 in cells


@given(st.lists(PART, min_size=3, max_size=5), REST)
@settings(max_examples=400, deadline=None)
def test_a_summary_tells_no_small_group_and_lets_none_be_worked_out(parts, rest):
    room = Room()
    cells = [room.speak(1, str(number), persons) for number, persons in enumerate(parts)]
    facts = {
        "estimated": False,
        "sentences": len(parts),
        "voices": len(room.voices),
        "statements": len(room.voices) + len(rest),
        "audit": AUDIT,
    }
    found, crowd = room.told([Given(1, "summary", "", facts)], rest)
    if found.summary is None:
        assert not room.voices
        return
    assert not found.summary.some_unseen
    told = {sentence.quote: sentence.persons for sentence in found.summary.sentences}
    first = {voice.part: f"ord {voice.place}" for voice in room.voices if voice.rank}
    shown = [told.get(first.get(str(number), "")) for number in range(len(parts))]
    check_sums([*cells, sum(rest)], [*(number or None for number in shown), found.summary.others or None])
    coverage = found.summary.coverage
    if coverage is not None and coverage.covered is not None:
        assert found.summary.others is not None
        assert round(crowd.persons * (100 - coverage.covered) / 100) not in SMALL or crowd.persons > 100


@given(PART, PART, PART, REST)
@settings(max_examples=400, deadline=None)
def test_a_tension_tells_no_small_side_and_lets_none_be_worked_out(pro, contra, neither, rest):
    room = Room()
    ahead = room.speak(1, "for", pro, shown=2)
    behind = room.speak(1, "against", contra, shown=2)
    between = room.speak(1, "neither", neither, shown=0)
    facts = {"question": "keep_or_stop", "sides": ["for", "against"], "read": 9, "of": 9}
    found, crowd = room.told([Given(1, "tension", "hamnen", facts)], rest)
    assert bool(found.tensions) == (min(len(pro), len(contra)) >= 3)
    for tension in found.tensions:
        told = [side.persons for side in tension.sides]
        assert (None in told) == (not tension.told)
        assert [side.percent is None for side in tension.sides] == [not tension.told] * 2
        if tension.told:
            assert told == [ahead, behind]
            assert min(told) >= 5
            assert crowd.persons - ahead - behind not in SMALL
            assert sum(side.percent for side in tension.sides) == 100
        if tension.neither is not None:
            assert tension.told
            assert tension.neither == between >= 5
            assert crowd.persons - ahead - behind - between not in SMALL
        assert not {"1", "2", "3", "4"} & set(words.neither(tension).split())


@given(PART, PART, PART, REST)
@settings(max_examples=400, deadline=None)
def test_persons_on_both_sides_let_no_small_rest_be_worked_out(pro, contra, both, rest):
    room = Room()
    ahead = room.speak(1, "for", pro + both, shown=2)
    twice = room.voices[len(pro) :]
    behind = room.speak(1, "against", contra, shown=2)
    room.voices += [replace(voice, part="against", rank=None) for voice in twice]
    facts = {"question": "keep_or_stop", "sides": ["for", "against"], "read": 9, "of": 9}
    found, crowd = room.told([Given(1, "tension", "hamnen", facts)], rest)
    alone = ahead - sum(both)
    for tension in found.tensions:
        assert tension.told or not tension.both
        if tension.told:
            assert [side.persons for side in tension.sides] == [alone, behind]
            assert tension.both == sum(both)
            assert not {alone, behind, sum(both), crowd.persons - alone - behind - sum(both)} & set(SMALL)
            assert sum(side.percent for side in tension.sides) + tension.both_percent == 100
        assert not {"1", "2", "3", "4"} & set(words.both(tension).split())


@given(st.lists(PART, min_size=3, max_size=5), st.sets(st.integers(0, 2), min_size=1), REST)
@settings(max_examples=400, deadline=None)
def test_sentences_taken_away_leave_every_number_as_it_was(parts, away, rest):
    room = Room()
    cells = [room.speak(1, str(number), persons) for number, persons in enumerate(parts)]
    facts = {
        "estimated": False,
        "sentences": len(parts),
        "voices": len(room.voices),
        "statements": len(room.voices) + len(rest),
        "audit": AUDIT,
    }
    room.voices = [replace(voice, rank=None) if int(voice.part) in away else voice for voice in room.voices]
    found, _crowd = room.told([Given(1, "summary", "", facts)], rest)
    left = [cells[number] for number in range(len(parts)) if number not in away and parts[number]]
    if found.summary is None:
        assert not left
        return
    unseen = sum(cell for number, cell in enumerate(cells) if number in away)
    told = [
        *(sentence.persons for sentence in found.summary.sentences),
        found.summary.unseen or None,
        found.summary.others or None,
    ]
    check_sums([*left, unseen, sum(rest)], told)
    assert found.summary.others in (None, sum(rest))
    assert found.summary.unseen in (None, unseen)
    assert found.summary.coverage is None


@given(PART, PART, PART, REST, st.sampled_from(["few", "leaf"]))
@settings(max_examples=400, deadline=None)
def test_circles_that_share_persons_leave_no_small_rest(first, second, both, rest, kind):
    room = Room()
    own = [room.speak(1, "", first + both), room.speak(2, "", second) + sum(both)]
    room.voices += [replace(voice, excerpt=2, rank=None) for voice in room.voices[len(first) :][: len(both)]]
    found, crowd = room.told([Given(n, kind, f"nummer {n}", {}) for n in (1, 2)], rest)
    by_label = {f"nummer {n}": persons for n, persons in enumerate(own, 1)}
    for circle in found.few if kind == "few" else found.leaves:
        if circle.persons is not None:
            assert circle.persons == by_label[circle.label] >= 5
            assert crowd.persons - circle.persons not in SMALL


@given(st.lists(PART, max_size=4), REST, st.sampled_from(["few", "leaf"]))
@settings(max_examples=400, deadline=None)
def test_circles_and_leaves_tell_no_small_group_and_leave_none_over(parts, rest, kind):
    room = Room()
    given = []
    for number, persons in enumerate(parts, 1):
        room.speak(number, "", persons)
        given.append(Given(number, kind, f"nummer {number}", {}))
    found, crowd = room.told(given, rest)
    shown = found.few if kind == "few" else found.leaves
    told = {circle.label: circle.persons for circle in shown if circle.persons is not None}
    assert all(persons >= 5 for persons in told.values())
    inside = [voice for voice in room.voices if f"nummer {voice.excerpt}" in told]
    assert crowd.persons - persons_of(inside) not in SMALL or not told


def test_where_only_a_sample_was_read_each_voice_stands_for_more():
    one = uuid.uuid4()
    voices = [
        Voice(1, "0", None, True, 3.25, 1, 1, one, 1),
        Voice(1, "0", None, True, 3.25, 2, 2, one, 1),
        Voice(1, "0", None, True, 2.5, 3, 3, uuid.uuid4(), 9),
        Voice(1, "0", 1, False, None, 4, 4, uuid.uuid4(), 9),
    ]
    assert persons_of(voices) == round(3.25 + 2.5)
