"""How many sat at a table: asked once, counted in totals, corrected afterwards, and it opens nothing."""

import re

import pytest
from django.urls import reverse

from helpers_meetings import LEAD
from helpers_notes import a_note, linked, make_table, path_of, post, sent
from helpers_people import signed_in, viewer_for
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.ground.core.models import AuditEntry
from medskick.process.contributions import queries as contributions
from medskick.process.contributions.actions import Answer, receive
from medskick.process.contributions.models import Contribution, State
from medskick.process.contributions.queries.sendings import largest
from medskick.process.meetings.models import Table
from medskick.process.meetings.notes import actions
from medskick.process.meetings.notes.desk import Desk
from medskick.process.meetings.queries.said import said, said_at
from medskick.process.participation import queries as participation
from medskick.process.statistics import actions as statistics

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cycle):
    """The desk of somebody with the link to table 1 in Pajala."""
    return linked(make_table(cycle))


def write(client, desk, *persons):
    for number in persons:
        post(client, desk, a_note(desk, "Fler nattbussar.", persons=number))


def hand_in(client, desk, seated=None, seen=None, **fields):
    told = {"seated": "" if seated is None else str(seated), "seen": "" if seen is None else str(seen)}
    return post(client, desk, sent("hand_in", **told) | fields)


def show():
    Contribution.objects.update(state=State.VISIBLE)


def persons(cycle):
    return contributions.voices(cycle, PUBLIC).persons


def told(desk):
    """The number as the table has it, and as each of its contributions has it."""
    kept = set(
        Contribution.objects.filter(sending=desk.table.sending).values_list("sending_persons", flat=True)
    )
    return Table.objects.get(pk=desk.table.pk).persons, kept


# --- counting ---------------------------------------------------------------------------------------------------


def test_a_table_of_eight_with_notes_by_one_counts_eight(client, cycle, desk):
    write(client, desk, 1, 1, 1)
    assert hand_in(client, desk, 8).status_code == 201
    show()
    assert persons(cycle) == 8
    ledger = contributions.ledger(cycle)
    assert ledger.stands
    assert (ledger.received.texts, ledger.received.persons, ledger.visible.persons) == (3, 8, 8)
    assert list(Contribution.objects.values_list("persons", flat=True)) == [1, 1, 1]


@pytest.mark.parametrize(
    ("notes", "seated", "counts"), [((1, 1), None, 1), ((6, 2), None, 6), ((6, 2), 4, 6)]
)
def test_without_a_number_or_with_a_smaller_one_the_largest_note_counts(
    client, cycle, desk, notes, seated, counts
):
    write(client, desk, *notes)
    hand_in(client, desk, seated)
    show()
    assert persons(cycle) == counts
    assert contributions.ledger(cycle).visible.persons == counts


def test_what_is_handed_in_later_belongs_to_the_same_eight(client, cycle, desk):
    write(client, desk, 1)
    hand_in(client, desk, 8)
    write(client, desk, 5)
    assert post(client, desk, sent("hand_in")).status_code == 201
    show()
    assert persons(cycle) == 8
    assert told(desk) == (8, {8})


@pytest.mark.parametrize("seated", [None, 4])
def test_a_later_note_by_more_says_that_they_were_so_many_and_no_printed_table_grows(
    client, cycle, desk, seated
):
    write(client, desk, 2)
    hand_in(client, desk, seated)
    write(client, desk, 6)
    post(client, desk, sent("hand_in"))
    show()
    assert persons(cycle) == 6
    assert set(Contribution.objects.values_list("sending_persons", flat=True)) == {6}
    assert largest([desk.table.sending], "channel") == {desk.table.sending: (2, "meeting")}
    post(client, desk, sent("seats", seated="5"))
    assert persons(cycle) == 6


def test_a_crowd_behind_a_later_note_counts_when_somebody_has_read_it(client, cycle, desk):
    write(client, desk, 2)
    hand_in(client, desk, 8)
    show()
    write(client, desk, 400)
    post(client, desk, sent("hand_in"))
    assert persons(cycle) == 8
    show()
    assert persons(cycle) == 400


def test_the_number_counts_while_any_note_shows_and_stands_where_the_best_of_them_is(client, cycle, desk):
    write(client, desk, 1, 2)
    hand_in(client, desk, 8)
    first, second = Contribution.objects.order_by("pk")
    Contribution.objects.filter(pk=first.pk).update(state=State.VISIBLE)
    ledger = contributions.ledger(cycle)
    assert ledger.stands
    assert (persons(cycle), ledger.visible.persons, ledger.waiting.persons) == (8, 8, 0)
    Contribution.objects.filter(pk=first.pk).update(state=State.WITHDRAWN)
    ledger = contributions.ledger(cycle)
    assert ledger.stands
    assert (persons(cycle), ledger.waiting.persons, ledger.withdrawn.persons) == (0, 8, 0)
    assert second.persons == 2


def test_who_is_missing_counts_those_who_sat_there(client, cycle, desk):
    """Two tables in Pajala of eight and nine; six persons stand behind what was said."""
    write(client, desk, 3)
    hand_in(client, desk, 8)
    other = linked(actions.add_table(desk.table.meeting, "", by=LEAD))
    write(client, other, 3, 1)
    hand_in(client, other, 9)
    show()
    found = participation.participation(cycle, PUBLIC)
    assert found.persons == 17
    (place,) = [one for one in found.table("municipality").lines if one.persons]
    (channel,) = [one for one in found.table("channel").lines if one.persons]
    assert (place.key, place.persons) == (desk.table.meeting.municipality, 17)
    assert (channel.key, channel.persons) == ("meeting", 17)
    statistics.take_in_own()
    needs = participation.plan(cycle, LEAD)
    pajala = next(one for one in needs.places if one.place == desk.table.meeting.municipality)
    assert pajala.persons == 17


# --- what it does not open --------------------------------------------------------------------------------------


def test_a_number_that_one_person_typed_names_no_place_and_no_meeting(client, cycle, desk):
    """Two tables, sixteen at them, two persons behind what was said: as little is told as without the numbers."""
    for one in (desk, linked(actions.add_table(desk.table.meeting, "", by=LEAD))):
        write(client, one, 1)
        hand_in(client, one, 8)
    show()
    for one in Contribution.objects.all():
        assert contributions.public_contribution(one.number).municipality == ""
    assert {row[4] for row in contributions.public_rows(cycle)} == {""}
    voices = contributions.voices(cycle, PUBLIC)
    assert (voices.persons, voices.places) == (16, 0)
    assert participation.participation(cycle, PUBLIC).tables == ()
    number = str(desk.table.meeting.number)
    assert said_at([number], PUBLIC) == {}
    assert said(desk.table.meeting, PUBLIC) == []
    together = {"tema": list(Contribution.objects.values_list("number", flat=True))}
    assert contributions.enough_share(together, PUBLIC) == {}


def test_a_channel_with_few_behind_it_is_hidden_however_many_sat_there(client, cycle, desk):
    for number in range(6):
        receive(cycle, [Answer(text="Bussar")], client_key=f"a-key-of-its-own-{number}", by=SYSTEM)
        receive(cycle, [Answer(text="Vård", channel="letter")], client_key=f"letter-{number:020}", by=SYSTEM)
    receive(cycle, [Answer(text="Mer", channel="letter")], client_key="letter-of-a-seventh", by=SYSTEM)
    write(client, desk, 1)
    hand_in(client, desk, 8)
    show()
    table = participation.participation(cycle, PUBLIC).table("channel")
    lines = {line.key: line.persons for line in table.lines}
    assert lines["meeting"] is None
    # Alone it would follow from the total, so the next larger one hides with it.
    assert lines["web"] is None
    assert (lines["letter"], table.rest) == (7, 14)


def test_the_number_stands_on_no_row(client, cycle, desk):
    write(client, desk, 5)
    hand_in(client, desk, 29)
    show()
    assert not any("29" in str(cell) for row in contributions.public_rows(cycle) for cell in row[1:])
    number = Contribution.objects.get().number
    assert "29 person" not in client.get(f"/medskick/{number}/").content.decode()


def test_the_analysis_gets_the_number_beside_each_note_and_never_as_its_weight(client, cycle, desk):
    write(client, desk, 1, 2)
    hand_in(client, desk, 8)
    show()
    read = [(one.persons, one.sending_persons) for one in contributions.visible_texts(cycle, PUBLIC)]
    assert read == [(1, 8), (2, 8)]


# --- telling and correcting -------------------------------------------------------------------------------------


def test_a_late_correction_counts_at_once_and_is_told_in_the_log(client, cycle, desk):
    write(client, desk, 1)
    hand_in(client, desk, 8)
    show()
    assert post(client, desk, sent("seats", seated="9")).json()["kept"]["seated"] == 9
    assert (persons(cycle), told(desk)) == (9, (9, {9}))
    line = AuditEntry.objects.filter(action="meetings.table_told").order_by("pk").last()
    assert (line.details["persons"], line.details["before"]) == (9, 8)
    assert post(client, desk, sent("seats", seated="")).status_code == 201
    assert (persons(cycle), told(desk)) == (1, (None, {None}))


def test_a_table_that_was_handed_in_without_a_number_gets_one_later(client, cycle, desk):
    write(client, desk, 1)
    hand_in(client, desk)
    show()
    assert "Blev antalet fel?" in client.get(path_of(desk)).content.decode()
    post(client, desk, sent("seats", seated="7"))
    assert persons(cycle) == 7


def test_the_same_number_again_is_no_correction(client, desk):
    write(client, desk, 1)
    hand_in(client, desk, 8)
    post(client, desk, sent("seats", seated="8"))
    assert AuditEntry.objects.filter(action="meetings.table_told").count() == 1


def test_an_old_tab_that_hands_in_corrects_nothing(client, cycle, desk):
    """Both tabs were opened before anything was told; the second is late with a number, and with notes."""
    write(client, desk, 1)
    hand_in(client, desk, 8)
    post(client, desk, sent("seats", seated="9"))
    write(client, desk, 2)
    assert hand_in(client, desk, 7).json()["kept"]["handed_in"] == 1
    assert told(desk) == (9, {9})
    # Nor does a page that showed eight and sends it back unchanged.
    write(client, desk, 1)
    hand_in(client, desk, 8, seen=8)
    assert told(desk) == (9, {9})


def test_the_same_sending_twice_tells_the_number_once(client, cycle, desk):
    write(client, desk, 1)
    fields = sent("hand_in", seated="8", seen="")
    assert [post(client, desk, fields).status_code for _time in range(2)] == [201, 200]
    post(client, desk, sent("seats", seated="6"))
    assert post(client, desk, fields).status_code == 200
    assert told(desk) == (6, {6})


def test_what_lay_in_the_outbox_since_before_the_question_was_asked_is_handed_in(client, desk):
    write(client, desk, 2)
    assert post(client, desk, sent("hand_in")).json()["kept"]["handed_in"] == 1
    assert told(desk) == (None, {None})


@pytest.mark.parametrize(
    ("seated", "said"), [("0", "med siffror"), ("åtta", "med siffror"), ("31", "den som håller i mötet")]
)
def test_a_number_that_cannot_be_is_refused_in_words_and_the_notes_stay(client, desk, seated, said):
    write(client, desk, 1)
    answer = hand_in(client, desk, seated)
    assert answer.status_code == 422
    assert said in answer.json()["error"]
    assert (Contribution.objects.count(), told(desk)) == (0, (None, set()))
    page = post(client, desk, sent("hand_in", seated=seated, seen=""), script=False)
    assert page.status_code == 422
    assert f'value="{seated}"' in page.content.decode()
    assert hand_in(client, desk, 8).json()["kept"]["handed_in"] == 1


def test_who_runs_the_meeting_may_tell_of_more_than_thirty_and_then_a_person_reads_each_note(client, desk):
    table = Table.objects.select_related("meeting__cycle").get(pk=desk.table.pk)
    actions.tell_persons(Desk(table), 45, by=viewer_for("officer"))
    write(client, desk, 1)
    assert hand_in(client, desk, 45, seen=45).status_code == 201
    assert Contribution.objects.get().only_a_person_passes


def test_a_closed_link_tells_no_number(client, desk):
    write(client, desk, 1)
    hand_in(client, desk, 8)
    actions.revoke_link(desk.table, by=LEAD)
    assert post(client, desk, sent("seats", seated="9")).status_code == 403
    assert told(desk) == (8, {8})


def test_the_question_begins_with_what_the_table_has_counted(client, desk):
    post(client, desk, sent("count", **{"16-24": "5", "65+": "2"}))
    assert value_of("seated", client.get(path_of(desk)).content.decode()) == "7"
    post(client, desk, sent("count", **{"16-24": "50"}))
    assert value_of("seated", client.get(path_of(desk)).content.decode()) == ""


def value_of(name, page):
    field = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)[0]
    found = re.search(r'value="(\d+)"', field)
    return found[1] if found else ""


def test_without_scripts_the_number_is_told_and_corrected(client, cycle, desk):
    write(client, desk, 1)
    answer = post(client, desk, sent("hand_in", seated="8", seen=""), script=False)
    assert answer.status_code == 303
    page = client.get(answer["Location"]).content.decode()
    assert "Ni räknas som 8 personer" in page
    assert value_of("seated", page) == "8"
    assert page.count('name="seated"') == 1
    answer = post(client, desk, sent("seats", seated="9"), script=False)
    assert "Antalet är sparat." in client.get(answer["Location"]).content.decode()
    show()
    assert persons(cycle) == 9


def test_staff_see_the_number_by_the_table_and_by_the_note(client, cycle, desk):
    write(client, desk, 1)
    hand_in(client, desk, 8)
    signed_in(client, "process_lead")
    page = client.get(reverse("meetings_staff:tables", args=[desk.table.meeting.number])).content.decode()
    assert "Personer: 8" in page
    one = client.get(reverse("contributions_staff:item", args=[Contribution.objects.get().number]))
    assert "8 personer satt vid bordet" in one.content.decode()
