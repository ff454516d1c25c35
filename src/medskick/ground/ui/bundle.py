"""The built front end: which files a page loads, and which icons there are.

The bundle is made by `build_hook.py` from `frontend/`; its file names carry a hash of their content, and its manifest
tells the names. It is read once and again only when it has been rebuilt.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

FOLDER = Path(__file__).resolve().parent / "static" / "medskick" / "bundle"
PREFIX = "medskick/bundle/"


@dataclass(frozen=True)
class Entry:
    """The files of one entry point, as paths under the static address."""

    script: str
    styles: tuple[str, ...]
    preloads: tuple[str, ...]


@dataclass(frozen=True)
class Bundle:
    """Entry points by name, the address of the icon file, and the names of the icons in it."""

    entries: dict[str, Entry]
    sprite: str
    icons: frozenset[str]

    def entry(self, name: str) -> Entry:
        """The entry point of that name. Raises ImproperlyConfigured for one that does not exist."""
        if name not in self.entries:
            known = ", ".join(sorted(self.entries))
            raise ImproperlyConfigured(f"The front end has no entry point {name!r}. It has: {known}.")
        return self.entries[name]


def load(folder: Path | None = None) -> Bundle:
    """The bundle as it is now. Raises ImproperlyConfigured, saying what to run, when it has not been built."""
    manifest = (folder or FOLDER) / "manifest.json"
    try:
        changed = manifest.stat().st_mtime_ns
    except FileNotFoundError:
        raise ImproperlyConfigured(
            "The front end has not been built: its manifest is missing. Run `make assets` "
            "(or `python build_hook.py`) and start again."
        ) from None
    return _read(manifest, changed)


@lru_cache(maxsize=4)
def _read(manifest: Path, _changed: int) -> Bundle:
    chunks = json.loads(manifest.read_text(encoding="utf-8"))
    icons = json.loads((manifest.parent / "icons.json").read_text(encoding="utf-8"))
    entries = {
        chunk["name"]: Entry(
            script=PREFIX + chunk["file"],
            styles=tuple(PREFIX + style for style in chunk.get("css", [])),
            preloads=tuple(PREFIX + chunks[part]["file"] for part in chunk.get("imports", [])),
        )
        for chunk in chunks.values()
        if chunk.get("isEntry")
    }
    return Bundle(entries, PREFIX + chunks["icons.svg"]["file"], frozenset(icons))
