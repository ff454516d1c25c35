"""The front page answers in one glance: what is this, where are we now, what can I do today. Editors make the rest."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from medskick.doors.pages import easy, queries
from medskick.doors.pages.search import queries as searching
from medskick.doors.pages.sending import sent
from medskick.doors.pages.share_picture import drawn
from medskick.ground.core import offers
from medskick.ground.core.access import viewer_of
from medskick.ground.core.languages import ALL
from medskick.ground.ui.templatetags.ui import local
from medskick.process.cycle import queries as cycles
from medskick.process.cycle import region as regions

# The menu leads here, also while nobody has published anything.
ALWAYS_THERE = {
    "nyheter/": _("Nyheter"),
    "fragor-och-svar/": _("Frågor och svar"),
    "material/": _("Material"),
}
LONGEST_QUESTION = 200
A_DAY = 24 * 60 * 60
A_MINUTE = 60  # what is taken down is gone from every door within this


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page, of the parts that editors have chosen."""
    viewer = viewer_of(request)
    page = queries.home_page(viewer)
    return render(request, "pages/home.html", {**queries.home_context(page, viewer), "page": page})


@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """A page of editors: in the language asked for, else in Swedish, said to be so."""
    found = queries.page_at(path, request, viewer_of(request))
    if found is None and path in ALWAYS_THERE:
        return render(request, "pages/not_yet.html", {"name": ALWAYS_THERE[path]})
    if found is None and (now := queries.moved(path, viewer_of(request))):
        return redirect(local(now), permanent=True)
    if found is None:
        raise Http404
    page, args, kwargs = found
    answer: HttpResponse = page.serve(request, *args, **kwargs)
    return answer


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture in one size. Pictures that no published page shows are seen by staff alone."""
    rendition = queries.rendition(name, viewer_of(request))
    if rendition is None:
        raise Http404
    public = queries.is_shown(rendition.image)
    return sent(
        request, rendition.file, mark=f"{rendition.pk}", keep=f"public, max-age={A_MINUTE}" if public else ""
    )


@require_safe
def material(request: HttpRequest, key: str, name: str) -> HttpResponseBase:
    """A file to fetch. Files that no published page leads to are fetched by staff alone."""
    found = queries.material(key, name, viewer_of(request))
    if found is None:
        raise Http404
    return sent(
        request,
        found.file,
        mark=f"{found.pk}-{found.file_hash}",
        keep="public, no-cache" if queries.is_shown(found) else "",
        name=found.filename,
        kind=found.content_type,
        attachment=found.content_disposition != "inline",
    )


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Where questions go: a function, never a person."""
    viewer = viewer_of(request)
    cycle = cycles.current_cycle(viewer)
    return render(request, "pages/contact.html", {"invited": cycles.invitation(cycle, viewer)})


@require_safe
def share_picture(request: HttpRequest) -> HttpResponse:
    """The picture of pages that have none of their own, for those who share them."""
    region = regions.region()
    answer = HttpResponse(drawn(str(region.title), str(region.name)), content_type="image/jpeg")
    answer.headers["Cache-Control"] = f"public, max-age={A_DAY}"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # others show it beside their link to us
    return answer


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """/sok/: everything that the public may read, by its words."""
    question = " ".join(request.GET.get("q", "").split())[:LONGEST_QUESTION]
    kind, page = request.GET.get("slag", ""), request.GET.get("sida", "1")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
    found = searching.search(question, viewer_of(request), kind=kind, page=number)
    if kind and kind not in {group.kind for group in found.groups}:
        kind, found = "", searching.search(question, viewer_of(request))
    shown = [group for group in found.groups if not kind or group.kind == kind]
    context = {"question": question, "kind": kind, "found": found, "shown": shown}
    response = render(request, "pages/search.html", context)
    response.headers["Cache-Control"] = "no-store"  # hiding reaches every door at once
    response.headers["X-Robots-Tag"] = "noindex"
    return response


FIXED = (
    "pages:home",
    "pages:contact",
    "pages:personal_data",
    "pages:accessibility",
    *easy.NAMES,
)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page by its Swedish address, with the same page in the other languages."""
    viewer = viewer_of(request)
    menu = [item.url_name for item in offers.menu_items if item.visible()]
    with translation.override(settings.LANGUAGE_CODE):
        fixed = [(reverse(name), None) for name in dict.fromkeys([*FIXED, *menu])]
    written = [(page.address, page.last_published_at) for page in queries.addresses(viewer)]
    others = [one.code for one in ALL.values() if one.has_texts and one.code != settings.LANGUAGE_CODE]
    site = f"{request.scheme}://{request.get_host()}"
    entries = dict([*fixed, *written]).items()
    context = {"entries": entries, "site": site, "main": settings.LANGUAGE_CODE, "others": others}
    return render(request, "pages/sitemap.xml", context, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Receipts and the workspace are nobody's to index."""
    lines = [
        "User-agent: *",
        "Disallow: /kvitto/",
        "Disallow: /prenumerera/mina/",
        "Disallow: /prenumerera/sluta/",
        "Disallow: /arbetsyta/",
        "Disallow: /konto/",
        "Disallow: /live/",
        f"Sitemap: {request.scheme}://{request.get_host()}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain")
