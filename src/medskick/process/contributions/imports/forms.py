"""Forms of the import: the file, its sheet, and how it is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from medskick.process.contributions.imports.mapping import ANSWERS, FIELDS, answer_columns, question_field
from medskick.process.contributions.imports.repeats import KEEP
from medskick.process.contributions.models import AgeBand, Channel, ImportBatch, SenderKind
from medskick.process.cycle import region as regions

# Fields that hold for every row, in order; questions stand beside their columns instead.
FOR_ALL = ("source_title", "source_date", "channel", "sender", "municipality", "age")


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=_("Fil"),
        help_text=_(
            "CSV, Excel (xlsx), JSON Lines eller Word (docx, ett stycke blir ett medskick). Högst 80 MB."
        ),
        error_messages={
            "required": _("Välj en fil."),
            "empty": _("Filen är tom. Välj en annan."),
            "missing": _("Filen kom inte med. Välj den en gång till."),
            "invalid": _("Filen kom inte med. Välj den en gång till."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.jsonl,.ndjson,.docx"}),
    )


class HistoryForm(forms.Form):
    """What to look for among earlier files."""

    q = forms.CharField(label=_("Fil eller person"), required=False, max_length=200)
    lage = forms.ChoiceField(label=_("Läge"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lage"].choices = [("", _("Alla")), *ImportBatch.State.choices]  # type: ignore[attr-defined]


class SheetForm(forms.Form):
    """Which sheet of a workbook is read."""

    sheet = forms.ChoiceField(
        label=_("Flik i arbetsboken"),
        error_messages={"invalid_choice": _("Filen har ingen sådan flik. Välj i listan.")},
    )

    def __init__(self, batch: ImportBatch, sheets: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["sheet"] = batch.fixed.get("sheet", "")
        self.fields["sheet"].choices = [(name, name) for name in sheets]  # type: ignore[attr-defined]


class ReadingForm(forms.Form):
    """Which column is what (``column_…``) and what holds for every row (``fixed_…``)."""

    skip = forms.BooleanField(
        label=_("Hoppa över rader som inte går att använda. De listas efteråt."), required=False
    )
    again = forms.BooleanField(
        label=_("Räkna medskicken en gång till, fast samma fil redan är inläst."), required=False
    )

    repeats = forms.BooleanField(label=_("Hoppa över upprepade rader med samma id"), required=False)
    # Sent along with the box: a box that was not shown says nothing.
    repeats_asked = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, batch: ImportBatch, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["repeats"] = batch.fixed.get("repeats") != KEEP
        self.initial["repeats_asked"] = "1"
        self.initial.update({f"column_{field}": column for field, column in batch.mapping.items()})
        self.initial.update(
            {f"fixed_{name}": value for name, value in batch.fixed.items() if name != "repeats"}
        )
        columns = [("", _("Använd inte")), *((column, column) for column in batch.columns)]
        region = regions.region()
        questions = {q.key: str(q.text) for frame in region.frames for q in frame.questions}
        nothing = [("", _("Inget särskilt"))]
        self.answers = ANSWERS[: max(1, min(len(ANSWERS), len(batch.columns), self._used(batch) + 1))]
        for number, name in enumerate(self.answers, 1):
            self._choice(
                f"column_{name}", _("Texten") if number == 1 else _now("Svar %(n)s") % {"n": number}, columns
            )
            label = (
                _("Fråga som texten svarar på")
                if number == 1
                else _now("Fråga till svar %(n)s") % {"n": number}
            )
            self._choice(
                f"fixed_{question_field(name)}", label, [("", _("Ingen särskild")), *questions.items()]
            )
        for name, label in FIELDS.items():
            self._choice(f"column_{name}", label, columns)
        self.fields["fixed_source_title"] = forms.CharField(
            label=_("Möte eller källa"),
            max_length=200,
            required=False,
            help_text=_("Till exempel Dialogmöte i Storvik."),
        )
        self.fields["fixed_source_date"] = forms.DateField(
            label=_("Dag det sades"),
            required=False,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={"invalid": _("Skriv dagen som 2026-03-12.")},
        )
        self._choice("fixed_channel", _("Kanal"), Channel.choices, initial=Channel.IMPORT)
        self._choice("fixed_sender", _("Slags avsändare"), SenderKind.choices)
        places = [(one.code, one.name) for one in region.municipalities]
        self._choice("fixed_municipality", _("Kommun"), [*nothing, *places])
        self._choice("fixed_age", _("Ålder"), [*nothing, *AgeBand.choices])

    @property
    def answer_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Pairs of column and question."""
        return [(self[f"column_{name}"], self[f"fixed_{question_field(name)}"]) for name in self.answers]

    @property
    def column_fields(self) -> list[forms.BoundField]:
        """The other choices of columns."""
        return [self[f"column_{name}"] for name in FIELDS]

    @property
    def fixed_fields(self) -> list[forms.BoundField]:
        """What holds for every row."""
        return [self[f"fixed_{name}"] for name in FOR_ALL]

    def mapping(self) -> dict[str, str]:
        """Field → column. Answer columns move up where one before them was emptied."""
        chosen = {name: value for name, value in self._part("column_").items() if name in FIELDS}
        return chosen | {name: column for name, (column, _question) in self._filled()}

    def fixed(self) -> dict[str, str]:
        """What holds for every row, as text."""
        chosen = {name: str(value) for name, value in self._part("fixed_").items() if name in FOR_ALL}
        if self.cleaned_data["repeats_asked"] and not self.cleaned_data["repeats"]:
            chosen["repeats"] = KEEP
        return chosen | {question_field(name): key for name, (_column, key) in self._filled() if key}

    def _filled(self) -> list[tuple[str, tuple[str, str]]]:
        given = [
            (self.cleaned_data[f"column_{name}"], self.cleaned_data[f"fixed_{question_field(name)}"])
            for name in self.answers
        ]
        return list(zip(ANSWERS, [pair for pair in given if pair[0]], strict=False))

    def _used(self, batch: ImportBatch) -> int:
        """How many answer columns are chosen, in what is posted or else in what is kept."""
        posted = sum(1 for name in ANSWERS if self.data.get(f"column_{name}"))
        return max(posted, len(answer_columns(batch.mapping)))

    def _choice(self, name: str, label: Any, choices: Any, initial: str | None = None) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label,
            choices=choices,
            required=False,
            initial=initial,
            error_messages={"invalid_choice": _("Det finns inget sådant val. Välj i listan.")},
        )

    def _part(self, prefix: str) -> dict[str, Any]:
        return {
            name.removeprefix(prefix): value
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix) and value
        }
