"""Copies of a statement follow where people have put it, live and in the next run."""

import pytest

from helpers_editions import SAID, said_everywhere
from medskick.ground.jobs.running import run_waiting
from medskick.process.contributions.models import Contribution
from medskick.process.insights import actions
from medskick.process.insights.actions import placing
from medskick.process.insights.models import EditionStatement, LivePlacement, Placement, Theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_data")]
ENGLISH = "The night bus should run on weekends too, so that young people get home."
EMPTY = "vet ej"
BUS = SAID[0].format("Pajala")


@pytest.fixture
def voices(say):
    return say(*said_everywhere(), ENGLISH, EMPTY, municipality="2580")


def placement(text):
    return Placement.objects.get(contribution__text=text)


def place(cycle, lead):
    actions.place_new(cycle, by=lead)
    run_waiting()


@pytest.mark.parametrize("text", [ENGLISH, EMPTY])
def test_a_copy_of_what_only_a_person_found_a_theme_for_follows_it(
    cycle, voices, analyse, publish_all, say, lead, text
):
    analyse()
    assert placement(text).theme is None
    theme = placement(BUS).theme
    actions.move(cycle, [placement(text).pk], theme, by=lead)
    publish_all()
    (copy,) = say(text)
    place(cycle, lead)
    row = LivePlacement.objects.get(contribution=copy)
    assert (row.outcome, row.theme.theme_id) == ("assigned", theme.parent_id)
    analyse()
    assert Placement.objects.get(contribution=copy).theme == theme


@pytest.mark.parametrize(("text", "outcome"), [(ENGLISH, "unassigned"), (EMPTY, "no_content")])
def test_a_copy_of_what_lies_in_no_theme_is_what_it_is_by_itself(
    cycle, voices, analyse, publish_all, say, lead, text, outcome
):
    analyse()
    publish_all()
    (copy,) = say(text)
    place(cycle, lead)
    row = LivePlacement.objects.get(contribution=copy)
    assert (row.outcome, row.theme) == (outcome, None)


def test_a_copy_of_what_a_person_put_outside_comes_in_outside(cycle, voices, analyse, publish_all, say, lead):
    analyse()
    actions.mark_statements(cycle, [placement(BUS).pk], "local_only", by=lead)
    publish_all()
    copy, other = say(BUS.upper(), SAID[0].format("Haparanda"))
    place(cycle, lead)
    live = LivePlacement.objects.get(contribution=copy)
    analyse()
    row = Placement.objects.get(contribution=copy)
    assert (row.outside_reason, row.origin, row.scope_decided) == ("local_only", "engine", False)
    assert live.outside_reason == row.outside_reason
    assert Placement.objects.get(contribution=other).outside_reason == ""
    edition = publish_all()
    assert EditionStatement.objects.get(edition=edition, contribution=copy).outcome == "outside"
    # It lies outside for no other reason: when the person takes the mark back it is inside again.
    actions.mark_statements(cycle, [placement(BUS).pk], "", by=lead)
    analyse()
    row.refresh_from_db()
    assert row.outside_reason == ""


def test_what_people_have_said_of_the_copy_itself_stands(cycle, voices, analyse, say, lead):
    (copy,) = say(BUS)
    analyse()
    actions.mark_statements(cycle, [Placement.objects.get(contribution=copy).pk], "", by=lead)
    original = Placement.objects.get(contribution=voices[said_everywhere().index(BUS)])
    actions.mark_statements(cycle, [original.pk], "short_term", by=lead)
    (third,) = say(BUS)
    analyse()
    assert Placement.objects.get(contribution=copy).outside_reason == ""
    # One says inside, one outside: where it is even the one that put something outside decides.
    assert Placement.objects.get(contribution=third).outside_reason == "short_term"


def test_copies_that_came_with_different_runs_are_counted_together(
    cycle, voices, analyse, publish_all, say, lead
):
    copies = say(BUS, BUS)
    analyse()
    actions.mark_statements(
        cycle, [placement_of(voices[said_everywhere().index(BUS)]).pk], "local_only", by=lead
    )
    # Hidden while the next run is made, so they keep their place from the first one.
    hidden = Contribution.objects.filter(pk__in=[copy.pk for copy in copies])
    hidden.update(state="hidden", hidden_reason="spam")
    analyse()
    hidden.update(state="visible", hidden_reason="")
    edition = publish_all()
    runs = {row.family.partition(".")[0] for row in Placement.objects.filter(contribution__text=BUS)}
    assert len(runs) == 2
    assert placing.marks(edition) == {}  # two of three lie inside


def placement_of(voice):
    return Placement.objects.get(contribution=voice)


def test_a_run_over_nothing_leaves_themes_as_they_are(cycle, voices, analyse, lead):
    analyse()
    before = set(Theme.objects.values_list("pk", "name", "state"))
    Contribution.objects.update(state="hidden", hidden_reason="spam")
    analyse()
    assert set(Theme.objects.values_list("pk", "name", "state")) == before
