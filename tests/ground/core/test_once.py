"""What a page asks again and again is asked once, and only while it reads."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from medskick.ground.core.once import Once, once, remembers


def through(method: str, page):
    """What ``page`` hands over while a request of this method goes on."""
    handed = []
    Once(lambda _request: HttpResponse(handed.append(page()) or "ok"))(RequestFactory().generic(method, "/"))
    return handed[0]


@pytest.mark.parametrize(("method", "times"), [("GET", 1), ("HEAD", 1), ("POST", 3), ("PUT", 3)])
def test_only_what_reads_remembers(method, times):
    asked = []
    through(method, lambda: [once("key", lambda: asked.append(1)) for _one in range(3)])
    assert len(asked) == times


def test_nothing_is_remembered_after_the_answer_or_after_an_error():
    def breaks():
        once("key", lambda: 1)
        raise ValueError

    with pytest.raises(ValueError):
        through("GET", breaks)
    assert not remembers()
    assert once("key", lambda: 2) == 2
