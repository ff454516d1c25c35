"""What the computer suggests about a theme's criteria, in plain words and marked as a suggestion."""

from __future__ import annotations

from typing import Any

from ...stages.terms import speaks
from . import wording as say

MARK = "Förslag av dator, inte bedömt"
MOST_WORDS = 4
QUESTIONS = (
    ("shared_by_many", "Delas frågan av många olika grupper?"),
    ("cooperation", "Kräver den att flera samarbetar?"),
    ("long_term", "Är den långsiktig?"),
    ("within_reach", "Kan regionens strategi påverka den?"),
)


def criteria(theme: dict[str, Any]) -> str:
    """The suggestions with interval and words, folded; nothing where nothing was judged."""
    found = theme.get("criteria")
    if not found:
        return ""
    items = "".join(_line(found.get(key), question) for key, question in QUESTIONS)
    return (
        f'<details><summary>Kriterier – {MARK.lower()}</summary><dl class="criteria">{items}</dl>'
        '<p class="quiet">Datorn har räknat på ordvalet i tankarna. Procenttalen är osäkra; inom parentes står '
        "mellan vilka värden de troligen ligger. En människa behöver läsa och bedöma.</p></details>"
    )


def _line(suggestion: dict[str, Any] | None, question: str) -> str:
    if suggestion is None:
        return ""
    words = [word for word in suggestion.get("words", []) if speaks(word)][:MOST_WORDS]
    because = f" Ord som talar för det: {say.text(', '.join(words))}." if words else ""
    return f"<dt>{question}</dt><dd>{_answer(suggestion)}{because}</dd>"


def _answer(suggestion: dict[str, Any]) -> str:
    value, low, high = (f"{100 * suggestion[key]:.0f}" for key in ("value", "low", "high"))
    if "groups" in suggestion:
        return f"Jämnhet mellan grupper: {value}\u00a0av 100 ({low}–{high})."
    return f"Troligen ja för {value}\u00a0% av tankarna ({low}–{high}\u00a0%)."
