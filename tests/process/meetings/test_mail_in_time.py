"""Mail that meets its reader too late, out of order or twice: what is told by then must still be true."""

import datetime

import pytest
from django.core import mail as sent_mail
from django.utils import timezone

from helpers_meetings import LEAD, make_meeting, over, sign_up
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.ground.post import sending
from medskick.ground.post.models import Mail
from medskick.process.meetings import actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def mails():
    """All mails of a kind, oldest first."""

    def read(kind):
        return list(Mail.objects.filter(kind=f"meetings.{kind}").order_by("pk"))

    return read


def test_nobody_is_reminded_of_a_meeting_that_has_begun_while_the_server_was_away(cycle, mails):
    meeting = make_meeting(cycle)
    sign_up(meeting, "Ann", email="ann@prov.example")
    actions.send_reminders(by=SYSTEM, now=meeting.starts_at - datetime.timedelta(hours=40))
    (reminder,), (place,) = mails("reminder"), mails("signed_up")
    assert (reminder.not_after, place.not_after) == (meeting.starts_at, meeting.ends_at)
    Mail.objects.update(not_after=timezone.now() - datetime.timedelta(hours=1))
    over(meeting, days=2)
    sending.deliver(lambda: False)
    assert sent_mail.outbox == []
    assert mails("reminder")[0].state == "dropped"


def moved_three_days(meeting):
    later = datetime.timedelta(days=3)
    when = {"starts_at": meeting.starts_at + later, "ends_at": meeting.ends_at + later}
    return actions.move(meeting, when, why="Större sal", by=LEAD)


def arrived():
    """What has come through since it was last asked, by subject."""
    sending.deliver(lambda: False)
    got, sent_mail.outbox[:] = [one.subject.split(":")[0] for one in sent_mail.outbox], []
    return got


def test_a_confirmation_that_waited_never_arrives_after_the_mail_about_the_move(cycle, mails):
    meeting = make_meeting(cycle, places=1)
    sign_up(meeting, "Ann", email="ann@prov.example")
    sign_up(meeting, "Bo", email="bo@prov.example")
    held = sending.claim(mails("signed_up")[0])
    moved_three_days(meeting)
    sending._settle(held, sending.Ending("later", "451 greylisted"), sending.Tally())
    Mail.objects.filter(pk=held.pk).update(next_at=timezone.now())
    assert arrived() == ["Mötet är flyttat", "Mötet är flyttat"]
    assert [one.state for one in (*mails("signed_up"), *mails("waiting"))] == ["dropped", "dropped"]


@pytest.mark.parametrize("language", ["sv", "en", "fi"])
def test_the_mail_about_a_move_says_all_that_the_confirmation_would_have_said(cycle, mails, language):
    meeting = make_meeting(cycle, places=2)
    ann = sign_up(meeting, "Ann", email="ann@prov.example", persons=2, language=language)
    bo = sign_up(meeting, "Bo", email="bo@prov.example", language=language)
    moved_three_days(meeting)
    to_ann, to_bo = mails("moved")
    place, waits = {
        "sv": ("Du har en plats.", "Du står på väntelistan."),
        "en": ("You have a place.", "You are on the waiting list."),
        "fi": ("Sinulla on paikka.", "Olet jonotuslistalla."),
    }[language]
    assert place in to_ann.text
    assert ann.code in to_ann.text
    assert waits in to_bo.text
    assert bo.code not in to_bo.text
    assert place not in to_bo.text
    assert "2" in to_ann.text.split(ann.code)[1]
    assert to_ann.language == language


def test_whoever_moves_up_a_second_time_is_told_a_second_time(cycle, mails):
    """A chair is lost when a hybrid meeting is moved to the room alone; who had moved up before may do so again."""
    meeting = make_meeting(cycle, form="hybrid", link="https://video.example/7", places=1)
    ann, bo = sign_up(meeting, "Ann"), sign_up(meeting, "Bo", email="bo@prov.example", online=True)
    meeting = actions.move(meeting, {"form": "place", "link": ""}, by=LEAD)
    actions.leave(ann, by=PUBLIC)
    assert len(mails("moved_up")) == 1
    meeting = actions.move(meeting, {"form": "hybrid", "link": "https://video.example/7"}, by=LEAD)
    bo.refresh_from_db()
    actions.change(bo, actions.Wish(name="Bo", email="bo@prov.example", online=True), by=PUBLIC)
    cia = sign_up(meeting, "Cia")
    actions.move(meeting, {"form": "place", "link": ""}, by=LEAD)
    bo.refresh_from_db()
    assert bo.waits
    actions.leave(cia, by=PUBLIC)
    bo.refresh_from_db()
    assert bo.has_place
    assert len(mails("moved_up")) == 2


def test_whoever_has_left_is_neither_reminded_nor_told_of_a_place(cycle):
    meeting = make_meeting(cycle, places=2)
    ann, _bo, cia = (sign_up(meeting, name, email=f"{name}@prov.example") for name in ("ann", "bo", "cia"))
    assert len(arrived()) == 3
    actions.send_reminders(by=SYSTEM, now=meeting.starts_at - datetime.timedelta(hours=40))
    actions.leave(ann, by=PUBLIC)
    actions.leave(cia, by=PUBLIC)
    waits = Mail.objects.filter(state="queued").order_by("pk")
    assert [(one.kind, one.to) for one in waits] == [
        ("meetings.reminder", "bo@prov.example"),
        ("meetings.left", "ann@prov.example"),
        ("meetings.left", "cia@prov.example"),
    ]


def test_a_mail_to_one_that_has_a_longer_number_is_another_mail(cycle):
    """Sign-ups 1 and 10: what is dropped for one stays for the other."""
    meeting = make_meeting(cycle)
    first, longer = (sign_up(meeting, name, email=f"{name}@prov.example") for name in ("ann", "bo"))
    Mail.objects.filter(to=longer.email).update(key=f"meetings.signed_up:{first.pk}0")
    actions.leave(first, by=PUBLIC)
    assert Mail.objects.get(to=longer.email).state == "queued"
    assert Mail.objects.get(to=first.email, kind="meetings.signed_up").state == "dropped"
