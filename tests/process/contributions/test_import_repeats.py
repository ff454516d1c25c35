"""Rows that came into a file twice, columns that nobody chose, and sums that add up before and after."""

from __future__ import annotations

import io
import re

import pytest

from helpers_people import signed_in, viewer_for
from medskick.ground.jobs.running import run_waiting
from medskick.process.contributions.imports import actions, queries
from medskick.process.contributions.models import Contribution

pytestmark = pytest.mark.django_db(transaction=True)

CSV = """Id;Svar;Kommun
a1;Fler bussar om kvällen;Luleå
a1;Fler bussar om kvällen;Luleå
a2;Fler bussar om kvällen;Luleå
a1;Något annat än sist;Luleå
;Fler bussar om kvällen;Luleå
;Fler bussar om kvällen;Luleå
"""
BROKEN = "a3;Billigare bostäder;Atlantis\na4;för;många;celler;här\n"


def upload(cycle, text: str = CSV, by=None):
    by = by or viewer_for("registrar")
    batch = actions.upload(cycle, "svar.csv", io.BytesIO(text.encode()), by=by)
    actions.set_reading(batch, {"id": "Id", "text": "Svar", "municipality": "Kommun"}, {}, by=by)
    return batch


def run(batch, **options):
    actions.start(batch, by=viewer_for("registrar"), **options)
    run_waiting()
    batch.refresh_from_db()
    return batch


def test_a_row_with_the_same_id_and_the_same_words_is_skipped_and_listed(cycle):
    batch = upload(cycle)
    seen = queries.preview(batch, viewer_for("registrar"))
    assert (seen.looked_at, seen.usable, seen.repeats) == (6, 5, 1)
    batch = run(batch)
    assert (batch.state, batch.rows, batch.stored) == ("done", 6, 5)
    (told,) = batch.problems
    assert told["row"] == 3
    assert "Upprepar rad 2" in told["text"]
    assert queries.outcome(batch, viewer_for("registrar")).skipped == 1


def test_a_person_may_say_that_repeated_rows_count(cycle):
    batch = upload(cycle)
    actions.set_reading(batch, batch.mapping, {"repeats": "keep"}, by=viewer_for("registrar"))
    assert queries.preview(batch, viewer_for("registrar")).usable == 6
    assert run(batch).stored == 6


def test_copies_without_an_id_are_never_skipped(cycle):
    by = viewer_for("registrar")
    batch = upload(cycle, by=by)
    actions.set_reading(batch, {"text": "Svar"}, {}, by=by)
    assert run(batch).stored == 6


def test_a_work_that_goes_on_still_knows_the_rows_before(cycle):
    batch = run(upload(cycle))
    Contribution.objects.filter(import_batch=batch, import_row=6).delete()
    type(batch).objects.filter(pk=batch.pk).update(state="failed")
    batch.refresh_from_db()
    batch = run(batch)
    assert (batch.state, batch.stored) == ("done", 5)
    assert not Contribution.objects.filter(import_row=3).exists()


def test_rows_are_usable_repeated_or_wrong_before_and_after(cycle):
    batch = upload(cycle, CSV + BROKEN)
    assert batch.rows == 8
    seen = queries.preview(batch, viewer_for("registrar"))
    assert (seen.looked_at, seen.usable, seen.repeats, len(seen.problems)) == (8, 5, 1, 2)
    batch = run(batch)
    assert batch.message.startswith("2 av 8 rader")


def test_a_column_of_running_text_that_nobody_chose_is_pointed_out(cycle):
    text = "Id;Svar;Eget\n1;Bussar;Jag har mycket mer att säga om det här med bussarna\n2;Skolor;\n"
    by = viewer_for("registrar")
    batch = actions.upload(cycle, "svar.csv", io.BytesIO(text.encode()), by=by)
    actions.set_reading(batch, {"text": "Svar"}, {}, by=by)
    assert queries.preview(batch, by).unused == ["Eget"]
    actions.set_reading(batch, {"text": "Svar", "text_2": "Eget"}, {}, by=by)
    assert queries.preview(batch, by).unused == []


def test_the_page_tells_and_the_box_is_ticked_until_somebody_unticks_it(client, cycle):
    registrar = signed_in(client, "registrar")
    batch = upload(cycle)
    address = f"/arbetsyta/medskick/inlasning/{batch.pk}/"
    page = client.get(address).content.decode()
    assert "1 rad upprepar en tidigare rad ord för ord med samma id och hoppas över." in page
    assert re.search(r'<input[^>]*name="repeats"[^>]*checked', page)
    posted = {"column_id": "Id", "column_text": "Svar", "column_municipality": "Kommun"}
    client.post(address, posted)
    batch.refresh_from_db()
    assert "repeats" not in batch.fixed
    client.post(address, {**posted, "repeats_asked": "1"})
    batch.refresh_from_db()
    assert batch.fixed["repeats"] == "keep"
    page = client.get(address).content.decode()
    assert "1 rad upprepar en tidigare rad" in page
    assert not re.search(r'<input[^>]*name="repeats"[^>]*checked', page)
    assert registrar
