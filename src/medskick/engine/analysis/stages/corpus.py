"""All statements in canonical order: the table that every later stage adds columns to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..contract import Contribution
from .prepare import Prepared, readable


@dataclass(frozen=True)
class Corpus:
    """Contributions in canonical order with their statements: parallel lists and arrays over statements.

    owner: index of the contribution. texts: what the analysis reads, without masked parts.
    """

    contributions: list[Contribution]
    prepared: list[Prepared]
    owner: np.ndarray
    ordinal: np.ndarray
    start: np.ndarray
    end: np.ndarray
    texts: list[str]
    langs: list[str | None]
    no_content: np.ndarray

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def people(self) -> np.ndarray:
        """Persons behind each contribution (contributions,) int."""
        return np.array([contribution.people for contribution in self.contributions], dtype=np.int64)

    @cached_property
    def present(self) -> np.ndarray:
        """Persons of each contribution's whole sending (contributions,) int, never fewer than behind it: for totals."""
        told = [contribution.sending_people or 0 for contribution in self.contributions]
        return np.maximum(self.people, np.array(told, dtype=np.int64))

    @cached_property
    def sending(self) -> np.ndarray:
        """Which sending each contribution came with (contributions,) int; without a key it is one by itself."""
        places: dict[tuple[bool, str], int] = {}
        keys = [(c.sending is None, c.id if c.sending is None else c.sending) for c in self.contributions]
        return np.array([places.setdefault(key, len(places)) for key in keys], dtype=np.int64)

    def speaking(self, contributions: np.ndarray) -> np.ndarray:
        """One of `contributions` for each sending, so that its persons are counted once: the one of most persons."""
        order = np.lexsort((contributions, -self.people[contributions], self.sending[contributions]))
        _, first = np.unique(self.sending[contributions][order], return_index=True)
        return np.sort(contributions[order][first])

    @cached_property
    def everybody(self) -> np.ndarray:
        """One contribution for each sending there is."""
        return self.speaking(np.arange(len(self.contributions)))

    @cached_property
    def presentable(self) -> np.ndarray:
        """Per statement: may its words be shown to readers?"""
        allowed = [
            c.quotable and p.presentable for c, p in zip(self.contributions, self.prepared, strict=True)
        ]
        return np.array([allowed[owner] for owner in self.owner], dtype=bool)

    def context(self, contribution: int) -> str:
        """Title and text of a contribution together, without masked parts."""
        own, masks = self.contributions[contribution], self.prepared[contribution].masks
        text = readable(own.text, masks, "text")
        return f"{readable(own.title, masks, 'title')}. {text}" if own.title else text

    def statement_id(self, statement: int) -> str:
        return f"{self.contributions[self.owner[statement]].id}.{self.ordinal[statement]}"

    def field(self, statement: int) -> str:
        return self.prepared[self.owner[statement]].field

    def original(self, statement: int) -> str:
        """The statement's words as they were written, unmasked: for spans and quotes only."""
        text = getattr(self.contributions[self.owner[statement]], self.field(statement))
        return text[self.start[statement] : self.end[statement]]


def canonical_order(contributions: Sequence[Contribution]) -> list[Contribution]:
    """By a hash of what was written, then by id, so that the order of rows in a file never matters."""
    return sorted(contributions, key=lambda c: (content_hash(c), c.id))


def content_hash(contribution: Contribution) -> str:
    return hashlib.sha256(
        f"{contribution.title}\0{contribution.text}".encode("utf-8", "surrogatepass")
    ).hexdigest()


def build_corpus(contributions: list[Contribution], prepared: list[Prepared]) -> Corpus:
    """Lay out the statements of contributions that stand in canonical order."""
    of_contribution = np.array([len(p.pieces) for p in prepared], dtype=np.int64)
    firsts = np.cumsum(of_contribution) - of_contribution
    owner = np.repeat(np.arange(len(prepared), dtype=np.int64), of_contribution)
    pieces = [piece for p in prepared for piece in p.pieces]
    return Corpus(
        contributions,
        prepared,
        owner=owner,
        ordinal=np.arange(len(owner)) - firsts[owner] + 1,
        start=np.array([piece.start for piece in pieces], dtype=np.int64),
        end=np.array([piece.end for piece in pieces], dtype=np.int64),
        texts=[
            readable(getattr(c, p.field), p.masks, p.field, piece.start, piece.end)
            for c, p in zip(contributions, prepared, strict=True)
            for piece in p.pieces
        ],
        langs=[piece.lang for piece in pieces],
        no_content=np.array([piece.no_content for piece in pieces], dtype=bool),
    )
