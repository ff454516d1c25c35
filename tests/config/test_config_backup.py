"""Backups: whole while others write, checked before anything is put in place, never over something else."""

from __future__ import annotations

import contextlib
import io
import json
import sqlite3
import tarfile
import threading

import pytest

from medskick.config import backup as backups
from medskick.config.backup import MANIFEST, BackupError, backup, restore


@pytest.fixture
def data(tmp_path):
    """A data folder with a database in WAL mode and some files."""
    folder = tmp_path / "data"
    (folder / "insights" / "run-1").mkdir(parents=True)
    (folder / "insights" / "run-1" / "result.json").write_text('{"themes": 3}')
    (folder / "secret").write_text("nyckel\n")
    (folder / "region.toml").write_text('name = "Sjömark"\n')
    (folder / "lock").write_text("{}")
    (folder / "static").mkdir()
    (folder / "static" / "packed.gz").write_bytes(b"x")
    with contextlib.closing(sqlite3.connect(folder / "medskick.sqlite3")) as database, database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE voice (n INTEGER PRIMARY KEY, text TEXT)")
        database.executemany("INSERT INTO voice (text) VALUES (?)", [("fler nattbussar",)] * 100)
    return folder


def voices(folder) -> int:
    with contextlib.closing(sqlite3.connect(folder / "medskick.sqlite3")) as database:
        return database.execute("SELECT count(*) FROM voice").fetchone()[0]


@pytest.mark.parametrize("name", ["copy.tar", "copy.tar.gz"])
def test_what_is_restored_is_what_was_backed_up(data, tmp_path, name):
    count, size = backup(data, tmp_path / name)
    assert restore(tmp_path / name, tmp_path / "new") == count == 4
    assert voices(tmp_path / "new") == 100
    assert (tmp_path / "new" / "secret").read_text() == "nyckel\n"
    assert (tmp_path / "new" / "insights" / "run-1" / "result.json").read_text() == '{"themes": 3}'
    assert not (tmp_path / "new" / "lock").exists()
    assert not (tmp_path / "new" / "static").exists()
    assert size == (tmp_path / name).stat().st_size


def test_a_backup_is_for_its_owner_only(data, tmp_path):
    backup(data, tmp_path / "copy.tar")
    assert (tmp_path / "copy.tar").stat().st_mode & 0o077 == 0
    restore(tmp_path / "copy.tar", tmp_path / "new")
    assert (tmp_path / "new" / "secret").stat().st_mode & 0o077 == 0


def test_a_backup_while_somebody_writes_is_consistent(data, tmp_path):
    stop = threading.Event()

    def write():
        with contextlib.closing(sqlite3.connect(data / "medskick.sqlite3", timeout=20)) as database:
            while not stop.is_set():
                with database:  # always in pairs
                    database.execute("INSERT INTO voice (text) VALUES ('a')")
                    database.execute("INSERT INTO voice (text) VALUES ('b')")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backup(data, tmp_path / "copy.tar")
    finally:
        stop.set()
        writer.join()
    restore(tmp_path / "copy.tar", tmp_path / "new")
    assert voices(tmp_path / "new") % 2 == 0
    assert voices(tmp_path / "new") >= 100


def test_an_existing_file_is_not_written_over(data, tmp_path):
    (tmp_path / "copy.tar").write_text("gammal")
    with pytest.raises(BackupError, match="finns redan"):
        backup(data, tmp_path / "copy.tar")
    assert (tmp_path / "copy.tar").read_text() == "gammal"


def test_a_folder_with_something_in_it_is_not_restored_over(data, tmp_path):
    backup(data, tmp_path / "copy.tar")
    with pytest.raises(BackupError, match="är inte tom"):
        restore(tmp_path / "copy.tar", data)
    assert voices(data) == 100


def test_a_data_folder_without_a_database_is_told(tmp_path):
    with pytest.raises(BackupError, match="ingen databas"):
        backup(tmp_path, tmp_path / "copy.tar")


def rewrite(file, change) -> None:
    """Pack the archive anew with changed members: ``change(name, content)`` → (name, content) or None."""
    with tarfile.open(file) as archive:
        members = [(one.name, archive.extractfile(one).read()) for one in archive]
    with tarfile.open(file, "w") as archive:
        for name, content in members:
            changed = change(name, content)
            if changed:
                member = tarfile.TarInfo(changed[0])
                member.size = len(changed[1])
                archive.addfile(member, io.BytesIO(changed[1]))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda n, c: (n, b"annat" if n == "secret" else c), "secret stämmer inte"),
        (lambda n, c: None if n == "secret" else (n, c), "secret stämmer inte"),
        (lambda n, c: ("../utanfor" if n == "secret" else n, c), "otillåten sökväg"),
        (lambda n, c: ("/etc/utanfor" if n == "secret" else n, c), "otillåten sökväg"),
        (lambda n, c: None if n == MANIFEST else (n, c), "ingen säkerhetskopia"),
        (lambda n, c: (n, b"{" if n == MANIFEST else c), "trasig innehållsförteckning"),
        (lambda n, c: (n, json.dumps({"format": 99}).encode() if n == MANIFEST else c), "annan version"),
        (lambda n, c: None if n == "medskick.sqlite3" else (n, c), "medskick.sqlite3 stämmer inte"),
    ],
)
def test_a_changed_backup_is_refused_and_nothing_is_left_behind(data, tmp_path, change, said):
    backup(data, tmp_path / "copy.tar")
    rewrite(tmp_path / "copy.tar", change)
    with pytest.raises(BackupError, match=said):
        restore(tmp_path / "copy.tar", tmp_path / "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.tar", "data"]


@pytest.mark.parametrize("keep", [0.0, 0.01, 0.5])
def test_a_cut_off_backup_is_refused(data, tmp_path, keep):
    backup(data, tmp_path / "copy.tar.gz")
    whole = (tmp_path / "copy.tar.gz").read_bytes()
    (tmp_path / "copy.tar.gz").write_bytes(whole[: int(keep * len(whole))])
    with pytest.raises(BackupError):
        restore(tmp_path / "copy.tar.gz", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_link_in_a_backup_is_refused(data, tmp_path):
    with tarfile.open(tmp_path / "copy.tar", "w") as archive:
        link = tarfile.TarInfo("secret")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    with pytest.raises(BackupError, match="inte är en fil"):
        restore(tmp_path / "copy.tar", tmp_path / "new")


def test_a_full_disk_leaves_no_half_backup(data, tmp_path, monkeypatch):
    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "_write", full)
    with pytest.raises(BackupError, match="gick inte att skriva"):
        backup(data, tmp_path / "copy.tar")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]


def test_the_commands_back_up_and_restore_a_real_house(house, tmp_path):
    from helpers_house import House

    made = house.run("backup", str(tmp_path / "copy.tar.gz"))
    assert (made.returncode, "är klar" in made.stdout) == (0, True), made.stderr
    other = House(tmp_path / "other")
    back = other.run("restore", str(tmp_path / "copy.tar.gz"))
    assert back.returncode == 0, back.stderr
    assert other.run("migrate").stdout == ""
    assert other.run("restore", str(tmp_path / "copy.tar.gz")).returncode == 1
