"""The analysis is repeated by the worker, with the real engine, and the page tells what stayed together."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from helpers_editions import PLACES, SAID, said_everywhere
from helpers_people import signed_in, viewer_for
from helpers_site import look
from medskick.ground.core.access import SYSTEM
from medskick.ground.jobs.models import Job
from medskick.ground.jobs.running import run_waiting
from medskick.process.contributions.models import Contribution
from medskick.process.insights import actions as insights
from medskick.process.insights.coding import actions, words
from medskick.process.insights.coding.queries import figures
from medskick.process.insights.models import CodedStatement, Placement, Run, StabilityCheck, Theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_data")]
PAGE = "/arbetsyta/analys/kodning/samstammighet/"
TEXTS = said_everywhere(SAID[::2])
# Themes that cut across those that the engine finds by itself.
BY_TOWN = [{"key": town, "label": town, "definition": f"Det som gäller {town}."} for town in PLACES]


@pytest.fixture
def analysed(kept, say, analyse, tmp_path):
    def store():
        say(*TEXTS, municipality="2580")
        analyse()

    kept(store, tmp_path)
    return Run.objects.get()


@pytest.fixture
def under_codebook(kept, say, analyse, lead, tmp_path):
    """A run under a codebook, with a decision that was there from the start. The texts always have the same numbers,
    which decide who is left out when it is repeated without some."""

    def store():
        for number, voice in enumerate(say(*TEXTS, municipality="2580"), start=4_100_000):
            Contribution.objects.filter(pk=voice.pk).update(number=number)
        codebook = insights.create_codebook("Orter", by=lead, entries=BY_TOWN)
        first = analyse(codebook=codebook)
        coded = CodedStatement.objects.get(run=first, statement__contribution__text=TEXTS[0])
        insights.decide_code(coded, ["Luleå"], shown=0, by=lead)
        run_waiting()
        analyse(codebook=codebook)

    kept(store, tmp_path)
    return Run.objects.get(number=2)


def checked(cycle, lead, **options):
    check = actions.check_stability(cycle, by=lead, **options)
    run_waiting()
    check.refresh_from_db()
    return check


def test_repeated_analysis_tells_of_every_theme_and_changes_nothing(client, cycle, analysed, lead):
    before = (
        Run.objects.count(),
        list(Theme.objects.values()),
        list(Placement.objects.order_by("pk").values()),
    )
    check = actions.check_stability(cycle, by=lead)
    assert run_waiting() == 3  # one job each, so that other work comes in between
    check.refresh_from_db()
    assert len(check.rounds) == 3
    assert check.finished_at
    tops = set(analysed.themes.filter(parent_key="", kind="theme").values_list("key", flat=True))
    assert set(check.figures["themes"]) == tops
    assert 0 <= check.figures["kept"] <= 1
    assert before == (
        Run.objects.count(),
        list(Theme.objects.values()),
        list(Placement.objects.order_by("pk").values()),
    )
    signed_in(client, "analyst")
    body = look(client, PAGE).body
    assert f"hamnar {round(100 * check.figures['kept'])} av 100 tankar i samma tema" in body
    for theme in Theme.objects.filter(parent=None, state="proposed"):
        assert theme.name in body


def test_same_question_gives_the_same_answer(cycle, analysed, lead):
    told = []
    for _time in range(2):
        check = actions.check_stability(cycle, by=lead, kind="parts", times=1)
        run_waiting()
        check.refresh_from_db()
        told.append(check.figures)
    assert told[0] == told[1]


def test_pressed_twice_it_is_done_once(client, cycle, analysed):
    signed_in(client, "analyst")
    for _press in range(2):
        client.post(PAGE + "stabilitet/", {"satt": "seeds"})
    assert StabilityCheck.objects.count() == 1
    assert "0 av 3 gånger är klara" in look(client, PAGE).body


def test_run_whose_texts_are_gone_says_what_to_do(cycle, analysed, lead, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "other"
    check = actions.check_stability(cycle, by=lead)
    run_waiting()
    check.refresh_from_db()
    assert "Gör en ny analys" in check.message
    assert Job.objects.filter(kind="insights.stability", state="failed").count() == 1
    assert figures.stability(cycle, SYSTEM) is None


def test_without_a_run_it_says_so_and_only_those_who_analyse_may(cycle, lead):
    with pytest.raises(ValidationError, match="Gör en analys först"):
        actions.check_stability(cycle, by=lead)
    with pytest.raises(PermissionDenied):
        actions.check_stability(cycle, by=viewer_for("editor"))


@pytest.mark.parametrize("kind", ["seeds", "parts"])
def test_run_under_a_codebook_is_repeated_under_it_with_the_same_decisions(
    client, cycle, under_codebook, lead, kind
):
    check = checked(cycle, lead, kind=kind, times=1 if kind == "seeds" else 3)
    assert len(check.figures["themes"]) >= 6
    # Without a tenth of the texts a statement that lies between two towns may change: 1, 1 and 0.96 were kept here.
    assert min(one["kept"] for one in check.rounds) >= 0.9
    assert min(one["ari"] for one in check.rounds) >= 0.85
    signed_in(client, "analyst")
    assert "lades tankarna under samma kodbok, med samma exempel och beslut" in look(client, PAGE).body


def test_run_that_went_on_is_repeated_from_the_same_edition_with_the_same_decisions(
    client, cycle, say, analysed, analyse, publish_all, lead
):
    publish_all()
    theme = Theme.objects.filter(parent=None).last()
    moved = list(
        Placement.objects.exclude(theme__parent=theme).order_by("pk")[:5].values_list("pk", flat=True)
    )
    insights.move(cycle, moved, theme, by=lead)
    say(*[text.format("Haparanda") for text in SAID[::2]])
    run = analyse()
    assert run.carried
    check = checked(cycle, lead, times=1)
    assert (check.figures["kept"], check.figures["ari"]) == (1, 1)
    signed_in(client, "analyst")
    assert "gick datorn vidare från samma tidigare analys" in look(client, PAGE).body


@pytest.mark.parametrize("name", ["edits.json", "../run-1/result/statements.csv"])
def test_run_whose_beginnings_are_gone_is_not_repeated_as_something_else(
    cycle, analysed, analyse, publish_all, lead, tmp_path, name
):
    publish_all()
    run = analyse()
    (tmp_path / "insights" / f"run-{run.number}" / name).write_text("annat")
    check = checked(cycle, lead, times=1)
    assert "Gör en ny analys" in check.message
    assert check.figures == {}


def test_published_figures_say_how_the_analysis_was_repeated():
    assert "samma kodbok" in words.repeated_as(figures.CODEBOOK)
    assert "vidare från" in words.repeated_as(figures.CARRIED)
    assert words.repeated_as("") == ""
