"""Mail that meets its reader too late, out of order or twice: what is told by then must still be true."""

import datetime

import pytest
from django.core import mail as sent_mail
from django.utils import timezone

from helpers_meetings import make_meeting, over, sign_up
from medskick.ground.core.access import SYSTEM
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
