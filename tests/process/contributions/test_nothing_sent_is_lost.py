"""What is acknowledged is stored: also a second sending from the same page, and one that differs only in who sends."""

from __future__ import annotations

import pytest

from helpers_contributions import hidden_fields
from helpers_people import viewer_for
from medskick.ground.core.access import PUBLIC
from medskick.process.contributions import actions
from medskick.process.contributions.actions import Answer
from medskick.process.contributions.models import Contribution, Correction, Report

pytestmark = pytest.mark.django_db
MODERATOR = viewer_for("moderator", user_id=1, name="Maja")


@pytest.fixture
def shown(cycle):
    """Two voices that show, on one receipt."""
    answers = [Answer(text="Rad om buss"), Answer(text="Rad två om tåg")]
    submission = actions.receive(cycle, answers, client_key="k" * 20, by=PUBLIC)
    ones = list(submission.contributions.order_by("pk"))
    for one in ones:
        actions.pass_(one, by=MODERATOR)
    return ones, submission.receipt.code


CHANGES = {
    "persons": {"persons": 25},
    "municipality": {"municipality": "2580"},
    "age": {"age_band": "16-24"},
    "organisation": {"organisation": "Byalaget"},
    "named": {"organisation": "Byalaget", "organisation_named": True},
    "sender": {"sender_kind": "group"},
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_answer_about_the_sender_is_not_taken_for_a_repeat(cycle, change):
    first = actions.receive(cycle, [Answer(text="Fler bussar")], client_key="k" * 20, by=PUBLIC)
    changed = Answer(text="Fler bussar", **CHANGES[change])
    second = actions.receive(cycle, [changed], client_key="k" * 20, by=PUBLIC)
    again = actions.receive(cycle, [changed], client_key="k" * 20, by=PUBLIC)
    assert first.pk != second.pk
    assert again.pk == second.pk
    assert Contribution.objects.count() == 2


def test_a_second_correction_from_the_same_page_is_stored_and_a_repeat_is_not(client, shown):
    (one, _two), code = shown
    address = f"/kvitto/{code}/{one.number}/ratta/"
    page = hidden_fields(client.get(address).content.decode())
    for text in ("Första", "Andra, helt annan", "Andra, helt annan"):
        assert client.post(address, {**page, "text": text}).status_code == 303
    assert list(Correction.objects.values_list("text", flat=True)) == ["Första", "Andra, helt annan"]


def test_a_second_report_from_the_same_page_is_stored_and_a_repeat_is_not(client, shown):
    (one, _two), _code = shown
    address = f"/medskick/{one.number}/anmal/"
    page = hidden_fields(client.get(address).content.decode())
    for text in ("Första", "Andra", "Andra"):
        assert client.post(address, {**page, "reason": "spam", "text": text}).status_code == 303
    assert list(Report.objects.values_list("text", flat=True)) == ["Första", "Andra"]


@pytest.mark.parametrize("kind", ["ratta", "anmal"])
def test_a_page_shown_for_one_voice_sent_to_another_is_told_and_keeps_the_words(client, shown, kind):
    (one, two), code = shown
    base = f"/kvitto/{code}/%s/ratta/" if kind == "ratta" else "/medskick/%s/anmal/"
    page = hidden_fields(client.get(base % one.number).content.decode())
    answer = client.post(base % two.number, {**page, "reason": "spam", "text": "Mina ord"})
    assert answer.status_code == 400
    assert "Mina ord" in answer.content.decode()
    fresh = hidden_fields(answer.content.decode())
    again = client.post(base % two.number, {**fresh, "reason": "spam", "text": "Mina ord"})
    assert again.status_code == 303
