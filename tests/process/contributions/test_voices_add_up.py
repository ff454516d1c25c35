"""received = waiting + visible + hidden by reason + withdrawn, whatever happens and in whatever order."""

from __future__ import annotations

import contextlib
import hashlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from helpers_core import examples
from helpers_people import viewer_for
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.process.contributions import actions, queries
from medskick.process.contributions.actions import Answer
from medskick.process.contributions.imports import withdrawing
from medskick.process.contributions.models import Contribution, HiddenReason, ImportBatch
from medskick.process.cycle import actions as cycles

MAJA = viewer_for("moderator", "process_lead", "registrar", user_id=1, name="Maja")
NILS = viewer_for("moderator", "process_lead", user_id=2, name="Nils")
EXPECTED = (ValidationError, PermissionDenied)


class Ledger(RuleBasedStateMachine):
    """Staff and senders do anything to anything; the sums stand and no original changes."""

    sent = Bundle("sent")
    batches = Bundle("batches")
    imports = Bundle("imports")

    @initialize()
    def begin(self) -> None:
        self.cycle = cycles.start_cycle("2040", "Prov", {}, by=SYSTEM)
        self.originals: dict[int, str] = {}
        self.persons = 0

    def remember(self, stored: list[Contribution]) -> None:
        for one in stored:
            self.originals[one.pk] = hashlib.sha256(one.text.encode()).hexdigest()

    @rule(
        target=sent,
        texts=st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=2),
        persons=st.integers(1, 40),
        there=st.sampled_from([None, None, 1, 8, 45]),
    )
    def receive(self, texts: list[str], persons: int, there: int | None) -> int | None:
        """One sending, with an answer in one or both boxes, perhaps from a table where so many sat."""
        key = f"key-{len(self.originals)}"
        answers = [Answer(text=text, persons=persons) for text in texts]
        try:
            made = actions.receive(self.cycle, answers, client_key=key, by=PUBLIC, sending_persons=there)
        except EXPECTED:
            return None
        self.remember(list(made.contributions.all()))
        self.persons += max(persons, there or 0)
        return made.contributions.order_by("pk").first().pk

    @rule(pk=sent, there=st.sampled_from([None, 3, 9]))
    def correct_persons(self, pk: int | None, there: int | None) -> None:
        """Somebody tells another number of those who sent it together."""
        if pk is not None:
            one = Contribution.objects.get(pk=pk)
            before = max(one.persons, one.sending_persons or 0)
            actions.tell_persons(one.sending, there)
            self.persons += max(one.persons, there or 0) - before

    @rule(target=imports, rows=st.integers(1, 4))
    def read_file(self, rows: int) -> str:
        batch = ImportBatch.objects.create(
            cycle=self.cycle, file_name="a.csv", file_format="csv", sha256="", size=1, author_name="Maja"
        )
        answers = [Answer(text=f"rad {number}", channel="import") for number in range(rows)]
        extra = [{"import_batch": batch, "import_row": number} for number in range(rows)]
        self.remember(actions.store(self.cycle, actions.prepare(self.cycle, answers, extra=extra)))
        self.persons += rows
        return str(batch.pk)

    @rule(batch=imports)
    def undo_import(self, batch: str) -> None:
        list(withdrawing.withdraw(ImportBatch.objects.get(pk=batch), by=MAJA))

    @rule(pk=sent, verb=st.sampled_from(["pass", "restore", "withdraw", "appeal", "flag"]))
    def decide(self, pk: int | None, verb: str) -> None:
        if pk is None:
            return
        one = Contribution.objects.get(pk=pk)
        acts = {
            "pass": lambda: actions.pass_(one, by=MAJA),
            "restore": lambda: actions.restore(one, by=NILS),
            "withdraw": lambda: actions.withdraw(one, one.submission.receipt, by=PUBLIC),
            "appeal": lambda: actions.appeal(one, one.submission.receipt, ""),
            "flag": lambda: Contribution.objects.filter(pk=pk).update(flags=["abuse"]),
        }
        self.attempt(acts[verb])

    @rule(pk=sent, reason=st.sampled_from(HiddenReason.values))
    def hide(self, pk: int | None, reason: str) -> None:
        if pk is not None:
            self.attempt(lambda: actions.hide(Contribution.objects.get(pk=pk), reason, by=MAJA))

    @rule(target=batches, which=st.sets(st.integers(0, 12)), hide=st.booleans())
    def decide_many(self, which: set[int], hide: bool) -> str:
        chosen = [one for place, one in enumerate(Contribution.objects.order_by("pk")) if place in which]
        if hide:
            return actions.hide_many(chosen, "spam", by=MAJA)[0]
        return actions.pass_many(chosen, by=MAJA)[0]

    @rule(batch=batches)
    def undo(self, batch: str) -> None:
        self.attempt(lambda: actions.undo(batch, by=NILS))

    @rule(channels=st.sets(st.sampled_from(["web", "import"]), min_size=1), personal=st.booleans())
    def approve(self, channels: set[str], personal: bool) -> None:
        made = actions.approve_rule(self.cycle, channels, pass_personal=personal, by=MAJA)
        actions.apply_rule(made, by=MAJA)

    @rule(grant=st.booleans())
    def answer_appeals(self, grant: bool) -> None:
        from medskick.process.contributions.models import Appeal

        for appeal in Appeal.objects.filter(outcome=Appeal.Outcome.WAITING):
            self.attempt(lambda appeal=appeal: actions.decide_appeal(appeal, grant, "svar", by=NILS))

    def attempt(self, act) -> None:
        with contextlib.suppress(*EXPECTED):
            act()

    @invariant()
    def every_voice_is_accounted_for(self) -> None:
        if not hasattr(self, "cycle"):
            return
        told = queries.ledger(self.cycle)
        by_reason = sum((amount.texts for amount in told.hidden_by_reason.values()), 0)
        assert told.stands
        assert told.received.texts == len(self.originals)
        assert told.received.persons == self.persons
        assert told.hidden.texts == by_reason
        assert told.visible.texts == sum(1 for _ in queries.visible_texts(self.cycle, MAJA))

    @invariant()
    def no_original_has_changed(self) -> None:
        for pk, text in Contribution.objects.values_list("pk", "text"):
            assert self.originals[pk] == hashlib.sha256(text.encode()).hexdigest()


class TestLedger(TestCase):
    def test_the_sums_stand_after_anything_in_any_order(self) -> None:
        run_state_machine_as_test(
            lambda: _in_transaction(Ledger),
            settings=settings(
                max_examples=examples(15),
                stateful_step_count=15,
                deadline=None,
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
            ),
        )


def _in_transaction(machine: type[Ledger]) -> Ledger:
    """Each run of the machine starts from an empty room."""
    from django.db import transaction

    class Clean(machine):  # type: ignore[valid-type, misc]
        def __init__(self) -> None:
            super().__init__()
            self._atomic = transaction.atomic()
            self._atomic.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self._atomic.__exit__(None, None, None)

    return Clean()


pytestmark = pytest.mark.django_db
