"""The audit log: append-only, with a sentence a person understands for every action.

A room registers its sentences in ``offers``; an action without one cannot be recorded, so none is forgotten.
"""

from __future__ import annotations

import string
from typing import Any

from django.utils.functional import Promise

from medskick.ground.core import told
from medskick.ground.core.access import Viewer
from medskick.ground.core.chain import Ref
from medskick.ground.core.models import AuditEntry
from medskick.ground.core.numbers import counted

_sentences: dict[str, str | Promise] = {}


def sentence(action: str, text: str | Promise) -> None:
    """Register the sentence of an action: ``{actor}``, ``{ref}`` and names of its details are filled in.

    Raises LookupError where the action has another sentence: two rooms would write each other's lines.
    """
    known = _sentences.setdefault(action, text)
    if known is not text and known != text:
        raise LookupError(f"The action {action} has an audit sentence already")


def actions() -> list[str]:
    """All actions that have a sentence."""
    return sorted(_sentences)


def template(action: str) -> str:
    """The sentence of an action in the current language, its blanks unfilled."""
    return str(_sentences[action])


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
    text = _sentences.get(entry.action)
    if text is None:
        return f"{entry.actor_name}: {entry.action} {entry.ref_kind} {entry.ref_key}".rstrip()
    details = {name: counted(told.in_words(value)) for name, value in entry.details.items()}
    said = _Lenient().vformat(
        str(text), (), {**details, "actor": entry.actor_name, "ref": title or entry.ref_key}
    )
    return said[:1].upper() + said[1:]  # "besökare" begins some of them
