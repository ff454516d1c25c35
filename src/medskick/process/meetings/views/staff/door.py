"""At the door: the list, ticks by press or QR code, walk-ins, the count at the end."""

from __future__ import annotations

import io
import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from medskick.engine.tables.write import write_csv
from medskick.ground.core.access import require, staff_required
from medskick.process.meetings import actions, mail, queries
from medskick.process.meetings.forms import EnterForm, HeadCountForm, WalkInForm
from medskick.process.meetings.models import SignUp
from medskick.process.meetings.notes import queries as notes
from medskick.process.meetings.queries import DoorLine
from medskick.process.meetings.views.posts import unseen
from medskick.process.meetings.views.staff import done, theirs


@staff_required
@require_safe
def door(request: HttpRequest, number: int) -> HttpResponse:
    """The list; ``?kod=`` (which the QR code holds) is a code or a name. What it finds alone comes first, big enough
    for a thumb; of several the list shows those."""
    viewer, found = theirs(request, number)
    require("meetings.edit", viewer, found)
    typed = request.GET.get("kod", "").strip()[:120]
    lines = queries.at_the_door(found, viewer)
    hits = queries.found_among(lines, typed)
    # One that is called off stands on no line, but whoever shows its code is told so.
    one = hits[0].signup if len(hits) == 1 else None if hits else queries.signup_by_code(found, typed, viewer)
    context = {
        "meeting": found,
        "lines": hits if len(hits) > 1 else lines,
        "is_narrowed": len(hits) > 1,
        "numbers": queries.numbers(found, viewer),
        "typed": typed,
        "one": one,
        "walk_in": WalkInForm(initial={"persons": 1, "client_key": str(uuid.uuid4())}),
    }
    return render(request, "meetings/staff/door.html", context)


@staff_required
@require_POST
def arrive(request: HttpRequest, number: int) -> HttpResponse:
    """Tick one line off."""
    viewer, found = theirs(request, number)
    code = request.POST.get("code", "")
    try:
        persons = _persons(request.POST.get("persons", "").strip())
        one = actions.arrive(found, code, persons, from_list="from_list" in request.POST, by=viewer)
    except actions.Waits:
        address = reverse("meetings_staff:door", args=[number])
        return redirect(f"{address}?{urlencode({'kod': code})}")  # the line, large, with the question
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(who)s är här: %(n)s.") % {"who": one.name or one.code, "n": one.came})
    return redirect("meetings_staff:door", number)


def _persons(written: str) -> int | None:
    """How many came; None where nothing is written: all of them."""
    if not written:
        return None
    if not (written.isascii() and written.isdecimal() and len(written) < 6):
        raise ValidationError(_("Skriv hur många som kom, minst 1."))
    return int(written)


@staff_required
@require_POST
def not_here(request: HttpRequest, number: int) -> HttpResponse:
    """Take a tick back."""
    viewer, found = theirs(request, number)
    actions.not_here(found, request.POST.get("code", ""), by=viewer)
    messages.success(request, _("Prickningen är borttagen."))
    return redirect("meetings_staff:door", number)


@staff_required
@require_POST
def walk_in(request: HttpRequest, number: int) -> HttpResponse:
    """So many came without having signed up."""
    viewer, found = theirs(request, number)
    require("meetings.edit", viewer, found)
    form = WalkInForm(request.POST)
    if form.is_valid() and done(
        form,
        lambda: actions.walk_in(
            found, form.cleaned_data["persons"], client_key=form.cleaned_data["client_key"], by=viewer
        ),
    ):
        messages.success(request, _("Välkomna! De är räknade."))
    else:
        messages.error(request, _("Skriv hur många som kom, minst 1."))
    return redirect("meetings_staff:door", number)


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, number: int) -> HttpResponse:
    """Sign up somebody who has phoned."""
    viewer, found = theirs(request, number)
    require("meetings.edit", viewer, found)
    if request.method != "POST":
        form = EnterForm(meeting=found, initial={"client_key": str(uuid.uuid4())})
    else:
        form = EnterForm(request.POST, meeting=found)
        key = request.POST.get("client_key") or str(uuid.uuid4())
        one = form.is_valid() and done(
            form, lambda: actions.enter(found, form.wish(), client_key=key, by=viewer)
        )
        if one:
            messages.success(request, _entered(one))
            return redirect(f"{reverse('meetings_staff:door', args=[number])}?{urlencode({'kod': one.code})}")
    context = {
        "form": form,
        "meeting": found,
        "heading": _("Anmäl någon som hör av sig"),
        "lead": _("Samma platser och samma väntelista som på sidan. Utan adress: läs upp koden för dem."),
        "button": _("Anmäl"),
    }
    return unseen(render(request, "meetings/staff/act.html", context, status=422 if form.errors else 200))


def _entered(one: SignUp) -> str:
    words = {"who": one.name, "code": one.code}
    if one.waits:
        return _("%(who)s står på väntelistan. Koden är %(code)s.") % words
    return _("%(who)s har plats. Koden är %(code)s.") % words


@staff_required
@require_safe
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """The list to print, with a box to tick for each line."""
    viewer, found = theirs(request, number)
    require("meetings.edit", viewer, found)
    lines = [line for line in queries.at_the_door(found, viewer) if not line.signup.is_walk_in]
    context = {"meeting": found, "when": mail.when(found), "lines": lines}
    return unseen(render(request, "meetings/staff/paper.html", context))


@staff_required
@require_POST
def fetch(request: HttpRequest, number: int) -> HttpResponse:
    """The list as a file that opens in a spreadsheet. Written in the log, since names leave the house with it."""
    viewer, found = theirs(request, number)
    lines = actions.fetch_list(found, by=viewer)
    content = io.StringIO()
    columns = [
        _("Namn"), _("Kod"), _("Personer"), _("Läge"), _("Kom"), _("E-post"), _("Telefon"), _("Det här behövs"),
        _("Mat"),
    ]  # fmt: skip
    write_csv(content, columns, [_row(line) for line in lines], mark=True)
    answer = HttpResponse(content.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="deltagare-{number}.csv"'
    return unseen(answer)


def _row(line: DoorLine) -> list[object]:
    one = line.signup
    name = _("Utan anmälan") if one.is_walk_in else one.name
    standing = _("På nätet") if one.on_the_net else str(one.get_standing_display())
    came = "" if one.came is None else one.came
    return [
        name,
        one.code,
        one.persons,
        standing,
        came,
        one.email,
        one.phone,
        one.access_needs,
        one.diet_needs,
    ]


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def count_heads(request: HttpRequest, number: int) -> HttpResponse:
    """How many of each age are in the room."""
    viewer, found = theirs(request, number)
    require("meetings.edit", viewer, found)
    if not found.has_begun:
        context = {
            "meeting": found,
            "heading": _("Räkna hur många som är här"),
            "lead": _("Räkningen öppnar när mötet börjar: %(when)s.") % {"when": mail.when(found)},
        }
        return render(request, "meetings/staff/act.html", context)
    counted = {age: persons for age, _label, persons in queries.numbers(found, viewer).heads}
    # Before anybody has counted the room, what the tables counted together is a fair beginning.
    form = HeadCountForm(request.POST or None, initial=counted or notes.counted_at_tables(found, viewer))
    if request.method == "POST" and form.is_valid():
        try:
            actions.count_heads(found, form.persons(), by=viewer)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Räkningen är sparad."))
            return redirect("meetings_staff:meeting", number)
    context = {
        "form": form,
        "meeting": found,
        "heading": _("Räkna hur många som är här"),
        "lead": _("Räkna med ögonmått. Fråga ingen om åldern. Siffrorna visar vilka som saknas."),
        "button": _("Spara räkningen"),
    }
    return render(request, "meetings/staff/act.html", context, status=422 if form.errors else 200)
