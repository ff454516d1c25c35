"""Mail to those who write and read pages, by way of ``ground.post``: what waits, what was said, what was not published.

Wagtail's own mail would go past the outbox, so these stand in its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from medskick.ground.core.access import Role
from medskick.ground.core.languages import SOURCE
from medskick.ground.people import queries as people
from medskick.ground.post import actions as post
from medskick.ground.post import kinds, links

READERS = (Role.EDITOR.value, Role.PROCESS_LEAD.value)
KINDS = {
    "pages.to_read": (_("Att läsa innan publicering: {{ title }}"), _("Sida att godkänna")),
    "pages.approved": (_("Godkänd och publicerad: {{ title }}"), _("Sida som godkändes")),
    "pages.rejected": (_("Behöver ändras: {{ title }}"), _("Sida som behöver ändras")),
    "pages.withheld": (_("Publicerades inte: {{ title }}"), _("Sida som inte kunde publiceras i tid")),
}


def register() -> None:
    """Make the kinds of mail known."""
    for name, (subject, label) in KINDS.items():
        kinds.register(name, subject, f"pages/mail/{name.partition('.')[2]}.txt", label=label)


def to_read(instance: Any, user: Any = None, **_told: Any) -> None:
    """A page waits for an editor (signal ``task_submitted``). Whoever sent it there is not told."""
    page = instance.workflow_state.content_object
    readers = [one for one in people.active_with(*READERS) if user is None or one.pk != user.pk]
    _send("pages.to_read", f"{instance.pk}", readers, page, by=_name(user))


def approved(instance: Any, user: Any = None, **_told: Any) -> None:
    """An editor has approved a page (signal ``workflow_approved``)."""
    _answer("pages.approved", instance, user)


def rejected(instance: Any, user: Any = None, **_told: Any) -> None:
    """An editor wants something changed (signal ``workflow_rejected``)."""
    _answer("pages.rejected", instance, user)


def quiet(**_told: Any) -> None:
    """Stands where Wagtail would mail superusers of every page that is sent for approval."""


def withheld(page: Page, revision: Revision, why: Iterable[str], decided: Any) -> None:
    """A page was not published at its time: to who decided the time and who wrote it, else to all editors."""
    known = {one.pk: one for one in (decided, revision.user, page.owner) if one is not None and one.is_active}
    told = list(known.values()) or people.active_with(*READERS)
    _send("pages.withheld", f"{revision.pk}", told, page, why="\n".join(why))


def _answer(kind: str, state: Any, user: Any) -> None:
    asked, task = state.requested_by, state.current_task_state
    if asked is not None and asked.is_active:
        key = f"{task.pk if task else state.pk}"
        _send(kind, key, [asked], state.content_object, by=_name(user), words=task.comment if task else "")


@transaction.atomic
def _send(kind: str, key: str, readers: Iterable[Any], page: Page, **slots: str) -> None:
    address = links.page("wagtailadmin_pages:edit", page.pk, language=SOURCE)
    for one in readers:
        told = {"title": page.get_latest_revision_as_object().title, "address": address, **slots}
        post.send(kind, one.email, told, key=f"{kind}:{key}:{one.pk}", language=SOURCE)


def _name(user: Any) -> str:
    return str(getattr(user, "name", "") or "")
