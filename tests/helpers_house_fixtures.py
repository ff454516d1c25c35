"""Fixtures for tests that start real processes (imported by the conftest of those folders)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from helpers_house import House, new_house
from helpers_migrated import migrated


@pytest.fixture(scope="session")
def house_template(tmp_path_factory) -> Path:
    """A data folder with a migrated database, made once."""
    folder = tmp_path_factory.mktemp("house") / "data"
    folder.mkdir()
    database = folder / "medskick.sqlite3"
    with migrated(tmp_path_factory) as file:
        if file.exists():
            shutil.copyfile(file, database)
        else:
            done = House(folder).run("migrate")
            assert done.returncode == 0, done.stderr
            shutil.copyfile(database, file)
    return folder


@pytest.fixture
def house(house_template, tmp_path):
    """A house of one's own; whatever it started is ended afterwards."""
    made = new_house(house_template, tmp_path / "data")
    yield made
    made.end()
