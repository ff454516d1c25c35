"""Codes that people read aloud and type: no look-alikes, no vowel but Y (so hardly a word), one check character."""

from __future__ import annotations

import secrets

ALPHABET = "23456789CDFGHJKMNPQRTVWXY"
_LENGTH = 8
_WEIGHTS = (1, 2, 3, 4, 6, 7, 9, 8)
_SAME = str.maketrans({"B": "8", "S": "5", "Z": "2", "U": "V"})


def _check(body: str) -> str:
    """Weighted sum modulo 25. The weights, their neighbours' differences and the last weight plus one (the check
    character's neighbour) are coprime with 25, so that one wrong character or two swapped neighbours never pass."""
    total = sum(weight * ALPHABET.index(char) for weight, char in zip(_WEIGHTS, body, strict=True))
    return ALPHABET[total % len(ALPHABET)]


def new_code() -> str:
    """A fresh code such as ``M7K-4QF-9TD``: 25^8 ≈ 1.5·10^11 possibilities and a check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
    whole = body + _check(body)
    return "-".join(whole[i : i + 3] for i in range(0, 9, 3))


def normalise(typed: str) -> str | None:
    """The canonical form of what somebody typed or read aloud, or None when it cannot be a code."""
    plain = "".join(char for char in typed.upper() if char.isalnum()).translate(_SAME)
    if len(plain) != _LENGTH + 1 or any(char not in ALPHABET for char in plain):
        return None
    if _check(plain[:_LENGTH]) != plain[_LENGTH]:
        return None
    return "-".join(plain[i : i + 3] for i in range(0, 9, 3))
