"""What was placed live before, kept so that measuring how well an edition fits does not place the same texts again.

The file holds vectors and places, no texts; readable by its owner only. It is a memory and nothing else: without it, or
with one about something else, all is placed anew and says the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import astuple
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from ..checkpoint import own_source
from .live import Placed, Placement

Kept = dict[str, tuple[str, Placement]]


def key_of(homes: Mapping[tuple[str, str, int, int], str], bundle: str) -> str:
    """Names what decides every answer: the engine, the edition's private file (its hash) and where its statements lie
    now."""
    digest = hashlib.blake2b(f"{own_source()}\0{bundle}".encode(), digest_size=20)
    for span, home in sorted(homes.items()):
        digest.update(f"\0{span}\0{home}".encode())
    return digest.hexdigest()


def by_contribution(placement: Placement) -> dict[str, Placement]:
    """The answer for each contribution by itself."""
    rows: dict[str, list[int]] = {}
    for n, row in enumerate(placement.rows):
        rows.setdefault(row.contribution_id, []).append(n)
    return {
        own: Placement(tuple(placement.rows[n] for n in numbers), placement.vectors[numbers])
        for own, numbers in rows.items()
    }


def save(path: Path, key: str, kept: Mapping[str, tuple[str, Placement]]) -> None:
    """Write by contribution what its text was (a hash) and the answer, whole or not at all."""
    answers = [placement for _text, placement in kept.values()]
    facts = {
        "key": key,
        "texts": [[own, text, len(placement.rows)] for own, (text, placement) in kept.items()],
        "rows": [astuple(row) for placement in answers for row in placement.rows],
    }
    vectors = [placement.vectors for placement in answers if len(placement.rows)]
    beside = path.with_name(path.name + ".part")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        np.savez(
            file,
            allow_pickle=False,
            facts=np.frombuffer(json.dumps(facts, default=np.generic.item).encode("ascii"), dtype=np.uint8),
            vectors=np.concatenate(vectors) if vectors else np.zeros((0, 0), dtype=np.float32),
        )
    os.replace(beside, path)


def load(path: Path, key: str) -> Kept:
    """What was kept under this key; nothing where the file is missing, damaged or about something else."""
    try:
        with np.load(path, allow_pickle=False) as file:
            facts, vectors = json.loads(file["facts"].tobytes()), file["vectors"]
        if facts["key"] != key:
            return {}
        rows = [Placed(*row) for row in facts["rows"]]
    except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile, zlib.error):
        return {}
    kept: Kept = {}
    start = 0
    for own, text, count in facts["texts"]:
        kept[own] = (text, Placement(tuple(rows[start : start + count]), vectors[start : start + count]))
        start += count
    return kept
