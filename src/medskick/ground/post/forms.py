"""Forms: subscribing and what one subscribes to, and the filter of the outbox."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from medskick.ground.post.models import State
from medskick.ground.post.queries import outbox
from medskick.ground.post.queries.subscribers import choices


class AddressForm(forms.Form):
    """An address, and the traps that no person falls into."""

    use_required_attribute = False

    address = forms.EmailField(
        label=_("Din e-postadress"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": _("Skriv din e-postadress."),
            "invalid": _("Skriv en e-postadress, till exempel namn@exempel.se."),
            "max_length": _("E-postadressen är för lång. Högst 254 tecken."),
        },
    )
    altcha = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-proof": ""}))
    homepage = forms.CharField(
        required=False,
        label=_("Lämna det här fältet tomt"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off", "data-no-draft": ""}),
    )


class _Groups(forms.Form):
    """The topics as one field per group, such as municipalities and themes."""

    def __init__(
        self, *args: Any, also: Iterable[str] = (), chosen: Iterable[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        groups: dict[str, list[tuple[str, str]]] = {}
        for topic in choices(also):
            groups.setdefault(str(topic.group), []).append((topic.key, topic.label))
        wanted = set(chosen)
        self.had = set(also)
        self.group_titles = {f"topics_{number}": title for number, title in enumerate(groups)}
        for name, offered in zip(self.group_titles, groups.values(), strict=True):
            self.fields[name] = forms.MultipleChoiceField(
                label=_("Välj en eller flera"),
                required=False,
                choices=offered,
                initial=[key for key, _label in offered if key in wanted],
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": _("Det du valde finns inte längre. Välj i listan.")},
            )

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The bound fields of the groups, each with its title and whether anything in it is ticked."""
        return [
            {"title": title, "field": self[name], "open": bool(self[name].value()) or bool(self[name].errors)}
            for name, title in self.group_titles.items()
        ]

    narrowed = False  # whether everything was ticked beside something narrower, which then counts

    def clean(self) -> dict[str, Any]:
        """Something narrower that was ticked now replaces everything. What one had before stays beside it."""
        cleaned = super().clean() or {}
        new = {key for name in self.group_titles for key in cleaned.get(name, ())} - self.had
        if cleaned.get("everything") and new:
            cleaned["everything"], self.narrowed = False, True
        return cleaned

    def topics(self) -> list[str]:
        """The keys that are ticked. Only for a valid form."""
        return [key for name in self.group_titles for key in self.cleaned_data[name]]


class SubscribeForm(_Groups, AddressForm):
    """What a visitor asks for."""

    everything = forms.BooleanField(
        label=_("Allt som händer"),
        required=False,
        widget=forms.CheckboxInput({"data-everything": ""}),
        help_text=_(
            "Vill du bara följa vissa kommuner eller teman? Välj dem här nedanför, så får du bara det."
        ),
    )


class _Languages(forms.Select):
    """Languages by their own names, each read out in its own voice."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["lang"] = str(value)
        return option


class ManageForm(_Groups):
    """What a subscriber has, to change."""

    use_required_attribute = False

    everything = forms.BooleanField(
        label=_("Allt som händer"), required=False, widget=forms.CheckboxInput({"data-everything": ""})
    )
    language = forms.ChoiceField(label=_("Språk i mejlen"), choices=settings.LANGUAGES, widget=_Languages)


class OutboxFilter(forms.Form):
    """Which mails to show."""

    lage = forms.ChoiceField(label=_("Läge"), required=False, choices=[("", _("Alla")), *State.choices])
    slag = forms.ChoiceField(label=_("Slag"), required=False)
    adress = forms.CharField(
        label=_("Adress"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slag"].choices = [("", _("Alla")), *outbox.kind_choices()]  # type: ignore[attr-defined]
