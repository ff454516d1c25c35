"""A stored file on its way out: whole, a part of it (films are asked for in parts), or the word that nothing is new."""

from __future__ import annotations

import re
from collections.abc import Iterator
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

PIECE = 64 * 1024
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)


def sent(
    request: HttpRequest,
    file: FieldFile,
    *,
    mark: str,
    keep: str,
    name: str = "",
    kind: str = "",
    attachment: bool = False,
) -> HttpResponseBase:
    """The answer with the file. Raises Http404 where the file itself is gone.

    ``mark``: changes whenever the bytes do. ``keep``: who may keep it and for how long, nothing for nobody. It is never
    more than a file: nothing in it is run, whatever it says of itself.
    """
    try:
        opened = file.open("rb")
        size = file.size
    except FileNotFoundError as error:
        raise Http404 from error
    tag = f'"{mark}"'
    answer: HttpResponseBase
    wanted = (
        _part(request.headers.get("Range", ""), size) if request.headers.get("If-Range", tag) == tag else None
    )
    if keep and request.headers.get("If-None-Match") == tag:
        opened.close()
        answer = HttpResponseNotModified()
    elif wanted == ():
        opened.close()
        answer = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    elif wanted:
        first, last = wanted
        answer = StreamingHttpResponse(_pieces(opened, first, last), status=206)
        answer.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
        answer.headers["Content-Length"] = str(last - first + 1)
    else:
        answer = FileResponse(opened)
    if answer.status_code in {200, 206}:
        stored = Path(file.name or "")
        answer.headers["Content-Type"] = kind or guess_type(stored.name)[0] or "application/octet-stream"
        answer.headers["Content-Disposition"] = (
            content_disposition_header(attachment, name or stored.name) or "inline"
        )
    answer.headers["ETag"] = tag
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["Cache-Control"] = keep or "private, no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'"
    return answer


def _part(asked: str, size: int) -> tuple[int, int] | tuple[()] | None:
    """The first and last byte that are asked for; None for the whole, nothing where there is no such part."""
    found = _RANGE.fullmatch(asked.strip())
    if found is None or not any(found.groups()):
        return None
    begins, ends = found.groups()
    first = int(begins) if begins else max(0, size - int(ends))
    last = min(int(ends), size - 1) if begins and ends else size - 1
    return (first, last) if first <= last else ()


def _pieces(file: Any, first: int, last: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        left = last - first + 1
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
