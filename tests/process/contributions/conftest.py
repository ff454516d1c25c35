"""Fixtures of this room."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _swedish():
    """A test that looked at English pages leaves the language of the thread as it found it."""
    from django.utils import translation

    with translation.override("sv"):
        yield


@pytest.fixture(autouse=True)
def _no_pause_left():
    """Who guessed codes in one test is not kept waiting in the next."""
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()
