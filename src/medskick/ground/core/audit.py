"""The audit log: append-only, with a sentence a person understands for every action.

A room registers its sentences in ``offers``; an action without one cannot be recorded, so none is forgotten.
"""

from __future__ import annotations

import datetime
import re
import string
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import time_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from medskick.ground.core import dates, told
from medskick.ground.core.access import PUBLIC, Viewer
from medskick.ground.core.chain import Ref
from medskick.ground.core.models import AuditEntry
from medskick.ground.core.numbers import counted

_sentences: dict[str, str | Promise] = {}
_counted_by: dict[str, str] = {}
# Days and times as they are kept in details: whole, so that a title that begins like one is left alone.
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?\Z")


def sentence(action: str, text: str | Promise, *, by: str = "") -> None:
    """Register the sentence of an action: ``{actor}``, ``{ref}`` and names of its details are filled in.

    A sentence in two numbers is given as ``ngettext_lazy(one, many, name)`` with the same name in ``by``: the detail
    that counts. Raises LookupError where the action has another sentence: two rooms would write each other's lines.
    """
    known = _sentences.setdefault(action, text)
    if known is not text and (by or _counted_by.get(action) or known != text):
        raise LookupError(f"The action {action} has an audit sentence already")
    if by:
        _counted_by[action] = by


def actions() -> list[str]:
    """All actions that have a sentence."""
    return sorted(_sentences)


def template(action: str) -> str:
    """The sentence of an action in the current language, of many where it counts, its blanks unfilled."""
    return _in_number(action, {})


def _in_number(action: str, details: dict[str, Any]) -> str:
    text: Any = _sentences[action]
    by = _counted_by.get(action)
    if by is None:
        return str(text)
    count = details.get(by)
    chosen: str = text % {by: count if isinstance(count, int) else 2}
    return chosen


def record(by: Viewer, action: str, ref: Ref | None = None, **details: Any) -> AuditEntry:
    """Write one line. Call it inside the transaction of the change itself, so that both happen or none.

    What has words of its own in each language is given as ``told.keep(…)``.
    """
    if action not in _sentences:
        raise LookupError(f"The action {action} has no audit sentence")
    return AuditEntry.objects.create(
        action=action,
        actor_id=by.user_id,
        actor_name=by.name,
        ref_kind=ref.kind if ref else "",
        ref_key=ref.key if ref else "",
        details=details,
    )


class _Lenient(string.Formatter):
    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:
        return kwargs.get(key, "–") if isinstance(key, str) else "–"

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:
        return self.get_value(field_name, args, kwargs), field_name


def in_words(entry: AuditEntry, title: str = "") -> str:
    """The line as a sentence in the current language; ``title`` names its thing better than the bare key does."""
    if entry.action not in _sentences:
        return f"{entry.actor_name}: {entry.action} {entry.ref_kind} {entry.ref_key}".rstrip()
    details = {name: counted(_dated(told.in_words(value))) for name, value in entry.details.items()}
    actor = entry.actor_name
    if entry.actor_id is None and actor == PUBLIC.name:
        actor = _("en besökare")
    said = _Lenient().vformat(
        _in_number(entry.action, entry.details),
        (),
        {**details, "actor": actor, "ref": title or entry.ref_key},
    )
    return str(capfirst(said))


def _dated(value: Any) -> Any:
    """A day or a time that was kept, as people write it; anything else as it is."""
    if not isinstance(value, str):
        return value
    try:
        if _DAY.match(value) and (day := parse_date(value)):
            return dates.day(day)
        if _TIME.match(value) and (at := parse_datetime(value)):
            here = timezone.localtime(at) if timezone.is_aware(at) else at
            return _("%(day)s kl. %(time)s") % {"day": dates.day(here), "time": _clock(here)}
    except ValueError:
        pass  # it only looks like one
    return value


def _clock(at: datetime.datetime) -> str:
    return time_format(at.time(), "H:i")
