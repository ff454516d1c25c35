"""Sessions that have run out are removed by the worker; nobody who is signed in notices."""

from __future__ import annotations

import datetime
import threading
from importlib import import_module
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from helpers_people import signed_in
from medskick.ground.jobs import worker

pytestmark = pytest.mark.django_db


def run_out(session_key):
    Session.objects.filter(pk=session_key).update(expire_date=timezone.now() - datetime.timedelta(minutes=1))


def work_once(monkeypatch):
    """One round of a worker's housekeeping, on this test's connection."""
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker, "connection", Mock())
    stopping = threading.Event()
    stopping.set()
    worker._keep_order(stopping)


def test_a_worker_removes_sessions_that_have_run_out_and_keeps_the_others(client, monkeypatch):
    signed_in(client, "analyst")
    old = import_module(settings.SESSION_ENGINE).SessionStore()
    old["_auth_user_id"] = "1"
    old.save()
    run_out(old.session_key)
    work_once(monkeypatch)
    assert set(Session.objects.values_list("pk", flat=True)) == {client.session.session_key}
    assert client.get("/arbetsyta/").status_code == 200


def test_who_comes_back_after_the_session_has_run_out_signs_in_again(client, monkeypatch):
    signed_in(client, "analyst")
    run_out(client.session.session_key)
    work_once(monkeypatch)
    assert not Session.objects.exists()
    answer = client.get("/arbetsyta/")
    assert answer.status_code == 302
    assert "/konto/" in answer["Location"]
