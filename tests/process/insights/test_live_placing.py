"""What comes in after an edition is placed in it by the computer: preliminary, counted once, moving nothing."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpers_editions import SAID, WOLVES, said_everywhere
from helpers_people import signed_in, viewer_for
from medskick.engine.analysis.edition.live import LiveEdition
from medskick.engine.text.normalise import normal_form
from medskick.ground.core import chain
from medskick.ground.core.access import PUBLIC, SYSTEM, PermissionDenied
from medskick.ground.core.chain import Ref
from medskick.ground.jobs.models import Job
from medskick.ground.jobs.registry import duties
from medskick.ground.jobs.running import run_waiting
from medskick.process.contributions.actions import Answer, pass_, receive
from medskick.process.contributions.models import Contribution, Mask
from medskick.process.insights import actions
from medskick.process.insights.actions import placing
from medskick.process.insights.models import (
    Drift,
    Edition,
    EditionStatement,
    LivePlacement,
    Placement,
    Run,
    Theme,
)
from medskick.process.insights.queries import amounts, live

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_data")]
TEXTS = said_everywhere()
BUS = [
    "Fler nattbussar behövs så att unga kan ta sig hem från stan.",
    "Bussen till Pajala går för sällan på kvällarna.",
]


@pytest.fixture
def analysed(kept, say, analyse, tmp_path):
    """A run by the real engine."""

    def store():
        say(*TEXTS, municipality="2580")
        analyse()

    kept(store, tmp_path)
    return Run.objects.get()


@pytest.fixture
def published(kept, analysed, publish_all, tmp_path):
    """An edition of it, every theme approved."""
    kept(publish_all, tmp_path)
    return Edition.objects.get()


def place(cycle, lead):
    actions.place_new(cycle, by=lead)
    run_waiting()
    job = Job.objects.filter(kind="insights.place").order_by("pk").last()
    assert job.state == "done", job.error


def numbers(edition):
    ledger = amounts.ledger(edition, PUBLIC)
    assert ledger.stands
    return (
        amounts.by_theme(edition, PUBLIC),
        (ledger.received, ledger.counted, ledger.assigned, ledger.unassigned, ledger.late),
        ledger.thoughts,
    )


def walk(voice):
    return chain.walk([Ref("contribution", str(voice.number))], PUBLIC)


def test_new_voices_come_beside_their_neighbours_and_change_no_number(cycle, published, say, lead):
    before = numbers(published)
    rows = list(EditionStatement.objects.order_by("pk").values())
    bus, empty = say("Nattbussen till Haparanda måste gå på helgen så att unga kommer hem.", "vet ej")
    place(cycle, lead)
    assert numbers(published) == before
    assert list(EditionStatement.objects.order_by("pk").values()) == rows
    placed = LivePlacement.objects.get(contribution=bus)
    twin = EditionStatement.objects.get(edition=published, contribution__text=SAID[0].format("Pajala"))
    assert (placed.theme, placed.topic, placed.outcome) == (twin.theme, twin.topic, "assigned")
    assert LivePlacement.objects.get(contribution=empty).outcome == "no_content"


def test_every_new_text_is_counted_once(cycle, published, say, lead):
    say("Nattbussen till Haparanda går för sällan.", "vet ej", SAID[2].format("Övertorneå"))
    say("The night bus should run on weekends too, so that young people get home.")
    place(cycle, lead)
    say("Skolan i Övertorneå ska vara kvar.")
    found = live.arrived(published, PUBLIC)
    assert found.stands
    assert (found.texts, found.placed, found.no_content, found.unassigned, found.not_placed) == (
        5,
        2,
        1,
        1,
        1,
    )
    assert found.statements == LivePlacement.objects.filter(outcome="assigned").count()
    assert amounts.ledger(published, PUBLIC).since.shown.texts == 5


def test_a_text_passed_after_publication_is_placed_and_told_once(cycle, say, lead, published, client):
    late = say(SAID[0].format("Haparanda"), state="waiting")[0]
    Edition.objects.update(last_contribution=late.pk)
    Contribution.objects.filter(pk=late.pk).update(state="visible")
    before = numbers(published)
    place(cycle, lead)
    assert LivePlacement.objects.filter(contribution=late).exists()
    assert numbers(published) == before
    published.refresh_from_db()
    ledger = amounts.ledger(published, PUBLIC)
    assert (ledger.late.texts, ledger.unassigned.texts, ledger.since.received.texts) == (1, 0, 0)
    assert live.arrived(published, PUBLIC).texts == 1
    body = client.get("/teman/").content.decode()
    assert "1 nytt medskick sedan analysen, placerat av datorn" in body
    assert "redan är räknade här: 1 i tabellen, på raden ”kom efter analysen”, och 0 av dem" in body


def test_a_text_that_came_between_the_analysis_and_the_publishing_is_told_once(
    cycle, analysed, say, lead, client
):
    between = say(SAID[0].format("Haparanda"))[0]
    for theme in Theme.objects.filter(parent=None):
        actions.approve(theme, by=lead)
    edition = actions.publish(cycle, by=lead)
    say(SAID[1].format("Haparanda"))
    place(cycle, lead)
    ledger, new = amounts.ledger(edition, PUBLIC), live.arrived(edition, PUBLIC)
    assert ledger.stands
    assert (ledger.late.texts, ledger.unassigned.texts, ledger.since.shown.texts, new.texts) == (1, 0, 1, 2)
    assert ledger.received.texts + ledger.since.received.texts == Contribution.objects.count()
    english = client.get("/en/teman/").content.decode()
    assert "1 in the table, in the row “came after the analysis”, and 1 of those" in english
    Contribution.objects.filter(pk=between.pk).update(state="withdrawn")
    ledger = amounts.ledger(edition, PUBLIC)
    assert (ledger.late.texts, ledger.withdrawn.texts, live.arrived(edition, PUBLIC).texts) == (0, 1, 1)


def test_a_copy_of_what_a_person_put_outside_follows_it(cycle, analysed, say, lead, client):
    twin = Placement.objects.get(contribution__text=SAID[0].format("Pajala"))
    actions.mark_statements(cycle, [twin.pk], "local_only", by=lead)
    for theme in Theme.objects.filter(parent=None):
        actions.approve(theme, by=lead)
    edition = actions.publish(cycle, by=lead)
    copy, neighbour = say(SAID[0].format("Pajala").upper(), SAID[0].format("Haparanda"))
    place(cycle, lead)
    new = LivePlacement.objects.get(contribution=copy)
    assert (new.outcome, new.outside_reason) == ("outside", "local_only")
    beside = LivePlacement.objects.get(contribution=neighbour)
    assert (beside.outcome, beside.outside_reason) == ("assigned", "")
    arrived = live.arrived(edition, PUBLIC)
    assert (arrived.placed, arrived.outside, arrived.statements) == (1, 1, 1)
    assert arrived.by_theme[beside.theme_id] == 1
    assert "1 i ett tema + 1 utanför strategin" in client.get("/teman/").content.decode()
    (statement, *_more), *_levels = walk(copy)
    assert "utanför strategin, som en annan tanke med samma ord: gäller en enda plats" in statement.sentence
    body = client.get(f"/en/medskick/{copy.number}/").content.decode()
    assert "outside the strategy, like another thought in the same words" in body


def test_of_many_copies_most_decide_and_a_person_when_it_is_even(cycle, two_themes, say, run_of, lead):
    again = say(BUS[0], BUS[1], BUS[1])
    groups = {"resor": {"buss": [*range(6), 12, 13, 14]}, "vård": {"vårdcentral": range(6, 12)}}
    run_of([*two_themes, *again], groups)
    Placement.objects.filter(theme__name="Buss").update(family="F1")
    for voice in two_themes[:2]:
        own = Placement.objects.get(contribution=voice)
        actions.mark_statements(cycle, [own.pk], "short_term", by=lead)
    for theme in Theme.objects.filter(parent=None):
        actions.approve(theme, by=lead)
    assert placing.marks(actions.publish(cycle, by=lead)) == {normal_form(BUS[0]): "short_term"}


def test_what_people_moved_and_left_out_after_the_run_decides(cycle, analysed, say, lead):
    bus = Placement.objects.filter(contribution__text__startswith="Nattbussen")
    new = actions.split(
        Theme.objects.get(pk=bus[0].theme.parent_id), [row.pk for row in bus], "Hem på natten", by=lead
    )
    actions.approve(new, by=lead)
    edition = actions.publish(cycle, by=lead)
    voice, other = say(SAID[0].format("Haparanda"), SAID[4].format("Haparanda"))
    place(cycle, lead)
    assert LivePlacement.objects.get(contribution=voice).theme.theme == new
    left_out = LivePlacement.objects.get(contribution=other)
    assert (left_out.theme, left_out.outcome) == (None, "unassigned")
    assert live.arrived(edition, PUBLIC).stands


def test_the_receipt_tells_where_it_was_put_and_that_it_is_preliminary(cycle, published, say, lead, client):
    voice = say(SAID[0].format("Haparanda"))[0]
    assert walk(voice) == []
    place(cycle, lead)
    (statement,), (theme,) = walk(voice)
    assert statement.title == "Preliminärt: läst som en tanke"
    assert voice.text in statement.sentence
    assert "Ingen människa har granskat det än" in statement.sentence
    assert theme.address == f"/teman/{LivePlacement.objects.get().theme.slug}/"
    body = client.get(f"/medskick/{voice.number}/").content.decode()
    assert "Preliminärt" in body
    english = client.get(f"/en/medskick/{voice.number}/").content.decode()
    assert "Preliminary" in english


def test_masks_reach_the_preliminary_words(cycle, published, say, lead):
    voice = say(SAID[0].format("Haparanda"))[0]
    place(cycle, lead)
    Mask.objects.create(contribution=voice, field="text", start=0, end=10, kind="name")
    (statement,), _theme = walk(voice)
    assert "Nattbussen" not in statement.sentence


@pytest.mark.parametrize("state", ["hidden", "withdrawn", "waiting"])
def test_hiding_or_withdrawing_takes_the_placement_away_at_once(cycle, published, say, lead, client, state):
    voice = say(SAID[0].format("Haparanda"))[0]
    place(cycle, lead)
    theme = LivePlacement.objects.get().theme
    address = f"/teman/{theme.slug}/"
    assert "1 ny tanke sedan utgåvan" in client.get(address).content.decode()
    Contribution.objects.filter(pk=voice.pk).update(
        state=state, hidden_reason="spam" if state == "hidden" else ""
    )
    assert walk(voice) == []
    assert "ny tanke sedan utgåvan" not in client.get(address).content.decode()
    found = live.arrived(published, PUBLIC)
    assert (found.texts, found.placed, found.by_theme) == (0, 0, {})


def test_pages_say_how_many_are_new_and_that_nobody_has_reviewed_them(cycle, published, say, lead, client):
    say(*[SAID[0].format(place) for place in ("Haparanda", "Älvsbyn", "Överkalix")])
    assert "placerade av datorn" not in client.get("/teman/").content.decode()
    place(cycle, lead)
    themes = client.get("/teman/").content.decode()
    assert "3 nya medskick sedan analysen, placerade av datorn och inte granskade" in themes
    assert "3 i ett tema + 0 utanför strategin + 0 utan innehåll + 0 inte i något tema" in themes
    assert "3 new contributions since the analysis" in client.get("/en/teman/").content.decode()
    slug = LivePlacement.objects.first().theme.slug
    assert "3 nya tankar sedan utgåvan" in client.get(f"/teman/{slug}/").content.decode()
    assert "3 new thoughts since the edition" in client.get(f"/en/teman/{slug}/").content.decode()


def test_placing_again_stores_nothing_twice_and_moves_nothing(cycle, published, say, lead):
    say(SAID[0].format("Haparanda"), SAID[3].format("Haparanda"))
    place(cycle, lead)
    first = list(LivePlacement.objects.order_by("pk").values())
    say(SAID[5].format("Haparanda"))
    place(cycle, lead)
    assert list(LivePlacement.objects.order_by("pk").values())[: len(first)] == first
    assert LivePlacement.objects.count() == len(first) + 1


def test_each_text_is_read_once_and_how_well_the_edition_fits_is_the_same_as_from_scratch(
    cycle, published, say, lead, monkeypatch, tmp_path
):
    read, really = [], LiveEdition.place
    monkeypatch.setattr(
        LiveEdition, "place", lambda self, some, *rest: (read.append(len(some)), really(self, some, *rest))[1]
    )

    def drift():
        return Drift.objects.values("figures", "proposals").get()

    say(*WOLVES, SAID[0].format("Haparanda"))
    place(cycle, lead)
    say(SAID[3].format("Haparanda"))
    place(cycle, lead)
    assert read == [13, 1]
    remembered = drift()
    (memory,) = (tmp_path / "insights").glob("run-*/live-private.npz")
    assert memory.stat().st_mode & 0o777 == 0o600
    memory.unlink()
    say(SAID[5].format("Haparanda"))
    place(cycle, lead)
    afresh = drift()
    assert read[2:] == [15]
    assert remembered["proposals"] == afresh["proposals"] != []
    memory.write_bytes(b"trasig")
    place(cycle, lead)
    assert (read[3:], drift()) == ([15], afresh)


def test_a_text_that_changed_and_an_edition_that_lost_a_voice_are_read_again(
    cycle, published, say, lead, monkeypatch
):
    read, really = [], LiveEdition.place
    monkeypatch.setattr(
        LiveEdition, "place", lambda self, some, *rest: (read.append(len(some)), really(self, some, *rest))[1]
    )
    first, _second = say(SAID[0].format("Haparanda"), SAID[1].format("Haparanda"))
    place(cycle, lead)
    Mask.objects.create(contribution=first, field="text", start=0, end=10, kind="name")
    place(cycle, lead)
    old = EditionStatement.objects.filter(edition=published).first()
    Contribution.objects.filter(pk=old.contribution_id).update(state="hidden", hidden_reason="spam")
    place(cycle, lead)
    assert read == [2, 1, 2]


def test_a_worker_asks_for_it_only_where_something_is_new(cycle, published, say):
    duty = dict(duties())["insights.place_new"]
    duty()
    assert not Job.objects.filter(kind="insights.place").exists()
    say(SAID[0].format("Haparanda"))
    duty()
    duty()
    assert Job.objects.filter(kind="insights.place").count() == 1
    run_waiting()
    assert LivePlacement.objects.count() == 1
    duty()
    assert Job.objects.filter(kind="insights.place").count() == 1


def test_only_who_may_run_analyses_asks_for_it(cycle, published, say):
    editor = viewer_for("editor", user_id=900_031)
    with pytest.raises(PermissionDenied):
        actions.place_new(cycle, by=editor)


def test_a_new_matter_is_proposed_to_staff_and_nothing_else(cycle, published, say, lead, client):
    voices = say(*WOLVES)
    themes = list(Theme.objects.order_by("pk").values())
    place(cycle, lead)
    assert list(Theme.objects.order_by("pk").values()) == themes
    made = [row for row in Drift.objects.get().proposals if row["kind"] == "new_topic"]
    assert len(made) == 1
    signed_in(client, "process_lead")
    body = client.get("/arbetsyta/analys/").content.decode()
    assert f"{made[0]['count']} nya tankar liknar varandra men inget tema i utgåvan." in body
    assert "Kör en ny analys" in body
    Contribution.objects.filter(pk__in=[one.pk for one in voices[:10]]).update(
        state="hidden", hidden_reason="spam"
    )
    assert "liknar varandra men inget tema" not in client.get("/arbetsyta/analys/").content.decode()


def test_the_next_edition_takes_over_from_the_placements(cycle, published, say, lead, client):
    voice = say(SAID[0].format("Haparanda"))[0]
    place(cycle, lead)
    before = LivePlacement.objects.get()
    actions.start_run(cycle, by=lead)
    run_waiting()
    for theme in Theme.objects.filter(parent=None, state="proposed"):
        actions.approve(theme, by=lead)
    second = actions.publish(cycle, by=lead)
    row = EditionStatement.objects.get(edition=second, contribution=voice)
    assert row.theme.theme == before.theme.theme
    (statement,), _theme = walk(voice)
    assert statement.title == "Läst som en tanke"
    assert live.arrived(second, PUBLIC).texts == 0
    assert live.arrived(published, PUBLIC).texts == 0
    old = client.get("/teman/?utgava=1").content.decode()
    assert "placerade av datorn" not in old


def test_questions_to_the_database_do_not_grow_with_what_is_new(cycle, published, say, lead, client):
    def asked(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    signed_in(client, "process_lead")
    say(*[SAID[0].format(place) for place in ("Haparanda", "Älvsbyn")], *WOLVES)
    place(cycle, lead)
    slug = LivePlacement.objects.first().theme.slug
    addresses = ["/teman/", f"/teman/{slug}/", "/arbetsyta/analys/"]
    few = [[asked(address) for address in addresses] for _time in range(2)][-1]
    voices = say(*[SAID[n % 8].format(f"By {n}") for n in range(30)])
    place(cycle, lead)
    assert [asked(address) for address in addresses] == few
    refs = [Ref("contribution", str(voice.number)) for voice in voices]
    with CaptureQueriesContext(connection) as all_of_them:
        chain.walk(refs, PUBLIC)
    with CaptureQueriesContext(connection) as one:
        chain.walk(refs[:1], PUBLIC)
    assert len(all_of_them) <= len(one) + 4


def test_an_edition_without_its_files_says_so(cycle, published, say, lead, tmp_path):
    say(SAID[0].format("Haparanda"))
    (tmp_path / "insights" / "run-1" / "result" / "placing-private.npz").unlink()
    job = actions.place_new(cycle, by=SYSTEM)
    run_waiting()
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.error == "Utgåvans filer finns inte kvar. Gör en ny analys och publicera den."


def test_the_button_places_and_the_form_starts_afresh_for_those_who_may(cycle, published, say, client):
    say(SAID[0].format("Haparanda"))
    signed_in(client, "editor")
    assert client.post("/arbetsyta/analys/placera/").status_code == 403
    signed_in(client, "analyst")
    assert "Placera nya medskick nu" in client.get("/arbetsyta/analys/").content.decode()
    assert client.post("/arbetsyta/analys/placera/").status_code == 302
    run_waiting()
    assert LivePlacement.objects.count() == 1
    client.post("/arbetsyta/analys/starta/", {"seed": "0"})
    assert Run.objects.get(number=2).goes_on_from == published
    run_waiting()
    client.post("/arbetsyta/analys/starta/", {"seed": "0", "ground": "borja-om", "sure": "1"})
    assert Run.objects.get(number=3).goes_on_from is None


# --- when, and in which words ----------------------------------------------------------------------------------------


@pytest.fixture
def sender(cycle, published):
    """A receipt for a voice that came after the edition; a function that reads it."""
    submission = receive(cycle, [Answer(text=SAID[0].format("Haparanda"))], client_key="k" * 20, by=PUBLIC)
    one = submission.contributions.get()
    pass_(one, by=viewer_for("moderator", user_id=1, name="Anna"))

    def read(client):
        return " ".join(client.get(f"/kvitto/{submission.receipt.code}/").content.decode().split())

    return read


def test_before_it_is_placed_the_receipt_says_when_from_what_workers_do(cycle, sender, say, lead, client):
    told = sender(client)
    assert "Datorn lägger det som är nytt i teman minst var 6:e timme." in told
    assert "Senast var" not in told
    actions.place_new(cycle, by=lead)
    assert "Datorn lägger just nu det som är nytt i teman." in sender(client)
    run_waiting()
    assert "Preliminärt" in sender(client)


def test_when_it_was_done_last_is_told_to_the_next_one(cycle, published, say, lead, client):
    say(SAID[0].format("Haparanda"))
    place(cycle, lead)
    (late,) = say(SAID[1].format("Haparanda"))
    ref = Ref("contribution", str(late.number))
    assert "Senast var den" in chain.expected([ref], PUBLIC)[ref]
    signed_in(client, "analyst")
    assert "Datorn gör det minst var 6:e timme. Senast:" in " ".join(
        client.get("/arbetsyta/analys/").content.decode().split()
    )


def test_nothing_preliminary_is_called_done_on_the_receipt(cycle, sender, lead, client):
    place(cycle, lead)
    told = re.sub(r' ?<span lang="sv">([^<]*)</span>', r"\1", sender(client))
    assert "Nu: </span>Preliminärt: läst som en tanke" in told
    assert "Klart: </span>Preliminärt" not in told
    name = LivePlacement.objects.get().theme.name
    assert f"Sedan: </span>{name}" in told
    assert f"Klart: </span>{name}" not in told


def test_what_is_published_is_done_and_expects_nothing(cycle, published, client):
    voice = EditionStatement.objects.filter(edition=published).first().contribution
    ref = Ref("contribution", str(voice.number))
    assert chain.expected([ref], PUBLIC) == {}


def test_edition_without_what_placing_needs_promises_nothing_but_the_next_edition(cycle, published, say):
    Run.objects.filter(pk=published.run_id).update(manifest={})
    (late,) = say(SAID[0].format("Haparanda"))
    ref = Ref("contribution", str(late.number))
    assert chain.expected([ref], PUBLIC)[ref].startswith("Den läses i nästa analys.")
