"""Medskick: one voice all the way, from a sentence on a phone to the adopted strategy and back."""

__version__ = "0.1.0"
