"""What a test needs beside Python. For a newcomer a missing thing is a skip that says what to install; in CI, where
``.ci/run`` installs everything, it is a failure: a skip there would look like a proof."""

from __future__ import annotations

import importlib
import os
import shutil
from types import ModuleType
from typing import NoReturn

import pytest


def lacking(message: str) -> NoReturn:
    """Skip with this message, or fail in CI."""
    if os.environ.get("CI"):
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def package(name: str) -> ModuleType:
    """An installed Python package."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        lacking(f"needs the Python package {name} ({error})")


def program(*names: str, install: str = "") -> str:
    """The path of the first of these programs that is there."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    return found or lacking(f"needs {names[0]}: apt-get install {install or names[0]}")
