"""The frozen input of a run: what the contributions said, with which masks, when the run began."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from medskick.ground.core.access import SYSTEM
from medskick.process.contributions.queries import VisibleText, visible_texts
from medskick.process.insights.models import Run


def freeze(run: Run, path: Path) -> str:
    """Write the snapshot as JSON Lines, whole or not at all; answers its sha256."""
    beside = path.with_suffix(".part")
    with beside.open("w", encoding="utf-8") as handle:
        for row in _rows(run):
            handle.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    beside.replace(path)
    return sha256(path)


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a snapshot."""
    with path.open(encoding="utf-8") as handle:
        return [json.loads(line) for line in handle]


def sha256(path: Path) -> str:
    """The hash of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _rows(run: Run) -> Iterator[dict[str, Any]]:
    return (row_of(one) for one in visible_texts(run.cycle, SYSTEM))


def row_of(one: VisibleText) -> dict[str, Any]:
    """One contribution as the engine reads it, with its key (``pk``) beside."""
    return {
        "id": str(one.number),
        "pk": one.id,
        "text": one.text,
        "title": one.title,
        "people": one.persons,
        "sending": str(one.sending),
        "sending_people": one.sending_persons,
        "municipality": one.municipality or None,
        "age": one.age or None,
        "channel": one.channel,
        "sender": one.sender,
        "lang": one.lang or None,
        "masks": [list(mask) for mask in one.masks],
        "quotable": one.quotable,
    }


def for_engine(row: dict[str, Any]) -> dict[str, Any]:
    """A row as the arguments of the engine's ``Contribution``."""
    masks = [tuple(mask) for mask in row["masks"]]
    return {**{key: value for key, value in row.items() if key != "pk"}, "masks": masks}
