"""Fixtures for tests that start real processes (imported by the conftest of those folders)."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers_house import new_house
from helpers_migrated import migrated_data


@pytest.fixture(scope="session")
def house_template(tmp_path_factory) -> Path:
    """A data folder with a migrated database, made once."""
    return migrated_data(tmp_path_factory, tmp_path_factory.mktemp("house") / "data")


@pytest.fixture
def house(house_template, tmp_path):
    """A house of one's own; whatever it started is ended afterwards."""
    made = new_house(house_template, tmp_path / "data")
    yield made
    made.end()
