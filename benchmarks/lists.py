"""Pages that list contributions and themes, with 1 000 and with 10 000 contributions: time and number of queries.

`make bench NAME=lists` fills a throwaway site on SQLite, and on PostgreSQL where one answers, and exits 0 only if every
page answers in under a second and asks the database as often with 10 000 contributions as with 1 000. N= and SEED= may
be set. Files of everything (CSV) are measured and shown; they are no list pages and have no limit of time.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from running_site import (
    CYCLE,
    ROOT,
    drop_postgresql_database,
    has_postgresql,
    new_postgresql_database,
    write_evidence,
)

MANY = int(os.environ.get("N") or 10_000)
FEW = max(100, MANY // 10)
SEED = int(os.environ.get("SEED") or 0)
LIMIT = 1.0
ROUNDS = 5
THINGS = [
    "bussen",
    "vården",
    "skolan",
    "skogen",
    "vägen",
    "jobbet",
    "badet",
    "bredbandet",
    "bostaden",
    "järnvägen",
]
WISHES = [
    "ska vara öppen oftare",
    "behöver mer pengar",
    "måste finnas kvar",
    "kan bli bättre för unga",
    "är bra som den är",
]
PLACES = ["2580", "2584", "2521", "2523", "2582", ""]


def main() -> int:
    databases = ["sqlite", *(["postgresql"] if has_postgresql() else [])]
    results = {
        name: {str(count): measured_in_a_site(name, count) for count in (FEW, MANY)} for name in databases
    }
    verdicts = [verdict for name in databases for verdict in judged(name, results[name])]
    path = write_evidence(
        "lists", {"seed": SEED, "limit_seconds": LIMIT, "results": results, "verdicts": verdicts}
    )
    show(verdicts)
    failed = [one for one in verdicts if not one["holds"]]
    print(f"\n{len(verdicts) - len(failed)} of {len(verdicts)} hold. Raw figures: {path.relative_to(ROOT)}")
    return 1 if failed else 0


def judged(database: str, result: dict[str, dict[str, dict[str, float]]]) -> list[dict[str, object]]:
    """One line per page: does it hold, and if not, why."""
    lines = []
    for page, many in result[str(MANY)]["pages"].items():
        few = result[str(FEW)]["pages"][page]
        is_file = page.endswith("CSV")
        reasons = []
        if not is_file and many["seconds"] >= LIMIT:
            reasons.append(f"over {LIMIT:g} s")
        if not is_file and many["queries"] > few["queries"]:
            reasons.append(f"{many['queries'] - few['queries']} queries more than with {FEW}")
        if many["status"] != 200:
            reasons.append(f"answered {many['status']}")
        lines.append(
            {
                "database": database,
                "page": page,
                "few": few,
                "many": many,
                "holds": not reasons,
                "why": reasons,
            }
        )
    return lines


def show(verdicts: list[dict[str, object]]) -> None:
    """The table."""
    print(f"{'':11}{'page':44}{FEW:>9} {MANY:>9}   {'queries':>9}{'kB':>8}")
    for one in verdicts:
        few, many = one["few"], one["many"]
        print(
            f"{one['database']:11}{one['page']:44}{few['seconds']:8.3f}s {many['seconds']:8.3f}s"
            f" {few['queries']:>5} {many['queries']:>4} {many['bytes'] // 1000:>7}  "
            f"{'' if one['holds'] else 'NO: ' + ', '.join(one['why'])}"
        )


def measured_in_a_site(database: str, count: int) -> dict[str, object]:
    """Fill a site of its own in processes of their own; what its pages took."""
    folder = Path(tempfile.mkdtemp(prefix="medskick-lists-"))
    env = {key: value for key, value in os.environ.items() if not key.startswith(("MEDSKICK_", "DJANGO_"))}
    env |= {"MEDSKICK_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "medskick.config.settings.site"}
    address = new_postgresql_database() if database == "postgresql" else ""
    if address:
        env["MEDSKICK_DATABASE"] = address
    try:
        for arguments in (["-m", "medskick", "migrate"], ["-c", CYCLE]):
            subprocess.run([sys.executable, *arguments], env=env, check=True, stdout=subprocess.DEVNULL)
        answer = folder / "answer.json"
        command = [sys.executable, str(Path(__file__)), "--inside", str(count), str(answer)]
        subprocess.run(command, env=env, check=True)
        return json.loads(answer.read_text())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if address:
            drop_postgresql_database(address)


# --- inside the site's own process -----------------------------------------------------------------------------------


def inside(count: int, answer: Path) -> None:
    """Fill the site, measure its pages and write down what they took."""
    import django

    django.setup()
    began = time.monotonic()
    receipt, number, slug = fill(count)
    filled = time.monotonic() - began
    pages = {name: measured(path, staff) for name, (path, staff) in addresses(receipt, number, slug).items()}
    answer.write_text(json.dumps({"contributions": count, "filled_seconds": filled, "pages": pages}))


def fill(count: int) -> tuple[str, int, str]:
    """Contributions by the house's own door, hidden and waiting ones among them, and a published edition."""
    from medskick.ground.core.access import SYSTEM
    from medskick.ground.people.models import User
    from medskick.process.contributions import actions
    from medskick.process.contributions.models import Contribution, State
    from medskick.process.cycle import queries as cycles

    chance = random.Random(SEED)
    User.objects.create_user(
        "prov@region.example",
        "renar vadar genom älven",
        name="Prov",
        roles=["process_lead", "analyst", "moderator"],
    )
    cycle = cycles.current_cycle(SYSTEM)
    for start in range(0, count - 5, 500):
        answers = [voice(chance, number) for number in range(start, min(start + 500, count - 5))]
        actions.store(cycle, actions.prepare(cycle, answers))
    first = actions.receive(
        cycle, [voice(chance, count - number) for number in range(5)], client_key="bench", by=SYSTEM
    )
    keys = list(Contribution.objects.order_by("pk").values_list("pk", flat=True))
    shown = [key for key in keys if chance.random() < 0.7] + keys[-5:]
    for start in range(0, len(shown), 500):
        Contribution.objects.filter(pk__in=shown[start : start + 500]).update(state=State.VISIBLE)
    hidden = chance.sample(sorted(set(keys) - set(shown)), count // 50)
    Contribution.objects.filter(pk__in=hidden).update(state=State.HIDDEN, hidden_reason="spam")
    slug = publish(cycle)
    return str(first.receipt.code), first.contributions.first().number, slug


def voice(chance: random.Random, number: int):
    """A made-up voice; every twentieth holds something personal."""
    from medskick.process.contributions.actions import Answer

    thing = THINGS[number % len(THINGS)]
    text = f"{thing.capitalize()} {chance.choice(WISHES)}. Det gäller oss på väg {number}, året runt."
    if number % 20 == 0:
        text += f" Ring 070-174 {number % 90 + 10} 05."
    return Answer(
        text=text,
        question=chance.choice(["bra_liv", "medskick"]),
        channel=chance.choice(["web", "meeting", "letter"]),
        municipality=chance.choice(PLACES),
        persons=chance.choice([1, 1, 1, 4]),
        age_band=chance.choice(["", "16-24", "25-44", "65+"]),
    )


def publish(cycle) -> str:
    """An edition of ten themes with five topics each, as a run would have made them; the first theme's slug."""
    from django.db import transaction

    from medskick.ground.core.access import Role, Viewer
    from medskick.process.contributions.models import Contribution, State
    from medskick.process.insights import actions
    from medskick.process.insights.models import Run, RunStatement, RunTheme, Theme

    lead = Viewer(1, "Prov", frozenset({Role.PROCESS_LEAD.value, Role.ANALYST.value, Role.MODERATOR.value}))
    run = Run.objects.create(number=1, cycle=cycle, options={"seed": 0}, started_by="Prov")
    voices = list(Contribution.objects.filter(state=State.VISIBLE).order_by("pk"))
    groups: dict[tuple[int, int], list[Contribution]] = {}
    for index, one in enumerate(voices):
        groups.setdefault((index % 10, index // 10 % 5), []).append(one)
    for theme in range(10):
        mine = [one for (top, _topic), members in groups.items() if top == theme for one in members]
        rows = [(f"T{theme}", "", THINGS[theme], mine)]
        rows += [(f"T{theme}.{n}", f"T{theme}", f"{THINGS[theme]} {n}", groups[theme, n]) for n in range(5)]
        for key, parent, label, members in rows:
            RunTheme.objects.create(
                run=run,
                key=key,
                parent_key=parent,
                label=label,
                keywords=[THINGS[theme]],
                quotes=[[str(one.number), 0, 20] for one in members[:3]],
                order=run.themes.count(),
            )
    RunStatement.objects.bulk_create(
        (
            RunStatement(
                run=run, contribution=one, start=0, end=len(one.text.split(".")[0]) + 1, theme_key=f"T{theme}",
                topic_key=f"T{theme}.{topic}", strength=0.7, strength_class="core", family=f"F{one.pk}",
            )
            for (theme, topic), members in groups.items()
            for one in members
        ),
        batch_size=500,
    )  # fmt: skip
    with transaction.atomic():
        actions.adopt(run)
    Run.objects.filter(pk=run.pk).update(state=Run.State.DONE, counts={"received": len(voices)})
    for theme in Theme.objects.filter(cycle=cycle, parent=None):
        actions.approve(theme, by=lead)
    edition = actions.publish(cycle, by=lead, title="Mätning")
    return edition.themes.exclude(slug="").order_by("pk").first().slug


def addresses(receipt: str, number: int, slug: str) -> dict[str, tuple[str, bool]]:
    """What is measured: name → (address, whether staff asks)."""
    from medskick.process.insights.models import Theme

    theme = Theme.objects.filter(parent=None).order_by("pk").first().pk
    queue, review = "/arbetsyta/medskick/", "/arbetsyta/analys/"
    return {
        "front page": ("/", False),
        "form": ("/tyck-till/", False),
        "contribution, public": (f"/medskick/{number}/", False),
        "receipt with five contributions": (f"/kvitto/{receipt}/", False),
        "theme list": ("/teman/", False),
        "theme page": (f"/teman/{slug}/", False),
        "themes CSV": ("/teman/teman.csv", False),
        "theme's statements CSV": (f"/teman/{slug}/tankar.csv", False),
        "all statements CSV": ("/teman/tankar.csv", False),
        "workspace": ("/arbetsyta/", True),
        "moderation, first page": (queue, True),
        "moderation, everything": (f"{queue}?lage=alla", True),
        "moderation, last page": (f"{queue}?lage=alla&sida=99999", True),
        "moderation, search": (f"{queue}?lage=alla&q=bussen+pengar", True),
        "moderation, search without a hit": (f"{queue}?lage=alla&q=finnsinte", True),
        "moderation, filters": (
            f"{queue}?lage=alla&kanal=meeting&kommun=2580&ordning=flest&fraga=medskick",
            True,
        ),
        "moderation, a mark and a flag": (f"{queue}?lage=alla&markt=anmald&flagga=abuse", True),
        "contribution, staff": (f"{queue}{number}/", True),
        "files read in": (f"{queue}inlasning/", True),
        "analysis": (review, True),
        "review, themes": (f"{review}granska/", True),
        "review, search": (f"{review}granska/?tema=alla&sok=bussen", True),
        "review, statements of one theme": (f"{review}granska/?tema={theme}", True),
        "review, one theme": (f"{review}tema/{theme}/", True),
        "review, history": (f"{review}granska/historik/", True),
        "before publishing": (f"{review}publicera/", True),
    }


def measured(path: str, staff: bool) -> dict[str, float]:
    """Median seconds, number of queries, bytes and status of one page, warm."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from medskick.ground.people.models import User

    client = Client(headers={"host": "127.0.0.1"})
    if staff:
        client.force_login(User.objects.get(email="prov@region.example"))
    fetch(client, path)
    seconds = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        status, size = fetch(client, path)
        seconds.append(time.perf_counter() - began)
    with CaptureQueriesContext(connection) as asked:
        fetch(client, path)
    slowest = sorted(asked.captured_queries, key=lambda one: -float(one["time"]))[:3]
    return {
        "seconds": statistics.median(seconds),
        "all_seconds": seconds,
        "queries": len(asked),
        "bytes": size,
        "status": status,
        "slowest_queries": [[one["time"], one["sql"][:400]] for one in slowest],
    }


def fetch(client, path: str) -> tuple[int, int]:
    """Status and number of bytes, the whole body read."""
    answer = client.get(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, len(body)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        inside(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        sys.exit(main())
