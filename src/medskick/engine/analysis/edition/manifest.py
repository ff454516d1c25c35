"""What a result was made of, so that anybody can make it again and see that it is the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..contract import Contribution, Mask

FILE = "manifest.json"
SCHEMA = "medskick-manifest/1"


def build(
    folder: Path, *, made_by: dict[str, Any], options: dict[str, Any], received: Iterable[Contribution],
    previous: str | None, edits: str | None,
) -> dict[str, Any]:  # fmt: skip
    """The manifest of the files in `folder`. No time, no path and no machine's name is in it.

    received: the contributions in canonical order.
    """
    return {
        "schema": SCHEMA,
        **made_by,
        "options": options,
        "input": input_hash(received),
        "previous": previous,
        "edits": edits,
        "files": {path.name: file_hash(path) for path in sorted(folder.iterdir()) if path.name != FILE},
    }


def write(path: Path, manifest: dict[str, Any]) -> None:
    path.write_bytes(
        (json.dumps(manifest, ensure_ascii=True, indent=2, sort_keys=True) + "\n").encode("ascii")
    )


def verify(folder: Path) -> list[str]:
    """What does not agree with the manifest, one Swedish sentence each; nothing where there is no manifest."""
    path = folder / FILE
    if not path.exists():
        return []
    try:
        stated = json.loads(path.read_text("ascii"))
        files = dict(stated["files"]) if stated["schema"] == SCHEMA else None
    except (OSError, ValueError, KeyError, TypeError):
        files = None
    if files is None:
        return [f"Manifestet i mappen {folder.name} går inte att läsa."]
    problems = []
    for name, expected in sorted(files.items()):
        there = folder / Path(name).name
        if not there.is_file():
            problems.append(f"Filen {name} saknas i mappen {folder.name}.")
        elif file_hash(there) != expected:
            problems.append(
                f"Filen {name} i mappen {folder.name} har ändrats sedan resultatet gjordes. Använd originalet."
            )
    return problems


def file_hash(path: Path) -> str:
    """SHA-256 of a file; of a table, of its rows in order of their bytes, since rows come as the input had them."""
    if path.suffix != ".csv":
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    digest = hashlib.sha256()
    for line in sorted(path.read_bytes().splitlines(keepends=True)):
        digest.update(line)
    return digest.hexdigest()


def input_hash(contributions: Iterable[Contribution]) -> str:
    """SHA-256 of contributions in canonical order: every field that a result can depend on."""
    digest = hashlib.sha256()
    for c in contributions:
        masks = None if c.masks is None else [
            (m.field, m.start, m.end, m.kind) if isinstance(m, Mask) else tuple(m) for m in c.masks
        ]  # fmt: skip
        fields = (
            c.id, c.text, c.title, c.people, c.municipality, c.age, c.channel, c.sender, sorted(c.meta.items()),
            c.lang, masks, c.quotable, c.sending, *([] if c.sending_people is None else [c.sending_people]),
        )  # fmt: skip
        digest.update(repr(fields).encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()
