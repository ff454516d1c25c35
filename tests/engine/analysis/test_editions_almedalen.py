"""An edition of the Almedalen programme of 2009–2011, and the next one with a tenth more from 2012.

`EDITIONS_BASE=3547 pytest -s …` measures all of it; the figures are printed.
"""

import csv
import os
import random

import pytest

from helpers_editions import Book, anything, places, recounted, told
from medskick.engine.analysis.contract import Contribution, Options
from medskick.engine.analysis.edition.live import LiveEdition
from medskick.engine.analysis.reading import statements
from medskick.engine.analysis.run import analyse

BASE = int(os.environ.get("EDITIONS_BASE", "300"))
EARLIER, LATER = ("2009", "2010", "2011"), ("2012",)


def _programme(shared_data, years, most):
    with (shared_data / "almedalen.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["year"] in years]
    step = max(1, len(rows) // most)
    return [Contribution(row["id"], row["text"], title=row["title"]) for row in rows[::step][:most]]


@pytest.mark.shared
def test_a_tenth_of_new_texts_moves_nothing_that_was_published(shared_data, tmp_path):
    base, new = _programme(shared_data, EARLIER, BASE), _programme(shared_data, LATER, BASE // 10)
    one = analyse(base, tmp_path / "one", Options())
    was = {s.statement_id: s for s in statements(one)}

    two = analyse([*base, *new], tmp_path / "two", Options(previous=one.folder))
    now = {s.statement_id: s for s in statements(two)}
    same = {
        what: sum(getattr(now[own], what) == getattr(old, what) for own, old in was.items()) / len(was)
        for what in ("topic_id", "theme_id", "x", "y")
    }
    book = Book(one)
    edits = anything(book, random.Random(2012), 25)
    edited = analyse([*base, *new], tmp_path / "edited", Options(previous=one.folder, edits=edits))
    broken = book.broken(edited)
    placed = LiveEdition(one.folder).place(new).rows
    agree = [row.topic == now[row.statement_id].topic_id for row in placed if row.topic]
    print(
        f"\n{len(base)} + {len(new)} texts, {len(was)} + {len(now) - len(was)} statements: "
        f"same topic {same['topic_id']:.2%}, same theme {same['theme_id']:.2%}, "
        f"same place {min(same['x'], same['y']):.2%}; {len(edits.edits)} edits over "
        f"{edited.document['edits']['statements']} statements, broken {len(broken)}; "
        f"live as in the next edition {sum(agree) / len(agree):.1%}; "
        f"private file {(one.folder / 'placing-private.npz').stat().st_size / len(was):.0f} B a statement; "
        f"new topics {two.document['changes']['new']}"
    )
    assert same["topic_id"] >= 0.97
    assert same["theme_id"] >= 0.97
    assert same["x"] == same["y"] == 1
    assert broken == []
    assert edited.document["edits"]["statements_held"] == edited.document["edits"]["statements_here"]
    assert told(two) == recounted(one, two)
    assert told(edited) == recounted(one, edited)
    assert places(two).keys() == places(edited).keys()
