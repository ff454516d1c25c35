"""Those who arrange a meeting together with the region: their names, pages and logos."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from PIL import Image

from medskick.ground.core import audit
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.pictures import only_what_is_seen
from medskick.process.meetings.actions import places
from medskick.process.meetings.models import CoHost, CoHostLogo, Meeting

LONGEST_SIDE = 480  # pixels: twice what a page shows
_OUT_OF_THE_WAY = 10_000


def name_co_hosts(meeting: Meeting, names: Sequence[str]) -> None:
    """Let these be the co-hosts, in this order. Who stays keeps page and logo. Inside the caller's transaction."""
    wanted = list(dict.fromkeys(filter(None, (" ".join(name.split())[:160] for name in names))))
    meeting.co_hosts.exclude(name__in=wanted).delete()
    stay = {one.name: one for one in meeting.co_hosts.all()}
    meeting.co_hosts.update(position=F("position") + _OUT_OF_THE_WAY)
    for position, name in enumerate(wanted, 1):
        one = stay.get(name) or CoHost(meeting=meeting, name=name)
        one.position = position
        one.save()


def present_co_host(
    co_host: CoHost, link: str, logo: UploadedFile | None = None, *, remove_logo: bool = False, by: Viewer
) -> CoHost:
    """Where one reads more about a co-host, and its logo, which is read and written anew before it is kept.

    Without ``logo`` the one there is stays, unless ``remove_logo``. Raises ValidationError by field.
    """
    require("meetings.edit", by, co_host.meeting)
    if link:
        try:
            URLValidator(schemes=["http", "https"])(link)
        except ValidationError as error:
            raise ValidationError(
                {"link": _("Skriv hela adressen, till exempel https://exempel.se.")}
            ) from error
    drawn = _drawn(logo) if logo else None
    with transaction.atomic():
        meeting = places.locked(co_host.meeting_id)
        require("meetings.edit", by, meeting)
        now = meeting.co_hosts.filter(pk=co_host.pk).first()
        if now is None:
            raise ValidationError(_("Medarrangören finns inte kvar. Ladda om sidan."))
        now.link = link
        now.save(update_fields=["link"])
        if drawn or remove_logo:
            CoHostLogo.objects.filter(co_host=now).delete()
        if drawn:
            drawn.co_host = now
            drawn.save()
        audit.record(
            by, "meetings.co_host_presented", places.ref(meeting), name=now.name, title=meeting.title
        )
    return now


def _drawn(file: UploadedFile) -> CoHostLogo:
    try:
        clean = only_what_is_seen(file, longest_side=LONGEST_SIDE)
    except ValidationError as error:
        raise ValidationError({"logo": error.messages}) from error
    content = clean.read()
    clean.seek(0)
    with Image.open(clean) as picture:
        width, height, kind = picture.width, picture.height, Image.MIME[picture.format or "PNG"]
    digest = hashlib.sha256(content).hexdigest()
    return CoHostLogo(content=content, media_type=kind, width=width, height=height, digest=digest)
