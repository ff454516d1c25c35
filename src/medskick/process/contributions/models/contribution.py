"""Submissions and contributions: what was sent, by what kind of sender, from where, and whether it shows."""

from __future__ import annotations

import secrets
import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medskick.ground.core.access import Role, Viewer

if TYPE_CHECKING:
    from django.db.models import QuerySet


class Channel(models.TextChoices):
    """The way it came in."""

    WEB = "web", _("Webben")
    MEETING = "meeting", _("Dialogmöte")
    WORKSHOP = "workshop", _("Workshop")
    LESSON = "lesson", _("Lektion")
    LETTER = "letter", _("Brev")
    EMAIL = "email", _("E-post")
    PHONE = "phone", _("Telefon")
    IMPORT = "import", _("Inläst fil")


class SenderKind(models.TextChoices):
    """Who speaks."""

    PERSON = "person", _("En person")
    GROUP = "group", _("En grupp")
    SCHOOL_CLASS = "school_class", _("En skolklass")
    ASSOCIATION = "association", _("En förening")
    COMPANY = "company", _("Ett företag")
    MUNICIPALITY = "municipality", _("En kommun")
    AUTHORITY = "authority", _("En myndighet")


class AgeBand(models.TextChoices):
    """Five bands; nobody is asked for an exact age."""

    CHILD = "0-15", _("0–15 år")
    YOUTH = "16-24", _("16–24 år")
    ADULT = "25-44", _("25–44 år")
    MIDDLE = "45-64", _("45–64 år")
    SENIOR = "65+", _("65 år eller äldre")


class State(models.TextChoices):
    """Whether a contribution shows. Waiting and visible ones are counted; hidden and withdrawn are accounted for."""

    WAITING = "waiting", _("Väntar på granskning")
    VISIBLE = "visible", _("Visas")
    HIDDEN = "hidden", _("Dold")
    WITHDRAWN = "withdrawn", _("Tillbakatagen")


class HiddenReason(models.TextChoices):
    """Why a contribution is hidden. Copies and unpopular opinions are no reasons."""

    ABUSE = "abuse", _("hot, hat eller kränkningar")
    PERSONAL = "personal", _("uppgifter om en enskild person")
    SPAM = "spam", _("reklam eller skräp")
    INJECTION = "injection", _("försök att styra datorn som läser texterna")
    SECRECY = "secrecy", _("uppgifter som omfattas av sekretess")
    SECURITY = "security", _("uppgifter som omfattas av säkerhetsskydd")
    ILLEGAL = "illegal", _("sådant som är olagligt att sprida")


class Submission(models.Model):
    """One occasion of sending: holds the client's key (so that a repeat stores nothing) and the receipt."""

    cycle = models.ForeignKey("cycle.StrategyCycle", on_delete=models.PROTECT, related_name="+")
    client_key = models.CharField(max_length=64, unique=True)
    # Tells a repeated sending (same words: same receipt) from new words sent with an old key (stored anew).
    fingerprint = models.CharField(max_length=64, editable=False)
    receipt = models.OneToOneField("core.Receipt", on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return str(self.receipt)


def new_number() -> int:
    """A random public number of seven digits: numbers in a row would tell who sent what together, and when."""
    return 1_000_000 + secrets.randbelow(9_000_000)


class ContributionQuerySet(models.QuerySet["Contribution"]):
    """The one place that decides who may see which contributions."""

    def visible_to(self, viewer: Viewer) -> QuerySet[Contribution]:
        """Moderating roles see all; everybody else sees what has been passed and is neither hidden nor withdrawn."""
        if viewer.has(*SEES_ALL):
            return self
        return self.filter(state=State.VISIBLE)

    def counted(self) -> QuerySet[Contribution]:
        """Received and neither hidden nor withdrawn: the ones that count (design, truth 3)."""
        return self.filter(state__in=(State.WAITING, State.VISIBLE))


SEES_ALL = (Role.MODERATOR, Role.PROCESS_LEAD, Role.REGISTRAR, Role.ADMINISTRATOR)


# So many fit in a class or at a meeting's table: who claims to be more is read by a person before it counts in public.
LARGE_GROUP = 30


class Contribution(models.Model):
    """One answer to one question. ``text`` and ``title`` are refused any change by the database itself."""

    number = models.PositiveIntegerField(unique=True, default=new_number, editable=False)
    cycle = models.ForeignKey("cycle.StrategyCycle", on_delete=models.PROTECT, related_name="contributions")
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions"
    )
    # Shared by what the same persons sent on one occasion: they are counted once. Without anything said it is a sending
    # by itself. Only the inlet gives it, and it is never shown: it tells who wrote what together.
    sending = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    # How many they are who sent it together, where somebody has told (a table at a meeting); the same in every
    # contribution of the sending. It counts in totals alone: ``queries.sendings`` has the rule.
    sending_persons = models.PositiveIntegerField(null=True, blank=True, editable=False)

    frame = models.CharField(max_length=40, blank=True)
    question = models.CharField(max_length=40, blank=True)
    title = models.TextField(blank=True)
    text = models.TextField()
    search_text = models.TextField(editable=False)

    channel = models.CharField(max_length=12, choices=Channel.choices)
    sender_kind = models.CharField(max_length=14, choices=SenderKind.choices, default=SenderKind.PERSON)
    persons = models.PositiveIntegerField(default=1)
    organisation = models.CharField(max_length=200, blank=True)
    organisation_named = models.BooleanField(default=False)
    municipality = models.CharField(max_length=4, blank=True)
    age_band = models.CharField(max_length=8, choices=AgeBand.choices, blank=True)
    language = models.CharField(max_length=8, blank=True)

    source_kind = models.CharField(max_length=20, blank=True)
    source_key = models.CharField(max_length=80, blank=True)
    source_title = models.CharField(max_length=200, blank=True)
    source_date = models.DateField(null=True, blank=True)
    import_batch = models.ForeignKey(
        "contributions.ImportBatch",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
    )
    import_row = models.PositiveIntegerField(null=True, blank=True)

    received_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    hidden_reason = models.CharField(max_length=12, choices=HiddenReason.choices, blank=True)
    # Kinds of conduct the rules saw on arrival (abuse, threat, spam, injection); such texts are never quoted.
    flags = models.JSONField(default=list, blank=True)
    has_personal_data = models.BooleanField(default=False)
    # Sent too fast, or without the browser's proof of work: a person reads it whatever rules are approved.
    suspect = models.BooleanField(default=False)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["import_batch", "import_row"], name="contributions_import_row_once"
            ),
            models.CheckConstraint(
                condition=models.Q(persons__gte=1), name="contributions_at_least_one_person"
            ),
            models.CheckConstraint(
                condition=models.Q(state="hidden") ^ models.Q(hidden_reason=""),
                name="contributions_hidden_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["cycle", "state", "-received_at"]),
            models.Index(fields=["cycle", "municipality", "channel", "state"]),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def public_fields(self) -> tuple[str, ...]:
        """The fields whose words anybody may come to read: the organisation's name only where it is to be named."""
        named = ("organisation",) if self.organisation_named and self.organisation else ()
        return ("title", "text", *named)

    @property
    def is_large_group(self) -> bool:
        """More persons are said to be behind it than anybody lets through unread."""
        return max(self.persons, self.sending_persons or 0) > LARGE_GROUP

    @property
    def only_a_person_passes(self) -> bool:
        """No rule and no bulk action lets it show: somebody has to read just this one first."""
        printed = "organisation" in self.public_fields
        return bool(self.flags) or self.suspect or printed or self.is_large_group

    @property
    def quotable(self) -> bool:
        """Whether words of it may be quoted: a text once classed abusive, spam or injected never is."""
        return not self.flags
