"""Static files straight from the packages' folders: no collecting step, and never behind a slow view."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import logging
import re
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from servestatic.asgi import ServeStaticASGI
from servestatic.responders import StaticFile

log = logging.getLogger("medskick.server")

# Vite puts eight characters of the content's hash in the names of the bundle.
HASHED = re.compile(r"/medskick/bundle/.+-[A-Za-z0-9_-]{8}\.[a-z0-9]+$")
TEXTUAL = {".js", ".css", ".svg", ".json", ".map", ".txt", ".html", ".webmanifest"}
WORTH = 1_000  # bytes; smaller files gain nothing from being packed
AN_HOUR = 3_600


class Static(ServeStaticASGI):
    """All files of all rooms under ``STATIC_URL``, packed once where that helps."""

    def __init__(self, application: Any) -> None:
        self.prefix = "/" + settings.STATIC_URL.strip("/") + "/"
        self.packed = Path(settings.STATIC_ROOT) / "packed"
        super().__init__(
            application,
            max_age=AN_HOUR,
            allow_all_origins=False,
            immutable_file_test=lambda _path, url: bool(HASHED.search(url)),
            add_headers_function=_add_headers,
            autorefresh=settings.DEBUG,
        )
        found: dict[str, str] = {}
        for finder in finders.get_finders():
            for name, storage in finder.list([]):
                found.setdefault(self.prefix + name.replace("\\", "/"), storage.path(name))
        for url, path in found.items():
            self.add_file_to_dictionary(url, path)

    def find_file(self, url: str) -> StaticFile | None:
        """Look for a file anew: always while developing, otherwise when a page asks for one that came later (a front
        end that was built while the server ran)."""
        if not url.startswith(self.prefix) or not self.url_is_canonical(url):
            return None
        try:
            path = finders.find(url.removeprefix(self.prefix))
        except (SuspiciousFileOperation, ValueError):
            return None
        if not isinstance(path, str) or not Path(path).is_file():
            return None
        return self.get_static_file(path, url)

    async def find_late(self, url: str) -> bool:
        """Whether a file has come since the start; from now on it is known."""
        found = await asyncio.to_thread(self.find_file, url)
        if found:
            self.files[url] = found
        return bool(found)

    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> StaticFile:
        """The file with its headers, and its packed twin for browsers that take it."""
        headers = Headers([])
        self.add_mime_headers(headers, path, url)
        self.add_cache_headers(headers, path, url)
        _add_headers(headers, path, url)
        return StaticFile(path, headers.items(), stat_cache=stat_cache, encodings=self._encodings(path))

    def _encodings(self, path: str) -> dict[str, str]:
        if settings.DEBUG or Path(path).suffix not in TEXTUAL:
            return {}
        try:
            content = Path(path).read_bytes()
            if len(content) < WORTH:
                return {}
            twin = self.packed / (hashlib.sha256(content).hexdigest()[:32] + ".gz")
            if not twin.exists():
                self.packed.mkdir(parents=True, exist_ok=True)
                unfinished = twin.with_suffix(".part")
                unfinished.write_bytes(gzip.compress(content, 9, mtime=0))
                unfinished.replace(twin)
        except OSError:
            log.warning("Could not pack %s; it is sent as it is", path, exc_info=True)
            return {}
        return {"gzip": str(twin)}


def _add_headers(headers: Headers, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
