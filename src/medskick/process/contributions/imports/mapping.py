"""Which column is what: the fields a column can be, a first guess, and what a person's choice must fulfil."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from medskick.engine.tables.guess import columns_for
from medskick.engine.text.normalise import normal_form
from medskick.process.cycle.region import Region

# A file from a web form has one column per question: each becomes a contribution of its own. The first answer column
# is the field "text", the next ones "text_2", "text_3" …; their questions are "question", "question_2" … in ``fixed``.
MOST_ANSWERS = 6
ANSWERS = ("text", *(f"text_{number}" for number in range(2, MOST_ANSWERS + 1)))

# What else a column can be, in the order the form shows it.
FIELDS = {
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
# A heading of this many words is a question that somebody answered, not the name of a field.
_WORDS_OF_A_QUESTION = 4


def question_field(answer: str) -> str:
    """The name in ``fixed`` of the question that an answer column answers: "text_2" → "question_2"."""
    return answer.replace("text", "question")


def answer_columns(mapping: Mapping[str, str]) -> dict[str, str]:
    """Answer field → column, those in use, in order."""
    return {name: mapping[name] for name in ANSWERS if mapping.get(name)}


def guess(columns: Sequence[str], region: Region) -> tuple[dict[str, str], dict[str, str]]:
    """A first (mapping, fixed) for a person to correct."""
    if len(columns) == 1:
        mapping = {"text": columns[0]}
    else:
        mapping = {
            field: column
            for field, column in columns_for(columns).items()
            if field in FIELDS or field == "text"
        }
    if "question" not in mapping:
        rest = [column for column in columns if column not in mapping.values()]
        more = [column for column in rest if _is_answered(column, region)] if "text" in mapping else []
        answers = sorted([mapping["text"], *more], key=list(columns).index) if more else []
        mapping |= dict(zip(ANSWERS, answers, strict=False))
    asked = {name: _question_of(column, region) for name, column in answer_columns(mapping).items()}
    keys = [key for key in asked.values() if key]
    fixed = {question_field(name): key for name, key in asked.items() if key and keys.count(key) == 1}
    return mapping, fixed


def check(mapping: Mapping[str, str], fixed: Mapping[str, str], columns: Sequence[str]) -> None:
    """Raise ValidationError with one sentence when the choice cannot be read by."""
    answers = answer_columns(mapping)
    if not answers and not mapping.get("title"):
        raise ValidationError(_("Välj vilken kolumn som är texten."))
    used = [column for column in mapping.values() if column]
    if double := next((column for column in used if used.count(column) > 1), None):
        raise ValidationError(
            _("Kolumnen ”%(column)s” är vald två gånger. Välj en sak.") % {"column": double[:80]}
        )
    if unknown := next((column for column in used if column not in columns), None):
        raise ValidationError(_("Filen har ingen kolumn som heter ”%(column)s”.") % {"column": unknown[:80]})
    if len(answers) > 1 and mapping.get("question"):
        raise ValidationError(
            _("Välj antingen flera svarskolumner eller en kolumn för fråga. Båda går inte att förena.")
        )


def _is_answered(column: str, region: Region) -> bool:
    return bool(_question_of(column, region)) or (
        len(column.split()) >= _WORDS_OF_A_QUESTION and columns_for([column]).get("text") == column
    )


def _question_of(column: str, region: Region) -> str:
    """The key of the region's question that a heading repeats, in any language, with or without words around it."""
    heading = f" {normal_form(column)} "
    for frame in region.frames:
        for question in frame.questions:
            if any(f" {normal_form(text)} " in heading for text in question.text.by_language.values()):
                return question.key
    return ""
