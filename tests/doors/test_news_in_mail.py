"""News that editors publish is told to those who follow a place, a theme or everything."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone, translation

from medskick.doors.pages import models
from medskick.ground.core.access import PUBLIC
from medskick.ground.post import news

pytestmark = pytest.mark.django_db


def publish(index, title: str, **fields) -> models.NewsPage:
    page = models.NewsPage(title=title, author="Provperson", live=False, body=[], **fields)
    index.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def told() -> list[news.News]:
    now = timezone.now()
    return list(news.between(now - datetime.timedelta(days=1), now, PUBLIC))


def test_published_news_is_told_with_its_place_and_its_theme(index):
    publish(index, "Mötet i Arjeplog", municipality="2506", theme="bussar")
    publish(index, "Till alla")
    found = {one.title: one for one in told()}
    assert found["Mötet i Arjeplog"].topics == ("kommun:2506", "tema:bussar")
    assert found["Mötet i Arjeplog"].address == "/nyheter/motet-i-arjeplog/"
    assert found["Till alla"].topics == ()


def test_what_is_not_published_or_is_taken_down_is_not_told(index):
    index.add_child(instance=models.NewsPage(title="Utkast", author="P", live=False, body=[]))
    gone = publish(index, "Borta")
    gone.unpublish()
    assert told() == []


def test_news_is_told_in_the_order_of_publishing_whatever_day_it_bears(index):
    today = timezone.localdate()
    publish(index, "Först", day=today)
    publish(index, "Sedan", day=today - datetime.timedelta(days=300))
    assert [one.title for one in told()] == ["Sedan", "Först"]


def test_addresses_keep_the_readers_language(index):
    publish(index, "Till alla")
    with translation.override("en"):
        assert [one.address for one in told()] == ["/en/nyheter/till-alla/"]
