"""Processes that live and die together: how ``up`` starts its children, and how they notice that it is
gone.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

PARENT = "MEDSKICK_PARENT"
LAST_WORD = 8.0  # seconds between asking a child to end and ending it


def start(
    arguments: Sequence[str], *, fds: Sequence[int] = (), capture: bool = False
) -> subprocess.Popen[str]:
    """Run ``medskick …`` as a child in a process group of its own: Ctrl-C reaches only the parent, which
    decides.
    """
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "medskick", *arguments],
        env={**os.environ, PARENT: str(os.getpid()), "PYTHONUNBUFFERED": "1"},
        pass_fds=tuple(fds),
        process_group=0,
        stdout=subprocess.PIPE if capture else None,
        text=True,
    )


def ask_to_end(child: subprocess.Popen[str]) -> None:
    """Ask the child to end in good order."""
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            child.terminate()


def sweep(child: subprocess.Popen[str]) -> None:
    """End the child and everything it started, now."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def end_with_parent() -> None:
    """In a child: end in good order when the parent is gone, however it went. Does nothing without a
    parent.
    """
    parent = os.environ.pop(PARENT, "")
    if parent:
        threading.Thread(target=_watch, args=(int(parent),), name="parent-watch", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LAST_WORD)
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
