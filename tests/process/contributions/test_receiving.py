"""The one door in: what is acknowledged is there, once."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from helpers_people import viewer_for
from medskick.ground.core.access import PUBLIC
from medskick.process.contributions import actions
from medskick.process.contributions.actions import Answer, Source
from medskick.process.contributions.models import Contribution, Mask, State, Submission


def take(cycle, *texts: str, key: str = "k-12345678", by=PUBLIC, **fields):
    answers = [Answer(text=text, question=f"q{number}", **fields) for number, text in enumerate(texts)]
    return actions.receive(cycle, answers, client_key=key, by=by)


@pytest.mark.django_db
def test_the_same_key_and_words_give_the_same_receipt_and_are_stored_once(cycle):
    first, second = take(cycle, "Bussar"), take(cycle, "Bussar")
    assert first.receipt.code == second.receipt.code
    assert Contribution.objects.count() == 1


@pytest.mark.django_db
def test_new_words_sent_with_an_old_key_are_stored_and_not_swallowed(cycle):
    first, second = take(cycle, "Bussar"), take(cycle, "Skolor")
    assert first.receipt.code != second.receipt.code
    assert {one.text for one in Contribution.objects.all()} == {"Bussar", "Skolor"}
    assert take(cycle, "Skolor").receipt.code == second.receipt.code


TABS = """
import datetime, json, os, threading
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "medskick.config.settings.site"
django.setup()
from django.db import connection
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.process.contributions import actions
from medskick.process.contributions.models import Contribution
from medskick.process.cycle import actions as cycles
cycle = cycles.start_cycle("2040", "Prov", {}, by=SYSTEM)
codes, seen, barrier = [], [], threading.Barrier(8)

def tab():
    barrier.wait()
    answer = actions.Answer(text="Bussar")
    codes.append(actions.receive(cycle, [answer], client_key="same-key", by=PUBLIC).receipt.code)
    seen.append(Contribution.objects.filter(submission__receipt__code=codes[-1]).count())
    connection.close()

threads = [threading.Thread(target=tab) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(json.dumps([codes, seen, Contribution.objects.count()]))
"""


def test_many_tabs_with_the_same_key_at_once_store_once_and_each_is_answered_after_commit(data_folder):
    """In a process of its own with the settings of a real installation: tests share one connection in memory."""
    environment = {**os.environ, "MEDSKICK_DATA": str(data_folder), "MEDSKICK_DATABASE": ""}
    done = subprocess.run(
        [sys.executable, "-c", TABS],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    codes, seen, stored = json.loads(done.stdout.splitlines()[-1])
    assert len(codes) == 8
    assert len(set(codes)) == 1
    assert seen == [1] * 8
    assert stored == 1


@pytest.mark.django_db
def test_when_one_answer_cannot_be_taken_nothing_is_stored(cycle):
    with pytest.raises(ValidationError):
        take(cycle, "Bussar", "x" * 10_001)
    assert Submission.objects.count() == 0
    assert Contribution.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["text", "title"])
def test_the_database_refuses_to_change_the_original(cycle, field):
    take(cycle, "Bussar", title="Rubrik")
    with pytest.raises(DatabaseError, match="never altered"), transaction.atomic():
        Contribution.objects.update(**{field: "något annat"})
    one = Contribution.objects.get()
    assert (one.text, one.title) == ("Bussar", "Rubrik")


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["hej\0", "hej\ud800 då", "\udfffhej"])
def test_characters_that_no_database_keeps_are_refused_in_words(cycle, words):
    with pytest.raises(ValidationError, match="tecken som inte går att spara"):
        take(cycle, words)


@pytest.mark.django_db
def test_personal_data_is_masked_on_arrival_and_the_original_is_kept(cycle):
    take(cycle, "Ring 070-174 06 05 om bussen")
    mask = Mask.objects.get()
    one = Contribution.objects.get()
    assert one.text[mask.start : mask.end] == "070-174 06 05"
    assert one.has_personal_data


@pytest.mark.django_db
def test_only_staff_who_register_may_enter_by_hand(cycle):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        take(cycle, "Brev", by=viewer_for("analyst"))
    take(cycle, "Brev", by=viewer_for("registrar"), source=Source(kind="entry", key="Dnr 12"))
    assert Contribution.objects.get().source_key == "Dnr 12"


@pytest.mark.django_db
def test_an_approved_rule_passes_only_what_it_says(cycle):
    actions.approve_rule(cycle, ["web"], pass_personal=False, by=viewer_for("process_lead"))
    take(cycle, "Fler bussar", key="a" * 9)
    take(cycle, "Ring 070-174 06 05", key="b" * 9)
    take(cycle, "Ett brev", key="c" * 9, channel="letter")
    actions.receive(cycle, [Answer(text="Snabb robot")], client_key="d" * 9, by=PUBLIC, suspect=True)
    shown = Contribution.objects.filter(state=State.VISIBLE)
    assert [one.text for one in shown] == ["Fler bussar"]
    assert shown[0].decisions.get().by_rule


@pytest.mark.django_db
def test_an_ended_rule_passes_nothing(cycle):
    rule = actions.approve_rule(cycle, ["web"], pass_personal=True, by=viewer_for("process_lead"))
    actions.end_rule(rule, by=viewer_for("process_lead"))
    take(cycle, "Fler bussar")
    assert Contribution.objects.get().state == State.WAITING
