"""What a room does with all mail about one of its things: overtaken by what it now tells, or disposed of with it."""

from __future__ import annotations

from collections.abc import Collection
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils import timezone

from medskick.ground.core.chain import Ref
from medskick.ground.post.actions.dispose import empty
from medskick.ground.post.models import Mail, State

# A server that is down for a day must not let an old mail arrive after the one that corrects it.
_WAITS = (State.QUEUED, State.HELD)


def overtake(about: Ref, kinds: Collection[str], *, keys: Collection[str] = ()) -> int:
    """Never send what still waits of these kinds, inside the caller's transaction: a newer mail says otherwise.

    ``keys``: only those with one of these keys, or with one of them and more after a colon. Returns how many. One that
    a worker is handing over just now goes.
    """
    mails = _about(about).filter(kind__in=kinds)
    if keys:
        mails = mails.filter(reduce(or_, (Q(key=key) | Q(key__startswith=f"{key}:") for key in keys)))
    return _drop(mails)


def forget(about: Ref) -> int:
    """Empty all mail about this of addresses, words and files, inside the caller's transaction; what waits is never
    sent. Rows stay, for they are counted. Returns how many were emptied."""
    mails = _about(about)
    _drop(mails)
    return empty(mails.filter(emptied_at=None))


def _about(about: Ref) -> QuerySet[Mail]:
    return Mail.objects.filter(about_kind=about.kind, about_key=about.key, token=None)


def _drop(mails: QuerySet[Mail]) -> int:
    waits = mails.filter(state__in=_WAITS)
    return waits.update(state=State.DROPPED, held_because="", ended_at=timezone.now())
