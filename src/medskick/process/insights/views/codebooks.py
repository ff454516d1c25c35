"""Codebooks: lists of themes that analysts bring."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from medskick.ground.core.access import allowed, require, staff_required, viewer_of
from medskick.ground.core.numbers import counted
from medskick.ground.ui.templatetags.ui import quoted
from medskick.process.cycle.queries import current_cycle
from medskick.process.insights import actions
from medskick.process.insights.actions.codebook_files import read_entries
from medskick.process.insights.forms import BookForm, EntryForm, FileForm
from medskick.process.insights.models import Codebook
from medskick.process.insights.queries import codebooks, editions
from medskick.process.insights.queries.carrying import carried
from medskick.process.insights.queries.computer_names import made_by_computer
from medskick.process.insights.views._common import attempt, first_errors, number


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def home(request: HttpRequest) -> HttpResponse:
    """All codebooks, and a new one: empty, from a file, or from a published edition."""
    viewer = viewer_of(request)
    require("insights.read", viewer)
    cycle = current_cycle(viewer)
    published = editions.editions(cycle, viewer) if cycle else []
    form = BookForm(published, request.POST or None, request.FILES or None)
    if request.method == "POST":
        require("insights.run", viewer)
        if form.is_valid() and (made := _made(request, form, published)):
            _tell(request, form, published, made)
            return redirect("insights_staff:codebook", pk=made.pk)
    context = {
        "books": codebooks.codebooks(viewer),
        "form": form,
        "may_run": allowed("insights.run", viewer),
        "open": form.is_bound,
    }
    return render(
        request, "insights/staff/codebooks.html", context, status=400 if request.method == "POST" else 200
    )


def _made(request: HttpRequest, form: BookForm, published: list[Any]) -> Codebook | None:
    """The new codebook, or None with the form saying what stopped it."""
    data, by = form.cleaned_data, viewer_of(request)
    field = "file" if data["file"] else "name"
    try:
        if data["edition"]:
            edition = next(one for one in published if str(one.number) == data["edition"])
            return actions.carry_on(edition, data["name"], by=by)
        entries = read_entries(data["file"].name, data["file"]) if data["file"] else []
        return actions.create_codebook(data["name"], by=by, entries=entries)
    except ValidationError as error:
        form.add_error(field, error)
        return None


def _tell(request: HttpRequest, form: BookForm, published: list[Any], made: Codebook) -> None:
    """That it is saved; of an edition with how many of its themes, and which ones could not come along."""
    chosen = form.cleaned_data["edition"]
    if not chosen:
        messages.success(request, _("Kodboken är sparad."))
        return
    edition = next(one for one in published if str(one.number) == chosen)
    count = len(made.current.entries)
    _entries, left = carried(edition, viewer_of(request))
    told = ngettext(
        "Kodboken är sparad med %(n)s tema av %(all)s i utgåva %(number)s.",
        "Kodboken är sparad med %(n)s teman av %(all)s i utgåva %(number)s.",
        count,
    )
    numbers = {"n": counted(count), "all": counted(count + len(left)), "number": edition.number}
    messages.success(request, told % numbers)
    if left:
        names = ", ".join(f"{quoted(one.name)} ({one.why})" for one in left)
        messages.warning(request, _("Det här kom inte med: %(names)s.") % {"names": names})


@require_safe
@staff_required
def codebook(request: HttpRequest, pk: int) -> HttpResponse:
    """One codebook: its themes in order, each with its form; what has been changed."""
    return _page(request, _book(request, pk))


def _page(request: HttpRequest, book: Codebook, status: int = 200, **forms: Any) -> HttpResponse:
    viewer = viewer_of(request)
    versions = codebooks.versions(book, viewer)
    now = versions[0]
    typed = forms.get("typed") or {}
    context = {
        "book": book,
        "version": now,
        "versions": versions,
        "rows": [
            (
                entry,
                EntryForm(
                    initial={**entry, "visat": now.number, **typed.get(entry["key"], {})},
                    auto_id=f"id_{n}_%s",
                ),
                entry["key"] in typed,
            )
            for n, entry in enumerate(now.entries)
        ],
        "add_form": forms.get("add_form") or EntryForm(auto_id="id_ny_%s"),
        "file_form": forms.get("file_form") or FileForm(),
        "used": codebooks.used_keys(book, viewer),
        "by_computer": {
            key for key, _label in made_by_computer((one["key"], one["label"]) for one in now.entries)
        },
        "may_run": allowed("insights.run", viewer),
    }
    return render(request, "insights/staff/codebook.html", context, status=status)


@require_POST
@staff_required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a theme."""
    book, form = _book(request, pk), EntryForm(request.POST, auto_id="id_ny_%s")
    require("insights.run", viewer_of(request))
    if not form.is_valid():
        return _page(request, book, 400, add_form=form)
    data = form.cleaned_data

    def act() -> None:
        shown = number(form.shown) or None
        actions.add_entry(book, data["label"], data["definition"], by=viewer_of(request), shown=shown)

    try:
        attempt(request, _("”%(label)s” är tillagt.") % {"label": data["label"]}, act)
    except actions.ChangedMeanwhileError as error:
        messages.error(request, error.messages[0])
        return _page(request, book, 409, add_form=form)
    return redirect(reverse("insights_staff:codebook", args=[book.pk]) + "#nytt")


@require_POST
@staff_required
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Save, move or remove a theme: the button's name says which."""
    book, by = _book(request, pk), viewer_of(request)
    require("insights.run", by)
    key, verb = request.POST.get("key", ""), request.POST.get("gor", "spara")
    shown = number(request.POST.get("visat")) or None
    there = reverse("insights_staff:codebook", args=[book.pk])
    if verb in {"upp", "ned"}:
        step = -1 if verb == "upp" else 1
        attempt(
            request, _("Temat är flyttat."), lambda: actions.shift_entry(book, key, step, by=by, shown=shown)
        )
        return redirect(there)
    if verb == "ta-bort":
        done = _("Temat är borttaget ur kodboken. Du kan ångra.")
        attempt(request, done, lambda: actions.remove_entry(book, key, by=by, shown=shown))
        return redirect(there)
    form = EntryForm(request.POST)
    typed = {key: {name: form.data.get(name, "") for name in ("label", "definition")}}
    if not form.is_valid():
        first_errors(request, form)
        return _page(request, book, 400, typed=typed)
    data = form.cleaned_data

    def act() -> None:
        actions.change_entry(book, key, data["label"], data["definition"], by=by, shown=shown)

    try:
        if not attempt(request, _("Sparat."), act):  # it is gone: what was typed can be added again
            return _page(request, book, 409, add_form=EntryForm(request.POST, auto_id="id_ny_%s"))
    except actions.ChangedMeanwhileError as error:
        messages.error(request, error.messages[0])
        return _page(request, book, 409, typed=typed)
    return redirect(there)


@require_POST
@staff_required
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the list from a file."""
    book, form = _book(request, pk), FileForm(request.POST, request.FILES)
    require("insights.run", viewer_of(request))
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            entries = read_entries(file.name, file)
            shown = number(request.POST.get("visat")) or None
            by, name = viewer_of(request), file.name[:80]
            count = actions.replace_entries(book, entries, by=by, file=name, shown=shown)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            told = ngettext(
                "%(n)s tema är inläst. Du kan ångra.", "%(n)s teman är inlästa. Du kan ångra.", count
            )
            messages.success(request, told % {"n": counted(count)})
            return redirect("insights_staff:codebook", pk=book.pk)
    return _page(request, book, 400, file_form=form)


@require_POST
@staff_required
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the newest change."""
    book = _book(request, pk)
    shown = number(request.POST.get("version"))
    attempt(request, _("Ångrat."), lambda: actions.take_back_change(book, shown, by=viewer_of(request)))
    return redirect("insights_staff:codebook", pk=book.pk)


def _book(request: HttpRequest, pk: int) -> Codebook:
    found = codebooks.codebook(pk, viewer_of(request))
    if found is None:
        raise Http404
    return found
