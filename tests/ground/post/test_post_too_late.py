"""What says nothing any more is never sent: a reminder that waited for a server while its meeting began."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from helpers_people import signed_in, viewer_for
from medskick.ground.core.chain import Ref
from medskick.ground.post import actions, queries, sending
from medskick.ground.post.models import HeldBecause, Mail, State

pytestmark = pytest.mark.django_db
BOSS = viewer_for("process_lead")


def in_an_hour():
    return timezone.now() + datetime.timedelta(hours=1)


def too_late(mail):
    Mail.objects.filter(pk=mail.pk).update(not_after=timezone.now() - datetime.timedelta(minutes=1))
    mail.refresh_from_db()
    return mail


def test_what_comes_too_late_is_dropped_and_the_rest_goes(post, write, deliver):
    late, soon = too_late(write()), write("bo@exempel.se", not_after=in_an_hour())
    assert sending.anything_to_do()
    assert deliver().sent == 1
    late.refresh_from_db()
    assert [letter.recipients for letter in post.letters] == [[soon.to]]
    assert late.state == State.DROPPED
    assert "gäller inte längre" in queries.trouble(late)
    assert not sending.anything_to_do()


def test_a_mail_that_was_refused_for_the_moment_gets_no_try_after_its_time(post, write, deliver, later):
    post.on_recipient["anna@exempel.se"] = "451 4.7.1 Greylisted"
    mail = write(not_after=in_an_hour())
    assert deliver().later == 1
    post.on_recipient.clear()
    too_late(mail)
    later(hours=2)
    assert deliver().sent == 0
    assert post.letters == []


def test_staff_do_not_send_it_either(post, write, deliver, client):
    mail = too_late(write())
    deliver()
    mail.refresh_from_db()
    with pytest.raises(ValidationError, match="gäller inte längre"):
        actions.retry(mail, BOSS)
    signed_in(client, "process_lead")
    assert "Skicka igen" not in client.get(f"/arbetsyta/utskick/{mail.pk}/").content.decode()


def test_what_was_held_for_want_of_a_server_is_let_go_but_for_what_is_late(write, settings):
    settings.MAIL_IS_SET = False
    late, soon = too_late(write()), write("bo@exempel.se", not_after=in_an_hour())
    assert {late.held_because, soon.held_because} == {HeldBecause.NO_SERVER}
    settings.MAIL_IS_SET = True
    assert actions.release_old(BOSS) == 1
    assert [Mail.objects.get(pk=one.pk).state for one in (late, soon)] == ["dropped", "queued"]


def test_a_mail_in_the_hands_of_a_worker_is_forgotten_when_its_try_has_ended(post, write, deliver):
    """Also where the worker dies: nobody gets it afterwards."""
    about = Ref("meeting", "7")
    mail, other = write(about=about), write("bo@exempel.se", about=Ref("meeting", "8"))
    assert sending.claim(mail) is not None
    assert actions.forget(about) == 0
    assert queries.remembered("meeting") == {"7", "8"}
    Mail.objects.filter(pk=mail.pk).update(claimed_until=timezone.now() - datetime.timedelta(minutes=1))
    deliver()
    assert [letter.recipients for letter in post.letters] == [[other.to]]
    assert actions.forget(about) == 1
    mail.refresh_from_db()
    assert (mail.to, mail.text, mail.state) == ("", "", State.DROPPED)
    assert queries.remembered("meeting") == {"8"}


def test_what_a_newer_mail_has_overtaken_is_not_sent_by_staff_either(post, write, deliver):
    about = Ref("meeting", "7")
    mail = write(about=about)
    assert actions.overtake(about, [mail.kind]) == 1
    mail.refresh_from_db()
    assert mail.state == State.DROPPED
    with pytest.raises(ValidationError, match="gäller inte längre"):
        actions.retry(mail, BOSS)
    deliver()
    assert post.letters == []
