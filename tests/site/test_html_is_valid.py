"""All pages are valid HTML: those that visitors reach, in Swedish and English, and those of the workspace."""

from __future__ import annotations

import pytest

from helpers_contributions import send
from helpers_html import faults_of
from helpers_meetings import make_meeting, over, sign_up
from helpers_pages import fill
from helpers_people import signed_in
from helpers_site import crawl, look
from medskick.doors.pages.actions import lay_out
from medskick.ground.core.languages import ALL
from medskick.process.contributions.models import Contribution, State

pytestmark = pytest.mark.django_db

OTHER_LANGUAGES = tuple(f"/{code}/" for code in ALL if code not in ("sv", "en"))
# Wagtail's own pages are not ours to write; leaving and entering end the walk.
NOT_OURS = ("/konto/", "/arbetsyta/sidor/")
ALONE = ("/sok/?q=bussarna", "/sok/?q=qvxz", "/fragor-och-svar/?q=vem", "/finns-inte/", "/delningsbild/")


@pytest.fixture
def ground(client, cycle):
    """A site in use: pages of every kind, meetings before and after, voices that wait and that show."""
    fill(lay_out())
    for number in range(7):
        send(client, f"Fler nattbussar till by {number}", municipality="2584")
    Contribution.objects.exclude(pk=Contribution.objects.first().pk).update(state=State.VISIBLE)
    full = make_meeting(cycle, places=1, asks_access=True, asks_diet=True, co_hosts=("Pajala kommun",))
    signed = [sign_up(full, "Ann", email="ann@exempel.se"), sign_up(full, "Bo")]
    over(make_meeting(cycle, title="Förra mötet", municipality="2580"), days=9)
    make_meeting(cycle, title="Ett utkast", published=False)
    make_meeting(
        cycle, title="På webben", form="online", municipality="", place="", link="https://mote.example/x"
    )
    return full, signed


def pages_of(client, *starts: str, skip: tuple[str, ...] = (), within: str = "/"):
    walk = crawl(client, *starts, skip=skip, most=600, within=within)
    return [page for page in walk if page.is_html and page.body]


def test_all_that_visitors_reach_is_valid(client, ground, tmp_path):
    starts = [f"{before}{address}" for before in ("", "/en") for address in ("/", *ALONE)]
    pages = pages_of(client, *starts, skip=("/konto/", "/arbetsyta/", *OTHER_LANGUAGES))
    assert len({page.address for page in pages if page.response.status_code == 200}) > 60
    assert {page.language for page in pages} == {"sv", "en"}
    faults = faults_of(pages, tmp_path)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("roles", [("process_lead",), ("administrator", "analyst", "registrar", "moderator")])
def test_the_workspace_is_valid(client, ground, tmp_path, roles):
    signed_in(client, *roles)
    staff = pages_of(client, "/arbetsyta/", skip=NOT_OURS, within="/arbetsyta/")
    assert len(staff) > 15
    faults = faults_of(staff, tmp_path)
    assert not faults, "\n".join(faults)


def test_signing_in_is_valid(client, ground, tmp_path):
    pages = [look(client, address) for address in ("/konto/logga-in/", "/konto/losenord/glomt/")]
    assert faults_of([page for page in pages if page.response.status_code == 200], tmp_path) == []
