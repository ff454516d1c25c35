"""1 000 open streams while slow views hold every thread: does everybody get every event, how late, for how
much memory?

Starts a real server of its own (loopback only, a data folder of its own), opens N streams, occupies all
threads of the pages' pool with views that sleep, and writes numbered events from another process. Each client
reports what it got. The verdict needs every event at every client, in order and once, and static files and
health answered meanwhile.

    python benchmarks/streams.py                 N=1000 EVENTS=60 by default; both may be set outside
    BREAK=1 python benchmarks/streams.py         a server that drops one delivery: must be noticed

Writes build/evidence/streams.json with the raw figures. Exit code 0 only if all of it holds.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import platform
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src")]

N = int(os.environ.get("N", "1000"))
EVENTS = int(os.environ.get("EVENTS", "60"))
PER_SECOND = float(os.environ.get("PER_SECOND", "5"))
BREAK = os.environ.get("BREAK") == "1"
SLOW_VIEWS = 32  # more than there are threads
STREAM = "bench:1"
LIMIT = 180.0  # seconds for the whole run

SETTINGS = """
from medskick.config.settings.site import *
ROOT_URLCONF = "bench_site"
"""
URLS = """
import time
from django.http import HttpResponse
from django.urls import path
def slow(request):
    time.sleep(float(request.GET["s"]))
    return HttpResponse("klart")
urlpatterns = [path("", lambda request: HttpResponse("hem")), path("slow/", slow)]
"""
# A lossy server: one event never reaches one client.
BROKEN = """
from medskick.ground.live.hub import Client
honest = Client.offer
Client.lost = False
def lossy(self, number, chunk):
    if not Client.lost and b'"n":7' in chunk:
        Client.lost = True
        return
    honest(self, number, chunk)
Client.offer = lossy
"""
WRITER = """
import django, sys, time
django.setup()
from medskick.ground.live.actions import append
for n in range(int(sys.argv[2])):
    append(sys.argv[1], "step", {"n": n, "at": time.time()})
    time.sleep(1 / float(sys.argv[3]))
"""


def environment(folder: Path) -> dict[str, str]:
    """Everything that the server and the writer need, and nothing from outside."""
    (folder / "bench_settings.py").write_text(SETTINGS)
    (folder / "bench_site.py").write_text(URLS)
    (folder / "bench_server.py").write_text(
        "import socket, sys\nfrom medskick.config.processes import raise_open_files\nraise_open_files()\n"
        "from medskick.config.server import serve\n"
        + (BROKEN if BREAK else "")
        + "serve(socket.socket(fileno=int(sys.argv[1])))\n"
    )
    (folder / "bench_writer.py").write_text(WRITER)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MEDSKICK_")}
    return {
        **clean,
        "MEDSKICK_DATA": str(folder / "data"),
        "DJANGO_SETTINGS_MODULE": "bench_settings",
        "PYTHONPATH": f"{folder}{os.pathsep}{ROOT / 'src'}",
    }


class Client:
    """One browser: keeps (number, how late) of each event."""

    def __init__(self) -> None:
        self.got: list[tuple[int, float]] = []
        self.open = False

    async def follow(self, port: int, address: str) -> None:
        """Open the stream and read until it ends or somebody cancels."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(
                f"GET {address} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n".encode()
            )
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(head.split(b"\r\n")[0].decode())
            self.open = True
            while line := await reader.readline():
                if line.startswith(b"data: "):
                    data = json.loads(line[6:])
                    self.got.append((data["n"], time.time() - data["at"]))
        finally:
            writer.close()


async def get(port: int, path: str) -> tuple[int, float]:
    """(status, seconds) of one request."""
    began = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    head = await reader.readline()
    await reader.read()
    writer.close()
    return int(head.split()[1]), time.monotonic() - began


def memory_of(pid: int) -> float:
    """Resident memory in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def cpu_of(pid: int) -> float:
    """Processor seconds used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def measure(port: int, server: subprocess.Popen[bytes], env: dict[str, str], address: str) -> dict:
    """One run; returns the raw figures."""
    before = memory_of(server.pid)
    clients = [Client() for _ in range(N)]
    began = time.monotonic()
    following = []
    for start in range(0, N, 100):
        following += [asyncio.create_task(one.follow(port, address)) for one in clients[start : start + 100]]
        await asyncio.sleep(0.05)
    while not all(one.open for one in clients):
        if time.monotonic() - began > 60:
            break
        await asyncio.sleep(0.05)
    joined = time.monotonic() - began
    with_streams = memory_of(server.pid)

    lasts = EVENTS / PER_SECOND + 12
    slow = [asyncio.create_task(get(port, f"/slow/?s={lasts:.0f}")) for _ in range(SLOW_VIEWS)]
    await asyncio.sleep(1.0)
    cpu = cpu_of(server.pid)
    writing = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench_writer", STREAM, str(EVENTS), str(PER_SECOND), env=env
    )
    beside = []
    while writing.returncode is None:
        beside.append((await get(port, "/static/medskick/mark.svg"), await get(port, "/healthz")))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(writing.wait()), 0.5)
    deadline = time.monotonic() + 8
    while time.monotonic() < deadline and any(len(one.got) < EVENTS for one in clients):
        await asyncio.sleep(0.1)
    cpu = cpu_of(server.pid) - cpu
    still_slow = sum(not task.done() for task in slow)
    slow_result = await asyncio.gather(*slow, return_exceptions=True)
    for task in following:
        task.cancel()
    await asyncio.gather(*following, return_exceptions=True)
    return {
        "opened": sum(one.open for one in clients),
        "join_seconds": joined,
        "memory_mb": {"before": before, "with_streams": with_streams, "after": memory_of(server.pid)},
        "slow_views_busy_all_through": still_slow,
        "slow_views_answered": sum(isinstance(one, tuple) and one[0] == 200 for one in slow_result),
        "beside": [{"static": one[0], "health": one[1]} for one in beside],
        "cpu_seconds": cpu,
        "got": [[number for number, _late in one.got] for one in clients],
        "late": [late for one in clients for _number, late in one.got],
        "writer_exit": writing.returncode,
    }


def prepare(folder: Path, env: dict[str, str]) -> str:
    """A migrated data folder; returns the stream's address."""
    code = (
        "import django; django.setup()\n"
        "from django.core.management import call_command; call_command('migrate', verbosity=0)\n"
        f"from medskick.ground.live.queries import address; print(address({STREAM!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout.split()[-1]


def run(folder: Path) -> dict:
    """Start the server, measure, end it."""
    env = environment(folder)
    address = prepare(folder, env)
    listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
    listener.set_inheritable(True)
    port = listener.getsockname()[1]
    command = [sys.executable, "-m", "bench_server", str(listener.fileno())]
    server = subprocess.Popen(command, env=env, pass_fds=[listener.fileno()])
    listener.close()

    async def all_of_it() -> dict:
        for _attempt in range(200):
            with contextlib.suppress(OSError):
                if (await get(port, "/readyz"))[0] == 200:
                    break
            await asyncio.sleep(0.1)
        return await asyncio.wait_for(measure(port, server, env, address), LIMIT)

    try:
        figures = asyncio.run(all_of_it())
        # The end: with N streams open again, how long does it take?
        figures["shutdown_seconds"] = asyncio.run(ending(port, server, address))
        return figures
    finally:
        if server.poll() is None:
            server.kill()
        server.wait()


async def ending(port: int, server: subprocess.Popen[bytes], address: str) -> float:
    """Seconds from SIGTERM to the end of the process with N open streams."""
    clients = [Client() for _ in range(N)]
    tasks = [asyncio.create_task(one.follow(port, address)) for one in clients]
    while not all(one.open or task.done() for one, task in zip(clients, tasks, strict=True)):
        await asyncio.sleep(0.05)
    began = time.monotonic()
    server.terminate()
    while server.poll() is None and time.monotonic() - began < 15:
        await asyncio.sleep(0.02)
    took = time.monotonic() - began
    await asyncio.gather(*tasks, return_exceptions=True)
    return took


def verdict(figures: dict) -> list[str]:
    """Everything that does not hold, in words."""
    wanted = list(range(EVENTS))
    wrong = []
    if figures["opened"] != N:
        wrong.append(f"only {figures['opened']} of {N} streams opened")
    incomplete = sum(got != wanted for got in figures["got"])
    if incomplete:
        wrong.append(f"{incomplete} clients did not get every event once and in order")
    if figures["slow_views_busy_all_through"] < 12:
        wrong.append("the slow views did not hold all threads all the time, so nothing is proved")
    if any(part[0] != 200 for one in figures["beside"] for part in one.values()):
        wrong.append("static files or health were not answered meanwhile")
    if figures["shutdown_seconds"] > 5:
        wrong.append(f"the server took {figures['shutdown_seconds']:.1f} s to end")
    return wrong


def main() -> int:
    """Measure, print a table, write the evidence."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 2 * N + 500)), hard))
    with tempfile.TemporaryDirectory(prefix="medskick-streams-") as folder:
        figures = run(Path(folder))
    late = sorted(figures["late"]) or [0.0]
    per_delivery = 1e6 * figures["cpu_seconds"] / max(1, len(late))
    memory = figures["memory_mb"]
    percentile = statistics.quantiles(late, n=100) if len(late) > 1 else late * 99
    rows = [
        ("open streams", f"{figures['opened']} of {N}, joined in {figures['join_seconds']:.1f} s"),
        ("events", f"{EVENTS}, {PER_SECOND:g} a second"),
        ("deliveries", f"{len(late)} of {N * EVENTS}"),
        (
            "late: median, p95, p99, worst",
            " ".join(
                f"{1000 * v:.0f} ms" for v in (percentile[49], percentile[94], percentile[98], late[-1])
            ),
        ),
        ("processor per delivery", f"{per_delivery:.0f} µs (whole server, polling included)"),
        (
            "memory",
            f"{memory['before']:.0f} MB alone, {memory['with_streams']:.0f} MB with all, "
            f"{1024 * (memory['with_streams'] - memory['before']) / max(1, N):.0f} kB a stream",
        ),
        ("slow views meanwhile", f"{figures['slow_views_busy_all_through']} busy all through"),
        ("slowest static file", f"{1000 * max(one['static'][1] for one in figures['beside']):.0f} ms"),
        ("end with all streams open", f"{figures['shutdown_seconds']:.1f} s"),
    ]
    for name, value in rows:
        print(f"{name:32} {value}")
    wrong = verdict(figures)
    figures["late"] = [round(value, 4) for value in figures["late"]]
    machine = {"cpus": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()}
    evidence = {
        "machine": machine,
        "n": N,
        "events": EVENTS,
        "per_second": PER_SECOND,
        "break": BREAK,
        "wrong": wrong,
        **figures,
    }
    target = ROOT / "build" / "evidence" / "streams.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(evidence))
    for line in wrong:
        print("WRONG:", line)
    print("Evidence:", target.relative_to(ROOT))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
