"""Texts that were in the edition before keep the statements that it cut them into, to the letter."""

from __future__ import annotations

from collections.abc import Sequence

from ..contract import Contribution
from ..stages.corpus import content_hash
from ..stages.prepare import Piece, Prepared, piece_at
from .keys import place_hash, whole_hash
from .previous import Previous


def kept_pieces(
    contributions: Sequence[Contribution], prepared: Sequence[Prepared], previous: Previous | None
) -> list[tuple[Piece, ...] | None] | None:
    """Of each contribution the statements that the edition has of it; None where it is new or its words are others.

    A text is known by its id and its words, or by all its words under another id.
    """
    if previous is None:
        return None
    texts = _Texts(previous)
    return [texts.pieces(c, p) for c, p in zip(contributions, prepared, strict=True)]


class _Texts:
    """The edition's contributions by id and by what they say."""

    def __init__(self, previous: Previous) -> None:
        self._previous = previous
        self._of_id: dict[str, list[int]] = {}
        for n, span in enumerate(previous.spans):
            self._of_id.setdefault(span[0], []).append(n)
        self._id_of_whole: dict[int, str] = {}
        if previous.whole is not None:
            for own in sorted(self._of_id, reverse=True):  # of copies the first id counts
                self._id_of_whole[int(previous.whole[self._of_id[own][0]])] = own

    def pieces(self, contribution: Contribution, prepared: Prepared) -> tuple[Piece, ...] | None:
        there = self._there(contribution, prepared)
        if there is None:
            return None
        now = {(piece.start, piece.end): piece for piece in prepared.pieces}
        spans = sorted(self._previous.spans[n][2:] for n in there)
        return tuple(
            now.get(own) or piece_at(contribution, prepared, *own, _lang_around(prepared, own[0]))
            for own in spans
        )

    def _there(self, contribution: Contribution, prepared: Prepared) -> list[int] | None:
        previous, there = self._previous, self._of_id.get(contribution.id)
        if not prepared.pieces:
            return None
        if previous.whole is not None:
            whole = whole_hash(contribution)
            if there is None or int(previous.whole[there[0]]) != whole:
                other = self._id_of_whole.get(whole)
                there = None if other is None else self._of_id[other]
        elif there is not None and not self._same(contribution, prepared, there):
            there = None
        if there is None or any(previous.spans[n][1] != prepared.field for n in there):
            return None
        return there

    def _same(self, contribution: Contribution, prepared: Prepared, there: Sequence[int]) -> bool:
        """The same for editions that kept less of their texts."""
        spans = sorted(self._previous.spans[n][2:] for n in there)
        if self._previous.place is None:
            return (spans[0][0], spans[-1][1]) == (prepared.pieces[0].start, prepared.pieces[-1].end)
        whole = content_hash(contribution)
        return all(
            int(self._previous.place[n]) == place_hash(whole, *self._previous.spans[n][2:]) for n in there
        )


def _lang_around(prepared: Prepared, start: int) -> str | None:
    """The language of the statement that `start` lies in as the text is cut now."""
    around = (piece.lang for piece in prepared.pieces if piece.start <= start < piece.end)
    return next(around, prepared.lang)
