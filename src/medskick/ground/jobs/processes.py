"""Which process holds a job, in a form that lets its neighbours on the same machine see that it has died."""

from __future__ import annotations

import functools
import hashlib
import os
import uuid
from pathlib import Path

_PROC = Path("/proc")


@functools.cache
def _machine() -> str:
    """This boot of this machine and this process namespace; unknown where the system does not tell."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
        namespace = os.readlink(_PROC / "self/ns/pid")
    except OSError:
        return "unknown-" + uuid.uuid4().hex[:8]
    return hashlib.sha256(f"{boot} {namespace}".encode()).hexdigest()[:12]


def _began(pid: int) -> str:
    """When the process began, so that a reused number is not taken for it."""
    stat = (_PROC / str(pid) / "stat").read_text()
    fields = stat.rpartition(")")[2].split()
    return "dead" if fields[0] in "ZX" else fields[19]


def name() -> str:
    """The name of this process: machine/pid/start."""
    pid = os.getpid()
    try:
        return f"{_machine()}/{pid}/{_began(pid)}"
    except OSError:
        return f"{_machine()}/{pid}/0"


def has_died(worker: str) -> bool:
    """Whether the named process certainly is gone. False when we cannot know: then its lease decides."""
    machine, _slash, rest = worker.partition("/")
    pid, _slash, began = rest.partition("/")
    if machine != _machine() or machine.startswith("unknown") or not pid.isdigit():
        return False
    try:
        return _began(int(pid)) != began
    except FileNotFoundError:
        return True
    except OSError:
        return False
