"""Redirects by hand: the target may be an address of the site's own, such as ``/moten/``, if something is there."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects import views
from wagtail.contrib.redirects.forms import RedirectForm

from medskick.doors.pages import queries
from medskick.ground.core.access import PUBLIC
from medskick.ground.core.context import plain_path


class OwnRedirectForm(RedirectForm):
    """Wagtail's form, which takes whole addresses alone."""

    redirect_link = forms.CharField(
        label=_("Omdirigera till en adress"),
        required=False,
        max_length=255,
        help_text=_("En sida här, till exempel /moten/, eller en hel adress: https://exempel.se/sida"),
    )

    def clean_redirect_link(self) -> str:
        """An address of the site's own has to lead somewhere; any other has to be whole."""
        link: str = self.cleaned_data["redirect_link"].strip()
        if not link:
            return ""
        if not link.startswith("/") or link.startswith("//"):
            try:
                URLValidator(schemes=["http", "https"])(link)
            except ValidationError as error:
                raise ValidationError(
                    _t(
                        "Skriv en sida här, till exempel /moten/, eller en hel adress: https://exempel.se/sida"
                    )
                ) from error
            return link
        if not leads_somewhere(urlsplit(link).path):
            raise ValidationError(
                _t("Det finns ingen sida på %(link)s. Skriv adressen som den står i webbläsaren.")
                % {"link": link}
            )
        return link

    def _get_validation_exclusions(self) -> set[str]:
        """The model would ask for a whole address once more."""
        return {*super()._get_validation_exclusions(), "redirect_link"}


def leads_somewhere(path: str) -> bool:
    """Whether the site answers at this path, in any language, with something of its own or a published page."""
    from medskick.doors.pages.views import serve

    plain = plain_path(path if path.endswith("/") else f"{path}/")
    try:
        if resolve(plain).func is not serve:
            return True
    except Resolver404:
        return False
    return queries.is_published_at(plain, PUBLIC)


class Add(views.CreateView):
    form_class: Any = OwnRedirectForm


class Edit(views.EditView):
    form_class: Any = OwnRedirectForm
