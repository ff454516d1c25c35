"""Fan-out in memory: one poller reads the log for the whole process, the hub hands each event to those who
follow.

Everything here runs on the event loop, so that nothing needs a lock; only ``Tailer`` is a thread, because it
talks to the database.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections import defaultdict, deque

from django.core.serializers.json import DjangoJSONEncoder
from django.db import Error, connection

from medskick.ground.live import queries
from medskick.ground.live.queries import Row

log = logging.getLogger("medskick.live")

WAITING = 256  # events kept for one slow client before it has to begin anew
MEMORY = 2_000  # newest events kept for clients that come back
HEARTBEAT = 12.0  # seconds; proxies cut streams that are silent
BUSY, QUIET, EMPTY = 0.1, 0.3, 1.0  # seconds between looks: after news, without news, without clients
CALM_AFTER = 20  # looks without news before the poller calms down


def encode(row: Row) -> bytes:
    """The event as server-sent text."""
    data = json.dumps(row.data, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
    return f"id: {row.number}\nevent: {row.kind}\ndata: {data}\n\n".encode()


class Client:
    """One open stream: a bounded queue of encoded events. ``ending`` is set when it shall end after what it
    says.
    """

    __slots__ = ("cursor", "ending", "queue", "sent", "stream", "wake")

    def __init__(self, stream: str, cursor: int) -> None:
        self.stream = stream
        self.cursor = cursor  # the newest number put in the queue or skipped
        self.sent = cursor  # the newest number handed to the connection
        self.queue: deque[tuple[int, bytes]] = deque()
        self.wake = asyncio.Event()
        self.ending: bytes | None = None

    def offer(self, number: int, chunk: bytes) -> None:
        """Put an event in the queue; a client that cannot keep up is told to begin anew from what it has."""
        if number <= self.cursor or self.ending is not None:
            return
        if len(self.queue) >= WAITING:
            self.queue.clear()
            self.end(b'event: resync\ndata: {"after": %d}\n\n' % self.sent)
            return
        self.queue.append((number, chunk))
        self.cursor = number
        self.wake.set()

    def beat(self) -> None:
        """Say something harmless if nothing else waits."""
        if not self.queue and self.ending is None:
            self.queue.append((0, b": .\n\n"))
            self.wake.set()

    def end(self, last: bytes = b"") -> None:
        """End the stream after ``last``. No id goes with it: the browser returns with the last event it
        got.
        """
        self.ending = last
        self.wake.set()

    async def take(self) -> tuple[bytes, bool]:
        """Wait for something to send; returns (bytes, whether more may follow)."""
        while not self.queue and self.ending is None:
            self.wake.clear()
            await self.wake.wait()
        parts = []
        while self.queue:
            number, chunk = self.queue.popleft()
            parts.append(chunk)
            self.sent = max(self.sent, number)
        if self.ending is None:
            return b"".join(parts), True
        return b"".join(parts) + self.ending, False


class Hub:
    """All open streams of this process and the newest part of the log."""

    def __init__(self) -> None:
        self.clients: dict[str, set[Client]] = defaultdict(set)
        self.count = 0
        self.position = 0  # the newest number handed out
        self.floor = 0  # everything above this number is in memory
        self.recent: deque[tuple[Row, bytes]] = deque()
        self.ready = asyncio.Event()
        self.closing = False

    def begin(self, position: int) -> None:
        """The poller knows where the log ends now."""
        self.position = self.floor = position
        self.recent.clear()
        self.ready.set()

    def dispatch(self, rows: list[Row]) -> None:
        """Hand new events, oldest first, to those who follow their streams."""
        for row in rows:
            if row.number <= self.position:
                continue
            chunk = encode(row)
            self.recent.append((row, chunk))
            if len(self.recent) > MEMORY:
                self.floor = self.recent.popleft()[0].number
            for client in self.clients.get(row.stream, ()):
                client.offer(row.number, chunk)
            self.position = row.number

    def remembered(self, stream: str, cursor: int) -> list[tuple[Row, bytes]] | None:
        """Events of the stream above ``cursor`` from memory; None when memory does not reach that far
        back.
        """
        if cursor < self.floor:
            return None
        return [(row, chunk) for row, chunk in self.recent if row.stream == stream and row.number > cursor]

    def join(self, client: Client) -> None:
        """From now on the client gets what is new; what it missed before ``position`` is fetched by the
        caller.
        """
        client.cursor = max(client.cursor, self.position)
        self.clients[client.stream].add(client)
        self.count += 1

    def leave(self, client: Client) -> None:
        """The client has gone."""
        followers = self.clients.get(client.stream)
        if followers and client in followers:
            followers.remove(client)
            self.count -= 1
            if not followers:
                del self.clients[client.stream]

    def close(self) -> None:
        """End all streams: the browsers come back to whoever answers then."""
        self.closing = True
        for followers in list(self.clients.values()):
            for client in list(followers):
                client.end()

    async def heartbeats(self) -> None:
        """One timer for all clients."""
        while not self.closing:
            await asyncio.sleep(HEARTBEAT)
            for followers in list(self.clients.values()):
                for client in followers:
                    client.beat()


class Tailer(threading.Thread):
    """Reads the log for the whole process: one small query at a time, whatever the number of clients."""

    def __init__(self, hub: Hub, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(name="live-tailer", daemon=True)
        self.hub = hub
        self.loop = loop
        self.nudge = threading.Event()
        self.stopped = False

    def stop(self) -> None:
        """Ask the thread to end."""
        self.stopped = True
        self.nudge.set()

    def run(self) -> None:
        position: int | None = None
        silent = 0
        told = False
        while not self.stopped:
            try:
                if position is None:
                    position = queries.cursor()
                    self._post(self.hub.begin, position)
                rows = queries.tail(position)
                if rows:
                    position = rows[-1].number
                    self._post(self.hub.dispatch, rows)
                silent = 0 if rows else silent + 1
                told = False
            except Error as error:
                if not told:
                    log.warning("The event log cannot be read, trying again: %s", error)
                told = True
                connection.close()
                silent = CALM_AFTER
            self.nudge.wait(self._pause(silent))
            self.nudge.clear()
        connection.close()

    def _pause(self, silent: int) -> float:
        if not self.hub.count:
            return EMPTY
        return BUSY if silent < CALM_AFTER else QUIET

    def _post(self, call: object, value: object) -> None:
        try:
            self.loop.call_soon_threadsafe(call, value)  # type: ignore[arg-type]
        except RuntimeError:  # the loop has closed: the server is gone
            self.stopped = True
