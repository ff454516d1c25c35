"""Whose inbox is written to, how often, and who else may read what was only for them."""

import importlib
import re

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse

from helpers_meetings import LEAD, make_meeting, over, sign_up
from helpers_people import signed_in
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.ground.post.models import Mail
from medskick.process.meetings import actions

pytestmark = pytest.mark.django_db
VICTIM = "offer@prov.example"
LINK = "https://video.example/rum,7;hemligt?pwd=" + "x" * 60


def to(address=VICTIM):
    return Mail.objects.filter(to__iexact=address).count()


def changed(signup, email):
    return actions.change(signup, actions.Wish(name=signup.name, email=email), by=PUBLIC)


def test_nobody_fills_an_inbox_by_signing_up_and_taking_the_address_away_again(cycle):
    meeting = make_meeting(cycle, places=500)
    for number in range(10):
        changed(sign_up(meeting, f"N{number}", email=VICTIM), "")
    assert to() == 10
    with pytest.raises(ValidationError, match="många anmälningar"):
        sign_up(meeting, "En till", email=VICTIM.upper())
    with pytest.raises(ValidationError, match="många anmälningar"):
        changed(sign_up(meeting, "En till"), VICTIM)
    assert to() == 10


def test_leaving_counts_too(cycle):
    meeting = make_meeting(cycle, places=500)
    for number in range(5):
        actions.leave(sign_up(meeting, f"N{number}", email=VICTIM), by=PUBLIC)
    with pytest.raises(ValidationError):
        sign_up(meeting, "En till", email=VICTIM)


def test_one_sign_up_writes_to_five_addresses_at_most(cycle):
    one = sign_up(make_meeting(cycle), "Ann", email="n0@prov.example")
    for number in range(1, 5):
        changed(one, f"n{number}@prov.example")
    with pytest.raises(ValidationError, match="ändrats många gånger"):
        changed(one, "n5@prov.example")
    changed(one, "N0@prov.example")  # one of the five
    changed(one, "")
    assert Mail.objects.count() == 5


def test_a_mistyped_address_is_put_right_and_each_is_told_once(cycle):
    one = sign_up(make_meeting(cycle), "Ann", email="fel@prov.example")
    for address in ("ann@prov.example", "fel@prov.example", "ANN@prov.example"):
        one = changed(one, address)
    assert [mail.to for mail in Mail.objects.order_by("pk")] == ["fel@prov.example", "ann@prov.example"]


def test_no_trace_of_an_address_is_left_in_the_key_of_its_mail(cycle):
    one = sign_up(make_meeting(cycle, disposal_days=1), "Ann")
    changed(one, "ann@prov.example")
    over(one.meeting, days=3)
    actions.dispose_due(by=SYSTEM)
    (mail,) = Mail.objects.all()
    assert mail.key == f"meetings.signed_up:{one.pk}:adress-1"
    assert (mail.to, mail.text) == ("", "")


def test_hashes_in_old_keys_are_taken_out(cycle):
    one = sign_up(make_meeting(cycle), "Ann", email="ann@prov.example")
    kept = Mail.objects.get()
    changed(one, "bo@prov.example")
    hashed = Mail.objects.exclude(pk=kept.pk).get()
    Mail.objects.filter(pk=hashed.pk).update(key=f"meetings.signed_up:{one.pk}:0123456789abcdef")
    migration = importlib.import_module("medskick.ground.post.migrations.0003_keys_without_hashes")
    migration.without_hashes(apps, None)
    keys = set(Mail.objects.values_list("key", flat=True))
    assert keys == {kept.key, f"meetings.signed_up:{one.pk}:mail-{hashed.pk}"}
    changed(one, "bo@prov.example")
    assert Mail.objects.count() == 2


def unfolded(content):
    return re.sub(r"\r?\n[ \t]", "", content.decode()).replace("\\", "")


def test_the_calendar_beside_a_mail_tells_staff_no_more_than_the_mail(cycle, client):
    meeting = make_meeting(cycle, form="online", place="", link=LINK)
    sign_up(meeting, "Ann", email="ann@prov.example")
    mail = Mail.objects.get()
    file = mail.attachments.get()
    assert LINK in unfolded(bytes(file.content))
    signed_in(client, "registrar")
    got = client.get(reverse("post_staff:attachment", args=[mail.pk, file.pk]))
    assert got.status_code == 200
    for part in ("video.example", "hemligt", "xxxx"):
        assert part not in unfolded(got.content)
    assert "[bara för mottagaren]" in unfolded(got.content)
    assert meeting.title in unfolded(got.content)
    assert b"END:VCALENDAR" in got.content


def test_the_calendar_of_a_meeting_that_is_called_off_leads_nowhere(cycle):
    meeting = make_meeting(cycle, form="online", place="", link="https://video.example/7")
    sign_up(meeting, "Ann", email="ann@prov.example")
    actions.cancel(meeting, "Snöstorm", by=LEAD)
    mail = Mail.objects.get(kind="meetings.cancelled")
    assert "video.example" not in mail.text
    assert "video.example" not in unfolded(bytes(mail.attachments.get().content))
