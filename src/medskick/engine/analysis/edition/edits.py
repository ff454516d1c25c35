"""What people have changed in an edition, as data: replayed on it before anything new is looked at."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from ..contract import AnalysisError

SCHEMA = "medskick-edits/1"
LONGEST_LABEL, LONGEST_ID = 200, 80
Span = tuple[str, str, int, int]


@dataclass(frozen=True)
class Rename:
    """A theme or topic gets a name that no computation changes."""

    id: str
    label: str


@dataclass(frozen=True)
class Merge:
    """Themes or topics `ids` become part of `into`: topics join a topic or come to lie in a theme; themes either."""

    ids: tuple[str, ...]
    into: str


@dataclass(frozen=True)
class Split:
    """The statements `spans` leave `id` for a group of their own, `new`: beside it, or in the theme `parent`."""

    id: str
    new: str
    label: str
    spans: tuple[Span, ...]
    parent: str = ""


@dataclass(frozen=True)
class Move:
    """The statements `spans` belong to the topic (or somewhere in the theme) `to`."""

    spans: tuple[Span, ...]
    to: str


@dataclass(frozen=True)
class Outside:
    """A theme or topic (`id`) or statements (`spans`) count but lie outside, for `reason`; empty: inside again."""

    reason: str
    id: str = ""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class FitsNone:
    """The statements `spans` belong to no theme: they lie together in the one of kind "unplaced"."""

    spans: tuple[Span, ...]


Edit = Rename | Merge | Split | Move | Outside | FitsNone
_VERBS: dict[str, type] = {
    "rename": Rename, "merge": Merge, "split": Split, "move": Move, "outside": Outside, "none": FitsNone,
}  # fmt: skip


@dataclass(frozen=True)
class Edits:
    """Edits in the order they were made. A span is (contribution id, field, start, end)."""

    edits: tuple[Edit, ...] = ()

    @property
    def hash(self) -> str:
        """What a manifest says of them."""
        return hashlib.sha256(json.dumps(to_data(self), ensure_ascii=True).encode("ascii")).hexdigest()


def to_data(edits: Edits) -> dict[str, Any]:
    """As JSON: the form that `read_edits` reads."""
    verbs = {kind: verb for verb, kind in _VERBS.items()}
    rows = []
    for edit in edits.edits:
        row: dict[str, Any] = {"verb": verbs[type(edit)]}
        for name, value in zip(edit.__dataclass_fields__, astuple(edit), strict=True):
            if name == "spans":
                row["statements"] = [list(span) for span in value]
            else:
                row[name] = list(value) if isinstance(value, tuple) else value
        rows.append(row)
    return {"schema": SCHEMA, "edits": rows}


def write_edits(path: Path, edits: Edits) -> None:
    text = json.dumps(to_data(edits), ensure_ascii=False, indent=1)
    path.write_bytes((text + "\n").encode("utf-8", "backslashreplace"))


def read_edits(path: str | Path) -> Edits:
    """Edits from a JSON file. Raises AnalysisError that names the file, the edit's number and what is wrong."""
    path = Path(path)
    try:
        document = json.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise AnalysisError(f"Det finns ingen fil {path.name}.") from None
    except (OSError, UnicodeDecodeError, ValueError, RecursionError):
        raise AnalysisError(f"Ändringarna i {path.name} är inte giltig JSON.") from None
    rows = document.get("edits") if isinstance(document, dict) else document
    if not isinstance(rows, list):
        raise AnalysisError(f"Filen {path.name} ska ha en lista ”edits”.")
    return Edits(tuple(_edit(path.name, number, row) for number, row in enumerate(rows, start=1)))


def _edit(file: str, number: int, row: Any) -> Edit:
    def wrong(what: str) -> AnalysisError:
        return AnalysisError(f"Filen {file}, ändring {number}: {what}.")

    if not isinstance(row, Mapping) or row.get("verb") not in _VERBS:
        raise wrong(f"”verb” ska vara något av {', '.join(_VERBS)}")
    text = _reader(row, wrong)
    match row["verb"]:
        case "rename":
            return Rename(text("id"), text("label", LONGEST_LABEL))
        case "merge":
            ids = row.get("ids")
            if not isinstance(ids, list) or not ids or not all(isinstance(own, str) and own for own in ids):
                raise wrong("”ids” ska vara en lista med id")
            return Merge(tuple(ids), text("into"))
        case "split":
            spans = _spans(row, wrong) if row.get("statements") else ()
            label = text("label", LONGEST_LABEL, needed=False)
            return Split(text("id"), text("new"), label, spans, text("parent", needed=False))
        case "move":
            return Move(_spans(row, wrong), text("to"))
        case "none":
            return FitsNone(_spans(row, wrong))
        case _:
            own = text("id", needed=False)
            spans = _spans(row, wrong) if not own else ()
            return Outside(text("reason", needed=False), own, spans)


def _reader(row: Mapping[str, Any], wrong: Callable[[str], AnalysisError]) -> Callable[..., str]:
    def text(name: str, longest: int = LONGEST_ID, *, needed: bool = True) -> str:
        value = row.get(name, "")
        if not isinstance(value, str):
            raise wrong(f"”{name}” ska vara text")
        value = " ".join(value.split())
        if needed and not value:
            raise wrong(f"fyll i ”{name}”")
        if len(value) > longest:
            raise wrong(f"”{name}” är längre än {longest} tecken")
        return value

    return text


def _spans(row: Mapping[str, Any], wrong: Callable[[str], AnalysisError]) -> tuple[Span, ...]:
    found: Any = row.get("statements")
    if not isinstance(found, list) or not found:
        raise wrong("”statements” ska vara en lista med [id, fält, början, slut]")
    return tuple(_span(span, wrong) for span in found)


def _span(span: Any, wrong: Callable[[str], AnalysisError]) -> Span:
    if isinstance(span, Sequence) and not isinstance(span, str) and len(span) == 4:
        own, field, start, end = span
        numbers = all(isinstance(place, int) and not isinstance(place, bool) for place in (start, end))
        if isinstance(own, str) and field in ("text", "title") and numbers and 0 <= start < end:
            return own, field, start, end
    raise wrong("en synpunkt ska vara [id, ”text” eller ”title”, början, slut]")
