"""What every page needs around its content: menu, languages, workspace tasks, demo mark."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from medskick.ground.core import offers
from medskick.ground.core.access import allowed, viewer_of
from medskick.ground.core.languages import ALL
from medskick.ground.core.once import once


def site(request: HttpRequest) -> dict[str, Any]:
    """Template context shared by all pages. Lists are lazy: an error page must not need the database."""
    return {
        "menu": SimpleLazyObject(lambda: _menu(request)),
        "footer_links": SimpleLazyObject(lambda: _links("footer")),
        "workspace_tasks": SimpleLazyObject(lambda: tasks_of(request)),
        "trail": SimpleLazyObject(lambda: _trail(request)),
        "languages": _languages(request),
        "site_address": _address(request),
        "demo": settings.DEMO,
    }


def _address(request: HttpRequest) -> str:
    """Where the site is, such as ``https://medskick.example``; nothing for a request with a name that is not ours."""
    try:
        return f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return ""


def _trail(request: HttpRequest) -> list[dict[str, Any]]:
    """Where a visitor's page lies: the front page, and what of the menu lies above it. A page may say more itself."""
    path = plain_path(request.path)
    if path == "/" or path.startswith(("/arbetsyta/", "/konto/")):
        return []
    home = request.path.removesuffix(path.lstrip("/"))
    above = [line for line in _menu(request) if line["url"] != home and request.path.startswith(line["url"])]
    above.sort(key=lambda line: len(line["url"]))
    here = [
        {"label": line["label"], "url": "" if line["url"] == request.path else line["url"]} for line in above
    ]
    return [{"label": _("Start"), "url": home}, *here]


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] | None = getattr(request, "_menu_lines", None)
    if lines is not None:
        return lines
    lines = []
    for item in sorted(offers.menu_items, key=lambda item: item.order):
        if item.visible():
            url = reverse(item.url_name)
            lines.append({"label": item.label, "url": url})
    lines += _links("menu")
    request._menu_lines = _mark_current(request, lines)  # type: ignore[attr-defined]
    return request._menu_lines  # type: ignore[attr-defined]


def _links(place: str) -> list[dict[str, Any]]:
    """What staff have put there; nothing where the database does not answer, since every error page has a menu."""
    try:
        found = once("core.links", lambda: [link for source in offers.links for link in source()])
    except DatabaseError:
        return []
    return [
        {"label": one.label, "url": one.url, "language": one.language} for one in found if one.place == place
    ]


def tasks_of(request: HttpRequest) -> list[dict[str, Any]]:
    """What somebody of the staff may do, as the menu of the workspace lists it. Counted once in a request."""
    known: list[dict[str, Any]] | None = getattr(request, "_tasks", None)
    if known is None:
        known = request._tasks = _tasks(request)  # type: ignore[attr-defined]
    return known


def _tasks(request: HttpRequest) -> list[dict[str, Any]]:
    viewer = viewer_of(request)
    if not viewer.is_staff:
        return []
    lines = [
        {
            "label": task.label,
            "heading": offers.heading_of(task),
            "url": reverse(task.url_name),
            "waiting": task.waiting(viewer),
        }
        for task in sorted(offers.tasks, key=lambda task: task.order)
        if allowed(task.rule, viewer)
    ]
    return _mark_current(request, lines)


def _mark_current(request: HttpRequest, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Exactly one line is current: the one whose address the page's own begins with the most of."""
    above = [line["url"] for line in lines if line["url"] != "/" and request.path.startswith(line["url"])]
    here = max(above, key=len, default=None)
    return [{**line, "current": line["url"] == here} for line in lines]


def plain_path(path: str) -> str:
    """The path without its language prefix."""
    for code, _name in settings.LANGUAGES:
        if code != settings.LANGUAGE_CODE and path.startswith(f"/{code}/"):
            return path[len(code) + 1 :]
    return path


def _languages(request: HttpRequest) -> list[dict[str, Any]]:
    path = plain_path(request.path)
    if path.startswith(("/arbetsyta/", "/konto/")):
        return []
    current = get_language() or settings.LANGUAGE_CODE
    return [
        {
            "code": code,
            "name": name,
            "direction": ALL[code].direction,
            "url": path if code == settings.LANGUAGE_CODE else f"/{code}{path}",
            "current": code == current,
        }
        for code, name in settings.LANGUAGES
    ]
