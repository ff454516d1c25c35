"""Pictures: what they show in words, who took them, and that those who are seen in them know.

A picture is stored as it is re-encoded (``stored``, ``ground.core.pictures``): without position, camera, date or
anything else that a file may carry beside what is seen.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, get_upload_to

from .stored import PictureField


class Shows(models.TextChoices):
    """Who can be recognised in a picture."""

    NOBODY = "nobody", _("Ingen går att känna igen")
    ADULTS = "adults", _("Vuxna")
    CHILDREN = "children", _("Barn, kanske tillsammans med vuxna")


class Picture(AbstractImage):
    """A picture with words for those who do not see it. ``description`` is those words."""

    file = PictureField(_("fil"), upload_to=get_upload_to, width_field="width", height_field="height")
    credit = models.CharField(_("fotograf eller upphov"), max_length=120)
    shows = models.CharField(_("vilka syns"), max_length=10, choices=Shows.choices)
    consent = models.TextField(
        _("hur de har sagt ja"),
        max_length=500,
        blank=True,
        help_text=_(
            "Krävs när någon går att känna igen. För barn: vilken vårdnadshavare som har sagt ja, "
            "och var det finns skrivet."
        ),
    )

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "shows",
        "consent",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("bild")
        verbose_name_plural = _("bilder")

    @property
    def default_alt_text(self) -> str:
        """Never the file's name: only words that somebody wrote for this picture."""
        return self.description

    @property
    def lacks(self) -> list[str]:
        """What must be filled in before anybody may see it, in words."""
        seen = self.shows in {Shows.ADULTS, Shows.CHILDREN}
        return [
            what
            for what, there in (
                (_t("en beskrivning för den som inte ser den"), self.description.strip()),
                (_t("vem som har gjort den"), self.credit.strip()),
                (_t("vilka som syns"), self.shows in Shows.values),
                (_t("hur de som syns har sagt ja"), self.consent.strip() or not seen),
            )
            if not there
        ]

    def clean(self) -> None:
        """Nobody is shown without having said yes."""
        super().clean()
        if self.shows in {Shows.ADULTS, Shows.CHILDREN} and not self.consent.strip():
            raise ValidationError({"consent": _("Skriv hur de som syns har sagt ja till att bilden visas.")})


class Rendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
