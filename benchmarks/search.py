"""Search among 1 000 and 10 000 rows: times, their ratio, queries of a page, and what Swedish words find.

    PYTHONPATH=src python benchmarks/search.py            # SQLite, a database of its own
    MEDSKICK_TEST_DATABASE=postgresql://… PYTHONPATH=src python benchmarks/search.py

Prints one line of JSON. The database is made for this and thrown away.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import time
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "medskick.config.settings.test")
SMALL, LARGE, TIMES = 1_000, 10_000, 15
QUESTIONS = ("bussarna", "skola bibliotek", "å", "vård i byn")
WORDS = (
    "buss",
    "bussarna",
    "skolan",
    "vården",
    "byn",
    "biblioteket",
    "älven",
    "fiber",
    "jobb",
    "bostad",
    "väg",
    "tåg",
)


def fill(cycle: Any, first: int, last: int) -> None:
    """Voices with made-up words, the same each time, that show."""
    from medskick.doors.pages.search import actions as indexing
    from medskick.process.contributions.models import Contribution, State

    dice = random.Random(first)
    made = [
        Contribution(
            number=1_000_000 + number, cycle=cycle, channel="web", state=State.VISIBLE, search_text="x",
            text="Vi vill ha " + " ".join(dice.choices(WORDS, k=12)) + f" nummer {number}",
        )
        for number in range(first, last)
    ]  # fmt: skip
    Contribution.objects.bulk_create(made, batch_size=500)
    for _done in indexing.sweep():
        pass


def measure() -> dict[str, Any]:
    """Milliseconds (median) and queries of a search page for each question."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, found = Client(), {}
    for question in QUESTIONS:
        client.get("/sok/", {"q": question})
        times = []
        for _time in range(TIMES):
            begun = time.perf_counter()
            client.get("/sok/", {"q": question})
            times.append(1000 * (time.perf_counter() - begun))
        with CaptureQueriesContext(connection) as asked:
            client.get("/sok/", {"q": question})
        found[question] = {"ms": round(statistics.median(times), 1), "queries": len(asked)}
    return found


def titles(question: str) -> list[str]:
    """Texts of the voices that a question finds first."""
    from medskick.doors.pages.search import queries
    from medskick.ground.core.access import PUBLIC

    groups = queries.search(question, PUBLIC, kind="medskick").groups
    return [
        "".join(part for part, _met in [*hit.title, *hit.excerpt])
        for group in groups
        if group.kind == "medskick"
        for hit in group.hits
    ]


def main() -> None:
    """Make the ground, measure, print."""
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    import django
    from django.db import connection
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    django.setup()
    setup_test_environment()
    old = setup_databases(verbosity=0, interactive=False)
    try:
        from helpers_core import start_cycle
        from medskick.doors.pages.actions import lay_out

        lay_out()
        cycle = start_cycle()
        fill(cycle, 0, SMALL)
        small = measure()
        fill(cycle, SMALL, LARGE)
        large = measure()
        ratio = {one: round(large[one]["ms"] / small[one]["ms"], 2) for one in QUESTIONS}
        buses, letter = titles("bussarna"), titles("å")
        told = {
            "database": connection.vendor, "rows": [SMALL, LARGE], "small": small, "large": large, "ratio": ratio,
            "bussarna_finds_buss": any("buss " in f"{one} ".replace("bussarna", "") for one in buses),
            "å_finds_a": bool(letter),
        }  # fmt: skip
        print(json.dumps(told, ensure_ascii=False))
    finally:
        teardown_databases(old, verbosity=0)


if __name__ == "__main__":
    main()
