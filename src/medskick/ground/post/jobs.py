"""What workers do for this room."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from medskick.ground.core.access import SYSTEM
from medskick.ground.jobs import actions as jobs
from medskick.ground.jobs.context import Context
from medskick.ground.jobs.registry import duty, job
from medskick.ground.post import actions, queries, sending
from medskick.ground.post.actions.queue import JOB, wake

DIGEST = "post.digest"


@job(JOB, label=_("Skicka mejl"), rule="post.manage")
def send(ctx: Context) -> dict[str, Any]:
    """Send what is due."""

    def told(done: int, total: int) -> None:
        ctx.progress(_now("Skickar mejl"), done, total)

    tally = sending.deliver(ctx.cancelled, told)
    return {
        "sent": tally.sent,
        "failed": tally.failed,
        "later": tally.later,
        "address": "/arbetsyta/utskick/",
    }


@job(DIGEST, label=_("Veckobrev till prenumeranter"), rule="post.manage")
def digest(ctx: Context) -> dict[str, Any]:
    """Queue this week's digests. What an earlier try has queued is not queued again."""
    count = actions.send_digests(stopped=ctx.cancelled)
    wake()
    return {"queued": count}


@duty("post.look", every=30)
def look() -> None:
    """Start sending when something is due: a retry, a reminder, or a mail whose process died after the commit."""
    if sending.anything_to_do():
        wake()


@duty("post.digest", every=3600)
def weekly() -> None:
    """See what is new, and start the digests when their day has come."""
    actions.notice()
    if queries.digest_is_due():
        jobs.start(DIGEST, by=SYSTEM, key=DIGEST)


@duty("post.dispose")
def dispose() -> None:
    """Empty old mail, forget requests that nobody confirmed and addresses where nobody is."""
    actions.forget_unreachable(by=SYSTEM)
    actions.dispose(by=SYSTEM)
