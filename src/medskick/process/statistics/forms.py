"""The form that takes in a file with population."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PopulationForm(forms.Form):
    """One file, and who is behind the figures."""

    file = forms.FileField(
        label=_("Fil med folkmängd"),
        help_text=_(
            "CSV eller Excel (xlsx) med rubrikerna kommun, år, ålder och antal. En rad för varje siffra."
        ),
        error_messages={
            "required": _("Välj en fil."),
            "empty": _("Filen är tom. Välj en annan."),
            "missing": _("Filen kom inte med. Välj den en gång till."),
            "invalid": _("Filen kom inte med. Välj den en gång till."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    credit = forms.CharField(
        label=_("Källa"), max_length=200, initial="SCB", help_text=_("Visas vid siffrorna, till exempel SCB.")
    )
