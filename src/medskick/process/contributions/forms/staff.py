"""Forms of the workspace."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from medskick.process.contributions.actions.receive import MAX_CHARS, Answer, Source
from medskick.process.contributions.forms.visitor import (
    PersonsField,
    QuietField,
    TickField,
    WordsField,
    choice,
)
from medskick.process.contributions.models import AgeBand, Channel, HiddenReason, Mask, SenderKind
from medskick.process.cycle import region as regions

ENTERED = (Channel.LETTER, Channel.EMAIL, Channel.PHONE, Channel.MEETING, Channel.WORKSHOP, Channel.LESSON)


class HideForm(forms.Form):
    """Why something is hidden: the reason is told to the sender, the note stays inside."""

    reason = forms.ChoiceField(
        label=_("Varför ska den döljas?"),
        choices=[("", _("Välj skäl")), *HiddenReason.choices],
        help_text=_("Avsändaren ser skälet på sitt kvitto."),
        error_messages={
            "required": _("Välj varför medskicket ska döljas."),
            "invalid_choice": _("Välj ett skäl i listan."),
        },
    )
    note = WordsField(label=_("Intern anteckning"), limit=2_000, rows=2)


class MaskForm(forms.Form):
    """Cover words: typed, or by their place."""

    kind = forms.ChoiceField(
        label=_("Vad är det?"),
        choices=Mask.Kind.choices,
        initial=Mask.Kind.NAME,
        error_messages={"invalid_choice": _("Välj vad det är som ska täckas över.")},
    )
    words = forms.CharField(
        label=_("Ord att täcka över"),
        required=False,
        max_length=2_000,
        error_messages={
            "max_length": _("Det är för mycket att täcka över på en gång. Dölj hela medskicket i stället.")
        },
        help_text=_(
            "Skriv orden som de står, eller markera dem i texten. Alla ställen där de står täcks över."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-mask-words": ""}),
    )
    field = forms.ChoiceField(
        label=_("Var?"),
        choices=[
            ("text", _("Texten")),
            ("title", _("Rubriken")),
            ("organisation", _("Namnet som skrivs ut")),
        ],
        required=False,
    )
    start = forms.IntegerField(label=_("Från tecken"), required=False, min_value=0, max_value=MAX_CHARS)
    end = forms.IntegerField(label=_("Till tecken"), required=False, min_value=1, max_value=MAX_CHARS)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        placed = data.get("start") is not None and data.get("end") is not None
        if not self.errors and not (data.get("words") or "").strip() and not placed:
            self.add_error(
                "words", _t("Skriv orden som ska täckas över, eller ange från vilket tecken till vilket.")
            )
        return data


class AppealDecisionForm(forms.Form):
    """The answer to an appeal."""

    answer = WordsField(
        label=_("Svar till avsändaren"),
        limit=4_000,
        rows=3,
        required=True,
        help_text=_("Står på kvittot. Berätta hur du har tänkt."),
        error_messages={"required": _("Skriv ett svar till avsändaren. Det står på kvittot.")},
    )


class RuleForm(forms.Form):
    """What may show before a person has read it."""

    channels = forms.MultipleChoiceField(
        label=_("Vilka kanaler ska regeln gälla?"),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Välj minst en kanal som regeln ska gälla."),
            "invalid_choice": _("Vi känner inte igen den kanalen. Välj i listan."),
        },
    )
    pass_personal = TickField(
        label=_("Släpp fram även texter där vi har hittat personuppgifter"),
        required=False,
        help_text=_(
            "Uppgifterna täcks över, men datorn kan missa något. Utan krysset läser en människa dem först."
        ),
    )
    now = TickField(label=_("Låt regeln gälla även det som redan väntar"), required=False)


class EntryForm(forms.Form):
    """A letter, a call or an e-mail, written in by hand."""

    client_key = QuietField(required=False, widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=_("Hur kom det in?"),
        choices=[(channel.value, channel.label) for channel in ENTERED],
        error_messages={"required": _("Välj hur det kom in."), "invalid_choice": _("Välj i listan.")},
    )
    date = forms.DateField(
        label=_("Vilken dag kom det in?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Ange dagen då det kom in."),
            "invalid": _("Skriv dagen så här: 2026-05-03."),
        },
    )
    source_key = forms.CharField(
        label=_("Diarienummer"),
        required=False,
        max_length=80,
        error_messages={"max_length": _("Diarienumret kan vara högst 80 tecken.")},
    )
    source_title = forms.CharField(
        label=_("Från vilket möte eller tillfälle?"),
        required=False,
        max_length=200,
        error_messages={"max_length": _("Namnet kan vara högst 200 tecken.")},
    )
    title = forms.CharField(
        label=_("Rubrik"),
        required=False,
        max_length=300,
        error_messages={"max_length": _("Rubriken kan vara högst 300 tecken.")},
    )
    text = WordsField(
        label=_("Text"),
        limit=MAX_CHARS,
        rows=8,
        required=True,
        help_text=_("Skriv av ordagrant. Personuppgifter täcks över när texten visas."),
        error_messages={"required": _("Skriv det som personen har skickat eller sagt.")},
    )
    persons = PersonsField(label=_("Hur många står bakom?"), initial=1)
    organisation = forms.CharField(
        label=_("Organisation"),
        required=False,
        max_length=200,
        error_messages={"max_length": _("Namnet är för långt. Högst 200 tecken får plats.")},
    )
    organisation_named = TickField(label=_("De vill att namnet skrivs ut"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = regions.region()
        questions = {one.key: str(one.text) for frame in region.frames for one in frame.questions}
        self.fields["question"] = choice(
            _("Svarar på frågan"),
            list(questions.items()),
            _("Vi känner inte igen frågan. Välj i listan."),
            empty=_("Ingen särskild fråga"),
        )
        self.fields["sender_kind"] = choice(
            _("Avsändare"), SenderKind.choices, _("Välj avsändare i listan."), empty=_("Vet inte")
        )
        self.fields["municipality"] = choice(
            _("Kommun"),
            [(one.code, one.name) for one in region.municipalities],
            _("Vi hittar ingen sådan kommun. Välj i listan."),
            empty=_("Framgår inte"),
        )
        self.fields["age_band"] = choice(
            _("Ålder"), AgeBand.choices, _("Välj åldersgrupp i listan."), empty=_("Framgår inte")
        )
        self.order_fields(
            [
                "channel",
                "date",
                "source_title",
                "source_key",
                "question",
                "title",
                "text",
                "sender_kind",
                "persons",
                "organisation",
                "organisation_named",
                "municipality",
                "age_band",
            ]
        )

    def clean_date(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["date"]
        if day > timezone.localdate():
            raise ValidationError(_t("Dagen ligger framåt i tiden. Ange när det kom in."))
        return day

    def answer(self) -> Answer:
        """What was entered. Only for a valid form."""
        data = self.cleaned_data
        frame = next(
            (one.key for one in regions.region().frames for q in one.questions if q.key == data["question"]),
            "",
        )
        return Answer(
            text=data["text"],
            title=data["title"],
            question=data["question"],
            frame=frame,
            channel=data["channel"],
            sender_kind=data["sender_kind"] or SenderKind.PERSON,
            persons=data["persons"],
            organisation=data["organisation"],
            organisation_named=data["organisation_named"] and bool(data["organisation"].strip()),
            municipality=data["municipality"],
            age_band=data["age_band"],
            source=Source(
                kind="entry", key=data["source_key"], title=data["source_title"], date=data["date"]
            ),
        )
