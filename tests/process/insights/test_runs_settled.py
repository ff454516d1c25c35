"""A run whose job is gone, or has ended without it, is closed: nothing waits for ever."""

import pytest
from django.utils import timezone

from medskick.ground.jobs import queries as jobs
from medskick.ground.jobs.models import Job
from medskick.process.insights import actions
from medskick.process.insights.models import Run

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(cycle, two_themes, lead):
    return actions.start_run(cycle, by=lead, afresh=True)


def fresh(run):
    run.refresh_from_db()
    return run


def test_run_whose_job_row_is_gone_is_closed_and_the_next_can_start(cycle, waiting, lead):
    Job.objects.filter(pk=waiting.job_id).delete()
    other = actions.start_run(cycle, by=lead, afresh=True)
    assert other.pk != waiting.pk
    closed = fresh(waiting)
    assert (closed.state, closed.finished_at is not None) == ("failed", True)
    assert closed.ending == "Arbetet försvann innan det blev klart. Starta en ny analys."


def test_run_whose_job_ended_without_doing_it_is_closed(cycle, waiting):
    Job.objects.filter(pk=waiting.job_id).update(state="done", finished_at=timezone.now())
    actions.settle(cycle)
    assert fresh(waiting).state == "failed"
    assert waiting.message == waiting.ending != ""


@pytest.mark.parametrize(("ended", "state"), [("cancelled", "cancelled"), ("failed", "failed")])
def test_run_ends_as_its_job_did(cycle, waiting, ended, state):
    Job.objects.filter(pk=waiting.job_id).update(state=ended, error="Filen finns inte." * (ended == "failed"))
    Job.objects.create(kind="insights.run", key=cycle.key, owner_name="Ann", state="done")  # a later one
    actions.settle(cycle)
    assert fresh(waiting).state == state
    assert waiting.ending == ("Filen finns inte." if ended == "failed" else "")


@pytest.mark.parametrize("state", ["queued", "running"])
def test_run_whose_job_goes_on_is_left(cycle, waiting, state):
    Job.objects.filter(pk=waiting.job_id).update(state=state)
    actions.settle(cycle)
    assert fresh(waiting).state == "waiting"


@pytest.mark.parametrize("state", ["done", "ready"])
def test_what_the_job_wrote_before_it_ended_stands(cycle, waiting, state):
    Run.objects.filter(pk=waiting.pk).update(state=state)
    Job.objects.filter(pk=waiting.job_id).update(state="done")
    actions.settle(cycle)
    assert fresh(waiting).state == state


def test_run_that_was_given_another_job_meanwhile_is_left(cycle, waiting, monkeypatch):
    Job.objects.filter(pk=waiting.job_id).update(state="done")
    real = jobs.named

    def meanwhile(kind, job_id):
        found = real(kind, job_id)
        new = Job.objects.create(kind=kind, key=cycle.key, owner_name="Ann")
        Run.objects.filter(pk=waiting.pk).update(job_id=str(new.pk))
        return found

    monkeypatch.setattr(jobs, "named", meanwhile)
    actions.settle(cycle)
    assert fresh(waiting).state == "waiting"


@pytest.mark.parametrize("job_id", ["no id at all", "00000000-0000-0000-0000-000000000000"])
def test_an_id_that_names_no_job_is_a_job_that_is_gone(cycle, waiting, job_id):
    Run.objects.filter(pk=waiting.pk).update(job_id=job_id)
    assert jobs.named("insights.run", job_id) is None
    actions.settle(cycle)
    assert fresh(waiting).state == "failed"
