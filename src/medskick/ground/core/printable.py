"""Text that was pasted from elsewhere: as files can carry it, and whether there is anything to see in it."""

from __future__ import annotations

import re
import unicodedata

from medskick.engine.text.normalise import INVISIBLE

_BLANK = {"Zs", "Zl", "Zp", "Cc", "Cf", "Cs"}
_EMPTY_BRAILLE = "\u2800"
_NEVER = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff\\ud800-\\udfff]")


def printable(text: str) -> str:
    """With a space for each sign that XML and calendar files have no way to write (Word's line break is one)."""
    return _NEVER.sub(" ", text)


def shows_nothing(text: str) -> bool:
    """Whether it is empty to the eye: spaces, zero-width signs and other signs that leave no mark are all there is."""
    return all(
        char == _EMPTY_BRAILLE or unicodedata.category(char) in _BLANK for char in INVISIBLE.sub("", text)
    )
