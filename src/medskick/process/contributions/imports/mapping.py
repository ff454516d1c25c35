"""From a row of somebody's file to an answer: which column is what, and what a cell means."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from medskick.engine.tables.table import Row
from medskick.engine.text.normalise import normal_form
from medskick.process.contributions.actions.receive import Answer, Source, check
from medskick.process.contributions.models import AgeBand, Channel, SenderKind
from medskick.process.cycle.region import Region

# What a column can be, in the order the form shows it.
FIELDS = {
    "text": gettext_lazy("Texten"),
    "title": gettext_lazy("Rubrik"),
    "question": gettext_lazy("Fråga"),
    "municipality": gettext_lazy("Kommun"),
    "age": gettext_lazy("Ålder"),
    "channel": gettext_lazy("Kanal"),
    "sender": gettext_lazy("Slags avsändare"),
    "organisation": gettext_lazy("Organisation"),
    "people": gettext_lazy("Antal personer"),
    "language": gettext_lazy("Språk"),
    "date": gettext_lazy("Datum"),
    "source": gettext_lazy("Möte eller källa"),
    "id": gettext_lazy("Eget id"),
}

_SENDERS = {
    "person": SenderKind.PERSON, "privatperson": SenderKind.PERSON, "enskild": SenderKind.PERSON,
    "invånare": SenderKind.PERSON, "grupp": SenderKind.GROUP, "group": SenderKind.GROUP,
    "skolklass": SenderKind.SCHOOL_CLASS, "klass": SenderKind.SCHOOL_CLASS, "skola": SenderKind.SCHOOL_CLASS,
    "school class": SenderKind.SCHOOL_CLASS, "förening": SenderKind.ASSOCIATION,
    "organisation": SenderKind.ASSOCIATION, "ideell organisation": SenderKind.ASSOCIATION,
    "association": SenderKind.ASSOCIATION, "företag": SenderKind.COMPANY, "bolag": SenderKind.COMPANY,
    "company": SenderKind.COMPANY, "kommun": SenderKind.MUNICIPALITY, "municipality": SenderKind.MUNICIPALITY,
    "myndighet": SenderKind.AUTHORITY, "authority": SenderKind.AUTHORITY,
}  # fmt: skip
_CHANNELS = {
    "webb": Channel.WEB, "webben": Channel.WEB, "web": Channel.WEB, "enkät": Channel.WEB, "möte": Channel.MEETING,
    "dialogmöte": Channel.MEETING, "meeting": Channel.MEETING, "workshop": Channel.WORKSHOP,
    "lektion": Channel.LESSON, "lesson": Channel.LESSON, "skola": Channel.LESSON, "brev": Channel.LETTER,
    "letter": Channel.LETTER, "e post": Channel.EMAIL, "epost": Channel.EMAIL, "mejl": Channel.EMAIL,
    "mail": Channel.EMAIL, "email": Channel.EMAIL, "e mail": Channel.EMAIL, "telefon": Channel.PHONE,
    "phone": Channel.PHONE, "import": Channel.IMPORT, "fil": Channel.IMPORT,
}  # fmt: skip
_LANGUAGES = {
    "svenska": "sv", "swedish": "sv", "engelska": "en", "english": "en", "finska": "fi", "finnish": "fi",
    "meänkieli": "fit", "samiska": "se", "nordsamiska": "se",
}  # fmt: skip
_CODE = re.compile(r"[a-z]{2,3}")


class RowProblem(Exception):
    """A row cannot become a contribution: ``column`` and one sentence saying what to do."""

    def __init__(self, column: str, text: str) -> None:
        super().__init__(text)
        self.column, self.text = column, text


@dataclass(frozen=True)
class Reading:
    """How a file is read: field → column, and what holds for every row (``fixed``)."""

    columns: Mapping[str, str]
    fixed: Mapping[str, str]
    region: Region

    def answer(self, row: Row) -> Answer:
        """The answer of one row. Raises RowProblem."""
        text, title = self._cell(row, "text"), self._cell(row, "title")
        answer = Answer(
            text=text,
            title=title,
            frame="import",
            question=self._question(row),
            channel=self._choice(
                row, "channel", _CHANNELS, Channel.values, self.fixed.get("channel", Channel.IMPORT)
            ),
            sender_kind=self._choice(
                row, "sender", _SENDERS, SenderKind.values, self.fixed.get("sender", SenderKind.PERSON)
            ),
            persons=self._persons(row),
            organisation=self._cell(row, "organisation").strip()[:200],
            municipality=self._municipality(row),
            age_band=self._age(row),
            language=self._language(row),
            source=Source(
                kind=self.fixed.get("source_kind", "file"),
                key=self._cell(row, "id").strip()[:80],
                title=self._cell(row, "source").strip()[:200] or self.fixed.get("source_title", ""),
                date=self._date(row),
            ),
        )
        try:
            check(answer)
        except ValidationError as error:
            raise RowProblem(self.columns.get("text", ""), " ".join(error.messages)) from error
        return answer

    def _cell(self, row: Row, field: str) -> str:
        return row.values.get(self.columns.get(field, ""), "")

    def _problem(self, field: str, text: str) -> RowProblem:
        return RowProblem(self.columns.get(field, ""), text)

    def _choice(self, row: Row, field: str, names: Mapping[str, str], values: list[str], default: str) -> str:
        typed = self._cell(row, field)
        if not typed.strip():
            return str(default)
        plain = normal_form(typed)
        found = names.get(plain) or (typed.strip() if typed.strip() in values else None)
        if found is None:
            raise self._problem(
                field,
                _("”%(value)s” känns inte igen. Rätta i filen eller välj ”använd inte” för kolumnen.")
                % {"value": typed[:60]},
            )
        return str(found)

    def _question(self, row: Row) -> str:
        typed = self._cell(row, "question").strip()
        known = {question.key: question for frame in self.region.frames for question in frame.questions}
        if not typed:
            return self.fixed.get("question", "")
        if typed in known:
            return typed
        plain = normal_form(typed)
        return next(
            (key for key, one in known.items() if normal_form(one.text.by_language["sv"]) == plain), ""
        )

    def _persons(self, row: Row) -> int:
        typed = self._cell(row, "people").strip().replace("\u00a0", "").replace(" ", "")
        if not typed:
            return 1
        if not re.fullmatch(r"\d{1,6}", typed) or int(typed) < 1:
            raise self._problem(
                "people", _("”%(value)s” är inget antal. Skriv ett heltal från 1.") % {"value": typed[:40]}
            )
        return int(typed)

    def _municipality(self, row: Row) -> str:
        typed = self._cell(row, "municipality").strip()
        if not typed:
            return self.fixed.get("municipality", "")
        plain = re.sub(r"s?\s*kommun$", "", normal_form(typed))
        for one in self.region.municipalities:
            if typed == one.code or plain in {normal_form(one.name), normal_form(one.name).removesuffix("s")}:
                return one.code
        raise self._problem(
            "municipality",
            _(
                "Vi hittar ingen kommun som heter ”%(value)s” i %(region)s. Rätta namnet eller skriv kommunkoden."
            )
            % {"value": typed[:60], "region": self.region.name},
        )

    def _age(self, row: Row) -> str:
        typed = normal_form(self._cell(row, "age")).replace("år", "").strip()
        if not typed:
            return self.fixed.get("age", "")
        numbers = [int(number) for number in re.findall(r"\d{1,4}", typed)]
        if not numbers or numbers[0] > 120:
            raise self._problem(
                "age",
                _("”%(value)s” är ingen ålder. Skriv till exempel 34 eller 25-44.") % {"value": typed[:40]},
            )
        bands = {band for number in numbers[:2] if (band := _band(number))}
        if len(bands) == 1:
            return bands.pop()
        if len(numbers) == 1 and _band(numbers[0]):
            return _band(numbers[0])
        return ""  # A span over several of our bands says too little to choose one.

    def _language(self, row: Row) -> str:
        typed = normal_form(self._cell(row, "language"))
        found = _LANGUAGES.get(typed, typed)
        return found if _CODE.fullmatch(found) else ""

    def _date(self, row: Row) -> datetime.date | None:
        typed = self._cell(row, "date").strip() or self.fixed.get("source_date", "")
        if not typed:
            return None
        for pattern in ("%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d"):
            try:
                return datetime.datetime.strptime(typed[:10].strip(), pattern).date()
            except ValueError:
                continue
        raise self._problem(
            "date", _("”%(value)s” är inget datum. Skriv till exempel 2026-03-12.") % {"value": typed[:40]}
        )


def _band(age: int) -> str:
    for band in AgeBand.values:
        low, _dash, high = band.rstrip("+").partition("-")
        if age >= int(low) and (not high or age <= int(high)):
            return str(band)
    return ""
