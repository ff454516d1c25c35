"""Where staff lay out a meeting's tables and questions, and hand out links to note-takers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from medskick.ground.core.access import Viewer, require, staff_required
from medskick.process.meetings import qr
from medskick.process.meetings.models import LINK_DAYS, Meeting, Table
from medskick.process.meetings.notes import actions, links, queries
from medskick.process.meetings.notes.actions.tables import standard_questions
from medskick.process.meetings.notes.forms import NewTablesForm, QuestionsForm, TableForm
from medskick.process.meetings.views.posts import unseen
from medskick.process.meetings.views.staff import theirs


@staff_required
@require_safe
def tables(request: HttpRequest, number: int) -> HttpResponse:
    """All tables with their links, and the questions."""
    viewer, meeting = theirs(request, number)
    require("meetings.edit", viewer, meeting)
    asked = queries.questions(meeting, viewer) or [text for _key, text in standard_questions()]
    lines = queries.tables(meeting, viewer)
    context = {
        "meeting": meeting,
        "tables": [_shown(request, one) for one in lines],
        "without_link": sum(one.link is None and one.table.takes_notes for one in lines),
        "questions": QuestionsForm(initial={"questions": "\n".join(asked)}),
        "new": NewTablesForm(auto_id="nytt-%s"),
        "link_days": LINK_DAYS,
        "has_links": any(one.link for one in lines),
    }
    # The page holds secret addresses: no cache keeps it.
    return unseen(render(request, "meetings/notes/staff/tables.html", context))


@staff_required
@require_safe
def sheet(request: HttpRequest, number: int) -> HttpResponse:
    """All open links with their QR codes on one sheet, to print and lay on the tables."""
    viewer, meeting = theirs(request, number)
    require("meetings.edit", viewer, meeting)
    shown = [_shown(request, one) for one in queries.tables(meeting, viewer) if one.link]
    return unseen(render(request, "meetings/notes/staff/sheet.html", {"meeting": meeting, "tables": shown}))


def _shown(request: HttpRequest, line: queries.TableLine) -> dict[str, Any]:
    table = line.table
    address = request.build_absolute_uri(links.path_of(line.link)) if line.link else ""
    return {
        "line": line,
        "table": table,
        "address": address,
        "qr": qr.svg(address, _("QR-kod till bord %(table)s") % {"table": table}) if address else "",
        "rename": TableForm(initial={"name": table.name}, auto_id=f"bord-{table.number}-%s"),
    }


@staff_required
@require_POST
def add(request: HttpRequest, number: int) -> HttpResponse:
    """One more table, or several at once."""
    viewer, meeting = theirs(request, number)
    form = NewTablesForm({"tables": 1, **request.POST.dict()})
    if not form.is_valid():
        require("meetings.edit", viewer, meeting)
        wrong = [str(sentence) for errors in form.errors.values() for sentence in errors]
        messages.error(request, " ".join(wrong))
        return redirect("meetings_staff:tables", number)
    name, many = form.cleaned_data["name"], form.cleaned_data["tables"]
    said = ngettext("Bordet är klart.", "%(n)s bord är klara.", many) % {"n": many}
    return _done(request, meeting, lambda: actions.add_tables(meeting, name, many, by=viewer), said)


@staff_required
@require_POST
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Other questions."""
    viewer, meeting = theirs(request, number)
    form = QuestionsForm(request.POST)
    texts = form.texts() if form.is_valid() else []
    return _done(request, meeting, lambda: actions.ask(meeting, texts, by=viewer), _("Frågorna är sparade."))


@staff_required
@require_POST
def rename(request: HttpRequest, number: int, table: int) -> HttpResponse:
    """Another name for a table."""
    name = request.POST.get("name", "")
    return _at(
        request,
        number,
        table,
        lambda one, by: actions.rename_table(one, name, by=by),
        _("Bordets namn är sparat."),
    )


@staff_required
@require_POST
def remove(request: HttpRequest, number: int, table: int) -> HttpResponse:
    """Take a table away where nothing is written."""
    return _at(
        request, number, table, lambda one, by: actions.remove_table(one, by=by), _("Bordet är borttaget.")
    )


@staff_required
@require_POST
def open_link(request: HttpRequest, number: int, table: int) -> HttpResponse:
    """A new link for the note-taker."""
    said = _("Länken är klar. Den gamla gäller inte längre, om det fanns någon.")
    return _at(request, number, table, lambda one, by: actions.open_link(one, by=by), said)


@staff_required
@require_POST
def open_links(request: HttpRequest, number: int) -> HttpResponse:
    """A link for every table that has none."""
    viewer, meeting = theirs(request, number)
    said = _("Nu har alla bord en länk. De länkar som fanns gäller som förut.")
    return _done(request, meeting, lambda: actions.open_missing_links(meeting, by=viewer), said)


@staff_required
@require_POST
def revoke_link(request: HttpRequest, number: int, table: int) -> HttpResponse:
    """Close the link."""
    said = _("Länken är stängd. Det som är skrivet finns kvar.")
    return _at(request, number, table, lambda one, by: actions.revoke_link(one, by=by), said)


def _at(
    request: HttpRequest, number: int, table: int, act: Callable[[Table, Viewer], Any], said: str
) -> HttpResponse:
    viewer, meeting = theirs(request, number)
    found = queries.table(meeting, table, viewer)
    if found is None:
        raise Http404(table)
    return _done(request, meeting, lambda: act(found, viewer), said)


def _done(request: HttpRequest, meeting: Meeting, act: Callable[[], Any], said: str) -> HttpResponse:
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect("meetings_staff:tables", meeting.number)
