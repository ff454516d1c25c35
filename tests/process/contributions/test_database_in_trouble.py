"""A locked database or a full disk: the sender is told, nothing typed is lost, and a later try is stored once."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from helpers_contributions import hidden_fields, send
from helpers_people import viewer_for
from medskick.ground.core.access import PUBLIC
from medskick.process.contributions import actions
from medskick.process.contributions.actions import Answer
from medskick.process.contributions.models import Contribution, Correction, Report
from medskick.process.contributions.views import form

pytestmark = pytest.mark.django_db


def full(*_args, **_fields):
    raise OperationalError("database or disk is full")


def check(answer) -> None:
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    body = answer.content.decode()
    assert "går det inte att spara" in body
    assert "Mina egna ord" in body


def test_a_voice_that_cannot_be_stored_is_given_back_and_stored_at_the_next_try(client, cycle, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(form, "receive", full)
        answer = send(client, "Mina egna ord")
    check(answer)
    assert not Contribution.objects.exists()
    again = {**hidden_fields(answer.content.decode()), "answer_bra_liv": "Mina egna ord"}
    for _press in range(2):
        assert client.post("/tyck-till/", again).status_code == 303
    assert Contribution.objects.get().text == "Mina egna ord"


def test_a_correction_or_report_that_cannot_be_stored_is_given_back(client, cycle, monkeypatch):
    submission = actions.receive(cycle, [Answer(text="Rad om buss")], client_key="k" * 20, by=PUBLIC)
    one = submission.contributions.get()
    actions.pass_(one, by=viewer_for("moderator", user_id=1))
    addresses = f"/kvitto/{submission.receipt.code}/{one.number}/ratta/", f"/medskick/{one.number}/anmal/"
    pages = [hidden_fields(client.get(address).content.decode()) for address in addresses]
    monkeypatch.setattr(Correction.objects, "create", full)
    monkeypatch.setattr(Report.objects, "create", full)
    for address, page in zip(addresses, pages, strict=True):
        check(client.post(address, {**page, "reason": "spam", "text": "Mina egna ord"}))
