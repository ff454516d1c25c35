"""A running site for measurements and fault schedules: its own folder, its own database, this machine only."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EVIDENCE = ROOT / "build" / "evidence"
POSTGRESQL = os.environ.get("MEDSKICK_FAULTS_POSTGRESQL", "postgresql://medskick:medskick@127.0.0.1/postgres")

CYCLE = """
import datetime, django; django.setup()
from medskick.ground.core.access import SYSTEM
from medskick.process.cycle import actions, queries
today = queries.today(); month = datetime.timedelta(days=30)
actions.start_cycle("2040", "Prov 2040", {"dialogue": (today - month, today + month)}, by=SYSTEM)
"""


class RunningSite:
    """``medskick up`` on a free port. ``database`` is "sqlite" or "postgresql"."""

    def __init__(self, database: str = "sqlite", *, broken: bool = False) -> None:
        self.database = database
        self.folder = Path(tempfile.mkdtemp(prefix="medskick-bench-"))
        self.env = {
            key: value for key, value in os.environ.items() if not key.startswith(("MEDSKICK_", "DJANGO_"))
        }
        self.env.update(
            MEDSKICK_DATA=str(self.folder),
            DJANGO_SETTINGS_MODULE="medskick.config.settings.site",
            PYTHONUNBUFFERED="1",
        )
        if broken:
            self.env["PYTHONPATH"] = str(ROOT / "benchmarks" / "lossy")
        if database == "postgresql":
            self.env["MEDSKICK_DATABASE"] = new_postgresql_database()
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = (self.folder / "log.txt").open("w")

    def __enter__(self) -> RunningSite:
        self.fill()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "medskick", "up", "--port", str(self.port)],
            env=self.env, stdout=self.log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.wait()
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        self.process.kill()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.database == "postgresql":
            drop_postgresql_database(self.env["MEDSKICK_DATABASE"])

    def fill(self) -> None:
        """What the site begins with: tables and a cycle."""
        if self.database == "sqlite" and (kept := migrated("sqlite3")):
            shutil.copyfile(kept, self.folder / "medskick.sqlite3")
        self.run("-m", "medskick", "migrate")
        self.run("-c", CYCLE)

    def run(self, *arguments: str) -> str:
        """Run Python with the site's settings in a process of its own; what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments], env=self.env, capture_output=True, text=True, cwd=ROOT
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(arguments)[:80]} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def wait(self, seconds: float = 90) -> None:
        """Until it answers."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(self.address + "/readyz", timeout=2) as answer,
            ):
                if answer.status == 200:
                    return
            time.sleep(0.1)
        self.log.flush()
        raise SystemExit("the site did not answer:\n" + Path(self.log.name).read_text()[-3000:])

    def web_process(self) -> int | None:
        """The process id of the web server, a child of ``up``; None while there is none."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for child in children:
            with contextlib.suppress(OSError):
                words = Path(f"/proc/{child}/cmdline").read_bytes().decode(errors="replace")
                if re.search(r"\bweb\b|config\.server", words.replace("\0", " ")):
                    return int(child)
        return None


class RunningDemonstration(RunningSite):
    """The same with the demonstration in it, as ``up --demo`` makes it."""

    def fill(self) -> None:
        """The whole demonstration."""
        self.run("-m", "medskick", "prepare", "--demo")


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def migrated(kind: str) -> Path | None:
    """What the gate has kept of a database at this version (tests/helpers_migrated.py); None outside the gate."""
    folder = os.environ.get("MEDSKICK_TEST_MIGRATED")
    kept = Path(folder, f"migrated.{kind}") if folder else None
    return kept if kept and kept.exists() else None


def has_postgresql() -> bool:
    """Whether the PostgreSQL for tests answers."""
    import psycopg

    try:
        psycopg.connect(POSTGRESQL, connect_timeout=3).close()
    except psycopg.Error:
        return False
    return True


def new_postgresql_database() -> str:
    """A new database, empty or at this version; its address."""
    import psycopg

    name = f"medskick_{os.getpid()}_{time.monotonic_ns()}"
    kept = migrated("postgresql")
    template = kept.read_text() if kept else "template1"
    with psycopg.connect(POSTGRESQL, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return POSTGRESQL.rsplit("/", 1)[0] + "/" + name


def drop_postgresql_database(address: str) -> None:
    """Remove what ``new_postgresql_database`` made."""
    import psycopg

    with psycopg.connect(POSTGRESQL, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{address.rsplit("/", 1)[1]}" WITH (FORCE)')


def machine() -> dict[str, object]:
    """What the figures were taken on."""
    return {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}


def write_evidence(name: str, data: dict[str, object]) -> Path:
    """Raw figures, so that a stranger can recompute the verdict."""
    EVIDENCE.mkdir(parents=True, exist_ok=True)
    path = EVIDENCE / f"{name}.json"
    path.write_text(
        json.dumps({"machine": machine(), **data}, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    return path
