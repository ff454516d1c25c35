"""A small house for tests of real processes: data folder, server, worker, each started as an operator would.

The processes run with ``house_settings`` (a real installation's settings with a few addresses and kinds of work that
misbehave on request).
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def wait_for(what: Callable[[], Any], seconds: float = 60.0) -> Any:
    """The first truth that ``what`` answers; AssertionError when time is up."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = what()
        if answer:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"It did not happen within {seconds} s")


def alive(pid: int) -> bool:
    """Whether a process runs (one that has ended but is not yet buried does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@dataclass
class House:
    """One installation in a folder of its own."""

    data: Path
    extra: dict[str, str] = field(default_factory=dict)
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def env(self) -> dict[str, str]:
        """The environment of its processes."""
        clean = {
            name: value for name, value in os.environ.items() if not name.startswith(("MEDSKICK_", "DJANGO_"))
        }
        return {
            **clean,
            "MEDSKICK_DATA": str(self.data),
            "DJANGO_SETTINGS_MODULE": "house_settings",
            "PYTHONPATH": f"{HERE}{os.pathsep}{ROOT / 'src'}",
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": "ignore",
            **self.extra,
        }

    def run(self, *words: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """Run ``medskick …`` to its end."""
        command = [sys.executable, "-m", "medskick", *words]
        return subprocess.run(
            command, env=self.env(), capture_output=True, text=True, timeout=timeout, check=False
        )

    def start(self, *words: str, fds: tuple[int, ...] = (), **options: Any) -> subprocess.Popen[str]:
        """Start ``medskick …`` and leave it running."""
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.STDOUT)
        process = subprocess.Popen(
            [sys.executable, "-m", "medskick", *words], env=self.env(), text=True, pass_fds=fds, **options
        )
        self.started.append(process)
        return process

    def shell(self, code: str) -> Any:
        """Run Django code in a process of its own; what it assigns to ``out`` comes back (as JSON)."""
        whole = f"import django, json\ndjango.setup()\nout = None\n{code}\nprint('\\n' + json.dumps(out, default=str))"
        done = subprocess.run(
            [sys.executable, "-c", whole], env=self.env(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def web(self) -> Web:
        """A running web server that is ready."""
        listener = socket.create_server(("127.0.0.1", 0))
        listener.set_inheritable(True)
        process = self.start("web", "--fd", str(listener.fileno()), fds=(listener.fileno(),))
        web = Web(process, listener.getsockname()[1], self.data)
        listener.close()
        wait_for(lambda: process.poll() is not None or web.status("/readyz") == 200)
        assert process.poll() is None, process.stdout.read()
        return web

    def end(self) -> None:
        """End whatever still runs."""
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()


@dataclass
class Web:
    """A web server of the house."""

    process: subprocess.Popen[str]
    port: int
    data: Path

    def get(self, path: str, headers: dict[str, str] | None = None, data: bytes | None = None) -> Any:
        """(status, headers, body) of one request."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", headers=headers or {}, data=data
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=30) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def status(self, path: str) -> int:
        """The status alone, 0 when nobody answers."""
        with contextlib.suppress(OSError):
            return int(self.get(path)[0])
        return 0

    def raw(self, request: bytes) -> bytes:
        """What the server answers to these bytes until it closes or is silent for two seconds."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
            connection.sendall(request)
            parts = []
            with contextlib.suppress(TimeoutError):
                while piece := connection.recv(65536):
                    parts.append(piece)
            return b"".join(parts)

    def stream(self, address: str, headers: dict[str, str] | None = None) -> Stream:
        """An open stream of events."""
        return Stream(self.port, address, headers or {})

    def stop(self, number: int = signal.SIGTERM) -> float:
        """Signal the server and wait for its end; returns how many seconds it took."""
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(40)
        return time.monotonic() - began


class Stream:
    """A client of server-sent events on a plain socket."""

    def __init__(self, port: int, address: str, headers: dict[str, str]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        lines = [f"GET {address} HTTP/1.1", "Host: localhost", "Accept: text/event-stream"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.file = self.socket.makefile("rb")
        self.status = int(self.file.readline().split()[1])
        self.headers = {}
        self.waiting: list[str] = []
        while line := self.file.readline().strip():
            name, _colon, value = line.decode().partition(":")
            self.headers[name.lower()] = value.strip()

    def event(self) -> dict[str, str] | None:
        """The next event (comments are skipped); None when the stream has ended."""
        while True:
            while self.waiting:
                found = self._parse(self.waiting.pop(0))
                if "event" in found:
                    return found
            size = self.file.readline().strip()
            if not size or int(size, 16) == 0:
                return None
            chunk = self.file.read(int(size, 16) + 2)[:-2].decode()
            self.waiting = [part for part in chunk.split("\n\n") if part]

    @staticmethod
    def _parse(part: str) -> dict[str, str]:
        fields = {}
        for line in part.split("\n"):
            name, _colon, value = line.partition(": ")
            if name:
                fields[name] = value
        return fields

    def close(self) -> None:
        """Leave."""
        self.file.close()
        self.socket.close()


def new_house(template: Path, folder: Path, **extra: str) -> House:
    """A copy of a prepared data folder."""
    shutil.copytree(template, folder)
    return House(folder, extra)
