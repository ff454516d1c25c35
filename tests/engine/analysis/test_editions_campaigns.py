"""A campaign grows between editions: what was cut stays as it was, and what is new is cut the same way everywhere."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers_editions import places, recounted, told
from medskick.engine.analysis.contract import Contribution, Options
from medskick.engine.analysis.edition.edits import Edits, Move, Outside
from medskick.engine.analysis.edition.live import LiveEdition
from medskick.engine.analysis.holding import holding
from medskick.engine.analysis.reading import statements
from medskick.engine.analysis.run import analyse
from medskick.engine.analysis.stages.campaigns import cut_additions
from medskick.engine.analysis.stages.prepare import prepare

CAMPAIGN = "Vi kräver att bussen mellan byarna går även på kvällar och helger."
ADDED = (
    f"{CAMPAIGN[:-1]} och själv kör jag min granne till dialysen tre dagar i veckan.",
    f"{CAMPAIGN[:-1]} eftersom min dotter annars slutar på gymnasiet i Luleå.",
    f"Som ensam förälder säger jag så här: {CAMPAIGN[0].lower()}{CAMPAIGN[1:]}",
)


def spans(result):
    return set(places(result))


def of(result, own):
    return [s for s in statements(result) if s.contribution_id == own]


@pytest.fixture(scope="module")
def earlier(sample, tmp_path_factory):
    """Four copies of a sentence, so that nobody knows it as a campaign, and one of them with something added."""
    four = [Contribution(f"kopia-{n}", CAMPAIGN) for n in range(4)]
    folder = tmp_path_factory.mktemp("earlier") / "out"
    return analyse([*sample, *four, Contribution("tillagg-0", ADDED[0])], folder, Options())


@pytest.fixture(scope="module")
def grown(sample):
    """The same with a fifth copy, and another addition."""
    five = [Contribution(f"kopia-{n}", CAMPAIGN) for n in range(5)]
    return [*sample, *five, Contribution("tillagg-0", ADDED[0]), Contribution("tillagg-1", ADDED[1])]


@pytest.fixture(scope="module")
def later(grown, earlier, tmp_path_factory):
    return analyse(grown, tmp_path_factory.mktemp("later") / "out", Options(previous=earlier.folder))


def test_a_fifth_copy_cuts_nothing_that_was_there(earlier, later):
    assert len(of(earlier, "tillagg-0")) == 1
    assert spans(earlier) <= spans(later)
    was, now = (
        {s.statement_id: s for s in statements(earlier)},
        {s.statement_id: s for s in statements(later)},
    )
    for own, old in was.items():
        new = now[own]
        assert (new.start, new.end, new.topic_id, new.x, new.y) == (
            old.start, old.end, old.topic_id, old.x, old.y
        )  # fmt: skip
    assert told(later) == recounted(earlier, later)


def test_what_is_new_is_cut_by_the_campaign(later):
    first, second = of(later, "tillagg-1")
    assert ADDED[1][first.start : first.end] == CAMPAIGN[:-1]
    assert ADDED[1][second.start : second.end].startswith("eftersom min dotter")
    copy = of(later, "kopia-0")[0]
    assert (first.topic_id, first.x, first.y) == (copy.topic_id, copy.x, copy.y)


def test_what_a_person_decided_about_a_statement_holds_when_the_campaign_is_known(grown, earlier, tmp_path):
    span = next(own for own in places(earlier) if own[0] == "tillagg-0")
    to = next(node["id"] for node in earlier.themes if node["kind"] == "theme" and node["parent"])
    edits = Edits((Move((span,), to), Outside("scope", spans=(span,))))
    again = analyse(grown, tmp_path / "out", Options(previous=earlier.folder, edits=edits))
    assert places(again)[span] == to
    assert again.document["edits"]["outside"] == [["tillagg-0.1", "scope"]]
    assert again.document["edits"]["lost"] == [] == again.document["edits"]["elsewhere"]


def test_texts_under_other_ids_keep_their_statements_too(grown, earlier, tmp_path):
    other = [Contribution(f"rad-{n}", c.text, title=c.title) for n, c in enumerate(grown)]
    again = analyse(other, tmp_path / "out", Options(previous=earlier.folder))
    row = next(f"rad-{n}" for n, c in enumerate(grown) if c.id == "tillagg-0")
    assert len(of(again, row)) == 1
    assert again.document["changes"]["statements"]["gone"] == 0


def test_live_cuts_what_the_next_edition_cuts(grown, later, tmp_path):
    new = [
        Contribution("ny-0", ADDED[2]),
        Contribution("ny-1", CAMPAIGN),
        Contribution("ny-2", ADDED[0]),
        Contribution("ny-3", ADDED[1]),
        Contribution("ny-4", "Bygg fler bostäder för unga i Kiruna och i byarna omkring."),
    ]
    live = LiveEdition(later.folder).place(new).rows
    assert [row.contribution_id for row in live].count("ny-0") == 2
    assert [row.contribution_id for row in live].count("ny-2") == 1  # its twin stands whole
    following = analyse([*grown, *new], tmp_path / "out", Options(previous=later.folder))
    next_spans = {own for own in spans(following) if own[0].startswith("ny-")}
    assert {(row.contribution_id, row.field, row.start, row.end) for row in live} == next_spans
    assert spans(later) <= spans(following)
    topics = places(following)
    twins = [row for row in live if row.twin]
    assert len(twins) >= 5
    for row in twins:
        assert topics[row.contribution_id, row.field, row.start, row.end] == row.topic


def test_a_campaign_stays_known_when_copies_are_withdrawn(grown, later, tmp_path):
    fewer = [c for c in grown if c.id not in {"kopia-1", "kopia-2", "kopia-3"}]
    new = Contribution("ny", ADDED[2])
    following = analyse([*fewer, new], tmp_path / "out", Options(previous=later.folder))
    assert len(of(following, "ny")) == 2
    live = (
        LiveEdition(following.folder).place([Contribution("nyare", f"Hej på er allihopa. {ADDED[1]}")]).rows
    )
    assert len(live) == 3


def test_the_order_of_rows_and_the_number_of_workers_do_not_matter(grown, earlier, later, tmp_path):
    shuffled = grown[:]
    random.Random(5).shuffle(shuffled)
    again = analyse(shuffled, tmp_path / "out", Options(previous=earlier.folder, workers=2))
    assert (again.folder / "result.json").read_bytes() == (later.folder / "result.json").read_bytes()
    rows = [sorted((r.folder / "statements.csv").read_bytes().splitlines()) for r in (again, later)]
    assert rows[0] == rows[1]


def test_kept_statements_say_nothing_of_campaigns_by_themselves():
    texts = [*(Contribution(f"k{n}", CAMPAIGN) for n in range(5)), Contribution("t", ADDED[0])]
    prepared = [prepare(c) for c in texts]
    fresh = cut_additions(texts, prepared)
    assert len(fresh.prepared[-1].pieces) == 2
    kept = cut_additions(texts, prepared, [p.pieces for p in prepared])
    assert kept.prepared == prepared
    assert fresh.campaigns.cut(texts[-1], prepared[-1]).pieces == fresh.prepared[-1].pieces
    assert kept.campaigns.cut(texts[-1], prepared[-1]).pieces == prepared[-1].pieces


@given(
    st.lists(
        st.sampled_from([CAMPAIGN, *ADDED, "Fler bussar.", "Bygg en simhall i Boden."]),
        min_size=1,
        max_size=14,
    )
)
def test_cut_by_what_a_corpus_remembers_is_cut_by_the_corpus(texts):
    """A new copy of any text is cut as the text was, whether by memory or beside the texts themselves."""
    contributions = [Contribution(f"c{n}", text) for n, text in enumerate(texts)]
    prepared = [prepare(c) for c in contributions]
    cut = cut_additions(contributions, prepared)
    for contribution, before, after in zip(contributions, prepared, cut.prepared, strict=True):
        assert cut.campaigns.cut(contribution, before).pieces == after.pieces
    twice = [*contributions, *(Contribution(f"ny-{c.id}", c.text) for c in contributions)]
    kept = [*(p.pieces for p in cut.prepared), *([None] * len(contributions))]
    again = cut_additions(twice, [prepare(c) for c in twice], kept, cut.campaigns)
    for n, one in enumerate(cut.prepared):
        assert again.prepared[n].pieces == one.pieces
        assert again.prepared[len(contributions) + n].pieces == one.pieces


def test_a_decision_goes_to_the_statements_that_hold_most_of_it():
    wanted = [("a", "text", 0, 100), ("b", "text", 0, 40), ("b", "text", 41, 60), ("c", "text", 0, 9)]
    now = [
        (("a", "text", 0, 55), 0), (("a", "text", 56, 100), 1),
        (("b", "text", 0, 60), 2),
        (("c", "title", 0, 9), 3), (("c", "text", 7, 30), 4),
    ]  # fmt: skip
    assert holding(wanted, now) == {
        ("a", "text", 0, 100): [0, 1], ("b", "text", 0, 40): [2], ("b", "text", 41, 60): [], ("c", "text", 0, 9): []
    }  # fmt: skip


BERIT = "Ring Berit Öman på kvällen. Bussen till byn måste gå oftare på helgen. Vägen dit är full av hål."


def test_decisions_follow_words_and_what_is_lost_is_told(sample, tmp_path):
    texts = [
        Contribution("masked", BERIT),
        Contribution(
            "within", "Bussen till Berit Öman i byn måste gå oftare på helgen, annars flyttar hon härifrån."
        ),
        Contribution("cut", "Fler tåg till Boden varje morgon. Sänk avgiften på badhuset."),
        Contribution("gone", "Bygg en bro över älven vid Vittjärv."),
    ]
    one = analyse([*sample, *texts], tmp_path / "one", Options())
    to = next(node["id"] for node in one.themes if node["kind"] == "theme" and node["parent"])
    where = {
        (own[0], n): own
        for name in ("masked", "within", "cut", "gone")
        for n, own in enumerate(sorted(span for span in places(one) if span[0] == name))
    }
    about = (where["masked", 2], where["within", 0], where["cut", 1], where["gone", 0])
    edits = Edits((Move(about, to), Outside("local_only", spans=(where["masked", 1], where["gone", 0]))))
    now = [
        Contribution("masked", BERIT.replace("Berit Öman", "[namn]")),
        Contribution("within", texts[1].text.replace("Berit Öman", "[namn]")),
        Contribution("cut", "Fler tåg till Boden varje morgon."),
    ]
    two = analyse([*sample, *now], tmp_path / "two", Options(previous=one.folder, edits=edits))
    held, topics = two.document["edits"], {s.statement_id: s for s in statements(two)}
    was = {s.statement_id: s for s in statements(one)}
    for own in ("masked.3", "within.1"):
        assert topics[own].topic_id == to
    assert (topics["masked.3"].x, topics["masked.3"].y) == (was["masked.3"].x, was["masked.3"].y)
    assert topics["masked.2"].topic_id == was["masked.2"].topic_id
    assert held["outside"] == [["masked.2", "local_only"]]
    assert held["elsewhere"] == [
        {"statement": list(where["masked", 1]), "now": ["masked.2"]},
        {"statement": list(where["masked", 2]), "now": ["masked.3"]},
        {"statement": list(where["within", 0]), "now": ["within.1"]},
    ]
    assert held["lost"] == [
        {"statement": list(where["cut", 1]), "to": to, "why": "no_statement"},
        {"statement": list(where["gone", 0]), "to": to, "why": "no_text"},
        {"statement": list(where["gone", 0]), "outside": "local_only", "why": "no_text"},
    ]
    assert held["statements"] == 4
    assert held["statements_here"] == held["statements_held"] == 2
    three = analyse([*sample, *now], tmp_path / "three", Options(previous=two.folder))
    assert three.document["edits"]["outside"] == [["masked.2", "local_only"]]


def test_edits_that_find_nothing_are_all_told_as_lost(sample, tmp_path):
    one = analyse(sample, tmp_path / "one", Options())
    span = next(iter(sorted(places(one))))
    to = next(node["id"] for node in one.themes if node["kind"] == "theme" and node["parent"])
    other = [
        Contribution(f"annan-{n}", f"{c.text} Så är det.") for n, c in enumerate(sample) if c.text.strip()
    ]
    two = analyse(other, tmp_path / "two", Options(previous=one.folder, edits=Edits((Move((span,), to),))))
    assert two.document["edits"]["lost"] == [{"statement": list(span), "to": to, "why": "no_text"}]
