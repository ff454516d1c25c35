"""Placing under an analyst's codebook: learned from definitions, then from every decision a person makes."""

from .chooser import choose
from .learner import Coded, Decided, Heads, learn

__all__ = ["Coded", "Decided", "Heads", "choose", "learn"]
