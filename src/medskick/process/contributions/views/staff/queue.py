"""The queue: a list left, one contribution right. Every link works without a script; htmx only swaps the right side."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from medskick.ground.core.access import Viewer, allowed, require, staff_required, viewer_of
from medskick.process.contributions.forms.staff import HideForm, MaskForm
from medskick.process.contributions.models import Channel, Contribution, HiddenReason, Mask, SenderKind, State
from medskick.process.contributions.queries import staff as queries
from medskick.process.contributions.queries.placing import for_people
from medskick.process.contributions.queries.public import correction_segments
from medskick.process.contributions.queries.receipt import pieces
from medskick.process.cycle import region as regions
from medskick.process.cycle.earlier import asked_cycle

KEPT = [
    "omgang",
    "q",
    "lage",
    "flagga",
    "personuppgifter",
    "kanal",
    "kommun",
    "fraga",
    "avsandare",
    "kalla",
    "markt",
    "fran",
    "till",
    "ordning",
    "sida",
]


@staff_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The list with its filters; ``?nr=`` is the item on the right, else the first of the list."""
    viewer = viewer_of(request)
    require("contributions.read_all", viewer)
    cycle = asked_cycle(request, viewer)
    if cycle is None:
        return render(request, "contributions/staff/no_cycle.html")
    filters = queries.Filters.read(request.GET)
    page = Paginator(queries.found(cycle, viewer, filters).defer("search_text"), queries.PAGE).get_page(
        request.GET.get("sida")
    )
    rows = list(page.object_list)
    number = _chosen(request.GET.get("nr", ""), rows)
    context = {
        "page": page,
        "rows": rows,
        "filters": filters,
        "choices": _choices(cycle, viewer),
        "query": kept(request.GET),
        "may_moderate": allowed("contributions.moderate", viewer),
        "reasons": HiddenReason.choices,
        "shown_cycle": None if cycle.is_current else cycle,
        "earlier": queries.earlier(viewer) if cycle.is_current else [],
        "here": reverse("contributions_staff:queue"),
        "batch": request.GET.get("omgangen", "")[:36],
        **(item_context(number, viewer, rows, request.GET) if number else {}),
    }
    return render(request, "contributions/staff/queue.html", context)


@staff_required
@require_safe
def item(request: HttpRequest, number: int) -> HttpResponse:
    """One contribution: the right side alone for htmx, a page of its own otherwise."""
    viewer = viewer_of(request)
    cycle = asked_cycle(request, viewer)
    rows: list[Contribution] = []
    partial = bool(getattr(request, "htmx", False))
    if partial and cycle is not None:
        filters = queries.Filters.read(request.GET)
        found = queries.found(cycle, viewer, filters).only("number")
        rows = list(_page(found, request.GET).object_list)
    context = item_context(number, viewer, rows, request.GET)
    context["query"] = kept(request.GET)
    return render(
        request, "contributions/staff/item_part.html" if partial else "contributions/staff/item.html", context
    )


def item_context(number: int, viewer: Viewer, rows: list[Contribution], query: QueryDict) -> dict[str, Any]:
    """What the right side needs. Raises Http404."""
    one = queries.item(number, viewer)
    if one is None:
        raise Http404
    region = regions.region()
    question = region.question(one.frame, one.question)
    numbers = [row.number for row in rows]
    following = numbers[numbers.index(number) + 1 :] if number in numbers else []
    return {
        "one": one,
        "title": pieces(one, "title"),
        "text": pieces(one, "text"),
        "organisation": pieces(one, "organisation"),
        "question": str(question.text) if question else "",
        "municipality": region.municipality_name(one.municipality),
        "flags": [FLAG_WORDS.get(flag, flag) for flag in one.flags],
        "corrections": [
            {"correction": it, "shown": correction_segments(it), "text": for_people(it.text)[0]}
            for it in one.corrections.all()
        ],
        "reasons": HiddenReason.choices,
        "mask_kinds": Mask.Kind.choices,
        "log": queries.log(one, viewer),
        "may_moderate": allowed("contributions.moderate", viewer),
        "hide_form": HideForm(auto_id="dolj_%s"),
        "mask_form": MaskForm(auto_id="mask_%s"),
        "next_number": following[0] if following else "",
    }


def kept(query: QueryDict) -> str:
    """The filters of the address, to carry along. Only names we know."""
    carried = QueryDict(mutable=True)
    for name in KEPT:
        if query.get(name):
            carried[name] = str(query[name])[:200]
    return carried.urlencode()


def _page(found: Any, query: QueryDict) -> Page[Contribution]:
    return Paginator(found, queries.PAGE).get_page(query.get("sida"))


def _chosen(wanted: str, rows: list[Contribution]) -> int:
    number = queries.number_in(wanted)
    if number is not None:
        return number
    return rows[0].number if rows else 0


def _choices(cycle: Any, viewer: Viewer) -> dict[str, Any]:
    region = regions.region()
    questions = {one.key: str(one.text) for frame in region.frames for one in frame.questions}
    return {
        "states": [(queries.TODO, _("Att göra")), *State.choices, ("alla", _("Alla"))],
        "flags": [("nagon", _("Någon flagga")), *FLAG_WORDS.items()],
        "channels": Channel.choices,
        "municipalities": [(one.code, one.name) for one in region.municipalities],
        "questions": list(questions.items()),
        "senders": SenderKind.choices,
        "sources": queries.sources(cycle, viewer),
        "marks": [
            ("anmald", _("Anmäld")),
            ("overklagad", _("Överklagad")),
            ("rattelse", _("Rättelse väntar")),
            ("misstankt", _("Kan vara från en robot")),
        ],
        "orders": [
            ("ko", _("Det viktigaste först")),
            ("aldst", _("Äldst först")),
            ("nyast", _("Nyast först")),
            ("flest", _("Flest personer först")),
        ],
    }


FLAG_WORDS = {
    "abuse": gettext_lazy("kränkande ord"),
    "threat": gettext_lazy("hot"),
    "spam": gettext_lazy("reklam eller skräp"),
    "injection": gettext_lazy("instruktion till en dator"),
}
