"""``/healthz``: this process answers. ``/readyz``: it can serve pages (database reachable and migrated)."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

REMEMBER = 1.0  # seconds; nobody can make us ask the database more often than that


class Health:
    """Answers with a thread of its own, so that busy views make nobody believe that we are dead."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="health")
        self._said: tuple[float, str] = (float("-inf"), "starting")
        self._asking = asyncio.Lock()
        self._migrated = False

    async def problem(self) -> str:
        """Nothing when all is well, otherwise a word: ``database``, ``migrations`` or ``slow``."""
        async with self._asking:
            if time.monotonic() - self._said[0] > REMEMBER:
                try:
                    async with asyncio.timeout(5):
                        said = await asyncio.get_running_loop().run_in_executor(self._thread, self._look)
                except TimeoutError:
                    said = "slow"
                self._said = (time.monotonic(), said)
        return self._said[1]

    def _look(self) -> str:
        try:
            if not self._migrated:
                executor = MigrationExecutor(connection)
                if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                    return "migrations"
                self._migrated = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            return ""
        except Error:
            return "database"
        finally:
            connection.close()

    def close(self) -> None:
        """Let go of the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)
