"""Forms of the two statements, and the visitor's form for telling of a hindrance."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from medskick.doors.pages.models import AccessibilityStatement, Conformity, Failing, PersonalDataStatement
from medskick.ground.core.printable import shows_nothing

MOST = 4_000


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AccessibilityForm(forms.ModelForm):
    """What the statement says, failings apart."""

    class Meta:
        model = AccessibilityStatement
        fields = [
            "conformity", "assessed_on", "method", "published_on", "contact_email", "contact_phone",
            "answer_days", "complaint_address",
        ]  # fmt: skip
        widgets = {
            "conformity": forms.RadioSelect,
            "assessed_on": _day(),
            "published_on": _day(),
            "method": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["conformity"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = Conformity.choices  # without Django's empty one
        for field in self.fields.values():
            field.label = str(field.label)[:1].upper() + str(field.label)[1:]

    def clean_assessed_on(self) -> Any:
        """Nobody has judged the site in days to come."""
        day = self.cleaned_data["assessed_on"]
        if day > timezone.localdate():
            raise ValidationError(_t("Dagen har inte varit än. Skriv när ni bedömde webbplatsen."))
        return day


class FailingForm(forms.ModelForm):
    """One failing. A row left empty is none."""

    class Meta:
        model = Failing
        fields = ["kind", "what", "why", "mended_by"]
        widgets = {
            "what": forms.Textarea(attrs={"rows": 2}),
            "why": forms.Textarea(attrs={"rows": 2}),
            "mended_by": _day(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].required = False
        for field in self.fields.values():
            field.label = str(field.label)[:1].upper() + str(field.label)[1:]


Failings = forms.modelformset_factory(Failing, form=FailingForm, extra=2, can_delete=True)


class PersonalDataForm(forms.ModelForm):
    """What only the operator can tell of personal data."""

    class Meta:
        model = PersonalDataStatement
        fields = [
            "controller", "legal_basis", "retention", "receivers", "officer_email", "officer_phone",
            "officer_post",
        ]  # fmt: skip
        widgets = {
            name: forms.Textarea(attrs={"rows": 4}) for name in ("legal_basis", "retention", "receivers")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = str(field.label)[:1].upper() + str(field.label)[1:]


class HindranceForm(forms.Form):
    """What does not work, where, and perhaps where to answer. ``homepage`` is for robots alone."""

    text = forms.CharField(
        label=_("Vad fungerar inte?"),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Berätta gärna vilken dator, telefon eller hjälpmedel du använder."),
        error_messages={"required": _("Skriv vad som inte fungerar, så att vi kan rätta det.")},
    )
    page = forms.CharField(label=_("På vilken sida?"), max_length=300, required=False)
    email = forms.EmailField(
        label=_("Din e-post, om du vill ha svar"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Adressen ser inte hel ut. Så här kan den se ut: namn@exempel.se")},
    )
    homepage = forms.CharField(
        label=_("Lämna det här fältet tomt"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_text(self) -> str:
        """Signs that nobody sees tell of nothing."""
        text = str(self.cleaned_data["text"])
        if shows_nothing(text):
            raise ValidationError(self.fields["text"].error_messages["required"], code="required")
        return text


class AnswerForm(forms.Form):
    """The answer to a report."""

    answer = forms.CharField(
        label=_("Svar"),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Skriv ett svar först.")},
    )
