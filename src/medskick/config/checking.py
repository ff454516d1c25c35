"""``medskick check``: everything that is misconfigured or missing, in words, with what to do about it."""

from __future__ import annotations

import datetime
import os
import resource
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from medskick.config import mail_check
from medskick.config.env import Env
from medskick.config.processes import setup
from medskick.ground.core.offers import Problem

GIGABYTE = 1024**3
LOCAL = {"localhost", "127.0.0.1", "::1"}


def check(*, with_mail: bool = False) -> int:
    """Print every problem and whether mail is on; ``with_mail`` also connects to the mail server.

    Returns 1 when there is an error, 0 otherwise.
    """
    data = Env().data
    if not data.is_dir():
        return tell(
            [Problem("error", f"Datamappen {data} finns inte.", "Starta med medskick up, då skapas den.")]
        )
    problems = list(folder(data))
    if any(problem.level == "error" for problem in problems):
        return tell(problems)
    setup()
    print(mail_check.state())
    for source in (*OWN, *_offered(), *([mail_check.connects] if with_mail else [])):
        problems += _safely(source)
    return tell(problems)


def tell(problems: list[Problem]) -> int:
    """Print problems, errors first; returns the exit code."""
    for problem in sorted(problems, key=lambda one: one.level != "error"):
        print(f"{'FEL' if problem.level == 'error' else 'Varning'}: {problem.text}")
        print(f"    {problem.what_to_do}")
    errors = sum(problem.level == "error" for problem in problems)
    if not problems:
        print("Allt ser bra ut.")
    elif not errors:
        print("Inga fel, men läs varningarna.")
    return 1 if errors else 0


def _offered() -> list[Callable[[], Iterable[Problem]]]:
    from medskick.ground.core import offers

    return list(offers.readiness_checks)


def _safely(source: Callable[[], Iterable[Problem]]) -> list[Problem]:
    try:
        return list(source())
    except Exception as error:
        # One broken check must not hide what the others found.
        name = f"{source.__module__}.{getattr(source, '__name__', 'check')}"
        said = f"Kontrollen {name} gick inte att göra: {error}"
        return [
            Problem("error", said, "Rätta det som står ovanför först. Står felet kvar: läs serverns logg.")
        ]


def folder(data: Path) -> Iterator[Problem]:
    """The data folder: writable, private, with room."""
    try:
        with tempfile.NamedTemporaryFile(dir=data):
            pass
    except OSError as error:
        yield Problem(
            "error",
            f"Det går inte att skriva i datamappen {data} ({error.strerror}).",
            "Ge kontot som kör Medskick skrivrätt, eller välj en annan mapp med MEDSKICK_DATA.",
        )
        return
    secret = data / "secret"
    if secret.exists() and secret.stat().st_mode & 0o077:
        yield Problem("error", f"Andra konton kan läsa {secret}.", f"Kör: chmod 600 {secret}")
    free = shutil.disk_usage(data).free
    if free < GIGABYTE / 4:
        yield Problem(
            "error",
            f"Disken är nästan full: {free // 1024**2} MB kvar.",
            "Frigör utrymme nu. När disken är full går det inte att ta emot fler svar.",
        )
    elif free < 2 * GIGABYTE:
        yield Problem("warning", f"Disken har {free / GIGABYTE:.1f} GB kvar.", "Ha gärna minst 2 GB ledigt.")


def database() -> Iterator[Problem]:
    """Reachable, new enough, set up as measured, migrated."""
    from django.db import Error, connection

    try:
        connection.ensure_connection()
    except Error as error:
        yield Problem(
            "error",
            f"Databasen går inte att nå: {str(error).strip()}",
            "Kontrollera MEDSKICK_DATABASE och att databasservern är igång.",
        )
        return
    yield from _sqlite() if connection.vendor == "sqlite" else _postgresql()
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield Problem("error", f"Databasen saknar {len(waiting)} ändringar.", "Kör: medskick migrate")


def _sqlite() -> Iterator[Problem]:
    from django.db import connection

    with connection.cursor() as cursor:
        wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
        for name, value in wanted.items():
            found = cursor.execute(f"PRAGMA {name}").fetchone()[0]
            if found != value:
                yield Problem(
                    "error",
                    f"SQLite har {name}={found}, men ska ha {value}. Svar kan gå förlorade vid ett strömavbrott.",
                    "Ligger databasen på en nätverksdisk? Flytta datamappen till en lokal disk.",
                )
        if (broken := cursor.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            yield Problem(
                "error",
                f"Databasfilen är skadad: {broken}",
                "Stoppa Medskick och återställ den senaste säkerhetskopian: medskick restore FIL",
            )


def _postgresql() -> Iterator[Problem]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, current_setting('synchronous_commit'), now()"
        )
        version, synchronous, now = cursor.fetchone()
    if version < 150000:
        yield Problem(
            "error",
            f"PostgreSQL är för gammal ({version // 10000}).",
            "Medskick behöver version 15 eller nyare.",
        )
    if synchronous == "off":
        yield Problem(
            "error",
            "PostgreSQL har synchronous_commit=off. Kvitterade svar kan gå förlorade.",
            "Sätt synchronous_commit till on.",
        )
    apart = abs((datetime.datetime.now(datetime.UTC) - now).total_seconds())
    if apart > 5:
        yield Problem(
            "warning",
            f"Klockan här och i databasservern skiljer {apart:.0f} sekunder.",
            "Ställ båda efter en tidsserver (NTP).",
        )


def clock() -> Iterator[Problem]:
    """A clock that has been set back makes new things look older than what they follow."""
    from django.utils import timezone

    from medskick.ground.core.models import AuditEntry

    newest = AuditEntry.objects.order_by("-at").values_list("at", flat=True).first()
    if newest and newest > timezone.now() + datetime.timedelta(minutes=5):
        yield Problem(
            "error",
            f"Klockan är {timezone.localtime():%Y-%m-%d %H:%M}, men loggen har rader från {newest:%Y-%m-%d %H:%M}.",
            "Ställ serverns klocka efter en tidsserver (NTP).",
        )


def address() -> Iterator[Problem]:
    """The public address, the hosts that are answered, and what stands in front."""
    from django.conf import settings

    parts = urlsplit(settings.SITE_ADDRESS)
    hosts = settings.ALLOWED_HOSTS
    if "*" in hosts:
        yield Problem(
            "warning", "Servern svarar på vilket värdnamn som helst.", "Räkna upp namnen i MEDSKICK_HOSTS."
        )
    if not settings.SITE_ADDRESS:
        if not set(hosts) <= {*LOCAL, "[::1]"}:
            yield Problem(
                "warning",
                "Webbplatsens adress är inte angiven, så länkar i mejl och filer kan bli fel.",
                "Sätt MEDSKICK_ADDRESS, till exempel https://skickamed.example.se",
            )
        return
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
        yield Problem(
            "error",
            f"MEDSKICK_ADDRESS är {settings.SITE_ADDRESS}, men det är ingen webbadress.",
            "Skriv den så här, utan sökväg: https://skickamed.example.se",
        )
        return
    is_local = parts.hostname in LOCAL
    if not _answered(parts.hostname, hosts):
        yield Problem(
            "error",
            f"Adressen är {parts.hostname}, men servern svarar bara på {', '.join(hosts)}.",
            f"Lägg till namnet: MEDSKICK_HOSTS={','.join([parts.hostname, *hosts])}",
        )
    if parts.scheme == "http" and not is_local:
        yield Problem(
            "error",
            "Adressen börjar med http://, så det människor skickar kan läsas på vägen.",
            "Ställ en proxy med certifikat framför och sätt MEDSKICK_ADDRESS till https://…",
        )
    if parts.scheme == "https" and not settings.TRUSTED_PROXIES:
        yield Problem(
            "error",
            "Adressen börjar med https:// men ingen proxy är angiven, så inloggning fungerar inte.",
            "Sätt MEDSKICK_PROXIES till antalet proxyservrar framför Medskick (oftast 1).",
        )
    if settings.DEBUG and not is_local:
        yield Problem("error", "MEDSKICK_DEBUG är på för en publik webbplats.", "Ta bort MEDSKICK_DEBUG.")


def _answered(host: str, hosts: list[str]) -> bool:
    from django.http.request import validate_host

    return bool(validate_host(host, hosts))


def front_end() -> Iterator[Problem]:
    """The bundle that pages ask for."""
    from django.core.exceptions import ImproperlyConfigured

    from medskick.ground.ui.bundle import load

    try:
        load()
    except (ImproperlyConfigured, OSError, ValueError, KeyError) as error:
        yield Problem("error", f"Webbplatsens skript och stilmallar saknas: {error}", "Kör: make assets")


def region() -> Iterator[Problem]:
    """The region's file."""
    from medskick.process.cycle.region import RegionError
    from medskick.process.cycle.region import region as read

    try:
        read()
    except RegionError as error:
        yield Problem("error", str(error), "Rätta filen och starta om: medskick up --region FIL")


def open_files() -> Iterator[Problem]:
    """Each open page that follows something live is an open file."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 4096:
        yield Problem(
            "warning",
            f"Systemet tillåter bara {hard} öppna filer, så högst så många kan följa en workshop samtidigt.",
            "Höj gränsen (LimitNOFILE i systemd, ulimit -Hn i skalet).",
        )


def account() -> Iterator[Problem]:
    """Who runs us."""
    if os.geteuid() == 0:
        yield Problem(
            "warning",
            "Medskick körs som root.",
            "Kör det hellre med ett eget konto utan särskilda rättigheter.",
        )


OWN = (database, clock, address, front_end, region, open_files, account)
