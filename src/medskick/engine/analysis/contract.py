"""What goes into an analysis and what comes out: plain data classes without behaviour."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .codebook import Codebook
    from .edition.edits import Edits
    from .language_model.settings import LanguageModel

ENGINE_VERSION = "2.0"
SCHEMA = "medskick-result/1"
# Stands in result.json, which keeps exact numbers for those who work with it.
PRIVATE = (
    "Arbetsmaterial. Antalet personer är exakt här, också där de är färre än fem. Lämna ut report.html, inte den här "
    "filen."
)


class AnalysisError(Exception):
    """The analysis cannot be done as asked; the message is one Swedish sentence for the person who asked."""


class BusyError(AnalysisError):
    """Another analysis is writing to the same folder; later this one may be done."""


class Cancelled(Exception):
    """The caller asked for a stop; finished stages are kept, nothing else is."""


@dataclass(frozen=True, slots=True)
class Mask:
    """Personal data in one field of one contribution: code points `start` to `end` (half-open) are never shown."""

    field: str
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """One contribution as received. `id` is unique within an analysis; `text` and `title` are never altered.

    people: persons behind the contribution (1 or more).
    sending: a key shared by what the same persons sent on one occasion, who are then counted once; None for a
        contribution that is a sending by itself.
    sending_people: how many they were who sent it together, where that is known (those at a table, of whom fewer stand
        behind each note). It counts in totals alone, never in a theme.
    masks: None lets the engine look for personal data; a sequence of Mask or of (field, start, end, kind)
        is used as it stands, because a person may have corrected it.
    quotable: False keeps the words out of quotes, keywords and labels; the contribution still counts.
    """

    id: str
    text: str
    title: str = ""
    people: int = 1
    municipality: str | None = None
    age: str | None = None
    channel: str | None = None
    sender: str | None = None
    meta: Mapping[str, str] = field(default_factory=dict)
    lang: str | None = None
    masks: tuple[Mask, ...] | tuple[tuple[str, int, int, str], ...] | None = None
    quotable: bool = True
    sending: str | None = None
    sending_people: int | None = None


@dataclass(frozen=True)
class Address:
    """A model behind an OpenAI-compatible address (up to and with /v1), as its server names it."""

    url: str
    name: str


@dataclass(frozen=True)
class Options:
    """How to analyse. `themes` None lets the engine choose; `workers` changes the speed, never the result.

    scheduler: address of a Dask cluster that shares the work instead of `workers`; changes the speed only.
    previous: folder of an earlier result. Its tree, ids, labels and places are carried on; with `themes` set the
        themes are looked for afresh, and only ids and labels are matched.
    edits: what people have changed in it, replayed first.
    clusterer: "leiden", "kmeans" or None for the best one installed.
    model: a larger model for the texts' meaning, used beside our own: the folder it lies in, or an Address.
    codebook: themes that an analyst brings; then no themes are looked for, only topics inside them.
    language_model: who may propose wording beside the extractive text; None, as ever, for nobody.
    material: file that keeps what learning from further decisions needs (`coding.material`); only with a codebook.
    """

    lang: str = "sv"
    themes: int | None = None
    seed: int = 0
    workers: int = 1
    scheduler: str | None = None
    previous: Path | None = None
    clusterer: str | None = None
    heading: str = ""
    codebook: Codebook | None = None
    model: Path | Address | None = None
    language_model: LanguageModel | None = None
    material: Path | None = None
    edits: Edits | None = None


@dataclass(frozen=True)
class Progress:
    """How far an analysis has come. `share` is of the whole, 0 to 1; `seconds_left` is None while unknown."""

    stage: str
    done: int
    total: int
    share: float
    seconds_left: float | None


OnProgress = Callable[[Progress], None]
IsCancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement with its place: a row of statements.csv. Offsets are code points in `field` of the original.

    theme_strength, second_theme_id: with a codebook, how surely the theme is its own, and the runner-up theme.
    """

    statement_id: str
    contribution_id: str
    field: str
    start: int
    end: int
    theme_id: str
    topic_id: str
    strength: float
    strength_class: str
    x: float
    y: float
    family_id: str
    scope: str = ""
    cooperation: str = ""
    long_term: str = ""
    theme_strength: float | None = None
    second_theme_id: str = ""


@dataclass(frozen=True)
class Result:
    """A finished analysis on disk: `folder` holds the files, `document` is result.json as Python objects."""

    folder: Path
    document: dict[str, Any]

    @property
    def themes(self) -> list[dict[str, Any]]:
        """Themes and topics, parents before children; a topic's `parent` is its theme's id."""
        return self.document["themes"]

    @property
    def counts(self) -> dict[str, Any]:
        return self.document["counts"]
