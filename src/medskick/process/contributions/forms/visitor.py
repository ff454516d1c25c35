"""Forms that visitors send: the questions, a report, and what a sender does with a receipt."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from medskick.ground.core.chain import Description
from medskick.ground.core.printable import shows_nothing
from medskick.process.contributions.actions.notices import MAX_NOTICE
from medskick.process.contributions.actions.receive import (
    MAX_CHARS,
    MAX_PERSONS,
    Answer,
    Source,
    unstorable,
)
from medskick.process.contributions.models import REPORT_REASONS, AgeBand, Channel, SenderKind
from medskick.process.contributions.queries.placing import Misplaced, Placing, Thought
from medskick.process.cycle import region as regions

FRAME = "web"
ANSWER = "answer_"
NOTHING = "nothing"  # the error of a form where no question is answered
_NOWHERE = Source()
_KEY = re.compile(r"[A-Za-z0-9-]{8,40}")
_SENDERS = [(value, label) for value, label in SenderKind.choices if value != SenderKind.PERSON]


class WordsField(forms.CharField):
    """Free text kept exactly as written: not stripped, line breaks as the browser sends them made plain."""

    def __init__(self, *, limit: int, rows: int, **kwargs: Any) -> None:
        attrs = {"rows": rows, "data-count": limit}
        kwargs.setdefault("required", False)
        super().__init__(strip=False, widget=forms.Textarea(attrs=attrs), **kwargs)
        self.validators = []  # Django's refuses NUL with a sentence of its own; ours is in ``clean``.
        self.limit = limit

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "").replace("\r\n", "\n")
        if unstorable(text):
            raise ValidationError(
                _t("Texten innehåller tecken som inte går att spara. Ta bort dem och försök igen.")
            )
        if len(text) > self.limit:
            raise ValidationError(
                _t("Texten är %(length)s tecken. Vi tar emot högst %(limit)s. Dela upp den i flera.")
                % {"length": len(text), "limit": self.limit}
            )
        return text


class AnswerField(WordsField):
    """The answer to a question. Not marked as optional: one of the questions is to be answered, either will do."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=True, **kwargs)

    def validate(self, value: Any) -> None:
        """The form looks at all answers together."""


class QuietField(forms.CharField):
    """A field that no person fills in: it never complains, the view judges what stands in it."""

    def clean(self, value: Any) -> str:
        text = value if isinstance(value, str) else ""
        return "" if unstorable(text) else text


class PersonsField(forms.IntegerField):
    """How many persons are behind a text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            min_value=1,
            max_value=MAX_PERSONS,
            widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={
                "invalid": _("Skriv antalet personer med siffror, till exempel 24."),
                "min_value": _("Antalet personer ska vara minst 1."),
                "max_value": _("Antalet personer kan vara högst 100 000."),
            },
            **kwargs,
        )


class TickField(forms.BooleanField):
    """A box to tick. Anything a browser would not send counts as unticked."""

    def to_python(self, value: Any) -> bool:
        return value in (True, "on", "1", "true")


def choice(label: Any, choices: list[tuple[str, Any]], wrong: Any, **kwargs: Any) -> forms.ChoiceField:
    """A choice that need not be made, with one clear sentence for anything not in the list."""
    empty = kwargs.pop("empty", _("Vill inte säga"))
    return forms.ChoiceField(
        label=label,
        choices=[("", empty), *choices],
        required=False,
        error_messages={"invalid_choice": wrong},
        **kwargs,
    )


class QuestionsForm(forms.Form):
    """The questions of the web frame and, for those who want to tell, where one lives and how old one is."""

    use_required_attribute = False

    client_key = QuietField(required=False, widget=forms.HiddenInput(attrs={"data-client-key": ""}))
    altcha = QuietField(required=False, widget=forms.HiddenInput(attrs={"data-proof": ""}))
    homepage = QuietField(
        required=False,
        label=_("Lämna det här fältet tomt"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off", "data-no-draft": ""}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = regions.region()
        self.questions = region.frame(FRAME).questions
        for question in self.questions:
            self.fields[ANSWER + question.key] = AnswerField(
                label=str(question.text), help_text=str(question.help), limit=MAX_CHARS, rows=5
            )
        self.fields["municipality"] = choice(
            _("Var bor du, eller var hör ni hemma?"),
            [(one.code, one.name) for one in region.municipalities],
            _("Vi hittar ingen sådan kommun. Välj i listan."),
        )
        self.fields["age_band"] = choice(
            _("Hur gammal är du?"), AgeBand.choices, _("Vi hittar ingen sådan åldersgrupp. Välj i listan.")
        )

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        """The bound fields of the questions, in their order."""
        return [self[ANSWER + question.key] for question in self.questions]

    @property
    def printed_fields(self) -> list[forms.BoundField]:
        """The bound fields whose words others may come to read. Only for a valid form."""
        return self.answer_fields

    def clean_client_key(self) -> str:
        key = self.cleaned_data["client_key"]
        return key if _KEY.fullmatch(key) else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wrong_answers = any(name.startswith(ANSWER) for name in self.errors)
        if not wrong_answers and not any(data.get(ANSWER + one.key, "").strip() for one in self.questions):
            nothing = ValidationError(_t("Skriv något i minst en av rutorna."), code=NOTHING)
            self.add_error(ANSWER + self.questions[0].key, nothing)
        return data

    def answers(self, *, channel: str = Channel.WEB, source: Source = _NOWHERE) -> list[Answer]:
        """What was answered, one per question that got words. Only for a valid form."""
        data = self.cleaned_data
        return [
            Answer(
                text=data[ANSWER + question.key],
                question=question.key,
                frame=FRAME,
                channel=channel,
                source=source,
                municipality=data["municipality"],
                age_band=data["age_band"],
                **self._sender(),
            )
            for question in self.questions
            if data[ANSWER + question.key].strip()
        ]

    def _sender(self) -> dict[str, Any]:
        """Who answers, as ``Answer`` wants it: one person who speaks for nobody else."""
        return {}


class AnswerForm(QuestionsForm):
    """The questions on the page of their own, where one may also answer for a group."""

    as_group = TickField(label=_("Jag svarar för en grupp"), required=False)
    persons = PersonsField(label=_("Hur många är ni?"), required=False)
    organisation = forms.CharField(
        label=_("Vad heter ni?"),
        required=False,
        max_length=200,
        error_messages={"max_length": _("Namnet är för långt. Högst 200 tecken får plats.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    organisation_named = TickField(label=_("Ni får skriva ut vårt namn"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sender_kind"] = choice(
            _("Vilka är ni?"),
            _SENDERS,
            _("Vi känner inte igen den sortens grupp. Välj i listan."),
            empty=_("Vill inte säga"),
        )

    @property
    def printed_fields(self) -> list[forms.BoundField]:
        """The answers, and the name of those who want it printed."""
        return [*self.answer_fields, *([self["organisation"]] if self._to_be_named else [])]

    @property
    def _as_group(self) -> bool:
        return bool(self.cleaned_data["as_group"])

    @property
    def _to_be_named(self) -> bool:
        data = self.cleaned_data
        return bool(self._as_group and data["organisation"].strip() and data["organisation_named"])

    def clean_organisation(self) -> str:
        name = self.cleaned_data["organisation"]
        if unstorable(name):
            raise ValidationError(_t("Namnet innehåller tecken som inte går att spara. Ta bort dem."))
        return "" if shows_nothing(name) else name

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self._ask_about_the_group(data)
        return data

    def _ask_about_the_group(self, data: dict[str, Any]) -> None:
        """The questions about a group are out of sight until its box is ticked: what stands in them then neither
        counts nor goes missing in silence, the sender is asked."""
        told = (data.get("persons") or 1) > 1 or data.get("sender_kind")
        if told and not data.get("as_group"):
            self.add_error(
                "as_group",
                _t(
                    "Det står något om en grupp här nedanför. Kryssa i om du svarar för den, "
                    "annars töm de rutorna."
                ),
            )

    def _sender(self) -> dict[str, Any]:
        data, group = self.cleaned_data, self._as_group
        return {
            "sender_kind": (data["sender_kind"] or SenderKind.GROUP) if group else SenderKind.PERSON,
            "persons": (data["persons"] or 1) if group else 1,
            "organisation": data["organisation"] if group else "",
            "organisation_named": self._to_be_named,
        }


class ReportForm(forms.Form):
    """A reader tells what is wrong with something public."""

    reason = forms.ChoiceField(
        label=_("Vad är fel?"),
        choices=REPORT_REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vad som är fel."), "invalid_choice": _("Välj vad som är fel.")},
    )
    text = WordsField(
        label=_("Vill du berätta mer?"),
        limit=MAX_NOTICE,
        rows=3,
        help_text=_("Skriv inga känsliga uppgifter."),
    )


class CorrectionForm(forms.Form):
    """The sender adds something."""

    text = WordsField(
        label=_("Vad vill du rätta eller lägga till?"),
        limit=MAX_CHARS,
        rows=4,
        required=True,
        help_text=_("Det du skrev först ändras inte. Rättelsen visas bredvid, när vi har läst den."),
        error_messages={"required": _("Skriv vad du vill rätta eller lägga till.")},
    )


class MisplacedForm(forms.Form):
    """The sender says that it was put in the wrong theme. What is chosen becomes lines of a correction.

    Of a text with several thoughts the sender says first which of them it is about.
    """

    UNKNOWN, MISSING = "?", "+"

    thought = forms.ChoiceField(
        label=_("Vilken tanke gäller det?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Välj vilken tanke det gäller."),
            "invalid_choice": _("Välj i listan."),
        },
    )
    better = forms.ChoiceField(
        label=_("Vilket tema passar bättre?"),
        error_messages={
            "required": _("Välj ett tema, eller ”Jag vet inte”."),
            "invalid_choice": _("Det temat finns inte längre. Välj ett annat."),
        },
    )
    text = WordsField(
        label=_("Vill du berätta mer?"),
        limit=MAX_CHARS - 1_000,  # the lines above it take room in the same correction
        rows=3,
        help_text=_("Någon på regionen läser och bestämmer. Det du skrev först ändras inte."),
    )

    def __init__(self, placing: Placing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.here, self.thoughts = placing.here, placing.thoughts
        lies = {one.statement.lies for one in self.thoughts}
        self.lies = lies.pop() if len(lies) == 1 else ""
        self.names = {_key(step): step.title for step in placing.choices}
        several = len(self.thoughts) > 1
        if several:
            self.fields["thought"].choices = [(one.start, _in_words(one)) for one in self.thoughts]  # type: ignore[attr-defined]
        else:
            del self.fields["thought"]
        self.fields["better"].choices = [  # type: ignore[attr-defined]
            ("", _t("Välj i listan")),
            (self.UNKNOWN, _t("Jag vet inte")),
            (self.MISSING, _t("Ett tema som inte finns i listan")),
            *((_key(step), _marked(step)) for step in (placing.choices if several else placing.others)),
        ]

    def clean(self) -> dict[str, Any]:
        """``text`` becomes the whole correction, its first lines in the house's language: staff read them."""
        data = super().clean() or {}
        if self.errors:
            return data
        better, text = data["better"], data["text"]
        own = next((one for one in self.thoughts if one.start == data.get("thought")), self.thoughts[0])
        if own.theme is not None and better == _key(own.theme):
            self.add_error("better", _t("Tanken ligger redan i det temat. Välj ett annat."))
        if better == self.MISSING and not text.strip():
            self.add_error("text", _t("Skriv vad tanken handlar om, så att den som läser förstår."))
        if self.errors:
            return data
        said = Misplaced(
            own.theme.title if own.theme else "",
            self.names.get(better, ""),
            missing=better == self.MISSING,
            **self._about(own),
        )
        data["text"] = "\n".join(said.lines) + (f"\n\n{text}" if text.strip() else "")
        return data

    def _about(self, own: Thought) -> dict[str, Any]:
        if "thought" not in self.fields:
            return {}
        words = " ".join(own.statement.words.split())
        return {"start": own.start, "number": own.number, "of": len(self.thoughts), "words": words}


def _key(theme: Description) -> str:
    """What tells a theme apart in the form: the end of its address, which never holds words that may not show."""
    return theme.address.rstrip("/").rpartition("/")[2]


def _marked(theme: Description) -> str:
    """Its name, with who worded it where that must be told."""
    return f"{theme.title} ({theme.mark})" if theme.mark else str(theme.title)


def _in_words(one: Thought) -> str:
    """A thought as a choice: its words, and where it lies."""
    told = {"n": one.number, "words": one.statement.words, "theme": _marked(one.theme) if one.theme else ""}
    if not one.theme:
        lies = one.statement.lies or _t("Ligger inte i något tema än.")
        return _t("Tanke %(n)s: ”%(words)s” %(lies)s") % {**told, "lies": lies}
    return _t("Tanke %(n)s: ”%(words)s” Ligger i %(theme)s.") % told


class WithdrawForm(forms.Form):
    """The sender takes it back."""

    note = WordsField(
        label=_("Varför tar du tillbaka rösten?"), limit=2_000, rows=3, help_text=_("Du behöver inte svara.")
    )


class AppealForm(forms.Form):
    """The sender asks for another look."""

    text = WordsField(
        label=_("Varför tycker du att rösten ska visas?"),
        limit=MAX_NOTICE,
        rows=4,
        help_text=_("Du behöver inte skriva något. Någon annan än den som dolde rösten läser och avgör."),
    )


class LookupForm(forms.Form):
    """The code on a receipt."""

    code = forms.CharField(
        label=_("Kod på kvittot"),
        max_length=80,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={
            "required": _("Skriv koden som står på kvittot."),
            "max_length": _("En kod har nio tecken. Det du skrev är längre."),
        },
    )
