"""How wide words become in the house's sans, for drawings whose words are placed before any browser has seen them."""

from __future__ import annotations

# Advance in Source Sans 3 at weight 600, in thousandths of the size, as Chromium measures it, rounded up to the next
# twenty: (advance, characters).
_MEASURED = (
    (100, "\u202f"),
    (200, " \u00a0"),
    (260, "|"),
    (280, "',.:;ijlï’·"),
    (300, "IÏ"),
    (320, "!f"),
    (340, "()-[]{}"),
    (360, "/\\"),
    (380, "rtŧ"),
    (440, "*sš"),
    (460, "?zž"),
    (480, "cč–"),
    (500, '"J_vxy”'),
    (520, "#$+0123456789<=>FLY^aeg~åäéáàèê"),
    (540, "EVZkÉŽ"),
    (560, "ASTX`hnouöÅÄüÁŋŠŦø"),
    (580, "CbdpqČđ"),
    (600, "BKPR"),
    (620, "ß"),
    (640, "&DG"),
    (660, "NUÜĐŊ"),
    (680, "HOQÖØ"),
    (760, "Mw"),
    (780, "æ"),
    (800, "W—"),
    (840, "Æ"),
    (860, "%m"),
    (880, "@"),
    (980, "…"),
)
_ADVANCE = {character: advance for advance, characters in _MEASURED for character in characters}
_WIDEST = 900
# Where the house's own font has not come, another stands in for it that may be a little wider.
_SPARE = 1.06


def width_of(text: str, pixels: float) -> float:
    """A width that the text keeps within at this size. Characters outside the table count as the widest."""
    return sum(_ADVANCE.get(character, _WIDEST) for character in text) * pixels / 1000 * _SPARE
