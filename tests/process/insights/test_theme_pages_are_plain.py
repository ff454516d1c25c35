"""Pages about themes are as easy to read as the others."""

from __future__ import annotations

import pytest

from helpers_reading import PLAIN, check, running_text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/", "/teman/", "/teman/resor/", "/sa-gar-det-till/", "/sa-gar-det-till/register/"]
)
def test_a_page_about_published_themes_is_plain(client, weighed_edition, address):
    answer = client.get(address)
    assert answer.status_code == 200
    check(address, running_text(answer.content.decode()), PLAIN)
