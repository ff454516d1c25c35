"""Old runs never overwrite new ones, marks survive another cut, taking back gives all back, bad keys are no 500."""

import pytest
from django.core.exceptions import ValidationError

from helpers_editions import followed_by
from helpers_people import signed_in
from medskick.ground.jobs import actions as jobs
from medskick.ground.jobs.models import Job
from medskick.ground.jobs.registry import JobError
from medskick.ground.jobs.running import run_waiting
from medskick.process.insights import actions
from medskick.process.insights.actions.undo import latest
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
    followed_by(first)
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


def test_change_under_an_approval_is_taken_back_only_after_the_approval(cycle, two_themes, lead, theme_named):
    renamed = actions.rename(theme_named("Resor"), "Resa utan bil", by=lead)
    change = BookChange.objects.first()
    actions.approve(renamed, by=lead)
    with pytest.raises(ValidationError, match=r"Ångra först det här: .*godkändes"):
        actions.undo(change, by=lead)
    renamed.refresh_from_db()
    assert (renamed.name, renamed.state, renamed.decided_by_person) == ("Resa utan bil", "approved", True)
    for _step in range(2):
        actions.undo(latest(cycle), by=lead)
    renamed.refresh_from_db()
    assert (renamed.name, renamed.state, renamed.decided_by_person) == ("Resor", "proposed", False)


def test_approved_theme_is_protected_from_runs_whatever_was_taken_back(
    cycle, two_themes, lead, theme_named, run_of
):
    actions.rename(theme_named("Vård"), "Nära vård", by=lead)
    actions.approve(theme_named("Resor"), by=lead)
    actions.rename(theme_named("Nära vård"), "Vård nära", by=lead)
    actions.undo(latest(cycle), by=lead)
    run_of(two_themes, {"kollektivtrafik": {"buss": range(6)}, "sjukvård": {"vårdcentral": range(6, 12)}})
    assert theme_named("Resor").state == "approved"
    assert theme_named("Nära vård").decided_by_person


def test_old_approval_that_cannot_be_taken_back_stands_in_the_way(cycle, two_themes, lead, theme_named):
    actions.approve(actions.rename(theme_named("Resor"), "Resa utan bil", by=lead), by=lead)
    BookChange.objects.filter(verb="theme_approved").update(undo={})
    assert latest(cycle) is None


def test_choices_of_quotes_are_taken_back_one_by_one(cycle, two_themes, lead, theme_named):
    theme, place = theme_named("Resor"), Placement.objects.get(contribution=two_themes[0])
    actions.choose_quote(theme, place, by=lead)
    actions.refuse_quote(theme, place, by=lead)
    actions.forget_quote(theme, place, by=lead)
    seen = []
    for _step in range(3):
        actions.undo(latest(cycle), by=lead)
        seen.append(list(QuoteChoice.objects.values_list("chosen", flat=True)))
    assert seen == [[False], [True], []]
    assert not theme_named("Resor").decided_by_person


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
