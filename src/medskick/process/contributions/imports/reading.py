"""From a row of somebody's file to answers: what its cells mean."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from medskick.engine.tables.table import Row
from medskick.engine.text.normalise import normal_form
from medskick.process.contributions.actions.receive import MAX_PERSONS, Answer, Source, check
from medskick.process.contributions.imports.mapping import answer_columns, question_field
from medskick.process.contributions.imports.words import CHANNELS, LANGUAGES, SENDERS
from medskick.process.contributions.models import AgeBand, Channel, SenderKind
from medskick.process.cycle import queries as cycles
from medskick.process.cycle.region import Region

OLDEST = 120
_CODE = re.compile(r"[a-z]{2,3}")
_LONGEST = {"organisation": 200, "source": 200, "id": 80}


class RowProblem(Exception):
    """A row cannot become a contribution: ``column`` and one sentence saying what to do."""

    def __init__(self, column: str, text: str) -> None:
        super().__init__(text)
        self.column, self.text = column, text


class Reading:
    """How a file is read: field → column, and what holds for every row (``fixed``). Made once per file."""

    def __init__(self, columns: Mapping[str, str], fixed: Mapping[str, str], region: Region) -> None:
        self.columns, self.fixed, self.region = columns, fixed, region
        self.today = cycles.today()
        self._answers = answer_columns(columns) or {"text": ""}
        self._places = _places(region)
        questions = [question for frame in region.frames for question in frame.questions]
        self._questions = {
            normal_form(text): one.key for one in questions for text in one.text.by_language.values()
        }
        self._questions |= {one.key: one.key for one in questions}

    def answers(self, row: Row) -> list[Answer]:
        """The answers of one row, one for each answer column that holds anything. Raises RowProblem."""
        texts = {name: row.values.get(column, "") for name, column in self._answers.items()}
        filled = {name: text for name, text in texts.items() if text.strip()} or dict(
            [next(iter(texts.items()))]
        )
        shared = self._shared(row)
        if len(filled) > 1 and not shared.source.key:
            # Only the first of a row's contributions carries its number: the others are found by this.
            shared = replace(
                shared, source=replace(shared.source, key=_("rad %(row)s") % {"row": row.number})
            )
        found: list[Answer] = []
        for name, text in filled.items():
            answer = replace(shared, text=text, question=self._question(row, name))
            if found:
                answer = replace(answer, title="")
            try:
                check(answer)
            except ValidationError as error:
                raise RowProblem(self.columns.get(name, ""), " ".join(error.messages)) from error
            found.append(answer)
        return found

    def _shared(self, row: Row) -> Answer:
        """What holds for every answer of a row."""
        return Answer(
            text="",
            title=self._cell(row, "title"),
            frame="import",
            channel=self._choice(row, "channel", CHANNELS, Channel.values, Channel.IMPORT),
            sender_kind=self._choice(row, "sender", SENDERS, SenderKind.values, SenderKind.PERSON),
            persons=self._persons(row),
            organisation=self._name(row, "organisation"),
            municipality=self._municipality(row),
            age_band=self._age(row),
            language=self._language(row),
            source=Source(
                kind=self.fixed.get("source_kind", "file"),
                key=self._name(row, "id"),
                title=self._name(row, "source") or self.fixed.get("source_title", ""),
                date=self._date(row),
            ),
        )

    def _cell(self, row: Row, field: str) -> str:
        return row.values.get(self.columns.get(field, ""), "")

    def _problem(self, field: str, text: str) -> RowProblem:
        return RowProblem(self.columns.get(field, ""), text)

    def _name(self, row: Row, field: str) -> str:
        typed, most = self._cell(row, field).strip(), _LONGEST[field]
        if len(typed) > most:
            raise self._problem(
                field,
                _("Det är %(length)s tecken. Högst %(limit)s får plats. Korta det eller välj ”använd inte”.")
                % {"length": len(typed), "limit": most},
            )
        return typed

    def _choice(self, row: Row, field: str, names: Mapping[str, str], values: list[str], default: str) -> str:
        typed = self._cell(row, field).strip()
        if not typed:
            return str(self.fixed.get(field) or default)
        found = names.get(normal_form(typed)) or (typed if typed in values else None)
        if found is None:
            raise self._problem(
                field,
                _("”%(value)s” känns inte igen. Rätta i filen eller välj ”använd inte” för kolumnen.")
                % {"value": typed[:60]},
            )
        return str(found)

    def _question(self, row: Row, answer: str) -> str:
        typed = self._cell(row, "question").strip()
        found = self._questions.get(typed) or self._questions.get(normal_form(typed)) if typed else ""
        return found or self.fixed.get(question_field(answer), "")

    def _persons(self, row: Row) -> int:
        typed = re.sub(r"\s", "", self._cell(row, "people"))
        if not typed:
            return 1
        if not re.fullmatch(r"[0-9]{1,6}", typed) or not 1 <= int(typed) <= MAX_PERSONS:
            raise self._problem(
                "people",
                _("”%(value)s” är inget antal. Skriv ett heltal från 1 till %(limit)s.")
                % {"value": typed[:40], "limit": MAX_PERSONS},
            )
        return int(typed)

    def _municipality(self, row: Row) -> str:
        typed = self._cell(row, "municipality").strip()
        if not typed:
            return self.fixed.get("municipality", "")
        plain = re.sub(r"\s*kommun$", "", normal_form(typed))
        found = self._places.get(typed) or self._places.get(plain)
        if found is None:
            raise self._problem(
                "municipality",
                _(
                    "Vi hittar ingen kommun som heter ”%(value)s” i %(region)s. "
                    "Rätta namnet eller skriv kommunkoden."
                )
                % {"value": typed[:60], "region": self.region.name},
            )
        return found

    def _age(self, row: Row) -> str:
        typed = self._cell(row, "age").strip().casefold()
        if not typed:
            return self.fixed.get("age", "")
        years = _years(typed, self.today.year)
        if years is None:
            raise self._problem(
                "age",
                _("”%(value)s” är ingen ålder. Skriv till exempel 34 eller 25-44.") % {"value": typed[:40]},
            )
        low, high = (_band(age) for age in years)
        return low if low == high else ""  # A span over several of our bands says too little to choose one.

    def _language(self, row: Row) -> str:
        typed = normal_form(self._cell(row, "language"))
        found = LANGUAGES.get(typed, typed)
        return found if _CODE.fullmatch(found) else ""

    def _date(self, row: Row) -> datetime.date | None:
        typed = self._cell(row, "date").strip() or self.fixed.get("source_date", "")
        if not typed:
            return None
        found = _day(re.split(r"[T\s]", typed, maxsplit=1)[0])
        if found is None:
            raise self._problem(
                "date",
                _("”%(value)s” är inget datum. Skriv till exempel 2026-03-12.") % {"value": typed[:40]},
            )
        if found.year < 1900 or found > self.today:
            raise self._problem(
                "date",
                _("%(value)s har inte varit än, eller var för länge sedan. Kontrollera året.")
                % {"value": found.isoformat()},
            )
        return found


def _places(region: Region) -> dict[str, str]:
    """What a municipality may be called → its code."""
    names = {normal_form(one.name): one.code for one in region.municipalities}
    found = names | {one.code: one.code for one in region.municipalities}
    for name, code in names.items():
        found.setdefault(name.removesuffix("s"), code)
        found.setdefault(f"{name}s", code)
    return found


def _years(typed: str, this_year: int) -> tuple[int, int] | None:
    """Youngest and oldest that a cell tells: "34", "25–44", "65+", "under 16", "född 1987". None: no age."""
    numbers = [int(number) for number in re.findall(r"[0-9]{1,4}", typed)]
    if len(numbers) == 1 and 1900 <= numbers[0] <= this_year:
        return this_year - numbers[0], this_year - numbers[0]
    if not numbers or len(numbers) > 2 or max(numbers) > OLDEST or numbers[0] > numbers[-1]:
        return None
    if len(numbers) == 2:
        return numbers[0], numbers[1]
    if re.search(r"<|under|yngre än", typed):
        return 0, max(0, numbers[0] - 1)
    if re.search(r"[+>]|över|äldre|uppåt", typed):
        return numbers[0], OLDEST
    return numbers[0], numbers[0]


def _band(age: int) -> str:
    for band in AgeBand.values:
        low, _dash, high = band.rstrip("+").partition("-")
        if age >= int(low) and (not high or age <= int(high)):
            return str(band)
    return ""


def _day(typed: str) -> datetime.date | None:
    for pattern in ("%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d"):
        try:
            return datetime.datetime.strptime(typed, pattern).date()
        except ValueError:
            continue
    return None
