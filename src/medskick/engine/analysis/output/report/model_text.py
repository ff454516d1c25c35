"""What a language model proposed, never without the label that says so and the statements behind it."""

from __future__ import annotations

from typing import Any

from ...stages.spread import FEWEST_SHOWN
from . import wording as say

EXTRACTIVE = "extractive"


def mark(row: dict[str, Any]) -> str:
    """Who made a text: the model, and who approved it if somebody has; then the statements it comes from."""
    model = say.text(row["made_by"])
    by = row["approved"]
    looked = f"granskad av {say.text(by)}" if by else "inte granskad"
    return (
        f'<p class="quiet made-by-model">Formulerad av AI ({model}), {looked}. '
        f"Källor: {say.text(', '.join(row['evidence']))}.</p>"
    )


def model_label(node: dict[str, Any]) -> str:
    """The proposed label beside the one made of words from the texts."""
    row = node.get("label_by_model")
    return f"<p>Förslag till rubrik: <b>{say.text(row['text'])}</b></p>{mark(row)}" if row else ""


def in_short(theme: dict[str, Any]) -> str:
    """The theme's one to three sentences; where the model's did not hold, somebody's own words instead."""
    rows = theme.get("in_short", [])
    if not any(row["made_by"] != EXTRACTIVE for row in rows):
        return ""
    return "<h3>I korthet</h3>" + "".join(_sentence(row) for row in rows)


def about_model(document: dict[str, Any]) -> str:
    """A paragraph for the method section: that a model was asked, and what became of its answers."""
    told = document.get("language_model")
    if not told:
        return ""
    model, rejected = say.text(told["model"]), sum(told["rejected"].values())
    silent = f" {say.number(told['unanswered'])} frågor fick inget svar." if told["unanswered"] else ""
    return (
        f"<h3>Språkmodellen</h3><p>Språkmodellen {model} (prompt {say.text(told['prompt'])}) fick föreslå ord i "
        f"{say.counted(told['asked'], 'fråga', 'frågor')}. {say.number(told['written'])} texter höll för kontrollen "
        f"och är märkta. {say.number(rejected)} förslag höll inte och visas inte.{silent} Den har inte räknat, inte "
        "citerat och inte grupperat något.</p>"
    )


def _sentence(row: dict[str, Any]) -> str:
    if row["made_by"] == EXTRACTIVE:
        return (
            f"<blockquote><p>{say.quote_text(row['text'])}</p>"
            f"<footer>Medskick {say.text(row['contribution_id'])}</footer></blockquote>"
        )
    few = row["persons"] < FEWEST_SHOWN or row["of"] < FEWEST_SHOWN
    counted = "" if few else f" (minst {say.number(row['persons'])} av {say.persons(row['of'])})"
    return f"<p>{say.text(row['text'])}{counted}</p>{mark(row)}"
