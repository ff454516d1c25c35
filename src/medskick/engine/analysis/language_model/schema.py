"""What a model may answer with: ids of statements and words it was shown, the name of a template, a short phrase."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from medskick.engine.text.model_prompt import MOST_SENTENCES

MOST_IDS, MOST_WORDS = 40, 3
LONGEST_PHRASE = 60
LONGEST_CONTENT = 20_000
_FENCED = re.compile(r"\s*```(?:json)?\s*\n(.*)\n```\s*", re.DOTALL)

SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "rubrik": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "ord": {"type": "array", "items": {"type": "string"}, "maxItems": MOST_WORDS},
                "fras": {"type": "string", "maxLength": LONGEST_PHRASE},
                "id": {"type": "array", "items": {"type": "string"}, "maxItems": MOST_IDS},
            },
        },
        "meningar": {
            "type": "array",
            "maxItems": MOST_SENTENCES,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["mall", "fras", "id"],
                "properties": {
                    "mall": {"type": "string"},
                    "fras": {"type": "string", "maxLength": LONGEST_PHRASE},
                    "id": {"type": "array", "items": {"type": "string"}, "maxItems": MOST_IDS},
                },
            },
        },
    },
}


class WrongFormError(Exception):
    """The answer, or one part of it, is not of the agreed form."""


@dataclass(frozen=True)
class Heading:
    """A proposed label: `words` are ids of words that were shown; else `phrase` with the `ids` that carry it."""

    words: tuple[str, ...]
    phrase: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Slots:
    """A proposed sentence: a template, the phrase for its slot, and the statements that carry it."""

    template: str
    phrase: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """The parts that have the agreed form. `wrong` counts sentences that have not."""

    heading: Heading | None
    sentences: tuple[Slots, ...]
    wrong: int


def read_answer(content: str) -> Answer:
    """Read what the model said. Raises WrongFormError when it is no JSON object of the agreed form at all."""
    if len(content) > LONGEST_CONTENT:
        raise WrongFormError
    fenced = _FENCED.fullmatch(content)
    try:
        data = json.loads(fenced[1] if fenced else content, object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise WrongFormError from None
    if not isinstance(data, dict) or not set(data) <= {"rubrik", "meningar"}:
        raise WrongFormError
    proposed = data.get("meningar", [])
    if not isinstance(proposed, list):
        raise WrongFormError
    sentences, wrong = [], max(0, len(proposed) - MOST_SENTENCES)
    for one in proposed[:MOST_SENTENCES]:
        try:
            sentences.append(_slots(one))
        except WrongFormError:
            wrong += 1
    return Answer(_heading(data.get("rubrik")), tuple(sentences), wrong)


def _heading(value: Any) -> Heading | None:
    if not isinstance(value, dict) or not set(value) <= {"ord", "fras", "id"}:
        return None
    try:
        words = _ids(value.get("ord", []), MOST_WORDS)
        ids = _ids(value.get("id", []), MOST_IDS)
    except WrongFormError:
        return None
    phrase = value.get("fras", "")
    return Heading(words, phrase, ids) if isinstance(phrase, str) and (phrase or words) else None


def _slots(value: Any) -> Slots:
    if not isinstance(value, dict) or set(value) != {"mall", "fras", "id"}:
        raise WrongFormError
    template, phrase = value["mall"], value["fras"]
    if not isinstance(template, str) or not isinstance(phrase, str):
        raise WrongFormError
    return Slots(template, phrase, _ids(value["id"], MOST_IDS))


def _ids(value: Any, most: int) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > most or not all(isinstance(one, str) for one in value):
        raise WrongFormError
    return tuple(value)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError
    return dict(pairs)


def _refuse(_constant: str) -> None:
    raise ValueError
