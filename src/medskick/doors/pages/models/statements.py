"""What the law wants a public site to tell, as the operator fills it in, and what visitors say of hindrances.

Each saved statement is a row of its own, so that what was told before can still be read; the newest one shows.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

WHERE_TO_COMPLAIN = "https://www.digg.se/tdosanmalan"


class Conformity(models.TextChoices):
    """How far the site meets the law on accessible digital public service."""

    FULL = "full", _("helt förenlig")
    PARTIAL = "partial", _("delvis förenlig")
    NONE = "none", _("inte förenlig")


class AccessibilityStatement(models.Model):
    """The statement as it was saved once: degree, when and how it was judged, where to turn. Failings hang on it."""

    conformity = models.CharField(
        _("hur väl webbplatsen uppfyller lagen"), max_length=10, choices=Conformity.choices
    )
    assessed_on = models.DateField(_("när den bedömdes"))
    method = models.TextField(
        _("hur den bedömdes"),
        max_length=1_000,
        help_text=_("Till exempel: Vi har själva gått igenom sidorna med tangentbord och skärmläsare."),
    )
    published_on = models.DateField(_("när webbplatsen öppnade"), null=True, blank=True)
    contact_email = models.EmailField(_("e-post för frågor om tillgänglighet"), blank=True)
    contact_phone = models.CharField(_("telefon för frågor om tillgänglighet"), max_length=40, blank=True)
    answer_days = models.PositiveSmallIntegerField(_("inom hur många dagar ni svarar"), default=14)
    complaint_address = models.URLField(_("länk till tillsynens anmälan"), default=WHERE_TO_COMPLAIN)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_by = models.CharField(max_length=200, editable=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_conformity_display()} {self.assessed_on}"


class FailingKind(models.TextChoices):
    """Why something falls short. The law tells these three apart."""

    FAILING = "failing", _("Uppfyller inte kraven")
    BURDEN = "burden", _("Oskäligt betungande att åtgärda")
    OUTSIDE = "outside", _("Omfattas inte av lagen")


class Failing(models.Model):
    """Something that does not work for everybody, and when it will."""

    statement = models.ForeignKey(AccessibilityStatement, on_delete=models.CASCADE, related_name="failings")
    kind = models.CharField(
        _("slag"), max_length=10, choices=FailingKind.choices, default=FailingKind.FAILING
    )
    what = models.CharField(_("vad som inte fungerar"), max_length=400)
    why = models.CharField(_("varför"), max_length=400, blank=True)
    mended_by = models.DateField(_("åtgärdat senast"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.what


class PersonalDataStatement(models.Model):
    """What only the operator can tell of personal data: the rest of the page says what the software does."""

    controller = models.CharField(_("personuppgiftsansvarig"), max_length=200)
    legal_basis = models.TextField(_("rättslig grund"), max_length=1_500)
    retention = models.TextField(_("hur länge uppgifter sparas"), max_length=1_500)
    receivers = models.TextField(
        _("vilka fler som kan se uppgifterna"),
        max_length=1_000,
        blank=True,
        help_text=_("Till exempel den som sköter driften åt er. Lämna tomt om ingen annan kan se dem."),
    )
    officer_email = models.EmailField(_("e-post till dataskyddsombudet"))
    officer_phone = models.CharField(_("telefon till dataskyddsombudet"), max_length=40, blank=True)
    officer_post = models.CharField(_("postadress till dataskyddsombudet"), max_length=200, blank=True)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_by = models.CharField(max_length=200, editable=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.controller} {self.saved_at:%Y-%m-%d}"


class HindranceReport(models.Model):
    """What a visitor says about a hindrance, and what was answered."""

    class State(models.TextChoices):
        NEW = "new", _("Ny")
        READ = "read", _("Läst")
        ANSWERED = "answered", _("Besvarad")

    text = models.TextField()
    page = models.CharField(max_length=300, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    client_key = models.CharField(max_length=64, unique=True)
    suspect = models.BooleanField(default=False)  # sent too fast, or by somebody who fills in hidden fields
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["state", "-received_at"])]

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d} {self.get_state_display()}"
