"""Disposal and somebody else in the same moment: a worker with a mail in its hands, a photo on its way in."""

import datetime
import threading
import types
import uuid

import pytest
from django.core import mail as sent_mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from helpers_meetings import make_meeting, over, sign_up
from helpers_notes import linked, make_table, photo
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.ground.post import sending
from medskick.ground.post.models import Mail
from medskick.process.meetings import actions
from medskick.process.meetings.models import Photo
from medskick.process.meetings.notes import actions as notes
from medskick.process.meetings.notes.actions import writing


@pytest.mark.django_db
def test_a_mail_that_a_worker_held_is_emptied_and_never_sent_afterwards(cycle):
    meeting = make_meeting(cycle, disposal_days=1)
    sign_up(meeting, "Ann", email="ann@prov.example")
    assert sending.claim(Mail.objects.get()) is not None
    over(meeting, days=3)
    assert actions.dispose_due(by=SYSTEM) == 1
    Mail.objects.update(claimed_until=timezone.now() - datetime.timedelta(minutes=1))  # its worker is gone
    sending.deliver(lambda: False)
    assert sent_mail.outbox == []
    actions.dispose_due(by=SYSTEM)
    mail = Mail.objects.get()
    assert (mail.to, mail.text, mail.attachments.count()) == ("", "", 0)


@pytest.mark.database("postgresql")  # on SQLite nobody else writes meanwhile
@pytest.mark.django_db(transaction=True)
def test_a_photo_that_was_on_its_way_in_goes_with_the_others(cycle, monkeypatch):
    desk = linked(make_table(cycle, disposal_days=1))
    over(desk.table.meeting, days=3)
    writes, go_on = threading.Event(), threading.Event()
    record = writing.audit.record

    def slowly(*args, **kwargs):
        writes.set()
        go_on.wait(20)
        return record(*args, **kwargs)

    monkeypatch.setattr(writing, "audit", types.SimpleNamespace(record=slowly))

    def in_a_thread(act):
        def run():
            try:
                act()
            finally:
                connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    adding = in_a_thread(lambda: notes.add_photo(desk, uuid.uuid4(), photo(), by=PUBLIC))
    assert writes.wait(20)
    disposing = in_a_thread(lambda: actions.dispose_due(by=SYSTEM))
    disposing.join(1)
    go_on.set()
    for thread in (adding, disposing):
        thread.join(20)
    assert Photo.objects.count() == 1
    assert not Photo.objects.exclude(file="").exists()
    monkeypatch.undo()
    with pytest.raises(ValidationError, match="gallringsdag"):
        notes.add_photo(desk, uuid.uuid4(), photo(), by=PUBLIC)
