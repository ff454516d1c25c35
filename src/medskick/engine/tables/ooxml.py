"""XML parts of office files as a stream of events. Document type declarations are refused at sight, so there
are no entities to expand and nothing outside is ever fetched."""

import posixpath
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from xml.parsers import expat

from .archive import Archive
from .errors import TableError

Attributes = dict[str, str]
DEEPEST = 400
LONGEST_TAG = 4 * 1024 * 1024


class Handler:
    """Receives a part's elements by local name; what it wants to give on it appends to ``ready``."""

    def __init__(self) -> None:
        self.ready: list[Any] = []

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins. Attribute names come without their namespace."""

    def end(self, name: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Character data, perhaps a piece of it."""


class _Doctype(Exception):
    pass


def events(archive: Archive, part: str, handler: Handler) -> Iterator[Any]:
    """Feed ``part`` to ``handler`` and yield what becomes ready, holding no more than a chunk at a time."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    depth = fed = 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth
        archive.count_piece()
        depth += 1
        if depth > DEEPEST:
            raise ValueError("elements nested too deeply")
        handler.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(_local(name))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = handler.data
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    try:
        for chunk in archive.chunks(part):
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - max(0, parser.CurrentByteIndex) > LONGEST_TAG:  # a tag that never ends
                raise ValueError("a tag is too long")
            if handler.ready:
                ready, handler.ready = handler.ready, []
                yield from ready
        parser.Parse(b"", True)
    except _Doctype:
        raise TableError("xml_doctype", file=archive.name) from None
    except (expat.ExpatError, UnicodeError, LookupError, ValueError):
        raise TableError("broken_xml", file=archive.name, part=part) from None
    yield from handler.ready


def drain(archive: Archive, part: str, handler: Handler) -> None:
    """Feed the whole part to ``handler`` for what it gathers in itself."""
    for _ in events(archive, part, handler):
        pass


@lru_cache(512)
def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse_doctype(*_: object) -> None:
    raise _Doctype


class _Relations(Handler):
    def __init__(self) -> None:
        super().__init__()
        self.by_id: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode", "") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.by_id[attributes.get("Id", "")] = (kind, attributes.get("Target", ""))


def relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """``{id: (kind, part name)}`` of what ``part`` ("" for the whole file) refers to inside the file."""
    folder, base = posixpath.split(part)
    source = posixpath.join(folder, "_rels", f"{base}.rels")
    if source not in archive.names:
        return {}
    handler = _Relations()
    drain(archive, source, handler)
    return {
        key: (kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
        for key, (kind, target) in handler.by_id.items()
    }


def main_part(archive: Archive, usual: str) -> str:
    """The part that holds the document itself."""
    if usual in archive.names:
        return usual
    for kind, target in relations(archive, "").values():
        if kind == "officeDocument" and target in archive.names:
            return target
    raise TableError("missing_part", file=archive.name, part=usual)
