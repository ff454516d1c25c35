"""Subscribing by mail: asked for, confirmed, changed, stopped; without account, cookie or script."""

from __future__ import annotations

import datetime
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from helpers_contributions import proof
from helpers_post import FORM, ask, confirmed, link_in, old_token
from medskick.ground.core import tokens
from medskick.ground.core.models import AuditEntry
from medskick.ground.post import actions, links
from medskick.ground.post.models import Interest, Mail, Request, State, Subscriber

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _address(settings):
    settings.SITE_ADDRESS = "https://skickamed.example"


def manage(subscriber: Subscriber) -> str:
    return f"/prenumerera/mina/{links.signed(links.MANAGE, subscriber.key)}/"


def stop(subscriber: Subscriber) -> str:
    return f"/prenumerera/sluta/{links.signed(links.MANAGE, subscriber.key)}/"


def test_nothing_is_subscribed_to_before_the_link_is_followed(client, cycle):
    answer = ask(client, everything="on")
    assert answer.status_code == 303
    assert not Subscriber.objects.exists()
    mail = Mail.objects.get()
    assert (mail.kind, mail.to) == ("post.confirm", "anna@exempel.se")
    assert "Norrbotten" in mail.subject
    assert "allt som händer" in mail.text


def test_opening_the_link_alone_does_nothing_and_its_button_does(client, cycle):
    ask(client, everything="on")
    link = link_in(Mail.objects.get(), "bekrafta")
    page = client.get(link)
    assert page.status_code == 200
    assert "<li>allt som händer på webbplatsen</li>" in page.content.decode()
    assert not Subscriber.objects.exists()
    answer = client.post(link)
    assert answer.status_code == 303
    assert "Klart! Du får mejl" in client.get(answer["Location"]).content.decode()
    assert Subscriber.objects.get().everything
    assert not Request.objects.exists()


def test_the_same_page_and_the_same_mail_whether_or_not_the_address_was_known(client, cycle):
    confirmed(client, "kand@exempel.se")
    Mail.objects.all().delete()
    answers = [ask(client, address, everything="on") for address in ("kand@exempel.se", "okand@exempel.se")]
    assert len({(one.status_code, one["Location"], tuple(sorted(one.headers))) for one in answers}) == 1
    texts = {re.sub(r"bekrafta/\S+", "", mail.text) for mail in Mail.objects.all()}
    assert len(texts) == 1
    assert Mail.objects.count() == 2
    pages = {client.get(one["Location"]).content for one in answers}
    assert len(pages) == 1


def test_an_address_is_one_subscriber_however_it_is_written(client, cycle):
    confirmed(client, "anna@exempel.se")
    ask(client, "  Anna@Exempel.SE ", topics_0="kommun:2584")
    client.post(link_in(Mail.objects.first(), "bekrafta"))
    one = Subscriber.objects.get()
    assert one.everything
    assert [it.topic for it in one.interests.all()] == ["kommun:2584"]


def test_the_regions_municipalities_can_be_chosen(client, cycle):
    body = client.get(FORM).content.decode()
    assert "Kiruna" in body
    one = confirmed(client, topics_0=["kommun:2584", "kommun:2523"])
    assert {it.topic for it in one.interests.all()} == {"kommun:2584", "kommun:2523"}
    assert "Kiruna" in Mail.objects.get(kind="post.confirm").text


def test_published_themes_can_be_chosen(client, cycle, monkeypatch):
    from medskick.ground.post import subscriptions

    monkeypatch.setattr(subscriptions.topics, "_sources", [*subscriptions.topics._sources])

    @subscriptions.topics.register
    def themes(viewer):
        yield subscriptions.Topic("tema:nattbussar", "Nattbussar", "Teman")

    assert "Nattbussar" in client.get(FORM).content.decode()
    one = confirmed(client, topics_1="tema:nattbussar")
    assert [it.topic for it in one.interests.all()] == ["tema:nattbussar"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"everything": ""}, "Välj minst en sak"),
        ({"everything": "on", "address": "anna"}, "Skriv en e-postadress, till exempel"),
        ({"everything": "on", "address": ""}, "Skriv din e-postadress."),
        ({"everything": "on", "address": "a@exempel.se\r\nBcc: b@exempel.se"}, "Skriv en e-postadress"),
        ({"topics_0": "kommun:9999"}, "Det du valde finns inte längre."),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence_and_nothing_is_sent(client, cycle, fields, said):
    answer = ask(client, **fields)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Mail.objects.exists()


def test_one_address_gets_three_mails_a_day_and_nobody_can_tell(client, cycle):
    answers = [ask(client, everything="on") for _time in range(5)]
    assert {answer["Location"] for answer in answers} == {"/prenumerera/?skickat=1"}
    assert Mail.objects.count() == 3


def test_a_robot_in_the_hidden_field_is_told_the_same_and_nothing_is_sent(client, cycle):
    answer = ask(client, everything="on", homepage="https://spam.example")
    assert answer["Location"] == "/prenumerera/?skickat=1"
    assert not Mail.objects.exists()


def test_who_sends_at_once_is_asked_to_press_again(client, cycle):
    fresh = tokens.issue("subscribe")
    answer = ask(client, everything="on", **{tokens.FIELD: fresh})
    assert answer.status_code == 422
    assert "Det gick väldigt fort" in answer.content.decode()
    assert fresh in answer.content.decode()
    assert not Mail.objects.exists()


@pytest.mark.parametrize("token", ["none", "forged", "of another form", "old"])
def test_a_form_without_its_own_fresh_token_is_shown_again(client, cycle, token):
    made = {"none": "", "of another form": old_token("other"), "old": old_token("subscribe", 25 * 3600)}
    answer = ask(client, everything="on", **{tokens.FIELD: made.get(token, token)})
    assert answer.status_code == 400
    assert 'value="anna@exempel.se"' in answer.content.decode()
    assert not Mail.objects.exists()


def test_another_site_cannot_post_through_a_visitors_browser(client, cycle):
    answer = client.post(FORM, {}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_without_a_proof_of_work_an_address_of_the_network_gets_fewer(client, cycle):
    told = [
        ask(
            client,
            f"p{number}@exempel.se",
            everything="on",
            **{tokens.FIELD: old_token("subscribe", nonce=f"n{number}")},
        )
        for number in range(61)
    ]
    assert [answer.status_code for answer in told] == [303] * 60 + [429]
    solved = ask(
        client,
        "sist@exempel.se",
        everything="on",
        altcha=proof(client),
        **{tokens.FIELD: old_token("subscribe", nonce="n99")},
    )
    assert solved.status_code == 303


def test_no_page_sets_a_cookie_or_can_be_kept(client, cycle):
    one = confirmed(client)
    for address in (FORM, f"{FORM}?skickat=1", manage(one), stop(one)):
        answer = client.get(address)
        assert answer.status_code == 200
        assert not answer.cookies
        assert "no-store" in answer["Cache-Control"]


def test_a_link_is_good_for_seven_days_from_its_sending(client, cycle):
    ask(client, everything="on")
    mail = Mail.objects.get()
    link = link_in(mail, "bekrafta")
    Mail.objects.update(sent_at=timezone.now() - datetime.timedelta(days=6, hours=23))
    assert client.get(link).status_code == 200
    Mail.objects.update(sent_at=timezone.now() - datetime.timedelta(days=7, minutes=1))
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410
    assert not Subscriber.objects.exists()


def test_a_link_works_once(client, cycle):
    one = confirmed(client)
    link = link_in(Mail.objects.get(), "bekrafta")
    assert client.post(link).status_code == 410
    assert Subscriber.objects.get().pk == one.pk


@pytest.mark.parametrize("secret", ["x", "0" * 32, f"{'0' * 32}.forged", "%F0%9F%92%A9", "a" * 4000])
def test_a_forged_link_opens_nothing(client, cycle, secret):
    confirmed(client)
    assert client.get(f"/prenumerera/bekrafta/{secret}/").status_code == 410
    assert client.get(f"/prenumerera/mina/{secret}/").status_code == 404
    assert client.post(f"/prenumerera/sluta/{secret}/").status_code == 404
    assert Subscriber.objects.count() == 1


def test_a_link_to_confirm_does_not_open_the_subscription(client, cycle):
    one = confirmed(client)
    wrong = links.signed(links.CONFIRM, one.key)
    assert client.get(f"/prenumerera/mina/{wrong}/").status_code == 404


def test_what_one_subscribes_to_can_be_changed(client, cycle):
    one = confirmed(client)
    page = client.get(manage(one)).content.decode()
    assert "a…a@exempel.se" in page
    assert "anna@exempel.se" not in page
    answer = client.post(manage(one), {"topics_0": ["kommun:2584"], "language": "en"})
    assert answer.status_code == 303
    one.refresh_from_db()
    assert (one.everything, one.language) == (False, "en")
    assert [it.topic for it in one.interests.all()] == ["kommun:2584"]


def test_choosing_nothing_is_not_stopping(client, cycle):
    one = confirmed(client)
    answer = client.post(manage(one), {"language": "sv"})
    assert answer.status_code == 422
    assert "sluta helt" in answer.content.decode()
    one.refresh_from_db()
    assert one.everything


def test_a_topic_that_is_gone_is_kept_until_its_subscriber_unticks_it(client, cycle):
    one = confirmed(client)
    Interest.objects.create(subscriber=one, topic="tema:gamla-vagar")
    page = client.get(manage(one)).content.decode()
    assert "gamla vagar" in page
    client.post(manage(one), {"everything": "on", "topics_1": "tema:gamla-vagar", "language": "sv"})
    assert [it.topic for it in one.interests.all()] == ["tema:gamla-vagar"]
    client.post(manage(one), {"everything": "on", "language": "sv"})
    assert not one.interests.exists()


def test_one_click_stops_from_anywhere_without_cookie_form_or_script(client, cycle):
    one = confirmed(client)
    strict = Client(enforce_csrf_checks=True)
    body = "List-Unsubscribe=One-Click"
    answer = strict.post(
        stop(one),
        body,
        content_type="application/x-www-form-urlencoded",
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 200
    assert not answer.cookies
    assert not Subscriber.objects.exists()
    assert strict.post(stop(one), body, content_type="application/x-www-form-urlencoded").status_code == 200


def test_opening_the_link_for_stopping_asks_first(client, cycle):
    one = confirmed(client)
    page = client.get(stop(one)).content.decode()
    assert "Vill du sluta få mejl?" in page
    assert Subscriber.objects.exists()
    assert "Du får inga fler mejl" in client.post(stop(one)).content.decode()
    assert "Du får inga fler mejl" in client.get(stop(one)).content.decode()


def test_who_has_stopped_is_forgotten_and_gets_nothing_that_waited(client, cycle):
    from medskick.ground.core.chain import Ref

    one = confirmed(client)
    slots = {
        "voices": [],
        "news": [],
        "happenings": [],
        "manage": "https://x.example/mm",
        "stop": "https://x.example/ss",
    }
    waiting = actions.send(
        "post.digest", one.address, slots, key="d", language="sv", about=Ref("subscriber", str(one.key))
    )
    ask(client, everything="on")
    client.post(stop(one))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.to, waiting.text) == (State.DROPPED, "", "")
    assert not Mail.objects.exclude(to="", text="").exists()
    assert not Subscriber.objects.exists()
    assert not Request.objects.exists()


def test_each_change_leaves_a_line_without_the_address(client, cycle):
    one = confirmed(client)
    client.post(manage(one), {"everything": "on", "language": "en"})
    client.post(stop(one))
    lines = list(AuditEntry.objects.filter(action__startswith="post.").order_by("id"))
    assert [line.action for line in lines] == ["post.subscribed", "post.changed", "post.stopped"]
    assert all("exempel" not in str(line.details) + line.ref_key + line.actor_name for line in lines)


@pytest.mark.parametrize(
    ("prefix", "heading"), [("", "Få mejl när något händer"), ("/en", "Get an email when something happens")]
)
def test_every_page_answers_in_both_languages(client, cycle, prefix, heading):
    assert heading in client.get(f"{prefix}{FORM}").content.decode()
    answer = ask(client, form=f"{prefix}{FORM}", everything="on")
    assert answer["Location"] == f"{prefix}{FORM}?skickat=1"
    mail = Mail.objects.get()
    language = prefix.strip("/") or "sv"
    assert mail.language == language
    assert ("Hello!" in mail.text) == (language == "en")
    link = link_in(mail, "bekrafta")
    assert link.startswith(f"{prefix}/prenumerera/bekrafta/")
    assert f'<html lang="{language}"' in client.get(link).content.decode()
    done = client.post(link)
    own = urlsplit(done["Location"])
    assert f'<html lang="{language}"' in client.get(f"{own.path}?{own.query}").content.decode()


def test_without_a_mail_server_the_page_says_so_and_the_mail_waits(client, cycle, settings):
    settings.MAIL_IS_SET = False
    assert "Just nu kan vi inte skicka mejl" in client.get(FORM).content.decode()
    answer = ask(client, everything="on")
    page = client.get(answer["Location"]).content.decode()
    assert "Sparat, men vi kan inte skicka mejl just nu" in page
    assert "allt som händer på webbplatsen" in page
    assert "inkorg" not in page
    assert Mail.objects.get().state == State.HELD


def test_something_narrower_replaces_everything_and_the_page_repeats_what_was_chosen(client, cycle):
    answer = ask(client, everything="on", topics_0=["kommun:2584"])
    request = Request.objects.get()
    assert (request.everything, request.topics) == (False, ["kommun:2584"])
    page = client.get(answer["Location"]).content.decode()
    assert "<li>Kiruna</li>" in page
    assert "Vi följer det smalare valet" in page
    assert "allt som händer på webbplatsen" not in page


def test_who_has_everything_and_picks_a_municipality_gets_that_alone(client, cycle):
    one = confirmed(client)
    answer = client.post(manage(one), {"everything": "on", "topics_0": "kommun:2584", "language": "sv"})
    one.refresh_from_db()
    assert not one.everything
    assert "Nu får du mejl bara om det" in client.get(answer["Location"]).content.decode()


def test_the_pages_ask_the_database_seldom(client, cycle, django_assert_max_num_queries):
    one = confirmed(client)
    with django_assert_max_num_queries(12):
        client.get(FORM)
    with django_assert_max_num_queries(14):
        client.get(manage(one))
