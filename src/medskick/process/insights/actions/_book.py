"""What all decisions about the book share: one writer at a time, a line in the book and in the audit log, addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from medskick.ground.core import audit, told
from medskick.ground.core.access import Role, Viewer
from medskick.ground.core.chain import Ref
from medskick.process.insights.models import (
    BookChange,
    Edition,
    EditionTheme,
    OutsideReason,
    Part,
    Theme,
    away,
)

MAX_NAME = 120
# Nobody has approved it.
NOBODY: dict[str, Any] = {
    "approved_by": "",
    "approved_by_id": None,
    "approved_by_role": "",
    "approved_at": None,
}
_KEPT_ADDRESSES = {"utgavor"}
# Themes and topics that lost an approval, as [key, name].
Lost = list[list[Any]]


def lock_book(cycle: Any) -> None:
    """Let one writer at a time change a cycle's book. Call it first inside the transaction.

    A lock without the key: contributions that point at the cycle still come in meanwhile.
    """
    type(cycle).objects.select_for_update(no_key=True).get(pk=cycle.pk)


def live(theme: Theme) -> Theme:
    """The theme as it is now, locked. Raises ValidationError when it is no longer in the book."""
    fresh = Theme.objects.select_for_update().get(pk=theme.pk)
    if not fresh.is_live:
        raise ValidationError(
            _("Temat ”%(name)s” finns inte längre i boken. Ladda om sidan.") % {"name": fresh.name}
        )
    return fresh


def void_approval(*themes: int | None) -> Lost:
    """These themes, and the themes they lie in, have changed: what a person approved is no longer what is there.

    Answers those that lost an approval, for ``note``: nobody's approval is taken away without a line.
    """
    changed = {pk for pk in themes if pk}
    above = Theme.objects.filter(pk__in=changed).exclude(parent=None).values_list("parent_id", flat=True)
    approved = Theme.objects.filter(pk__in={*changed, *above}, state=Theme.State.APPROVED)
    lost = [
        [theme.pk, theme.name] for theme in sorted(approved, key=lambda one: (one.parent_id or 0, one.pk))
    ]
    approved.update(state=Theme.State.PROPOSED, **NOBODY)
    return lost


def crossed(homes: Iterable[Theme | None], to: Theme | None) -> set[int]:
    """The themes whose contents change when statements go from these homes (themes or topics) to ``to``."""
    target = to and (to.parent_id or to.pk)
    sources = {home and (home.parent_id or home.pk) for home in homes} - {target}
    return {pk for pk in {*sources, target} if pk} if sources else set()


def ref(theme: Theme) -> Ref:
    """How the log and judgements point at a theme: by number, because an address may change before publication."""
    return Ref("theme", str(theme.pk))


def role_of(by: Viewer) -> str:
    """The key of the role in which somebody acts; pages say it in their own language (``models.role_in_words``)."""
    if by.is_system:
        return Edition.SYSTEM
    first = next((role for role in (Role.PROCESS_LEAD, Role.ANALYST) if role in by.roles), None)
    return str(first or sorted(by.roles)[0])


def note(
    theme_or_cycle: Any,
    verb: str,
    *,
    by: Viewer,
    undo: dict[str, Any] | None = None,
    reshaped: Iterable[int] = (),
    lost: Lost | None = None,
    more: dict[str, Any] | None = None,
    **details: Any,
) -> BookChange:
    """Write the decision into the book's own list and the audit log, there also each approval that it took away.

    ``details`` fill the sentence of the verb (``insights.told``) in both; ``more`` only in the book's own list, also
    in place of one of them.
    """
    is_theme = isinstance(theme_or_cycle, Theme)
    cycle = theme_or_cycle.cycle if is_theme else theme_or_cycle
    target = ref(theme_or_cycle) if is_theme else Ref("cycle", cycle.key)
    if is_theme:
        details.setdefault("name", theme_or_cycle.name)
    kept = told.keep(f"insights.{verb}", **{**details, **(more or {})})
    audit.record(by, f"insights.{verb}", target, **details)
    why = told.keep(f"insights.{verb}", **details)
    for pk, name in lost or ():
        audit.record(by, "insights.approval_lost", Ref("theme", str(pk)), name=name, why=why)
    return BookChange.objects.create(
        cycle=cycle,
        verb=verb,
        sentence=told.in_source_language(kept)[:300],
        kept=kept,
        undo=undo or {},
        reshaped=sorted(reshaped),
        lost=lost or [],
        author_id=by.user_id,
        author_name=by.name,
    )


class ChangedMeanwhileError(ValidationError):
    """Somebody else has changed what the form was about. ``now`` is how it stands, for the next try."""

    def __init__(self, sentence: str, now: str) -> None:
        super().__init__(sentence)
        self.now = now


def refuse_stale(theme: Theme, field: str, shown: str | None, wanted: str) -> None:
    """Raise ChangedMeanwhileError when the field is no longer what the form showed, telling both texts.

    ``shown`` None: nobody looked at a form. Two who write the same agree.
    """
    now = str(getattr(theme, field))
    if shown is None or _plain(now) in {_plain(shown), _plain(wanted)}:
        return
    told = {"now": _in_words(theme, field, now), "wanted": _in_words(theme, field, wanted)}
    sentence = (
        _("Någon har hunnit ändra medan du skrev. Nu står det: ”%(now)s”. Du skrev: ”%(wanted)s”.") % told
    )
    unsaved = _("Inget är sparat. Välj vad som ska gälla och spara igen.")
    raise ChangedMeanwhileError(f"{sentence} {unsaved}", now)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _in_words(theme: Theme, field: str, value: str) -> str:
    if field != "outside_reason":
        return value
    label = dict(OutsideReason.choices).get(value)
    return str(label) if label else _("Det hör till strategin")


def clean_name(name: str) -> str:
    """A name in one line. Raises ValidationError when it is empty or too long."""
    name = " ".join(name.split())
    if not name:
        raise ValidationError(_("Skriv ett namn på temat."))
    if len(name) > MAX_NAME:
        raise ValidationError(
            _("Namnet är %(length)s tecken. Högst %(limit)s får plats.")
            % {"length": len(name), "limit": MAX_NAME}
        )
    return name


def has_same_name(beside: Theme, name: str, *, own: Theme | None = None) -> bool:
    """Whether a live theme beside ``beside`` (other than ``own``) has the name."""
    live = Theme.objects.filter(
        cycle=beside.cycle, parent=beside.parent_id, state__in=[Theme.State.PROPOSED, Theme.State.APPROVED]
    )
    return live.exclude(pk=own.pk if own else 0).filter(name__iexact=name).exists()


def refuse_same_name(beside: Theme, name: str, *, own: Theme | None = None) -> None:
    """Raise ValidationError when a live theme beside ``beside`` (other than ``own``) has the name."""
    if has_same_name(beside, name, own=own):
        raise ValidationError(
            _("Det finns redan ett tema som heter ”%(name)s”. Välj ett annat namn eller slå ihop dem.")
            % {"name": name}
        )


def free_slug(name: str, *, own: Theme | None = None) -> str:
    """An address nobody has had: the name in plain letters, with a number after it where it is taken."""
    plain = unicodedata.normalize("NFKD", name)
    base = slugify(plain)[:60].strip("-") or "tema"
    if base.isdigit() or base in _KEPT_ADDRESSES:
        base = f"tema-{base}"
    if re.fullmatch(r"tema-nr(-\d+)?", base):  # what ``editions.numbered`` makes
        base = f"om-{base}"
    others = Theme.objects.filter(slug__startswith=base).exclude(pk=own.pk if own else 0)
    taken = set(others.values_list("slug", flat=True))
    if base not in taken:
        return base
    numbers = [int(match[1]) for slug in taken if (match := re.fullmatch(re.escape(base) + r"-(\d+)", slug))]
    return f"{base}-{max(numbers, default=1) + 1}"


def address_stands(theme: Theme) -> bool:
    """Whether an edition holds it: from then on its address stands, unless its words had to be taken away."""
    published = EditionTheme.objects.filter(theme=theme)
    return published.exists() and not published.filter(away(Part.NAME)).exists()
