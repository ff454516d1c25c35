"""Words that the engine picked out of texts are shown only while enough visible contributions use them openly.

So hiding a contribution, or masking the words in it, takes them out of keywords and machine-made names too. A use under
a mask, or in a text flagged for conduct, is no use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from medskick.engine.text.masking import apply_masks
from medskick.engine.text.normalise import normal_form
from medskick.engine.text.tokens import STOPWORDS_SV, stem
from medskick.process.contributions.models import Contribution, Mask, State

FEWEST = 2
_KEPT = 12
_AT_ONCE = 900
_DEFINITE = "an"
_INSTEAD = "Tema om "
Word = dict[str, Any]
# Contributions that show now: the normal form of what stands outside masks, or None where nothing is masked.
Visible = Mapping[int, str | None]


def words_of_name(name: str) -> list[str]:
    """The words of a machine-made name that carry content."""
    if told := words_instead(name):
        return told
    return [word for word in normal_form(name).split() if len(word) > 2 and word not in STOPWORDS_SV]


def _form(word: str) -> str:
    """What a use of the word contains, whatever its ending: people write "station" where a name says "stationen"."""
    form = normal_form(word)
    short = stem(form) if " " not in form else form
    if short.endswith(_DEFINITE):  # "finskan" is "finska" with its article, which stems keep
        short = short.removesuffix(_DEFINITE)
    return short if len(short) >= 4 else form


def with_support(words: Iterable[str], texts: Sequence[tuple[int, str]]) -> list[Word]:
    """Each word with up to twelve contributions that use it. ``texts``: (contribution id, normal form)."""
    return with_more_support([{"word": word, "support": []} for word in dict.fromkeys(words)], texts)


def with_more_support(words: Iterable[Word], texts: Sequence[tuple[int, str]]) -> list[Word]:
    """The same for words that have some support already, and other texts."""
    rows = []
    for word in words:
        form, support = _form(word["word"]), list(word["support"])
        for pk, text in texts if form else ():
            if len(support) == _KEPT:
                break
            if form in text:
                support.append(pk)
        rows.append({"word": word["word"], "support": support})
    return rows


def fully_supported(words: Iterable[Word]) -> bool:
    """Whether more texts would say nothing more of any of them."""
    return all(len(word["support"]) == _KEPT for word in words)


def visible_among(words: Iterable[Word]) -> Visible:
    """Which of the supporting contributions show now, and what of them. Three queries per 900 of them at most."""
    return in_the_open({pk for word in words for pk in word["support"]})


def in_the_open(contributions: Iterable[int]) -> Visible:
    """Those of the contributions that show and may be quoted, with their words outside masks where any are masked."""
    found: dict[int, str | None] = {}
    for chunk in _chunks(sorted(set(contributions))):
        showing = Contribution.objects.filter(pk__in=chunk, state=State.VISIBLE)
        found.update({pk: None for pk, flags in showing.values_list("pk", "flags") if not flags})
        found.update(_outside_masks([pk for pk in chunk if pk in found]))
    return found


def open_texts(contributions: Iterable[int]) -> dict[int, str]:
    """The normal form of what those of the contributions say openly that show and may be quoted."""
    visible = in_the_open(contributions)
    whole = [pk for pk, text in visible.items() if text is None]
    found = {pk: text for pk, text in visible.items() if text is not None}
    for chunk in _chunks(whole):
        found.update(Contribution.objects.filter(pk__in=chunk).values_list("pk", "search_text"))
    return found


def _outside_masks(contributions: Sequence[int]) -> dict[int, str]:
    """The masked ones' words that stand open, each open piece for itself, so that none reaches across a mask."""
    masks: dict[int, dict[str, list[tuple[int, int, str]]]] = defaultdict(lambda: {"title": [], "text": []})
    rows = Mask.objects.filter(contribution_id__in=contributions, lifted_at__isnull=True)
    rows = rows.filter(field__in=("title", "text"))
    for pk, field, start, end, kind in rows.values_list("contribution_id", "field", "start", "end", "kind"):
        masks[pk][field].append((start, end, kind))
    originals = Contribution.objects.filter(pk__in=list(masks)).values_list("pk", "title", "text")
    return {
        pk: "\n".join(
            normal_form(segment.text)
            for field, original in (("title", title), ("text", text))
            for segment in apply_masks(original, masks[pk][field])
            if segment.kind is None
        )
        for pk, title, text in originals
    }


def _chunks(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]


def _holds(word: Word, visible: Visible) -> bool:
    form = _form(word["word"])
    using = [pk for pk in word["support"] if pk in visible and _uses(visible[pk], form)]
    return len(using) >= FEWEST


def _uses(open_words: str | None, form: str) -> bool:
    return open_words is None or form in open_words


def shown(words: Iterable[Word], visible: Visible) -> list[str]:
    """The words that may be shown now."""
    return [word["word"] for word in words if _holds(word, visible)]


def instead_of_name(keywords: Sequence[str], *, part: bool = False) -> str:
    """What a theme (or a part of one) is called where its machine-made name may not show: by words that may.

    In the language of the words and of all names, which pages mark them with.
    """
    with translation.override(settings.LANGUAGE_CODE):
        if keywords:
            told = _("Del om %(words)s") if part else _("Tema om %(words)s")
            return told % {"words": ", ".join(keywords[:3])}
        return _("Del utan namn") if part else _("Tema utan namn")


def label_instead(keywords: Sequence[str], longest: int) -> str:
    """The same for keeping, as in a codebook: in the language of the source, whoever reads, of as many of the first
    three words as have room, each whole so that ``words_instead`` knows it again. Empty where none has."""
    told: list[str] = []
    for word in keywords[:3]:
        if len(_INSTEAD) + len(", ".join([*told, word])) <= longest:
            told.append(word)
    return f"{_INSTEAD}{', '.join(told)}" if told else ""


def words_instead(label: str) -> list[str]:
    """The words in a ``label_instead``; none in any other label."""
    return label.removeprefix(_INSTEAD).split(", ") if label.startswith(_INSTEAD) else []


def name_holds(words: Sequence[Word], visible: Visible) -> bool:
    """Whether a machine-made name may be shown: all its words are still used by enough."""
    return all(_holds(word, visible) for word in words)
