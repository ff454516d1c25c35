"""Forms of the cycle's page in the workspace."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from medskick.ground.core.numbers import counted
from medskick.process.cycle.models import Phase


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


class MilestoneForm(forms.Form):
    """A milestone: what, in which phase, when."""

    title = forms.CharField(label=_("Vad ska vara klart?"), max_length=120)
    words = forms.CharField(
        label=_("Vad det är, i ord som alla förstår"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    phase = forms.ChoiceField(label=_("Fas"))
    planned = forms.DateField(label=_("Planerad dag"), widget=forms.DateInput(attrs={"type": "date"}))
    position = forms.IntegerField(
        label=_("Ordning i fasen"),
        min_value=0,
        max_value=999,
        required=False,
        help_text=_("Lägre tal kommer först. Med samma tal kommer den tidigaste dagen först."),
    )

    def __init__(self, *args: Any, phases: list[Phase], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._phases = {str(phase.pk): phase for phase in phases}
        chosen = [(key, phase.get_kind_display()) for key, phase in self._phases.items()]
        self.fields["phase"].choices = chosen  # type: ignore[attr-defined]

    def clean_phase(self) -> Phase:
        """The phase itself."""
        return self._phases[self.cleaned_data["phase"]]

    def clean_position(self) -> int:
        """0 where nothing was filled in."""
        return self.cleaned_data["position"] or 0


class ChangeMilestoneForm(MilestoneForm):
    """A milestone with why its day is changed. ``is_new``: its day was written today and may be a slip of the pen."""

    is_delay = forms.ChoiceField(
        label=_("Om du ändrar dagen: vad är det?"),
        choices=[
            ("0", _("En rättelse. Jag skrev fel dag i dag, och den syns inte i tidplanen.")),
            ("1", _("En ändrad plan. Den första dagen syns överstruken.")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Varför ändras dagen?"),
        max_length=300,
        required=False,
        help_text=_("Behövs när planen ändras. Syns för alla i tidplanen."),
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_new = is_new
        if not is_new:
            del self.fields["is_delay"]

    def clean(self) -> dict[str, Any]:
        """``is_delay`` as whether the first day shall stay to be seen. A day that is moved wants to know what the
        change is, and a changed plan why."""
        data = super().clean() or {}
        moved = data.get("planned") not in (None, self.initial["planned"])
        said = data.get("is_delay", "")
        if moved and self._is_new and not said:
            self.add_error("is_delay", _("Välj om det är en rättelse eller en ändrad plan."))
        elif moved and (said == "1" or not self._is_new) and not data.get("reason", "").strip():
            self.add_error("reason", _("Skriv varför dagen ändras. Alla som läser tidplanen får se det."))
        if self._is_new:
            data["is_delay"] = said == "1"
        return data


class Kronor(forms.IntegerField):
    """Whole kronor as people write them: 1 525 000 or 1525000 kr."""

    default_error_messages = {"invalid": _("Skriv beloppet i hela kronor, till exempel 1 525 000.")}
    widget = forms.TextInput
    re_decimal = re.compile(r"(?!)")  # Django takes 525.000 for 525, which it is to nobody here

    def to_python(self, value: Any) -> int | None:
        """Without spaces and the unit."""
        if isinstance(value, str):
            value = re.sub(r"\s|kr(onor)?\.?$", "", value.strip())
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """With a space between thousands."""
        return str(counted(value)) if isinstance(value, int) else value


class BudgetLineForm(forms.Form):
    """A line: name, whole kronor, note. Emptied, it is removed."""

    name = forms.CharField(label=_("Rad"), max_length=120, required=False)
    amount = Kronor(
        label=_("Kronor"),
        min_value=1,
        max_value=10**12,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    note = forms.CharField(label=_("Förklaring"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """A name wants an amount, and an amount a name."""
        data = super().clean() or {}
        if data.get("name") and data.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Skriv hur många kronor raden är på."))
        if not data.get("name") and (data.get("amount") or data.get("note")):
            self.add_error("name", _("Skriv vad raden heter."))
        return data


BudgetLines = forms.formset_factory(BudgetLineForm, extra=3, max_num=60, absolute_max=80)


def revision_read(sent: QueryDict) -> int | None:
    """The revision that the form was made from, where it says so."""
    typed = sent.get("read", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None
