"""A sign-up: who wants to come and how many, whether they have a place, and whether they came."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medskick.process.meetings.models.meeting import Form


class Standing(models.TextChoices):
    """What a sign-up gives. Those who wait are no participants."""

    PLACE = "place", _("Har plats")
    WAITING = "waiting", _("Väntar på plats")
    CANCELLED = "cancelled", _("Avbokad")


class SignUp(models.Model):
    """One person or group. The fields in ``PERSONAL`` are emptied on the meeting's disposal day; the rest is counted.
    Those in ``NEEDS`` may tell of health, and go as soon as nobody has use for them.

    ``turn`` is the order of arrival within the meeting and never changes. ``seed`` and the installation's secret key
    give the private link's secret; the database holds its hash alone, so that its rows open nothing. A walk-in has no
    link, and takes none of the places that one signs up for.
    """

    NEEDS = ("access_needs", "diet_needs")
    PERSONAL = ("name", "email", "phone", *NEEDS)

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="signups")
    client_key = models.CharField(max_length=64)
    seed = models.UUIDField(default=uuid.uuid4, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    # Said aloud and scanned at the door. It finds the line in the list of the staff and opens no page of a visitor.
    code = models.CharField(max_length=11, unique=True, editable=False)

    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    access_needs = models.CharField(max_length=400, blank=True)
    diet_needs = models.CharField(max_length=400, blank=True)
    language = models.CharField(max_length=8, default="sv")

    persons = models.PositiveSmallIntegerField(default=1)
    # Takes part on the net. A meeting that is both in a room and on the net gives such a sign-up no chair.
    online = models.BooleanField(default=False)
    standing = models.CharField(max_length=10, choices=Standing.choices)
    turn = models.PositiveIntegerField()
    has_waited = models.BooleanField(default=False)
    is_walk_in = models.BooleanField(default=False)
    came = models.PositiveSmallIntegerField(null=True, blank=True)

    signed_up_at = models.DateTimeField(default=timezone.now, editable=False)
    moved_up_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    arrived_at = models.DateTimeField(null=True, blank=True, editable=False)
    disposed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["turn"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "client_key"], name="meetings_signup_key_once"),
            models.UniqueConstraint(fields=["meeting", "turn"], name="meetings_signup_turn_once"),
            models.CheckConstraint(condition=models.Q(persons__gte=1), name="meetings_signup_one_person"),
        ]
        indexes = [models.Index(fields=["meeting", "standing", "turn"])]

    def __str__(self) -> str:
        return self.code

    @property
    def has_place(self) -> bool:
        """Whether there is a place for it."""
        return self.standing == Standing.PLACE

    @property
    def on_the_net(self) -> bool:
        """Whether it takes part on the net, as the meeting is held now. Reads the meeting."""
        return self.meeting.form == Form.ONLINE or (self.meeting.form == Form.HYBRID and self.online)

    @property
    def waits(self) -> bool:
        """Whether it stands on the waiting list."""
        return self.standing == Standing.WAITING
