"""No cookie before staff sign-in: looking at who is there, at messages and at the menu must not start a
session.
"""

from __future__ import annotations

import pytest
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import path

from helpers_people import signed_in
from medskick.ground.core import offers, tokens
from medskick.ground.core.access import viewer_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def page(request):
    """What a page of visitors does: asks who is looking, draws menu and messages, carries a form with a
    token.
    """
    text = "{% for message in messages %}{{ message }}{% endfor %}{{ workspace_tasks }}{{ user }}"
    drawn = engines["django"].from_string(text).render({"messages": messages.get_messages(request)}, request)
    return HttpResponse(f"{viewer_of(request).name} {drawn} {tokens.issue('answer')}")


@tokens.visitor_form
def answer(request):
    """A form that visitors post."""
    tokens.check(request.POST["visitor_token"], "answer")
    return HttpResponse("Tack!")


def missing(request):
    """A page that is not there, drawn like all others."""
    return render(request, "404.html", status=404)


urlpatterns = [path("sida/", page), path("svar/", answer), path("borta/", missing)]


def test_a_visitor_reads_and_answers_without_a_cookie():
    from django.test import Client

    visitor = Client(enforce_csrf_checks=True)
    read = visitor.get("/sida/")
    sent = visitor.post("/svar/", {"visitor_token": read.content.decode().split()[-1]})
    assert (read.status_code, sent.status_code) == (200, 200)
    for response in (read, sent):
        assert not response.cookies
        assert "Set-Cookie" not in response.headers
    assert not visitor.cookies


def test_a_browser_with_an_old_session_cookie_gets_no_new_one(client):
    client.cookies["medskick"] = "gammal"
    response = client.get("/sida/")
    assert not [cookie for cookie in response.cookies.values() if cookie.value]


def test_staff_keep_their_one_cookie_on_visitors_pages(client, monkeypatch):
    monkeypatch.setattr(offers, "tasks", [])  # their pages are not among the addresses here
    signed_in(client, "moderator")
    client.get("/sida/")
    assert set(client.cookies) == {"medskick"}
