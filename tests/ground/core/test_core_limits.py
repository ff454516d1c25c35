"""Rate limits: counted per key, and addresses never kept."""

from __future__ import annotations

import datetime

import pytest
from django.test import RequestFactory

from medskick.ground.core import limits


def test_one_over_the_limit_is_refused_and_others_are_not():
    assert all(limits.allow("answer", "a", "3/minute") for _ in range(3))
    assert not limits.allow("answer", "a", "3/minute")
    assert limits.allow("answer", "b", "3/minute")
    assert limits.allow("report", "a", "3/minute")


def test_looking_whether_there_is_room_counts_nothing():
    assert all(limits.is_left("answer", "looked", "1/minute") for _ in range(3))
    assert limits.allow("answer", "looked", "1/minute")
    assert not limits.is_left("answer", "looked", "1/minute")


def address(forwarded="", remote="198.51.100.7"):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return limits.address_of(RequestFactory(headers=headers).get("/", REMOTE_ADDR=remote))


def test_an_address_is_hashed_and_the_same_all_day():
    assert address() == address()
    assert "198.51.100.7" not in address()
    assert address() != address(remote="198.51.100.8")


def test_an_address_cannot_be_followed_to_the_next_day(monkeypatch):
    today = address()

    class Tomorrow(datetime.date):
        @classmethod
        def today(cls):
            return datetime.date(2199, 1, 1)

    monkeypatch.setattr(limits.datetime, "date", Tomorrow)
    monkeypatch.setattr(limits, "_salt", limits._salt)
    assert address() != today


def test_a_caller_cannot_choose_its_address(settings):
    settings.TRUSTED_PROXIES = 0
    assert address("203.0.113.5") == address()


@pytest.mark.parametrize("forged", ["", "203.0.113.5, ", "1.1.1.1, 2.2.2.2, "])
def test_behind_a_declared_proxy_the_last_address_counts(settings, forged):
    settings.TRUSTED_PROXIES = 1
    through = address(f"{forged}203.0.113.9", remote="10.0.0.1")
    settings.TRUSTED_PROXIES = 0
    assert through == address(remote="203.0.113.9")
