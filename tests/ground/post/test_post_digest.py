"""The digest: weekly at most, what is new, in the reader's language, and nothing when nothing is."""

from __future__ import annotations

import datetime
import email
import email.policy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import get_language

from medskick.ground.core import offers
from medskick.ground.jobs import registry, running
from medskick.ground.jobs.models import Job
from medskick.ground.post import actions, message, news, queries
from medskick.ground.post.models import Interest, Mail, Noticed, Subscriber

pytestmark = pytest.mark.django_db

THURSDAY = datetime.datetime(2026, 3, 5, 9, 0, tzinfo=datetime.UTC)
WEEK = datetime.timedelta(days=7)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock(monkeypatch, settings):
    """The clock of a Thursday morning, to be moved."""
    settings.SITE_ADDRESS = "https://skickamed.example"
    now = [THURSDAY]
    monkeypatch.setattr(timezone, "now", lambda: now[0])
    return lambda step: now.__setitem__(0, now[0] + step)


@pytest.fixture
def told(monkeypatch):
    """What the rooms tell, for one test: lists to put news and happenings in."""
    items: dict[str, list] = {"news": [], "happenings": []}
    monkeypatch.setattr(news, "_sources", [lambda viewer: sorted(items["news"], key=_when, reverse=True)])
    monkeypatch.setattr(offers, "happenings", [lambda viewer: [make() for make in items["happenings"]]])
    return items


def _when(item):
    return item.published


@pytest.fixture
def article(told):
    def publish(title="Turnén kom till Pajala", after=HOUR, topics=()):
        slug = title.lower().replace(" ", "-")
        told["news"].append(news.News(title, f"/nyheter/{slug}/", timezone.now() + after, topics))

    return publish


@pytest.fixture
def meeting(told):
    def plan(title="Möte i Kiruna", day=datetime.date(2026, 4, 1), topics=(), english=""):
        def make():
            words = english if english and get_language() == "en" else title
            prefix = "/en" if get_language() == "en" else ""
            return offers.Happening(words, day, address=f"{prefix}/moten/7/", kind="meeting", topics=topics)

        told["happenings"].append(make)
        return make

    return plan


def subscriber(address="anna@exempel.se", *topics, everything=False, language="sv", **fields):
    one = Subscriber.objects.create(
        address=address,
        language=language,
        everything=everything or not topics,
        told_until=timezone.now(),
        confirmed_at=timezone.now(),
        **fields,
    )
    Interest.objects.bulk_create(Interest(subscriber=one, topic=topic) for topic in topics)
    return one


def digests():
    return list(Mail.objects.filter(kind="post.digest").order_by("to", "id"))


def test_what_is_new_comes_in_one_mail(told, article, meeting, clock):
    actions.notice()
    subscriber()
    article("Turnén kom till Pajala")
    meeting("Möte i Kiruna")
    clock(WEEK)
    assert actions.send_digests() == 1
    (mail,) = digests()
    read_on = "https://skickamed.example/nyheter/turnén-kom-till-pajala/"
    assert f"NYTT\n\nTurnén kom till Pajala (5 mars)\n{read_on}\n" in mail.text
    assert "PÅ GÅNG\n\nMöte i Kiruna\n1 april 2026\nhttps://skickamed.example/moten/7/" in mail.text
    assert "DET DU SKICKADE IN" not in mail.text


def test_there_is_no_mail_when_nothing_is_new(told, article, clock):
    subscriber()
    article(after=-HOUR)
    clock(WEEK)
    assert actions.send_digests() == 0
    assert digests() == []


def test_nothing_is_told_twice_and_there_are_seven_days_between_two_mails(told, article, meeting, clock):
    subscriber()
    meeting()
    article()
    clock(WEEK)
    assert (actions.send_digests(), actions.send_digests()) == (1, 0)
    article("Ny fråga och svar")
    clock(datetime.timedelta(days=1))
    assert actions.send_digests() == 0
    clock(datetime.timedelta(days=6))
    assert actions.send_digests() == 1
    _first, second = digests()
    assert "Ny fråga" in second.text
    assert "Pajala" not in second.text
    assert "PÅ GÅNG" not in second.text
    clock(WEEK)
    assert actions.send_digests() == 0


@pytest.mark.parametrize(
    ("days", "hours", "due"),
    [(0, 0, True), (1, 0, True), (2, 5, True), (3, 0, False), (6, 0, False), (7, -4, False)],
)
def test_it_is_sent_from_thursday_morning_to_saturday(told, article, clock, days, hours, due):
    subscriber()
    article()
    clock(
        WEEK + datetime.timedelta(days=days, hours=hours)
        if days < 7
        else WEEK + datetime.timedelta(hours=hours)
    )
    assert queries.digest_is_due() is due
    assert actions.send_digests() == int(due)


def test_what_a_week_without_mail_held_comes_the_next_time(told, article, clock):
    subscriber()
    article()
    clock(3 * WEEK)
    assert actions.send_digests() == 1


def test_each_gets_what_they_chose(told, article, meeting, clock):
    subscriber("allt@exempel.se")
    subscriber("kiruna@exempel.se", "kommun:2584")
    subscriber("pajala@exempel.se", "kommun:2521", "tema:bussar")
    subscriber("boden@exempel.se", "kommun:2582")
    article("Kiruna sa sitt", topics=("kommun:2584",))
    article("Om bussar", topics=("tema:bussar", "kommun:2584"))
    article("Till alla")
    meeting("Möte i Pajala", topics=("kommun:2521",))
    clock(WEEK)
    assert actions.send_digests() == 3
    told_to = {
        mail.to: {
            words for words in ("Kiruna sa", "Om bussar", "Till alla", "Möte i Pajala") if words in mail.text
        }
        for mail in digests()
    }
    assert told_to == {
        "allt@exempel.se": {"Kiruna sa", "Om bussar", "Till alla", "Möte i Pajala"},
        "kiruna@exempel.se": {"Kiruna sa", "Om bussar"},
        "pajala@exempel.se": {"Om bussar", "Möte i Pajala"},
    }


def test_each_reads_it_in_their_language_and_a_happening_is_one_in_all(told, meeting, clock):
    actions.notice()
    subscriber("sv@exempel.se")
    subscriber("en@exempel.se", language="en")
    meeting("Möte i Kiruna", english="Meeting in Kiruna")
    clock(WEEK)
    assert actions.send_digests() == 2
    english, swedish = digests()
    assert (
        "COMING UP\n\nMeeting in Kiruna\n1 April 2026\nhttps://skickamed.example/en/moten/7/" in english.text
    )
    assert "https://skickamed.example/en/prenumerera/sluta/" in english.text
    assert "Möte i Kiruna" in swedish.text
    assert Noticed.objects.count() == 1


def test_a_happening_that_was_there_before_is_not_new_and_one_that_moves_is(told, meeting, clock):
    make = meeting()
    actions.notice()
    clock(HOUR)
    subscriber()
    clock(WEEK)
    assert actions.send_digests() == 0
    told["happenings"].remove(make)
    meeting(day=datetime.date(2026, 4, 2))
    assert actions.send_digests() == 1
    assert "2 april 2026" in digests()[0].text


def test_a_happening_that_is_long_past_is_no_news(told, meeting, clock):
    subscriber()
    meeting(day=datetime.date(2025, 1, 1))
    clock(WEEK)
    assert actions.send_digests() == 0


def test_what_is_published_ahead_of_time_waits_for_its_day(told, article, clock):
    subscriber()
    article(after=2 * WEEK)
    clock(WEEK)
    assert actions.send_digests() == 0
    clock(2 * WEEK)
    assert actions.send_digests() == 1


def test_the_mail_has_working_links_for_changing_and_stopping(told, article, clock, client):
    one = subscriber()
    article()
    clock(WEEK)
    actions.send_digests()
    (mail,) = digests()
    raw = message.message(mail).message().as_bytes()
    got = email.message_from_bytes(raw, policy=email.policy.default)
    address = got["List-Unsubscribe"].strip().strip("<>")
    assert address.startswith("https://skickamed.example/prenumerera/sluta/")
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in mail.text
    assert b"=?utf-8?" not in raw.split(b"\n\n")[0].split(b"List-Unsubscribe")[1]
    path = address.removeprefix("https://skickamed.example")
    assert client.get(path.replace("sluta", "mina")).status_code == 200
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscriber.objects.filter(pk=one.pk).exists()


def test_an_interrupted_round_goes_on_and_nobody_gets_two(told, article, clock):
    for number in range(5):
        subscriber(f"p{number}@exempel.se")
    article()
    clock(WEEK)
    sent = iter([False, True])
    actions.send_digests(stopped=lambda: next(sent, True))
    Subscriber.objects.filter(address="p3@exempel.se").update(digest_on=None, told_until=THURSDAY)
    Mail.objects.filter(to="p4@exempel.se").delete()
    Subscriber.objects.filter(address="p4@exempel.se").update(digest_on=None, told_until=THURSDAY)
    actions.send_digests()
    assert [mail.to for mail in digests()] == [f"p{number}@exempel.se" for number in range(5)]


def test_who_has_stopped_meanwhile_gets_none(told, article, clock, monkeypatch):
    one = subscriber()
    article()
    clock(WEEK)
    edition_page = actions.digest.told.Edition.page

    def page(self, subscriber):
        Subscriber.objects.filter(pk=one.pk).delete()
        return edition_page(self, subscriber)

    monkeypatch.setattr(actions.digest.told.Edition, "page", page)
    assert actions.send_digests() == 0
    assert digests() == []


def test_queries_for_choosing_do_not_grow_with_subscribers(told, meeting, clock):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            actions.send_digests()
        return len(asked)

    actions.notice()
    for number in range(3):
        subscriber(f"a{number}@exempel.se", "kommun:1")
    clock(WEEK)
    few = count()
    for number in range(30):
        subscriber(f"b{number}@exempel.se", "kommun:1")
    clock(WEEK)
    assert count() <= few + 1


@pytest.mark.parametrize(
    ("endings", "kept"),
    [
        (["550 no such user"] * 2, True),
        (["550 no such user"] * 3, False),
        (["550 no such user"] * 2 + [""], True),
        (["", "550 no such user", "551 moved", "550 no such user"], False),
        (["Mejlet kom inte iväg inom fem dygn."] * 4, True),
    ],
)
def test_an_address_where_nobody_is_any_more_is_forgotten(told, article, clock, endings, kept):
    one = subscriber()
    other = subscriber("bo@exempel.se")
    for number, error in enumerate(endings):
        article(f"Nyhet {number}")
        clock(WEEK)
        actions.send_digests()
        ended = {"state": "failed", "error": error} if error else {"state": "sent"}
        Mail.objects.filter(about_key=str(one.key), state="queued").update(**ended)
        Mail.objects.filter(about_key=str(other.key)).update(state="sent")
    dict(registry.duties())["post.dispose"]()
    assert Subscriber.objects.filter(pk=one.pk).exists() is kept
    assert Subscriber.objects.filter(pk=other.pk).exists()
    assert Mail.objects.filter(to="anna@exempel.se").exists() is kept


def test_the_worker_starts_it_when_the_day_has_come(told, article, clock):
    subscriber()
    article()
    weekly = dict(registry.duties())["post.digest"]
    clock(datetime.timedelta(days=5))
    weekly()
    assert not Job.objects.exists()
    clock(datetime.timedelta(days=2))
    weekly()
    weekly()
    assert Job.objects.filter(kind="post.digest").count() == 1
    running.run_waiting()
    assert len(digests()) == 1
    assert Job.objects.get(kind="post.digest").state == "done"
    weekly()
    running.run_waiting()
    assert len(digests()) == 1


def test_the_phases_of_the_process_come_in_the_digest(cycle, clock, monkeypatch):
    monkeypatch.setattr(news, "_sources", [])
    subscriber()
    clock(HOUR)
    actions.notice()
    clock(WEEK)
    assert actions.send_digests() == 1
    assert "Dialog" in digests()[0].text
