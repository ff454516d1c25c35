"""Pages of the workspace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest

from medskick.ground.core.access import Viewer, viewer_of
from medskick.process.meetings import queries
from medskick.process.meetings.forms import add_errors
from medskick.process.meetings.models import Meeting


def theirs(request: HttpRequest, number: int) -> tuple[Viewer, Meeting]:
    """Who asks, and the meeting that they may read in the workspace. Raises Http404."""
    viewer = viewer_of(request)
    found = queries.meeting_for_staff(number, viewer)
    if found is None:
        raise Http404(number)
    return viewer, found


def done(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What the action gave, or None when it refused: then its errors stand at their fields."""
    try:
        return act()
    except ValidationError as error:
        add_errors(form, error)
        return None
