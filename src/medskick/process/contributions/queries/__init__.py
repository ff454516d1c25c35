"""Reads. Text reaches a public door through ``public_text`` and ``public_texts`` only: masked, and only if it shows."""

from medskick.process.contributions.queries.ledger import Amount, Ledger, ledger
from medskick.process.contributions.queries.public import (
    PublicContribution,
    PublicText,
    VisibleText,
    public_contribution,
    public_rows,
    public_segments,
    public_texts,
    searchable,
    searchable_keys,
    shown,
    taken_away,
    visible_texts,
)
from medskick.process.contributions.queries.sources import enough_share, said_at, sources_of, states_of
from medskick.process.contributions.queries.voices import Voices, voices

__all__ = [
    "Amount",
    "Ledger",
    "PublicContribution",
    "PublicText",
    "VisibleText",
    "Voices",
    "enough_share",
    "ledger",
    "public_contribution",
    "public_rows",
    "public_segments",
    "public_texts",
    "said_at",
    "searchable",
    "searchable_keys",
    "shown",
    "sources_of",
    "states_of",
    "taken_away",
    "visible_texts",
    "voices",
]
