"""Reads: the outbox for staff, subscriptions for whoever has the link, what a digest tells."""

from medskick.ground.post.queries.inboxes import inboxes, to_inbox
from medskick.ground.post.queries.outbox import (
    Count,
    find,
    held_without_server,
    mails,
    per_day,
    remembered,
    segments,
    trouble,
    waiting_for,
)
from medskick.ground.post.queries.subscribers import digest_is_due, is_followed, open_request, subscriber_of

__all__ = [
    "Count",
    "digest_is_due",
    "find",
    "held_without_server",
    "inboxes",
    "is_followed",
    "mails",
    "open_request",
    "per_day",
    "remembered",
    "segments",
    "subscriber_of",
    "to_inbox",
    "trouble",
    "waiting_for",
]
