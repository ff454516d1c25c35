"""Editors set a time: the page comes out and goes down then, once, and not with a picture that may not be shown."""

from __future__ import annotations

import datetime
import signal
import subprocess
import sys

import feedparser
import pytest
import time_machine
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from helpers_house import wait_for
from helpers_people import make_user, signed_in
from medskick.doors.pages import jobs as duties
from medskick.doors.pages import models
from medskick.doors.pages.publishing import schedule
from medskick.doors.pages.search import actions as indexing
from medskick.doors.pages.search import queries as searching
from medskick.ground.core.access import PUBLIC
from medskick.ground.core.models import AuditEntry
from medskick.ground.jobs import running
from medskick.ground.jobs.registry import pause
from medskick.ground.post import news
from medskick.ground.post.models import Mail

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2030, 5, 6, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as set_clock:
        yield set_clock


@pytest.fixture
def index(clock, index):
    return index


@pytest.fixture
def editor(index):
    return make_user("editor", name="Eva Redaktör")


def scheduled(index, user=None, *, title="Mötet i Arjeplog", after=HOUR, until=None, **fields):
    """A page that shall come out ``after`` the clock's time, as the editor's button would set it."""
    page = models.NewsPage(title=title, author="Eva", live=False, body=[], owner=user, **fields)
    page.go_live_at = timezone.now() + after if after else None
    page.expire_at = timezone.now() + until if until else None
    index.add_child(instance=page)
    page.save_revision(user=user).publish(user=user)
    page.refresh_from_db()
    return page


def a_minute() -> None:
    """What a worker does each minute."""
    duties.keep_times()
    running.run_waiting()


def picture(**fields) -> models.Picture:
    whole = {"title": "Torget", "description": "Torget", "credit": "Eva", "shows": "nobody", "consent": ""}
    return models.Picture.objects.create(file="torget.jpg", width=4, height=3, **{**whole, **fields})


def test_the_duty_is_done_each_minute():
    assert pause("pages.schedule") == 60


def test_a_page_comes_out_at_its_time_everywhere_and_not_before(client, index, editor, clock):
    page = scheduled(index, editor, municipality="2506")
    clock.shift(HOUR - datetime.timedelta(seconds=1))
    a_minute()
    assert client.get(page.address).status_code == 404
    clock.shift(1)
    a_minute()
    assert client.get(page.address).status_code == 200
    assert page.address in client.get("/nyheter/").content.decode()
    for flow in ("/nyheter/flode/", "/nyheter/flode/kommun/2506/"):
        assert [one.title for one in feedparser.parse(client.get(flow).content).entries] == [page.title]
    assert page.address in client.get("/sitemap.xml").content.decode()
    told = news.between(timezone.now() - HOUR, timezone.now(), PUBLIC)
    assert [(one.title, one.topics) for one in told] == [(page.title, ("kommun:2506",))]
    for _done in indexing.catch_up():
        pass
    assert searching.search("Arjeplog", PUBLIC).groups
    page.refresh_from_db()
    assert page.first_published_at == NOON + HOUR


def test_a_page_goes_down_at_its_time_and_is_found_no_more(client, index, editor, clock):
    page = scheduled(index, editor, after=None, until=HOUR)
    for _done in indexing.catch_up():
        pass
    assert client.get(page.address).status_code == 200
    clock.shift(HOUR)
    a_minute()
    assert client.get(page.address).status_code == 404
    assert not searching.search("Arjeplog", PUBLIC).groups
    assert not feedparser.parse(client.get("/nyheter/flode/").content).entries
    page.refresh_from_db()
    assert page.expired


def test_a_new_version_of_a_page_waits_while_the_old_one_shows(client, index, editor, clock):
    page = scheduled(index, editor, after=None)
    page.title, page.go_live_at = "Mötet i Arjeplog, nu med bilder", timezone.now() + HOUR
    page.save_revision(user=editor).publish(user=editor)
    assert "nu med bilder" not in client.get(page.address).content.decode()
    clock.shift(HOUR)
    a_minute()
    assert "nu med bilder" in client.get(page.address).content.decode()


def test_doing_it_twice_does_it_once(index, editor, clock):
    page = scheduled(index, editor)
    clock.shift(HOUR)
    for _time in range(3):
        a_minute()
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").count() == 1
    assert AuditEntry.objects.filter(action="pages.published_in_time").count() == 1


@pytest.mark.parametrize(
    ("lacks", "said"),
    [
        ({"shows": "children", "consent": ""}, "hur de som syns har sagt ja"),
        ({"description": ""}, "en beskrivning för den som inte ser den"),
        ({"credit": " "}, "vem som har gjort den"),
        ({"shows": ""}, "vilka som syns"),
    ],
)
@pytest.mark.parametrize("where", ["picture", "body"])
def test_a_page_with_a_picture_that_may_not_be_shown_stays_a_draft_and_the_editor_hears(
    client, index, editor, clock, lacks, said, where
):
    page = scheduled(index, editor)
    shown = picture(**lacks)  # what was well when the time was set is so no longer
    if where == "picture":
        page.picture = shown
    else:
        page.body = [("picture", {"picture": shown, "caption": ""})]
    page.save_revision(user=editor).publish(user=editor)
    clock.shift(HOUR)
    a_minute()
    a_minute()
    assert client.get(page.address).status_code == 404
    mail = Mail.objects.get(kind="pages.withheld")
    assert mail.to == editor.email
    assert said in mail.text
    assert f"/arbetsyta/sidor/pages/{page.pk}/edit/" in mail.text
    assert AuditEntry.objects.filter(action="pages.withheld").count() == 1
    client.force_login(editor)
    dashboard = client.get("/arbetsyta/sidor/").content.decode()
    assert said in dashboard
    assert said in client.get(f"/arbetsyta/sidor/pages/{page.pk}/history/").content.decode()
    models.Picture.objects.filter(pk=shown.pk).update(
        description="Torget", credit="Eva", shows="adults", consent="Ja, på papper i pärmen"
    )
    page.get_latest_revision().publish(user=editor)
    assert client.get(page.address).status_code == 200
    assert said not in client.get("/arbetsyta/sidor/").content.decode()


def test_what_somebody_decided_who_may_not_any_more_is_left_to_the_others(client, index, editor, clock):
    other = make_user("process_lead")
    page = scheduled(index, editor)
    editor.is_active = False
    editor.save()
    clock.shift(HOUR)
    a_minute()
    assert client.get(page.address).status_code == 404
    assert Mail.objects.get(kind="pages.withheld").to == other.email


def test_what_should_be_gone_already_does_not_come_out_late(client, index, editor, clock):
    page = scheduled(index, editor, until=2 * HOUR)
    clock.shift(3 * HOUR)  # nothing worked meanwhile
    a_minute()
    assert client.get(page.address).status_code == 404
    assert "redan passerat" in Mail.objects.get(kind="pages.withheld").text


def test_one_page_that_cannot_come_out_holds_up_no_other(client, index, editor, clock):
    bad = scheduled(index, editor, title="Dålig")
    bad.picture = picture(credit="")
    bad.save_revision(user=editor).publish(user=editor)
    good = scheduled(index, editor, title="Bra")
    clock.shift(HOUR)
    a_minute()
    assert client.get(good.address).status_code == 200
    assert client.get(bad.address).status_code == 404
    assert not schedule.anything_due()


def test_by_hand_a_page_whose_picture_lacks_something_is_not_published_either(client, index):
    signed_in(client, "editor")
    page = models.NewsPage(title="Utkast", author="Eva", live=False, body=[], picture=picture(credit=""))
    index.add_child(instance=page)
    page.save_revision()
    answer = client.post(
        f"/arbetsyta/sidor/bulk/wagtailcore/page/publish/?id={page.pk}&next=/arbetsyta/sidor/",
        {"next": "/arbetsyta/sidor/"},
        follow=True,
    )
    assert "vem som har gjort den" in answer.content.decode()
    page.refresh_from_db()
    assert not page.live
    assert not Revision.page_revisions.filter(approved_go_live_at__isnull=False).exists()


MAKE = """
import datetime
from django.utils import timezone
from medskick.doors.pages import actions, models
index = models.NewsIndexPage.objects.child_of(actions.lay_out()).get()
out = []
for number in range(6):
    page = models.NewsPage(title=f"Sida {number}", author="Eva", live=False, body=[])
    page.go_live_at = timezone.now() + datetime.timedelta(seconds=1)
    index.add_child(instance=page)
    page.save_revision().publish()
    out.append(page.pk)
models.SearchWaiting.objects.all().delete()
"""
DIES = """
import os, signal, time, django; django.setup()
from wagtail.signals import page_published
from medskick.doors.pages.publishing import schedule
seen = []
def dies(**told):
    seen.append(1)
    if len(seen) == 4:
        os.kill(os.getpid(), signal.SIGKILL)
page_published.connect(dies)
while not schedule.anything_due():
    time.sleep(0.1)
time.sleep(1.5)
for _done in schedule.keep_times():
    pass
"""
STATE = """
from wagtail.models import Page, PageLogEntry
from medskick.doors.pages.models import SearchEntry, SearchWaiting
from medskick.ground.core.models import AuditEntry
out = [
    Page.objects.filter(title__startswith="Sida ", live=True).count(),
    PageLogEntry.objects.filter(action="wagtail.publish.scheduled").count(),
    AuditEntry.objects.filter(action="pages.published_in_time").count(),
    SearchWaiting.objects.filter(kind="nyhet").count() + SearchEntry.objects.filter(kind="nyhet").count(),
]
"""


@pytest.mark.xdist_group("worker")
def test_a_worker_that_is_killed_midway_neither_loses_nor_doubles(house):
    house.shell(MAKE)
    died = subprocess.run([sys.executable, "-c", DIES], env=house.env(), capture_output=True, text=True)
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert house.shell(STATE) == [3, 3, 3, 3]
    workers = [house.start("worker"), house.start("worker")]
    wait_for(lambda: house.shell(STATE)[:3] == [6, 6, 6], 90)
    wait_for(lambda: house.shell(STATE)[3] == 6, 30)
    assert all(one.poll() is None for one in workers)
