"""What can be seen in a text."""

from __future__ import annotations

import pytest

from medskick.ground.core.printable import shows_nothing


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \t\n",
        "\u200b",
        "\u200d\u2060\ufeff",
        "\u00a0\u3000",
        "\u00ad \u200e",
        "\u3164\uffa0",
        "\u2800",
        "\U000e0041",
    ],
)
def test_what_leaves_no_mark_shows_nothing(text):
    assert shows_nothing(text)


@pytest.mark.parametrize("text", ["A", ".", "\u200bEva", "Čáhci", "👩\u200d🌾", "李", "0"])
def test_anything_that_is_seen_shows_something(text):
    assert not shows_nothing(text)
