"""Criteria: the computer suggests, people decide, and what they decide stands until people change it."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError

from helpers_people import viewer_for
from medskick.ground.core.access import PUBLIC, SYSTEM, Role
from medskick.ground.core.models import AuditEntry, Judgement
from medskick.ground.jobs.running import run_waiting
from medskick.process.insights import actions
from medskick.process.insights.actions.criteria import mark_of
from medskick.process.insights.actions.undo import latest
from medskick.process.insights.models import (
    BookChange,
    CriterionDecision,
    EditionStatement,
    EditionTheme,
    Placement,
    Theme,
)
from medskick.process.insights.queries import amounts, criteria, suggesting

pytestmark = pytest.mark.django_db
GROUPS = {"resor": {"buss": range(6)}, "vård": {"vårdcentral": range(6, 12)}}
COOPERATION, SHARED, LONG_TERM, REACH = "cooperation", "shared_by_many", "long_term", "within_reach"


def suggested(theme):
    return suggesting.suggestions(theme.cycle, [theme])[theme.pk]


def test_adopting_a_run_keeps_what_it_suggests(weighed, theme_named):
    resor = suggested(theme_named("Resor"))
    assert (resor[SHARED].value, resor[SHARED].overall, resor[SHARED].groups[0].reached) == ("yes", 50, 9)
    assert (resor[COOPERATION].value, resor[COOPERATION].judged) == ("yes", 6)
    assert resor[LONG_TERM].value == "no"
    assert resor[COOPERATION].words == ("nattbussar", "tåget")
    care = suggested(theme_named("Vård"))
    assert care[SHARED].value == "no"
    assert care[COOPERATION].value == "unsure"
    assert care[REACH].outside["beyond_influence"] == 1
    assert suggested(theme_named("Buss"))[COOPERATION].judged == 6


def test_theme_without_anything_judged_has_no_suggestion(two_themes, theme_named):
    assert {one.value for one in suggested(theme_named("Resor")).values()} == {""}


def test_suggestion_follows_the_statements_that_people_move(cycle, weighed, theme_named, lead):
    own = Placement.objects.filter(theme=theme_named("Buss")).values_list("pk", flat=True)
    actions.move(cycle, list(own)[:3], theme_named("Vårdcentral"), by=lead)
    assert suggested(theme_named("Resor"))[COOPERATION].judged == 3
    assert suggested(theme_named("Vård"))[COOPERATION].judged == 5


@pytest.mark.parametrize("role", Role.values)
def test_only_those_who_review_may_decide(weighed, theme_named, role):
    by = viewer_for(role, user_id=77)
    if role in {"analyst", "process_lead"}:
        assert actions.decide(theme_named("Resor"), COOPERATION, "yes", by=by).value == "yes"
        return
    with pytest.raises(PermissionDenied):
        actions.decide(theme_named("Resor"), COOPERATION, "yes", by=by)
    assert not CriterionDecision.objects.exists()


def test_the_system_decides_nothing(weighed, theme_named):
    with pytest.raises(ValidationError, match="Bara en människa"):
        actions.decide(theme_named("Resor"), COOPERATION, "yes", by=SYSTEM)
    assert not CriterionDecision.objects.exists()


def test_whoever_does_not_agree_says_why(weighed, theme_named, lead):
    resor = theme_named("Resor")
    with pytest.raises(ValidationError, match="varför"):
        actions.decide(resor, COOPERATION, "no", by=lead)
    assert actions.decide(resor, COOPERATION, "yes", by=lead).reason == ""
    made = actions.decide(resor, COOPERATION, "no", by=lead, reason="Regionen  kör\nbussarna själv.")
    assert (made.value, made.reason, made.role) == ("no", "Regionen kör bussarna själv.", "process_lead")
    assert actions.decide(resor, LONG_TERM, "open", by=lead).value == "open"


@pytest.mark.parametrize(("criterion", "value"), [("cooperation", "kanske"), ("mode", "yes"), (REACH, "yes")])
def test_what_cannot_be_decided_is_refused_in_words(weighed, theme_named, lead, criterion, value):
    with pytest.raises(ValidationError, match="Välj ja, nej"):
        actions.decide(theme_named("Resor"), criterion, value, by=lead, reason="Därför.")


def test_decision_that_somebody_made_meanwhile_is_not_written_over(weighed, theme_named, lead):
    resor = theme_named("Resor")
    shown = mark_of(None)
    actions.decide(resor, COOPERATION, "no", by=lead, reason="Först.")
    with pytest.raises(ValidationError, match=r"Nu står det: Nej.*Du skrev: ”Sedan.”"):
        actions.decide(resor, COOPERATION, "yes", by=lead, reason="Sedan.", shown=shown)
    assert CriterionDecision.objects.get().reason == "Först."


def test_every_decision_is_in_the_history_the_log_and_the_judgements(cycle, weighed, theme_named, lead):
    resor = theme_named("Resor")
    actions.decide(resor, COOPERATION, "no", by=lead, reason="Ett skäl.")
    actions.decide(resor, COOPERATION, "yes", by=lead)
    told = Judgement.objects.filter(subject_kind="theme", subject_key=str(resor.pk), criterion=COOPERATION)
    assert list(told.order_by("pk").values_list("value", "reason")) == [("no", "Ett skäl."), ("yes", "")]
    assert BookChange.objects.first().sentence == "”Resor” bedömdes. Kräver samverkan: Ja"
    assert AuditEntry.objects.filter(action="insights.criterion_decided").count() == 2


def test_undo_gives_back_the_decision_before(cycle, weighed, theme_named, lead):
    resor = theme_named("Resor")
    actions.decide(resor, COOPERATION, "no", by=lead, reason="Ett skäl.")
    first = CriterionDecision.objects.get()
    actions.decide(resor, COOPERATION, "yes", by=lead)
    actions.undo(latest(cycle), by=lead)
    again = CriterionDecision.objects.get()
    assert (again.value, again.reason, again.at) == ("no", "Ett skäl.", first.at)
    actions.undo(latest(cycle), by=lead)
    assert not CriterionDecision.objects.exists()
    assert not theme_named("Resor").decided_by_person
    assert Judgement.objects.filter(criterion=COOPERATION).count() == 4


def test_later_run_changes_suggestions_and_no_decision(weighed, run_of, theme_named, lead):
    resor = theme_named("Resor")
    actions.decide(resor, COOPERATION, "no", by=lead, reason="Regionen kör själv.")
    actions.rename(resor, "Kollektivtrafik", by=lead)
    before = CriterionDecision.objects.values().get()
    run_of(weighed, GROUPS, judged=dict.fromkeys(range(12), ("in", 0.3, 0.9)))
    assert CriterionDecision.objects.values().get() == before
    theme = theme_named("Kollektivtrafik")
    assert (suggested(theme)[COOPERATION].value, suggested(theme)[LONG_TERM].value) == ("unsure", "yes")
    assert suggested(theme)[SHARED].value == "yes"  # this run said nothing of it: what was known stands
    line = criteria.weigh(theme.cycle, [theme], lead)[theme.pk]
    assert line[COOPERATION].value == "no"


def test_decision_goes_into_this_edition_and_the_next(cycle, weighed, run_of, theme_named, lead):
    resor = theme_named("Resor")
    actions.decide(resor, COOPERATION, "no", by=lead, reason="Regionen kör själv.")
    actions.approve(resor, by=lead)
    first = actions.publish(cycle, by=lead)
    run_of(weighed, GROUPS, judged=dict.fromkeys(range(12), ("in", 0.9, 0.9)))
    second = actions.publish(cycle, by=lead)
    for edition in (first, second):
        kept = EditionTheme.objects.get(edition=edition, slug="resor").criteria[COOPERATION]["decided"]
        assert (kept["value"], kept["reason"], kept["role"]) == ("no", "Regionen kör själv.", "process_lead")
    actions.decide(resor, COOPERATION, "yes", by=lead)
    frozen = EditionTheme.objects.get(edition=second, slug="resor").criteria[COOPERATION]
    assert frozen["decided"]["value"] == "no"
    assert frozen["suggested"]["value"] == "yes"


def test_deciding_by_a_criterion_voids_no_approval(weighed, theme_named, lead):
    resor = theme_named("Resor")
    actions.approve(resor, by=lead)
    actions.decide(resor, COOPERATION, "yes", by=lead)
    assert theme_named("Resor").state == Theme.State.APPROVED


def test_after_a_merge_the_decision_stands_and_has_to_be_renewed(cycle, weighed, theme_named, lead):
    resor, care = theme_named("Resor"), theme_named("Vård")
    actions.decide(resor, COOPERATION, "yes", by=lead)
    actions.decide(care, COOPERATION, "no", by=lead, reason="Vården klarar det.")
    actions.merge(care, resor, by=lead)
    kept = CriterionDecision.objects.get(theme=resor)
    assert (kept.value, kept.needs_renewal) == ("yes", True)
    (before,) = criteria.before_merging(resor, lead)
    assert (before.theme.name, before.reason) == ("Vård", "Vården klarar det.")
    actions.undo(latest(cycle), by=lead)
    assert not CriterionDecision.objects.filter(needs_renewal=True).exists()
    actions.merge(care, resor, by=lead)
    actions.decide(resor, COOPERATION, "yes", by=lead)
    assert not CriterionDecision.objects.get(theme=resor).needs_renewal


def test_after_a_merge_nothing_is_said_of_breadth_until_the_next_run(cycle, weighed, theme_named, lead):
    resor, before = theme_named("Resor"), theme_named("Resor").criteria
    actions.merge(theme_named("Vård"), resor, by=lead)
    joined = suggested(theme_named("Resor"))
    assert joined[SHARED].value == ""
    assert joined[COOPERATION].judged == 8
    assert "nattbussar" in joined[COOPERATION].words
    assert joined[REACH].value == "yes"
    actions.undo(latest(cycle), by=lead)
    assert theme_named("Resor").criteria == before


def test_outside_mark_and_reach_are_one_decision(cycle, weighed, theme_named, lead):
    care = theme_named("Vård")
    actions.mark_outside(care, "beyond_influence", by=lead, note="Staten styr.", belongs_to="state")
    decided = CriterionDecision.objects.get()
    assert (decided.criterion, decided.value, decided.reason) == (REACH, "no", "Staten styr.")
    assert theme_named("Vård").belongs_to == "state"
    actions.leave_open(care, by=lead)
    assert CriterionDecision.objects.get().value == "open"
    assert theme_named("Vård").outside_reason == ""
    actions.undo(latest(cycle), by=lead)
    assert CriterionDecision.objects.get().value == "no"
    assert (theme_named("Vård").outside_reason, theme_named("Vård").belongs_to) == (
        "beyond_influence",
        "state",
    )
    actions.undo(latest(cycle), by=lead)
    assert not CriterionDecision.objects.exists()
    assert theme_named("Vård").outside_reason == ""


def test_theme_that_may_lie_outside_is_kept_only_with_a_reason(weighed, run_of, theme_named, lead):
    care = theme_named("Vård")
    Theme.objects.filter(pk=care.pk).update(criteria={**care.criteria, "reach": 0.05})
    with pytest.raises(ValidationError, match="varför"):
        actions.mark_inside(care, by=lead)
    actions.mark_inside(care, by=lead, note="Vården är vår.")
    assert CriterionDecision.objects.get().value == "yes"


def test_nothing_belongs_in_a_place_that_is_not_in_the_list(cycle, weighed, theme_named, lead):
    with pytest.raises(ValidationError, match="Välj i listan"):
        actions.mark_outside(theme_named("Vård"), "local_only", by=lead, belongs_to="månen")
    with pytest.raises(ValidationError, match="Välj i listan"):
        actions.mark_statements(cycle, [Placement.objects.first().pk], "local_only", by=lead, belongs_to="?")


def test_statement_that_may_lie_outside_is_confirmed_or_moved_back_once(cycle, weighed, run_of, lead):
    (one,) = criteria.pending(cycle, lead)
    assert one.suggested_scope == "beyond_influence"
    actions.mark_statements(cycle, [one.pk], "", by=lead)
    assert not criteria.pending(cycle, lead).exists()
    run_of(weighed, GROUPS, judged={6: ("beyond_influence", 0.1, 0.8)})
    assert not criteria.pending(cycle, lead).exists()
    actions.undo(latest(cycle), by=lead)
    assert criteria.pending(cycle, lead).exists()
    actions.mark_statements(cycle, [one.pk], "beyond_influence", by=lead, belongs_to="state")
    (done,) = criteria.decided_outside(cycle, lead)
    assert (done.outside_reason, done.belongs_to) == ("beyond_influence", "state")
    assert criteria.outside_sums(cycle, lead)[0][2:] == (0, 1)


def test_sums_stand_and_a_suggestion_takes_nothing_out_of_its_theme(cycle, weighed, lead):
    for theme in Theme.objects.filter(cycle=cycle, parent=None):
        actions.approve(theme, by=lead)
    first = actions.publish(cycle, by=lead)
    assert amounts.ledger(first, PUBLIC).stands
    thoughts = amounts.ledger(first, PUBLIC).thoughts
    assert (thoughts.all, thoughts.in_theme) == (12, 12)
    assert EditionStatement.objects.exclude(suggested_outside="").get().outcome == "assigned"
    actions.mark_statements(cycle, [criteria.pending(cycle, lead).get().pk], "beyond_influence", by=lead)
    for theme in Theme.objects.filter(cycle=cycle, parent=None):
        actions.approve(theme, by=lead)
    ledger = amounts.ledger(actions.publish(cycle, by=lead), PUBLIC)
    assert ledger.stands
    assert (ledger.thoughts.in_theme, ledger.thoughts.outside, ledger.thoughts.all) == (11, 1, 12)
    assert (ledger.counted.texts, ledger.assigned.texts, ledger.outside.texts) == (12, 11, 1)


def test_small_theme_gets_no_suggestion_in_an_edition(cycle, say, run_of, lead):
    voices = say("Nattbussar till byn.", "Nattbussar hem.", "Vårdcentralen kvar.")
    run_of(voices, {"resor": {"buss": range(3)}}, judged=dict.fromkeys(range(3), ("in", 0.9, 0.9)))
    theme = Theme.objects.get(parent=None)
    actions.decide(theme, COOPERATION, "no", by=lead, reason="Nej.")
    actions.approve(theme, by=lead)
    actions.publish(cycle, by=lead)
    kept = EditionTheme.objects.get(parent=None).criteria
    assert [one.get("suggested") for one in kept.values()] == [None] * 4
    assert kept[COOPERATION]["decided"]["value"] == "no"


def test_no_figure_of_groups_is_kept_in_an_edition(weighed_edition):
    for row in weighed_edition.themes.all():
        assert set(row.criteria[SHARED].get("suggested", {})) <= {"value", "clear", "run"}


def test_real_run_judges_statements_and_themes(cycle, say, lead, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    said = ("Nattbussen till {} måste gå på helgen.", "Staten borde sänka skatten på bensin i {}.")
    places = ["Pajala", "Luleå", "Boden", "Kalix", "Jokkmokk", "Arjeplog", "Piteå", "Gällivare"]
    for place in places:
        say(*[text.format(place) for text in said], municipality="2580")
    actions.start_run(cycle, by=lead)
    assert run_waiting() == 1
    assert not Placement.objects.filter(suggested_scope="").exists()
    assert not Placement.objects.filter(cooperation=None).exists()
    themes = list(Theme.objects.filter(cycle=cycle))
    told = suggesting.suggestions(cycle, themes)
    assert all(one[COOPERATION].value for one in told.values())
    assert all(0 <= one[REACH].low <= one[REACH].high <= 100 for one in told.values())
    assert sum(told[one.pk][REACH].judged for one in themes if one.parent_id is None) == 16


def test_what_was_decided_before_there_were_criteria_is_kept(cycle, weighed, theme_named, lead):
    actions.mark_outside(theme_named("Vård"), "beyond_influence", by=lead)
    actions.mark_statements(cycle, [Placement.objects.first().pk], "local_only", by=lead)
    CriterionDecision.objects.all().delete()
    Placement.objects.update(scope_decided=False)
    import_module("medskick.process.insights.migrations.0012_criteria").keep_what_was_decided(apps, None)
    kept = CriterionDecision.objects.get()
    assert (kept.theme.name, kept.criterion, kept.value, kept.author_name) == ("Vård", REACH, "no", lead.name)
    assert Placement.objects.filter(scope_decided=True).count() == 1


def test_mark_made_before_suggestions_were_kept_can_still_be_taken_back(cycle, weighed, lead):
    row = Placement.objects.first()
    actions.mark_statements(cycle, [row.pk], "local_only", by=lead)
    change = latest(cycle)
    BookChange.objects.filter(pk=change.pk).update(undo={"outside": [[row.pk, "", "engine"]]})
    actions.undo(latest(cycle), by=lead)
    row.refresh_from_db()
    assert (row.outside_reason, row.origin, row.belongs_to, row.scope_decided) == ("", "engine", "", False)
