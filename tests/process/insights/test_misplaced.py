"""A sender says that a voice came wrong: the form knows its themes and those beside them; staff reads the choice."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpers_contributions import hidden_fields
from helpers_people import signed_in, viewer_for
from medskick.ground.core import chain
from medskick.ground.core.access import PUBLIC
from medskick.ground.core.chain import Move, Ref
from medskick.ground.core.models import AuditEntry
from medskick.process.contributions import actions as inlet
from medskick.process.contributions.actions import Answer
from medskick.process.contributions.models import Contribution, Correction
from medskick.process.contributions.queries.placing import Misplaced, misplaced
from medskick.process.contributions.queries.public import correction_segments
from medskick.process.insights import actions
from medskick.process.insights.actions.undo import latest
from medskick.process.insights.models import EditionStatement, Placement, Theme

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
    assert re.search('<option value="vard"[^>]*>Vård</option>', body)
    assert '<option value="resor"' not in body
    sent = {**hidden_fields(body), "better": "vard", "text": "Det gäller sjukresor."}
    assert client.post(f"{address}?tema=1", sent).status_code == 303
    assert Correction.objects.get().text == (
        "Ligger i temat: Resor\nHör hemma i temat: Vård\n\nDet gäller sjukresor."
    )


def test_words_of_a_theme_that_may_not_show_any_more_do_not_stand_in_the_choices(client, address, two_themes):
    Contribution.objects.filter(pk__in=[one.pk for one in two_themes[7:12]]).update(state="withdrawn")
    care = Theme.objects.get(slug="vard")
    body = client.get(f"{address}?tema=1").content.decode()
    assert re.search(f'<option value="tema-nr-{care.pk}"[^>]*>Tema utan namn</option>', body)
    assert "vard" not in body
    sent = {**hidden_fields(body), "better": f"tema-nr-{care.pk}", "text": ""}
    assert client.post(f"{address}?tema=1", sent).status_code == 303


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


# --- one of several thoughts, and what became of it ------------------------------------------------------------------

TWO = "Buss till byn. Och läkare i byn."


@pytest.fixture
def several(cycle, lead, two_themes, run_of):
    """A voice of two thoughts, the first in the theme Resor and the second in no theme that is published."""
    submission = inlet.receive(cycle, [Answer(text=TWO)], client_key="k" * 20, by=PUBLIC)
    one = submission.contributions.get()
    inlet.pass_(one, by=ANNA)
    groups = {"resor": {"buss": [*range(6), 12]}, "vård": {"vårdcentral": range(6, 12)}}
    run_of([*two_themes, one], groups, spans={12: [(0, 14), (15, 32)]})
    care = Placement.objects.get(contribution=one, start=15)
    actions.move(cycle, [care.pk], None, by=lead)
    for theme in Theme.objects.filter(parent=None):
        actions.approve(theme, by=lead)
    actions.publish(cycle, by=lead)
    return f"/kvitto/{submission.receipt.code}/{one.number}/ratta/?tema=1"


def send(client, address, **chosen):
    body = client.get(address).content.decode()
    return client.post(address, {**hidden_fields(body), "text": "", **chosen})


def receipt_of(client, address):
    return " ".join(
        client.get(address.split("/", 3)[0] + "/kvitto/" + address.split("/")[2] + "/")
        .content.decode()
        .split()
    )


def test_sender_says_which_of_several_thoughts_also_one_in_no_theme(client, several):
    body = client.get(several).content.decode()
    assert "Vilken tanke gäller det?" in body
    assert "Tanke 1: ”Buss till byn.” Ligger i Resor." in body
    assert "Tanke 2: ”Och läkare i byn.” Ligger inte i något tema än." in body
    assert send(client, several, better="vard").status_code == 422
    assert send(client, several, thought="15", better="vard").status_code == 303
    assert Correction.objects.get().text == (
        "Ligger inte i något tema än.\nHör hemma i temat: Vård\n"
        "Gäller tanke 2 av 2, från tecken 15: ”Och läkare i byn.”"
    )


def test_of_a_thought_without_content_it_says_what_the_receipt_says(client, several):
    row = EditionStatement.objects.get(contribution__text=TWO, start=15)
    EditionStatement.objects.filter(pk=row.pk).update(outcome="no_content")
    body = client.get(several).content.decode()
    assert "Tanke 2: ”Och läkare i byn.” Räknas, men säger inget om frågan." in body
    assert "inte i något tema" not in body
    assert "Räknas, men säger inget om frågan." in receipt_of(client, several)
    EditionStatement.objects.filter(contribution__text=TWO, start=0).update(outcome="no_content", theme=None)
    body = client.get(several).content.decode()
    assert '<p class="lead">Räknas, men säger inget om frågan.</p>' in body


def test_nobody_reads_where_in_the_text_the_computer_finds_the_thought(client, several):
    """The sender's receipt, staff's list and the contribution for staff; masks stay on their words."""
    send(client, several, thought="15", better="vard", text="Ring Gunhild Testberg om det.")
    one = Correction.objects.get()
    start = one.text.index("Gunhild")
    one.masks = [[start, start + len("Gunhild Testberg"), "name"]]
    one.save()
    pages = [receipt_of(client, several)]
    signed_in(client, "moderator")
    for address in (f"/arbetsyta/medskick/{one.contribution.number}/", "/arbetsyta/medskick/rattelser/"):
        pages.append(client.get(address).content.decode())
    for page in pages:
        assert "Gäller tanke 2 av 2: ”Och läkare i byn.”" in page
        assert "från tecken 15" not in page
    shown = "".join(piece.text for piece in correction_segments(one))
    assert shown.endswith("Ring [namn dolt] om det.")
    assert "från tecken" not in shown


def test_theme_that_it_lies_in_already_is_no_answer_and_one_not_in_the_list_needs_words(client, several):
    page = send(client, several, thought="0", better="resor")
    assert page.status_code == 422
    assert "Tanken ligger redan i det temat." in page.content.decode()
    page = send(client, several, thought="0", better="+")
    assert page.status_code == 422
    assert "Skriv vad tanken handlar om" in page.content.decode()
    assert send(client, several, thought="0", better="+", text="Skolskjuts.").status_code == 303
    one = Correction.objects.get()
    assert one.text.startswith(
        "Ligger i temat: Resor\nHör hemma i ett tema som inte finns i listan.\nGäller tanke 1 av 2"
    )
    assert one.text.endswith("\n\nSkolskjuts.")
    inlet.decide_correction(one, True, by=ANNA)
    page = client.get(f"/medskick/{one.contribution.number}/").content.decode()
    assert "Skolskjuts." in page
    assert "Gäller tanke" not in page
    assert "inte finns i listan" in corrections_page_of(client, one)


def corrections_page_of(client, one):
    Correction.objects.filter(pk=one.pk).update(state="waiting")
    return corrections_page(client, "process_lead", "moderator")


def test_only_the_thought_that_was_named_is_ticked_and_moving_it_closes_the_matter(
    client, several, cycle, lead
):
    send(client, several, thought="15", better="vard")
    page = corrections_page(client, "process_lead", "moderator")
    assert "Det gäller bara tanke 2 av 2: ”Och läkare i byn.”" in page
    care = Theme.objects.get(name="Vård", parent=None)
    one = Correction.objects.get()
    link = f"/arbetsyta/analys/granska/?medskick={one.contribution.number}&till={care.pk}&tanke=15"
    assert link.replace("&", "&amp;") in page
    board = client.get(link).content.decode()
    named, other = (Placement.objects.get(contribution=one.contribution, start=at) for at in (15, 0))
    assert re.search(rf'name="tanke" value="{named.pk}"[^>]* checked', board)
    assert not re.search(rf'name="tanke" value="{other.pk}"[^>]* checked', board)

    actions.move(cycle, [other.pk], care, by=lead)
    assert Correction.objects.get().state == "waiting"
    sent = {"tanke": named.pk, "to": care.pk, "gor": "flytta", "next": link}
    said = client.post("/arbetsyta/analys/granska/tankar/", sent, follow=True).content.decode()
    assert "Det är nu åtgärdat, och kvittot säger det." in said
    one.refresh_from_db()
    assert one.state == "visible"
    assert "Inga rättelser väntar." in client.get("/arbetsyta/medskick/rattelser/").content.decode()
    assert AuditEntry.objects.filter(action="contributions.correction_answered").count() == 1
    client.logout()
    told = receipt_of(client, several)
    assert "Åtgärdad: tanken flyttades till ”Vård” den" in told
    assert "som du föreslog" in told
    assert (
        "Avsändaren har lagt till" not in client.get(f"/medskick/{one.contribution.number}/").content.decode()
    )


def test_taking_the_move_back_opens_it_again_and_the_receipt_follows(client, several, cycle, lead):
    send(client, several, thought="15", better="?")
    row = Placement.objects.get(contribution__text=TWO, start=15)
    actions.move(cycle, [row.pk], Theme.objects.get(name="Vård", parent=None), by=lead)
    assert "Åtgärdad: tanken flyttades till ett annat tema" in receipt_of(client, several)
    actions.undo(latest(cycle), by=lead)
    assert Correction.objects.get().state == "waiting"
    told = receipt_of(client, several)
    assert "Åtgärdad" not in told
    assert "Väntar på granskning" in told
    assert AuditEntry.objects.filter(action="contributions.correction_reopened").count() == 1


def test_a_thought_that_is_taken_out_of_its_theme_is_not_told_as_moved_to_another(
    client, several, cycle, lead
):
    send(client, several, thought="0", better="?")
    row = Placement.objects.get(contribution__text=TWO, start=0)
    actions.move(cycle, [row.pk], None, by=lead)
    told = receipt_of(client, several)
    assert "Åtgärdad: tanken togs ut ur temat" in told
    assert "till ett annat tema" not in told


def test_own_words_still_wait_for_a_moderator_when_the_thought_is_moved(client, several, cycle, lead):
    send(client, several, thought="15", better="vard", text="Det gäller vårdcentralen.")
    row = Placement.objects.get(contribution__text=TWO, start=15)
    actions.move(cycle, [row.pk], Theme.objects.get(name="Vård", parent=None), by=lead)
    one = Correction.objects.get()
    assert one.state == "waiting"
    page = corrections_page(client, "process_lead", "moderator")
    assert "Kvar att avgöra: ska avsändarens egna ord visas?" in page
    assert "granska/?medskick" not in page
    client.logout()
    told = receipt_of(client, several)
    assert "Åtgärdad" in told
    assert "Dina egna ord: väntar på granskning." in told


def test_what_a_computer_moves_and_what_stays_close_nothing(client, several, cycle, lead, two_themes, run_of):
    send(client, several, thought="0", better="vard")
    row = Placement.objects.get(contribution__text=TWO, start=0)
    actions.move(cycle, [row.pk], row.theme, by=lead)
    assert Correction.objects.get().state == "waiting"
    Placement.objects.filter(pk=row.pk).update(origin="engine")
    Theme.objects.update(decided_by_person=False)
    voices = [*two_themes, Contribution.objects.get(text=TWO)]
    groups = {"resor": {"buss": range(6)}, "vård": {"vårdcentral": range(6, 13)}}
    run_of(voices, groups, spans={12: [(0, 14), (15, 32)]})
    assert Correction.objects.get().state == "waiting"


def test_a_role_that_moves_nothing_closes_nothing(client, several):
    send(client, several, thought="0", better="vard")
    one = Correction.objects.get()
    for role in ("editor", "registrar", "administrator"):
        with pytest.raises(PermissionDenied):
            inlet.answer_misplaced(one, as_asked=True, by=viewer_for(role))
    assert Correction.objects.get().state == "waiting"


def test_lines_of_a_correction_are_read_as_they_were_written():
    for said in (
        Misplaced("A: B", "C"),
        Misplaced("", "C", start="15", number=2, of=3, words="x ”y” 50 % z"),
        Misplaced("A", missing=True, start="0", number=1, of=2, words=""),
        Misplaced(""),
    ):
        assert misplaced("\n".join(said.lines) + "\n\nEgna ord") == said
        assert misplaced("\n".join(said.lines)) == said


# --- a theme whose name does not show ---------------------------------------------------------------------------------


def test_a_theme_that_was_read_without_its_name_is_found_and_the_matter_closed(
    client, address, two_themes, cycle, lead
):
    Contribution.objects.filter(pk__in=[one.pk for one in two_themes[:6]]).update(state="withdrawn")
    body = client.get(f"{address}?tema=1").content.decode()
    client.post(f"{address}?tema=1", {**hidden_fields(body), "better": "vard", "text": ""})
    one = Correction.objects.get()
    said = misplaced(one.text)
    assert said.lies_in not in {"", "Resor"}
    wrong, right = (Theme.objects.get(slug=slug, parent=None) for slug in ("resor", "vard"))
    told = Move(Ref("contribution", str(one.contribution.number)), said.lies_in, said.belongs_in)
    assert f"&ur={wrong.pk}&till={right.pk}" in chain.where_to_move([told], lead)[told]
    actions.move(cycle, [Placement.objects.get(contribution=one.contribution).pk], right, by=lead)
    one.refresh_from_db()
    assert one.state == "visible"
    answered = AuditEntry.objects.filter(action="contributions.correction_answered")
    assert answered.count() == 1


def test_a_name_that_no_theme_has_closes_only_what_leaves_no_doubt(client, several, address, cycle, lead):
    care = Theme.objects.get(name="Vård", parent=None)
    two, single = Contribution.objects.get(text=TWO), Contribution.objects.get(text="Buss till byn")
    lines = "\n".join(Misplaced("Tema om fjällräv").lines)
    for one in (two, single):
        Correction.objects.create(contribution=one, text=lines, client_key=f"{one.pk:020}")
    # It lay in no theme, and is another thought than the one in a theme: nobody knows which was meant.
    actions.move(cycle, [Placement.objects.get(contribution=two, start=15).pk], care, by=lead)
    actions.move(cycle, [Placement.objects.get(contribution=two, start=0).pk], care, by=lead)
    assert Correction.objects.get(contribution=two).state == "waiting"
    actions.move(cycle, [Placement.objects.get(contribution=single).pk], care, by=lead)
    assert Correction.objects.get(contribution=single).state == "visible"
