"""Nothing acknowledged is lost: many write at once while the web server is killed with -9, on both databases.

Every writer opens the form, sends one contribution under a key of its own and goes on until it has a receipt. When it
has one it sometimes sends the same again. Meanwhile the web process is killed several times and started anew by
``medskick up``. Then a separate process reads the database: every receipt must be there, under its key, once.

    make faults NAME=web            N=1 rounds per writer, WRITERS=100, KILLS=4, SEED=1
    BREAK=1 make faults NAME=web    a deliberately lossy server: this must fail
"""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import signal
import sys
import threading
import time
import uuid
from urllib.parse import urlencode

from running_site import RunningSite, has_postgresql, write_evidence

SEED = int(os.environ.get("SEED", "1"))
WRITERS = int(os.environ.get("WRITERS", "100"))
ROUNDS = int(os.environ.get("N", "3"))
KILLS = int(os.environ.get("KILLS", "4"))
BROKEN = os.environ.get("BREAK") == "1"
DEADLINE = 240.0

READ_BACK = """
import django, json; django.setup()
from medskick.process.contributions.models import Submission
rows = Submission.objects.select_related("receipt").prefetch_related("contributions")
print(json.dumps([[one.client_key, one.receipt.code, [c.text for c in one.contributions.all()]] for one in rows]))
"""


class Writer(threading.Thread):
    """One person with a phone and patience."""

    def __init__(self, number: int, site: RunningSite, until: float) -> None:
        super().__init__(daemon=True)
        self.number, self.site, self.until = number, site, until
        self.random = random.Random(f"{SEED}-{number}")
        self.acknowledged: list[tuple[str, str, str]] = []
        self.repeats: list[tuple[str, str]] = []
        self.sent = 0
        self.troubles = 0

    def run(self) -> None:
        for round_number in range(ROUNDS):
            key, text = (
                str(uuid.UUID(int=self.random.getrandbits(128))),
                f"röst {self.number}-{round_number} om bussar",
            )
            code = self.send_until_thanked(key, text)
            if code is None:
                return
            self.acknowledged.append((key, code, text))
            if self.random.random() < 0.3 and (again := self.send_until_thanked(key, text)):
                self.repeats.append((key, again))

    def send_until_thanked(self, key: str, text: str) -> str | None:
        while time.monotonic() < self.until:
            try:
                if code := self.send(key, text):
                    return code
            except (OSError, http.client.HTTPException):
                self.troubles += 1
            time.sleep(0.05 + self.random.random() * 0.3)
        return None

    def send(self, key: str, text: str) -> str | None:
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=20)
        try:
            connection.request("GET", "/tyck-till/")
            page = connection.getresponse().read().decode()
            token = re.search(r'name="visitor_token" value="([^"]+)"', page)
            if token is None:
                self.troubles += 1
                return None
            form = {"visitor_token": token[1], "client_key": key, "answer_medskick": text}
            self.sent += 1
            connection.request(
                "POST", "/tyck-till/", urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"}
            )
            answer = connection.getresponse()
            answer.read()
            found = re.search(r"/kvitto/([^/]+)/", answer.headers.get("Location", ""))
            if answer.status == 303 and found:
                return found[1]
            self.troubles += 1
            return None
        finally:
            connection.close()


def killer(site: RunningSite, writers: list[Writer], kills: list[float]) -> None:
    """Kill the web server when shares of the work are done, so that every kill falls among open requests."""
    goal = WRITERS * ROUNDS
    marks = [goal * (number + 1) // (KILLS + 2) for number in range(KILLS)]
    begun = time.monotonic()
    while marks and any(writer.is_alive() for writer in writers):
        if sum(len(writer.acknowledged) for writer in writers) >= marks[0] and (
            process := site.web_process()
        ):
            os.kill(process, signal.SIGKILL)
            kills.append(round(time.monotonic() - begun, 2))
            marks.pop(0)
        time.sleep(0.02)


def schedule(database: str) -> dict[str, object]:
    """One run on one database, and what was read back."""
    with RunningSite(database, broken=BROKEN) as site:
        begun = time.monotonic()
        writers = [Writer(number, site, begun + DEADLINE) for number in range(WRITERS)]
        kills: list[float] = []
        for writer in writers:
            writer.start()
        reaper = threading.Thread(target=killer, args=(site, writers, kills), daemon=True)
        reaper.start()
        for writer in writers:
            writer.join()
        seconds = time.monotonic() - begun
        reaper.join(5)
        site.wait()
        resolved = [
            code for writer in writers for _key, code, _text in writer.acknowledged if resolves(site, code)
        ]
        stored = json.loads(site.run("-c", READ_BACK))
    return {
        "database": database,
        "seconds": round(seconds, 1),
        "kills_at_seconds": kills,
        "posts": sum(writer.sent for writer in writers),
        "troubles": sum(writer.troubles for writer in writers),
        "acknowledged": [list(one) for writer in writers for one in writer.acknowledged],
        "repeats": [list(one) for writer in writers for one in writer.repeats],
        "resolved": resolved,
        "stored": stored,
    }


def resolves(site: RunningSite, code: str) -> bool:
    """Whether the receipt's page answers."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    try:
        connection.request("GET", f"/kvitto/{code}/")
        answer = connection.getresponse()
        answer.read()
        return answer.status == 200
    finally:
        connection.close()


def verdict(run: dict[str, object]) -> list[str]:
    """Everything that is wrong with a run, in words."""
    stored = {key: (code, texts) for key, code, texts in run["stored"]}  # type: ignore[union-attr]
    texts = [text for _key, _code, held in run["stored"] for text in held]  # type: ignore[union-attr]
    wrong = []
    for key, code, text in run["acknowledged"]:  # type: ignore[union-attr]
        if key not in stored:
            wrong.append(f"lost: {text} was acknowledged as {code} and is not there")
        elif stored[key][0] != code:
            wrong.append(f"{text} was acknowledged as {code} but is stored as {stored[key][0]}")
        elif texts.count(text) != 1:
            wrong.append(f"{text} is stored {texts.count(text)} times")
    codes = {key: code for key, code, _text in run["acknowledged"]}  # type: ignore[union-attr]
    wrong += [f"a repeat of {key} gave another receipt" for key, code in run["repeats"] if codes[key] != code]  # type: ignore[union-attr]
    missing = len(run["acknowledged"]) - len(run["resolved"])  # type: ignore[arg-type]
    if missing:
        wrong.append(f"{missing} receipts do not resolve")
    if len(run["acknowledged"]) < WRITERS * ROUNDS:  # type: ignore[arg-type]
        wrong.append(f"only {len(run['acknowledged'])} of {WRITERS * ROUNDS} were acknowledged in time")  # type: ignore[arg-type]
    if len(run["kills_at_seconds"]) < KILLS:  # type: ignore[arg-type]
        wrong.append(f"only {len(run['kills_at_seconds'])} of {KILLS} kills happened")  # type: ignore[arg-type]
    return wrong


def main() -> int:
    """Both databases; 0 only if nothing was lost or doubled on either."""
    databases = ["sqlite"]
    if has_postgresql():
        databases.append("postgresql")
    elif os.environ.get("CI"):
        print("PostgreSQL does not answer; see .ci/run")
        return 1
    else:
        print("PostgreSQL does not answer here, so only SQLite is tried.")
    runs, failed = [], False
    print(
        f"{'database':12} {'acknowledged':>12} {'stored':>8} {'kills':>6} {'posts':>7} {'troubles':>9} {'seconds':>8}"
    )
    for database in databases:
        run = schedule(database)
        wrong = verdict(run)
        run["wrong"] = wrong
        runs.append(run)
        counts = [len(run[name]) for name in ("acknowledged", "stored", "kills_at_seconds")]  # type: ignore[arg-type]
        print(
            f"{database:12} {counts[0]:12} {counts[1]:8} {counts[2]:6} {run['posts']:7} {run['troubles']:9} "
            f"{run['seconds']:8}"
        )
        for line in wrong[:10]:
            print("  " + line)
        failed = failed or bool(wrong)
    path = write_evidence(
        "faults_web", {"seed": SEED, "writers": WRITERS, "rounds": ROUNDS, "broken": BROKEN, "runs": runs}
    )
    print(f"evidence: {path.relative_to(path.parents[2])}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
