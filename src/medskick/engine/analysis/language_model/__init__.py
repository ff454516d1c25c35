"""An optional language model that proposes wording and decides nothing: it answers with ids and slots, code checks each
of them, fills numbers and writes the sentences. Off unless somebody asks for it."""

from .settings import LanguageModel
from .wording import add_wording

__all__ = ["LanguageModel", "add_wording"]
