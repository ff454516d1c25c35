"""Forms of the sample: choosing for a statement, the plan, drawing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from medskick.process.insights.coding.actions import MOST_AT_ONCE, Chosen
from medskick.process.insights.coding.actions.answer import MOST_THEMES, MOST_WORDS
from medskick.process.insights.coding.actions.draw import Plan
from medskick.process.insights.coding.queries.options import Option
from medskick.process.insights.models import CRITERIA, Answer, Choice


class ChoiceForm(forms.Form):
    """What fits a statement: themes, or none of them; then the criteria and a note, if one likes."""

    themes = forms.TypedMultipleChoiceField(label=_("Tema"), coerce=int, required=False)
    none = forms.BooleanField(label=_("Inget tema passar"), required=False)
    reach = forms.ChoiceField(
        label=_("Räckvidd: kan regionen, ensam eller med andra, påverka det här?"),
        choices=Answer.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    cooperation = forms.ChoiceField(
        label=_("Samverkan: behöver flera hjälpas åt?"),
        choices=Answer.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    long_term = forms.ChoiceField(
        label=_("Långsiktig: handlar det om flera år framåt?"),
        choices=Answer.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Anteckning"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Visas för den andra kodaren när ni båda är klara. Skriv inga personuppgifter."),
    )
    # The version of the answer that the page showed, 0 where there was none.
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, offered: Iterable[Option], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pairs = [(one.pk, one.name) for top in offered for one in (top, *top.topics)]
        self.fields["themes"].choices = pairs  # type: ignore[attr-defined]
        self.fields["themes"].error_messages["invalid_choice"] = _(
            "Något av temana finns inte längre. Välj igen."
        )

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two: themes, or none of them."""
        data = super().clean() or self.cleaned_data
        chosen, none = set(data.get("themes") or ()), data.get("none")
        if "themes" not in self.errors:
            if chosen and none:
                self.add_error("themes", _now("Välj antingen teman eller ”Inget tema passar”, inte båda."))
            elif not chosen and not none:
                self.add_error("themes", _now("Välj minst ett tema, eller ”Inget tema passar”."))
            elif len(chosen) > MOST_THEMES:
                self.add_error("themes", _now("Välj högst %(most)s teman.") % {"most": MOST_THEMES})
        return data

    @property
    def chosen(self) -> Chosen:
        """The choice of a valid form."""
        data = self.cleaned_data
        return Chosen(
            tuple(sorted(set(data["themes"]))),
            **{name: data[name] for name in (*CRITERIA, "note")},
        )

    @property
    def ticked(self) -> set[int]:
        """The themes that are ticked in the form as it stands."""
        values = self["themes"].value() or []
        return {int(value) for value in values if str(value).isdecimal()}

    @property
    def criteria(self) -> list[forms.BoundField]:
        return [self[name] for name in CRITERIA]


def as_initial(there: Choice | None) -> dict[str, Any]:
    """A stored choice as a form shows it."""
    if there is None:
        return {"version": 0}
    fresh = (
        there.themes == []
        and getattr(there, "state", "done") == "skipped"
        and not getattr(there, "earlier", [])
    )
    return {
        "themes": there.themes,
        "none": not there.themes and not fresh,
        "version": there.version,
        **{name: getattr(there, name) for name in (*CRITERIA, "note")},
    }


class PlanForm(forms.Form):
    """Who codes, and what is drawn by itself."""

    first = forms.TypedChoiceField(label=_("Första kodaren"), coerce=int)
    second = forms.TypedChoiceField(label=_("Andra kodaren"), coerce=int)
    weekly = forms.IntegerField(
        label=_("Dra så här många varje vecka"),
        help_text=_("0 om inget ska dras av sig självt."),
        min_value=0,
        max_value=MOST_AT_ONCE,
        initial=0,
    )
    per_edition = forms.IntegerField(
        label=_("Dra så här många vid varje ny utgåva"),
        min_value=0,
        max_value=MOST_AT_ONCE,
        initial=0,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, people: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            self.fields[name].choices = [("", _("Välj person")), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Two different persons."""
        data = super().clean() or self.cleaned_data
        if data.get("first") and data.get("first") == data.get("second"):
            self.add_error("second", _now("Välj två olika personer. De ska koda var för sig."))
        return data

    @property
    def plan(self) -> Plan:
        """The plan of a valid form."""
        data = self.cleaned_data
        return Plan(data["first"], data["second"], data["weekly"], data["per_edition"])


class DrawForm(forms.Form):
    """How many more to draw."""

    wanted = forms.IntegerField(
        label=_("Hur många tankar till?"),
        help_text=_("Varje tema får först några var, sedan får stora teman fler."),
        min_value=1,
        max_value=MOST_AT_ONCE,
        initial=60,
    )
    # The newest drawing that the page showed: pressed twice, it is drawn once.
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
