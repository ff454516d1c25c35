"""The inhabited site: stored once by each process, put back for each test."""

from __future__ import annotations

import pytest

from helpers_inhabited import inhabit
from helpers_kept import Keeper
from medskick.doors.pages.actions import lay_out

_addresses: list[str] = []


@pytest.fixture(scope="session")
def keeper(tmp_path_factory) -> Keeper:
    """What this process has stored and can put back."""
    return Keeper(tmp_path_factory.mktemp("kept"))


@pytest.fixture
def inhabited(keeper, db) -> list[str]:
    """A site with something of every kind; the addresses that no link leads a stranger to."""

    def store() -> None:
        _addresses[:] = inhabit()

    lay_out()  # as every start does; it takes away what Wagtail comes with
    keeper(store)
    return list(_addresses)
