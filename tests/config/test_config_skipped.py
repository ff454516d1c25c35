"""In CI a test that was not run is a failure; one that is expected to fail has been run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[1] / "conftest.py"
CONFTEST = f"""
import importlib.util

import pytest

spec = importlib.util.spec_from_file_location("house", {str(HOUSE)!r})
house = importlib.util.module_from_spec(spec)
spec.loader.exec_module(house)
pytest_runtest_makereport = house.pytest_runtest_makereport


@pytest.fixture
def shared_data():
    pytest.skip("not here")
"""
TESTS = """
import pytest


@pytest.mark.xfail(strict=True, reason="known")
def test_known_fault():
    assert False


def test_skipped():
    pytest.skip("no database")


def test_of_shared_data(shared_data):
    pass
"""


@pytest.mark.parametrize(
    ("where", "told"), [("1", "1 failed, 1 skipped, 1 xfailed"), ("", "2 skipped, 1 xfailed")]
)
def test_only_what_was_not_run_fails_in_ci(tmp_path, where, told):
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_some.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    asked = [sys.executable, "-m", "pytest", "-p", "no:django", "-p", "no:cacheprovider", str(tmp_path)]
    said = subprocess.run(
        asked, cwd=tmp_path, env={**os.environ, "CI": where}, capture_output=True, text=True, check=False
    ).stdout
    assert told in said
