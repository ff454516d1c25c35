"""``medskick up`` as an operator meets it: first start, second start, Ctrl-C, and children that die or are orphaned."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import socket
import threading
from pathlib import Path

import pytest

from helpers_house import House, Web, alive, new_house, wait_for

pytestmark = pytest.mark.xdist_group("up")
REGIONS = Path(__file__).resolve().parents[1] / "data" / "regions"


class Up:
    """A running ``medskick up`` and what it has said so far."""

    def __init__(self, house: House, *words: str) -> None:
        self.house = house
        house.extra["HOUSE_URLS"] = "medskick.config.urls"  # the real pages
        self.process = house.start("up", "--port", "0", *words)
        self.said: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.said.append(line.rstrip("\n"))

    @property
    def text(self) -> str:
        return "\n".join(self.said)

    def ready(self) -> Up:
        wait_for(lambda: "Avsluta med Ctrl-C." in self.text or self.process.poll() is not None, 400)
        assert self.process.poll() is None, self.text
        return self

    @property
    def port(self) -> int:
        return int(re.search(r"igång på http://localhost:(\d+)/", self.text)[1])

    def web(self) -> Web:
        return Web(self.process, self.port, self.house.data)

    def children(self) -> dict[str, int]:
        """Process ids of web and worker, found from outside."""
        found = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and alive(int(entry.name)):
                try:
                    stat = (entry / "stat").read_text().rpartition(")")[2].split()
                    words = (entry / "cmdline").read_text().split("\0")
                except OSError:
                    continue
                if int(stat[1]) == self.process.pid and "medskick" in words:
                    found[words[words.index("medskick") + 1]] = int(entry.name)
        return found


@pytest.fixture(scope="module")
def shared_up(house_template, tmp_path_factory):
    """One running house for all tests that leave it as it was."""
    house = new_house(house_template, tmp_path_factory.mktemp("up") / "data")
    yield Up(house).ready()
    house.end()


def test_a_fresh_folder_becomes_a_site_with_a_way_in_for_the_first_administrator(tmp_path):
    house = House(tmp_path / "new" / "data")
    try:
        up = Up(house, "--region", str(REGIONS / "sjomark.toml")).ready()
        status, _headers, page = up.web().get("/")
        assert status == 200
        assert "Sjömark 2035" in page.decode()
        assert "norrbott" not in page.decode().lower()
        assert re.search(rf"http://localhost:{up.port}/\S+/[\w-]{{20,}}", up.text), up.text
        secret = house.data / "secret"
        assert secret.exists()
        assert (house.data / "region.toml").read_bytes() == (REGIONS / "sjomark.toml").read_bytes()
        assert open_to_others(house.data) == []
        children = up.children()
        assert set(children) == {"web", "worker"}
        up.process.send_signal(signal.SIGINT)
        assert up.process.wait(40) == 0
        assert not any(alive(pid) for pid in children.values())
        assert "Traceback" not in up.text
    finally:
        house.end()


def open_to_others(folder: Path) -> list[Path]:
    """What others than the owner may read, write or enter."""
    return [
        path for path in (folder, *folder.rglob("*")) if path.stat().st_mode & 0o077 and not path.is_socket()
    ]


def test_a_second_start_says_where_it_is_running(shared_up):
    second = shared_up.house.run("up", "--port", "0")
    assert second.returncode == 0
    assert f"redan igång på http://localhost:{shared_up.port}/" in second.stdout


def test_a_new_administrator_link_leads_to_the_running_site(shared_up):
    done = shared_up.house.run("admin-link")
    link = done.stdout.splitlines()[-1]
    assert link.startswith(f"http://localhost:{shared_up.port}/"), done.stdout + done.stderr
    assert shared_up.web().status(link.split(str(shared_up.port), 1)[1]) == 200


def test_a_link_for_somebody_without_an_account_is_refused(shared_up):
    done = shared_up.house.run("admin-link", "ingen@region.example")
    assert (done.returncode, done.stderr.strip()) == (
        1,
        "Det finns inget konto med adressen ingen@region.example.",
    )


def test_a_killed_worker_is_started_again(shared_up):
    before = wait_for(lambda: shared_up.children().get("worker"))
    os.kill(before, signal.SIGKILL)
    after = wait_for(lambda: (pid := shared_up.children().get("worker")) and pid != before and pid)
    assert alive(after)
    assert "Arbetaren avslutades oväntat" in shared_up.text


def test_a_killed_web_server_comes_back_at_the_same_address(shared_up):
    before = wait_for(lambda: shared_up.children().get("web"))
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: (pid := shared_up.children().get("web")) and pid != before)
    assert wait_for(lambda: shared_up.web().status("/") == 200)


def test_children_end_when_the_parent_is_killed(house):
    up = Up(house).ready()
    children = up.children()
    up.process.send_signal(signal.SIGKILL)
    up.process.wait()
    wait_for(lambda: not any(alive(pid) for pid in children.values()), 40)
    with (house.data / "lock").open() as lock:  # nothing stands in the way of the next start
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_taken_port_is_told_in_a_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = House(tmp_path / "data").run("up", "--port", str(port))
    assert done.returncode == 1
    assert done.stdout.strip() == (
        f"Port {port} används redan av ett annat program. Välj en annan, till exempel --port {port + 1}."
    )


def test_a_region_file_with_a_fault_stops_the_start_and_is_not_copied(tmp_path):
    bad = tmp_path / "region.toml"
    bad.write_text("name = ")
    done = House(tmp_path / "data").run("up", "--port", "0", "--region", str(bad))
    assert done.returncode == 2
    assert "region.toml" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data" / "region.toml").exists()


def test_a_data_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    done = House(tmp_path / "file" / "data").run("up", "--port", "0")
    assert done.returncode == 1
    assert "går inte att använda" in done.stdout
    assert done.stderr == ""


def test_the_start_can_be_stopped_before_it_is_finished(tmp_path):
    house = House(tmp_path / "data")
    try:
        process = house.start("up", "--port", "0")
        wait_for(lambda: (house.data / "medskick.sqlite3").exists())
        process.send_signal(signal.SIGINT)
        assert process.wait(40) == 0
    finally:
        house.end()
