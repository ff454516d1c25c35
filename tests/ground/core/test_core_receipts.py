"""Receipts lead to what was sent."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from medskick.ground.core import codes, receipts
from medskick.ground.core.chain import Ref
from medskick.ground.core.models import Receipt

pytestmark = pytest.mark.django_db


def test_a_receipt_is_found_by_its_code_as_people_type_it():
    receipt = receipts.new_receipt([Ref("contribution", "1")])
    assert receipts.find(receipt.code.lower().replace("-", " ")) == receipt


def test_a_receipt_points_at_its_things_in_order():
    receipt = receipts.new_receipt([Ref("contribution", "2"), Ref("contribution", "1")])
    receipts.point(receipt, [Ref("room", "a")])
    assert receipts.refs_of(receipt) == [Ref("contribution", "2"), Ref("contribution", "1"), Ref("room", "a")]


def test_a_receipt_points_at_a_thing_once():
    receipt = receipts.new_receipt([Ref("contribution", "1")])
    with pytest.raises(IntegrityError), transaction.atomic():
        receipts.point(receipt, [Ref("contribution", "1")])


def test_an_unknown_code_finds_nothing():
    assert receipts.find(codes.new_code()) is None
    assert receipts.find("nattbuss") is None


def test_a_taken_code_is_never_given_again(monkeypatch):
    first = receipts.new_receipt()
    fresh = codes.new_code()
    answers = iter([first.code, first.code, fresh])
    monkeypatch.setattr(codes, "new_code", lambda: next(answers))
    assert receipts.new_receipt().code == fresh


def test_a_receipt_goes_with_the_transaction_it_was_made_in():
    def receive():
        receipts.new_receipt([Ref("contribution", "1")])
        raise RuntimeError

    with pytest.raises(RuntimeError), transaction.atomic():
        receive()
    assert not Receipt.objects.exists()
