"""The analysis is repeated by the worker, with the real engine, and the page tells what stayed together."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from helpers_people import signed_in, viewer_for
from helpers_site import look
from medskick.ground.core.access import SYSTEM
from medskick.ground.jobs.models import Job
from medskick.ground.jobs.running import run_waiting
from medskick.process.insights import actions as insights
from medskick.process.insights.coding import actions
from medskick.process.insights.coding.queries import figures
from medskick.process.insights.models import Placement, Run, StabilityCheck, Theme

pytestmark = pytest.mark.django_db
PAGE = "/arbetsyta/analys/kodning/samstammighet/"
SAID = [
    "Nattbussen till {} måste gå också på helgen så att unga kommer hem.",
    "Vårdcentralen i {} behöver fler läkare som stannar länge.",
    "Skolan i {} ska få vara kvar så att barnen slipper åka långt.",
    "Bredband och fiber fungerar dåligt i byarna kring {}.",
]
PLACES = ["Pajala", "Luleå", "Boden", "Kalix", "Jokkmokk", "Arjeplog", "Piteå", "Gällivare"]


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.JOBS_RETRY_AFTER = 0


@pytest.fixture
def analysed(cycle, say, lead):
    say(*[text.format(place) for place in PLACES for text in SAID], municipality="2580")
    run = insights.start_run(cycle, by=lead)
    run_waiting()
    run.refresh_from_db()
    assert run.state == "done"
    return run


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
