"""Fixtures that every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of data that is kept beside the project. Tests that need it skip where it is missing."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs ../shared/data, which is not here")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _log_may_be_flushed():
    """Tests that commit are cleaned up by flush, which the guard of the audit log would refuse on SQLite."""
    from helpers_core import let_flush_empty_the_log

    let_flush_empty_the_log()


@pytest.fixture(autouse=True)
def _fresh_limits():
    """Rate limits are counted in memory: each test starts from nought."""
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
    import datetime

    from medskick.ground.core.access import SYSTEM
    from medskick.process.cycle import actions, queries

    today = queries.today()
    month = datetime.timedelta(days=30)
    return actions.start_cycle(
        "2040", "Norrbotten 2040", {"dialogue": (today - month, today + month)}, by=SYSTEM
    )
