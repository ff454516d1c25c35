"""The one way from this room to a letter box. Without a room for post nothing is sent, and the page says so."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from medskick.doors.pages.models import HindranceReport

KIND = "pages.hindrance_answered"
POST = "medskick.ground.post"


def _post(part: str) -> Any:
    return import_module(f"{POST}.{part}") if find_spec(POST) else None


def register() -> None:
    """Tell the post what this kind of letter looks like."""
    if kinds := _post("kinds"):
        kinds.register(KIND, "pages/mail/hindrance_answered_subject.txt", "pages/mail/hindrance_answered.txt")


def answered(report: HindranceReport) -> bool:
    """Queue the answer to whoever gave an address. Within the caller's transaction; whether it was queued."""
    post = _post("actions")
    if post is None or not report.email:
        return False
    slots = {"answer": report.answer, "text": report.text, "page": report.page}
    post.send(KIND, report.email, slots, key=f"hindrance-{report.pk}", language=report.language or "sv")
    return True
