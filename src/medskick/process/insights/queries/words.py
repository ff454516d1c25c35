"""Words that the engine picked out of texts are shown only while enough visible contributions use them.

So hiding a contribution takes its words out of keywords and machine-made names too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from medskick.engine.text.normalise import normal_form
from medskick.engine.text.tokens import STOPWORDS_SV
from medskick.process.contributions.models import Contribution, State

FEWEST = 2
_KEPT = 12
Word = dict[str, Any]


def words_of_name(name: str) -> list[str]:
    """The words of a machine-made name that carry content."""
    return [word for word in normal_form(name).split() if len(word) > 2 and word not in STOPWORDS_SV]


def with_support(words: Iterable[str], texts: Sequence[tuple[int, str]]) -> list[Word]:
    """Each word with up to twelve contributions that use it. ``texts``: (contribution id, normal form)."""
    rows = []
    for word in dict.fromkeys(words):
        form = normal_form(word)
        support: list[int] = []
        for pk, text in texts:
            if form and form in text:
                support.append(pk)
                if len(support) == _KEPT:
                    break
        rows.append({"word": word, "support": support})
    return rows


def visible_among(words: Iterable[Word]) -> set[int]:
    """Which of the supporting contributions show now. One query per 900 of them."""
    wanted = sorted({pk for word in words for pk in word["support"]})
    found: set[int] = set()
    for start in range(0, len(wanted), 900):
        chunk = wanted[start : start + 900]
        found.update(
            Contribution.objects.filter(pk__in=chunk, state=State.VISIBLE).values_list("pk", flat=True)
        )
    return found


def shown(words: Iterable[Word], visible: set[int]) -> list[str]:
    """The words that may be shown now."""
    return [word["word"] for word in words if len(visible.intersection(word["support"])) >= FEWEST]


def instead_of_name(keywords: Sequence[str], *, part: bool = False) -> str:
    """What a theme (or a part of one) is called where its machine-made name may not show: by words that may."""
    if keywords:
        told = _("Del om %(words)s") if part else _("Tema om %(words)s")
        return told % {"words": ", ".join(keywords[:3])}
    return _("Del utan namn") if part else _("Tema utan namn")


def name_holds(words: Sequence[Word], visible: set[int]) -> bool:
    """Whether a machine-made name may be shown: all its words are still used by enough."""
    return all(len(visible.intersection(word["support"])) >= FEWEST for word in words)
