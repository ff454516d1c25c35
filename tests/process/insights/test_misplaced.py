"""A sender says that a voice came wrong: the form knows its themes and those beside them; staff reads the choice."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpers_contributions import hidden_fields
from helpers_people import signed_in, viewer_for
from medskick.ground.core import chain
from medskick.ground.core.access import PUBLIC
from medskick.ground.core.chain import Move, Ref
from medskick.process.contributions import actions as inlet
from medskick.process.contributions.actions import Answer
from medskick.process.contributions.models import Contribution, Correction
from medskick.process.contributions.queries.placing import Misplaced, misplaced
from medskick.process.insights import actions
from medskick.process.insights.models import Placement, Theme

pytestmark = pytest.mark.django_db
ANNA = viewer_for("moderator", user_id=1, name="Anna")


@pytest.fixture
def address(cycle, lead, two_themes, run_of):
    """Where the sender of a voice in the theme Resor corrects it."""
    submission = inlet.receive(cycle, [Answer(text="Buss till byn")], client_key="k" * 20, by=PUBLIC)
    one = submission.contributions.get()
    inlet.pass_(one, by=ANNA)
    run_of([*two_themes, one], {"resor": {"buss": [*range(6), 12]}, "vård": {"vårdcentral": range(6, 12)}})
    for theme in Theme.objects.filter(parent=None):
        actions.approve(theme, by=lead)
    actions.publish(cycle, by=lead)
    return f"/kvitto/{submission.receipt.code}/{one.number}/ratta/"


def test_the_chain_tells_what_lies_beside_a_theme(address):
    beside = chain.beside([Ref("theme", "resor"), Ref("theme", "finns-inte")], PUBLIC)
    assert beside == {Ref("theme", "resor"): [Ref("theme", "vard")]}


def test_the_form_says_where_it_lies_and_what_is_chosen_becomes_lines_of_the_correction(client, address):
    body = client.get(f"{address}?tema=1").content.decode()
    assert "Den ligger i temat:" in body
    assert "Resor" in body
    assert '<option value="vard">Vård</option>' in body
    assert '<option value="resor">' not in body
    sent = {**hidden_fields(body), "better": "vard", "text": "Det gäller sjukresor."}
    assert client.post(f"{address}?tema=1", sent).status_code == 303
    assert Correction.objects.get().text == (
        "Ligger i temat: Resor\nHör hemma i temat: Vård\n\nDet gäller sjukresor."
    )


def test_one_may_not_know_and_need_not_say_more_and_staff_reads_it_in_their_language(client, address):
    body = client.get(f"/en{address}?tema=1").content.decode()
    assert "I do not know" in body
    assert client.post(f"/en{address}?tema=1", {**hidden_fields(body), "better": "?"}).status_code == 303
    text = Correction.objects.get().text
    assert text == "Ligger i temat: Resor\nHör hemma i ett annat tema. Avsändaren vet inte vilket."


@pytest.mark.parametrize(("said", "quoted"), [("Det gäller sjukresor.", "Det gäller sjukresor."), ("", None)])
def test_the_public_page_quotes_the_senders_own_words_only(client, address, said, quoted):
    body = client.get(f"{address}?tema=1").content.decode()
    client.post(f"{address}?tema=1", {**hidden_fields(body), "better": "vard", "text": said})
    one = Correction.objects.get()
    inlet.decide_correction(one, True, by=ANNA)
    page = client.get(f"/medskick/{one.contribution.number}/").content.decode()
    assert "Ligger i temat" not in page
    assert "Hör hemma i" not in page
    assert ("Avsändaren har lagt till" in page) is bool(quoted)
    assert (quoted or "") in page


def test_nothing_chosen_is_told_at_its_field(client, address):
    body = client.get(f"{address}?tema=1").content.decode()
    page = client.post(f"{address}?tema=1", {**hidden_fields(body), "better": "", "text": "Fel"})
    assert page.status_code == 422
    assert "Välj ett tema, eller ”Jag vet inte”." in page.content.decode()
    assert not Correction.objects.exists()


def test_before_anything_is_published_it_is_the_plain_correction(client, cycle):
    submission = inlet.receive(cycle, [Answer(text="Buss till byn")], client_key="k" * 20, by=PUBLIC)
    number = submission.contributions.get().number
    body = client.get(f"/kvitto/{submission.receipt.code}/{number}/ratta/?tema=1").content.decode()
    assert "Vad vill du rätta eller lägga till?" in body


def corrections_page(client, *roles):
    signed_in(client, *roles)
    return client.get("/arbetsyta/medskick/rattelser/").content.decode()


def test_staff_get_from_the_correction_straight_to_moving_the_statements(client, address, cycle):
    body = client.get(f"{address}?tema=1").content.decode()
    client.post(
        f"{address}?tema=1", {**hidden_fields(body), "better": "vard", "text": "Det gäller sjukresor."}
    )
    page = corrections_page(client, "process_lead", "moderator")
    assert "Avsändaren tycker att tankarna ska flyttas från Resor till Vård." in page
    one = Correction.objects.get().contribution
    wrong, right = (Theme.objects.get(name=name, parent=None) for name in ("Resor", "Vård"))
    link = f"/arbetsyta/analys/granska/?medskick={one.number}&amp;ur={wrong.pk}&amp;till={right.pk}"
    assert f'href="{link}"' in page
    board = client.get(link.replace("&amp;", "&")).content.decode()
    placed = Placement.objects.get(contribution=one)
    assert f"Tankarna i medskick {one.number}" in board
    assert board.count('name="tanke"') == 1
    assert re.search(rf'name="tanke" value="{placed.pk}"[^>]* checked', board)
    assert f'<option value="{right.pk}" selected>' in board
    sent = {"tanke": placed.pk, "to": right.pk, "gor": "flytta", "next": link.replace("&amp;", "&")}
    assert client.post("/arbetsyta/analys/granska/tankar/", sent, follow=True).status_code == 200
    placed.refresh_from_db()
    assert (placed.theme, placed.origin) == (right, "person")


def test_who_may_not_move_is_told_who_can_and_an_unknown_theme_is_left_open(client, address):
    body = client.get(f"/en{address}?tema=1").content.decode()
    client.post(f"/en{address}?tema=1", {**hidden_fields(body), "better": "?"})
    page = corrections_page(client, "moderator")
    assert "men vet inte vart" in page
    assert "Den som granskar teman kan flytta dem." in page
    assert "granska/?medskick" not in page
    client.logout()
    page = corrections_page(client, "process_lead", "moderator")
    assert "&amp;ur=" in page
    assert "till=" not in page


def test_a_merged_theme_leads_to_what_it_went_into_and_plain_corrections_have_no_link(
    client, address, lead, cycle
):
    one = Contribution.objects.get(text="Buss till byn")
    care, bus = (Theme.objects.get(name=name, parent=None) for name in ("Vård", "Resor"))
    told = Move(Ref("contribution", str(one.number)), "Resor", "Vård")
    actions.merge(care, bus, by=lead)
    assert chain.where_to_move([told], lead)[told].endswith(f"&ur={bus.pk}&till={bus.pk}")
    assert chain.where_to_move([told], PUBLIC) == {}
    assert misplaced("Jag vill lägga till att bussen är dyr.") is None
    assert misplaced("Ligger i temat: Resor\nJag vet inte") is None
    assert misplaced("Ligger i temat: A: B\nHör hemma i temat: C\n\nMer") == Misplaced("A: B", "C")


def test_questions_to_the_database_do_not_grow_with_the_corrections(client, address):
    body = client.get(f"{address}?tema=1").content.decode()
    signed_in(client, "process_lead", "moderator")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/arbetsyta/medskick/rattelser/").status_code == 200
        return len(queries)

    client.post(f"{address}?tema=1", {**hidden_fields(body), "better": "vard", "text": "Ett"})
    few = [asked(), asked()][-1]
    for text in ("Två", "Tre", "Fyra"):
        client.post(f"{address}?tema=1", {**hidden_fields(body), "better": "vard", "text": text})
    assert Correction.objects.count() == 4
    assert asked() == few
