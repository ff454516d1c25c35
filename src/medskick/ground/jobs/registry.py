"""Which kinds of work there are. A room declares its own in ``jobs.py``::

    @job("insights.run", label=_("Analys av bidrag"), rule="insights.run", heavy=True)
    def run(ctx: Context) -> dict[str, Any]:
        ...

What the worker shall do now and then without being asked is a *duty*, declared in the same file::

    @duty("people.old_sessions")
    def remove_old_sessions() -> None:
        ...

The web process loads these modules too (it needs the labels), so heavy libraries are imported inside the
handlers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from medskick.ground.core import told

if TYPE_CHECKING:
    from medskick.ground.jobs.context import Context

DUTIES_EVERY = 6 * 3600  # seconds between two times that a worker does its duties

Handler = Callable[["Context"], Any]
Duty = Callable[[], object]


class JobError(Exception):
    """The work cannot be done, and trying again does not help. The sentence is shown to the person who asked: plain
    Swedish, or (``core.told.keep``) kept for readers of every language where something fills it.
    """

    def __init__(self, sentence: str | told.Kept) -> None:
        super().__init__(told.in_source_language(sentence))
        self.kept: told.Kept = {} if isinstance(sentence, str) else sentence


class Stopped(Exception):
    """Raised by ``ctx.check()`` when the work shall stop: cancelled, or the worker is going down."""


@dataclass(frozen=True)
class Kind:
    """A kind of work: ``queue`` is ``default`` for seconds and minutes, ``heavy`` for what may hold up
    others. ``rule`` is the room's own rule about who may do it.
    """

    name: str
    label: str | Promise
    handler: Handler
    queue: str
    max_attempts: int
    rule: str


_kinds: dict[str, Kind] = {}
_duties: dict[str, Duty] = {}
_every: dict[str, float] = {}


def job(
    name: str, *, label: str | Promise, rule: str, heavy: bool = False, max_attempts: int = 3
) -> Callable[[Handler], Handler]:
    """Register a handler. It may run more than once for one job (a killed worker), so it must be idempotent:
    skip what its earlier try has finished. What it returns is kept as JSON; ``{"address": "/…/"}`` leads to
    the result. ``rule`` (of ``core.access``, without an object) is asked before each try, with the roles that
    whoever wants the work has by then, and before anybody asks for a new try.
    """

    def register(handler: Handler) -> Handler:
        known = _kinds.get(name)
        if known and known.handler.__module__ != handler.__module__:
            raise ValueError(f"The job {name} is registered twice")
        _kinds[name] = Kind(name, label, handler, "heavy" if heavy else "default", max_attempts, rule)
        return handler

    return register


def find(name: str) -> Kind | None:
    """The kind with this name, or None."""
    return _kinds.get(name)


def label(name: str) -> str:
    """What people call this kind of work."""
    kind = _kinds.get(name)
    return str(kind.label) if kind else name


def kinds() -> list[Kind]:
    """All kinds, by name."""
    return [_kinds[name] for name in sorted(_kinds)]


def duty(name: str, *, every: float = DUTIES_EVERY) -> Callable[[Duty], Duty]:
    """Register something that a worker does when it starts and then ``every`` so many seconds (six hours). Several
    workers may do it at once, and other jobs wait to be looked after meanwhile: it takes a few seconds at most and may
    be done any number of times. What is due often only looks, and starts a job when there is something to do.
    """

    def register(act: Duty) -> Duty:
        known = _duties.get(name)
        if known and known.__module__ != act.__module__:
            raise ValueError(f"The duty {name} is registered twice")
        _duties[name] = act
        _every[name] = every
        return act

    return register


def duties() -> list[tuple[str, Duty]]:
    """All duties, by name."""
    return sorted(_duties.items())


def pause(name: str) -> float:
    """Seconds between two times that a worker does this duty."""
    return _every[name]
