"""What browser journeys share: a running site, keyboard-only hands, axe after each step, no foreign host."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from helpers_needs import program
from helpers_people import PASSWORD

ROOT = Path(__file__).resolve().parents[1]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHOTS = ROOT / "build" / "screenshots"
PICTURES = not os.environ.get("CI")  # of every step, for people to look at; in CI only of what failed
NOBODY_IS_FASTER = 2.2  # seconds: the form's time trap, and a little


def chromium_path() -> str:
    """Debian's Chromium."""
    return program("chromium", "chromium-browser", "google-chrome")


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def house_environment(**own: str) -> dict[str, str]:
    """Of processes that run an installation: nothing of what the tests themselves run under."""
    mine = ("MEDSKICK_", "DJANGO_")
    return {name: value for name, value in os.environ.items() if not name.startswith(mine)} | own


def prepare_demonstration(folder: Path) -> Path:
    """What ``medskick up --demo`` does before it starts its servers, in a folder that may hold a database."""
    command = [sys.executable, "-m", "medskick", "prepare", "--demo"]
    env = house_environment(MEDSKICK_DATA=str(folder))
    done = subprocess.run(command, env=env, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


# Does what each line tells it, in a name space of its own; answers whether it went well, and what was printed.
BESIDE = """
import contextlib, io, json, sys, traceback
import django
django.setup()
for line in sys.stdin:
    code, *sys.argv[1:] = json.loads(line)
    said, well = io.StringIO(), True
    with contextlib.redirect_stdout(said):
        try:
            exec(code, {})
        except Exception:
            well = False
            traceback.print_exc(file=said)
    print(json.dumps([well, said.getvalue()]), flush=True)
"""
MAKE_STAFF = """
import sys
from medskick.ground.people.models import User
email, name, *roles = sys.argv[1:]
if not User.objects.filter(email=email).exists():
    User.objects.create_user(email, %r, name=name, roles=roles)
"""


class Site:
    """A real ``medskick up`` in a folder of its own: web, worker, database, everything."""

    def __init__(self, folder: Path, *arguments: str, environment: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.lines: list[str] = []
        self.beside: subprocess.Popen[str] | None = None
        env = house_environment(**environment or {}, PYTHONUNBUFFERED="1")
        self.environment = {
            **env,
            "DJANGO_SETTINGS_MODULE": "medskick.config.settings.site",
            "MEDSKICK_DATA": str(folder),
        }
        command = [
            sys.executable,
            "-m",
            "medskick",
            "up",
            "--data",
            str(folder),
            "--port",
            str(self.port),
            *arguments,
        ]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env, cwd=folder
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    def wait(self, seconds: float = 150) -> Site:
        """Until the front page answers. Fails with what the site printed."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            try:
                with urlopen(self.address + "/readyz", timeout=2) as answer:
                    if answer.status == 200:
                        return self
            except OSError:
                time.sleep(0.2)
        self.stop()
        pytest.fail("the site did not start:\n" + "\n".join(self.lines[-40:]))

    def administrator_link(self) -> str:
        """The one-time link that the first start prints."""
        until = time.monotonic() + 20
        while time.monotonic() < until:
            for line in self.lines:
                found = re.search(r"https?://\S+/konto/\S+", line)
                if found:
                    path = urlsplit(found.group(0).rstrip("."))
                    return self.address + path.path + (f"?{path.query}" if path.query else "")
            time.sleep(0.2)
        pytest.fail("no administrator link was printed:\n" + "\n".join(self.lines[-40:]))

    def python(self, code: str, *arguments: str) -> str:
        """Run Python with the site's settings in a process beside it (begun once); what it printed."""
        if self.beside is None:
            command = [sys.executable, "-c", BESIDE]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
            self.beside = subprocess.Popen(command, env=self.environment, cwd=self.folder, **pipes)
        assert self.beside.stdin is not None
        assert self.beside.stdout is not None
        print(json.dumps([code, *arguments]), file=self.beside.stdin, flush=True)
        well, said = json.loads(self.beside.stdout.readline())
        assert well, said
        return said.strip()

    def make_staff(self, email: str, *roles: str, name: str = "Prov") -> None:
        """An account with ``PASSWORD``, unless there is one."""
        self.python(MAKE_STAFF % PASSWORD, email, name, *roles)

    def stop(self) -> None:
        """Ctrl-C, and a firmer hand when that is not enough."""
        if self.beside is not None:
            self.beside.communicate()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Hands:
    """One person at one browser page who has a keyboard and no mouse."""

    def __init__(self, page, site: Site, name: str) -> None:
        self.page = page
        self.site = site
        self.name = name
        self.step = 0
        self.opened = time.monotonic()
        self.foreign: list[str] = []
        page.context.on("request", self._watch)

    def _watch(self, request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != f"127.0.0.1:{self.site.port}":
            self.foreign.append(request.url)

    def open(self, path: str) -> None:
        """Go to an address as if typed into the address bar."""
        self.page.goto(path if path.startswith("http") else self.site.address + path, wait_until="load")
        self.opened = time.monotonic()

    def tab_to(self, name: str | re.Pattern[str], *, role: str | None = None, most: int = 200) -> None:
        """Press Tab until the focused thing has this accessible name. Fails when it cannot be reached."""
        pattern = re.compile(re.escape(name), re.IGNORECASE) if isinstance(name, str) else name
        met = []
        for _press in range(most):
            self.page.keyboard.press("Tab")
            focused = self.page.evaluate(FOCUSED)
            met.append(focused["name"])
            if focused["hidden"]:
                raise AssertionError(f"focus went to something invisible: {focused}")
            if pattern.search(focused["name"]) and (role is None or focused["role"] == role):
                return
        raise AssertionError(f"the keyboard never reached {name!r}; it met {list(dict.fromkeys(met))[:60]}")

    def press(
        self, name: str | re.Pattern[str], *, key: str = "Enter", role: str | None = None, leads: bool = True
    ) -> None:
        """Reach a button or link with Tab and press it. ``leads``: to another page, which is waited for."""
        self.tab_to(name, role=role)
        if not leads:
            self.page.keyboard.press(key)
            return
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press(key)
        self.opened = time.monotonic()

    def take_as_long_as_a_person(self) -> None:
        """Wait until the page has been open so long that its form takes the sender for one."""
        self.page.wait_for_timeout(1000 * max(0.0, NOBODY_IS_FASTER - (time.monotonic() - self.opened)))

    def write(self, name: str | re.Pattern[str], text: str) -> None:
        """Reach a field with Tab and type."""
        self.tab_to(name)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)

    def take_picture(self, label: str) -> None:
        """The whole page as it looks now."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{self.name}-{self.step:02d}-{label}.png", full_page=True)

    def look(self, label: str, *, axe: bool = True) -> None:
        """Take a picture, run axe, and check that the page is no wider than the screen."""
        self.step += 1
        if PICTURES:
            self.take_picture(label)
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 1, f"{label}: the page is {wide} px wider than the screen"
        if axe:
            self.axe(label)

    def axe(self, label: str) -> None:
        """Zero violations, whatever the step."""
        told = self.violations()
        assert not told, f"{label} at {self.page.url}: " + json.dumps(told, ensure_ascii=False, indent=1)

    def violations(self) -> list[dict[str, Any]]:
        """What axe finds, rule by rule, once nothing moves or changes colour any more."""
        self.page.evaluate(SETTLED)
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        result = self.page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
            AXE_TAGS,
        )
        return [
            {"id": one["id"], "help": one["help"], "nodes": [node["html"][:200] for node in one["nodes"]][:5]}
            for one in result["violations"]
        ]


# What has just changed (dark mode, a class) begins to move with the next picture, so that is waited for first.
SETTLED = """() => new Promise(next => {
  setTimeout(next, 1000);
  requestAnimationFrame(() => requestAnimationFrame(next));
}).then(() => Promise.allSettled(
  document.getAnimations()
    .filter(one => one.playState === 'running' && one.effect?.getComputedTiming().endTime < Infinity)
    .map(one => one.finished)
))"""

FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return {name: '', role: '', hidden: false};
  const labelled = (element.getAttribute('aria-labelledby') || '').split(/\\s+/).filter(Boolean)
    .map(id => document.getElementById(id)?.textContent || '').join(' ');
  const label = element.labels?.length ? [...element.labels].map(one => one.textContent).join(' ') : '';
  const name = (element.getAttribute('aria-label') || labelled || label || element.textContent.trim() ||
    element.value || element.title || '').replace(/\\s+/g, ' ').trim();
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  return {name, role: element.getAttribute('role') || element.tagName.toLowerCase(),
          hidden: style.visibility === 'hidden' || (box.width === 0 && box.height === 0 && element.tagName !== 'AREA')};
}"""


class NoScript(Hands):
    """The same person with scripting switched off. Axe runs on a copy of the page in a second window."""

    def __init__(self, page, site: Site, name: str, inspector) -> None:
        super().__init__(page, site, name)
        self.inspector = inspector

    def tab_to(self, name: str | re.Pattern[str], *, role: str | None = None, most: int = 200) -> None:
        """Without scripts the page cannot be asked what has focus: the accessibility of the element is used instead."""
        pattern = re.compile(re.escape(name), re.IGNORECASE) if isinstance(name, str) else name
        page = self.page
        named = {
            "button": page.get_by_role("button", name=pattern),
            "a": page.get_by_role("link", name=pattern),
        }
        found = named.get(role or "") or page.get_by_label(pattern).or_(named["button"]).or_(named["a"])
        found.locator("visible=true").first.focus()

    def look(self, label: str, *, axe: bool = True) -> None:
        """Take a picture and run axe on the same HTML where the site's own scripts are blocked."""
        self.step += 1
        if PICTURES:
            self.take_picture(label)
        html = self.page.content()
        address = self.page.url
        window = self.inspector
        window.route("**/*", lambda route: self._answer(route, address, html))
        window.goto(address, wait_until="load")
        copy = Hands(window, self.site, self.name)
        copy.axe(label)
        window.unroute("**/*")

    def _answer(self, route, address: str, html: str) -> None:
        if route.request.url == address:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif route.request.resource_type == "script":
            route.abort()
        else:
            route.continue_()
