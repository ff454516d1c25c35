"""Zipped office files, opened with care: checked before unpacking, counted while unpacking."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from .errors import TableError
from .limits import Limits

CHUNK = 1 << 16
TIMES_READ = 2  # a sheet is looked into before it is read
LOCAL_HEADER = 30  # bytes, names not counted
ENCRYPTED = 0x1
DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)


class Archive:
    """The parts of a zipped file. Opening it refuses what no office program writes; parts inside parts are
    never unpacked, so nesting and self-reproducing archives lead nowhere."""

    def __init__(self, path: Path, name: str, limits: Limits) -> None:
        self.path, self.name, self.limits = path, name, limits
        self._fed = self._pieces = 0
        try:
            self._zip = zipfile.ZipFile(path)
        except DAMAGE:
            raise TableError("broken_zip", file=name) from None
        try:
            self._check()
        except TableError:
            self._zip.close()
            raise
        self.names = frozenset(self._zip.namelist())

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def chunks(self, part: str) -> Iterator[bytes]:
        """The bytes of a part, 64 KiB at a time. Raises TableError past the limit or where damaged."""
        if part not in self.names:
            raise TableError("missing_part", file=self.name, part=part)
        most = self.limits.max_unpacked_bytes
        try:
            with self._zip.open(part) as stream:
                while chunk := stream.read(CHUNK):
                    self._fed += len(chunk)
                    if self._fed > TIMES_READ * most:
                        raise TableError("zip_bomb", file=self.name, limit=most)
                    yield chunk
        except DAMAGE:
            raise TableError("broken_zip", file=self.name) from None

    def count_piece(self) -> None:
        """One more element, of whichever part: the same part may be read as many times as a file names it."""
        self._pieces += 1
        if self._pieces > self.limits.max_pieces:
            raise TableError("too_many_pieces", file=self.name, limit=self.limits.max_pieces)

    def _check(self) -> None:
        infos = self._zip.infolist()
        if any(info.flag_bits & ENCRYPTED for info in infos):
            raise TableError("encrypted", file=self.name)
        if len(infos) > self.limits.max_parts or not _sound(infos):
            raise TableError("unsafe_zip", file=self.name)
        unpacked = sum(info.file_size for info in infos)
        if unpacked > self.limits.max_unpacked_bytes:
            raise TableError("zip_bomb", file=self.name, limit=self.limits.max_unpacked_bytes)
        packed = max(1, self.path.stat().st_size)
        if unpacked > self.limits.ratio_floor_bytes and unpacked / packed > self.limits.max_ratio:
            raise TableError("zip_ratio", file=self.name, limit=self.limits.max_ratio)


def _sound(infos: list[zipfile.ZipInfo]) -> bool:
    names = [info.filename for info in infos]
    if len(set(names)) != len(names) or not all(map(_stays_inside, names)):
        return False
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
        return False
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            return False
        end = info.header_offset + LOCAL_HEADER + info.compress_size
    return True


def _stays_inside(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return not name.startswith(("/", "\\")) and ".." not in parts and ":" not in parts[0] and "\0" not in name
