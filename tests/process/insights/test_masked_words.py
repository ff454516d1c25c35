"""Masked words leave keywords, machine-made names, addresses and the list of changes, on every page and file.

That a word is out before it is masked is seen as soon as it has been met; that it is gone takes a whole walk. One such
walk goes through every language of the interface, the others through Swedish and English.
"""

from itertools import islice

import pytest

from helpers_people import viewer_for
from helpers_site import BUT_SWEDISH_AND_ENGLISH, crawl
from medskick.process.contributions import actions as contributions
from medskick.process.contributions.models import Contribution, Mask
from medskick.process.insights import actions
from medskick.process.insights.models import Theme
from medskick.process.insights.queries import words

pytestmark = pytest.mark.django_db
MODERATOR = viewer_for("moderator", user_id=None, name="Mo")
PAGES = (
    "/",
    "/en/",
    "/teman/",
    "/en/teman/",
    "/teman/?utgava=1",
    "/teman/teman.csv",
    "/teman/tankar.csv",
    "/sa-gar-det-till/",
)
SAID = (
    "Den där rankvarnen på vårdcentralen är elak mot alla.",
    "Ja, rankvarnen på vårdcentralen borde sluta snart.",
    "Vårdcentralen måste finnas kvar i inlandet.",
)


def publish(cycle, lead):
    for theme in Theme.objects.filter(cycle=cycle, parent=None, state="proposed"):
        actions.approve(theme, by=lead)
    return actions.publish(cycle, by=lead)


def places(client, *, all_languages=False):
    left_out = () if all_languages else BUT_SWEDISH_AND_ENGLISH
    pages = crawl(client, *PAGES, skip=("/tyck-till/", "/kvitto/", "/konto/", *left_out))
    return (page.address for page in pages if "rankvarnen" in (page.body + page.address).casefold())


def is_out(client):
    return len(list(islice(places(client), 4))) == 4


def cover(voices):
    for voice in voices:
        contributions.mask_words(voice, "rankvarnen", "name", by=MODERATOR)


@pytest.fixture
def named(say, run_of):
    voices = say(*SAID, municipality="2580")
    run_of(
        voices,
        {"rankvarnen": {"rankvarnen vårdcentral": [0, 1, 2]}},
        keywords={"rankvarnen": ["rankvarnen", "vårdcentral"]},
    )
    return voices


@pytest.mark.walk
def test_word_masked_after_publication_is_nowhere(client, cycle, named, lead):
    publish(cycle, lead)
    assert is_out(client)
    cover(named[:2])
    assert list(places(client, all_languages=True)) == []
    body = client.get("/teman/").content.decode()
    assert "vårdcentral" in body


@pytest.mark.walk
def test_word_masked_before_publication_never_comes_out(client, cycle, named, lead):
    cover(named[:2])
    publish(cycle, lead)
    assert list(places(client)) == []


@pytest.mark.walk
def test_masked_word_leaves_the_list_of_changes(client, cycle, say, run_of, lead):
    voices = say(*[f"Fler nattbussar i by nummer {n}." for n in range(6)])
    run_of(voices, {"nattbussar": {"buss": range(6)}})
    publish(cycle, lead)
    voices += say("Den där rankvarnen tar mutor.", "Ja, rankvarnen tar mutor.")
    run_of(voices, {"nattbussar": {"buss": range(6)}, "rankvarnen mutor": {"mutor": [6, 7]}})
    publish(cycle, lead)
    assert is_out(client)
    cover(voices[6:])
    assert list(places(client)) == []


@pytest.mark.walk
def test_masked_word_leaves_the_address_that_a_person_named_theme_kept(client, cycle, named, lead):
    publish(cycle, lead)
    actions.rename(Theme.objects.get(slug="rankvarnen"), "Nära vård", by=lead)
    publish(cycle, lead)
    assert client.get("/teman/rankvarnen/").status_code == 200
    cover(named[:2])
    assert list(places(client)) == []
    assert "Nära vård" in client.get("/teman/").content.decode()


def test_word_still_used_openly_by_two_stays(cycle, named):
    open_words = {"word": "vårdcentral", "support": [one.pk for one in named]}
    cover(named[:2])
    assert words.shown([open_words], words.visible_among([open_words])) == ["vårdcentral"]


def test_lifted_mask_and_flagged_text(named):
    own = {"word": "rankvarnen", "support": [one.pk for one in named[:2]]}
    cover(named[:1])
    assert words.shown([own], words.visible_among([own])) == []
    contributions.lift_mask(Mask.objects.get(), by=MODERATOR)
    assert words.shown([own], words.visible_among([own])) == ["rankvarnen"]
    Contribution.objects.filter(pk=named[0].pk).update(flags=["abuse"])
    assert words.shown([own], words.visible_among([own])) == []
