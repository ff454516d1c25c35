"""How much has been written to whom: so that nobody fills somebody else's inbox through us."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone

from medskick.ground.post.models import Mail

DAY = datetime.timedelta(days=1)


def to_inbox(address: str, kinds: Collection[str], *, within: datetime.timedelta = DAY) -> int:
    """How many mails of these kinds have been written to this address lately, capitals or not."""
    lately = Mail.objects.filter(created_at__gt=timezone.now() - within, kind__in=kinds)
    return lately.filter(to__iexact=address.strip()).count()


def inboxes(kinds: Collection[str], of: str) -> list[str]:
    """The address of each mail of these kinds whose key is of this thing, in order; "" where it is emptied."""
    return list(Mail.objects.filter(keyed(kinds, of)).order_by("pk").values_list("to", flat=True))


def keyed(kinds: Collection[str], of: str) -> Q:
    """Mails of these kinds with the keys ``<kind>:<of>`` and ``<kind>:<of>:…``."""
    found = Q(pk__in=[])
    for kind in kinds:
        found |= Q(key=f"{kind}:{of}") | Q(key__startswith=f"{kind}:{of}:")
    return found & Q(kind__in=kinds)
