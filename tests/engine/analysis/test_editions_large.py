"""Going on from an edition of more statements than are compared all with all: bounded work, the same promises."""

import random

import numpy as np
import pytest

from helpers_editions import WOLVES, Book, anything, places, recounted, told
from medskick.engine.analysis import memory
from medskick.engine.analysis.codebook import Codebook, Entry
from medskick.engine.analysis.contract import Contribution, Options
from medskick.engine.analysis.edition import belonging, emerging, vote
from medskick.engine.analysis.edition import places as on_the_map
from medskick.engine.analysis.reading import statements
from medskick.engine.analysis.run import analyse
from medskick.engine.analysis.stages import points, prepare, vectors

MOST, BLOCK = 40, 25
FILES = ("result.json", "statements.csv", "masks.csv", "report.html")
CODEBOOK = Codebook(
    (
        Entry("resor", "Resor och vägar", "bussar, tåg, vägar och cykelbanor"),
        Entry("vard", "Vård", "vårdcentraler, sjukhus, läkare och ambulans"),
        Entry("ovrigt", "Leva här", "bostäder, skola, jobb, kultur och fritid"),
    )
)


@pytest.fixture(scope="module")
def limits():
    """Anchors, voters, landmarks and blocks so few that the sample has many more statements than any of them."""
    patch = pytest.MonkeyPatch()
    patch.setattr(prepare, "FEWEST_TO_SHARE", 2)
    patch.setattr(prepare, "CHUNK", 20)
    patch.setattr(vectors, "CHUNK", 50)
    patch.setattr(points, "MOST_ANCHORS", MOST)
    patch.setattr(points, "BLOCK", BLOCK)
    patch.setattr(vote, "MOST_VOTERS", MOST)
    patch.setattr(vote.evenly, "__defaults__", (MOST,))
    patch.setattr(emerging, "MOST_LOOKED_AT", MOST)
    patch.setattr(on_the_map, "MOST_LANDMARKS", MOST)
    yield
    patch.undo()


@pytest.fixture(scope="module")
def earlier(limits, sample, tmp_path_factory):
    folder = tmp_path_factory.mktemp("earlier") / "out"
    return analyse([c for n, c in enumerate(sample) if n % 10], folder, Options())


@pytest.fixture(scope="module")
def later(limits, sample, earlier, tmp_path_factory):
    return analyse(sample, tmp_path_factory.mktemp("later") / "out", Options(previous=earlier.folder))


def test_what_was_published_stays_and_the_changes_are_counted(earlier, later):
    now = {s.statement_id: s for s in statements(later)}
    was = list(statements(earlier))
    assert len({s.family_id for s in was}) > MOST
    assert all((now[s.statement_id].x, now[s.statement_id].y) == (s.x, s.y) for s in was)
    assert sum(now[s.statement_id].topic_id == s.topic_id for s in was) >= 0.97 * len(was)
    assert told(later) == recounted(earlier, later)


def test_nothing_is_compared_all_with_all(limits, sample, earlier, tmp_path, monkeypatch):
    compared, read = [], []
    search, rows = belonging.find_neighbours, points.Points.of
    monkeypatch.setattr(
        belonging, "find_neighbours", lambda v, k, crew: compared.append(len(v)) or search(v, k, crew)
    )
    monkeypatch.setattr(
        points.Points, "of", lambda own, chosen: read.append(len(chosen)) or rows(own, chosen)
    )
    analyse(sample, tmp_path / "out", Options(previous=earlier.folder))
    assert compared == [MOST]
    assert max(read) <= MOST


def test_two_workers_and_another_order_give_the_same_bytes(limits, sample, earlier, later, tmp_path):
    shuffled = sample[:]
    random.Random(9).shuffle(shuffled)
    again = analyse(sample, tmp_path / "two", Options(previous=earlier.folder, workers=2))
    turned = analyse(shuffled, tmp_path / "turned", Options(previous=earlier.folder))
    for name in FILES:
        assert (again.folder / name).read_bytes() == (later.folder / name).read_bytes()
    assert (turned.folder / "result.json").read_bytes() == (later.folder / "result.json").read_bytes()
    rows = [sorted((r.folder / "statements.csv").read_bytes().splitlines()) for r in (turned, later)]
    assert rows[0] == rows[1]


@pytest.mark.parametrize("dice", [1, 2, 3, 4])
def test_whatever_people_decide_holds(limits, sample, earlier, tmp_path, dice):
    book = Book(earlier)
    edits = anything(book, random.Random(dice), 10)
    again = analyse(sample, tmp_path / "out", Options(previous=earlier.folder, edits=edits))
    assert book.broken(again) == []
    assert again.document["edits"]["statements_held"] == again.document["edits"]["statements_here"]
    assert told(again) == recounted(earlier, again)


def test_a_new_matter_becomes_one_topic_also_of_those_that_were_not_looked_at(
    limits, sample, earlier, tmp_path
):
    more = [Contribution(f"varg-{n}-{m}", f"{text} {own}") for n, text in enumerate(WOLVES)
            for m, own in enumerate(("Så är det.", "Det säger alla här.", "Gör något nu.", "Tack."))]  # fmt: skip
    again = analyse([*sample, *more], tmp_path / "out", Options(previous=earlier.folder))
    made = [row for row in again.document["drift"]["proposals"] if row["kind"] == "new_topic"]
    inside = {s.contribution_id for s in statements(again) if s.topic_id in {row["topic"] for row in made}}
    assert len(inside & {c.id for c in more}) >= 36
    assert told(again) == recounted(earlier, again)


def test_a_codebook_takes_the_published_topics_under_its_themes(limits, sample, earlier, tmp_path):
    first = analyse(sample, tmp_path / "first", Options(previous=earlier.folder, codebook=CODEBOOK))
    ordinary = {node["id"] for node in earlier.themes if node["kind"] == "theme"}
    now = places(first)
    assert all(now[span] == topic for span, topic in places(earlier).items() if topic in ordinary)
    assert [node["key"] for node in first.themes if "key" in node] == ["resor", "vard", "ovrigt"]
    assert not np.isnan([(s.x, s.y) for s in statements(first)]).any()


def test_the_edition_that_is_gone_on_from_counts_when_memory_is_asked_for(earlier, sample):
    assert memory.needed(sample, previous=earlier.folder) > memory.needed(sample)
