"""A file's way in and out again: upload, preview, job, history, undo."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from helpers_people import signed_in, viewer_for
from medskick.ground.jobs import actions as jobs
from medskick.ground.jobs.models import Job
from medskick.ground.jobs.running import run_waiting
from medskick.process.contributions.imports import actions, files, queries
from medskick.process.contributions.models import Contribution, Decision, ImportBatch, State

pytestmark = pytest.mark.django_db(transaction=True)

CSV = """Svar;Kommun;Antal
Fler bussar om kvällen;Luleå;1
Ring mig på 070-174 06 05;Kiruna;2
Billigare bostäder;Pajala;3
"""


@pytest.fixture
def registrar():
    return viewer_for("registrar")


def upload(cycle, by, text: str | bytes = CSV, name: str = "svar.csv") -> ImportBatch:
    content = text.encode() if isinstance(text, str) else text
    return actions.upload(cycle, name, io.BytesIO(content), by=by)


def read_in(batch, by, **options) -> ImportBatch:
    actions.start(batch, by=by, **options)
    run_waiting()
    batch.refresh_from_db()
    return batch


def test_columns_are_guessed_and_every_row_is_stored(cycle, registrar):
    batch = upload(cycle, registrar)
    assert batch.mapping == {"text": "Svar", "municipality": "Kommun", "people": "Antal"}
    batch = read_in(batch, registrar)
    assert (batch.state, batch.stored) == ("done", 3)
    stored = Contribution.objects.filter(import_batch=batch).order_by("import_row")
    assert [(one.text, one.municipality, one.persons) for one in stored] == [
        ("Fler bussar om kvällen", "2580", 1),
        ("Ring mig på 070-174 06 05", "2584", 2),
        ("Billigare bostäder", "2521", 3),
    ]
    assert {one.state for one in stored} == {State.WAITING}
    assert [mask.kind for mask in stored[1].masks.all()] == ["phone"]


def test_a_file_with_bad_rows_changes_nothing_until_they_are_skipped(cycle, registrar):
    batch = upload(cycle, registrar, CSV + "Mer snö;Atlantis;1\n;Luleå;1\n")
    batch = read_in(batch, registrar)
    assert batch.state == "failed"
    assert "2 av 5" in batch.message
    assert [(one["row"], one["column"]) for one in batch.problems] == [(5, "Kommun"), (6, "Svar")]
    assert not Contribution.objects.exists()
    batch = read_in(batch, registrar, skip_problems=True)
    assert (batch.state, batch.stored, len(batch.problems)) == ("done", 3, 2)


def test_preview_covers_personal_data_and_points_at_bad_rows(cycle, registrar):
    batch = upload(cycle, registrar, CSV + "Mer snö;Atlantis;1\n")
    found = queries.preview(batch, registrar)
    assert found.looked_at == 4
    assert found.with_personal == 1
    assert [row.number for row in found.problems] == [5]
    assert "070-174" not in "".join(part.text for row in found.rows for part in row.segments)
    assert not Contribution.objects.exists()


def test_preview_of_a_long_file_says_how_long_it_is_and_shows_the_own_id(client, cycle, registrar):
    lines = "".join(f"r{n};Bussen till byn {n} behövs\n" for n in range(2_000))
    batch = upload(cycle, registrar, "Id;Svar\n" + lines)
    found = queries.preview(batch, registrar)
    assert (found.whole, found.contributions) == (False, 300)
    assert 1_000 < found.about < 4_000
    assert (found.filled["source"], found.filled["id"]) == (False, True)
    short = queries.preview(upload(cycle, registrar, CSV, name="kort.csv"), registrar)
    assert (short.whole, short.about) == (True, 0)


def test_undo_withdraws_and_keeps_the_originals(cycle, registrar):
    batch = read_in(upload(cycle, registrar), registrar)
    actions.undo(batch, by=registrar)
    run_waiting()
    batch.refresh_from_db()
    assert batch.state == "undone"
    assert {one.state for one in Contribution.objects.all()} == {State.WITHDRAWN}
    assert Contribution.objects.filter(text__contains="bussar").exists()
    assert Decision.objects.filter(verb=Decision.Verb.WITHDRAW_IMPORT).count() == 3
    with pytest.raises(ValidationError):
        actions.undo(batch, by=registrar)


def test_a_worker_that_dies_in_the_middle_stores_no_row_twice(cycle, registrar, monkeypatch):
    from medskick.process.contributions.imports import handlers, steps

    rows = "Svar\n" + "".join(f"Tanke nummer {number} om vintervägar\n" for number in range(90))
    batch = upload(cycle, registrar, rows)
    monkeypatch.setattr(steps, "MOST_ROWS", 20)
    real, calls = handlers.store, []

    def dies_once(*args, **kwargs):
        calls.append(1)
        if len(calls) == 3:
            raise ConnectionError("the machine went down")
        return real(*args, **kwargs)

    monkeypatch.setattr(handlers, "store", dies_once)
    actions.start(batch, by=registrar)
    run_waiting()
    assert Contribution.objects.count() == 40
    from medskick.ground.jobs.models import Job

    Job.objects.update(not_before="2020-01-01T00:00:00Z")
    run_waiting()
    batch.refresh_from_db()
    assert batch.state == "done"
    assert Contribution.objects.count() == 90


def test_a_file_name_is_never_part_of_a_path(cycle, registrar):
    batch = upload(cycle, registrar, CSV, "..\\..\\svar\x00\n.csv")
    assert batch.file_name == "svar.csv"
    assert files.path_of(batch).name == "file"


def test_only_those_who_register_may_read_files_in(cycle):
    for role in ("analyst", "editor", "elected", "administrator"):
        with pytest.raises(PermissionDenied):
            upload(cycle, viewer_for(role))


def test_the_pages_lead_from_file_to_stored_voices(client, cycle):
    from django.core.files.uploadedfile import SimpleUploadedFile

    signed_in(client, "registrar")
    answer = client.post(
        "/arbetsyta/medskick/inlasning/", {"file": SimpleUploadedFile("svar.csv", CSV.encode())}
    )
    address = answer["Location"]
    page = client.get(address).content.decode()
    assert "Fler bussar om kvällen" in page
    assert "070-174" not in page
    form = {"column_text": "Svar", "column_municipality": "Kommun", "column_people": "Antal", "start": "1"}
    client.post(address, form)
    run_waiting()
    assert "3 medskick är sparade" in client.get(address).content.decode()
    assert "svar.csv" in client.get("/arbetsyta/medskick/inlasning/").content.decode()


def test_a_column_chosen_twice_is_told(client, cycle):
    user = signed_in(client, "registrar")
    batch = upload(cycle, viewer_for("registrar", user_id=user.pk))
    answer = client.post(
        f"/arbetsyta/medskick/inlasning/{batch.pk}/", {"column_text": "Svar", "column_title": "Svar"}
    )
    assert answer.status_code == 400
    assert "vald två gånger" in answer.content.decode()


def test_a_file_that_is_read_in_at_the_second_try_says_nothing_of_the_first(cycle, registrar):
    batch = upload(cycle, registrar, CSV + "Mer snö;Atlantis;1\n")
    batch = read_in(batch, registrar)
    assert "Inget är sparat" in batch.message
    Job.objects.update(params={"batch": str(batch.pk), "skip": True})
    jobs.retry(Job.objects.get(), viewer_for("process_lead"))
    run_waiting()
    batch.refresh_from_db()
    assert (batch.state, batch.stored, batch.message) == ("done", 3, "")


def test_an_administrator_who_may_not_import_may_not_try_an_import_again(cycle, registrar):
    read_in(upload(cycle, registrar, CSV + "Mer snö;Atlantis;1\n"), registrar)
    with pytest.raises(PermissionDenied):
        jobs.retry(Job.objects.get(), viewer_for("administrator"))
