"""Forms of the cycle's page in the workspace."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


def _day() -> forms.DateField:
    return forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))


class StartCycleForm(forms.Form):
    """Start a cycle: a lasting key (used in addresses), a name, and the dialogue's planned days."""

    key = forms.SlugField(
        label=_("Nyckel i adresser"), max_length=20, help_text=_("Till exempel 2040. Kan inte ändras sedan.")
    )
    name = forms.CharField(label=_("Namn"), max_length=120)
    start = forms.DateField(label=_("Dialogen börjar"), widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(label=_("Dialogens sista dag"), widget=forms.DateInput(attrs={"type": "date"}))


class PlanPhaseForm(forms.Form):
    """The planned days of one phase."""

    start = _day()
    end = _day()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["start"].label = _("Första dag")
        self.fields["end"].label = _("Sista dag")


class DayForm(forms.Form):
    """The day a phase really began or ended."""

    day = forms.DateField(label=_("Dag"), widget=forms.DateInput(attrs={"type": "date"}))
