"""What a run begins from: nothing that a codebook has placed, or a person has decided, is lost by the next run."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpers_editions import MORE_SAID, said_everywhere
from helpers_people import signed_in
from helpers_site import look
from medskick.ground.core.access import SYSTEM
from medskick.ground.jobs.running import run_waiting
from medskick.process.contributions.models import Contribution
from medskick.process.insights import actions
from medskick.process.insights.models import CodeDecision, CodedStatement, Placement, Run, RunStatement, Theme
from medskick.process.insights.queries import grounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_data")]
HOME = "/arbetsyta/analys/"
ENTRIES = [
    {"key": "resor", "label": "Resor utan bil", "definition": "Buss, tåg och tidtabeller."},
    {"key": "vard", "label": "Vård nära", "definition": "Vårdcentraler, läkare och väntetider."},
    {"key": "skola", "label": "Skola och lärande", "definition": "Skolor, lärare och elever."},
    {"key": "bostad", "label": "Bo och bygga", "definition": "Lägenheter, hus och bostäder."},
    {"key": "fritid", "label": "Fritid", "definition": "Sport, friluftsliv och mötesplatser."},
]
TOWNS = ["Pajala", "Luleå", "Boden", "Kalix", "Jokkmokk"]
FISH = ["Pimpelfisket på isen utanför {} är livet."]
BY_TOWN = [{"key": town, "label": town, "definition": f"Det som gäller {town}."} for town in TOWNS]
TEXTS = said_everywhere([*MORE_SAID, *FISH], TOWNS)


@pytest.fixture
def codebook(lead):
    return actions.create_codebook("Egen lista", by=lead, entries=ENTRIES)


@pytest.fixture
def across(lead):
    """A codebook whose themes cut across those that the engine finds."""
    return actions.create_codebook("Orter", by=lead, entries=BY_TOWN)


@pytest.fixture
def voices(say):
    return say(*TEXTS, municipality="2580")


@pytest.fixture
def publish_one(cycle, lead):
    """Approve and publish one theme, so that the others may still go where a codebook puts them."""

    def publish():
        actions.approve(Theme.objects.filter(cycle=cycle, parent=None).first(), by=lead)
        return actions.publish(cycle, by=lead)

    return publish


def book():
    """Every statement's top theme by where it stands, and who put it there."""
    rows = Placement.objects.select_related("theme__parent")
    return {
        (row.contribution_id, row.field, row.start): (
            (row.theme.parent or row.theme).name if row.theme else None,
            row.origin,
        )
        for row in rows
    }


def tops():
    live = Theme.objects.filter(parent=None, state__in=["proposed", "approved"])
    return {theme.pk: (theme.name, theme.slug) for theme in live}


def coded(run, words):
    return CodedStatement.objects.select_related("run__codebook__codebook", "run__cycle", "statement").get(
        run=run, statement__contribution__text__contains=words
    )


def decide_fish(run, keys, lead, towns=TOWNS[:3]):
    for town in towns:
        actions.decide_code(coded(run, FISH[0].format(town)), keys, shown=0, by=lead)
    run_waiting()


@pytest.mark.parametrize("published", [False, True])
def test_plain_run_after_a_codebook_run_keeps_its_themes_and_what_lies_in_them(
    voices, codebook, analyse, publish_one, say, published
):
    if published:
        analyse()
        publish_one()
    under = analyse(codebook=codebook)
    before, themes = book(), tops()
    assert any(origin == "engine" and name == "Vård nära" for name, origin in before.values())
    for _time in range(2):
        (new,) = say("Vårdcentralen i Haparanda behöver fler läkare som stannar länge.")
        run = analyse()
        after = book()
        assert {key: after[key] for key in before} == before
        assert {pk: tops()[pk] for pk in themes} == themes
        assert after[new.pk, "text", 0][0] == "Vård nära"
        assert grounds.codebook_behind(run) == codebook
    assert Run.objects.get(number=under.number + 1).goes_on_from_run == under


def test_what_was_learned_after_the_codebook_run_stays_too(voices, codebook, analyse, lead):
    under = analyse(codebook=codebook)
    decide_fish(under, ["vard"], lead)
    before = book()
    (follower,) = [one for one in voices if one.text == FISH[0].format("Kalix")]
    assert before[follower.pk, "text", 0] == ("Vård nära", "engine")
    run = analyse()
    assert book() == before
    row = RunStatement.objects.get(run=run, contribution=follower)
    assert run.themes.get(key=row.theme_key).label == "Vård nära"


def test_entry_that_was_empty_until_people_filled_it_stays(voices, codebook, analyse, lead):
    actions.add_entry(codebook, "Rymden", "Raketer och satelliter.", by=lead)
    under = analyse(codebook=codebook)
    assert not Theme.objects.filter(name="Rymden").exists()
    decide_fish(under, ["rymden"], lead)
    before = book()
    assert ("Rymden", "engine") in before.values()
    run = analyse()
    assert book() == before
    assert run.themes.filter(parent_key="", label="Rymden").exists()


def test_fits_none_stays_whether_decided_or_learned(voices, codebook, analyse, say, lead):
    under = analyse(codebook=codebook)
    decide_fish(under, [], lead)
    before = book()
    fish = [one for one in voices if one.text.startswith("Pimpelfisket")]
    assert {before[one.pk, "text", 0] for one in fish} == {(None, "person"), (None, "engine")}
    for _time in range(2):
        run = analyse()
        after = book()
        assert {key: after[key] for key in before} == before
        keys = set(
            RunStatement.objects.filter(run=run, contribution__in=fish).values_list("theme_key", flat=True)
        )
        assert set(run.themes.filter(key__in=keys).values_list("kind", flat=True)) == {"unplaced"}
        say(FISH[0].format("Gällivare"))


def test_none_that_a_person_decided_on_the_board_is_told_to_the_next_run(
    cycle, voices, analyse, publish_one, lead
):
    analyse()
    publish_one()
    row = Placement.objects.get(contribution=voices[0])
    actions.move(cycle, [row.pk], None, by=lead)
    run = analyse()
    row.refresh_from_db()
    assert (row.theme, row.origin) == (None, "person")
    said = RunStatement.objects.get(run=run, contribution=voices[0])
    assert run.homes.get(said.topic_key) is None


def test_going_back_to_the_edition_is_a_choice_and_keeps_what_people_decided(
    cycle, voices, codebook, analyse, publish_one, lead
):
    first = analyse()
    edition = publish_one()
    at_first = book()
    topics = set(Theme.objects.exclude(parent=None).values_list("pk", "slug"))
    under = analyse(codebook=codebook)
    decide_fish(under, ["fritid"], lead, TOWNS[:1])
    run = analyse(from_edition=True)
    assert (run.goes_on_from, run.goes_on_from_run, run.ground) == (edition, None, first)
    own = Placement.objects.get(contribution__text=FISH[0].format("Pajala"))
    assert ((own.theme.parent or own.theme).name, own.origin) == ("Fritid", "person")
    after = book()
    moved = {key for key in at_first if after[key] != at_first[key]}
    assert moved == {(own.contribution_id, "text", 0)}
    live = Theme.objects.filter(state__in=["proposed", "approved"])
    assert topics <= set(live.exclude(parent=None).values_list("pk", "slug"))


def test_without_the_files_the_run_says_so_and_the_book_is_left_alone(
    cycle, voices, codebook, analyse, lead, tmp_path
):
    under = analyse(codebook=codebook)
    before = book()
    run = actions.start_run(cycle, by=lead)
    (tmp_path / "insights" / f"run-{under.number}" / "result" / "result.json").write_text("annat")
    run_waiting()
    run.refresh_from_db()
    assert run.state == "failed"
    assert f"Filerna från analys {under.number} finns inte kvar" in run.message
    assert book() == before


@pytest.mark.parametrize("with_codebook", [False, True])
def test_a_run_over_nothing_takes_the_place_of_none(
    client, cycle, voices, codebook, analyse, lead, with_codebook
):
    under = analyse(codebook=codebook)
    decide_fish(under, ["fritid"], lead, TOWNS[:1])
    before = book()
    Contribution.objects.update(state="hidden", hidden_reason="spam")
    nothing = analyse(codebook=codebook if with_codebook else None)
    Contribution.objects.update(state="visible", hidden_reason="")
    assert (grounds.followed(cycle), grounds.made_of(cycle)) == (under, under)
    assert grounds.superseded_by(under, SYSTEM) is None
    signed_in(client, "analyst")
    assert f"{HOME}korningar/{under.number}/lar/" in look(client, HOME).body
    # The desk is open, what is decided there is learned and reaches the book …
    decide_fish(under, ["fritid"], lead, TOWNS[1:3])
    after = book()
    fish = [one.pk for one in voices if one.text.startswith("Pimpelfisket")]
    assert {after[pk, "text", 0][0] for pk in fish} == {"Fritid"}
    assert {after[pk, "text", 0][1] for pk in fish} == {"person", "engine"}
    assert {key: after[key] for key in before if key[0] not in fish} == {
        key: before[key] for key in before if key[0] not in fish
    }
    # … and what the next run goes on from is the run with something in it.
    run = analyse()
    assert run.ground == under != nothing
    assert book() == after


def test_decisions_with_a_codebook_that_stand_elsewhere_or_are_lost_are_told(
    client, voices, codebook, analyse, lead
):
    decide_fish(analyse(codebook=codebook), ["vard", "fritid"], lead, TOWNS[:2])
    first, second = CodeDecision.objects.order_by("pk")
    CodeDecision.objects.filter(pk=first.pk).update(end=first.end - 4)
    CodeDecision.objects.filter(pk=second.pk).update(start=5_000, end=5_010)
    run = analyse(codebook=codebook)
    told = run.changes["decisions"]
    assert (told["lost_count"], told["elsewhere_count"]) == (1, 1)
    signed_in(client, "analyst")
    body = look(client, f"{HOME}korningar/{run.number}/").body
    assert body.count("lagd i Vård nära, Fritid med kodboken") == 2
    assert "Besluten följde med orden" in body
    assert f"Medskick {first.contribution.number}" in body


# --- the start form --------------------------------------------------------------------------------------------


def test_form_says_what_each_choice_will_do(client, cycle, voices, across, analyse, publish_one):
    signed_in(client, "analyst")
    assert "letar efter teman i allt" in look(client, HOME).body
    analyse()
    publish_one()
    body = look(client, HOME).body
    assert "Datorn går vidare från utgåva 1" in body
    assert "Den senaste utgåvan" not in body
    under = analyse(codebook=across)
    body = look(client, HOME).body
    assert f"går vidare från analys {under.number}, som bygger på kodboken ”Orter”" in body
    lost = grounds.loose(cycle, SYSTEM, Run.objects.get(number=1))
    assert lost.themes > 1
    assert (
        f"{lost.themes} teman som bara datorn har gjort sedan dess lämnar boken (antal tankar: {lost.statements})"
        in body
    )
    client.post(f"{HOME}starta/", {"seed": "0", "ground": "utgava", "shown": str(under.number), "sure": "1"})
    assert Run.objects.first().goes_on_from.number == 1


def test_what_the_form_counted_is_what_leaves_the_book(cycle, voices, across, analyse, publish_one):
    first = analyse()
    publish_one()
    analyse(codebook=across)
    lost = grounds.loose(cycle, SYSTEM, first)
    before = tops()
    assert lost.themes > 1
    run = analyse(from_edition=True)
    assert len(before.keys() - tops().keys()) == lost.themes == run.changes["retired_themes"]


def test_run_from_the_beginning_is_what_the_next_one_goes_on_from(client, voices, analyse, publish_one):
    analyse()
    publish_one()
    anew = analyse(themes=3)
    before = book()
    run = analyse()
    assert (anew.ground, run.goes_on_from_run) == (None, anew)
    assert book() == before
    signed_in(client, "analyst")
    assert f"Gick vidare från analys {anew.number}." in look(client, f"{HOME}korningar/{run.number}/").body


def test_first_page_asks_as_much_however_many_runs_there_have_been(client, voices, codebook, analyse):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(HOME).status_code == 200
        return len(queries)

    signed_in(client, "analyst")
    analyse(codebook=codebook)
    analyse()
    asked()
    few = asked()
    for _time in range(2):
        analyse()
    assert asked() == few


def test_form_about_another_book_starts_nothing(client, cycle, voices, codebook, analyse):
    signed_in(client, "analyst")
    shown = client.get(HOME).context["form"]["shown"].value()
    under = analyse(codebook=codebook)
    answer = client.post(f"{HOME}starta/", {"seed": "0", "shown": shown}, follow=True)
    assert "En ny analys blev klar medan du läste" in answer.content.decode()
    assert Run.objects.first() == under


def test_only_who_may_read_the_analysis_is_told(cycle, voices):
    from helpers_people import viewer_for
    from medskick.ground.core.access import PermissionDenied

    for ask in (grounds.ground, grounds.loose):
        with pytest.raises(PermissionDenied):
            ask(cycle, viewer_for("registrar"))


def test_unknown_choice_gets_a_sentence(client, cycle, voices):
    signed_in(client, "analyst")
    client.post(f"{HOME}starta/", {"seed": "0", "ground": "månen"})
    assert not Run.objects.exists()
    with pytest.raises(ValidationError):
        actions.start_run(cycle, by=SYSTEM, shown=99)
