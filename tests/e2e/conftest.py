"""One real site and one real browser for all journeys; where two processes share them, one of each for each."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from pathlib import Path

import pytest

from helpers_browser import Hands, NoScript, Site, chromium_path, prepare_demonstration
from helpers_migrated import migrated_data

FAILED = pytest.StashKey[bool]()
HERE = Path(__file__).parent
PATIENCE = 45_000  # milliseconds: what never comes fails later, and a machine that is busy is no failure
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """All that lies here asks a browser, whether or not its file says so: `make test` must do without one.

    Long journeys of staff hold at both widths, but only one of them is walked unless ``ALL=1``; the longest none.

    Those that analyse the demonstration anew come last, and first what needs none while another process makes it: each
    process walks what it is given in this order.
    """
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)
    items.sort(key=lambda item: ("site" in item.fixturenames, item.get_closest_marker("last") is not None))
    if os.environ.get("E2E_ALL"):
        return
    left_out = [
        item
        for item in items
        if item.get_closest_marker("long")
        or ((mark := item.get_closest_marker("usual_width")) and item.callspec.params["size"] != mark.args[0])
    ]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Remember what failed, so that a picture is taken of it."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """A data folder with the demonstration, made by the first process that needs it, as ``up`` has it made."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    folder = shared / "demonstration"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = migrated_data(tmp_path_factory, shared / "unfinished")
            prepare_demonstration(unfinished).rename(folder)
    return folder


@pytest.fixture(scope="session")
def site(demonstration, tmp_path_factory):
    """The demonstration, as ``make up`` starts it."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(demonstration, folder, dirs_exist_ok=True)
    running = Site(folder, "--demo").wait()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, quiet and without a network of its own."""
    from playwright.sync_api import expect, sync_playwright

    path = chromium_path()
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-background-networking",
                "--disable-sync",
                "--disable-quic",
                "--no-first-run",
            ],
        )
        yield chromium
        chromium.close()


@pytest.fixture(params=list(SIZES))
def size(request):
    """Both widths that every journey must hold at."""
    return request.param


@pytest.fixture
def hands(browser, site, size, request):
    """A person with a keyboard: ``hands("visitor")``. No page may ask another host for anything."""
    people = []

    def person(name: str, *, scripts: bool = True, bypass_csp: bool = False, kind: type[Hands] = Hands):
        options = {
            "viewport": SIZES[size],
            "locale": "sv-SE",
            "reduced_motion": "reduce",
            "java_script_enabled": scripts,
            "bypass_csp": bypass_csp,
        }
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        title = f"{request.node.originalname}-{size}-{name}"
        if scripts:
            one = kind(context.new_page(), site, title)
        else:
            inspector = browser.new_context(viewport=SIZES[size], locale="sv-SE").new_page()
            one = NoScript(context.new_page(), site, title, inspector)
        people.append(one)
        return one

    yield person
    if request.node.stash.get(FAILED, False):
        for one in people:
            with contextlib.suppress(Exception):
                one.take_picture("failed")
    for one in people:
        one.page.context.close()
    foreign = [url for one in people for url in one.foreign]
    assert not foreign, f"other hosts were asked: {foreign}"
