"""Fixtures that every test may use."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ASKS_A_DATABASE = {"db", "transactional_db"}


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """What is read in now stays to the end, and is much: looking through it for garbage again and again takes a fourth
    of the time that collecting tests takes."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(config, items):
    """Leave out what holds on the other database only and, on PostgreSQL, what has been proved already: because it asks
    no database at all, or because it walks through pages again for their words (docs/decisions/0054). The longest
    begin, so that at the end no process waits for another."""
    on_postgresql = bool(os.environ.get("MEDSKICK_TEST_DATABASE"))
    walks_too = not on_postgresql or bool(os.environ.get("MEDSKICK_TEST_WALKS"))

    def holds_here(item):
        if own := item.get_closest_marker("database"):
            return (own.args[0] == "postgresql") == on_postgresql
        if item.get_closest_marker("walk") and not walks_too:
            return False
        asks = item.get_closest_marker("django_db") or ASKS_A_DATABASE & set(item.fixturenames)
        return bool(asks) or not on_postgresql

    items.sort(key=lambda item: not item.get_closest_marker("first"))
    left_out = [item for item in items if not holds_here(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if holds_here(item)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """In CI a skipped test is a failure: it would look like a proof. Only data beside the project may be missing.

    A test that is expected to fail has been run, and pytest itself says whether it did as expected.
    """
    report = yield
    left_out = report.skipped and not hasattr(report, "wasxfail")
    if left_out and os.environ.get("CI") and "shared_data" not in item.fixturenames:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, which CI does not let pass: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of data that is kept beside the project. Tests that need it skip where it is missing."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs ../shared/data, which is not here")
    return folder


@pytest.fixture(scope="session")
def _database_begun(django_db_modify_db_settings, tmp_path_factory):
    """Before Django makes its test database: it begins from what the first process has brought here."""
    from helpers_migrated import begun_from_it

    with ExitStack() as stack:
        stack.callback(stack.enter_context(begun_from_it(tmp_path_factory)))
        yield stack


@pytest.fixture(scope="session")
def django_db_setup(_database_begun, django_db_setup):
    """When it is made, the next process may."""
    _database_begun.close()


@pytest.fixture(scope="module")
def for_the_file(django_db_setup, django_db_blocker):
    """``with for_the_file():`` what is stored from here on stays until the end of the block, for several tests."""

    from django.db import transaction

    @contextmanager
    def stored() -> Iterator[None]:
        with django_db_blocker.unblock(), transaction.atomic():
            yield
            transaction.set_rollback(True)

    return stored


@pytest.fixture
def data_folder(tmp_path_factory, tmp_path) -> Path:
    """A data folder whose database is at this version, for a process with the settings of an installation."""
    from helpers_migrated import migrated_data

    return migrated_data(tmp_path_factory, tmp_path / "data")


@pytest.fixture
def migrated_database(django_db_setup, tmp_path_factory) -> str:
    """The name of the database at this version on the PostgreSQL server, to be copied."""
    from helpers_migrated import name_on_postgresql

    return name_on_postgresql(tmp_path_factory)


@pytest.fixture(scope="session", autouse=True)
def _log_may_be_flushed():
    """Tests that commit are cleaned up by flush, which the guard of the audit log would refuse on SQLite."""
    from helpers_core import let_flush_empty_the_log

    let_flush_empty_the_log()


@pytest.fixture(autouse=True)
def _fresh_limits():
    """Rate limits are counted for all processes together: each test starts from nought."""
    from medskick.ground.core import limits

    limits.reset()


@pytest.fixture(autouse=True)
def _swedish_again():
    """A test that reads an English page must not leave the next one English."""
    from django.utils import translation

    yield
    translation.activate("sv")


@pytest.fixture
def use_region(settings):
    """Switch the installation to one of the made-up regions: ``use_region("sjomark")``."""

    def switch(name: str):
        from medskick.process.cycle import region

        settings.REGION_FILE = str(ROOT / "tests" / "data" / "regions" / f"{name}.toml")
        return region.region()

    return switch


@pytest.fixture
def cycle(db):
    """A current cycle whose dialogue is going on."""
    from helpers_core import start_cycle

    return start_cycle()
