"""What happens before the first page: the region's file, the database, the demonstration, the first
administrator.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from pathlib import Path

from medskick.config import family
from medskick.config.env import Env
from medskick.config.processes import setup

LINK = "\x1elink "  # a line for ``up``, not for people


def prepare(args: argparse.Namespace) -> int:
    """Make the data folder ready. Prints what it does; the administrator's link goes to ``up`` on a marked
    line.
    """
    family.end_with_parent()
    data = Env().data
    if args.region and not take_region(Path(args.region), data):
        return 2
    if args.demo:
        (data / "demo").touch()
    setup()
    code = migrate()
    if code:
        return code
    if args.demo:
        from medskick.config import demo

        try:
            demo.load(phase=args.phase or "", progress=lambda line: print(line, flush=True))
        except ValueError as error:
            print(error, file=sys.stderr)
            return 2
    from medskick.ground.people.actions import first_administrator_link

    link = first_administrator_link(args.address)
    if link:
        print(f"{LINK}{link}", flush=True)
    return 0


def take_region(path: Path, data: Path) -> bool:
    """Check the region's file and copy it to the data folder; says what is wrong with it."""
    from medskick.process.cycle.region import RegionError, load

    try:
        load(path)
    except RegionError as error:
        print(error, file=sys.stderr)
        return False
    target = data / "region.toml"
    if not (target.exists() and target.samefile(path)):
        unfinished = data / "region.toml.part"
        shutil.copyfile(path, unfinished)
        os.replace(unfinished, target)
    return True


def migrate() -> int:
    """Bring the database to this version."""
    setup()
    from django.core.management import call_command
    from django.db import Error, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            print(f"Databasen förbereds ({len(waiting)} steg) …", flush=True)
            call_command("migrate", interactive=False, verbosity=0)
        from medskick.doors.pages.actions import lay_out

        lay_out()
        from medskick.process.statistics.actions import take_in_own

        take_in_own()
    except Error as error:
        print(f"Databasen går inte att använda: {error}", file=sys.stderr)
        return 1
    return 0


def running_at(data: Path) -> str:
    """The address that ``up`` has told in its lock, or nothing."""
    try:
        return str(json.loads((data / "lock").read_text(encoding="utf-8")).get("address", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def print_link(email: str | None) -> int:
    """A new one-time link: for somebody who has an account, or for a new administrator."""
    setup()
    from django.conf import settings
    from django.core.exceptions import ValidationError

    from medskick.ground.core.access import SYSTEM
    from medskick.ground.people import actions
    from medskick.ground.people.models import User

    base = settings.SITE_ADDRESS or running_at(Env().data) or "http://localhost:8000"
    link: str | None
    try:
        if email:
            user = User.objects.filter(email=email.strip().lower()).first()
            if user is None:
                print(f"Det finns inget konto med adressen {email}.", file=sys.stderr)
                return 1
            link = actions.password_link(user, SYSTEM, base_url=base)
        else:
            link = actions.first_administrator_link(base, rescue=True)
    except ValidationError as error:
        print(" ".join(error.messages), file=sys.stderr)
        return 1
    print("Länken kan användas en gång. Den som har den får kontot, så skicka den säkert.")
    print(link)
    return 0
