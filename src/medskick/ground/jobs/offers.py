"""What this room offers the house."""

from collections.abc import Iterator

from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from medskick.ground.core import audit, offers
from medskick.ground.jobs import queries, rules  # noqa: F401 - registers the rules
from medskick.ground.jobs.models import Job

offers.record(Job, disposal="expire", why="Visar vad servern har gjort; resultaten finns i sina egna rum.")
offers.task(offers.Task(_("Serverns arbeten"), "jobs:list", "jobs.list", 900, queries.waiting_for))

audit.sentence("jobs.cancelled", _("{actor} avbröt arbetet ”{title}”."))
audit.sentence("jobs.retried", _("{actor} lät arbetet ”{title}” göras om."))


def _stuck() -> Iterator[offers.Problem]:
    from datetime import timedelta

    from django.utils import timezone

    from medskick.ground.jobs.models import State

    waited = timezone.now() - timedelta(minutes=10)
    if Job.objects.filter(state=State.QUEUED, not_before__lt=waited).exists() and not (
        Job.objects.filter(state=State.RUNNING, lease_until__gt=timezone.now()).exists()
    ):
        yield offers.Problem(
            "error",
            now_("Arbeten har väntat i mer än tio minuter utan att något har börjat."),
            now_("Kontrollera att arbetaren är igång: medskick up startar den, eller medskick worker."),
        )


offers.readiness(_stuck)
