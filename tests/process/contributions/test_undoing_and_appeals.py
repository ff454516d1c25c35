"""What may be undone together, and who decides an appeal, whatever has happened in between."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from helpers_people import signed_in, viewer_for
from medskick.ground.core.access import PUBLIC
from medskick.process.contributions import actions, queries
from medskick.process.contributions.actions import Answer
from medskick.process.contributions.imports.withdrawing import withdraw
from medskick.process.contributions.models import Appeal, Contribution, Decision, ImportBatch, State
from medskick.process.contributions.queries import staff
from medskick.process.contributions.queries.receipt import sent_with

pytestmark = pytest.mark.django_db
ANNA = viewer_for("moderator", user_id=1, name="Anna")
BO = viewer_for("moderator", user_id=2, name="Bo")
CARIN = viewer_for("moderator", user_id=3, name="Carin")


@pytest.fixture
def hidden(cycle):
    """A voice that showed and that Anna hid among others; (contribution, receipt, batch)."""
    submission = actions.receive(cycle, [Answer(text="Rad om buss")], client_key="k" * 20, by=PUBLIC)
    one = submission.contributions.get()
    actions.pass_(one, by=ANNA)
    batch, _done, _left = actions.hide_many([one], "abuse", by=ANNA)
    one.refresh_from_db()
    return one, submission.receipt, batch


def told(receipt) -> list[str]:
    return [step.title for step in sent_with(receipt)[0].steps]


def test_an_undone_import_is_not_made_to_show_by_undoing_its_key_among_decisions(cycle):
    batch = ImportBatch.objects.create(
        cycle=cycle, file_name="x.csv", file_format="csv", sha256="0", size=1, author_name="x"
    )
    answers = [Answer(text=f"Rad {number}", channel="import") for number in range(3)]
    extra = [{"import_batch": batch, "import_row": number} for number in range(3)]
    actions.store(cycle, actions.prepare(cycle, answers, extra=extra))
    list(withdraw(batch, by=ANNA))
    with pytest.raises(ValidationError, match="inget att ångra"):
        actions.undo(str(batch.pk), by=ANNA)
    assert queries.ledger(cycle).withdrawn.texts == 3


@pytest.mark.parametrize("verb", ["withdraw", "withdraw_import", "restore"])
def test_only_passing_and_hiding_together_is_undone_together(hidden, verb):
    _one, _receipt, batch = hidden
    Decision.objects.filter(batch=batch).update(verb=verb)
    with pytest.raises(ValidationError, match="inget att ångra"):
        actions.undo(batch, by=ANNA)


def test_undoing_together_leaves_what_its_sender_has_appealed(hidden):
    one, receipt, batch = hidden
    actions.appeal(one, receipt, "jag klagar")
    assert actions.undo(batch, by=ANNA) == (0, 1)
    one.refresh_from_db()
    assert one.state == State.HIDDEN


def test_undoing_a_hiding_opens_the_reports_that_it_settled_and_no_others(cycle):
    one = actions.receive(cycle, [Answer(text="Rad")], client_key="m" * 20, by=PUBLIC).contributions.get()
    actions.pass_(one, by=ANNA)
    one.refresh_from_db()
    read = actions.report(one, "spam", "", client_key="r" * 9)
    actions.handle_report(read, by=ANNA)
    waits = actions.report(one, "personal", "mitt namn", client_key="s" * 9)
    batch, _done, _left = actions.hide_many([one], "abuse", by=ANNA)
    assert not staff.open_reports(ANNA)
    actions.undo(batch, by=BO)
    assert [report.pk for report in staff.open_reports(ANNA)] == [waits.pk]
    read.refresh_from_db()
    waits.refresh_from_db()
    assert (read.outcome, read.handled_by, waits.outcome, waits.handled_by) == ("kept", "Anna", "", "")


def test_an_appeal_remembers_the_decision_it_is_about(hidden):
    one, receipt, _batch = hidden
    appeal = actions.appeal(one, receipt, "jag klagar")
    assert appeal.decision == one.decisions.get(verb=Decision.Verb.HIDE)


def test_older_appeals_are_pointed_at_the_newest_hiding_before_them(hidden):
    from importlib import import_module

    from django.apps import apps

    one, receipt, _batch = hidden
    first = actions.appeal(one, receipt, "jag klagar")
    Appeal.objects.update(decision=None)
    later = Decision.objects.create(
        contribution=one, verb="hide", reason="spam", author_id=2, author_name="Bo"
    )
    name = "medskick.process.contributions.migrations.0005_which_decision_was_appealed"
    import_module(name).point(apps, None)
    first.refresh_from_db()
    assert first.decision == one.decisions.filter(verb="hide").exclude(pk=later.pk).get()


def test_neither_who_hid_it_first_nor_who_hid_it_later_decides_the_appeal(hidden):
    one, receipt, _batch = hidden
    appeal = actions.appeal(one, receipt, "jag klagar")
    Decision.objects.create(contribution=one, verb="hide", reason="spam", author_id=2, author_name="Bo")
    for hider in (ANNA, BO):
        with pytest.raises(PermissionDenied):
            actions.decide_appeal(Appeal.objects.get(), False, "Nej", by=hider)
    actions.decide_appeal(appeal, True, "Du har rätt.", by=CARIN)
    one.refresh_from_db()
    assert one.state == State.VISIBLE


def test_who_hid_it_another_time_may_decide_the_appeal_of_what_another_hid(hidden):
    one, receipt, _batch = hidden
    actions.restore(one, by=BO)
    actions.hide(one, "spam", by=BO)
    one.refresh_from_db()
    appeal = actions.appeal(one, receipt, "jag klagar")
    actions.decide_appeal(appeal, True, "Du har rätt.", by=ANNA)
    one.refresh_from_db()
    assert one.state == State.VISIBLE


@pytest.mark.parametrize("grant", [True, False])
def test_an_appeal_of_what_shows_already_is_closed_without_a_verdict(hidden, grant):
    one, receipt, _batch = hidden
    appeal = actions.appeal(one, receipt, "jag klagar")
    Contribution.objects.filter(pk=one.pk).update(state=State.VISIBLE, hidden_reason="")
    decided = actions.decide_appeal(appeal, grant, "Den förblir dold", by=BO)
    assert decided.outcome == Appeal.Outcome.MOOT
    part = sent_with(receipt)[0]
    assert "Visas för alla" in [step.title for step in part.steps]
    words = " ".join(f"{step.title} {step.sentence}" for step in part.steps)
    assert "förblir dold" not in words
    assert "inget kvar att avgöra" in words


def test_who_hid_it_cannot_show_it_after_another_has_refused_the_appeal(hidden):
    one, receipt, batch = hidden
    actions.decide_appeal(actions.appeal(one, receipt, "klagar"), False, "Nej.", by=BO)
    with pytest.raises(ValidationError, match="kollega har prövat"):
        actions.restore(one, by=ANNA)
    assert actions.undo(batch, by=ANNA) == (0, 1)
    one.refresh_from_db()
    assert one.state == State.HIDDEN
    actions.decide_appeal(actions.appeal(one, receipt, "igen"), True, "Jo.", by=BO)
    one.refresh_from_db()
    assert one.state == State.VISIBLE


def test_a_receipt_never_says_both_that_it_shows_and_that_it_stays_hidden(hidden):
    one, receipt, _batch = hidden
    actions.decide_appeal(actions.appeal(one, receipt, "klagar"), False, "Nej.", by=BO)
    assert any("förblir dold" in title for title in told(receipt))
    actions.restore(one, by=CARIN)
    assert "Visas för alla" in told(receipt)
    assert not any("förblir dold" in title for title in told(receipt))


@pytest.mark.parametrize("meanwhile", ["hidden", "kept"])
def test_a_stale_let_it_show_is_answered_with_the_present_state(client, cycle, meanwhile):
    signed_in(client, "moderator")
    one = actions.receive(cycle, [Answer(text="Rad")], client_key="m" * 20, by=PUBLIC).contributions.get()
    actions.pass_(one, by=ANNA)
    one.refresh_from_db()
    report = actions.report(one, "spam", "", client_key="r" * 9)
    if meanwhile == "hidden":
        actions.hide(one, "spam", by=BO)
    else:
        actions.handle_report(report, by=BO)
    page = client.post(f"/arbetsyta/medskick/anmalningar/{report.pk}/", {"gor": "visa"}, follow=True)
    body = page.content.decode()
    assert "Anmälan är läst" not in body
    assert f"Rösten är nu: {'Dold' if meanwhile == 'hidden' else 'Visas'}." in body
    report.refresh_from_db()
    assert report.handled_by == "Bo"


def test_a_report_of_what_waits_again_is_not_said_to_let_it_show(cycle):
    one = actions.receive(cycle, [Answer(text="Rad")], client_key="m" * 20, by=PUBLIC).contributions.get()
    batch, _done, _left = actions.pass_many([one], by=ANNA)
    one.refresh_from_db()
    report = actions.report(one, "spam", "", client_key="r" * 9)
    actions.undo(batch, by=ANNA)
    with pytest.raises(ValidationError, match="Väntar på granskning"):
        actions.handle_report(report, by=BO)
