"""Walk a site's own links as a given person would and hand over every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse

from medskick.ground.core.languages import ALL

# For walks whose question has the same answer in each language: the language is chosen after what is shown. That the
# other languages have the same pages, and leak nothing either, is asked by walks that leave out none.
BUT_SWEDISH_AND_ENGLISH = tuple(f"/{code}/" for code in ALL if code not in ("sv", "en"))


@dataclass
class Page:
    """One answer: its address, the answer itself, and what a parser found in it."""

    address: str
    response: HttpResponse
    body: str
    links: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    headings: int = 0
    language: str = ""

    @property
    def is_html(self) -> bool:
        return self.response.headers.get("Content-Type", "").startswith("text/html")


class _Parser(HTMLParser):
    LOADING = {
        "script": "src",
        "img": "src",
        "iframe": "src",
        "source": "src",
        "link": "href",
        "use": "href",
        "form": "action",
    }

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.page.ids.append(values["id"])
        if tag == "html":
            self.page.language = values.get("lang", "")
        if tag == "h1":
            self.page.headings += 1
        if tag == "a" and values.get("href"):
            self.page.links.append(urljoin(self.page.address, values["href"]))
        loading = values.get(self.LOADING.get(tag, ""), "")
        if tag == "link" and values.get("rel") in {"canonical", "alternate"}:
            loading = ""  # names an address, loads nothing
        if urlsplit(loading).netloc:
            self.page.outside.append(f"<{tag} {loading}>")
        if tag == "script" and "src" not in values and values.get("type") != "application/json":
            self.page.inline.append("<script>")
        if tag == "style" or "style" in values or any(name.startswith("on") for name in values):
            self.page.inline.append(f"<{tag} {values}>")


def look(client, address: str, **extra) -> Page:
    """Fetch one page and parse it."""
    response = client.get(address, **extra)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    page = Page(address, response, body.decode("utf-8", "replace"))
    if page.is_html:
        _Parser(page).feed(page.body)
    return page


def crawl(
    client, *starts: str, skip: tuple[str, ...] = (), most: int = 400, of_a_kind: int = 400, within: str = "/"
) -> Iterator[Page]:
    """Every page reachable by links within the site, each address once (fragments ignored).

    ``of_a_kind``: at most so many whose addresses differ in their numbers alone, such as those of single
    voices. ``within``: how the path of each link that is followed begins.
    """
    waiting = list(starts)
    seen = set(waiting)
    kinds: Counter[str] = Counter()
    while waiting and len(seen) <= most:
        page = look(client, waiting.pop(0))
        yield page
        targets = list(page.links)
        if page.response.status_code in {301, 302}:
            targets.append(urljoin(page.address, page.response["Location"]))
        for link in targets:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            address = parts.path + (f"?{parts.query}" if parts.query else "")
            if not parts.path.startswith(within) or parts.path.startswith(("/static/", *skip)):
                continue
            if address not in seen:
                seen.add(address)
                kinds[kind := re.sub(r"\d+", "#", address)] += 1
                if kinds[kind] <= of_a_kind:
                    waiting.append(address)
