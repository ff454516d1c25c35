"""Try a connection with statements that nobody has made."""

from __future__ import annotations

import time

from .client import Client, NoAnswerError
from .prompts import messages
from .schema import WrongFormError, read_answer
from .settings import LanguageModel
from .templates import TEMPLATES

STATEMENTS = (
    ("s1", "Vi vill ha fler bänkar längs stigen."),
    ("s2", "Det behövs fler bänkar vid badplatsen."),
    ("s3", "Sätt upp fler bänkar i parken."),
)


def trial(model: LanguageModel) -> tuple[bool, str]:
    """(whether it went well, one Swedish sentence). Nothing that the endpoint said is repeated."""
    began = time.monotonic()
    question = messages(STATEMENTS, [("k1", "bänkar")], {name: one.text for name, one in TEMPLATES.items()})
    try:
        said = Client(model).ask(question, {"temperature": 0, "max_tokens": 400})
    except NoAnswerError as error:
        return False, f"Språkmodellen {error.reason}."
    seconds = max(1, round(time.monotonic() - began))
    try:
        read_answer(said)
    except WrongFormError:
        return False, f"Språkmodellen svarade på {seconds} s, men inte i den form som behövs."
    return True, f"Språkmodellen svarade på {seconds} s i rätt form."
