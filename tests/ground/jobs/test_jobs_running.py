"""What happens to a job between being asked for and being done."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from helpers_people import account_of
from medskick.ground.core.access import SYSTEM, Viewer, has_role
from medskick.ground.core.models import AuditEntry
from medskick.ground.jobs import actions, processes, queries, reaper, registry, running
from medskick.ground.jobs.models import Job, State
from medskick.ground.jobs.registry import JobError
from medskick.ground.live import queries as live

pytestmark = pytest.mark.django_db

ANNA = Viewer(900_007, "Anna Analytiker", frozenset({"analyst"}))
BO = Viewer(900_008, "Bo Redaktör", frozenset({"editor"}))
LEAD = Viewer(900_009, "Lea Processledare", frozenset({"process_lead"}))


@pytest.fixture(autouse=True)
def accounts(db):
    """Those who ask for work have accounts, with the roles that they are made up with."""
    return {viewer.user_id: account_of(viewer) for viewer in (ANNA, BO, LEAD)}


@pytest.fixture
def kind(monkeypatch):
    """Register a made-up kind of work for one test."""
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))

    def register(handler, **options):
        name = f"test.{uuid.uuid4().hex[:8]}"
        registry.job(name, **({"label": "Provarbete", "rule": "jobs.list"} | options))(handler)
        return name

    return register


@pytest.fixture(autouse=True)
def analysts_rule():
    """A room's own rule, for one test."""
    import rules

    rules.add_rule("test.analyses", has_role("analyst", "process_lead"))
    yield
    rules.remove_rule("test.analyses")


def run(job: Job) -> Job:
    running.run_waiting()
    job.refresh_from_db()
    return job


def test_a_finished_job_keeps_what_its_handler_returned(kind):
    name = kind(lambda ctx: {"sum": sum(ctx.params["numbers"]), "address": "/teman/"})
    job = run(actions.start(name, {"numbers": [1, 2, 3]}, by=ANNA))
    assert (job.state, job.result["sum"], job.attempts) == (State.DONE, 6, 1)
    assert queries.state(job)["url"] == "/teman/"


def test_the_handler_knows_who_started_it(kind):
    seen = []
    run(actions.start(kind(lambda ctx: seen.append(ctx.viewer)), by=ANNA))
    assert seen == [ANNA]


def test_the_same_key_gives_the_same_job_while_it_is_active(kind):
    name = kind(lambda ctx: None)
    first = actions.start(name, by=ANNA, key="round-1")
    assert actions.start(name, by=BO, key="round-1").pk == first.pk
    run(first)
    assert actions.start(name, by=BO, key="round-1").pk != first.pk


def test_the_database_refuses_two_active_jobs_with_one_key(kind):
    job = actions.start(kind(lambda ctx: None), by=ANNA, key="k")
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind=job.kind, key="k", owner_name="någon")


def test_an_unknown_kind_cannot_be_started():
    with pytest.raises(LookupError):
        actions.start("no.such", by=SYSTEM)


def test_a_job_error_fails_at_once_with_its_own_sentence(kind):
    def handler(ctx):
        raise JobError("Filen har ingen kolumn som heter text.")

    job = run(actions.start(kind(handler), by=ANNA))
    assert (job.state, job.attempts) == (State.FAILED, 1)
    assert queries.state(job)["what"] == "Filen har ingen kolumn som heter text."
    assert job.traceback == ""


def test_another_error_is_tried_again_and_may_succeed(kind, settings):
    settings.JOBS_RETRY_AFTER = 0
    tries = []

    def handler(ctx):
        tries.append(ctx.attempt)
        if ctx.attempt < 3:
            raise RuntimeError("databasen blinkade")
        return {}

    job = run(actions.start(kind(handler), by=ANNA))
    assert (job.state, tries) == (State.DONE, [1, 2, 3])
    assert job.traceback == ""


def test_an_error_that_stays_becomes_a_kind_sentence_and_a_traceback(kind, settings):
    settings.JOBS_RETRY_AFTER = 0

    def handler(ctx):
        raise ZeroDivisionError("hemlig detalj")

    job = run(actions.start(kind(handler), by=ANNA))
    assert (job.state, job.attempts) == (State.FAILED, job.max_attempts)
    assert "hemlig" not in job.error
    assert "Försök en gång till" in job.error
    assert "ZeroDivisionError: hemlig detalj" in job.traceback


def test_a_retry_waits_longer_each_time(kind, settings):
    settings.JOBS_RETRY_AFTER = 10

    def handler(ctx):
        raise RuntimeError

    job = run(actions.start(kind(handler), by=ANNA))
    assert (job.state, job.attempts) == (State.QUEUED, 1)
    first = job.not_before - timezone.now()
    Job.objects.filter(pk=job.pk).update(not_before=timezone.now())
    second = run(job).not_before - timezone.now()
    assert datetime.timedelta(seconds=8) < first < datetime.timedelta(seconds=11) < second


def test_progress_is_a_row_an_event_and_words(kind):
    seen = {}

    def handler(ctx):
        ctx.progress("Delar upp i påståenden", 3, 7441, "Almedalen", seconds_left=130)
        seen.update(queries.state(Job.objects.get(pk=ctx.job.pk)))

    job = run(actions.start(kind(handler), by=ANNA))
    assert seen == {
        "state": "running",
        "what": "Delar upp i påståenden",
        "share": 0.0,
        "detail": "Almedalen · 3 av 7\N{NO-BREAK SPACE}441 · ungefär 2 minuter kvar",
    }
    told = [row.data["state"] for row in live.after(job.stream, 0)]
    assert told == ["running", "done"]


def test_progress_is_written_at_most_once_a_second(kind):
    def handler(ctx):
        for done in range(500):
            ctx.progress("Räknar", done, 500)

    job = run(actions.start(kind(handler), by=ANNA))
    # One while it ran, the last one and the ending.
    assert len(live.after(job.stream, 0)) <= 3
    assert job.done == 499


def test_a_waiting_job_is_cancelled_at_once(kind):
    ran = []
    job = actions.start(kind(lambda ctx: ran.append(1)), by=ANNA)
    actions.cancel(job, ANNA)
    assert run(job).state == State.CANCELLED
    assert ran == []


def test_a_running_job_stops_at_the_next_question(kind):
    shards = []

    def handler(ctx):
        for shard in range(10):
            ctx.check()
            shards.append(shard)
            if shard == 2:
                actions.cancel(Job.objects.get(pk=ctx.job.pk), ANNA)
                ctx._looked_at = float("-inf")  # as if a second had passed

    job = run(actions.start(kind(handler), by=ANNA))
    assert (job.state, shards) == (State.CANCELLED, [0, 1, 2])


def test_a_cancelled_job_can_be_tried_again(kind):
    job = actions.start(kind(lambda ctx: {"ok": True}), by=ANNA)
    actions.cancel(job, ANNA)
    actions.retry(job, ANNA)
    job = run(job)
    assert (job.state, job.attempts, job.cancel_requested) == (State.DONE, 1, False)


def test_a_finished_job_is_not_done_again(kind):
    job = run(actions.start(kind(lambda ctx: None), by=ANNA))
    assert actions.retry(job, ANNA).state == State.DONE


def test_only_the_owner_and_those_who_look_after_all_may_cancel(kind):
    job = actions.start(kind(lambda ctx: None), by=ANNA)
    with pytest.raises(PermissionDenied):
        actions.cancel(job, BO)
    actions.cancel(job, LEAD)
    line = AuditEntry.objects.get(action="jobs.cancelled")
    assert (line.actor_name, line.details["title"]) == ("Lea Processledare", "Provarbete")


def test_the_list_and_the_rule_agree_on_who_sees_what(kind):
    name = kind(lambda ctx: None)
    jobs = [actions.start(name, by=who) for who in (ANNA, BO, SYSTEM)]
    from medskick.ground.core.access import PUBLIC, allowed

    for viewer in (ANNA, BO, LEAD, PUBLIC, SYSTEM):
        by_list = set(queries.visible_to(viewer).values_list("pk", flat=True))
        by_rule = {job.pk for job in jobs if allowed("jobs.view", viewer, job)}
        assert by_list == by_rule, viewer.name


def test_a_claimed_job_cannot_be_claimed_again(kind):
    job = actions.start(kind(lambda ctx: None), by=ANNA)
    assert running.claim(str(job.pk)) is not None
    assert running.claim(str(job.pk)) is None


def test_a_lease_that_ran_out_puts_the_job_back(kind):
    job = actions.start(kind(lambda ctx: {"ok": 1}), by=ANNA)
    running.claim(str(job.pk))
    assert reaper.reap() == 0
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
    assert reaper.reap() == 1
    job = run(job)
    assert (job.state, job.attempts) == (State.DONE, 2)


def test_a_job_whose_worker_dies_again_and_again_is_given_up_with_a_sentence(kind):
    job = actions.start(kind(lambda ctx: None, max_attempts=2), by=ANNA)
    for _death in range(2):
        running.claim(str(job.pk))
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
        reaper.reap()
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "avbröts flera gånger" in job.error


def test_a_worker_that_was_taken_for_dead_can_write_nothing_more(kind):
    def handler(ctx):
        # Meanwhile its lease runs out and somebody else takes the job.
        Job.objects.filter(pk=ctx.job.pk).update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
        reaper.reap()
        running.claim(str(ctx.job.pk))
        ctx.progress("Skriver över", 1, 2)
        return {"from": "the dead"}

    job = actions.start(kind(handler), by=ANNA)
    running.execute(str(job.pk), keeper=False)
    job.refresh_from_db()
    assert (job.state, job.result, job.stage) == (State.RUNNING, None, "")


def die(job: Job) -> None:
    """The worker of a running job is gone, and somebody has noticed."""
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
    reaper.reap()
    job.refresh_from_db()


def test_the_handler_hears_of_a_cancelling_though_its_worker_died(kind):
    heard = []
    job = actions.start(kind(lambda ctx: heard.append((ctx.cancelled(), ctx.stop_reason))), by=ANNA)
    running.claim(str(job.pk))
    job.refresh_from_db()
    actions.cancel(job, ANNA)
    die(job)
    assert queries.what(job) == "Arbetet avbryts."
    assert run(job).state == State.CANCELLED
    assert heard == [(True, "cancel")]


def test_the_handler_hears_of_a_cancelling_while_it_waits_for_another_try(kind, settings):
    settings.JOBS_RETRY_AFTER = 0
    heard = []

    def handler(ctx):
        heard.append(ctx.cancelled())
        if not heard[-1]:
            actions.cancel(Job.objects.get(pk=ctx.job.pk), ANNA)
            raise RuntimeError("databasen blinkade")

    assert run(actions.start(kind(handler), by=ANNA)).state == State.CANCELLED
    assert heard == [False, True]


def test_a_cancelled_job_whose_worker_dies_again_and_again_ends_cancelled(kind):
    job = actions.start(kind(lambda ctx: None, max_attempts=2), by=ANNA)
    for _death in range(2):
        running.claim(str(job.pk))
        job.refresh_from_db()
        actions.cancel(job, ANNA)
        die(job)
    assert job.state == State.CANCELLED


def test_a_lost_message_is_sent_again(kind):
    from django_tasks import default_task_backend

    job = actions.start(kind(lambda ctx: None), by=ANNA)
    default_task_backend.clear()
    Job.objects.filter(pk=job.pk).update(
        changed_at=timezone.now() - datetime.timedelta(minutes=5),
        not_before=timezone.now() - datetime.timedelta(minutes=5),
    )
    assert reaper.remind() == 1
    assert [list(result.args) for result in default_task_backend.results] == [[str(job.pk)]]


def test_the_queue_carries_nothing_but_the_id(kind, django_capture_on_commit_callbacks):
    from django_tasks import default_task_backend

    default_task_backend.clear()
    name = kind(lambda ctx: None, heavy=True)
    with django_capture_on_commit_callbacks(execute=True):
        job = actions.start(name, {"secret": "text"}, by=ANNA)
        assert default_task_backend.results == []
    (sent,) = default_task_backend.results
    assert (list(sent.args), sent.kwargs, sent.task.queue_name) == ([str(job.pk)], {}, "heavy")


def test_a_process_of_this_machine_is_known_to_be_dead_or_alive():
    import subprocess
    import sys

    code = "from medskick.ground.jobs import processes; print(processes.name())"
    name = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()
    assert not processes.has_died(processes.name())
    assert processes.has_died(name) == (not name.startswith("unknown"))
    assert not processes.has_died("another-machine/1/1")


def test_loading_the_kinds_of_work_loads_no_analysis_library():
    import subprocess
    import sys

    code = "import django, sys; django.setup(); print([m for m in ('numpy', 'sklearn') if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_old_traces_are_tidied_and_new_ones_kept(kind):
    name = kind(lambda ctx: ctx.folder().joinpath("part").write_text("x"))
    old, new = (run(actions.start(name, by=ANNA)) for _ in range(2))
    ago = timezone.now() - datetime.timedelta(days=30)
    Job.objects.filter(pk=old.pk).update(finished_at=ago)
    ancient = run(actions.start(name, by=ANNA))
    Job.objects.filter(pk=ancient.pk).update(finished_at=ago - datetime.timedelta(days=400))
    reaper.tidy()
    from medskick.ground.core.files import room_folder

    assert {folder.name for folder in room_folder("jobs").iterdir()} == {str(new.pk)}
    assert set(Job.objects.values_list("pk", flat=True)) == {old.pk, new.pk}


def test_a_duty_that_fails_keeps_no_other_from_being_done(monkeypatch, caplog):
    done = []
    monkeypatch.setattr(registry, "_duties", {})
    registry.duty("test.broken")(lambda: 1 / 0)
    registry.duty("test.whole")(lambda: done.append(True))
    reaper.do_duties()
    assert done == [True]
    assert "test.broken" in caplog.text


def test_a_duty_is_done_again_after_its_own_pause(monkeypatch):
    monkeypatch.setattr(registry, "_duties", {})
    done, clock, last = [], [1_000.0], {}
    monkeypatch.setattr(reaper.time, "monotonic", lambda: clock[0])
    registry.duty("test.often", every=30)(lambda: done.append("often"))
    registry.duty("test.seldom")(lambda: done.append("seldom"))
    for step in (0, 3, 27, 29, 1, 6 * 3600):
        clock[0] += step
        reaper.do_duties(last)
    assert done == ["often", "seldom", "often", "often", "often", "seldom"]


def test_two_rooms_cannot_have_a_duty_of_the_same_name(monkeypatch):
    monkeypatch.setattr(registry, "_duties", {})
    registry.duty("test.same")(lambda: None)
    with pytest.raises(ValueError, match=r"test\.same"):
        registry.duty("test.same")(reaper.tidy)


@pytest.mark.parametrize("change", [{"roles": []}, {"roles": ["editor"]}, {"is_active": False}])
def test_who_has_lost_the_role_or_the_account_has_nothing_done_in_their_name(kind, accounts, change):
    job = actions.start(kind(lambda ctx: {"ok": 1}, rule="test.analyses"), by=ANNA)
    type(accounts[ANNA.user_id]).objects.filter(pk=ANNA.user_id).update(**change)
    job = run(job)
    assert (job.state, job.result) == (State.FAILED, None)
    assert "inte längre rätt" in job.error


def test_a_new_try_is_for_those_whom_the_room_lets_do_the_work(kind):
    job = actions.start(kind(lambda ctx: {"by": ctx.viewer.name}, rule="test.analyses"), by=ANNA)
    actions.cancel(job, ANNA)
    admin = Viewer(900_010, "Ada Administratör", frozenset({"administrator"}))
    with pytest.raises(PermissionDenied):
        actions.retry(job, admin)
    assert run(actions.retry(job, LEAD)).result == {"by": "Lea Processledare"}


def test_every_kind_of_work_asks_a_rule_that_exists():
    import rules

    assert registry.kinds()
    assert [one.name for one in registry.kinds() if not rules.rule_exists(one.rule)] == []
