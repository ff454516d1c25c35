"""A sender who asked for mail hears when the voice comes further: once, without words or code in the mail."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from helpers_post import ask, link_in
from medskick.ground.core import receipts
from medskick.ground.core.chain import Ref
from medskick.ground.post import actions, links
from medskick.ground.post.models import Following, Mail, Request, Subscriber

pytestmark = pytest.mark.django_db
WEEK = datetime.timedelta(days=7)


@pytest.fixture(autouse=True)
def _address(settings):
    settings.SITE_ADDRESS = "https://skickamed.example"


@pytest.fixture
def code(two_themes):
    return receipts.new_receipt([Ref("contribution", str(two_themes[0].number))]).code


def follow(client, code, address="anna@exempel.se"):
    answer = ask(client, address, form=f"/kvitto/{code}/mejla/", purpose=f"follow:{code}")
    assert answer.status_code == 303, answer.content.decode()
    mail = Mail.objects.filter(kind="post.confirm").first()
    client.post(link_in(mail, "bekrafta"))
    return answer


def a_letter_day(after: datetime.datetime) -> datetime.datetime:
    """The next Thursday at ten that is at least a week away."""
    day = after + WEEK
    return (day + datetime.timedelta(days=(3 - day.weekday()) % 7)).replace(hour=10, minute=0)


def digests():
    return list(Mail.objects.filter(kind="post.digest").order_by("id"))


def test_the_receipt_leads_to_the_form_and_says_when_an_address_is_connected(client, code):
    page = client.get(f"/kvitto/{code}/").content.decode()
    assert f"/kvitto/{code}/mejla/" in page
    assert "Koppla loss" not in page
    answer = follow(client, code)
    assert "Titta i din inkorg" in client.get(answer["Location"]).content.decode()
    page = client.get(f"/kvitto/{code}/").content.decode()
    assert "En e-postadress är kopplad till kvittot." in page
    assert "Koppla loss" in page
    assert "exempel.se" not in page


def test_without_a_mail_server_the_receipt_does_not_send_anybody_to_their_inbox(client, code, settings):
    settings.MAIL_IS_SET = False
    answer = ask(client, form=f"/kvitto/{code}/mejla/", purpose=f"follow:{code}")
    page = client.get(answer["Location"]).content.decode()
    assert "Just nu kan vi inte skicka mejl" in page
    assert "Titta i din inkorg" not in page


def test_a_sender_hears_once_when_the_voice_has_come_further(client, code, two_themes, publish_all):
    follow(client, code)
    first = a_letter_day(timezone.now())
    assert actions.send_digests(now=first) == 0
    publish_all()
    second = first + WEEK
    assert actions.send_digests(now=second) == 1
    (mail,) = digests()
    assert "DET DU SKICKADE IN" in mail.text
    assert "Resor. Tema i utgåva 1: 6 röster." in mail.text
    assert two_themes[0].text not in mail.text
    assert code not in mail.text
    assert actions.send_digests(now=second + WEEK) == 0


def test_what_was_there_when_they_asked_is_not_news(client, code, edition):
    follow(client, code)
    assert actions.send_digests(now=a_letter_day(timezone.now())) == 0


def test_the_path_of_a_voice_is_not_for_staff_to_read_in_the_outbox(client, code, publish_all):
    from helpers_people import signed_in

    follow(client, code)
    publish_all()
    actions.send_digests(now=a_letter_day(timezone.now()))
    signed_in(client, "administrator")
    page = client.get(f"/arbetsyta/utskick/{digests()[0].pk}/").content.decode()
    assert "anna@exempel.se" in page
    assert "Resor" not in page
    assert "/mina/" not in page


def test_a_hidden_voice_tells_nothing(client, code, two_themes, publish_all):
    follow(client, code)
    publish_all()
    type(two_themes[0]).objects.filter(pk=two_themes[0].pk).update(state="hidden", hidden_reason="abuse")
    assert actions.send_digests(now=a_letter_day(timezone.now())) == 0


def test_disconnecting_from_the_receipt_forgets_the_address(client, code):
    follow(client, code)
    answer = client.post(f"/kvitto/{code}/koppla-loss/")
    assert "Adressen är losskopplad" in client.get(answer["Location"]).content.decode()
    assert not Following.objects.exists()
    assert not Subscriber.objects.exists()


def test_disconnecting_leaves_what_else_the_address_subscribes_to(client, code):
    follow(client, code)
    Subscriber.objects.update(everything=True)
    one = Subscriber.objects.get()
    secret = links.signed(links.MANAGE, one.key)
    page = client.get(f"/prenumerera/mina/{secret}/").content.decode()
    assert code not in page, "an address may have been mistyped: who has it is not who wrote"
    assert "Ett medskick som du följer sedan" in page
    following = Following.objects.get()
    client.post(f"/prenumerera/mina/{secret}/koppla-loss/{following.pk}/")
    assert not Following.objects.exists()
    assert Subscriber.objects.get().everything


def test_nobody_disconnects_what_is_anothers(client, code):
    follow(client, code)
    other = Subscriber.objects.create(address="bo@exempel.se", language="sv", everything=True)
    secret = links.signed(links.MANAGE, other.key)
    client.post(f"/prenumerera/mina/{secret}/koppla-loss/{Following.objects.get().pk}/")
    assert Following.objects.exists()


def test_disconnecting_also_ends_what_was_asked_for_and_not_confirmed(client, code):
    ask(client, form=f"/kvitto/{code}/mejla/", purpose=f"follow:{code}")
    link = link_in(Mail.objects.get(), "bekrafta")
    client.post(f"/kvitto/{code}/koppla-loss/")
    assert not Request.objects.exists()
    assert client.post(link).status_code == 410


def test_no_code_opens_no_form_and_guessing_stops(client, two_themes):
    from medskick.ground.core import codes

    answers = [client.get(f"/kvitto/{codes.new_code()}/mejla/").status_code for _try in range(30)]
    assert answers[0] == 404
    assert answers[-1] == 429


def test_the_token_of_one_receipt_is_of_no_use_for_another(client, code):
    answer = ask(client, form=f"/kvitto/{code}/mejla/", purpose="follow:AAA-AAA-AAA")
    assert answer.status_code == 400
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("prefix", "heading"), [("", "Mejla mig när något händer"), ("/en", "Email me when something happens")]
)
def test_the_form_answers_in_both_languages(client, code, prefix, heading):
    page = client.get(f"{prefix}/kvitto/{code}/mejla/")
    assert heading in page.content.decode()
    assert not page.cookies
    assert page["Cache-Control"] == "no-store"
