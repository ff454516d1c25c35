"""The one way from this room to a letter box."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from medskick.doors.pages.models import HindranceReport
from medskick.ground.post import actions as post
from medskick.ground.post import kinds

KIND = "pages.hindrance_answered"


def register() -> None:
    """Tell the post what this kind of letter looks like."""
    kinds.register(
        KIND,
        _("Svar på det du skrev om ett hinder på webbplatsen"),
        "pages/mail/hindrance_answered.txt",
        label=_("Svar om ett hinder"),
    )


def answered(report: HindranceReport) -> bool:
    """Queue the answer to whoever gave an address. Within the caller's transaction; whether there was anybody."""
    if not report.email:
        return False
    slots = {"answer": report.answer, "text": report.text, "page": report.page}
    post.send(KIND, report.email, slots, key=f"hindrance-{report.pk}", language=report.language or "sv")
    return True
