"""What is told by mail, through the room that sends it; each mail once, with an entry for the calendar."""

import datetime

import pytest
from django.utils import timezone
from icalendar import Calendar

from helpers_meetings import LEAD, make_meeting, sign_up
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.ground.post.models import Mail
from medskick.process.meetings import actions, links

pytestmark = pytest.mark.django_db


@pytest.fixture
def mails():
    """All queued mails, oldest first: kind, address, subject, text and files."""

    def read(kind=""):
        rows = Mail.objects.order_by("pk")
        return list(rows.filter(kind=f"meetings.{kind}") if kind else rows)

    return read


def event_of(mail):
    (file,) = mail.attachments.all()
    (event,) = Calendar.from_ical(bytes(file.content)).walk("VEVENT")
    return event


def test_a_place_is_confirmed_once_with_link_code_and_calendar(cycle, mails, settings):
    settings.SITE_ADDRESS = "https://2040.example"
    meeting = make_meeting(cycle, places=5, largest_group=3, form="hybrid", link="https://video.example/7")
    for _press in range(2):
        one = sign_up(meeting, "Ann", key="k", email="ann@prov.example", persons=2, online=True)
    (mail,) = mails()
    assert mail.to == "ann@prov.example"
    assert mail.subject == "Du har en plats: Dialogmöte i Pajala"
    assert one.code not in mail.text
    for words in (
        f"https://2040.example{links.path_of(one)}",
        "https://video.example/7",
        "2 personer",
    ):
        assert words in mail.text
    assert event_of(mail)["DTSTART"].dt == meeting.starts_at
    assert "video.example" in str(event_of(mail)["DESCRIPTION"])


def test_whoever_comes_to_the_room_gets_the_code_of_the_door_and_no_link(cycle, mails):
    meeting = make_meeting(
        cycle, places=5, form="hybrid", link="https://video.example/7", place="Folkets hus"
    )
    one = sign_up(meeting, email="ann@prov.example")
    (mail,) = mails()
    assert one.code in mail.text
    assert "Folkets hus, Pajala" in mail.text
    assert "video.example" not in mail.text


def test_an_address_that_comes_with_a_change_is_confirmed_once(cycle, mails):
    one = sign_up(make_meeting(cycle, places=5), "Ann")
    assert mails() == []
    for address in ("ann@prov.example", "Ann@prov.example", "bo@prov.example", "ann@prov.example"):
        one = actions.change(one, actions.Wish("Ann", email=address), by=PUBLIC)
    assert [mail.to for mail in mails("signed_up")] == ["ann@prov.example", "bo@prov.example"]
    assert mails("changed") == []


def test_a_changed_sign_up_is_told_with_its_new_number_and_the_held_mail_before_never_goes(
    cycle, mails, settings
):
    settings.MAIL_IS_SET = False
    meeting = make_meeting(cycle, places=5, largest_group=5)
    other = sign_up(meeting, "Bo", email="bo@prov.example")
    one = sign_up(meeting, "Ann", email="ann@prov.example", persons=2)
    wish = actions.Wish("Ann", email="ann@prov.example", persons=3, phone="070")
    for _press in range(2):
        one = actions.change(one, wish, by=PUBLIC)
    of_bo, before, after = mails()
    assert (of_bo.state, before.state, after.state) == ("held", "dropped", "held")
    assert (after.kind, after.to) == ("meetings.changed", "ann@prov.example")
    assert "Anmälan gäller 3 personer." in after.text
    assert "Du har en plats." in after.text
    assert one.code in after.text
    assert event_of(after)["UID"] == event_of(before)["UID"]
    actions.change(one, actions.Wish("Ann", email="ann@prov.example", persons=1), by=PUBLIC)
    assert [mail.state for mail in mails("changed")] == ["dropped", "held"]
    actions.leave(other, by=PUBLIC)
    assert [(mail.kind, mail.state) for mail in mails() if mail.to.startswith("bo")] == [
        ("meetings.signed_up", "dropped"),
        ("meetings.left", "held"),
    ]


def test_other_words_alone_send_no_mail(cycle, mails):
    one = sign_up(make_meeting(cycle, places=5), "Ann", email="ann@prov.example")
    actions.change(one, actions.Wish("Ann", email="ann@prov.example", phone="070"), by=PUBLIC)
    assert [mail.kind for mail in mails()] == ["meetings.signed_up"]


def test_who_waits_and_gets_a_place_by_coming_fewer_is_told_so_once(cycle, mails):
    meeting = make_meeting(cycle, places=2, largest_group=2)
    sign_up(meeting, "Ann")
    one = sign_up(meeting, "Bo", email="bo@prov.example", persons=2)
    actions.change(one, actions.Wish("Bo", email="bo@prov.example", persons=1), by=PUBLIC)
    assert [(mail.kind, mail.state) for mail in mails()] == [
        ("meetings.waiting", "dropped"),
        ("meetings.moved_up", "queued"),
    ]


def test_who_waits_and_changes_is_told_that_it_still_waits_without_a_calendar_entry(cycle, mails):
    meeting = make_meeting(cycle, places=2, largest_group=2)
    sign_up(meeting, "Ann", persons=2)
    one = sign_up(meeting, "Bo", email="bo@prov.example")
    actions.change(one, actions.Wish("Bo", persons=2, email="bo@prov.example"), by=PUBLIC)
    (mail,) = mails("changed")
    assert "Du står kvar på väntelistan." in mail.text
    assert not mail.attachments.exists()


def test_whoever_moves_up_is_told_with_a_calendar_entry(cycle, mails):
    meeting = make_meeting(cycle, places=1)
    ann = sign_up(meeting, "Ann", email="ann@prov.example")
    sign_up(meeting, "Bo", email="bo@prov.example")
    assert [mail.to for mail in mails("waiting")] == ["bo@prov.example"]
    actions.leave(ann, by=PUBLIC)
    (mail,) = mails("moved_up")
    assert mail.to == "bo@prov.example"
    assert event_of(mail)["SUMMARY"] == meeting.title
    assert [mail.to for mail in mails("left")] == ["ann@prov.example"]


def test_those_who_wait_get_no_link_to_the_meeting_on_the_net(cycle, mails):
    meeting = make_meeting(cycle, places=1, form="hybrid", link="https://video.example/7")
    sign_up(meeting)
    sign_up(meeting, "Bo", email="bo@prov.example")
    (mail,) = mails("waiting")
    assert "video.example" not in mail.text
    assert not mail.attachments.exists()


def test_moving_and_cancelling_tell_all_who_come_and_all_who_wait(cycle, mails):
    meeting = make_meeting(cycle, places=1)
    for name in ("ann", "bo"):
        sign_up(meeting, name, email=f"{name}@prov.example")
    gone = sign_up(meeting, "Cia", email="cia@prov.example")
    actions.leave(gone, by=PUBLIC)
    moved = {"starts_at": meeting.starts_at, "ends_at": meeting.ends_at, "place": "Biblioteket"}
    actions.move(meeting, moved, why="Större sal", by=LEAD)
    actions.cancel(meeting, "Snöstorm", by=LEAD)
    for kind, word in (("moved", "Biblioteket"), ("cancelled", "Snöstorm")):
        assert [mail.to for mail in mails(kind)] == ["ann@prov.example", "bo@prov.example"]
        assert all(word in mail.text for mail in mails(kind))
    assert str(event_of(mails("cancelled")[0])["STATUS"]) == "CANCELLED"
    assert "Förut: Folkets hus, Pajala" in mails("moved")[0].text


def test_a_message_is_mailed_to_those_who_left_an_address(cycle, mails):
    meeting = make_meeting(cycle)
    sign_up(meeting, "Ann", email="ann@prov.example")
    sign_up(meeting, "Bo")
    assert actions.tell(meeting, "Parkering", "Parkera vid kyrkan.", by=LEAD) == 1
    (mail,) = mails("message")
    assert mail.subject == "Parkering – Dialogmöte i Pajala"
    assert "Parkera vid kyrkan." in mail.text


def test_everybody_with_a_place_is_reminded_once_two_days_ahead(cycle, mails):
    meeting = make_meeting(cycle, places=1)
    sign_up(meeting, "Ann", email="ann@prov.example")
    sign_up(meeting, "Bo", email="bo@prov.example")
    assert actions.send_reminders(by=SYSTEM) == 0
    near = meeting.starts_at - datetime.timedelta(hours=40)
    assert actions.send_reminders(by=SYSTEM, now=near) == 1
    assert actions.send_reminders(by=SYSTEM, now=near + datetime.timedelta(hours=6)) == 0
    assert [mail.to for mail in mails("reminder")] == ["ann@prov.example"]
    assert timezone.localtime(meeting.starts_at).strftime("%H:%M") in mails("reminder")[0].text


def test_mail_is_written_in_the_language_of_the_sign_up(cycle, mails):
    sign_up(make_meeting(cycle), "Ann", email="ann@prov.example", language="en")
    (mail,) = mails()
    assert mail.subject.startswith("You have a place")
    assert "/en/moten/min-anmalan/" in mail.text


def test_private_links_are_covered_where_staff_read_the_outbox(cycle, mails):
    one = sign_up(make_meeting(cycle), "Ann", email="ann@prov.example")
    (mail,) = mails()
    assert links.address_of(one) in mail.covered


def test_nothing_is_mailed_to_whoever_left_no_address(cycle, mails):
    sign_up(make_meeting(cycle), "Ann")
    assert mails() == []


def test_an_old_mail_that_is_still_on_its_way_never_contradicts_a_newer_one(cycle, mails):
    meeting = make_meeting(cycle)
    sign_up(meeting, "Ann", email="ann@prov.example")
    near = meeting.starts_at - datetime.timedelta(hours=40)
    assert actions.send_reminders(by=SYSTEM, now=near) == 1
    actions.move(meeting, {"place": "Biblioteket"}, by=LEAD)
    assert [mail.state for mail in mails("reminder")] == ["dropped"]
    assert [mail.state for mail in mails("signed_up")] == ["dropped"]
    actions.cancel(meeting, "Snöstorm", by=LEAD)
    assert {mail.kind for mail in mails() if mail.state == "queued"} == {"meetings.cancelled"}


def test_nobody_is_reminded_of_a_meeting_that_was_called_off_in_the_same_moment(cycle, mails):
    from medskick.process.meetings.actions.notices import _remind

    meeting = make_meeting(cycle)
    sign_up(meeting, "Ann", email="ann@prov.example")
    near = meeting.starts_at - datetime.timedelta(hours=40)
    actions.cancel(meeting, "Snöstorm", by=LEAD)
    assert _remind(meeting.pk, near) == 0
    assert mails("reminder") == []


def test_a_message_that_is_sent_twice_is_told_once(cycle, mails):
    meeting = make_meeting(cycle)
    sign_up(meeting, "Ann", email="ann@prov.example")
    for _press in range(2):
        actions.tell(meeting, "Parkering", "Parkera vid kyrkan.", by=LEAD)
    actions.tell(meeting, "Parkering", "Parkera vid skolan.", by=LEAD)
    assert len(mails("message")) == meeting.notices.count() == 2
