"""Runs with the real engine: every voice gets a place, the same input gives the same files, a crash costs nothing."""

import json

import pytest
from django.core.exceptions import ValidationError

from helpers_editions import PLACES, SAID, said_everywhere
from helpers_people import viewer_for
from medskick.engine.analysis.output.turn import own_turn
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.ground.core.models import AuditEntry
from medskick.ground.jobs.models import Job
from medskick.ground.jobs.running import run_waiting
from medskick.process.contributions.actions import Answer, receive
from medskick.process.contributions.models import Contribution, Mask
from medskick.process.insights import actions, demo, jobs
from medskick.process.insights.models import Edition, Placement, Run, RunStatement, Theme
from medskick.process.insights.queries import amounts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_data")]
TEXTS = said_everywhere()


@pytest.fixture
def voices(say):
    return say(*TEXTS, municipality="2580")


def silent(*_told):
    return None


def test_every_visible_voice_gets_a_place_and_hidden_ones_are_not_read(cycle, voices, say, lead):
    say("En hemlig text som ingen ska läsa.", state="waiting")
    run = actions.start_run(cycle, by=lead)
    assert run_waiting() == 1
    run.refresh_from_db()
    assert run.state == "done"
    assert Job.objects.get().result == {"address": f"/arbetsyta/analys/korningar/{run.number}/"}
    placed = set(Placement.objects.values_list("contribution_id", flat=True))
    assert placed == {one.pk for one in voices}
    assert run.counts["received"] == len(voices)
    assert Theme.objects.filter(parent=None).exists()
    for statement in RunStatement.objects.select_related("contribution"):
        assert getattr(statement.contribution, statement.field)[statement.start : statement.end].strip()


def test_same_input_and_seed_give_the_same_files(cycle, voices, lead):
    for _time in range(2):
        actions.start_run(cycle, by=lead, seed=7)
        run_waiting()
    second, first = Run.objects.all()
    assert first.manifest == second.manifest
    assert {"snapshot.jsonl", "result/result.json", "result/statements.csv"} <= set(first.manifest)
    assert second.changes["changed"] == second.changes["created_topics"] == second.changes["statements"] == 0


def test_answers_of_one_sending_are_one_person_in_a_run(cycle, lead):
    for number, place in enumerate(PLACES):
        answers = [Answer(text.format(place), persons=2) for text in SAID[:2]]
        receive(cycle, answers, client_key=f"key-{number:030}", by=SYSTEM)
    Contribution.objects.update(state="visible")
    run = actions.start_run(cycle, by=lead)
    run_waiting()
    run.refresh_from_db()
    assert (run.counts["received"], run.counts["persons"]) == (16, 16)


def test_masks_travel_with_the_snapshot(cycle, voices, lead, tmp_path):
    Mask.objects.create(contribution=voices[0], field="text", start=0, end=4, kind="name")
    actions.start_run(cycle, by=lead)
    run_waiting()
    lines = (tmp_path / "insights" / "run-1" / "snapshot.jsonl").read_text(encoding="utf-8").splitlines()
    own = next(row for row in map(json.loads, lines) if row["id"] == str(voices[0].number))
    assert own["masks"] == [["text", 0, 4, "name"]]


@pytest.mark.parametrize("where", ["_store", "adopt"])
def test_crash_after_the_engine_goes_on_with_the_frozen_input(cycle, voices, say, lead, monkeypatch, where):
    analysed, real_analyse, real = [], jobs._analyse, getattr(jobs, where)
    monkeypatch.setattr(jobs, "_analyse", lambda *args: (analysed.append(1), real_analyse(*args)))

    def die(*args):
        monkeypatch.setattr(jobs, where, real)
        real(*args)
        raise OSError("killed")

    monkeypatch.setattr(jobs, where, die)
    run = actions.start_run(cycle, by=lead)
    run_waiting(1)
    run.refresh_from_db()
    assert run.state == "running"
    say("Den här kom efter frysningen.")
    run_waiting()
    run.refresh_from_db()
    assert (run.state, analysed) == ("done", [1])
    assert run.counts["received"] == len(voices)
    spots = list(run.statements.values_list("contribution", "start"))
    assert len(spots) == len(set(spots)) == Placement.objects.count()


def test_crash_inside_the_engine_is_made_good_by_the_next_try(cycle, voices, lead, monkeypatch):
    run = Run.objects.create(number=1, cycle=cycle, options={"seed": 0}, started_by="Prov")

    def told(what, done, total, left=None):
        if total == 1000 and done > 600:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        jobs.compute(run, told)
    again = Run.objects.get()
    jobs.compute(again, silent)
    assert Run.objects.get().state == "done"
    assert Placement.objects.values("contribution").distinct().count() == len(voices)


def test_a_run_whose_earlier_try_is_still_writing_waits_for_it(cycle, voices, lead, tmp_path):
    run = actions.start_run(cycle, by=lead)
    folder = tmp_path / "insights" / "run-1"
    folder.mkdir(parents=True)
    with own_turn(folder / "result"):
        run_waiting(1)
        assert Job.objects.get().state == "queued"
        assert Run.objects.get().state == "running"
    run_waiting()
    run.refresh_from_db()
    assert (run.state, Job.objects.get().state) == ("done", "done")


def test_files_of_another_installation_are_not_taken_for_this_runs(cycle, voices, lead, tmp_path):
    folder = tmp_path / "insights" / "run-1"
    (folder / "result").mkdir(parents=True)
    (folder / "snapshot.jsonl").write_text('{"id": "1", "text": "gammal"}\n')
    actions.start_run(cycle, by=lead)
    run_waiting()
    run = Run.objects.get()
    assert (run.state, run.counts["received"]) == ("done", len(voices))


def test_cancelled_run_leaves_the_book_as_it_was(cycle, voices, lead):
    run = actions.start_run(cycle, by=lead)
    actions.cancel_run(run, by=lead)
    run_waiting()
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert not Placement.objects.exists()


def test_finished_run_cannot_be_stopped_and_the_log_does_not_say_so(cycle, voices, lead):
    run = actions.start_run(cycle, by=lead)
    run_waiting()
    run.refresh_from_db()
    with pytest.raises(ValidationError, match="redan klar"):
        actions.cancel_run(run, by=lead)
    assert not AuditEntry.objects.filter(action__in=["insights.run_cancelled", "jobs.cancelled"]).exists()
    assert Run.objects.get().state == "done"


def test_any_analyst_may_stop_a_run(cycle, voices, lead):
    run = actions.start_run(cycle, by=lead)
    actions.cancel_run(run, by=viewer_for("analyst", user_id=8))
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert AuditEntry.objects.filter(action="insights.run_cancelled").count() == 1


@pytest.mark.parametrize("texts", [[], ["Fler bussar."], ["vet ej", "nej"], ["Fler bussar."] * 3])
def test_very_little_material_is_no_error(cycle, say, lead, texts):
    if texts:
        say(*texts)
    actions.start_run(cycle, by=lead)
    run_waiting()
    assert Run.objects.get().state == "done"
    assert Placement.objects.values("contribution").distinct().count() == len(texts)


def test_demonstration_publishes_once_and_says_that_nobody_reviewed(cycle, voices):
    first = demo.publish_demo(cycle)
    assert demo.publish_demo(cycle) == first
    assert (first.reviewed_by_role, first.number) == ("", 1)
    assert amounts.ledger(first, PUBLIC).stands
    assert amounts.ledger(first, PUBLIC).assigned.texts > len(voices) * 0.8
    assert Edition.objects.count() == 1


def test_words_of_a_waiting_voice_reach_no_file_of_the_run(cycle, voices, say, lead, tmp_path):
    say("Sekretessord här.", state="waiting")
    actions.start_run(cycle, by=lead)
    run_waiting()
    for path in (tmp_path / "insights").rglob("*.*"):
        assert "Sekretessord" not in path.read_text(encoding="utf-8", errors="replace"), path
    assert Contribution.objects.filter(state="waiting").count() == 1


def test_run_that_fails_for_good_says_so_and_lets_a_new_one_start(cycle, voices, lead, monkeypatch):
    def broken(*args):
        raise OSError("disken är full")

    monkeypatch.setattr(jobs, "_analyse", broken)
    failed = actions.start_run(cycle, by=lead)
    for _try in range(5):
        run_waiting()
    actions.settle(cycle)
    failed.refresh_from_db()
    assert failed.state == "failed"
    assert "Något gick fel" in failed.message
    monkeypatch.undo()
    assert actions.start_run(cycle, by=lead) != failed


def test_material_that_the_engine_refuses_is_told_in_its_own_words(cycle, voices, lead, monkeypatch):
    from medskick.ground.jobs.registry import JobError

    def refuses(*args):
        raise JobError("Det går inte att skriva i mappen result.")

    monkeypatch.setattr(jobs, "_analyse", refuses)
    run = actions.start_run(cycle, by=lead)
    run_waiting()
    run.refresh_from_db()
    assert (run.state, run.message) == ("failed", "Det går inte att skriva i mappen result.")
