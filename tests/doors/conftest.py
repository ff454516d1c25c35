"""The pages that every start lays out, laid out once for the tests of a file: each of them changes its own."""

import pytest

from helpers_house_fixtures import house, house_template  # noqa: F401
from medskick.doors.pages.actions import lay_out
from medskick.doors.pages.models import HomePage, NewsIndexPage


@pytest.fixture(scope="module")
def _laid_out(for_the_file):
    with for_the_file():
        lay_out()
        yield


@pytest.fixture
def home(_laid_out, db) -> HomePage:
    """The first page."""
    return HomePage.objects.get(locale__language_code="sv")


@pytest.fixture
def index(home, cycle) -> NewsIndexPage:
    """The list of news, in a cycle whose dialogue is going on."""
    return NewsIndexPage.objects.child_of(home).get()
