"""The server: one port, one ASGI application.

Streams, static files and health are answered by the front itself; everything else goes to Django's WSGI
handler in a bounded pool of threads. So open streams hold no thread, and slow pages delay no stream (measured
in ``benchmarks/streams.py``).

``application`` works under any ASGI server; ``serve`` runs it under uvicorn with a quick, orderly end.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from types import FrameType

import django
import uvicorn

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "medskick.config.settings.site")
django.setup()

from medskick.config.front.application import Front  # noqa: E402 - needs Django to be set up

application = Front()

GRACE = 4  # seconds for requests under way when the server is told to stop
BACKLOG = 4_096


class Server(uvicorn.Server):
    """Ends the open streams first: uvicorn would otherwise wait for them until its patience is over."""

    def __init__(self, config: uvicorn.Config, front: Front) -> None:
        super().__init__(config)
        self.front = front

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A first signal asks for an orderly end, a second for a quick one. The signal is not raised
        again.
        """
        self.force_exit = self.should_exit
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop accepting, end streams, wait a moment for the rest."""
        self.front.streams.hub.close()
        await asyncio.sleep(0.1)
        await super().shutdown(sockets=sockets)


def serve(listener: socket.socket, front: Front = application) -> None:
    """Serve on a bound socket until SIGTERM or SIGINT, then end the process: a view that never ends is left
    behind.
    """
    config = uvicorn.Config(
        front,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # forwarded addresses are read in one place: ground.core.limits
        timeout_keep_alive=20,
        timeout_graceful_shutdown=GRACE,
        backlog=BACKLOG,
    )
    server = Server(config, front)
    server.run(sockets=[listener])
    logging.shutdown()
    os._exit(0 if server.started else 1)
