"""Old runs never overwrite new ones, marks survive another cut, taking back gives all back, bad keys are no 500."""

import pytest

from helpers_people import signed_in
from medskick.ground.jobs import actions as jobs
from medskick.ground.jobs.models import Job
from medskick.ground.jobs.registry import JobError
from medskick.ground.jobs.running import run_waiting
from medskick.process.insights import actions
from medskick.process.insights.jobs import compute
from medskick.process.insights.models import BookChange, Placement, QuoteChoice, Run, Theme

pytestmark = pytest.mark.django_db
GROUPS = {"resor": {"buss": range(6)}, "vård": {"vårdcentral": range(6, 12)}}


def silent(*_told):
    return None


def test_retried_old_run_never_overwrites_a_newer_one(cycle, two_themes, run_of, lead, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    old = actions.start_run(cycle, by=lead)
    actions.cancel_run(old, by=lead)
    old.refresh_from_db()
    newer = run_of(two_themes, GROUPS)
    before = set(Placement.objects.values_list("pk", "theme", "run"))
    jobs.retry(Job.objects.get(pk=old.job_id), lead)
    run_waiting()
    job = Job.objects.get(pk=old.job_id)
    assert job.state == "failed"
    assert "Starta en ny analys" in job.error
    with pytest.raises(JobError, match="Starta en ny analys"):
        compute(old, silent)
    old.refresh_from_db()
    assert old.state == Run.State.CANCELLED
    assert set(Placement.objects.values_list("pk", "theme", "run")) == before
    for theme in Theme.objects.filter(cycle=cycle, parent=None):
        actions.approve(theme, by=lead)
    assert actions.publish(cycle, by=lead).run == newer


def test_run_that_was_followed_is_refused_even_while_it_is_open(cycle, two_themes):
    first = Run.objects.get()
    Run.objects.create(number=first.number + 1, cycle=cycle, state=Run.State.DONE, started_by="Prov")
    Run.objects.filter(pk=first.pk).update(state=Run.State.RUNNING)
    first.refresh_from_db()
    with pytest.raises(JobError, match="Starta en ny analys"):
        compute(first, silent)


def test_outside_mark_survives_a_run_that_cuts_the_text_elsewhere(cycle, two_themes, run_of, lead):
    voice = two_themes[0]
    row = Placement.objects.get(contribution=voice)
    actions.mark_statements(cycle, [row.pk], "short_term", by=lead)
    run_of(two_themes, GROUPS, spans={0: [(0, 20), (21, len(voice.text))]})
    (left,) = Placement.objects.filter(contribution=voice)
    assert (left.start, left.end, left.outside_reason) == (0, len(voice.text), "short_term")


def test_taking_back_an_outside_mark_gives_the_span_back_to_the_runs(cycle, two_themes, lead):
    row = Placement.objects.get(contribution=two_themes[0])
    actions.mark_statements(cycle, [row.pk], "short_term", by=lead)
    actions.undo(BookChange.objects.first(), by=lead)
    row.refresh_from_db()
    assert (row.outside_reason, row.origin) == ("", "engine")


@pytest.mark.parametrize("verb", ["rename", "write_summary", "mark_outside"])
def test_taken_back_decision_leaves_the_theme_undecided(two_themes, lead, theme_named, verb):
    theme = theme_named("Resor")
    words = "local_only" if verb == "mark_outside" else "Resa utan bil"
    getattr(actions, verb)(theme, words, by=lead)
    assert Theme.objects.get(pk=theme.pk).decided_by_person
    actions.undo(BookChange.objects.first(), by=lead)
    assert not Theme.objects.get(pk=theme.pk).decided_by_person


def test_taken_back_merge_gives_the_quotes_and_the_freedom_back(two_themes, lead, theme_named):
    care, travel = theme_named("Vård"), theme_named("Resor")
    actions.refuse_quote(care, Placement.objects.get(contribution=two_themes[6]), by=lead)
    actions.merge(care, travel, by=lead)
    actions.undo(BookChange.objects.get(verb="theme_merged"), by=lead)
    assert QuoteChoice.objects.get().theme == care
    assert not Theme.objects.get(pk=travel.pk).decided_by_person


@pytest.mark.parametrize("bad", ["9" * 30, "9" * 5000, "abc", "", "-1", "²"])
def test_keys_that_are_no_keys_are_refused_kindly(client, two_themes, bad):
    signed_in(client, "process_lead")
    row, theme = Placement.objects.first(), Theme.objects.first()
    posts = (
        ("/arbetsyta/analys/granska/tankar/", {"gor": "lyft-ut", "tanke": bad}),
        ("/arbetsyta/analys/granska/tankar/", {"gor": "bryt-ut", "tanke": row.pk, "fran": bad, "name": "x"}),
        (f"/arbetsyta/analys/tema/{theme.pk}/citat/", {"tanke": bad, "gor": "valj"}),
    )
    assert [client.post(path, data).status_code for path, data in posts] == [302, 404, 404]
