"""Forms of visitors and staff. Model fields are set by ``actions`` alone."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from medskick.engine.tables.cells import without_unsafe
from medskick.ground.core.access import Viewer, allowed
from medskick.ground.post.asking import mail_works
from medskick.process.cycle import region as regions
from medskick.process.meetings.actions import Wish
from medskick.process.meetings.actions.meetings import WHAT, WHEN_AND_WHERE
from medskick.process.meetings.models import (
    Age,
    Form,
    Kind,
    Ladder,
    Meeting,
    SignUp,
    State,
    TargetGroup,
    Wait,
)
from medskick.process.meetings.models.meeting import PROMISES

_DAYS = (datetime.date(2000, 1, 1), datetime.date(2199, 12, 31))


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    least, most = (day.isoformat() for day in _DAYS)
    wrong = _("Välj ett datum mellan år 2000 och 2199.")
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput({"type": "date", "min": least, "max": most}, format="%Y-%m-%d"),
        validators=[MinValueValidator(_DAYS[0], wrong), MaxValueValidator(_DAYS[1], wrong)],
        error_messages={"invalid": _("Skriv dagen som år-månad-dag, till exempel 2027-03-12.")},
    )


def _time(label: Any, *, required: bool = True) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=required,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Skriv tiden som timme och minut, till exempel 18:30.")},
    )


def _number(
    label: Any, *, required: bool = True, help_text: Any = "", least: int = 1, most: int = 10_000
) -> Any:
    return forms.IntegerField(
        label=label, required=required, help_text=help_text, min_value=least, max_value=most,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Skriv ett helt tal."),
            "min_value": _("Skriv ett tal som är minst %(limit_value)s."),
            "max_value": _("Skriv ett tal som är högst %(limit_value)s."),
        },
    )  # fmt: skip


def _at(form: forms.Form, field: str, day: datetime.date, time: datetime.time) -> datetime.datetime:
    """A moment of the region's clock. One that the clock leaps over in spring is an error of the field."""
    written = datetime.datetime.combine(day, time)
    moment = timezone.make_aware(written)
    if timezone.make_naive(moment.astimezone(datetime.UTC)) != written:
        form.add_error(
            field,
            _("Den natten ställs klockan fram till sommartid, så den tiden finns inte. Välj en annan."),
        )
    return moment


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Put an action's errors at their fields; what has no field of its own here stands on top."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        name = {"starts_at": "day", "ends_at": "ends", "closes_at": "closes_day"}.get(name, name)
        form.add_error(name if name in form.fields else None, errors)


class WhenAndWhere(forms.Form):
    """Time, place and how to take part."""

    day = _day(_("Dag"))
    starts = _time(_("Börjar"))
    ends = _time(
        _("Slutar"),
    )
    form = forms.ChoiceField(label=_("Hur deltar man?"), choices=Form.choices)
    place = forms.CharField(
        label=_("Plats"), required=False, max_length=200,
        help_text=_("Lokal och adress, till exempel Folkets hus, Storgatan 3. Orten skriver vi dit."),
    )  # fmt: skip
    access = forms.CharField(
        label=_("Tillgänglighet i lokalen"), required=False, max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Till exempel ramp, hörslinga, toalett med plats för rullstol, parkering."),
    )  # fmt: skip
    link = forms.URLField(
        label=_("Länk till mötet på nätet"), required=False, max_length=400, assume_scheme="https",
        help_text=_("Visas bara för dem som har en plats."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if all(cleaned.get(name) for name in ("day", "starts", "ends")):
            day, starts, ends = cleaned["day"], cleaned["starts"], cleaned["ends"]
            cleaned["starts_at"] = _at(self, "starts", day, starts)
            cleaned["ends_at"] = _at(self, "ends", day, ends)
            if ends <= starts:
                self.add_error("ends", _("Slutet ligger före början. Välj en senare tid."))
        if cleaned.get("form") == Form.PLACE and cleaned.get("link"):
            self.add_error(
                "form",
                _("Mötet har en länk men är bara på plats. Ändra det ena av dem."),
            )
        return cleaned


def when_and_where(meeting: Meeting) -> dict[str, Any]:
    """The meeting's values for the form."""
    start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    plain = {name: getattr(meeting, name) for name in ("form", "place", "access", "link")}
    return {**plain, "day": start.date(), "starts": start.time(), "ends": end.time()}


class MeetingForm(WhenAndWhere):
    """A whole meeting. Time and place are left out for a published one: those are moved, and everybody is told."""

    kind = forms.ChoiceField(label=_("Typ"), choices=Kind.choices)
    title = forms.CharField(label=_("Rubrik"), max_length=160)
    summary = forms.CharField(
        label=_("Kort om mötet"), required=False, max_length=400, widget=forms.Textarea({"rows": 2}),
        help_text=_("En eller två meningar. De visas i listan."),
    )  # fmt: skip
    municipality = forms.ChoiceField(label=_("Kommun"), required=False)
    agenda = forms.CharField(
        label=_("Vad händer på mötet?"), required=False, max_length=8000, widget=forms.Textarea({"rows": 8}),
        help_text=_("Program och tider, en rad för varje punkt."),
    )  # fmt: skip
    target_group = forms.ChoiceField(label=_("För vem"), choices=TargetGroup.choices)
    ladder = forms.ChoiceField(
        label=_("Hur mycket kan deltagarna påverka?"), choices=Ladder.choices, widget=forms.RadioSelect,
        initial=Ladder.DIALOGUE, help_text=_("Stegen på delaktighetstrappan. Det du väljer visas på mötets sida."),
    )  # fmt: skip
    co_hosts = forms.CharField(
        label=_("Medarrangörer"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2}),
        help_text=_("Ett namn på varje rad."),
    )  # fmt: skip
    takes_signups = forms.BooleanField(label=_("Man anmäler sig till mötet"), required=False, initial=True)
    places = _number(_("Platser"), required=False, help_text=_("Lämna tomt om det inte finns någon gräns."))
    largest_group = _number(
        _("Så många får anmälas på en gång"), most=100, help_text=_("För den som anmäler en grupp.")
    )
    closes_day = _day(
        _("Anmälan stänger"),
        required=False,
        help_text=_("Lämna tomt om man kan anmäla sig tills mötet börjar."),
    )
    closes_time = _time(_("Klockan"), required=False)
    asks_access = forms.BooleanField(label=_("Fråga vad som behövs för att kunna delta"), required=False)
    asks_diet = forms.BooleanField(label=_("Fråga om mat och allergier"), required=False)
    disposal_days = _number(
        _("Radera personuppgifter så många dagar efter mötet"), most=365,
        help_text=_("Namn, adresser och behov raderas då. Antalen finns kvar."),
    )  # fmt: skip
    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    field_order = [
        "kind", "title", "summary", "municipality", "day", "starts", "ends", "form", "place", "access", "link",
        "agenda", "target_group", "ladder", "co_hosts", "takes_signups", "places", "largest_group", "closes_day",
        "closes_time", "asks_access", "asks_diet", "disposal_days",
    ]  # fmt: skip

    def __init__(self, *args: Any, viewer: Viewer, meeting: Meeting | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {**_initial(meeting, viewer), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["ladder"].choices = [  # type: ignore[attr-defined]
            (step.value, f"{step.label}: {PROMISES[step]}") for step in Ladder
        ]
        self.fields["municipality"].choices = _municipalities(viewer)  # type: ignore[attr-defined]
        self.published = meeting is not None and meeting.state != State.DRAFT
        if self.published:
            for name in ("day", "starts", "ends", "form", "place", "access", "link"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day, time = cleaned.get("closes_day"), cleaned.get("closes_time")
        cleaned["closes_at"] = _at(self, "closes_time", day, time or datetime.time(23, 59)) if day else None
        if time and not day and "closes_day" not in self.errors:
            self.add_error("closes_day", _("Skriv också vilken dag anmälan stänger."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """The meeting's fields, as actions take them."""
        names = WHAT if self.published else (*WHAT, *WHEN_AND_WHERE)
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def co_host_names(self) -> list[str]:
        """One for each line."""
        return [line.strip() for line in self.cleaned_data["co_hosts"].splitlines() if line.strip()]


def _initial(meeting: Meeting | None, viewer: Viewer) -> dict[str, Any]:
    if meeting is None:
        return {"largest_group": 5, "disposal_days": 30, "municipality": viewer.municipality}
    values = {name: getattr(meeting, name) for name in WHAT if name != "closes_at"}
    if meeting.closes_at:
        closes = timezone.localtime(meeting.closes_at)
        values |= {"closes_day": closes.date(), "closes_time": closes.time()}
    hosts = "\n".join(one.name for one in meeting.co_hosts.all())
    return {**values, **when_and_where(meeting), "co_hosts": hosts, "seen": meeting.changed_at.isoformat()}


def _municipalities(viewer: Viewer) -> list[tuple[str, Any]]:
    """Those whose meetings the viewer may plan; the whole county first for whoever plans them all."""
    all_ = [("", _("Hela länet")), *((one.code, one.name) for one in regions.region().municipalities)]
    return [(code, name) for code, name in all_ if allowed("meetings.plan", viewer, code)]


class MoveForm(WhenAndWhere):
    """Another time or place, and why."""

    why = forms.CharField(
        label=_("Varför flyttas mötet?"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "Det visas på mötets sida och berättas för alla som är anmälda. "
            "Den nya tiden och platsen berättar vi själva."
        ),
    )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """Time and place, as the action takes them."""
        return {name: self.cleaned_data[name] for name in WHEN_AND_WHERE}


class CancelForm(forms.Form):
    """Why a meeting is called off."""

    why = forms.CharField(
        label=_("Varför ställs mötet in?"), max_length=1000, widget=forms.Textarea({"rows": 3}),
        help_text=_("Det visas på mötets sida och berättas för alla som är anmälda."),
    )  # fmt: skip


class MessageForm(forms.Form):
    """A message to those who come."""

    subject = forms.CharField(label=_("Rubrik"), max_length=120)
    text = forms.CharField(label=_("Meddelande"), max_length=4000, widget=forms.Textarea({"rows": 6}))
    to_waiting = forms.BooleanField(label=_("Även till dem som väntar på plats"), required=False)


class WalkInForm(forms.Form):
    """So many came without having signed up."""

    persons = _number(_("Antal personer"))
    client_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class HeadCountForm(forms.Form):
    """How many of each age are in the room."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, (age, label) in enumerate(Age):
            self.fields[age] = _number(label, required=False, least=0)
            self.fields[age].widget.attrs["id"] = f"antal-{place}"  # "65+" cannot stand in an id

    def persons(self) -> dict[str, int]:
        """The numbers that were written."""
        return {age: self.cleaned_data.get(age) or 0 for age, _label in Age}


class KioskForm(forms.Form):
    """How the questions are put on a tablet."""

    name = forms.CharField(
        label=_("Namn på plattan"), required=False, max_length=80,
        help_text=_("Till exempel Entrén. Bara ni ser det."),
    )  # fmt: skip
    together = forms.ChoiceField(
        label=_("Frågorna"), widget=forms.RadioSelect, required=False, initial="0",
        choices=[("0", _("En i taget")), ("1", _("Alla på samma skärm"))],
    )  # fmt: skip
    asks_about = forms.BooleanField(
        label=_("Fråga också om ålder och kommun. Det är frivilligt att svara."), required=False, initial=True
    )
    wait = forms.TypedChoiceField(
        label=_("Plattan frågar om någon är kvar efter"), coerce=int, choices=Wait.choices, initial=Wait.USUAL,
        help_text=_("Sedan väntar den en halv minut till och börjar om."),
        error_messages={"invalid_choice": _("Välj i listan."), "required": _("Välj i listan.")},
    )  # fmt: skip

    def clean_together(self) -> bool:
        return bool(self.cleaned_data["together"] == "1")


class CoHostForm(forms.Form):
    """A co-host's page on the net and logo."""

    link = forms.URLField(
        label=_("Webbplats"), required=False, max_length=400, assume_scheme="https",
        error_messages={"invalid": _("Skriv hela adressen, till exempel https://exempel.se.")},
    )  # fmt: skip
    logo = forms.FileField(
        label=_("Logotyp"), required=False,
        help_text=_("JPEG, PNG eller WebP. Uppgifter om plats och kamera tas bort."),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip
    remove_logo = forms.BooleanField(label=_("Ta bort logotypen"), required=False)


class ContactForm(forms.Form):
    """Which municipality a contact speaks for."""

    municipality = forms.ChoiceField(label=_("Kommun"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(one.code, one.name) for one in regions.region().municipalities]
        self.fields["municipality"].choices = [("", _("Ingen")), *places]  # type: ignore[attr-defined]


class SignUpForm(forms.Form):
    """What a visitor writes. Needs are asked for only where the hosts have chosen so."""

    name = forms.CharField(
        label=_("Ditt namn"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}),
        help_text=_("Så att vi kan pricka av dig när du kommer."),
        error_messages={"required": _("Skriv ett namn, så att vi kan pricka av dig.")},
    )  # fmt: skip
    persons = _number(_("Hur många kommer?"), help_text=_("Räkna med dig själv."))
    attending = forms.ChoiceField(
        label=_("Hur vill du vara med?"), widget=forms.RadioSelect,
        choices=[("room", _("På plats")), ("online", _("På nätet"))],
        error_messages={
            "required": _("Välj om du kommer till lokalen eller är med på nätet."),
            "invalid_choice": _("Välj om du kommer till lokalen eller är med på nätet."),
        },
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-post"), required=False, max_length=254, widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("Då får du en bekräftelse och vet om något ändras."),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Telefon"), required=False, max_length=40,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("Om vi behöver nå dig samma dag."),
    )  # fmt: skip
    access_needs = forms.CharField(
        label=_("Vad behöver du för att kunna delta?"), required=False, max_length=400,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Till exempel teckenspråkstolk, plats för rullstol eller ledsagare."),
    )  # fmt: skip
    diet_needs = forms.CharField(
        label=_("Är det något du inte kan äta?"), required=False, max_length=400,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    client_key = forms.CharField(
        required=False, max_length=43, widget=forms.HiddenInput({"data-client-key": ""})
    )
    altcha = forms.CharField(required=False, widget=forms.HiddenInput({"data-proof": ""}))
    homepage = forms.CharField(
        label=_("Lämna tomt"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not meeting.asks_access:
            del self.fields["access_needs"]
        if not meeting.asks_diet:
            del self.fields["diet_needs"]
        if meeting.form != Form.HYBRID:
            del self.fields["attending"]
        if not mail_works():
            self.fields["email"].help_text = _(
                "Just nu kan vi inte skicka mejl. Du får en egen sida där allt står. Spara den."
            )
        if _largest(meeting) == 1:
            self.fields["persons"].widget = forms.HiddenInput()
        if not self.is_bound:
            self.initial.setdefault("persons", 1)

    def clean_homepage(self) -> str:
        """A field that people do not see; robots fill it in."""
        if self.cleaned_data["homepage"]:
            raise ValidationError(_("Något blev fel. Ladda om sidan och försök igen."))
        return ""

    def questions(self) -> list[forms.BoundField]:
        """The visible fields without the trap."""
        return [bound for bound in self.visible_fields() if bound.name != "homepage"]

    def wish(self) -> Wish:
        """What was asked for."""
        data = self.cleaned_data
        return Wish(
            name=" ".join(without_unsafe(data["name"]).split()),
            persons=data["persons"],
            online=data.get("attending") == "online",
            email=data["email"],
            phone=without_unsafe(data["phone"]).strip(),
            access_needs=without_unsafe(data.get("access_needs", "")).strip(),
            diet_needs=without_unsafe(data.get("diet_needs", "")).strip(),
            language=get_language() or "sv",
        )


class EnterForm(SignUpForm):
    """The same for somebody who has phoned, as staff write it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["homepage"]
        words = {
            "name": _("Namn"),
            "attending": _("Hur vill de vara med?"),
            "access_needs": _("Vad behöver de för att kunna delta?"),
            "diet_needs": _("Är det något de inte kan äta?"),
        }
        for name, label in words.items():
            if name in self.fields:
                self.fields[name].label = label
        for name in ("name", "email", "phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        for name in ("name", "persons"):
            self.fields[name].help_text = ""
        self.fields["email"].help_text = _(
            "Med en adress får de en egen sida att ändra på. Lämna annars tomt."
        )


def _largest(meeting: Meeting) -> int:
    unlimited = meeting.places is None or meeting.form == Form.HYBRID
    return meeting.largest_group if unlimited else min(meeting.largest_group, meeting.places or 0)


def as_written(signup: SignUp) -> dict[str, Any]:
    """A sign-up's values for the form."""
    values = {name: getattr(signup, name) for name in ("persons", *SignUp.PERSONAL)}
    return {**values, "attending": "online" if signup.online else "room"}
