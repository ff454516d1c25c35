"""The front page in a real browser, and the two questions over a slow line.

`make bench NAME=front_page` starts the demonstration and opens its front page in Chromium as a phone that is four times
slower than this machine, each time with an empty cache: first and largest contentful paint, total blocking time (what
long tasks take beyond 50 ms after the first paint), layout shift, bytes and requests as sent. Then somebody without
scripts goes from the front page through both questions to the receipt over 400 kbit/s with 400 ms delay. Exits 0 only
if the page weighs under 150 kB and the waiting is under 20 s in all. ADDRESS= measures a site that runs already.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from typing import Any

from running_site import RunningDemonstration, write_evidence

ROUNDS = int(os.environ.get("N") or 5)
SLOWER = 4
PHONE = {"width": 390, "height": 844}
HEAVIEST = 150_000  # bytes
LONGEST = 20.0  # seconds
LINE = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
A_PERSON = 2.5  # seconds that nobody writes faster than: the form's time trap

WATCH = """() => {
  const seen = window.seen = {lcp: 0, shift: 0, tasks: []};
  new PerformanceObserver(list => { list.getEntries().forEach(one => { seen.lcp = one.startTime; }); })
    .observe({type: 'largest-contentful-paint', buffered: true});
  new PerformanceObserver(list => { list.getEntries().forEach(one => { seen.shift += one.value; }); })
    .observe({type: 'layout-shift', buffered: true});
  new PerformanceObserver(list => { list.getEntries().forEach(one => seen.tasks.push([one.startTime, one.duration])); })
    .observe({type: 'longtask', buffered: true});
}"""
READ = """() => {
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  const first = paint ? paint.startTime : 0;
  const blocked = window.seen.tasks.filter(([at]) => at >= first).reduce((sum, [, took]) => sum + took - 50, 0);
  const [page] = performance.getEntriesByType('navigation');
  return {first_paint_ms: first, largest_paint_ms: window.seen.lcp, blocked_ms: blocked,
          layout_shift: window.seen.shift, server_ms: page.responseStart - page.requestStart,
          loaded_ms: page.loadEventEnd};
}"""


def main() -> int:
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        raise SystemExit("needs Chromium")
    with place() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
        )
        opened(browser, address)  # the server's own first time is nobody's measure
        cold = [opened(browser, address) for _round in range(ROUNDS)]
        again = opened(browser, address, twice=True)
        walk = two_questions(browser, address)
        browser.close()
    median = {key: round(statistics.median(one[key] for one in cold), 3) for key in cold[0] if key != "files"}
    waited = sum(seconds for _step, seconds, _bytes in walk)
    show(median, cold[0]["files"], again, walk)
    holds = {"weight": median["bytes"] < HEAVIEST, "waiting": waited < LONGEST}
    path = write_evidence(
        "front_page",
        {
            "slower": SLOWER,
            "median": median,
            "rounds": cold,
            "again": again,
            "line": LINE,
            "walk": walk,
            "holds": holds,
        },
    )
    print(
        f"\nwaiting in all {waited:.1f} s of {LONGEST:g}; weight {median['bytes'] / 1000:.1f} kB"
        f" of {HEAVIEST / 1000:g}. {path}"
    )
    return 0 if all(holds.values()) else 1


@contextlib.contextmanager
def place() -> Iterator[str]:
    """The address of the site to measure."""
    if address := os.environ.get("ADDRESS"):
        yield address.rstrip("/")
    else:
        with RunningDemonstration() as site:
            yield site.address


def counted(session: Any) -> dict[str, list[Any]]:
    """Everything that a page asks for from now on: (address, bytes over the wire, headers included)."""
    asked: dict[str, str] = {}
    files: list[Any] = []
    session.on("Network.responseReceived", lambda it: asked.update({it["requestId"]: it["response"]["url"]}))
    session.on(
        "Network.loadingFinished",
        lambda it: files.append((asked.get(it["requestId"], "?"), round(it["encodedDataLength"]))),
    )
    session.send("Network.enable")
    return {"files": files}


def opened(browser: Any, address: str, *, twice: bool = False) -> dict[str, Any]:
    """The front page with an empty cache, or (``twice``) what the second visit takes."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, locale="sv-SE")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(f"({WATCH})()")
    found = counted(session)
    if twice:
        page.goto(address + "/", wait_until="load")
        page.wait_for_timeout(1500)
        page.goto("about:blank")
        found["files"].clear()
    page.goto(address + "/", wait_until="load")
    page.wait_for_timeout(2500)
    told = page.evaluate(READ)
    files = [(one.removeprefix(address), size) for one, size in found["files"]]
    context.close()
    return {**told, "bytes": sum(size for _one, size in files), "requests": len(files), "files": files}


def two_questions(browser: Any, address: str) -> list[tuple[str, float, int]]:
    """Front page → form → receipt without scripts: (step, seconds of waiting, bytes) of each."""
    context = browser.new_context(viewport=PHONE, locale="sv-SE", java_script_enabled=False)
    context.set_default_timeout(90_000)
    page = context.new_page()
    session = context.new_cdp_session(page)
    found = counted(session)
    session.send("Network.emulateNetworkConditions", LINE)
    steps: list[tuple[str, float, int]] = []

    def wait_for(step: str, do: Any) -> None:
        found["files"].clear()
        began = time.monotonic()
        do()
        page.wait_for_load_state("load")
        took = time.monotonic() - began
        page.wait_for_timeout(300)
        steps.append((step, round(took, 2), sum(size for _one, size in found["files"])))

    def press(what: Any) -> None:
        with page.expect_navigation(wait_until="load"):
            what.click()

    wait_for("front page", lambda: page.goto(address + "/", wait_until="load"))
    wait_for("form", lambda: press(page.locator('main a[href="/tyck-till/"]').first))
    boxes = page.locator("main form textarea:visible")
    for place, words in enumerate(("Nattbuss hem på helgerna", "Håll vägen öppen hela vintern")):
        boxes.nth(place).fill(words)
    page.wait_for_timeout(A_PERSON * 1000)
    wait_for("sent, and the receipt", lambda: press(page.locator("main form button[type=submit]").last))
    if "/kvitto/" not in page.url:
        raise SystemExit(f"no receipt: {page.url}\n{page.locator('main').inner_text()[:600]}")
    context.close()
    return steps


def show(median: dict[str, Any], files: list[Any], again: dict[str, Any], walk: list[Any]) -> None:
    """The tables."""
    for key, value in median.items():
        print(f"{key:20}{value:>12,.2f}")
    print(f"{'second visit':20}{again['bytes']:>12,} bytes, {again['requests']} requests")
    for one, size in sorted(files, key=lambda file: -file[1]):
        print(f"  {size:>8,}  {one}")
    for step, seconds, size in walk:
        print(f"{step:28}{seconds:>7.2f} s {size:>9,} bytes")


if __name__ == "__main__":
    sys.exit(main())
