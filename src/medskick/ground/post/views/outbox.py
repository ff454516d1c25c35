"""/arbetsyta/utskick/: every mail that was written, what became of it, and what staff decide about it."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from medskick.ground.core.access import Viewer, allowed, require, staff_required, viewer_of
from medskick.ground.post import actions, kinds, message, queries
from medskick.ground.post.forms import OutboxFilter
from medskick.ground.post.models import HeldBecause, Mail, State
from medskick.ground.post.queries import outbox
from medskick.ground.ui.tables import Cell, Column, DataTable

PER_PAGE = 50
RECENT = datetime.timedelta(days=2)
_TONES = {
    State.SENT: "good",
    State.FAILED: "bad",
    State.QUEUED: "action",
    State.HELD: "watch",
    State.DROPPED: "none",
}
_DEEDS = {
    "igen": (actions.retry, (State.FAILED, State.DROPPED)),
    "hall-kvar": (actions.hold, (State.QUEUED,)),
    "slapp": (actions.release, (State.HELD,)),
    "skicka-inte": (actions.drop, (State.QUEUED, State.HELD, State.FAILED)),
}


@require_safe
@staff_required
def mails(request: HttpRequest) -> HttpResponse:
    """The list, the newest first."""
    viewer = viewer_of(request)
    require("post.read", viewer)
    form = OutboxFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.mails(
        viewer,
        state=wanted.get("lage", ""),
        kind=wanted.get("slag", ""),
        address=wanted.get("adress", "").strip(),
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("sida"))
    context = {
        "form": form,
        "page": page,
        "table": _table(page),
        "held": queries.held_without_server(viewer),
        "mail_works": settings.MAIL_IS_SET,
        "may_manage": allowed("post.manage", viewer),
        "recent_days": RECENT.days,
        "filtered": any(wanted.values()),
    }
    return render(request, "post/staff/list.html", context)


def _table(page: object) -> DataTable:
    columns = [
        Column("subject", _("Ämne")),
        Column("to", _("Till")),
        Column("state", _("Läge")),
        Column("kind", _("Slag")),
        Column("when", _("När")),
    ]
    rows = [
        {
            "subject": Cell(one.subject or _("(tömt)"), reverse("post_staff:mail", args=[one.pk])),
            "to": one.to or "–",
            "state": Cell(state_in_words(one), tone=_TONES[State(one.state)]),
            "kind": kinds.label(one.kind),
            "when": _clock(one.sent_at or one.created_at),
        }
        for one in page.object_list  # type: ignore[attr-defined]
    ]
    empty = _("Inget mejl här.")
    return DataTable(_("Mejl, de nyaste först"), columns, rows, page=page, empty=empty, id="utskick")  # type: ignore[arg-type]


def state_in_words(mail: Mail) -> str:
    """Its state, and why it is held or whether somebody is sending it now."""
    if mail.state == State.HELD and mail.held_because:
        return f"{mail.get_state_display()}: {HeldBecause(mail.held_because).label}"
    if mail.state == State.QUEUED and mail.token is not None:
        return _("Skickas nu")
    return str(mail.get_state_display())


@require_safe
@staff_required
def mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    """One mail as it was or will be sent."""
    viewer = viewer_of(request)
    found = _found(mail_id, viewer)
    may = allowed("post.manage", viewer) and found.token is None and found.emptied_at is None
    too_late = ("igen", "slapp") if found.is_too_late else ()
    context = {
        "mail": found,
        "kind": kinds.label(found.kind),
        "state": state_in_words(found),
        "tone": _TONES[State(found.state)],
        "sender": message.sender(found),
        "headers": message.headers(found),
        "segments": queries.segments(found),
        "trouble": queries.trouble(found),
        "language_name": dict(settings.LANGUAGES).get(found.language, found.language),
        "may": {
            verb.replace("-", "_"): may and verb not in too_late and found.state in states
            for verb, (_do, states) in _DEEDS.items()
        },
        "kept_days": settings.MAIL_KEPT_DAYS,
        "waits_until": found.next_at if found.next_at > timezone.now() else None,
    }
    return render(request, "post/staff/mail.html", context)


@require_safe
@staff_required
def attachment(request: HttpRequest, mail_id: int, attachment_id: int) -> HttpResponse:
    """A file that went with it; always to save, never shown in the browser."""
    file = outbox.attachment(mail_id, attachment_id, viewer_of(request))
    if file is None:
        raise Http404
    response = HttpResponse(bytes(file.content), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


@require_POST
@staff_required
def act(request: HttpRequest, mail_id: int, verb: str) -> HttpResponse:
    """Do one of the deeds."""
    viewer = viewer_of(request)
    found = _found(mail_id, viewer)
    if verb not in _DEEDS:
        raise Http404
    try:
        _DEEDS[verb][0](found, viewer)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("post_staff:mail", mail_id=mail_id)


@require_POST
@staff_required
def old(request: HttpRequest) -> HttpResponse:
    """What was held for want of a server: send all, send the recent and drop the rest, or drop all."""
    viewer = viewer_of(request)
    choice = request.POST.get("val", "")
    if choice == "alla" and settings.MAIL_IS_SET:
        count = actions.release_old(viewer)
    elif choice == "nya" and settings.MAIL_IS_SET:
        count = actions.release_old(viewer, younger_than=RECENT)
    elif choice == "inga":
        actions.drop_old(viewer)
        count = 0
    else:
        require("post.manage", viewer)
        messages.error(
            request, _("Välj vad som ska hända med mejlen. För att skicka behövs en e-postserver.")
        )
        return redirect("post_staff:list")
    messages.success(request, _("Antal mejl som nu skickas: %(count)d.") % {"count": count})
    return redirect("post_staff:list")


@require_safe
@staff_required
def counts(request: HttpRequest) -> HttpResponse:
    """How many of each kind, day by day. No addresses."""
    columns = [
        Column("day", _("Dag")),
        Column("kind", _("Slag")),
        Column("written", _("Skrivna"), number=True),
        Column("sent", _("Skickade"), number=True),
        Column("failed", _("Kom inte fram"), number=True),
    ]
    rows = [
        {
            "day": date_format(one.day, "j F Y"),
            "kind": kinds.label(one.kind),
            "written": one.written,
            "sent": one.sent,
            "failed": one.failed,
        }
        for one in queries.per_day(viewer_of(request))
    ]
    table = DataTable(_("Mejl de senaste 30 dagarna"), columns, rows, empty=_("Inget mejl än."), id="antal")
    return render(request, "post/staff/counts.html", {"table": table})


def _found(mail_id: int, viewer: Viewer) -> Mail:
    found = queries.find(mail_id, viewer)
    if found is None:
        raise Http404
    return found


def _clock(at: datetime.datetime) -> str:
    return date_format(timezone.localtime(at), "j b Y H:i").replace(" ", "\N{NO-BREAK SPACE}")
