"""Visitors' forms: no cookie, but a signed token and a look at where the request comes from."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from medskick.ground.core import tokens


def test_a_token_tells_its_age_and_names_this_showing_of_the_form(monkeypatch):
    now = tokens.time.time()
    token = tokens.issue("answer")
    monkeypatch.setattr(tokens.time, "time", lambda: now + 42)
    checked = tokens.check(token, "answer")
    assert checked.age == pytest.approx(42, abs=1)
    assert checked.nonce
    assert checked.nonce != tokens.check(tokens.issue("answer"), "answer").nonce


def reason(token, purpose="answer", **options):
    with pytest.raises(tokens.TokenError) as refused:
        tokens.check(token, purpose, **options)
    return refused.value.reason


def test_no_token_is_told_apart_from_a_false_one():
    assert reason("") == "missing"
    assert reason("påhittad") == "forged"
    assert reason(tokens.issue("answer")[:-1] + "!") == "forged"


def test_a_token_of_another_form_is_no_good():
    assert reason(tokens.issue("report")) == "forged"


def test_a_token_of_another_installation_is_no_good(settings):
    token = tokens.issue("answer")
    settings.SECRET_KEY = "en annan hemlighet"
    assert reason(token) == "forged"


def test_a_token_grows_too_old(monkeypatch):
    token, now = tokens.issue("answer"), tokens.time.time()
    monkeypatch.setattr(tokens.time, "time", lambda: now + 25 * 60 * 60)
    assert reason(token) == "expired"
    assert tokens.check(token, "answer", max_age=26 * 60 * 60)


@tokens.visitor_form
def form(request):
    return HttpResponse("ok")


def post(**headers):
    return form(RequestFactory(headers=headers).post("/tyck-till/"))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    ],
)
def test_our_own_pages_may_post(headers):
    assert post(**headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://annan.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.annan.example"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://annan.example"},
    ],
)
def test_other_sites_may_not_post(headers):
    with pytest.raises(PermissionDenied):
        post(**headers)


def test_anybody_may_read():
    request = RequestFactory(headers={"Sec-Fetch-Site": "cross-site"}).get("/tyck-till/")
    assert form(request).status_code == 200
