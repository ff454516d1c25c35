"""A meeting: what it is, when and where, for whom, and how one signs up for it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medskick.ground.core.access import Role, Viewer

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Who plans all meetings, and who besides them reads what is not published.
PLANS = (Role.PROCESS_LEAD, Role.EDITOR, Role.OFFICER)
READS_ALL = (*PLANS, Role.MODERATOR, Role.ANALYST, Role.REGISTRAR, Role.ADMINISTRATOR)


class Kind(models.TextChoices):
    """What sort of meeting it is."""

    DIALOGUE = "dialogue", _("Dialogmöte")
    THEMATIC = "thematic", _("Tematiskt samtal")
    YOUTH = "youth", _("Ungdomsträff")
    COUNCIL = "council", _("Råd eller fullmäktige")
    FAIR = "fair", _("Mässa eller monter")


class Form(models.TextChoices):
    """Where people take part."""

    PLACE = "place", _("På plats")
    HYBRID = "hybrid", _("På plats och på nätet")
    ONLINE = "online", _("På nätet")


class Ladder(models.TextChoices):
    """The step on the participation ladder, said openly before anybody comes."""

    INFORMATION = "information", _("Information")
    CONSULTATION = "consultation", _("Samråd")
    DIALOGUE = "dialogue", _("Dialog")
    INFLUENCE = "influence", _("Inflytande")
    CODECISION = "codecision", _("Medbeslutande")


# What each step promises, as the meeting's page says it.
PROMISES = {
    Ladder.INFORMATION: _("Vi berättar och svarar på frågor. Mötet ändrar inget förslag."),
    Ladder.CONSULTATION: _("Du säger vad du tycker om något som redan är påbörjat. Vi väger in det."),
    Ladder.DIALOGUE: _("Vi samtalar och lyssnar på varandra. Det som sägs går in i analysen."),
    Ladder.INFLUENCE: _("Ni tar fram förslag tillsammans med oss. Vi visar vad som blev av dem."),
    Ladder.CODECISION: _("Ni är med och beslutar i den fråga som mötet gäller."),
}


class TargetGroup(models.TextChoices):
    """Whom it is meant for. Everybody is welcome to ask."""

    EVERYBODY = "everybody", _("Alla")
    YOUNG = "young", _("Unga")
    OLDER = "older", _("Äldre")
    ASSOCIATIONS = "associations", _("Föreningar")
    BUSINESS = "business", _("Företag")
    CULTURE = "culture", _("Kulturlivet")
    SCHOOL = "school", _("Skolor och utbildning")
    PUBLIC_BODIES = "public_bodies", _("Kommuner och myndigheter")
    ELECTED = "elected", _("Förtroendevalda")


class State(models.TextChoices):
    """A draft is seen by staff alone; a cancelled meeting keeps its page and its number."""

    DRAFT = "draft", _("Utkast")
    PUBLISHED = "published", _("Publicerat")
    CANCELLED = "cancelled", _("Inställt")
    HELD = "held", _("Genomfört")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """The one place that decides who may see which meetings."""

    def visible_to(self, viewer: Viewer) -> QuerySet[Meeting]:
        """Staff who plan or read see all; a municipality's contact also its own drafts; others what is published."""
        if viewer.has(*READS_ALL):
            return self
        shown = models.Q(state__in=(State.PUBLISHED, State.CANCELLED, State.HELD))
        if viewer.has(Role.MUNICIPALITY_CONTACT) and viewer.municipality:
            shown |= models.Q(municipality=viewer.municipality)
        return self.filter(shown)


class Meeting(models.Model):
    """One meeting. Its number is its key, which the database never gives twice. What has been published is cancelled,
    never removed.

    ``municipality`` is empty for the whole county. ``link`` is told to those who have a place, nobody else.
    ``sequence`` counts moves, as calendars want it.
    """

    cycle = models.ForeignKey("cycle.StrategyCycle", on_delete=models.PROTECT, related_name="meetings")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.DIALOGUE)
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=400, blank=True)
    agenda = models.TextField(blank=True)
    ladder = models.CharField(max_length=14, choices=Ladder.choices, default=Ladder.DIALOGUE)
    target_group = models.CharField(max_length=14, choices=TargetGroup.choices, default=TargetGroup.EVERYBODY)

    municipality = models.CharField(max_length=4, blank=True, db_index=True)
    form = models.CharField(max_length=8, choices=Form.choices, default=Form.PLACE)
    place = models.CharField(max_length=200, blank=True)
    access = models.TextField(blank=True)
    link = models.URLField(max_length=400, blank=True)
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0, editable=False)

    takes_signups = models.BooleanField(default=True)
    places = models.PositiveIntegerField(null=True, blank=True)
    largest_group = models.PositiveSmallIntegerField(default=5)
    closes_at = models.DateTimeField(null=True, blank=True)
    asks_access = models.BooleanField(default=False)
    asks_diet = models.BooleanField(default=False)
    disposal_days = models.PositiveSmallIntegerField(default=30)
    disposed_at = models.DateTimeField(null=True, blank=True, editable=False)

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="meetings_ends_after_start"
            )
        ]
        indexes = [models.Index(fields=["cycle", "state", "starts_at"])]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> int:
        """The number in its address."""
        return self.pk

    @property
    def promise(self) -> str:
        """What the step on the ladder promises, in a sentence."""
        return str(PROMISES[Ladder(self.ladder)])

    @property
    def is_public(self) -> bool:
        """Whether visitors may read about it."""
        return self.state != State.DRAFT

    @property
    def has_begun(self) -> bool:
        """It has been held, or its first minute has come."""
        return self.state in (State.PUBLISHED, State.HELD) and self.starts_at <= timezone.now()

    @property
    def is_over(self) -> bool:
        """It has been held, or its last minute has passed."""
        return self.state == State.HELD or (self.state == State.PUBLISHED and self.ends_at <= timezone.now())

    @property
    def signup_closes(self) -> datetime.datetime:
        """When sign-up ends: the time set for it, at the latest when the meeting begins."""
        return min(self.closes_at, self.starts_at) if self.closes_at else self.starts_at

    @property
    def signup_is_open(self) -> bool:
        """Whether somebody may sign up now; a full meeting takes names for its waiting list."""
        return self.takes_signups and self.state == State.PUBLISHED and timezone.now() < self.signup_closes

    @property
    def hosts_with_logos(self) -> list[CoHost]:
        """The co-hosts that have a logo, in their order."""
        return [one for one in self.co_hosts.all() if one.shown_logo]

    @property
    def disposal_day(self) -> datetime.date:
        """The day from which names, addresses and needs are emptied."""
        return timezone.localtime(self.ends_at).date() + datetime.timedelta(days=self.disposal_days)


class CoHost(models.Model):
    """Somebody who arranges the meeting together with the region."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="co_hosts")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    link = models.URLField(max_length=400, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="meetings_co_host_position_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_logo(self) -> CoHostLogo | None:
        """Its logo, where it has one."""
        return getattr(self, "logo", None)


class CoHostLogo(models.Model):
    """A co-host's logo as it is shown: read and written anew when it was uploaded. Its name is its alternative text."""

    co_host = models.OneToOneField(CoHost, on_delete=models.CASCADE, related_name="logo")
    content = models.BinaryField()
    media_type = models.CharField(max_length=20)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.digest[:12]
