"""Take back one's own newest decision at the desk: the very decision in the book's own line, by the same rules."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medskick.ground.core.access import Viewer, require
from medskick.process.insights.actions import _book
from medskick.process.insights.actions.code import latest_own, of_decision, refuse_superseded
from medskick.process.insights.actions.undo import undo
from medskick.process.insights.models import BookChange, CodeDecision, CodedStatement, Run


def take_back_decision(run: Run, *, by: Viewer, shown: int = 0) -> CodedStatement:
    """Take back one's own newest decision in this run; answers the statement, which may be asked about again.

    What somebody had decided about the statement before stands again. ``shown``: the key of the line (``own_newest``)
    that the page offered to take back; sent twice, it is taken back once. Raises ValidationError where there is none,
    and where something decided later builds on it.
    """
    require("insights.review", by)
    with transaction.atomic():
        _book.lock_book(run.cycle)
        refuse_superseded(run, by)
        told = own_newest(run, by)
        if shown and (told is None or told.pk != shown):
            return _taken_back(run, shown, by)
        if told is None:
            raise ValidationError(_("Du har inget beslut här att ångra."))
        coded = _statement(run, told)
        undo(told, by=by)
    assert coded is not None
    coded.refresh_from_db()
    return coded


def own_newest(run: Run, by: Viewer) -> BookChange | None:
    """The line in the book that tells the viewer's newest decision about a statement of this run, while it stands."""
    decision = latest_own(run, by)
    if decision is None:
        return None
    own = BookChange.objects.filter(verb="statement_coded", undone_at__isnull=True, author_id=by.user_id)
    return own.filter(undo__decision__pk=decision.pk).first()


def _taken_back(run: Run, shown: int, by: Viewer) -> CodedStatement:
    """The statement of a decision of one's own that is taken back already. Raises ValidationError for any other."""
    own = BookChange.objects.filter(verb="statement_coded", undone_at__isnull=False, author_id=by.user_id)
    told = own.filter(pk=shown).first()
    coded = _statement(run, told) if told else None
    if coded is None:
        raise ValidationError(_("Det finns ett nyare beslut. Titta och ångra igen."))
    return coded


def _statement(run: Run, told: BookChange) -> CodedStatement | None:
    return of_decision(run, CodeDecision.objects.get(pk=told.undo["decision"]["pk"]))
