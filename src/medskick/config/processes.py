"""The two processes of an installation: the web server and the worker."""

from __future__ import annotations

import os
import resource
import socket
import sys

from medskick.config import family

FILES = 65_536  # open files we would like: every stream is one


def listen(host: str, port: int) -> socket.socket:
    """A bound socket. Raises OSError."""
    family_of = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family_of, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(4_096)
    except BaseException:
        listener.close()
        raise
    listener.set_inheritable(True)
    return listener


def busy(host: str, port: int, error: OSError) -> str:
    """Why we cannot listen there, in words."""
    import errno

    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} används redan av ett annat program. Välj en annan, till exempel --port {port + 1}."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} kräver särskild behörighet. Välj en över 1023, till exempel --port 8000."
    return f"Det går inte att lyssna på {host}:{port} ({error.strerror or error}). Kontrollera --host och --port."


def web(host: str, port: int, fd: int | None) -> int:
    """Serve pages, files and streams until told to stop. ``fd`` is a socket that ``up`` has bound."""
    family.end_with_parent()
    raise_open_files()
    try:
        listener = socket.socket(fileno=fd) if fd is not None else listen(host, port)
    except OSError as error:
        print(busy(host, port, error), file=sys.stderr)
        return 1
    from medskick.config.server import serve

    serve(listener)
    return 0


def worker(*, until_empty: bool) -> int:
    """Do background work until told to stop."""
    family.end_with_parent()
    setup()
    from medskick.ground.jobs.worker import run

    return run(until_empty=until_empty)


def setup() -> None:
    """Load Django with the installation's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "medskick.config.settings.site")
    import django

    django.setup()


def raise_open_files() -> None:
    """Ask the system for as many open files as it allows, up to what we may need."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
