"""What people add to a campaign's sentence becomes a statement of its own, so that the addition is read and placed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from medskick.engine.text.language import identify
from medskick.engine.text.normalise import normal_form
from medskick.engine.text.tokens import is_no_content

from ..contract import Contribution
from .prepare import Piece, Prepared, readable

FEWEST_COPIES = 5
FEWEST_WORDS = 6
FEWEST_ADDED = 3
_WORD = re.compile(r"\S+")


def cut_additions(contributions: Sequence[Contribution], prepared: list[Prepared]) -> list[Prepared]:
    """Cut statements that hold a campaign's sentence and more into that sentence and the addition.

    A campaign's sentence is one that at least five statements are, word for word, of at least six words. An addition
    is three words or more before or after it; what is put into its middle stays with it. Additions that are sentences
    are statements already. Depends on all texts together, never on their order.
    """
    forms = [
        [normal_form(getattr(c, p.field)[piece.start : piece.end]) for piece in p.pieces]
        for c, p in zip(contributions, prepared, strict=True)
    ]
    counts = Counter(form for own in forms for form in own)
    campaigns = {
        form for form, n in counts.items() if n >= FEWEST_COPIES and form.count(" ") >= FEWEST_WORDS - 1
    }
    if not campaigns:
        return prepared
    opening: dict[str, list[str]] = {}
    closing: dict[str, list[str]] = {}
    for form in sorted(campaigns, key=lambda form: (-len(form), form)):
        words = form.split()
        opening.setdefault(" ".join(words[:FEWEST_WORDS]), []).append(form)
        closing.setdefault(" ".join(words[-FEWEST_WORDS:]), []).append(form)
    return [
        _cut(c, p, own, counts, opening, closing)
        for c, p, own in zip(contributions, prepared, forms, strict=True)
    ]


def _cut(
    contribution: Contribution,
    prepared: Prepared,
    forms: list[str],
    counts: Counter[str],
    opening: dict[str, list[str]],
    closing: dict[str, list[str]],
) -> Prepared:
    pieces: list[Piece] = []
    for piece, form in zip(prepared.pieces, forms, strict=True):
        place = _seam(contribution, prepared, piece, form, counts, opening, closing)
        if place is None:
            pieces.append(piece)
        else:
            pieces += [
                _piece(contribution, prepared, piece, piece.start, place[0]),
                _piece(contribution, prepared, piece, place[1], piece.end),
            ]
    return replace(prepared, pieces=tuple(pieces)) if len(pieces) != len(prepared.pieces) else prepared


def _seam(
    contribution: Contribution,
    prepared: Prepared,
    piece: Piece,
    form: str,
    counts: Counter[str],
    opening: dict[str, list[str]],
    closing: dict[str, list[str]],
) -> tuple[int, int] | None:
    """Where the first part ends and the second begins, or None where no campaign's sentence opens or closes the piece."""  # noqa: E501
    words = form.split()
    rarer = 2 * counts[form]  # a longer sentence that is nearly as common is the campaign's own
    text = getattr(contribution, prepared.field)[piece.start : piece.end]
    gaps = [
        (a.end(), b.start())
        for a, b in zip(_WORD.finditer(text), list(_WORD.finditer(text))[1:], strict=False)
    ]
    for known in opening.get(" ".join(words[:FEWEST_WORDS]), ()):
        if (
            counts[known] >= rarer
            and form.startswith(f"{known} ")
            and len(words) - len(known.split()) >= FEWEST_ADDED
        ):
            for end, start in gaps:
                if normal_form(text[:end]) == known:
                    return piece.start + end, piece.start + start
    for known in closing.get(" ".join(words[-FEWEST_WORDS:]), ()):
        if (
            counts[known] >= rarer
            and form.endswith(f" {known}")
            and len(words) - len(known.split()) >= FEWEST_ADDED
        ):
            for end, start in reversed(gaps):
                if normal_form(text[start:]) == known:
                    return piece.start + end, piece.start + start
    return None


def _piece(contribution: Contribution, prepared: Prepared, whole: Piece, start: int, end: int) -> Piece:
    visible = readable(getattr(contribution, prepared.field), prepared.masks, prepared.field, start, end)
    return Piece(start, end, identify(visible) or whole.lang, is_no_content(visible))
