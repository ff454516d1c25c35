"""Forms of the workspace: starting a run, editing a theme, moving statements, publishing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from medskick.ground.core.numbers import counted
from medskick.process.insights.actions.start import MOST_THEMES
from medskick.process.insights.models import BelongsTo, Codebook, OutsideReason, Theme, Verdict
from medskick.process.insights.queries.left_out import Left

GO_ON, FROM_EDITION, AFRESH = "vidare", "utgava", "borja-om"


class BookChoice(forms.ModelChoiceField):
    """Codebooks by name."""

    def label_from_instance(self, codebook: Codebook) -> str:
        return codebook.name


class StartForm(forms.Form):
    """Options of a run; empty means that the engine chooses."""

    way = forms.ChoiceField(
        label=_("Hur ska tankarna samlas?"),
        choices=[("hitta", _("Låt Medskick hitta teman")), ("kodbok", _("Använd en kodbok"))],
        initial="hitta",
        required=False,
        widget=forms.RadioSelect,
    )
    codebook = BookChoice(
        label=_("Kodbok"), queryset=Codebook.objects.all(), required=False, empty_label=_("Välj kodbok")
    )
    ground = forms.ChoiceField(
        label=_("Vad ska datorn utgå från?"),
        choices=[
            (GO_ON, _("Det som ligger i boken nu")),
            (FROM_EDITION, _("Den senaste utgåvan")),
            (AFRESH, _("Ingenting: börja om från början")),
        ],
        initial=GO_ON,
        required=False,
        widget=forms.RadioSelect,
    )
    # Number of the run that the form says it goes on from, 0 for none.
    shown = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    # Key of the newest decision about the book when what the way back moves was counted.
    decided = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    themes = forms.IntegerField(
        label=_("Ungefär hur många teman?"),
        help_text=_("Med ett antal börjar datorn om från början. Lämna tomt så väljer den själv."),
        required=False,
        min_value=2,
        max_value=MOST_THEMES,
    )
    seed = forms.IntegerField(
        label=_("Slumptal att börja med"),
        help_text=_(
            "Talet som datorn utgår från när den väljer på måfå. Samma underlag och samma tal ger samma resultat."
        ),
        required=False,
        min_value=0,
        max_value=2**31 - 1,
    )

    def __init__(self, *args: Any, edition: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not edition:  # there is none to go back to
            field: Any = self.fields["ground"]
            field.choices = [choice for choice in field.choices if choice[0] != FROM_EDITION]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("way") != "kodbok":
            data["codebook"] = None
        elif not data.get("codebook") and "codebook" not in self.errors:
            self.add_error("codebook", _("Välj vilken kodbok som ska användas."))
        return data


class ShownForm(forms.Form):
    """A form over something that is written already: it carries along what was shown (``visat``)."""

    visat = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    @property
    def shown(self) -> str | None:
        """What the form showed; None for a post without it."""
        return self.cleaned_data["visat"] if "visat" in self.data else None


class BookForm(forms.Form):
    """A new codebook: its name and, if wanted, a file or an edition to take the themes from."""

    name = forms.CharField(
        label=_("Kodbokens namn"), max_length=120, error_messages={"required": _("Skriv vad kodboken heter.")}
    )
    file = forms.FileField(
        label=_("Fil med teman"),
        required=False,
        help_text=_("JSON, CSV eller Excel (xlsx) med kolumnerna label och, om du vill, key och definition."),
        widget=forms.FileInput(attrs={"accept": ".json,.csv,.tsv,.txt,.xlsx,.jsonl"}),
        error_messages={"empty": _("Filen är tom. Välj en annan.")},
    )
    edition = forms.ChoiceField(label=_("Eller ta teman från en utgåva"), required=False)

    def __init__(self, editions: Iterable[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.number), one.name) for one in editions if not one.is_withdrawn]
        self.fields["edition"].choices = [("", _("Nej, ingen utgåva")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("file") and data.get("edition"):
            self.add_error("edition", _("Välj antingen en fil eller en utgåva, inte båda."))
        return data


class EntryForm(ShownForm):
    """A theme of a codebook."""

    label = forms.CharField(
        label=_("Namn"), max_length=120, error_messages={"required": _("Skriv vad temat heter.")}
    )
    definition = forms.CharField(
        label=_("Vad hör hit?"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class FileForm(forms.Form):
    """A list of themes in place of the present one."""

    file = forms.FileField(
        label=_("Fil med teman"),
        help_text=_("Den ersätter hela listan. Du kan ångra."),
        widget=forms.FileInput(attrs={"accept": ".json,.csv,.tsv,.txt,.xlsx,.jsonl"}),
        error_messages={
            "required": _("Välj en fil."),
            "missing": _("Välj en fil."),
            "empty": _("Filen är tom. Välj en annan."),
        },
    )


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
            *((value, format_lazy(_("Nej, {why}"), why=label)) for value, label in OutsideReason.choices),
            (Verdict.OPEN, _("Vi lämnar det öppet")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    belongs_to = forms.ChoiceField(
        label=_("Om nej, var hör det hemma?"),
        choices=[("", _("Inte bestämt")), *BelongsTo.choices],
        required=False,
    )
    note = forms.CharField(
        label=_("Skäl, i en mening"), required=False, max_length=300, help_text=_("Visas för alla.")
    )


class CriterionForm(ShownForm):
    """A decision by one criterion: the buttons say which."""

    criterion = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Skäl, i en mening"),
        required=False,
        max_length=300,
        help_text=_("Behövs när ni inte håller med datorn. Visas för alla, så skriv inte om små grupper."),
    )


class OutsideForm(forms.Form):
    """What to say about the ticked statements that may lie outside."""

    belongs_to = forms.ChoiceField(
        label=_("Var hör det hemma?"),
        choices=[("", _("Hör hemma …")), *BelongsTo.choices],
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )


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
    # Only where themes are left out; the label says how many and with how many voices.
    without = forms.BooleanField(
        error_messages={"required": _("Kryssa i rutan om utgåvan ska publiceras utan de temana.")},
    )

    def __init__(self, *args: Any, left: Left, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if left.themes:
            self.fields["without"].label = ngettext(
                "Jag vet att %(n)s tema med %(voices)s inte visas i utgåvan.",
                "Jag vet att %(n)s teman med %(voices)s inte visas i utgåvan.",
                len(left.themes),
            ) % {"n": counted(len(left.themes)), "voices": voices(left.persons)}
        else:
            del self.fields["without"]


def voices(persons: int) -> str:
    """A number of persons as pages say it."""
    return ngettext("%(n)s röst", "%(n)s röster", persons) % {"n": counted(persons)}


class LanguageModelForm(forms.Form):
    """A decision to use a language model: everything that somebody reading it later must know."""

    endpoint = forms.CharField(
        label=_("Adress"),
        max_length=300,
        help_text=_("Till exempel https://dator.region.se/v1. Den ska tala som OpenAI:s gränssnitt."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    model = forms.CharField(
        label=_("Modell och version"),
        max_length=80,
        help_text=_("Namnet som adressen känner modellen vid. Det står i märkningen av varje text."),
    )
    purpose = forms.CharField(
        label=_("Syfte"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        initial=_("Föreslå rubriker och korta meningar om teman."),
    )
    data_sent = forms.CharField(
        label=_("Vilka uppgifter skickas?"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        initial=_(
            "Korta tankar ur medskick som visas, utan det som är övertäckt, utan avsändare, kommun och ålder, "
            "högst 24 per tema."
        ),
    )
    processed_where = forms.CharField(
        label=_("Var behandlas de, och av vem?"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Till exempel: på regionens server i Luleå, eller hos en leverantör med avtal, inom EU."),
    )
    reference = forms.CharField(label=_("Beslutets diarienummer"), max_length=80)
    reason = forms.CharField(label=_("Varför?"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2}))
    sure = forms.BooleanField(
        label=_("Jag har rätt att besluta om det här. Beslutet visas för alla i registret över AI."),
        error_messages={"required": _("Kryssa i att du har rätt att besluta om det här.")},
    )
