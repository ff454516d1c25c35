"""The sentences there are. A model picks one and gives the phrase; code writes who and checks that it is so."""

from __future__ import annotations

from dataclasses import dataclass

from .stance import AGAINST, FOR


@dataclass(frozen=True)
class Template:
    """A sentence with the slots `who`, which code fills, and `what`. leaning: what every carrying statement must
    lean; empty for a template that says nothing of for or against."""

    text: str
    leaning: str = ""

    def sentence(self, who: str, what: str) -> str:
        return self.text.format(who=who, what=what)


TEMPLATES = {
    "vill_ha": Template("{who} vill ha {what}.", FOR),
    "kritiska": Template("{who} är kritiska eller oroliga när de skriver om {what}.", AGAINST),
    "skriver_om": Template("{who} skriver om {what}."),
}
