"""`medskick up --region FILE` as a person types it: another region starts from its file alone."""

from __future__ import annotations

from pathlib import Path
from urllib.request import urlopen

import pytest

from helpers_browser import Site

pytestmark = pytest.mark.xdist_group("other region")
REGION = Path(__file__).parents[1] / "data" / "regions" / "sjomark.toml"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """Started once: both tests only look."""
    running = Site(tmp_path_factory.mktemp("sjomark"), "--region", str(REGION)).wait()
    yield running
    running.stop()


def test_a_region_starts_from_its_file_alone(house):
    with urlopen(house.address + "/") as answer:
        page = answer.read().decode()
    assert "Sjömark 2035" in page
    assert "norrbott" not in page.lower()
    assert (house.folder / "region.toml").read_text(encoding="utf-8") == REGION.read_text(encoding="utf-8")


def test_the_data_folder_is_for_its_owner_only(house):
    open_to_others = [
        path for path in house.folder.rglob("*") if path.stat().st_mode & 0o077 and not path.is_socket()
    ]
    assert open_to_others == []
