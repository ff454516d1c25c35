"""What happens to a file over time: several questions, sheets, the same file twice, a stop, the way back."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from engine.tables import table_files as made
from helpers_people import signed_in, viewer_for
from medskick.ground.core import audit
from medskick.ground.core.models import AuditEntry
from medskick.ground.jobs import actions as jobs
from medskick.ground.jobs.models import Job
from medskick.ground.jobs.running import run_waiting
from medskick.process.contributions.imports import actions, files, handlers, queries, steps
from medskick.process.contributions.models import Appeal, Contribution, Decision, ImportBatch, State

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/arbetsyta/medskick/inlasning/"
QUESTIONS = (
    "Vad är viktigast för att du ska ha ett bra liv där du bor?;Vad vill du skicka med till Norrbotten 2040?"
)
SURVEY = f"""Svarsid;{QUESTIONS};Kommun
a1;Nattbuss hem;Bygg järnvägen;Luleå
a2;Ring 070-174 06 05;;Kiruna
a3;;Fler praktikplatser;Pajala
"""


@pytest.fixture
def registrar():
    return viewer_for("registrar", name="Rut Registrator")


def upload(cycle, by, content: str | bytes, name: str = "svar.csv") -> ImportBatch:
    return actions.upload(
        cycle, name, io.BytesIO(content.encode() if isinstance(content, str) else content), by=by
    )


def finish(batch: ImportBatch) -> ImportBatch:
    run_waiting()
    batch.refresh_from_db()
    return batch


def read_in(batch: ImportBatch, by, **options) -> ImportBatch:
    actions.start(batch, by=by, **options)
    return finish(batch)


def thoughts(count: int) -> str:
    return "Svar\n" + "".join(f"Tanke nummer {number} om vintervägar\n" for number in range(count))


def sentences() -> list[str]:
    return [
        audit.in_words(entry) for entry in AuditEntry.objects.filter(action__contains="import").order_by("id")
    ]


# --- several questions in one file -----------------------------------------------------------------------------------


def test_every_answered_question_of_a_row_becomes_a_contribution(cycle, registrar):
    batch = upload(cycle, registrar, SURVEY)
    assert batch.fixed == {"question": "bra_liv", "question_2": "medskick"}
    batch = read_in(batch, registrar)
    assert (batch.state, batch.stored, batch.rows) == ("done", 4, 3)
    stored = Contribution.objects.order_by("id").values_list("text", "question", "import_row", "municipality")
    assert list(stored) == [
        ("Nattbuss hem", "bra_liv", 2, "2580"),
        ("Bygg järnvägen", "medskick", None, "2580"),
        ("Ring 070-174 06 05", "bra_liv", 3, "2584"),
        ("Fler praktikplatser", "medskick", 4, "2521"),
    ]
    assert set(Contribution.objects.values_list("source_key", flat=True)) == {"a1", "a2", "a3"}


def test_without_ids_of_its_own_a_rows_second_answer_says_which_row_it_came_from(cycle, registrar):
    read_in(upload(cycle, registrar, SURVEY.replace("Svarsid", "Stund")), registrar)
    assert Contribution.objects.get(text="Bygg järnvägen").source_key == "rad 2"


def test_a_row_with_two_answers_is_stored_whole_or_not_at_all(cycle, registrar, monkeypatch):
    heading = SURVEY.splitlines()[0]
    rows = "".join(f"r{number};Tanke {number};Annan tanke {number};Luleå\n" for number in range(30))
    batch = upload(cycle, registrar, heading + "\n" + rows)
    monkeypatch.setattr(steps, "MOST_ROWS", 4)
    real, calls = handlers.store, []

    def dies_once(*args, **kwargs):
        calls.append(1)
        stored = real(*args, **kwargs)
        if len(calls) == 3:
            raise ConnectionError("the machine went down before commit")
        return stored

    monkeypatch.setattr(handlers, "store", dies_once)
    actions.start(batch, by=registrar)
    run_waiting()
    assert Contribution.objects.count() == 16
    Job.objects.update(not_before="2020-01-01T00:00:00Z")
    batch = finish(batch)
    assert (batch.state, batch.stored) == ("done", 60)
    assert len(set(Contribution.objects.values_list("text", flat=True))) == 60


def test_a_public_number_that_somebody_has_already_is_drawn_anew(cycle, registrar, monkeypatch):
    from django.db import IntegrityError

    batch = upload(cycle, registrar, thoughts(12))
    real, calls = handlers.store, []

    def collides_once(*args, **kwargs):
        calls.append(1)
        stored = real(*args, **kwargs)
        if len(calls) == 1:
            raise IntegrityError("UNIQUE constraint failed: contributions_contribution.number")
        return stored

    monkeypatch.setattr(handlers, "store", collides_once)
    batch = read_in(batch, registrar)
    assert (batch.state, batch.stored, Job.objects.get().attempts) == ("done", 12, 1)


def test_a_column_for_the_question_and_several_answers_are_not_joined(cycle, registrar):
    batch = upload(cycle, registrar, "a;b;c\nhej;du;medskick\n")
    with pytest.raises(ValidationError, match="flera svarskolumner"):
        actions.set_reading(batch, {"text": "a", "text_2": "b", "question": "c"}, {}, by=registrar)


def test_a_comment_beside_the_text_is_not_taken_for_an_answer(cycle, registrar):
    batch = upload(cycle, registrar, "Text;Kommentar;Kommun\nFler bussar;Obs kolla med Eva;Luleå\n")
    assert batch.mapping == {"text": "Text", "municipality": "Kommun"}


def test_another_answer_can_be_chosen_on_the_page(client, cycle):
    user = signed_in(client, "registrar")
    batch = upload(
        cycle, viewer_for("registrar", user_id=user.pk), "Bra;Bättre;Kommun\nSkogen;Bussen;Luleå\n"
    )
    form = {"column_text": "Bra", "fixed_question": "bra_liv"}
    page = client.post(f"{PAGE}{batch.pk}/", form, follow=True).content.decode()
    assert 'name="column_text_2"' in page
    form |= {"column_text_2": "Bättre", "fixed_question_2": "medskick"}
    page = client.post(f"{PAGE}{batch.pk}/", form, follow=True).content.decode()
    assert "Det blir 2 medskick." in page
    client.post(f"{PAGE}{batch.pk}/", form | {"start": "1"})
    run_waiting()
    assert set(Contribution.objects.values_list("text", "question")) == {
        ("Skogen", "bra_liv"),
        ("Bussen", "medskick"),
    }


def test_a_file_whose_text_nobody_has_pointed_out_shows_its_columns_and_no_start(client, cycle):
    signed_in(client, "registrar")
    batch = upload(cycle, viewer_for("registrar"), "a;b\nhej 070-174 06 05;x\n")
    assert batch.mapping == {}
    page = client.get(f"{PAGE}{batch.pk}/").content.decode()
    assert "Välj vilken kolumn som är texten" in page
    assert 'name="start"' not in page
    assert "070-174" not in page
    with pytest.raises(ValidationError, match="Välj vilken kolumn"):
        actions.start(batch, by=viewer_for("registrar"))
    batch.refresh_from_db()
    assert batch.state == "uploaded"


# --- sheets ----------------------------------------------------------------------------------------------------------


def workbook() -> bytes:
    first = made.row(1, "Kommentar") + made.row(2, "Fler bussar") + made.row(3, "Mer snö")
    second = made.row(1, "Svar", "Kommun") + made.row(2, "Bygg bad", "Boden")
    return made.zipped(
        made.workbook_parts("", sheets=[("Webben", "visible", first), ("Möten", "visible", second)])
    )


def test_another_sheet_of_a_workbook_is_read_when_it_is_chosen(client, cycle):
    signed_in(client, "registrar")
    answer = client.post(PAGE, {"file": SimpleUploadedFile("bok.xlsx", workbook())})
    address = answer["Location"]
    assert "Fler bussar" in client.get(address).content.decode()
    page = client.post(f"{address}flik/", {"sheet": "Möten"}, follow=True).content.decode()
    assert "Bygg bad" in page
    assert "Fler bussar" not in page
    client.post(address, {"column_text": "Svar", "column_municipality": "Kommun", "start": "1"})
    run_waiting()
    assert list(Contribution.objects.values_list("text", "municipality")) == [("Bygg bad", "2582")]


def test_a_sheet_that_is_not_there_is_told(client, cycle):
    signed_in(client, "registrar")
    address = client.post(PAGE, {"file": SimpleUploadedFile("bok.xlsx", workbook())})["Location"]
    page = client.post(f"{address}flik/", {"sheet": "Hemligt"}, follow=True).content.decode()
    assert "Filen har ingen sådan flik" in page
    assert ImportBatch.objects.get().fixed["sheet"] == "Webben"


def test_two_sheets_of_one_workbook_are_not_the_same_file_twice(cycle, registrar):
    read_in(upload(cycle, registrar, workbook(), "bok.xlsx"), registrar)
    second = upload(cycle, registrar, workbook(), "bok.xlsx")
    assert queries.counted_twice(second, registrar) is not None
    actions.choose_sheet(second, "Möten", by=registrar)
    assert queries.counted_twice(second, registrar) is None
    assert read_in(second, registrar).state == "done"


# --- the same file twice ---------------------------------------------------------------------------------------------


def test_the_same_file_is_not_counted_twice_unless_somebody_says_so(client, cycle):
    user = signed_in(client, "registrar")
    by = viewer_for("registrar", user_id=user.pk)
    first = read_in(upload(cycle, by, thoughts(3), "mars.csv"), by)
    second = upload(cycle, by, thoughts(3), "mars (1).csv")
    address = f"{PAGE}{second.pk}/"
    page = client.get(address).content.decode()
    assert "Samma fil är redan inläst" in page
    assert f"{PAGE}{first.pk}/" in page
    answer = client.post(address, {"column_text": "Svar", "start": "1"})
    assert answer.status_code == 400
    run_waiting()
    assert Contribution.objects.count() == 3
    client.post(address, {"column_text": "Svar", "start": "1", "again": "on"})
    run_waiting()
    assert Contribution.objects.count() == 6


def test_a_file_that_was_undone_may_be_read_in_anew(cycle, registrar):
    first = read_in(upload(cycle, registrar, thoughts(3)), registrar)
    actions.undo(first, by=registrar)
    finish(first)
    second = read_in(upload(cycle, registrar, thoughts(3)), registrar)
    assert second.state == "done"
    assert Contribution.objects.counted().count() == 3


# --- stopped on the way ----------------------------------------------------------------------------------------------


def test_cancelling_in_the_middle_withdraws_what_had_got_in(cycle, registrar, monkeypatch):
    monkeypatch.setattr(steps, "MOST_ROWS", 10)
    batch = upload(cycle, registrar, thoughts(90))
    real, calls = handlers.store, []

    def cancels(*args, **kwargs):
        calls.append(1)
        if len(calls) == 3:
            jobs.cancel(Job.objects.get(), viewer_for("process_lead"))
            contexts[0].look()
        return real(*args, **kwargs)

    contexts: list = []
    inner = handlers._check
    monkeypatch.setattr(handlers, "_check", lambda ctx, *rest: (contexts.append(ctx), inner(ctx, *rest))[1])
    monkeypatch.setattr(handlers, "store", cancels)
    batch = read_in(batch, registrar)
    assert batch.state == "cancelled"
    assert Contribution.objects.count() == 30
    assert {one.state for one in Contribution.objects.all()} == {State.WITHDRAWN}
    assert any("30 medskick drogs tillbaka" in one for one in sentences())
    with pytest.raises(ValidationError):
        actions.start(batch, by=registrar)


def test_a_job_cancelled_while_it_waited_gives_the_file_back(client, cycle):
    user = signed_in(client, "registrar")
    by = viewer_for("registrar", user_id=user.pk)
    batch = upload(cycle, by, thoughts(3))
    job = actions.start(batch, by=by)
    jobs.cancel(job, viewer_for("process_lead"))
    run_waiting()
    page = client.get(f"{PAGE}{batch.pk}/").content.decode()
    assert "avbröts innan det började" in page
    assert 'name="start"' in page
    assert read_in(batch, by).state == "done"


def stopped_in_the_middle(cycle, by, monkeypatch) -> ImportBatch:
    """Two steps of a file are stored when the worker dies."""
    monkeypatch.setattr(steps, "MOST_ROWS", 10)
    batch = upload(cycle, by, thoughts(40))
    real, calls = handlers.store, []

    def dies(*args, **kwargs):
        calls.append(1)
        if len(calls) == 3:
            raise ConnectionError("the machine went down")
        return real(*args, **kwargs)

    monkeypatch.setattr(handlers, "store", dies)
    actions.start(batch, by=by)
    run_waiting()
    assert Contribution.objects.counted().count() == 20
    return batch


def test_a_cancelled_import_whose_worker_has_died_is_withdrawn(cycle, registrar, monkeypatch):
    batch = stopped_in_the_middle(cycle, registrar, monkeypatch)
    jobs.cancel(Job.objects.get(), viewer_for("process_lead"))
    Job.objects.update(not_before="2020-01-01T00:00:00Z")
    batch = finish(batch)
    assert (batch.state, batch.message) == ("cancelled", "Det som hann sparas är tillbakataget.")
    assert Contribution.objects.counted().count() == 0


def test_what_a_cancelled_import_left_behind_is_told_as_it_is(client, cycle, registrar, monkeypatch):
    signed_in(client, "registrar")
    batch = stopped_in_the_middle(cycle, registrar, monkeypatch)
    Job.objects.update(state="cancelled", cancel_requested=True)
    page = client.get(f"{PAGE}{batch.pk}/").content.decode()
    assert "Inget är ändrat" not in page
    assert "när en del av filen redan var sparad" in page
    batch.refresh_from_db()
    assert batch.state == "failed"


def test_a_job_that_failed_for_good_can_be_continued_or_undone(client, cycle, monkeypatch):
    user = signed_in(client, "registrar")
    by = viewer_for("registrar", user_id=user.pk)
    monkeypatch.setattr(steps, "MOST_ROWS", 10)
    batch = upload(cycle, by, thoughts(40))
    real, calls = handlers.store, []

    def fails(*args, **kwargs):
        calls.append(1)
        if len(calls) > 2:
            raise ConnectionError("the database is away")
        return real(*args, **kwargs)

    monkeypatch.setattr(handlers, "store", fails)
    actions.start(batch, by=by)
    for _try in range(4):
        Job.objects.update(not_before="2020-01-01T00:00:00Z")
        run_waiting()
    page = client.get(f"{PAGE}{batch.pk}/").content.decode()
    assert "Inläsningen stannade på vägen" in page
    monkeypatch.setattr(handlers, "store", real)
    client.post(f"{PAGE}{batch.pk}/", {"continue": "1"})
    assert finish(batch).state == "done"
    assert Contribution.objects.count() == 40


def test_undo_goes_in_small_steps_and_a_killed_worker_goes_on(cycle, registrar, monkeypatch):
    from medskick.process.contributions.imports import withdrawing

    batch = read_in(upload(cycle, registrar, thoughts(50)), registrar)
    hidden = Contribution.objects.first()
    Contribution.objects.filter(pk=hidden.pk).update(state=State.HIDDEN, hidden_reason="spam")
    Appeal.objects.create(contribution=hidden)
    monkeypatch.setattr(withdrawing, "STEP", 10)
    real, calls = withdrawing._step, []

    def dies_once(*args):
        calls.append(1)
        if len(calls) == 3:
            raise ConnectionError("the machine went down")
        return real(*args)

    monkeypatch.setattr(withdrawing, "_step", dies_once)
    actions.undo(batch, by=registrar)
    run_waiting()
    assert Contribution.objects.filter(state=State.WITHDRAWN).count() == 20
    Job.objects.update(not_before="2020-01-01T00:00:00Z")
    batch = finish(batch)
    assert batch.state == "undone"
    assert Contribution.objects.filter(state=State.WITHDRAWN).count() == 50
    assert Decision.objects.filter(verb=Decision.Verb.WITHDRAW_IMPORT).count() == 50
    assert Appeal.objects.get().outcome == Appeal.Outcome.MOOT


def test_a_file_of_another_person_is_watched_but_not_stopped(client, cycle, registrar):
    signed_in(client, "registrar")
    batch = upload(cycle, registrar, thoughts(3))
    job = actions.start(batch, by=registrar)
    page = client.get(f"{PAGE}{batch.pk}/").content.decode()
    assert "Väntar på sin tur" in page
    assert str(job.pk) not in page


# --- afterwards ------------------------------------------------------------------------------------------------------


def test_the_log_counts_what_was_stored_skipped_and_withdrawn(cycle, registrar):
    batch = read_in(upload(cycle, registrar, SURVEY + "a4;;;Luleå\n"), registrar, skip_problems=True)
    actions.undo(batch, by=registrar)
    finish(batch)
    told = sentences()
    assert told[0] == "Rut Registrator laddade upp filen svar.csv"
    assert "Sparade medskick: 4. Rader som hoppades över: 1" in told[2]
    assert "4 medskick har tagits tillbaka" in told[4]


def test_the_page_sums_up_voices_skipped_rows_and_personal_data(client, cycle):
    signed_in(client, "registrar")
    by = viewer_for("registrar")
    batch = read_in(
        upload(cycle, by, SURVEY + "a4;Skriv till eva@exempel.example;;Luleå\na5;;;\n"),
        by,
        skip_problems=True,
    )
    found = queries.outcome(batch, by)
    assert (found.stored, found.skipped, found.personal) == (5, 1, 2)
    assert dict(found.kinds) == {"telefonnummer": 1, "e-postadress": 1}
    page = client.get(f"{PAGE}{batch.pk}/").content.decode()
    assert "5 medskick är sparade" in page
    assert "telefonnummer 1" in page


def test_every_problem_is_in_the_file_of_problems(client, cycle):
    signed_in(client, "registrar")
    by = viewer_for("registrar")
    rows = "Svar;Kommun\n" + "".join(f"Tanke {number};Atlantis\n" for number in range(350)) + "Bra;Luleå\n"
    batch = read_in(upload(cycle, by, rows), by)
    assert (batch.state, len(batch.problems)) == ("failed", 200)
    page = client.get(f"{PAGE}{batch.pk}/").content.decode()
    assert "350 av 351" in page
    answer = client.get(f"{PAGE}{batch.pk}/rader-med-fel.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "Rad,Kolumn,Vad som är fel"
    assert len(lines) == 351
    assert lines[1].startswith("2,Kommun,")
    assert lines[-1].startswith("351,Kommun,")


def test_a_file_without_problems_has_no_file_of_problems(client, cycle):
    signed_in(client, "registrar")
    batch = upload(cycle, viewer_for("registrar"), SURVEY)
    assert client.get(f"{PAGE}{batch.pk}/rader-med-fel.csv").status_code == 404


def test_a_file_that_was_not_read_in_can_be_taken_away(client, cycle):
    signed_in(client, "registrar")
    batch = upload(cycle, viewer_for("registrar"), SURVEY)
    path = files.path_of(batch)
    client.post(f"{PAGE}{batch.pk}/ta-bort/")
    assert not ImportBatch.objects.exists()
    assert not path.parent.exists()
    assert any("tog bort filen svar.csv" in one for one in sentences())


def test_a_file_that_was_read_in_is_kept(cycle, registrar):
    batch = read_in(upload(cycle, registrar, SURVEY), registrar)
    with pytest.raises(ValidationError):
        actions.discard(batch, by=registrar)
    actions.undo(batch, by=registrar)
    batch = finish(batch)
    with pytest.raises(ValidationError):
        actions.discard(batch, by=registrar)
    assert files.path_of(batch).is_file()


def test_the_history_finds_by_name_person_and_state(client, cycle):
    signed_in(client, "registrar")
    upload(cycle, viewer_for("registrar", name="Sven Skrivare"), SURVEY, "enkät.csv")
    read_in(
        upload(cycle, viewer_for("registrar", name="Anna Andra"), thoughts(2), "möte.csv"),
        viewer_for("registrar"),
    )

    def shown(query: str) -> tuple[bool, bool]:
        page = client.get(f"{PAGE}?{query}").content.decode()
        return "enkät.csv" in page, "möte.csv" in page

    assert shown("") == (True, True)
    assert shown("q=enk%C3%A4t") == (True, False)
    assert shown("q=anna") == (False, True)
    assert shown("lage=done") == (False, True)
    assert shown("lage=x%00") == (True, True)
    assert shown("q=finns+inte") == (False, False)


def test_the_page_of_a_contribution_says_which_file_and_row_and_meeting_it_came_from(client, cycle):
    signed_in(client, "moderator")
    by = viewer_for("registrar")
    batch = upload(cycle, by, SURVEY.replace("Svarsid", "Stund"), "enkät.csv")
    actions.set_reading(
        batch,
        batch.mapping,
        batch.fixed | {"source_title": "Dialogmöte i Storvik", "source_date": "2026-03-12"},
        by=by,
    )
    read_in(batch, by)
    for text, place in (
        ("Nattbuss hem", "rad 2"),
        ("Bygg järnvägen", "rad 2"),
        ("Fler praktikplatser", "rad 4"),
    ):
        one = Contribution.objects.get(text=text)
        page = client.get(f"/arbetsyta/medskick/{one.number}/").content.decode()
        assert "Dialogmöte i Storvik" in page
        assert "enkät.csv" in page
        assert place in page


def test_history_asks_the_database_as_often_for_many_files_as_for_few(
    client, cycle, django_assert_max_num_queries
):
    signed_in(client, "registrar")
    by = viewer_for("registrar")
    for number in range(12):
        upload(cycle, by, thoughts(1), f"fil{number}.csv")
    with django_assert_max_num_queries(14):
        client.get(PAGE)
