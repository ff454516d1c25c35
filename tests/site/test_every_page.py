"""Every address a visitor can reach, in every language of the interface, in a site that has something of every kind.

Each language is walked once, and all tests look at that walk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils import translation
from django.utils.translation import trans_real

from helpers_heard import Languages, in_language
from helpers_reading import EASY, PLAIN, check, running_text
from helpers_site import Page, crawl
from medskick.ground.core import one_language
from medskick.ground.core.languages import ALL, SOURCE

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("every page")]

CODES = list(ALL)
STAFF_DOORS = ("/konto/", "/arbetsyta/")
OF_A_KIND = 6
# These tell what is wrong, or that a link is old; whatever is not here answers 200.
ANSWERS = {"/kvitto/?kod=ABC": 404, "/prenumerera/bekrafta/fel/": 410, "/finns-inte/": 404}
# Only posted to, fetched by scripts, pictures, or there for one who has just posted.
NO_PAGES = {
    "meetings:kiosk_send", "meetings:kiosk_over", "meetings:kiosk_thanks", "meetings:notes_photo", "meetings:logo",
    "contributions:review", "contributions:challenge", "contributions:unfollow", "post:challenge", "post:disconnect",
    "wagtaildocs_serve",
}  # fmt: skip
# Screens of a kiosk after the first, where the language is chosen: nothing leads away from what somebody writes.
CHOSEN_BEFORE = re.compile(r"/moten/kiosk/[^/]+/fragor/")
# Not led to by any link of a page: machines know the first three, and no picture or theme has news of its own here.
ALSO = (
    "/sitemap.xml",
    "/robots.txt",
    "/delningsbild.jpg",
    "/nyheter/flode/tema/t1/",
    "/finns-inte/",
    "/tidplan.ics",
    "/teman/kriterier.csv",
    "/teman/utdrag.csv",
)
# Small words that no text in another language of ours has. Names of bodies, places and themes have none of them.
SWEDISH = re.compile(
    r"\b(och|är|att|för|på|inte|eller|vara|om|har|det|som|med|av|ett|inför|vid)\b", re.IGNORECASE
)


@dataclass
class Walk:
    """The pages met from a language's front page, and those that no link leads to; our texts it has no words for."""

    pages: list[Page]
    lacking: set[str]


@pytest.fixture(scope="module")
def walked(inhabited_for_the_file):
    """``walked("fi")``: the walk through the site in that language."""

    @cache
    def walk(code: str) -> Walk:
        others = tuple(f"/{one}/" for one in CODES if one not in (code, SOURCE))
        starts = [in_language(code, address) for address in ("/", *inhabited_for_the_file, *ALSO)]
        within = in_language(code, "/")
        lacking: set[str] = set()
        noted = one_language.lacks
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(one_language, "lacks", lambda text: (lacking.add(text), noted(text)))
            pages = list(
                crawl(Client(), *starts, skip=STAFF_DOORS + others, of_a_kind=OF_A_KIND, within=within)
            )
        assert len(pages) > 110
        return Walk(pages, lacking)

    return walk


def html_of(pages: list[Page]) -> list[Page]:
    return [page for page in pages if page.is_html and page.response.status_code not in (301, 302)]


def swedish_address(page: Page, code: str) -> str:
    return page.address if code == SOURCE else page.address.removeprefix(f"/{code}/").join(("/", ""))


@pytest.mark.parametrize("code", CODES)
def test_every_address_answers(walked, code):
    pages = walked(code).pages
    wrong = {
        page.address: page.response.status_code
        for page in pages
        if page.response.status_code not in (ANSWERS.get(swedish_address(page, code), 200), 302)
    }
    assert wrong == {}
    faults: list[str] = []
    for page in html_of(pages):
        faults += faults_of(page, code)
    assert not faults, "\n".join(faults)


def faults_of(page: Page, code: str) -> list[str]:
    """What is wrong with the languages of one page."""
    found = Languages(page.body)
    wrong = []
    if page.headings != 1:
        wrong.append(f"{page.headings} main headings")
    if page.language not in (code, SOURCE):
        wrong.append(f"lang={page.language}")
    if found.directions != {ALL[code].direction}:
        wrong.append(f"dir={found.directions}")
    if set(found.heard) - set(ALL):
        wrong.append(f"speaks {set(found.heard) - set(ALL)}")
    asked = swedish_address(page, code).partition("?")[0]
    switch = {one["hreflang"]: (one["lang"], one["href"].partition("?")[0]) for one in found.switch}
    without_switch = CHOSEN_BEFORE.fullmatch(asked)
    if not without_switch and switch != {each: (each, in_language(each, asked)) for each in CODES}:
        wrong.append(f"switch {switch}")
    away = {link.partition("#")[0].partition("?")[0] for link in page.links if link.startswith("/")}
    away -= {address for _lang, address in switch.values()}
    if strays := {
        one for one in away if not one.startswith((in_language(code, "/"), "/static/", *STAFF_DOORS))
    }:
        wrong.append(f"links lead out of the language: {strays}")
    names = re.findall(r'<a [^>]*hreflang="(\w+)"[^>]*>([^<]+)</a>', page.body)
    if not without_switch and dict(names) != {each: ALL[each].name for each in CODES}:
        wrong.append(f"languages go by {names}")
    if code != SOURCE:
        # A title holds no elements: what it says of a name cannot be told apart from the name.
        alone = re.sub(r"<title>.*?</title>", "", page.body, flags=re.DOTALL)
        heard = Languages(alone).heard.get(code, "")
        said = {heard[max(0, one.start() - 30) : one.end() + 20] for one in SWEDISH.finditer(heard)}
        wrong += [f"Swedish read as {code}: …{words}…" for words in sorted(said)]
        own = {told for language, told in Languages(alone).pieces if language == code}
        wrong += [f"our own Swedish read as {code}: {told}" for told in sorted(own & only_swedish(code))]
    if page.language == SOURCE != code and not says_so(page, found, code):
        wrong.append("Swedish, and does not say that a translation is wanted")
    return [f"{page.address}: {one}" for one in wrong]


@cache
def only_swedish(code: str) -> frozenset[str]:
    """Our own texts as their source has them, but for those that the other language writes alike somewhere."""
    source, other = (
        dict(vars(trans_real.DjangoTranslation(one))["_catalog"].items()) for one in ("en", code)
    )
    bare = {(key if isinstance(key, str) else key[0]).rpartition("\x04")[2] for key in source}
    return frozenset({key for key in bare if len(key) > 3} - set(other.values()))


def says_so(page: Page, found: Languages, code: str) -> bool:
    return (
        f"finns inte på {ALL[code].swedish} än" in found.heard["sv"]
        and f"not available in {ALL[code].english} yet" in found.heard["en"]
        and f'href="/{code}/kontakt/#oversatt"' in page.body
    )


@pytest.mark.parametrize("code", ["en", "fi"])
def test_the_site_is_there_in_whole(walked, code):
    """A new text of a visitor's page has to be said in Finnish too: the fault tells which are not."""
    assert walked(code).lacking == set()
    pages = html_of(walked(code).pages)
    assert [page.address for page in pages if page.language != code] == []
    assert [page.address for page in pages if page.body.count("language-notice") > 1] == [], "one is enough"


def test_the_walk_meets_every_kind_of_page(walked):
    """A new page must be led to, or ``helpers_inhabited`` must know its address: else nothing here is true of it."""
    met = set()
    for page in walked(SOURCE).pages:
        with translation.override(SOURCE):
            met.add(resolve(page.address.partition("?")[0]).view_name)
    assert set(views(get_resolver().url_patterns)) - met - NO_PAGES == set()


def views(patterns, space: str = ""):
    """Names of the visitor's views, with their name spaces."""
    for one in patterns:
        if isinstance(one, URLResolver):
            if not str(one.pattern).startswith(("arbetsyta/", "konto/", "material/filer/")):
                name = f"{space}{one.namespace}:" if one.namespace else space
                yield from views(one.url_patterns, name)
        elif isinstance(one, URLPattern) and one.name and one.name != "picture":
            yield f"{space}{one.name}"


def test_every_page_is_plain_and_the_easy_ones_are_easy(walked):
    hard = []
    for page in html_of(walked(SOURCE).pages):
        limit = EASY if page.address.startswith("/lattlast/") else PLAIN
        text = running_text(page.body)
        if not text:
            continue
        try:
            check(page.address, text, limit)
        except AssertionError as error:
            hard.append(str(error).split("\nassert")[0])
    assert not hard, "\n".join(hard)
