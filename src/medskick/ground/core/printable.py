"""Text that was pasted from elsewhere, as files can carry it."""

from __future__ import annotations

import re

_NEVER = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff\\ud800-\\udfff]")


def printable(text: str) -> str:
    """With a space for each sign that XML and calendar files have no way to write (Word's line break is one)."""
    return _NEVER.sub(" ", text)
