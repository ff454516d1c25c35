"""How wide words become in the house's sans, for drawings whose words are placed before any browser has seen them."""

from __future__ import annotations

# Advance of each character in Source Sans 3 at weight 600, in thousandths of the size, as a browser measures them.
_ADVANCE = {}
_WIDEST = 900
# Where the house's own font has not come, another stands in for it that may be a little wider.
_SPARE = 1.06


def width_of(text: str, pixels: float) -> float:
    """A width that the text keeps within at this size. Characters outside the table count as the widest."""
    return sum(_ADVANCE.get(character, _WIDEST) for character in text) * pixels / 1000 * _SPARE
