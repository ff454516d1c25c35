"""/tillganglighet/ and /personuppgifter/ as visitors meet them, and the pages where staff fill them in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from medskick.doors.pages.models import (
    AccessibilityStatement,
    Failing,
    HindranceReport,
    PersonalDataStatement,
)
from medskick.doors.pages.statements import actions, queries
from medskick.doors.pages.statements.forms import (
    AccessibilityForm,
    AnswerForm,
    Failings,
    HindranceForm,
    PersonalDataForm,
)
from medskick.ground.core import limits, tokens
from medskick.ground.core.access import PUBLIC, require, staff_required, viewer_of
from medskick.process.cycle import region as regions

PURPOSE = "hindrance"
PER_TOKEN, PER_ADDRESS = "20/hour", "60/10minute"
TOO_FAST = 2.0  # seconds
ON_A_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@tokens.visitor_form
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, and a form for telling of what does not work."""
    if request.method != "POST":
        return _statement(request, HindranceForm(initial={"page": request.GET.get("sida", "")[:300]}))
    form = HindranceForm(request.POST)
    try:
        token = tokens.check(request.POST.get(tokens.FIELD, ""), PURPOSE)
    except tokens.TokenError:
        form.add_error(None, _("Sidan har varit öppen länge. Det du skrev finns kvar. Tryck på Skicka igen."))
        return _statement(request, form, 400)
    if not (
        limits.allow("pages.hindrance.token", token.nonce, PER_TOKEN)
        and limits.allow("pages.hindrance.address", limits.address_of(request), PER_ADDRESS)
    ):
        form.add_error(None, _("Det kommer mycket på en gång just nu. Vänta en minut och försök igen."))
        return _statement(request, form, 429)
    if not form.is_valid():
        return _statement(request, form, 422)
    data = form.cleaned_data
    actions.report(
        data["text"],
        page=data["page"],
        email=data["email"],
        language=get_language() or "",
        client_key=f"token-{token.nonce}",
        suspect=token.age < TOO_FAST or bool(data["homepage"]),
        by=PUBLIC,
    )
    answer = HttpResponseRedirect(reverse("pages:accessibility") + "?tack=1#tack")
    answer.status_code = 303
    return answer


def _statement(request: HttpRequest, form: HindranceForm, status: int = 200) -> HttpResponse:
    statement = queries.accessibility(PUBLIC)
    failings: list[Failing] = list(statement.failings.all()) if statement else []
    context = {
        "statement": statement,
        "failings": [one for one in failings if one.kind == "failing"],
        "burdens": [one for one in failings if one.kind == "burden"],
        "outside": [one for one in failings if one.kind == "outside"],
        "form": form,
        "token_field": tokens.FIELD,
        "token": tokens.issue(PURPOSE),
        "thanks": "tack" in request.GET,
    }
    answer = render(request, "pages/accessibility.html", context, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    """How personal data is treated: what the software does, and what the operator says."""
    context = {"statement": queries.personal_data(PUBLIC), "mail_days": settings.MAIL_KEPT_DAYS}
    return render(request, "pages/personal_data.html", context)


@staff_required
@require_http_methods(["GET", "POST"])
def edit_accessibility(request: HttpRequest) -> HttpResponse:
    """Fill in the accessibility statement. Saving shows it at once."""
    viewer = viewer_of(request)
    require("pages.statements", viewer)
    now = queries.accessibility(viewer)
    known = queries.failings(now, viewer)
    read = now.pk if now else 0  # before the form works on it
    form = AccessibilityForm(request.POST or None, instance=now or _new_statement())
    rows = Failings(request.POST or None, queryset=known, prefix="brist")
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        kept = [
            row.instance
            for row in rows.forms
            if row.cleaned_data.get("what") and not row.cleaned_data.get("DELETE")
        ]
        try:
            actions.save_accessibility(form.save(commit=False), kept, read=_read(request), by=viewer)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Redogörelsen är sparad och visas nu."))
            return redirect("pages_staff:accessibility")
    elif request.method == "POST":
        read = _read(request) or 0  # what is sent again has read no more than before
    context = {
        "form": form, "rows": rows, "statement": now, "old": now is not None and queries.is_old(now), "read": read,
    }  # fmt: skip
    return render(
        request, "pages/staff/accessibility.html", context, status=422 if request.method == "POST" else 200
    )


def _new_statement() -> AccessibilityStatement:
    contact = regions.region().contact
    return AccessibilityStatement(contact_email=contact.email, contact_phone=contact.phone)


@staff_required
@require_http_methods(["GET", "POST"])
def edit_personal_data(request: HttpRequest) -> HttpResponse:
    """Fill in what the operator says of personal data. Saving shows it at once."""
    viewer = viewer_of(request)
    require("pages.statements", viewer)
    now = queries.personal_data(viewer)
    read = now.pk if now else 0
    form = PersonalDataForm(request.POST or None, instance=now or _new_personal_data())
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_personal_data(form.save(commit=False), read=_read(request), by=viewer)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Texten är sparad och visas nu."))
            return redirect("pages_staff:personal_data")
    elif request.method == "POST":
        read = _read(request) or 0
    context = {"form": form, "statement": now, "read": read}
    return render(request, "pages/staff/personal_data.html", context, status=422 if form.errors else 200)


def _new_personal_data() -> PersonalDataStatement:
    region = regions.region()
    return PersonalDataStatement(
        controller=region.name,
        legal_basis=_(
            "Enligt lagen om regionalt utvecklingsansvar (2010:630) ska regionen ta fram en utvecklingsstrategi. "
            "Det är en uppgift av allmänt intresse (artikel 6.1 e i dataskyddsförordningen)."
        ),
        retention=_("Allmänna handlingar bevaras, om det inte finns ett beslut om att de får tas bort."),
    )


@staff_required
@require_http_methods(["GET", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    """What visitors have told of hindrances, and the answers."""
    viewer = viewer_of(request)
    require("pages.statements", viewer)
    failed: tuple[int, AnswerForm] | None = None
    if request.method == "POST":
        one = get_object_or_404(queries.reports(viewer), pk=_number(request.POST.get("id", "")))
        if "last" in request.POST:
            actions.read(one, by=viewer)
            return redirect("pages_staff:reports")
        form = AnswerForm(request.POST)
        if form.is_valid() and _answered(request, one, form):
            return redirect("pages_staff:reports")
        failed = (one.pk, form)
    page = Paginator(queries.reports(viewer), ON_A_PAGE).get_page(request.GET.get("sida"))
    rows = [
        {
            "report": one,
            "form": failed[1] if failed and failed[0] == one.pk else AnswerForm(auto_id=f"{one.pk}_%s"),
        }
        for one in page
    ]
    context: dict[str, Any] = {"page": page, "rows": rows, "failed": failed[1] if failed else None}
    return render(request, "pages/staff/reports.html", context, status=422 if failed else 200)


def _answered(request: HttpRequest, one: HindranceReport, form: AnswerForm) -> bool:
    try:
        sent = actions.answer(one, form.cleaned_data["answer"], by=viewer_of(request))
    except ValidationError as error:
        form.add_error(None, error)
        return False
    if sent and settings.MAIL_IS_SET:
        messages.success(request, _("Svaret är sparat och skickas till den som skrev."))
    elif sent:
        messages.warning(request, _("Svaret är sparat. Posten är inte på, så brevet väntar under Utskick."))
    else:
        messages.success(request, _("Svaret är sparat. Den som skrev har inte lämnat någon adress."))
    return True


def _read(request: HttpRequest) -> int | None:
    return _number(request.POST["read"]) if "read" in request.POST else None


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 15 else 0
