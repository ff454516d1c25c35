"""Forms of the workspace: starting a run, editing a theme, moving statements, publishing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medskick.process.insights.actions.start import MOST_THEMES
from medskick.process.insights.models import OutsideReason, Theme


class StartForm(forms.Form):
    """Options of a run; empty means that the engine chooses."""

    afresh = forms.BooleanField(
        label=_("Börja om från början"),
        help_text=_("Datorn letar efter nya teman i allt, utan att utgå från den senaste utgåvan."),
        required=False,
    )
    themes = forms.IntegerField(
        label=_("Ungefär hur många teman?"),
        help_text=_("Lämna tomt så väljer datorn efter hur mycket som har kommit in."),
        required=False,
        min_value=2,
        max_value=MOST_THEMES,
    )
    seed = forms.IntegerField(
        label=_("Startvärde"),
        help_text=_("Samma underlag och samma startvärde ger samma resultat."),
        required=False,
        min_value=0,
        max_value=2**31 - 1,
    )


class ShownForm(forms.Form):
    """A form over something that is written already: it carries along what was shown (``visat``)."""

    visat = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    @property
    def shown(self) -> str | None:
        """What the form showed; None for a post without it."""
        return self.cleaned_data["visat"] if "visat" in self.data else None


class NameForm(ShownForm):
    """A theme's name."""

    name = forms.CharField(
        label=_("Namn"), max_length=120, help_text=_("Så som folk skulle säga det, helst högst fem ord.")
    )


class SummaryForm(ShownForm):
    """A theme's summary in a person's own words."""

    summary = forms.CharField(
        label=_("Sammanfattning"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("En mening om vad rösterna säger, gärna en till om det de inte är överens om."),
    )


class ScopeForm(ShownForm):
    """Whether a theme lies outside the strategy, and why."""

    reason = forms.ChoiceField(
        label=_("Hör temat till strategin?"),
        choices=[
            ("", _("Ja, det hör till")),
            *((value, _("Nej, %s") % label) for value, label in OutsideReason.choices),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Varför?"), required=False, max_length=500)


class ThemeChoice(forms.ModelChoiceField):
    """Themes with the theme they lie in."""

    def label_from_instance(self, theme: Theme) -> str:
        return f"{theme.parent.name} › {theme.name}" if theme.parent else theme.name


def live_themes(cycle: Any) -> Any:
    """Themes of the book, themes before their topics."""
    live = Theme.objects.filter(cycle=cycle, state__in=[Theme.State.PROPOSED, Theme.State.APPROVED])
    return live.select_related("parent").order_by("parent__name", "name")


class MergeForm(forms.Form):
    """What to merge a theme into."""

    into = ThemeChoice(label=_("Slå ihop med"), queryset=Theme.objects.none(), empty_label=_("Välj tema"))

    def __init__(self, theme: Theme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = live_themes(theme.cycle).exclude(pk=theme.pk).exclude(parent=theme)  # type: ignore[attr-defined]


class StatementsForm(forms.Form):
    """What to do with the statements that are ticked."""

    to = ThemeChoice(
        label=_("Flytta till"),
        queryset=Theme.objects.none(),
        required=False,
        empty_label=_("Flytta till …"),
        widget=forms.Select(attrs={"class": "input"}),
    )
    name = forms.CharField(
        label=_("Nytt tema"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "input", "placeholder": _("Nytt tema heter …")}),
    )
    reason = forms.ChoiceField(
        label=_("Ligger utanför för att"),
        choices=[("", _("Utanför för att …")), *OutsideReason.choices],
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )

    def __init__(self, cycle: Any, *args: Any, wrong: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in wrong:
            self.fields[name].widget.attrs.update(
                {"aria-invalid": "true", "aria-describedby": f"fel-{name}", "autofocus": True}
            )
        self.fields["to"].queryset = live_themes(cycle)  # type: ignore[attr-defined]


class TakeAwayForm(forms.Form):
    """What to take away from an edition, and why."""

    what = forms.ChoiceField(label=_("Vad ska bort?"))
    reason = forms.CharField(
        label=_("Varför?"),
        max_length=300,
        help_text=_("Skälet visas för alla. Skriv inte om det som ska bort."),
    )
    everywhere = forms.BooleanField(
        label=_("Också i andra utgåvor där temat har samma namn eller sammanfattning"),
        required=False,
        initial=True,
    )

    def __init__(self, parts: Iterable[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(part.key, part.label) for part in parts if not part.mark]
        self.fields["what"].choices = [("", _("Välj")), *choices]  # type: ignore[attr-defined]


class PublishForm(forms.Form):
    """The edition's heading and what to say about it."""

    title = forms.CharField(
        label=_("Rubrik"), required=False, max_length=120, help_text=_("Till exempel ”Efter turnén”.")
    )
    note = forms.CharField(
        label=_("Om utgåvan"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Visas överst på sidan Teman."),
    )
    # The mark of the book that was read (``actions.mark``): only that is published.
    seen = forms.CharField(
        widget=forms.HiddenInput,
        max_length=64,
        error_messages={"required": _("Läs förhandsvisningen innan du publicerar.")},
    )
    sure = forms.BooleanField(
        label=_("Jag har läst förhandsvisningen. Utgåvan får ett nummer och ändras inte sedan."),
        error_messages={"required": _("Kryssa i rutan när du har läst förhandsvisningen.")},
    )
