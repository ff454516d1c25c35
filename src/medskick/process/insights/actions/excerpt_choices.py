"""Take an excerpt of a theme away from what is published, and give it back. Later runs keep it away."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medskick.ground.core.access import Viewer, require
from medskick.process.insights.actions import _book
from medskick.process.insights.models import ExcerptKind, ExcerptRefusal, Theme
from medskick.process.insights.queries.excerpts.gathered import name_of
from medskick.process.insights.queries.excerpts.staff import can_be_refused


def refuse_excerpt(theme: Theme, kind: str, label: str, *, by: Viewer) -> None:
    """Never show this summary, tension, circle or leaf of the theme. Its voices still count and stand in the list."""
    require("insights.review", by)
    with transaction.atomic():
        _book.lock_book(theme.cycle)
        theme = _book.live(theme)
        if not can_be_refused(theme, kind, name_of(label)):
            raise ValidationError(_("Det finns inte längre i temat. Ladda om sidan."))
        before = _before(theme, kind, label)
        ExcerptRefusal.objects.update_or_create(
            theme=theme, kind=kind, name=name_of(label), defaults={"author_name": by.name}
        )
        Theme.objects.filter(pk=theme.pk).update(decided_by_person=True)
        sentence = _("Togs bort ur ”%(name)s”: %(what)s")
        _note(theme, "excerpt_refused", sentence, kind, label, by, before)


def allow_excerpt(theme: Theme, kind: str, label: str, *, by: Viewer) -> None:
    """Let it be shown again."""
    require("insights.review", by)
    with transaction.atomic():
        _book.lock_book(theme.cycle)
        theme = _book.live(theme)
        before = _before(theme, kind, label)
        if not before["refused"]:
            raise ValidationError(_("Det visas redan."))
        _refusals(theme.pk, kind, name_of(label)).delete()
        _note(theme, "excerpt_allowed", _("Visas igen i ”%(name)s”: %(what)s"), kind, label, by, before)


def give_back(undo: dict[str, Any], by: Viewer) -> None:
    """What stood before a decision that is taken back."""
    rows = _refusals(undo["theme"], undo["kind"], undo["name"])
    if undo["refused"] and not rows.exists():
        author = undo["refused"]
        ExcerptRefusal.objects.create(
            theme_id=undo["theme"], kind=undo["kind"], name=undo["name"], author_name=author
        )
    elif not undo["refused"]:
        rows.delete()
    Theme.objects.filter(pk=undo["theme"]).update(decided_by_person=undo["decided"])


def _refusals(theme: int, kind: str, name: str) -> Any:
    """Also those of a theme that was merged into this one."""
    own = ExcerptRefusal.objects.filter(kind=kind, name=name)
    return own.filter(theme=theme) | own.filter(theme__merged_into=theme)


def _before(theme: Theme, kind: str, label: str) -> dict[str, Any]:
    said = _refusals(theme.pk, kind, name_of(label)).first()
    return {
        "theme": theme.pk,
        "kind": kind,
        "name": name_of(label),
        "refused": said.author_name if said else "",
        "decided": theme.decided_by_person,
    }


def _note(
    theme: Theme, verb: str, sentence: str, kind: str, label: str, by: Viewer, before: dict[str, Any]
) -> None:
    what = str(ExcerptKind(kind).label) + (f" ({label})" if label else "")
    told = sentence % {"name": theme.name, "what": what}
    _book.note(theme, verb, told, by=by, undo=before, what=str(ExcerptKind(kind).label))
