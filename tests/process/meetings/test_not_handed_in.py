"""Notes that nobody handed in: told where staff look, asked about before the meeting counts as held, never lost."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from helpers_meetings import CONTACT, LEAD, over
from helpers_notes import a_note, linked, make_table, post, sent
from helpers_people import signed_in, viewer_for
from medskick.ground.core.access import PUBLIC, Role
from medskick.process.contributions.models import Contribution
from medskick.process.meetings import actions as meetings
from medskick.process.meetings.models import Meeting, Note
from medskick.process.meetings.notes import actions, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening(client, cycle):
    """A meeting that is over: table 1 has handed in, table 2 and 3 have written and not handed in."""
    first = make_table(cycle, "Ungdomar")
    tables = [first, *actions.add_tables(first.meeting, "", 2, by=LEAD)]
    for table in tables:
        desk = linked(table)
        post(client, desk, a_note(desk, f"Från bord {table.number}"))
        if table == first:
            post(client, desk, sent("hand_in"))
    return over(first.meeting)


def held(client, meeting, **posted):
    return client.post(f"/arbetsyta/moten/{meeting.number}/genomfort/", posted, follow=True).content.decode()


def state_of(meeting):
    return Meeting.objects.get(pk=meeting.pk).state


def test_those_who_run_the_meeting_are_told_where_they_look(client, evening):
    signed_in(client, "process_lead")
    start = client.get("/arbetsyta/").content.decode()
    assert "2 väntar" in start[start.index("Det här väntar på dig") :]
    for address in ("/arbetsyta/moten/", f"/arbetsyta/moten/{evening.number}/"):
        page = client.get(address).content.decode()
        assert "Anteckningar är inte inlämnade" in page
        for number in (2, 3):
            assert f"/arbetsyta/moten/{evening.number}/bord/{number}/anteckna/" in page
        assert f"/arbetsyta/moten/{evening.number}/bord/1/anteckna/" not in page


def test_it_is_told_to_nobody_else(evening):
    assert [table.number for table in queries.not_handed_in(CONTACT)] == [2, 3]
    of_another = viewer_for(Role.MUNICIPALITY_CONTACT)
    for viewer in (PUBLIC, of_another, viewer_for(Role.MODERATOR)):
        assert queries.not_handed_in(viewer) == []
        assert queries.not_handed_in(viewer, evening) == []


def test_before_the_meeting_is_over_nobody_is_reminded(client, cycle):
    desk = linked(make_table(cycle))
    post(client, desk, a_note(desk))
    assert queries.not_handed_in(LEAD) == []
    assert len(queries.not_handed_in(LEAD, desk.table.meeting)) == 1


def test_it_counts_as_held_only_after_a_question_that_names_the_tables(client, evening):
    with pytest.raises(meetings.NotHandedIn, match="bord 2, bord 3"):
        meetings.mark_held(evening, by=LEAD)
    signed_in(client, "process_lead")
    asked = held(client, evening)
    assert "Alla anteckningar är inte inlämnade" in asked
    assert ("Bord 2" in asked, "Bord 3" in asked, "Bord 1" in asked) == (True, True, False)
    assert state_of(evening) == "published"


def test_staff_hand_in_for_the_note_takers(client, evening):
    signed_in(client, "process_lead")
    held(client, evening, notes="hand_in")
    assert state_of(evening) == "held"
    assert Contribution.objects.count() == 3
    assert queries.not_handed_in(LEAD) == []
    assert client.get(f"/arbetsyta/moten/{evening.number}/genomfort/").status_code == 302


def test_what_is_left_goes_on_waiting_and_can_be_handed_in_afterwards(client, evening):
    signed_in(client, "process_lead")
    held(client, evening, notes="leave")
    assert state_of(evening) == "held"
    assert Contribution.objects.count() == 1
    assert [table.number for table in queries.not_handed_in(LEAD)] == [2, 3]
    assert actions.hand_in_all(evening, by=CONTACT) == 2
    assert actions.hand_in_all(evening, by=LEAD) == 0
    assert not Note.objects.filter(submission=None).exists()


def test_nobody_else_hands_in_for_all(evening):
    for viewer in (PUBLIC, viewer_for(Role.MODERATOR)):
        with pytest.raises(PermissionDenied):
            actions.hand_in_all(evening, by=viewer)


def test_a_meeting_with_notes_is_not_called_off_over_them(client, cycle):
    desk = linked(make_table(cycle))
    post(client, desk, a_note(desk))
    with pytest.raises(ValidationError, match="bord 1"):
        meetings.cancel(desk.table.meeting, "Sjukdom", by=LEAD)
    actions.hand_in_all(desk.table.meeting, by=LEAD)
    assert meetings.cancel(desk.table.meeting, "Sjukdom", by=LEAD).state == "cancelled"


def test_all_links_lie_on_one_sheet_for_the_tables(client, evening):
    signed_in(client, "process_lead")
    answer = client.get(f"/arbetsyta/moten/{evening.number}/bord/utskrift/")
    page = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert page.count('class="qr"') == 3
    assert page.count("/moten/anteckna/") == 3
    assert "bord/utskrift/" in client.get(f"/arbetsyta/moten/{evening.number}/bord/").content.decode()


def test_whoever_may_write_reports_is_led_to_where_one_is_written(client, evening):
    signed_in(client, "process_lead")
    address = f"/arbetsyta/moten/{evening.number}/"
    page = client.get(address).content.decode()
    assert ("Är över" in page, "Markera som genomfört" in page) == (True, True)
    meetings.mark_held(evening, anyway=True, by=LEAD)
    page = client.get(address).content.decode()
    assert ("Genomfört" in page, "Markera som genomfört" in page) == (True, False)
