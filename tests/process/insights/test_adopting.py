"""A later run meets what people have decided."""

import re

import pytest

from helpers_people import make_user
from medskick.ground.core.access import Viewer
from medskick.process.contributions.models import Contribution, State
from medskick.process.insights import actions
from medskick.process.insights.actions.matching import Overlap, match
from medskick.process.insights.models import Placement, Theme

pytestmark = pytest.mark.django_db

SAME = {"resor": {"buss": range(6)}, "vård": {"vårdcentral": range(6, 12)}}


def names(cycle, **wanted):
    return set(Theme.objects.filter(cycle=cycle, **wanted).values_list("name", flat=True))


def live(cycle):
    return Theme.objects.filter(cycle=cycle, state__in=["proposed", "approved"])


def test_first_run_makes_the_book(cycle, two_themes):
    assert names(cycle, parent=None) == {"Resor", "Vård"}
    assert names(cycle, parent__name="Resor") == {"Buss"}
    assert Placement.objects.filter(theme__name="Buss").count() == 6


def test_same_result_again_changes_nothing(cycle, two_themes, run_of):
    before = list(live(cycle).values_list("pk", "slug", "name"))
    run = run_of(two_themes, SAME)
    assert list(live(cycle).values_list("pk", "slug", "name")) == before
    assert run.changes["changed"] == run.changes["statements"] == run.changes["created_themes"] == 0


def test_new_statements_come_to_the_theme_they_resemble(cycle, two_themes, run_of, say, theme_named):
    more = two_themes + say("Nattbussar till fjällbyarna också.")
    run = run_of(more, {"transport": {"kollektivt": [*range(6), 12]}, "vård": {"vårdcentral": range(6, 12)}})
    assert Placement.objects.get(contribution=more[12]).theme.parent.slug == "resor"
    assert [line["count"] for line in run.changes["gained"]] == [1]
    assert run.changes["created_themes"] == 0


def test_machine_name_follows_the_run_until_a_person_names_it(cycle, two_themes, run_of, lead):
    renamed = {"färder": {"linjetrafik": range(6)}, "hälsa": {"vårdcentral": range(6, 12)}}
    actions.rename(Theme.objects.get(slug="resor"), "Resa utan bil", by=lead)
    run_of(two_themes, renamed)
    assert names(cycle, parent=None) == {"Resa utan bil", "Hälsa"}


def test_merge_is_not_undone_by_a_new_run(cycle, two_themes, run_of, lead, say):
    resor, vard = Theme.objects.get(slug="resor"), Theme.objects.get(slug="vard")
    actions.merge(Theme.objects.get(slug="vardcentral"), Theme.objects.get(slug="buss"), by=lead)
    actions.merge(vard, resor, by=lead)
    more = two_themes + say("Vårdcentralen behöver fler telefontider.")
    run_of(more, {"resor": {"buss": range(6)}, "vård": {"vårdcentral": range(6, 13)}})
    assert live(cycle).filter(parent=None).count() == 1
    assert set(Placement.objects.values_list("theme__name", flat=True)) == {"Buss"}


def test_statement_moved_by_a_person_stays(two_themes, run_of, lead, theme_named, cycle):
    placement = Placement.objects.get(contribution=two_themes[0])
    actions.move(cycle, [placement.pk], theme_named("Vårdcentral"), by=lead)
    run = run_of(two_themes, SAME)
    placement.refresh_from_db()
    assert placement.theme == theme_named("Vårdcentral")
    assert run.changes["kept"] == 1


def test_split_theme_keeps_its_statements(two_themes, run_of, lead, cycle, theme_named):
    chosen = list(Placement.objects.filter(contribution__in=two_themes[:2]).values_list("pk", flat=True))
    new = actions.split(theme_named("Buss"), chosen, "Nattbussar", by=lead)
    run_of(two_themes, SAME)
    assert set(new.placements.values_list("pk", flat=True)) == set(chosen)
    assert theme_named("Buss").placements.count() == 4


def test_statements_of_an_approved_theme_stay_in_it(two_themes, run_of, lead, cycle, theme_named):
    actions.approve(Theme.objects.get(slug="resor"), by=lead)
    run = run_of(two_themes, {"resor": {"buss": range(3)}, "vård": {"vårdcentral": range(3, 12)}})
    assert Placement.objects.filter(theme__parent__slug="resor").count() == 6
    assert (run.changes["kept"], run.changes["changed"]) == (3, 0)


def test_summary_scope_and_approval_outlive_a_run(two_themes, run_of, lead, cycle):
    theme = Theme.objects.get(slug="resor")
    actions.write_summary(theme, "Bussarna går för sällan.", by=lead)
    actions.mark_outside(theme, "single_actor", by=lead)
    actions.approve(theme, by=lead)
    run_of(two_themes, {"transporter": {"buss": range(6)}, "vård": {"vårdcentral": range(6, 12)}})
    theme.refresh_from_db()
    assert (theme.summary, theme.outside_reason, theme.state) == (
        "Bussarna går för sällan.",
        "single_actor",
        "approved",
    )


def test_outside_mark_of_a_statement_outlives_a_run(two_themes, run_of, lead, cycle):
    placement = Placement.objects.get(contribution=two_themes[0])
    actions.mark_statements(cycle, [placement.pk], "local_only", by=lead)
    run_of(two_themes, SAME)
    placement.refresh_from_db()
    assert placement.outside_reason == "local_only"


def test_voice_that_a_run_did_not_see_keeps_its_place(two_themes, run_of, cycle, theme_named):
    Contribution.objects.filter(pk=two_themes[0].pk).update(state=State.HIDDEN, hidden_reason="spam")
    run_of(two_themes[1:], {"resor": {"buss": range(5)}, "vård": {"vårdcentral": range(5, 11)}})
    assert Placement.objects.get(contribution=two_themes[0]).theme == theme_named("Buss")


def test_untouched_theme_without_statements_leaves_the_book_and_staff_are_told(
    client, two_themes, run_of, cycle
):
    run = run_of(two_themes, {"resor": {"buss": range(12)}})
    assert names(cycle, parent=None, state="proposed") == {"Resor"}
    assert names(cycle, parent=None, state="retired") == {"Vård"}
    client.force_login(make_user("analyst"))
    body = client.get(f"/arbetsyta/analys/korningar/{run.number}/").content.decode()
    assert "1 tema finns inte längre, för inga tankar ligger kvar i det: ”Vård”" in body
    assert "1 del finns inte längre" in body


def test_staff_are_told_what_a_run_renamed_and_never_of_what_people_named(client, two_themes, run_of, lead):
    actions.rename(Theme.objects.get(slug="vard"), "Nära vård", by=lead)
    run = run_of(two_themes, {"färder": {"buss": range(6)}, "hälsa": {"läkare": range(6, 12)}})
    pk = Theme.objects.get(slug="resor").pk
    assert run.changes["renamed"] == [{"id": pk, "old": "Resor", "name": "Färder"}]
    assert (run.changes["renamed_topics"], run.changes["retired"]) == (1, [])
    client.force_login(make_user("analyst"))
    body = client.get(f"/arbetsyta/analys/korningar/{run.number}/").content.decode()
    assert f'”Resor” heter nu <a href="/arbetsyta/analys/tema/{pk}/">Färder</a>' in body
    assert "1 del fick nytt namn" in body
    assert "Hälsa" not in body


@pytest.mark.parametrize("touch", ["published", "quoted"])
def test_theme_that_a_person_had_touched_stays_in_the_book_when_empty(touch, two_themes, run_of, cycle, lead):
    theme = Theme.objects.get(slug="vard")
    if touch == "published":
        actions.approve(theme, by=lead)
        actions.publish(cycle, by=lead)
        actions.unapprove(theme, by=lead)
    else:
        actions.choose_quote(theme, Placement.objects.get(contribution=two_themes[6]), by=lead)
    run_of(two_themes, {"resor": {"buss": range(12)}})
    assert live(cycle).filter(pk=theme.pk).exists()


def test_address_of_a_retired_theme_is_not_reused(two_themes, run_of, say, cycle):
    run_of(two_themes, {"resor": {"buss": range(12)}})
    more = two_themes + say("Vård i hemmet.", "Hemsjukvård i glesbygd.", "Hemtjänst på distans.")
    run_of(more, {"resor": {"buss": range(12)}, "vård": {"hemma": [12, 13, 14]}})
    assert live(cycle).get(name="Vård").slug == "vard-2"


def test_text_split_anew_replaces_machine_places_but_never_a_persons(
    two_themes, run_of, lead, cycle, theme_named
):
    first, second = two_themes[0], two_themes[1]
    held = Placement.objects.get(contribution=first)
    actions.move(cycle, [held.pk], theme_named("Vårdcentral"), by=lead)
    spans = {0: [(0, 20), (21, 50)], 1: [(0, 10), (11, 30)]}
    run_of(two_themes, SAME, spans=spans)
    assert list(Placement.objects.filter(contribution=first)) == [held]
    assert sorted(Placement.objects.filter(contribution=second).values_list("start", "end")) == spans[1]


def test_adopting_twice_is_the_same_as_once(two_themes, run_of, cycle):
    run = run_of(two_themes, {"a": {"b": range(4)}, "c": {"d": range(4, 12)}})
    before = sorted(Placement.objects.values_list("pk", "theme", "strength"))
    actions.adopt(run)
    assert sorted(Placement.objects.values_list("pk", "theme", "strength")) == before
    assert run.changes["changed"] == 0


def test_pairing_takes_the_best_whole_not_the_first():
    overlap = Overlap()
    for group, theme, persons in (("g1", "t1", 10), ("g1", "t2", 9), ("g2", "t1", 9)):
        overlap.add(group, theme, persons)
    assert match(overlap, touched=["t1", "t2"]) == {"g1": "t2", "g2": "t1"}


def test_group_that_shares_almost_nothing_is_new():
    overlap = Overlap()
    overlap.add("g1", "t1", 1)
    overlap.add("g1", "t2", 30)
    overlap.add("g2", "t1", 2)
    overlap.add(None, "t1", 40)
    assert match(overlap) == {"g1": "t2"}


@pytest.mark.parametrize(
    ("shared", "held", "known", "same"),
    [(4, 6, 16, True), (39, 60, 60, False), (40, 60, 60, True), (6, 10, 8, True), (46, 105, 85, False)],
)
def test_group_is_a_machine_theme_only_when_close_to_it(shared, held, known, same):
    overlap = Overlap()
    overlap.add("g", "t", shared)
    overlap.add(None, "t", held - shared)
    overlap.add("g", "other", known - shared)
    overlap.add(None, "other", 9 * known)
    assert match(overlap) == ({"g": "t"} if same else {})
    assert match(overlap, touched=["t"]) == {"g": "t"}


def test_group_that_is_not_close_does_not_take_the_place_of_one_that_is():
    overlap = Overlap()
    for group, theme, persons in (("big", "t", 50), ("big", "u", 90), ("near", "t", 40), (None, "u", 9)):
        overlap.add(group, theme, persons)
    assert match(overlap) == {"big": "u"}
    assert match(overlap, touched=["t"]) == {"big": "u", "near": "t"}


def test_address_never_opens_another_theme(client, cycle, two_themes, run_of, lead):
    """A machine theme that is no longer what it was is retired; its address shows the edition it was in."""
    system = Viewer(None, "Demonstration", is_system=True)
    actions.publish(cycle, by=system, reviewed=False)
    run_of(two_themes, {"vårdcentralen": {"läkare": [*range(2, 10), 11]}, "nattbussar": {"natt": [0, 1, 10]}})
    actions.publish(cycle, by=system, reviewed=False)
    assert set(live(cycle).filter(parent=None).values_list("slug", "name")) == {
        ("vard", "Vårdcentralen"),
        ("nattbussar", "Nattbussar"),
    }
    assert names(cycle, parent=None, state="retired") == {"Resor"}
    body = client.get("/teman/resor/").content.decode()
    assert re.search("<title[^>]*>Resor", body)
    assert "Utgåva 1" in body


@pytest.mark.parametrize("way", ["named", "approved", "summed up", "scoped", "moved to"])
def test_theme_that_a_person_has_touched_is_kept_at_little_overlap(way, cycle, two_themes, run_of, lead, say):
    theme = Theme.objects.get(slug="resor")
    more = two_themes + say("Nattbussar till fjällen.")
    if way == "named":
        actions.rename(theme, "Resa utan bil", by=lead)
    elif way == "approved":
        actions.approve(theme, by=lead)
    elif way == "summed up":
        actions.write_summary(theme, "Bussen går sällan.", by=lead)
    elif way == "scoped":
        actions.mark_outside(theme, "short_term", by=lead)
    else:
        other = Placement.objects.get(contribution=more[6])
        actions.move(cycle, [other.pk], Theme.objects.get(slug="buss"), by=lead)
    theme.refresh_from_db()
    name, slug = theme.name, theme.slug
    run_of(more, {"vård": {"vårdcentral": range(3, 12)}, "nattbussar": {"natt": [0, 1, 2, 12]}})
    theme.refresh_from_db()
    assert (theme.name, theme.slug, theme.is_live) == (name, slug, True)
    assert Placement.objects.get(contribution=more[12]).theme.parent == theme
