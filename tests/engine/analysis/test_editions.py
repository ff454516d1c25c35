"""A new edition goes on from the last one: what was there stays, what people changed holds, what is new is told."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers_editions import WOLVES, Book, anything, places, recounted, told
from medskick.engine.analysis.cli import main
from medskick.engine.analysis.codebook import Codebook, Entry
from medskick.engine.analysis.contract import AnalysisError, Contribution, Options
from medskick.engine.analysis.edition.edits import (
    Edits,
    FitsNone,
    Merge,
    Move,
    Outside,
    Rename,
    Split,
    read_edits,
    write_edits,
)
from medskick.engine.analysis.reading import read_result, statements
from medskick.engine.analysis.run import analyse


@pytest.fixture(scope="module")
def earlier(sample, tmp_path_factory):
    """An edition of nine tenths of the sample."""
    folder = tmp_path_factory.mktemp("earlier") / "out"
    return analyse([c for n, c in enumerate(sample) if n % 10], folder, Options())


@pytest.fixture(scope="module")
def later(sample, earlier, tmp_path_factory):
    folder = tmp_path_factory.mktemp("later") / "out"
    return analyse(sample, folder, Options(previous=earlier.folder))


FEW = [
    f"Vi vill ha {what} i byn."
    for what in ("en skola", "fler bussar", "bredband", "ett bibliotek", "en simhall")
]


@pytest.mark.parametrize("verb", ["none", "move", "outside"])
def test_what_people_decided_holds_from_edition_to_edition_however_few_statements_there_are(tmp_path, verb):
    some = [Contribution(f"{n}", text) for n, text in enumerate(FEW)]
    first = analyse(some, tmp_path / "first", Options())
    span = ("1", "text", 0, len(FEW[1]))
    theme = next(node["id"] for node in first.themes if node["kind"] == "theme" and node["parent"])
    edits = {
        "none": Edits((FitsNone((span,)),)),
        "move": Edits((Split(theme, f"{theme}9", "Kollektivtrafik", (span,)),)),
        "outside": Edits((Outside("local_only", spans=(span,)),)),
    }[verb]
    folder = analyse(some, tmp_path / "second", Options(previous=first.folder, edits=edits)).folder
    for name in ("third", "fourth"):
        some = [*some, Contribution(f"{name}", "Laga vägen till hamnen.")]
        later = analyse(some, tmp_path / name, Options(previous=folder))
        folder = later.folder
        (own,) = [s for s in statements(later) if s.contribution_id == "1"]
        nodes = {node["id"]: node for node in later.themes}
        if verb == "none":
            assert nodes[own.topic_id]["kind"] == "unplaced"
        elif verb == "move":
            assert (own.topic_id, nodes[own.topic_id]["label"]) == (f"{theme}9", "Kollektivtrafik")
        else:
            assert later.document["edits"]["outside"] == [[own.statement_id, "local_only"]]


def test_old_statements_keep_topic_theme_and_exact_place(earlier, later):
    now = {s.statement_id: s for s in statements(later)}
    for old in statements(earlier):
        new = now[old.statement_id]
        assert (new.theme_id, new.topic_id, new.x, new.y) == (old.theme_id, old.topic_id, old.x, old.y)


def test_new_statements_lie_on_nobody_and_copies_on_their_twin(earlier, later):
    old = {(s.x, s.y) for s in statements(earlier)}
    family = {s.family_id: (s.x, s.y) for s in statements(later)}
    before = {s.statement_id for s in statements(earlier)}
    with_twin = {s.family_id for s in statements(later) if s.statement_id in before}
    new = [s for s in statements(later) if s.statement_id not in before]
    assert new
    for statement in new:
        own = (statement.x, statement.y)
        assert (own in old) == (statement.family_id in with_twin)
        assert 0 <= statement.x <= 1
        assert 0 <= statement.y <= 1
    alone = [s.family_id for s in new if s.family_id not in with_twin]
    assert len({family[own] for own in alone}) == len(set(alone))


def test_the_list_of_changes_is_what_the_two_files_say(earlier, later):
    assert told(later) == recounted(earlier, later)


def test_statements_are_known_by_their_words_when_ids_are_new(sample, earlier, tmp_path):
    other = [Contribution(f"rad-{n}", c.text, title=c.title) for n, c in enumerate(sample) if n % 10]
    again = analyse(other, tmp_path / "out", Options(previous=earlier.folder))
    assert again.document["changes"]["statements"]["same_topic"] == earlier.counts["statements"]
    assert again.document["changes"]["new"] == []


def test_the_same_id_with_other_words_is_somebody_else(sample, earlier, tmp_path):
    swapped = [c for n, c in enumerate(sample) if n % 10]
    first, second = swapped[0], swapped[7]
    swapped[0] = Contribution(first.id, second.text, title=second.title)
    swapped[7] = Contribution(second.id, first.text, title=first.title)
    again = analyse(swapped, tmp_path / "out", Options(previous=earlier.folder))
    was = {s.statement_id: s for s in statements(earlier)}
    now = {s.statement_id: s for s in statements(again)}
    assert now[f"{second.id}.1"].topic_id == was[f"{first.id}.1"].topic_id
    assert (now[f"{second.id}.1"].x, now[f"{second.id}.1"].y) == (
        was[f"{first.id}.1"].x,
        was[f"{first.id}.1"].y,
    )


def test_a_new_matter_becomes_a_topic_of_its_own(sample, earlier, tmp_path):
    more = [Contribution(f"varg-{n}", text) for n, text in enumerate(WOLVES)]
    again = analyse([*sample, *more], tmp_path / "out", Options(previous=earlier.folder))
    made = [row for row in again.document["drift"]["proposals"] if row["kind"] == "new_topic"]
    assert len(made) == 1
    assert made[0]["applied"]
    assert made[0]["topic"] in again.document["changes"]["new"]
    inside = {s.contribution_id for s in statements(again) if s.topic_id == made[0]["topic"]}
    assert len(inside & {c.id for c in more}) >= 9
    assert made[0]["text"].startswith(f"{len(made[0]['statements'])} nya synpunkter liknar varandra")
    assert told(again) == recounted(earlier, again)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(dice=st.integers(0, 10_000), times=st.integers(1, 12))
def test_whatever_people_decide_holds_in_the_next_edition(sample, earlier, tmp_path_factory, dice, times):
    book = Book(earlier)
    edits = anything(book, random.Random(dice), times)
    folder = tmp_path_factory.mktemp("edited") / "out"
    again = analyse(sample, folder, Options(previous=earlier.folder, edits=edits))
    assert book.broken(again) == []
    held = again.document["edits"]
    assert held["statements_held"] == held["statements_here"]
    assert told(again) == recounted(earlier, again)


def test_edits_hold_in_the_edition_after_next_without_being_told_again(sample, earlier, tmp_path):
    book = Book(earlier)
    edits = anything(book, random.Random(3), 8)
    second = analyse(sample, tmp_path / "second", Options(previous=earlier.folder, edits=edits))
    more = [Contribution(f"varg-{n}", text) for n, text in enumerate(WOLVES)]
    third = analyse([*sample, *more], tmp_path / "third", Options(previous=second.folder))
    assert book.broken(third) == []


def test_an_id_that_is_gone_never_comes_back(sample, earlier, tmp_path):
    topics = [node["id"] for node in earlier.themes if node["kind"] == "theme" and node["parent"]]
    last = max(node["id"] for node in earlier.themes if node["kind"] == "theme" and not node["parent"])
    into = next(own for own in topics if not own.startswith(last + "."))
    merged = analyse(
        sample, tmp_path / "merged", Options(previous=earlier.folder, edits=Edits((Merge((last,), into),)))
    )
    gone = set(merged.document["retired_ids"])
    assert last in gone
    more = [Contribution(f"varg-{n}", text) for n, text in enumerate(WOLVES)]
    third = analyse([*sample, *more], tmp_path / "third", Options(previous=merged.folder))
    assert not gone & {node["id"] for node in third.themes}
    assert gone <= set(third.document["retired_ids"])


def test_a_moved_statement_without_content_stays_where_a_person_put_it(sample, earlier, tmp_path):
    empty = next(s for s in statements(earlier) if s.strength_class == "no_content")
    span = (empty.contribution_id, empty.field, empty.start, empty.end)
    to = next(node["id"] for node in earlier.themes if node["kind"] == "theme" and node["parent"])
    again = analyse(
        sample, tmp_path / "out", Options(previous=earlier.folder, edits=Edits((Move((span,), to),)))
    )
    assert places(again)[span] == to


def test_what_fits_none_stays_out_and_new_words_like_it_follow(sample, earlier, tmp_path):
    topic = next(node for node in earlier.themes if node["kind"] == "theme" and node["parent"])
    spans = tuple(sorted(span for span, own in places(earlier).items() if own == topic["id"]))
    second = analyse(
        sample, tmp_path / "second", Options(previous=earlier.folder, edits=Edits((FitsNone(spans),)))
    )
    own = next(one for one in sample if one.id == spans[0][0])
    twin = Contribution("tvilling", own.text)
    third = analyse([*sample, twin], tmp_path / "third", Options(previous=second.folder))
    kinds = {node["id"]: node["kind"] for node in third.themes}
    assert {kinds[places(third)[span]] for span in spans} == {"unplaced"}
    twins = {
        kinds[place]
        for span, place in places(third).items()
        if span[0] == "tvilling" and span[1:] == spans[0][1:]
    }
    assert twins == {"unplaced"}
    assert topic["id"] in second.document["changes"]["gone"]
    assert second.document["edits"]["statements_held"] == len(spans)


def test_edits_are_read_as_they_were_written(earlier, tmp_path):
    edits = anything(Book(earlier), random.Random(11), 12)
    write_edits(tmp_path / "edits.json", edits)
    assert read_edits(tmp_path / "edits.json") == edits


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ({"edits": [{"verb": "burn"}]}, "ändring 1: ”verb” ska vara något av"),
        ({"edits": [{"verb": "rename", "id": "T1"}]}, "ändring 1: fyll i ”label”"),
        ({"edits": [{"verb": "merge", "ids": "T1", "into": "T2"}]}, "”ids” ska vara en lista"),
        (
            {"edits": [{"verb": "move", "statements": [["a", "text", 4, 2]], "to": "T1.1"}]},
            "en synpunkt ska vara",
        ),
        ({"what": 1}, "ska ha en lista ”edits”"),
    ],
)
def test_a_wrong_edit_is_told_by_its_number(tmp_path, rows, sentence):
    path = tmp_path / "edits.json"
    path.write_text(json.dumps(rows), "utf-8")
    with pytest.raises(AnalysisError, match=sentence):
        read_edits(path)


@pytest.mark.parametrize(
    ("edits", "sentence"),
    [
        ((Rename("T1", "Vägar"), Rename("T99", "Spår")), "Ändring 2: det finns inget tema med id ”T99”"),
        ((Merge(("T1",), "T1.1"),), "Ändring 1: ”T1” kan inte slås ihop med sig själv"),
    ],
)
def test_an_edit_of_what_is_not_there_is_refused(sample, earlier, tmp_path, edits, sentence):
    with pytest.raises(AnalysisError, match=sentence):
        analyse(sample, tmp_path / "out", Options(previous=earlier.folder, edits=Edits(edits)))
    assert not (tmp_path / "out").exists()


def test_edits_need_an_edition_and_its_tree(sample, earlier, tmp_path):
    edits = Edits((Rename("T1", "Vägar"),))
    with pytest.raises(AnalysisError, match="Ange mappen med --from"):
        analyse(sample, tmp_path / "out", Options(edits=edits))
    with pytest.raises(AnalysisError, match="Med --themes görs temana om från början"):
        analyse(sample, tmp_path / "out", Options(previous=earlier.folder, edits=edits, themes=4))


def test_a_codebook_takes_the_published_topics_under_its_themes(sample, earlier, tmp_path):
    codebook = Codebook(
        (
            Entry("resor", "Resor och vägar", "bussar, tåg, vägar och cykelbanor"),
            Entry("vard", "Vård", "vårdcentraler, sjukhus, läkare och ambulans"),
            Entry("ovrigt", "Leva här", "bostäder, skola, jobb, kultur och fritid"),
        )
    )
    first = analyse(sample, tmp_path / "first", Options(previous=earlier.folder, codebook=codebook))
    was = places(earlier)
    ordinary = {node["id"] for node in earlier.themes if node["kind"] == "theme"}
    now = places(first)
    assert all(now[span] == topic for span, topic in was.items() if topic in ordinary)
    keys = [node["key"] for node in first.themes if "key" in node]
    assert keys == ["resor", "vard", "ovrigt"]
    second = analyse(sample, tmp_path / "second", Options(previous=first.folder, codebook=codebook))
    assert second.document["changes"]["reparented"] == [] == second.document["changes"]["moved"]
    assert [n["id"] for n in second.themes if "key" in n] == [n["id"] for n in first.themes if "key" in n]


@pytest.mark.parametrize("size", [0, 1, 5, 30])
def test_an_edition_of_hardly_anything_can_be_gone_on_from(sample, tmp_path, size):
    small = analyse(sample[:size], tmp_path / "small", Options())
    again = analyse(sample, tmp_path / "out", Options(previous=small.folder))
    assert told(again) == recounted(small, again)
    assert sum(node["size"] for node in again.themes if node["parent"] is None) == again.counts["statements"]
    back = analyse(sample[:size], tmp_path / "back", Options(previous=again.folder))
    assert told(back) == recounted(again, back)


def test_the_command_goes_on_from_a_folder_with_edits(sample_path, sample_result, tmp_path, capsys):
    first = next(node["id"] for node in sample_result.themes if node["kind"] == "theme")
    edits = tmp_path / "edits.json"
    write_edits(edits, Edits((Rename(first, "Hem på natten"),)))
    command = [str(sample_path), "--text", "text", "--id", "id", "--from", str(sample_result.folder)]
    assert main([*command, "--edits", str(edits), "--out", str(tmp_path / "out")]) == 0
    assert [node["label"] for node in read_result(tmp_path / "out").themes if node["id"] == first] == [
        "Hem på natten"
    ]
    assert main([*command, "--edits", str(edits), "--themes", "4", "--out", str(tmp_path / "no")]) == 2
    assert "Kör utan --themes eller utan --edits." in capsys.readouterr().err


def test_edits_hold_even_when_little_of_the_edition_is_left(sample, earlier, tmp_path):
    first = next(s for s in statements(earlier) if s.contribution_id == sample[1].id)
    span = (first.contribution_id, first.field, first.start, first.end)
    to = [
        n["id"] for n in earlier.themes if n["kind"] == "theme" and n["parent"] and n["id"] != first.topic_id
    ][-1]
    other = [Contribution(f"annan-{n}", f"{c.text} Så är det.") for n, c in enumerate(sample) if c.text]
    edits = Edits((Move((span,), to), Rename(to, "Eget namn")))
    again = analyse([sample[1], *other], tmp_path / "out", Options(previous=earlier.folder, edits=edits))
    assert places(again)[span] == to
    assert next(node["label"] for node in again.themes if node["id"] == to) == "Eget namn"


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ('"><script>alert(1)</script>', "är inget id"),
        ("T1,1", "är inget id"),
        ("T{gone}", "har funnits"),
    ],
)
def test_what_is_split_off_gets_an_id_that_is_one_and_nobody_has_had(
    sample, earlier, tmp_path, new, sentence
):
    """Merged into each other by way of a used id, two topics once sent the list of changes round for ever."""
    one, other = [node["id"] for node in earlier.themes if node["parent"] and node["kind"] == "theme"][:2]
    new = new.replace("T{gone}", one)
    some = next(span for span, topic in places(earlier).items() if topic == other)
    edits = Edits((Merge((one,), other), Split(other, new, "Ny", (some,)), Merge((other,), new)))
    with pytest.raises(AnalysisError, match=sentence):
        analyse(sample, tmp_path / "next", Options(previous=earlier.folder, edits=edits))
