"""Forms of the note-taker's page, and of the page where staff set the tables."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medskick.engine.tables.cells import without_unsafe
from medskick.ground.core.printable import shows_nothing
from medskick.process.contributions.actions.receive import MAX_CHARS
from medskick.process.meetings.models import Age
from medskick.process.meetings.notes.actions.writing import MOST_BEHIND


def _number(label: Any, *, least: int, most: int, **kwargs: Any) -> forms.IntegerField:
    wrong, too_many = (
        _("Skriv antalet med siffror, till exempel 4."),
        _("Skriv ett tal som är högst %(limit_value)s."),
    )
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": too_many, "required": wrong},
        **kwargs,
    )


class NoteForm(forms.Form):
    """What was said, and how many stand behind it. ``note`` is the note's own key, made where it is written."""

    use_required_attribute = False

    what = forms.CharField(widget=forms.HiddenInput, initial="note")
    note = forms.UUIDField(widget=forms.HiddenInput)
    question = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Skriv en sak som sades"),
        max_length=MAX_CHARS,
        strip=False,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
        error_messages={
            "required": _("Skriv vad som sades."),
            "max_length": _("Texten är för lång. Dela upp den."),
        },
    )
    persons = _number(
        _("Hur många står bakom?"),
        least=1,
        most=MOST_BEHIND,
        initial=1,
        help_text=_("Fråga bordet hur många som håller med."),
    )

    def clean_text(self) -> str:
        """Line breaks as the browser sends them are made plain, and signs that nobody sees and that turn the reading
        direction around are left out; nothing else changes."""
        text = without_unsafe(str(self.cleaned_data["text"]).replace("\r\n", "\n"))
        if shows_nothing(text):
            raise forms.ValidationError(self.fields["text"].error_messages["required"], code="required")
        return text


def note_form(question: int, *, key: uuid.UUID | None = None, **kwargs: Any) -> NoteForm:
    """The form of one question, its ids its own among several on the page."""
    initial = {"what": "note", "note": key or uuid.uuid4(), "question": question, "persons": 1}
    initial |= kwargs.pop("initial", {})
    return NoteForm(initial=initial, auto_id=f"fraga-{question}-%s", **kwargs)


class PhotoForm(forms.Form):
    """A photo of sticky notes."""

    use_required_attribute = False

    what = forms.CharField(widget=forms.HiddenInput, initial="photo")
    photo_key = forms.UUIDField(widget=forms.HiddenInput)
    photo = forms.FileField(
        label=_("Välj eller ta ett foto"),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp", "class": "input"}),
        error_messages={"required": _("Välj ett foto.")},
        help_text=_(
            "Stora foton görs mindre innan de skickas. Utan skript får fotot vara högst 2 MB. "
            "Fotografera lapparna, inte människor."
        ),
    )


class CountForm(forms.Form):
    """How many of each age sit at the table."""

    what = forms.CharField(widget=forms.HiddenInput, initial="count")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "antal-%s", **kwargs})
        for place, (age, label) in enumerate(Age):
            self.fields[age] = _number(label, least=0, most=10_000, required=False)
            self.fields[age].widget.attrs["id"] = f"antal-{place}"  # "65+" cannot stand in an id

    def persons(self) -> dict[str, int]:
        """The numbers that were written."""
        return {age: self.cleaned_data.get(age) or 0 for age, _label in Age}

    def numbers(self) -> list[forms.BoundField]:
        """The fields of the ages."""
        return [self[age] for age, _label in Age]


class SeatsForm(forms.Form):
    """How many sat at the table. ``seen``: what the page knew when it was shown."""

    use_required_attribute = False

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seated = _number(
        _("Hur många satt vid bordet?"),
        least=1,
        most=MOST_BEHIND,
        required=False,
        help_text=_("Räkna alla, också dem som inte sa något. Vet du inte? Lämna rutan tom."),
    )


def seats_form(told: int | None, guess: int, most: int, **kwargs: Any) -> SeatsForm:
    """The form with what has been told, or else with what the table has counted (``guess``)."""
    seated = told or (guess if 0 < guess <= most else None)
    form = SeatsForm(initial={"seen": told, "seated": seated}, auto_id="satt-%s", **kwargs)
    form.fields["seated"].widget.attrs["max"] = most
    return form


class TableForm(forms.Form):
    """A table's name."""

    name = forms.CharField(
        label=_("Bordets namn"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("Till exempel ett tema eller vilka som sitter där. Numret kommer av sig självt."),
    )


class NewTablesForm(TableForm):
    """One table or several."""

    tables = _number(_("Hur många bord?"), least=1, most=30, initial=1)


class QuestionsForm(forms.Form):
    """What is asked at the tables, a question on each line."""

    questions = forms.CharField(
        label=_("Frågor, en på varje rad"),
        widget=forms.Textarea({"rows": 4}),
        help_text=_("En fråga som har fått anteckningar står kvar som den är."),
        error_messages={"required": _("Skriv minst en fråga.")},
    )

    def texts(self) -> list[str]:
        """The questions that were written."""
        return str(self.cleaned_data["questions"]).splitlines()
