"""Co-hosts with their pages and logos. The pictures themselves are read one at a time."""

from __future__ import annotations

import re

from django.db.models import Prefetch

from medskick.ground.core.access import Viewer
from medskick.process.meetings.models import CoHost, CoHostLogo, Meeting

_DIGEST = re.compile(r"[0-9a-f]{64}")
# With the size of each logo, not the picture.
WITH_LOGOS = Prefetch("co_hosts", CoHost.objects.select_related("logo").defer("logo__content"))


def co_host(meeting: Meeting, key: int, viewer: Viewer) -> CoHost | None:
    """One of the meeting's co-hosts, where the caller has been given the meeting."""
    return next((one for one in meeting.co_hosts.all() if one.pk == key), None)


def logo(number: int, digest: str, viewer: Viewer) -> CoHostLogo | None:
    """A co-host's logo by what it holds, of a meeting that the viewer may see."""
    if not _DIGEST.fullmatch(digest):
        return None  # whatever an address holds
    seen = Meeting.objects.visible_to(viewer).filter(pk=number)
    return CoHostLogo.objects.filter(co_host__meeting__in=seen, digest=digest).first()
