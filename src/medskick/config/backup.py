"""``medskick backup`` and ``medskick restore``: database and files in one tar, with a manifest of hashes.

The database is copied with SQLite's online backup while the site goes on. A restore checks every hash before
anything is put in place, and only into an empty data folder.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from medskick import __version__
from medskick.config.env import Env

MANIFEST = "medskick-manifest.json"
DATABASE = "medskick.sqlite3"
FORMAT = 1
# Made anew at every start, or only meaningful while running.
LEFT_OUT = {"lock", "static", "limits", f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal"}
PIECE = 1024 * 1024
LONGEST_MANIFEST = 200 * 1024 * 1024


class BackupError(Exception):
    """The backup cannot be made or restored; the sentence says why and what to do."""


def backup_command(file: str) -> int:
    """Make a backup and say so."""
    try:
        count, size = backup(Env().data, Path(file))
    except BackupError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Säkerhetskopian {file} är klar: databasen och {count - 1} filer, {size / 1e6:.1f} MB.")
    print(
        "Den innehåller personuppgifter och webbplatsens hemliga nyckel. Förvara den som du förvarar sådant."
    )
    return 0


def restore_command(file: str) -> int:
    """Restore a backup and say so."""
    try:
        count = restore(Path(file), Env().data)
    except BackupError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Återställt till {Env().data}: databasen och {count - 1} filer. Starta med medskick up.")
    return 0


def backup(data: Path, file: Path) -> tuple[int, int]:
    """Write the data folder to ``file`` (packed if its name ends in gz); returns (number of files, bytes).

    The file appears whole or not at all. Raises BackupError.
    """
    _only_sqlite()
    if not (data / DATABASE).exists():
        raise BackupError(f"Det finns ingen databas i {data}. Ange rätt datamapp med --data MAPP.")
    if file.exists():
        raise BackupError(f"{file} finns redan. Välj ett annat namn, så skrivs ingen gammal kopia över.")
    unfinished = file.with_name(file.name + ".part")
    try:
        with tempfile.TemporaryDirectory(dir=file.absolute().parent, prefix=".medskick-") as scratch:
            snapshot = Path(scratch) / DATABASE
            _copy_database(data / DATABASE, snapshot)
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as raw:
                count = _write(raw, _members(data, snapshot), packed=file.name.endswith("gz"))
                raw.flush()
                os.fsync(raw.fileno())
        os.replace(unfinished, file)
    except (OSError, sqlite3.Error) as error:
        unfinished.unlink(missing_ok=True)
        raise BackupError(f"Säkerhetskopian gick inte att skriva: {error}. Inget är ändrat.") from error
    return count, file.stat().st_size


def _members(data: Path, snapshot: Path) -> Iterator[tuple[str, Path]]:
    """(name in the archive, path) of everything worth keeping: the database first, since files only get
    more.
    """
    yield DATABASE, snapshot
    for folder, folders, files in os.walk(data):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if here != data or name not in LEFT_OUT)
        for name in sorted(files):
            path = here / name
            relative = path.relative_to(data).as_posix()
            if relative in LEFT_OUT or relative == DATABASE or name.endswith(".part") or path.is_symlink():
                continue
            yield relative, path


def _write(raw: io.BufferedWriter, members: Iterator[tuple[str, Path]], *, packed: bool) -> int:
    hashes: dict[str, str] = {}
    with tarfile.open(fileobj=raw, mode="w|gz" if packed else "w|", format=tarfile.PAX_FORMAT) as archive:
        for name, path in members:
            try:
                source = path.open("rb")
            except FileNotFoundError:
                continue  # removed since we looked
            with source:
                member = tarfile.TarInfo(name)
                member.size = os.fstat(source.fileno()).st_size
                member.mtime = int(time.time())
                member.mode = 0o600
                reader = _Hashing(source, member.size)
                archive.addfile(member, reader)
                hashes[name] = reader.digest.hexdigest()
        manifest = {"format": FORMAT, "version": __version__, "made": int(time.time()), "files": hashes}
        content = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return len(hashes)


class _Hashing:
    """Reads exactly ``size`` bytes and hashes them on the way; a file that grows meanwhile is cut there."""

    def __init__(self, source: io.BufferedReader, size: int) -> None:
        self.source = source
        self.left = size
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.source.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(piece)
        self.digest.update(piece)
        return piece


def _copy_database(source: Path, target: Path) -> None:
    """SQLite's online backup: a consistent copy while others write."""
    with (
        sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=20) as live,
        sqlite3.connect(target) as copy,
    ):
        live.backup(copy)
    live.close()
    copy.execute("PRAGMA journal_mode=DELETE")
    copy.close()


def restore(file: Path, data: Path) -> int:
    """Unpack a backup into an empty (or missing) data folder; returns the number of files. Raises
    BackupError, and then the data folder is as it was.
    """
    _only_sqlite()
    if data.exists() and any(data.iterdir()):
        raise BackupError(
            f"Datamappen {data} är inte tom. Ange en tom mapp med --data MAPP, så skrivs inget över av misstag."
        )
    data.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=data.parent, prefix=".medskick-restore-"))
    try:
        found, manifest = _unpack(file, scratch)
        _compare(file, found, manifest)
        _look_at_database(file, scratch / DATABASE)
        if data.exists():
            data.rmdir()
        os.replace(scratch, data)
        data.chmod(0o700)
    except tarfile.TarError as error:
        raise BackupError(f"{file} är ingen hel säkerhetskopia ({error}). Prova en annan kopia.") from error
    except (OSError, EOFError) as error:
        raise BackupError(f"{file} gick inte att återställa: {error}. Inget är ändrat.") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return len(found)


def _unpack(file: Path, scratch: Path) -> tuple[dict[str, str], dict[str, object]]:
    """Unpack to ``scratch``; returns the hashes of what came out, and the manifest."""
    found: dict[str, str] = {}
    manifest: dict[str, object] = {}
    with tarfile.open(file, mode="r|*") as archive:
        for member in archive:
            source = archive.extractfile(member) if member.isfile() else None
            if source is None:
                raise BackupError(
                    f"{file} innehåller något som inte är en fil ({member.name}). Den återställs inte."
                )
            if member.name == MANIFEST:
                manifest = _manifest(file, source.read(LONGEST_MANIFEST))
                continue
            target = scratch.joinpath(*_safe_parts(file, member.name))
            target.parent.mkdir(parents=True, exist_ok=True)
            digest = hashlib.sha256()
            with target.open("xb") as out:
                target.chmod(0o600)
                while piece := source.read(PIECE):
                    digest.update(piece)
                    out.write(piece)
                out.flush()
                os.fsync(out.fileno())
            found[member.name] = digest.hexdigest()
    return found, manifest


def _safe_parts(file: Path, name: str) -> tuple[str, ...]:
    parts = PurePosixPath(name).parts
    if (
        not parts
        or name.startswith("/")
        or any(part in {"..", "."} or "\\" in part or "\0" in part for part in parts)
    ):
        raise BackupError(f"{file} innehåller en otillåten sökväg ({name!r}). Den återställs inte.")
    return parts


def _manifest(file: Path, content: bytes) -> dict[str, object]:
    try:
        manifest = json.loads(content)
        if manifest["format"] != FORMAT:
            raise BackupError(
                f"{file} är gjord av en annan version av Medskick ({manifest.get('version', 'okänd')})."
            )
        return dict(manifest)
    except (ValueError, KeyError, TypeError) as error:
        raise BackupError(f"{file} har en trasig innehållsförteckning. Prova en annan kopia.") from error


def _compare(file: Path, found: dict[str, str], manifest: dict[str, object]) -> None:
    if not manifest:
        raise BackupError(f"{file} är ingen säkerhetskopia från Medskick, eller så är den avhuggen.")
    wanted = manifest.get("files")
    assert isinstance(wanted, dict)
    for name in sorted(set(wanted) | set(found)):
        if wanted.get(name) != found.get(name):
            raise BackupError(
                f"{file} är skadad: {name} stämmer inte. Prova en annan kopia. Inget är ändrat."
            )


def _look_at_database(file: Path, path: Path) -> None:
    if not path.exists():
        raise BackupError(f"{file} innehåller ingen databas.")
    try:
        connection = sqlite3.connect(path)
        said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        connection.close()
    except sqlite3.Error as error:
        said = str(error)
    if said != "ok":
        raise BackupError(f"Databasen i {file} är skadad ({said}). Prova en annan kopia. Inget är ändrat.")


def _only_sqlite() -> None:
    if Env().database:
        raise BackupError(
            "Databasen ligger i PostgreSQL. Säkerhetskopiera den med pg_dump och datamappen med vanliga verktyg; "
            "se docs/subsystems/config.md."
        )
