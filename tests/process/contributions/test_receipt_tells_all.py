"""The receipt, on the page and as a file: what was added, what was hidden for a time, what comes."""

from __future__ import annotations

import datetime

import pytest

from helpers_contributions import code_of, send
from helpers_people import viewer_for
from medskick.ground.core import dates, receipts
from medskick.ground.core.access import PUBLIC, SYSTEM, Viewer
from medskick.process.contributions import actions
from medskick.process.contributions.models import Contribution, Submission
from medskick.process.contributions.queries import receipt as queries
from medskick.process.cycle import actions as cycles
from medskick.process.cycle.queries import today

pytestmark = pytest.mark.django_db


def restored_after_appeal(client) -> str:
    code = code_of(send(client, "Fler nattbussar"))
    one, receipt = Contribution.objects.get(), receipts.find(code)
    hider = Viewer(6, "En Person", frozenset({"moderator"}))
    actions.pass_(one, by=hider)
    actions.hide(one, "spam", by=hider)
    appeal = actions.appeal(one, receipt, "Det är ingen reklam", by=PUBLIC)
    actions.decide_appeal(
        appeal, True, "Det hade du rätt i.", by=Viewer(7, "Annan Person", frozenset({"process_lead"}))
    )
    return code


def test_a_voice_shown_again_was_hidden_for_a_time_and_the_receipt_says_so(client, cycle):
    code = restored_after_appeal(client)
    titles = [step.title for step in queries.sent_with(receipts.find(code))[0].steps]
    at = titles.index("Doldes en tid")
    assert titles[at + 1 : at + 3] == ["Vi tittade igen: rösten visas", "Visas för alla"]
    for address in (f"/kvitto/{code}/", f"/kvitto/{code}/ladda-ner/"):
        assert "bedömdes innehålla reklam eller skräp" in client.get(address).content.decode()


def test_what_is_hidden_now_is_not_told_as_past(client, cycle):
    code = code_of(send(client))
    actions.hide(Contribution.objects.get(), "spam", by=viewer_for("moderator"))
    assert "Doldes en tid" not in client.get(f"/kvitto/{code}/").content.decode()


def test_the_file_holds_the_correction(client, cycle):
    code = code_of(send(client, "Fler nattbussar"))
    one = Contribution.objects.get()
    actions.correct(one, receipts.find(code), "Jag menade dagbussar", client_key="en-nyckel", by=PUBLIC)
    text = client.get(f"/kvitto/{code}/ladda-ner/").content.decode()
    assert "Jag menade dagbussar" in text
    assert text.index("Fler nattbussar") < text.index("Din rättelse (") < text.index("Jag menade dagbussar")


def test_two_answers_of_one_person_are_not_called_several_voices(client, cycle):
    code = code_of(send(client, "Bussar", answer_medskick="Skolor"))
    assert "<h1>Det du skickade</h1>" in client.get(f"/kvitto/{code}/").content.decode()
    assert "<h1>What you sent</h1>" in client.get(f"/en/kvitto/{code}/").content.decode()


def test_two_answers_tell_the_phases_ahead_once_below_both(client, cycle):
    code = code_of(send(client, "Bussar", answer_medskick="Skolor"))
    sent = queries.sent_with(receipts.find(code))
    shared = [step.title for step in queries.shared_steps(sent)]
    assert "Beslut" in shared
    assert not {step.title for part in sent for step in part.steps} & set(shared)
    page = client.get(f"/kvitto/{code}/").content.decode()
    assert page.count("fattar beslut") == 1
    assert page.index("Det här händer sedan") > page.rindex("Resan hittills")


def test_one_answer_has_them_on_its_own_journey(client, cycle):
    sent = queries.sent_with(receipts.find(code_of(send(client, "Bussar"))))
    assert not queries.shared_steps(sent)
    assert "Beslut" in [step.title for step in sent[0].steps]


def test_the_same_page_sent_twice_with_the_same_words_is_one_voice(client, cycle):
    """A browser without script that goes back shows the page it had, with its token and key."""
    from helpers_contributions import hidden_fields

    shown = client.get("/tyck-till/")
    assert "no-store" not in shown["Cache-Control"]
    data = {**hidden_fields(shown.content.decode()), "answer_bra_liv": "Fler nattbussar"}
    assert client.post("/tyck-till/", data)["Location"] == client.post("/tyck-till/", data)["Location"]
    assert Submission.objects.count() == 1


def test_the_decision_has_the_day_of_the_timeline_and_not_the_first_of_its_phase(client, cycle):
    begins, ends = today() + datetime.timedelta(days=90), today() + datetime.timedelta(days=190)
    decision = cycle.phases.get(kind="decision")
    cycles.plan_phase(decision, begins, ends, by=SYSTEM)
    code = code_of(send(client, "Bussar"))

    def told():
        sent = queries.sent_with(receipts.find(code))
        return next(step for step in sent[0].steps if step.title == "Beslut")

    assert told().when is None
    assert dates.day(begins) in told().sentence
    assert dates.day(ends) in told().sentence
    day = begins + datetime.timedelta(days=50)
    cycles.add_milestone(decision, "Förslaget är ändrat", day - datetime.timedelta(days=20), by=SYSTEM)
    cycles.add_milestone(decision, "Regionfullmäktige beslutar", day, by=SYSTEM)
    assert told().when == day
    assert "mellan" not in told().sentence
