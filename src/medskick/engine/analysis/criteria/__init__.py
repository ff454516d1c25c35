"""Suggestions on what matters for a strategy: within reach or not, needs cooperation, long-term, shared by many."""

from .judge import Judge, Judgements, shipped_judge
from .shared import Asked, asked_of, shared_by_many

__all__ = ["Asked", "Judge", "Judgements", "asked_of", "shared_by_many", "shipped_judge"]
