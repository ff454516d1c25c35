"""Editors for tests: who is signed in, and what the form of a report sends."""

from __future__ import annotations

import json
import re
from typing import Any

from django.test import Client

from helpers_people import make_user

SIDES = "/arbetsyta/sidor"


def client_of(*roles: str, name: str = "", **fields: Any) -> Any:
    """A browser where somebody with these roles is signed in; ``user`` is who."""
    if roles == ("municipality_contact",):
        fields.setdefault("municipality", "2506")
    user = make_user(*roles, name=name, **fields)
    client = Client()
    client.force_login(user)
    client.user = user  # type: ignore[attr-defined]
    return client


def filled(**changes: str) -> dict[str, str]:
    """What the form of a report sends."""
    text = json.dumps({"blocks": [{"key": "a", "text": "Fyrtioen kom.", "type": "unstyled", "depth": 0,
                                   "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}})  # fmt: skip
    return {
        "title": "Mötet i Arjeplog", "slug": "motet", "lead": "Resor, mest.", "author": "Kim", "kind": "report",
        "day": "2026-05-04", "municipality": "2506", "theme": "", "meeting": "", "picture": "",
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "paragraph",
        "body-0-value": text, "body-0-id": "", "go_live_at": "", "expire_at": "",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "", **changes,
    }  # fmt: skip


def write(client: Client, index: Any, **changes: str) -> Any:
    """Fill in the form of a new report and press the button that ``changes`` names (none: save the draft)."""
    from medskick.doors.pages import models

    answer = client.post(f"{SIDES}/pages/add/pages/newspage/{index.pk}/", filled(**changes))
    assert answer.status_code == 302, re.findall(r"error-message[^>]*>([^<]*)", answer.content.decode())
    return models.NewsPage.objects.get(slug="motet")


def edit(client: Client, page: Any, **changes: str) -> Any:
    """Send the form of a page that is there."""
    return client.post(f"{SIDES}/pages/{page.pk}/edit/", filled(**changes))


def decide(client: Client, page: Any, action: str, comment: str = "", **changes: str) -> Any:
    """Approve or reject in the page's editor, with words."""
    task = page.current_workflow_task_state
    return client.post(
        f"{SIDES}/pages/{page.pk}/edit/",
        filled(**{"action-workflow-action": "1", "workflow-action-name": action,
                  "workflow-action-extra-data": json.dumps({"comment": comment}), **changes}),
    ), task  # fmt: skip
