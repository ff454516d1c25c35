"""The inhabited site: stored once by each process, put back for each test, or once for the tests of a file that only
look at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from helpers_inhabited import inhabit
from helpers_kept import Keeper
from medskick.doors.pages.actions import lay_out

_addresses: list[str] = []


@pytest.fixture(scope="session")
def keeper(tmp_path_factory) -> Keeper:
    """What this process has stored and can put back."""
    return Keeper(tmp_path_factory.mktemp("kept"))


def _put_in_place(keeper: Keeper) -> list[str]:
    def store() -> None:
        _addresses[:] = inhabit()

    lay_out()  # as every start does; it takes away what Wagtail comes with
    keeper(store)
    return list(_addresses)


@pytest.fixture
def inhabited(keeper, db) -> list[str]:
    """A site with something of every kind; the addresses that no link leads a stranger to."""
    return _put_in_place(keeper)


@pytest.fixture(scope="module")
def inhabited_for_the_file(keeper, for_the_file) -> Iterator[list[str]]:
    """The same for all tests of a file, none of which may change it."""
    with for_the_file():
        yield _put_in_place(keeper)
