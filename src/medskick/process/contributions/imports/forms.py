"""Forms of the import: the file, and how it is read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medskick.process.contributions.imports.mapping import FIELDS
from medskick.process.contributions.models import Channel, ImportBatch, SenderKind
from medskick.process.cycle import region as regions


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=_("Fil"),
        help_text=_(
            "CSV, Excel (xlsx), JSON Lines eller Word (docx, ett stycke blir en röst). Högst 100 MB."
        ),
        error_messages={"required": _("Välj en fil."), "empty": _("Filen är tom. Välj en annan.")},
        allow_empty_file=False,
    )


class ReadingForm(forms.Form):
    """Which column is what (``column_…``) and what holds for every row (``fixed_…``)."""

    def __init__(self, batch: ImportBatch, *args: Any, **kwargs: Any) -> None:
        initial = {f"column_{field}": column for field, column in batch.mapping.items()}
        initial |= {f"fixed_{name}": value for name, value in batch.fixed.items()}
        super().__init__(*args, initial=initial, **kwargs)
        columns = [("", _("Använd inte")), *((column, column) for column in batch.columns)]
        for name, label in FIELDS.items():
            self.fields[f"column_{name}"] = forms.ChoiceField(label=label, choices=columns, required=False)
        region = regions.region()
        questions = {q.key: str(q.text) for frame in region.frames for q in frame.questions}
        places = [(one.code, one.name) for one in region.municipalities]
        nothing = [("", _("Inget särskilt"))]
        self.fields["fixed_channel"] = forms.ChoiceField(
            label=_("Kanal"), choices=Channel.choices, required=False, initial=Channel.IMPORT
        )
        self.fields["fixed_sender"] = forms.ChoiceField(
            label=_("Slags avsändare"), choices=SenderKind.choices, required=False
        )
        self.fields["fixed_question"] = forms.ChoiceField(
            label=_("Fråga"), choices=[*nothing, *questions.items()], required=False
        )
        self.fields["fixed_municipality"] = forms.ChoiceField(
            label=_("Kommun"), choices=[*nothing, *places], required=False
        )
        self.fields["fixed_source_title"] = forms.CharField(
            label=_("Möte eller källa"),
            max_length=200,
            required=False,
            help_text=_("Till exempel Dialogmöte i Storvik."),
        )
        self.fields["fixed_source_date"] = forms.DateField(
            label=_("Dag det sades"), required=False, widget=forms.DateInput(attrs={"type": "date"})
        )
        self.fields["skip"] = forms.BooleanField(
            label=_("Hoppa över rader som inte går att använda. De listas efteråt."), required=False
        )

    @property
    def column_fields(self) -> list[forms.BoundField]:
        """The choices of columns."""
        return [self[name] for name in self.fields if name.startswith("column_")]

    @property
    def fixed_fields(self) -> list[forms.BoundField]:
        """What holds for every row."""
        return [self[name] for name in self.fields if name.startswith("fixed_")]

    def mapping(self) -> dict[str, str]:
        """Field → column."""
        return self._part("column_")

    def fixed(self) -> dict[str, str]:
        """What holds for every row, as text."""
        return {name: str(value) for name, value in self._part("fixed_").items()}

    def _part(self, prefix: str) -> dict[str, Any]:
        return {
            name.removeprefix(prefix): value
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix) and value
        }
