"""Larger models that a region may bring: from a folder on the machine, or behind an address it trusts."""

from .base import TextModel
from .endpoint import Endpoint
from .files import memory_of
from .folder import open_folder

__all__ = ["Endpoint", "TextModel", "memory_of", "open_folder"]
