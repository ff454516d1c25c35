"""With an edition published, too, somebody reads the whole way from the front page to the theme in Finnish."""

from __future__ import annotations

import pytest

from medskick.ground.core import one_language
from medskick.process.contributions.models import Contribution

pytestmark = pytest.mark.django_db


def test_pages_that_tell_of_themes_are_there_in_finnish(client, weighed_edition, monkeypatch):
    lacking: list[str] = []
    noted = one_language.lacks
    monkeypatch.setattr(one_language, "lacks", lambda text: (lacking.append(text), noted(text)))
    number = Contribution.objects.first().number
    for address in ("/fi/", "/fi/sa-gar-det-till/", f"/fi/medskick/{number}/"):
        body = client.get(address).content.decode()
        assert '<html lang="fi"' in body, (address, lacking)
