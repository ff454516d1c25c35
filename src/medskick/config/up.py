"""``medskick up``: makes everything ready, starts web and worker, watches over them and ends them."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType
from typing import IO

from medskick.config import family, processes
from medskick.config.env import Env
from medskick.config.preparing import LINK

SLOW, FIRST_PAGE = 20.0, 600.0  # seconds before we say what we wait for, and before we give up
CALM = 60.0  # a child that has lived this long starts with a short wait again
LONGEST_WAIT = 30.0


def up(args: argparse.Namespace) -> int:
    """Start, and return when it has ended. 0 also when it is running already."""
    data = Env().data
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = (data / "lock").open("a+", encoding="utf-8")
    except OSError as error:
        say(f"Datamappen {data} går inte att använda ({error.strerror}). Välj en annan med --data MAPP.")
        return 1
    with lock:
        if not _take(lock):
            return _already_running(lock)
        try:
            listener = processes.listen(args.host, args.port)
        except (OSError, OverflowError) as error:
            say(
                processes.busy(
                    args.host, args.port, error if isinstance(error, OSError) else OSError(str(error))
                )
            )
            return 1
        with listener:
            address = Env().address or _address(args.host, listener.getsockname()[1])
            _write(lock, {"pid": os.getpid(), "address": address})
            try:
                return House(args, data, listener, address).live()
            finally:
                _write(lock, {})


def say(line: str) -> None:
    """One line for the person at the keyboard."""
    print(line, flush=True)


class House:
    """The two children and what is done about them."""

    def __init__(self, args: argparse.Namespace, data: Path, listener: socket.socket, address: str) -> None:
        self.args = args
        self.data = data
        self.listener = listener
        self.address = address
        self.stopping = False
        self.members: list[Member] = []
        self.preparing: subprocess.Popen[str] | None = None

    def live(self) -> int:
        """Prepare, start, watch, end."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        code, link = self._prepare()
        if code or self.stopping:
            return 0 if self.stopping else code
        fd = self.listener.fileno()
        self.members = [
            Member("Webbservern", ["web", "--fd", str(fd)], [fd]),
            Member("Arbetaren", ["worker"], []),
        ]
        try:
            for member in self.members:
                member.start()
            if self._wait_for_first_page():
                self._greet(link)
                self._watch()
                return 0
            return 0 if self.stopping else 1
        finally:
            self._end()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True
        if self.preparing:
            family.ask_to_end(self.preparing)  # we are waiting for its next line

    def _prepare(self) -> tuple[int, str]:
        words = ["prepare", "--address", self.address]
        words += ["--demo"] if self.args.demo else []
        words += ["--phase", self.args.phase] if self.args.phase else []
        words += ["--region", str(Path(self.args.region).resolve())] if self.args.region else []
        child = self.preparing = family.start(words, capture=True)
        link = ""
        assert child.stdout is not None
        with child.stdout:
            for line in child.stdout:
                if line.startswith(LINK):
                    link = line.removeprefix(LINK).strip()
                else:
                    say(line.rstrip("\n"))
        code = child.wait()
        self.preparing = None
        return code, link

    def _wait_for_first_page(self) -> bool:
        port = self.listener.getsockname()[1]
        host = self.listener.getsockname()[0]
        base = f"http://{_reachable(host)}:{port}"
        began = time.monotonic()
        told, deadline = began + SLOW, began + FIRST_PAGE
        while not self.stopping and time.monotonic() < deadline:
            if _status(base + "/readyz") == 200:
                status = _status(base + "/", host_header=self.address)
                if status >= 500:
                    say("Servern är igång men startsidan svarar med fel. Felet står här ovanför.")
                return True
            if self.members[0].process.poll() is not None:
                say("Webbservern kom inte igång. Felet står här ovanför. medskick check berättar mer.")
                return False
            if time.monotonic() >= told:
                told = time.monotonic() + SLOW
                say("Webbservern startar fortfarande. Datorn är upptagen med annat, så vi väntar lite till …")
            time.sleep(0.1)
        if not self.stopping:
            say("Webbservern svarar inte. medskick check berättar mer.")
        return False

    def _greet(self, link: str) -> None:
        say(f"\nMedskick är igång på {self.address}/")
        if link:
            say(
                "\nSkapa det första administratörskontot här. Länken kan användas en gång och gäller ett dygn:"
            )
            say(link)
        if (self.data / "demo").exists():
            say("\nAllt innehåll är en påhittad demonstration.")
        say("\nAvsluta med Ctrl-C.")

    def _watch(self) -> None:
        while not self.stopping:
            for member in self.members:
                member.look_after()
            time.sleep(0.2)

    def _end(self) -> None:
        say("\nAvslutar …")
        for member in self.members:
            if member.process:
                family.ask_to_end(member.process)
        deadline = time.monotonic() + family.LAST_WORD
        for member in self.members:
            with contextlib.suppress(subprocess.TimeoutExpired):
                member.process.wait(max(0.1, deadline - time.monotonic()))
            family.sweep(member.process)


class Member:
    """One child that is started again when it ends by itself."""

    process: subprocess.Popen[str]

    def __init__(self, name: str, words: list[str], fds: list[int]) -> None:
        self.name = name
        self.words = words
        self.fds = fds
        self.began = 0.0
        self.wait = 0.5
        self.start_at: float | None = None

    def start(self) -> None:
        """Start the child."""
        self.process = family.start(self.words, fds=self.fds)
        self.began = time.monotonic()
        self.start_at = None

    def look_after(self) -> None:
        """Start it again if it has ended, sooner the longer it lived."""
        if self.start_at is not None:
            if time.monotonic() >= self.start_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        family.sweep(self.process)  # whatever it had started goes with it
        self.wait = 0.5 if time.monotonic() - self.began > CALM else min(LONGEST_WAIT, self.wait * 2)
        say(f"{self.name} avslutades oväntat (kod {code}). Startar om den.")
        self.start_at = time.monotonic() + self.wait


def _take(lock: IO[str]) -> bool:
    import fcntl

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _already_running(lock: IO[str]) -> int:
    lock.seek(0)
    try:
        address = json.loads(lock.read() or "{}").get("address", "")
    except ValueError:
        address = ""
    say(f"Medskick är redan igång på {address}/" if address else "Medskick håller redan på att starta.")
    return 0


def _write(lock: IO[str], content: dict[str, object]) -> None:
    lock.seek(0)
    lock.truncate()
    lock.write(json.dumps(content))
    lock.flush()


def _address(host: str, port: int) -> str:
    name = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host  # noqa: S104
    return f"http://{name}:{port}"


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104


def _status(address: str, host_header: str = "") -> int:
    """The status of an address of our own, 0 when nobody answers."""
    request = urllib.request.Request(address)  # noqa: S310 - http, our own
    if host_header:
        request.add_header("Host", host_header.split("://", 1)[-1])
    try:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0
