"""What staff decide about mail: try again, hold, let go, drop."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core import audit
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.chain import Ref
from medskick.ground.post.actions.queue import wake
from medskick.ground.post.models import HeldBecause, Mail, State


def ref(mail: Mail) -> Ref:
    """The mail in the chain and the audit log."""
    return Ref("mail", str(mail.pk))


def retry(mail: Mail, by: Viewer) -> None:
    """Send once more what did not come through, with all its tries."""
    _move(mail, by, "post.retried", (State.FAILED, State.DROPPED), _anew())


def hold(mail: Mail, by: Viewer) -> None:
    """Keep back what waits, until somebody lets it go."""
    fields = {"state": State.HELD, "held_because": HeldBecause.STAFF}
    _move(mail, by, "post.held", (State.QUEUED,), fields)


def release(mail: Mail, by: Viewer) -> None:
    """Let go what is held. What has a time ahead waits for it."""
    ahead = max(mail.due_at, timezone.now())
    _move(mail, by, "post.released", (State.HELD,), {**_anew(), "due_at": ahead, "next_at": ahead})


def drop(mail: Mail, by: Viewer) -> None:
    """Never send it."""
    fields = {"state": State.DROPPED, "held_because": "", "ended_at": timezone.now()}
    _move(mail, by, "post.dropped", (State.QUEUED, State.HELD, State.FAILED), fields)


def release_old(by: Viewer, *, younger_than: datetime.timedelta | None = None) -> int:
    """Send what was held for want of a server, but for what comes too late; with ``younger_than`` drop what is older.
    Returns how many go."""
    require("post.manage", by)
    now = timezone.now()
    with transaction.atomic():
        _drop_held(by, Mail.objects.filter(not_after__lte=now))
        if younger_than is not None:
            _drop_held(by, Mail.objects.filter(due_at__lt=now - younger_than))
        held = _held_without_server()
        ahead = held.filter(due_at__gt=now).update(state=State.QUEUED, held_because="")
        count = ahead + _held_without_server().update(**_anew())
        if count:
            audit.record(by, "post.released_old", count=count)
            transaction.on_commit(wake, robust=True)
    return count


def drop_old(by: Viewer) -> int:
    """Never send what was held for want of a server. Returns how many."""
    require("post.manage", by)
    with transaction.atomic():
        return _drop_held(by, Mail.objects.all())


def _held_without_server() -> Any:
    return Mail.objects.filter(state=State.HELD, held_because=HeldBecause.NO_SERVER)


def _drop_held(by: Viewer, among: Any) -> int:
    wanted = among.filter(state=State.HELD, held_because=HeldBecause.NO_SERVER)
    count = int(wanted.update(state=State.DROPPED, held_because="", ended_at=timezone.now()))
    if count:
        audit.record(by, "post.dropped_old", count=count)
    return count


def _anew() -> dict[str, Any]:
    now = timezone.now()
    return {
        "state": State.QUEUED,
        "held_because": "",
        "attempts": 0,
        "uncertain": 0,
        "error": "",
        "ended_at": None,
        "due_at": now,
        "next_at": now,
    }


def _move(mail: Mail, by: Viewer, action: str, since: tuple[State, ...], fields: dict[str, Any]) -> None:
    require("post.manage", by)
    if fields["state"] == State.QUEUED and mail.is_too_late:
        raise ValidationError(_("Det som mejlet berättar gäller inte längre. Det skickas inte."))
    with transaction.atomic():
        same = Mail.objects.filter(pk=mail.pk, state__in=since, token=None, emptied_at=None)
        if not same.update(**fields):
            raise ValidationError(_("Det går inte längre: mejlet har hunnit skickas, ändras eller tömmas."))
        audit.record(by, action, ref(mail), kind=mail.kind)
        if fields["state"] == State.QUEUED:
            transaction.on_commit(wake, robust=True)
    mail.refresh_from_db()
