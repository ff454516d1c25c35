"""Visitors who fill in a form as fast as a test does. What becomes of them else is in ``test_toll.py``."""

import pytest

from medskick.process.meetings.views import toll


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch):
    monkeypatch.setattr(toll, "TOO_FAST", 0.0)
