"""Texts in, unit vectors out. One small interface, so that a better representation can take its place."""

from .base import Representation
from .blended import BlendedRepresentation
from .lexical import LexicalRepresentation

__all__ = ["BlendedRepresentation", "LexicalRepresentation", "Representation"]
