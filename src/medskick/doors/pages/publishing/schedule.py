"""Publishing and taking down at the time that editors have set, by the same way as by hand.

Each page is one transaction that first takes its row and looks whether it is still due: a worker that is killed has
done all of a page or nothing, and of two workers one does it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision

from medskick.doors.pages.publishing import letters
from medskick.ground.core.languages import SOURCE

WITHHELD = "pages.withheld"
logger = logging.getLogger(__name__)


def anything_due() -> bool:
    """Whether there is something to publish or take down now."""
    return bool(_expired() or _due())


def keep_times() -> Iterator[int]:
    """Take down what has had its time, then publish what has come to its own; the number of pages after each."""
    with translation.override(SOURCE):
        done = 0
        for pk in _expired():
            done += _take_down(pk)
            yield done
        for pk in _due():
            done += _publish(pk)
            yield done


def _expired() -> list[int]:
    found = Page.objects.filter(live=True, expire_at__lte=timezone.now())
    return list(found.order_by("expire_at", "pk").values_list("pk", flat=True))


def _due() -> list[int]:
    found = Revision.page_revisions.filter(approved_go_live_at__lte=timezone.now())
    return list(found.order_by("approved_go_live_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def _take_down(pk: int) -> bool:
    page = Page.objects.select_for_update().filter(pk=pk, live=True, expire_at__lte=timezone.now()).first()
    if page is None:
        return False
    page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


@transaction.atomic
def _publish(pk: int) -> bool:
    revision = (
        Revision.objects.select_for_update().filter(pk=pk, approved_go_live_at__lte=timezone.now()).first()
    )
    if revision is None:
        return False
    page = revision.content_object
    why = _against(revision, page)
    if not why:
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
            return True
        except ValidationError as error:
            why = list(error.messages)
        except DatabaseError:
            raise  # the work is tried again
        except Exception:
            logger.exception("Could not publish page %s as scheduled", page.pk)
            why = [_("Ett fel i programmet hindrade det. Försök att publicera för hand.")]
    _withhold(revision, page, why)
    return True


def _against(revision: Revision, page: Page) -> list[str]:
    """Why a page may not be published now though it is due, besides what saving it says."""
    ends = revision.content.get("expire_at")
    if ends and (parse_datetime(ends) or timezone.now()) <= timezone.now():
        return [_("Tiden då sidan skulle tas bort hade redan passerat.")]
    decided = _scheduling(revision, page)
    if decided is not None and decided.user_id is not None:
        user = decided.user
        if user is None or not user.is_active or not page.permissions_for_user(user).can_publish():
            return [_("Den som bestämde tiden får inte längre publicera sidan.")]
    return []


def _scheduling(revision: Revision, page: Page) -> PageLogEntry | None:
    found = PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.schedule", revision=revision)
    entry: PageLogEntry | None = found.order_by("-timestamp", "-pk").first()
    return entry


def _withhold(revision: Revision, page: Page, why: list[str]) -> None:
    """It stays a draft that nothing tries again, and the editors are told why."""
    page.revisions.update(approved_go_live_at=None)
    log(instance=page, action=WITHHELD, revision=revision, data={"why": why})
    decided = _scheduling(revision, page)
    letters.withheld(page, revision, why, decided.user if decided else None)
