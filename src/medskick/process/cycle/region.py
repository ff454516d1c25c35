"""The region's file: everything that makes one installation Norrbotten's and another somebody else's.

A region is a TOML file (format: docs/subsystems/cycle.md). It is read once, checked whole, and then held as frozen
values. A fault gives one ``RegionError`` that says where in the file it is and what to do.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from medskick.ground.core import one_language
from medskick.ground.core.languages import INTERFACE, SOURCE

AGE_BANDS = ("0-15", "16-24", "25-44", "45-64", "65+")
_BANDS = "|".join(re.escape(band) for band in AGE_BANDS)
AREA_COLOURS = ("gran", "fjall", "ljung", "hjortron")
SHIPPED = Path(__file__).parent / "regions"
DEFAULT = SHIPPED / "norrbotten.toml"
_LIMIT = 2_000_000


class RegionError(Exception):
    """The region's file cannot be used. The text names the file, the place in it and what to do."""


@dataclass(frozen=True)
class Words:
    """A text in one or more languages. Swedish is always there and stands in for the others."""

    by_language: Mapping[str, str]

    def __str__(self) -> str:
        language = one_language.language()
        if not self.by_language.get(language):
            one_language.lacks(self.by_language[SOURCE])
        return self.by_language.get(language) or self.by_language[SOURCE]

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.by_language.items())))


@dataclass(frozen=True)
class Municipality:
    """A municipality: four-digit code, name in running text, official name, people by year and by age band."""

    code: str
    name: str
    official_name: str
    population: Mapping[int, int]
    ages: Mapping[str, int]

    @property
    def people(self) -> int:
        """Inhabitants in the latest year of the file (0 when the file holds none)."""
        return self.population[max(self.population)] if self.population else 0


@dataclass(frozen=True)
class Question:
    """A question as people meet it, with one line of help."""

    key: str
    text: Words
    help: Words


@dataclass(frozen=True)
class Frame:
    """A named set of questions used together in one channel (web form, workshop, lesson)."""

    key: str
    name: Words
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class FocusArea:
    """A priority area: key, name, and one of four colours that always goes with a letter and a pattern."""

    key: str
    name: Words
    colour: str


@dataclass(frozen=True)
class Contact:
    """A function, never a person: where questions go."""

    name: str
    email: str
    phone: str
    address: str
    web: str


# In the addresses of lists: what concerns the whole county, where others name a municipality by its code.
COUNTY = "lanet"
_LAST_LETTERS = str.maketrans("åäö", "{|}")  # what follows z in ASCII


def in_the_alphabet(name: str) -> str:
    """A key that sorts names as Swedish does: å, ä and ö come last, in that order."""
    return name.casefold().translate(_LAST_LETTERS)


@dataclass(frozen=True)
class Region:
    """Everything the file says. Forms of names are as they stand inside a sentence. Municipalities stand in the order
    of the Swedish alphabet, wherever people read or choose among them.

    ``population`` and ``ages`` are the county's own published figures, which need not be the sum of its
    municipalities'.
    """

    code: str
    name: str
    genitive: str
    place: str
    place_genitive: str
    inhabitants: str
    county: str
    strategy: str
    vision_year: int
    council: str
    executive_board: str
    development_committee: str
    languages: tuple[str, ...]
    election_day: datetime.date
    term: str
    contact: Contact
    focus_areas: tuple[FocusArea, ...]
    frames: tuple[Frame, ...]
    municipalities: tuple[Municipality, ...]
    fictitious: bool
    population: Mapping[int, int]
    ages: Mapping[str, int]

    @property
    def title(self) -> str:
        """What the process is called: the place and the year it looks toward."""
        return f"{self.place} {self.vision_year}"

    def municipality(self, code: str | None) -> Municipality | None:
        """The municipality with this code, or None."""
        return next((one for one in self.municipalities if one.code == code), None)

    def municipality_name(self, code: str | None) -> str:
        """Its name, or an empty text for no or an unknown municipality."""
        found = self.municipality(code)
        return found.name if found else ""

    def frame(self, key: str) -> Frame:
        """The frame with this key. Raises KeyError."""
        return (
            next(one for one in self.frames if one.key == key)
            if any(one.key == key for one in self.frames)
            else _missing(key)
        )

    def question(self, frame: str, key: str) -> Question | None:
        """A question by frame and key; a question keeps its meaning across frames, so any frame's wording helps."""
        candidates = sorted(self.frames, key=lambda one: one.key != frame)
        return next((q for one in candidates for q in one.questions if q.key == key), None)

    @property
    def has_spread(self) -> bool:
        """Whether spread over municipalities tells anything (a region may have a single one)."""
        return len(self.municipalities) > 1


def _missing(key: str) -> Frame:
    raise KeyError(key)


def load(path: str | Path) -> Region:
    """Read and check a region's file. Raises RegionError."""
    path = Path(path)
    try:
        if path.stat().st_size > _LIMIT:
            raise RegionError(f"{path}: filen är större än 2 MB. En regionfil brukar vara några kB.")
        with path.open("rb") as handle:
            data = tomllib.load(handle)
    except OSError as error:
        raise RegionError(
            f"{path}: filen går inte att läsa ({error.strerror}). Kontrollera sökvägen."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RegionError(f"{path}: filen är inte giltig TOML: {error}.") from error
    return _Reader(path).region(data)


class _Reader:
    """Walks the file and says exactly where something is missing or wrong."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fail(self, where: str, what: str) -> RegionError:
        return RegionError(f"{self.path}: {where}: {what}")

    def get(
        self,
        table: Mapping[str, Any],
        where: str,
        key: str,
        kind: type | tuple[type, ...],
        default: Any = None,
    ) -> Any:
        value = table.get(key, default)
        if value is None:
            raise self.fail(where, f"”{key}” saknas. Lägg till raden.")
        if isinstance(value, bool) and kind is not bool:
            raise self.fail(where, f"”{key}” har fel slags värde: {value!r}.")
        if not isinstance(value, kind):
            raise self.fail(where, f"”{key}” har fel slags värde: {value!r}.")
        if isinstance(value, str) and kind is str and default is None and not value.strip():
            raise self.fail(where, f"”{key}” är tom. Skriv något.")
        return value

    def words(self, table: Mapping[str, Any], where: str, key: str, default: str | None = None) -> Words:
        value = self.get(table, where, key, (str, dict), default)
        if isinstance(value, str):
            return Words({"sv": value})
        if "sv" not in value or not all(isinstance(text, str) for text in value.values()):
            raise self.fail(where, f'”{key}” ska ha en text på svenska: {key} = {{ sv = "…" }}.')
        return Words(dict(value))

    def rows(
        self, data: Mapping[str, Any], key: str, at_least: int = 1
    ) -> list[tuple[str, Mapping[str, Any]]]:
        value = data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise self.fail(f"[[{key}]]", "ska vara en lista av tabeller.")
        if len(value) < at_least:
            raise self.fail(f"[[{key}]]", "saknas. Minst en behövs.")
        return [(f"[[{key}]] nr {number}", row) for number, row in enumerate(value, 1)]

    def unique(self, where: str, what: str, values: list[str]) -> None:
        double = {value for value in values if values.count(value) > 1}
        if double:
            raise self.fail(where, f"{what} förekommer två gånger: {', '.join(sorted(double))}.")

    def region(self, data: Mapping[str, Any]) -> Region:
        if data.get("format") != 1:
            raise self.fail("format", "ska vara 1. Skriv format = 1 överst i filen.")
        where = "[region]"
        region = self.get(data, "filen", "region", dict)
        text = {
            key: self.get(region, where, key, str)
            for key in (
                "code", "name", "genitive", "place", "place_genitive", "inhabitants", "county", "strategy",
                "council", "executive_board", "development_committee",
            )
        }  # fmt: skip
        if not re.fullmatch(r"\d{2}", text["code"]):
            raise self.fail(where, f"”code” ska vara två siffror, inte {text['code']!r}.")
        languages = self.get(region, where, "languages", list)
        if "sv" not in languages or not set(languages) <= set(INTERFACE):
            raise self.fail(
                where,
                f"”languages” ska innehålla ”sv” och bara språk som finns: {', '.join(sorted(INTERFACE))}.",
            )
        term = self.get(data, "filen", "term", dict)
        election = self.get(term, "[term]", "election_day", datetime.date)
        municipalities = self.municipalities(data, text["code"])
        return Region(
            **text,
            vision_year=self.get(region, where, "vision_year", int),
            languages=tuple(languages),
            election_day=election,
            term=self.get(term, "[term]", "name", str),
            contact=self.contact(self.get(data, "filen", "contact", dict)),
            focus_areas=self.areas(data),
            frames=self.frames(data),
            municipalities=municipalities,
            fictitious=self.get(region, where, "fictitious", bool, False),
            population=self.counts(region, where, "population", r"\d{4}", int),
            ages=self.counts(region, where, "ages", _BANDS, str),
        )

    def contact(self, table: Mapping[str, Any]) -> Contact:
        contact = Contact(
            name=self.get(table, "[contact]", "name", str),
            email=self.get(table, "[contact]", "email", str),
            phone=self.get(table, "[contact]", "phone", str, ""),
            address=self.get(table, "[contact]", "address", str, ""),
            web=self.get(table, "[contact]", "web", str, ""),
        )
        if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", contact.email):
            raise self.fail("[contact]", f"”email” är ingen e-postadress: {contact.email!r}.")
        if contact.web and not contact.web.startswith("https://"):
            raise self.fail("[contact]", "”web” ska börja med https://")
        return contact

    def areas(self, data: Mapping[str, Any]) -> tuple[FocusArea, ...]:
        areas = []
        for where, row in self.rows(data, "focus_areas", 0):
            colour = self.get(row, where, "colour", str)
            if colour not in AREA_COLOURS:
                raise self.fail(where, f"”colour” ska vara en av {', '.join(AREA_COLOURS)}.")
            areas.append(FocusArea(self.get(row, where, "key", str), self.words(row, where, "name"), colour))
        self.unique("[[focus_areas]]", "Nyckeln", [area.key for area in areas])
        return tuple(areas)

    def frames(self, data: Mapping[str, Any]) -> tuple[Frame, ...]:
        frames = []
        for where, row in self.rows(data, "frames"):
            questions = tuple(
                Question(
                    self.get(question, inner, "key", str),
                    self.words(question, inner, "text"),
                    self.words(question, inner, "help", ""),
                )
                for inner, question in (
                    (f"{where}, {place}", question) for place, question in self.rows(row, "questions")
                )
            )
            self.unique(where, "Frågans nyckel", [question.key for question in questions])
            frames.append(Frame(self.get(row, where, "key", str), self.words(row, where, "name"), questions))
        self.unique("[[frames]]", "Nyckeln", [frame.key for frame in frames])
        if "web" not in {frame.key for frame in frames}:
            raise self.fail("[[frames]]", 'en ram med key = "web" behövs för webbformuläret.')
        return tuple(frames)

    def municipalities(self, data: Mapping[str, Any], county: str) -> tuple[Municipality, ...]:
        found = []
        for where, row in self.rows(data, "municipalities"):
            code = self.get(row, where, "code", str)
            if not re.fullmatch(r"\d{4}", code):
                raise self.fail(where, f"”code” ska vara fyra siffror, inte {code!r}.")
            if not code.startswith(county):
                raise self.fail(where, f"”code” ska börja med regionens kod {county}, men är {code}.")
            name = self.get(row, where, "name", str)
            found.append(
                Municipality(
                    code,
                    name,
                    self.get(row, where, "official_name", str, f"{name} kommun"),
                    self.counts(row, where, "population", r"\d{4}", int),
                    self.counts(row, where, "ages", _BANDS, str),
                )
            )
        self.unique("[[municipalities]]", "Koden", [one.code for one in found])
        self.unique("[[municipalities]]", "Namnet", [one.name for one in found])
        return tuple(sorted(found, key=lambda one: in_the_alphabet(one.name)))

    def counts(
        self, row: Mapping[str, Any], where: str, key: str, pattern: str, kind: type
    ) -> dict[Any, int]:
        table = self.get(row, where, key, dict, {})
        for name, count in table.items():
            if (
                not re.fullmatch(pattern, name)
                or not isinstance(count, int)
                or isinstance(count, bool)
                or count < 0
            ):
                raise self.fail(where, f"”{key}” har en rad som inte stämmer: {name} = {count!r}.")
        return {kind(name): count for name, count in table.items()}


@lru_cache(maxsize=8)
def _loaded(path: str) -> Region:
    return load(path)


def region() -> Region:
    """The region of this installation."""
    return _loaded(str(settings.REGION_FILE or DEFAULT))
