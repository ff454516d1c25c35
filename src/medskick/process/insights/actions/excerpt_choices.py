"""Take an excerpt of a theme away from what is published, and give it back. Later runs keep it away."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from medskick.ground.core.access import Viewer, require
from medskick.ground.core.told import keep
from medskick.process.insights.actions import _book
from medskick.process.insights.models import ExcerptRefusal, Theme
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
        _note(theme, "excerpt_refused", kind, label, by, before)


def allow_excerpt(theme: Theme, kind: str, label: str, *, by: Viewer) -> None:
    """Let it be shown again."""
    require("insights.review", by)
    with transaction.atomic():
        _book.lock_book(theme.cycle)
        theme = _book.live(theme)
        before = _before(theme, kind, label)
        if not before["said"]:
            raise ValidationError(_("Det visas redan."))
        _refusals(theme.pk, kind, name_of(label)).delete()
        _note(theme, "excerpt_allowed", kind, label, by, before)


def give_back(undo: dict[str, Any], by: Viewer) -> None:
    """What stood before a decision that is taken back: each refusal with the theme that it was about, which may have
    been merged into this one and may be taken out again."""
    kind, name = undo["kind"], undo["name"]
    # Decisions from before all refusals were kept remember one, without its theme.
    said = undo["said"] if "said" in undo else [[undo["theme"], undo["refused"]]] * bool(undo["refused"])
    _refusals(undo["theme"], kind, name).exclude(theme__in=[theme for theme, _author in said]).delete()
    for theme, author in said:
        ExcerptRefusal.objects.update_or_create(
            theme_id=theme, kind=kind, name=name, defaults={"author_name": author}
        )


def _refusals(theme: int, kind: str, name: str) -> QuerySet[ExcerptRefusal]:
    """Also those of a theme that was merged into this one."""
    return ExcerptRefusal.objects.filter(Q(theme=theme) | Q(theme__merged_into=theme), kind=kind, name=name)


def _before(theme: Theme, kind: str, label: str) -> dict[str, Any]:
    said = [
        list(row) for row in _refusals(theme.pk, kind, name_of(label)).values_list("theme", "author_name")
    ]
    return {
        "theme": theme.pk,
        "kind": kind,
        "name": name_of(label),
        "said": sorted(said),
        "decided": theme.decided_by_person,
    }


def _note(theme: Theme, verb: str, kind: str, label: str, by: Viewer, before: dict[str, Any]) -> None:
    what = keep("insights.excerpt", value=kind)
    _book.note(theme, verb, by=by, undo=before, more={"label": label}, what=what)
