"""What a room does with all mail about one of its things: overtaken by what it now tells, or disposed of with it."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils import timezone

from medskick.ground.core.chain import Ref
from medskick.ground.post.actions.dispose import empty
from medskick.ground.post.models import Mail, State
from medskick.ground.post.queries.inboxes import keyed

# A server that is down for a day must not let an old mail arrive after the one that corrects it.
_WAITS = (State.QUEUED, State.HELD)


def overtake(about: Ref, kinds: Collection[str], *, of: str = "") -> int:
    """Never send what still waits of these kinds, inside the caller's transaction: a newer mail says otherwise.

    ``of``: only mails with the keys ``<kind>:<of>`` and ``<kind>:<of>:…``. Returns how many.

    One that a worker is handing over just now may go; should the server say "later", it goes no more.
    """
    which = _is_about(about) & (keyed(kinds, of) if of else Q(kind__in=kinds))
    _last_try(which)
    return _drop(Mail.objects.filter(which, token=None))


def forget(about: Ref) -> int:
    """Empty all mail about this of addresses, words and files, inside the caller's transaction; what waits is never
    sent. Rows stay, for they are counted. Returns how many were emptied.

    One that a worker is handing over just now keeps its words until it has ended, and never gets another try: call
    again for what ``queries.remembered`` names.
    """
    _last_try(_is_about(about))
    mails = Mail.objects.filter(_is_about(about), token=None)
    _drop(mails)
    return empty(mails.filter(emptied_at=None))


def _is_about(about: Ref) -> Q:
    return Q(about_kind=about.kind, about_key=about.key)


def _last_try(which: Q) -> None:
    """What a worker holds now gets no other try, and nobody takes hold of one after this."""
    Mail.objects.filter(which, state__in=_WAITS).update(not_after=timezone.now())


def _drop(mails: QuerySet[Mail]) -> int:
    waits = mails.filter(state__in=_WAITS)
    return waits.update(state=State.DROPPED, held_because="", ended_at=timezone.now())
