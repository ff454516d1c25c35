"""Every kind of visitor page, in every language, on the narrowest screen: nothing to scroll sideways, nothing moves."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from medskick.ground.core.languages import ALL, SOURCE

NARROW = {"width": 320, "height": 640}
LINKS = "() => [...document.querySelectorAll('a[href]:not([hreflang])')].map(one => one.getAttribute('href'))"
MEASURED = """() => ({
  wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  moves: document.getAnimations().filter(one => (one.effect?.getComputedTiming().duration ?? 0) > 1).length,
  language: document.documentElement.lang,
})"""
NO_PAGES = re.compile(r"^/(static|konto|arbetsyta|bilder|material/filer)/|\.(csv|ics|json|xml|jpg)$|/flode/")
# Texts that nobody has reviewed are not shown there: what is other than on the Swedish pages is on each of these.
FRAMES = ("/", "/moten/", "/tyck-till/", "/kontakt/")


def test_no_page_is_wider_than_the_narrowest_screen(browser, site):
    context = browser.new_context(viewport=NARROW, locale="sv-SE", reduced_motion="reduce")
    wrong, seen = sweep(context.new_page(), site.address)
    context.close()
    assert not wrong, "\n".join(wrong)
    assert len(seen) > 60


def sweep(page, address):
    """What is wrong, and which pages were looked at: one of each kind in each language."""
    wrong: list[str] = []
    seen: set[str] = set()
    for code, language in ALL.items():
        start = "/" if code == SOURCE else f"/{code}/"
        waiting, kinds = [start], set()
        while waiting:
            path = waiting.pop(0)
            page.goto(address + path, wait_until="load")
            seen.add(path)
            found = page.evaluate(MEASURED)
            if found["wider"] > 0:
                wrong.append(f"{path}: {found['wider']} px too wide")
            if found["moves"]:
                wrong.append(f"{path}: {found['moves']} things move")
            if found["language"] not in (code, SOURCE):
                wrong.append(f"{path}: lang={found['language']}")
            for link in page.evaluate(LINKS):
                parts = urlsplit(urljoin(path, link))
                own = parts.path.removeprefix(start.rstrip("/")) or "/"
                kind = re.sub(r"(?<=/)(?!\?)[^/]*\d[^/]*(?=/)|(?<=^/teman/)[^/]+", "#", own)
                is_new = not (parts.scheme or parts.netloc or NO_PAGES.search(own) or kind in kinds)
                if is_new and parts.path.startswith(start) and (language.shows == "all" or own in FRAMES):
                    kinds.add(kind)
                    waiting.append(parts.path)
    return wrong, seen
