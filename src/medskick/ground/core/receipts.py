"""Receipts: made with what was sent, found by code, pointing at the chain."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from medskick.ground.core import codes
from medskick.ground.core.chain import Ref
from medskick.ground.core.models import Receipt, ReceiptRef


def new_receipt(refs: Iterable[Ref] = ()) -> Receipt:
    """Create a receipt inside the caller's transaction and point it at ``refs``."""
    for _attempt in range(5):
        try:
            with transaction.atomic():
                receipt = Receipt.objects.create(code=codes.new_code())
            break
        except IntegrityError:
            continue
    else:  # pragma: no cover - five collisions among 10^11 codes
        raise RuntimeError("Could not find a free receipt code")
    point(receipt, refs)
    return receipt


def point(receipt: Receipt, refs: Iterable[Ref]) -> None:
    """Let the receipt lead to more things."""
    ReceiptRef.objects.bulk_create(ReceiptRef(receipt=receipt, kind=ref.kind, key=ref.key) for ref in refs)


def find(typed: str) -> Receipt | None:
    """The receipt for a code as somebody typed it, or None."""
    code = codes.normalise(typed)
    return Receipt.objects.filter(code=code).first() if code else None


def refs_of(receipt: Receipt) -> list[Ref]:
    """What the receipt points at, in the order it was added."""
    return [Ref(kind, key) for kind, key in receipt.refs.order_by("id").values_list("kind", "key")]
