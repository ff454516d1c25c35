"""Search among 10 000 voices: our index against a plain search for letters (``icontains``), in one run.

    make bench NAME=search                                        # SQLite, a database of its own
    MEDSKICK_TEST_DATABASE=postgresql://… make bench NAME=search

Both search the same rows, count all hits and read the first twenty with their masks. Medians and 95th percentiles in
milliseconds over all questions; how many rows each finds; the whole page, and how much it asks of the database. Exits 0
only if Swedish words are found as they are bent and å is not a. The database is made for this and thrown away.
``ROWS=`` and ``TIMES=`` change the size.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "medskick.config.settings.test")
ROWS, TIMES = int(os.environ.get("ROWS") or 10_000), int(os.environ.get("TIMES") or 12)
QUESTIONS = ("bussarna", "skola bibliotek", "vård i byn", "isbana", "xylofon")
WORDS = (
    "buss", "bussarna", "nattbuss", "skolan", "skolorna", "vården", "vårdcentral", "byn", "biblioteket", "älven",
    "fiber", "jobb", "bostad", "väg", "vägarna", "tåg", "skidspår", "mål", "mal", "i", "och", "till", "mer", "fler",
)  # fmt: skip
ONCE_IN = 200


def fill(cycle: Any) -> float:
    """Voices with made-up words, the same each time, that show and are indexed. Seconds of indexing."""
    from medskick.doors.pages.search import actions as indexing
    from medskick.process.contributions.models import Contribution, State

    dice = random.Random(1)
    made = []
    for number in range(ROWS):
        rare = " isbanan" if number % ONCE_IN == 0 else ""
        text = f"Vi vill ha {' '.join(dice.choices(WORDS, k=dice.randint(6, 40)))}{rare} nummer {number}"
        made.append(
            Contribution(
                number=1_000_000 + number, cycle=cycle, channel="web", state=State.VISIBLE, text=text,
                search_text=text.lower(),
            )
        )  # fmt: skip
    Contribution.objects.bulk_create(made, batch_size=500)
    begun = time.perf_counter()
    for _done in indexing.sweep():
        pass
    return time.perf_counter() - begun


def ours(question: str) -> int:
    """As the page of one kind asks: numbers of all kinds, and its first hits with their words marked."""
    from medskick.doors.pages.search import queries
    from medskick.ground.core.access import PUBLIC

    return next((one.total for one in queries.search(question, PUBLIC, kind="medskick").groups), 0)


def letters(question: str) -> int:
    """The plain way: every word somewhere in the text, counted, and the first hits with their words."""
    from medskick.ground.core.access import PUBLIC
    from medskick.process.contributions import queries as contributions
    from medskick.process.contributions.models import Contribution, State

    found = Contribution.objects.filter(state=State.VISIBLE).order_by("-pk")
    for word in question.split():
        found = found.filter(text__icontains=word)
    contributions.public_texts([one.number for one in found[:20]], PUBLIC)
    return found.count()


def timed(search: Callable[[str], int]) -> dict[str, Any]:
    """Milliseconds over all questions, in turn, and what each finds."""
    found = {question: search(question) for question in QUESTIONS}
    took: dict[str, list[float]] = {question: [] for question in QUESTIONS}
    for _time in range(TIMES):
        for question in QUESTIONS:
            begun = time.perf_counter()
            search(question)
            took[question].append(1000 * (time.perf_counter() - begun))
    cuts = statistics.quantiles([one for each in took.values() for one in each], n=20)
    each = {question: round(statistics.median(some), 1) for question, some in took.items()}
    return {"p50": round(cuts[9], 1), "p95": round(cuts[18], 1), "each": each, "found": found}


def page() -> tuple[dict[str, Any], int]:
    """The whole page, and how much it asks of the database at most."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, most = Client(), 0

    def opened(question: str) -> int:
        return len(client.get("/sok/", {"q": question}).content)

    told = timed(opened)
    for question in QUESTIONS:
        with CaptureQueriesContext(connection) as asked:
            opened(question)
        most = max(most, len(asked))
    return told, most


def main() -> int:
    """Make the ground, measure, print."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    import django
    from django.db import connection
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    django.setup()
    setup_test_environment()
    begun = time.perf_counter()
    old = setup_databases(verbosity=0, interactive=False)
    try:
        from running_site import write_evidence

        from helpers_core import start_cycle
        from medskick.doors.pages.actions import lay_out

        lay_out()
        laid = time.perf_counter() - begun
        indexed = fill(start_cycle())
        told = {"our index": timed(ours), "icontains": timed(letters)}
        whole, questions = page()
        right = {
            "bussarna finds buss": ours("bussarna") > letters("bussarna"),
            "å is not a": ours("mål") == letters(" mål ") and ours("mal") == letters(" mal "),
        }
        print(f"{connection.vendor}, {ROWS:,} voices; tables {laid:.0f} s, indexing {indexed:.1f} s")
        for name, one in {**told, "whole page": whole}.items():
            print(f"{name:12} p50 {one['p50']:>7.1f} ms   p95 {one['p95']:>7.1f} ms")
        for question in QUESTIONS:
            each = (
                f"{one['found'][question]:>8,} in {one['each'][question]:>6.1f} ms" for one in told.values()
            )
            print(f"  {question:18}" + "".join(each))
        print(f"at most {questions} questions to the database; {right}")
        data = {"database": connection.vendor, "rows": ROWS, "times": TIMES, "indexing_s": indexed, **told}
        print(write_evidence(f"search_{connection.vendor}", {**data, "page": whole, "holds": right}))
        return 0 if all(right.values()) else 1
    finally:
        teardown_databases(old, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
