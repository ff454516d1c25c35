"""Every visitor page answers in every language of the interface, and each page in one language alone."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.urls import reverse

from helpers_site import look
from medskick.ground.core.languages import ALL, SOURCE

pytestmark = pytest.mark.django_db

CODES = list(ALL)
OTHERS = [code for code in CODES if code != SOURCE]
PAGES = (
    "/", "/tyck-till/", "/kvitto/", "/teman/", "/sa-gar-det-till/", "/sa-gar-det-till/register/",
    "/sa-gar-det-till/modellkort/", "/kontakt/", "/personuppgifter/", "/tillganglighet/",
)  # fmt: skip


def in_language(code: str, path: str) -> str:
    return path if code == SOURCE else f"/{code}{path}"


@pytest.mark.parametrize("code", CODES)
def test_every_page_answers(client, cycle, code):
    for path in PAGES:
        page = look(client, in_language(code, path))
        assert page.response.status_code == 200, page.address
        print(page.address, page.language)
