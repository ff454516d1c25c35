"""How far the analysis has come, and how long is left."""

from __future__ import annotations

import time

from .contract import Cancelled, IsCancelled, OnProgress, Progress

# Stage key: Swedish name and its usual share of the time on an ordinary machine.
STAGES: dict[str, tuple[str, float]] = {
    "prepare": ("Läser och delar texterna", 30),
    "duplicates": ("Letar lika formuleringar", 6),
    "represent": ("Jämför vad texterna handlar om", 14),
    "cluster": ("Grupperar i teman", 12),
    "label": ("Namnger teman", 8),
    "layout": ("Ritar kartan", 24),
    "write": ("Skriver resultatet", 6),
}


class Tracker:
    """Turns finished work into Progress for the caller and stops the work when the caller wants it."""

    def __init__(self, on_progress: OnProgress | None = None, cancelled: IsCancelled | None = None) -> None:
        self._on_progress = on_progress
        self._cancelled = cancelled
        self._started = time.monotonic()
        self._finished = 0.0
        self._skipped = 0.0
        self._stage = ""
        self._total_weight = sum(weight for _, weight in STAGES.values())

    def start(self, stage: str, total: int = 1) -> None:
        self._stage = stage
        self.step(0, total)

    def step(self, done: int, total: int) -> None:
        """Report `done` of `total` within the stage; raises Cancelled when the caller asked for a stop."""
        if self._cancelled and self._cancelled():
            raise Cancelled
        if not self._on_progress:
            return
        name, weight = STAGES[self._stage]
        reached = self._finished + weight * (done / total if total else 1.0)
        share = min(1.0, reached / self._total_weight)
        self._on_progress(Progress(name, done, total, share, self._seconds_left(reached)))

    def finish(self, *, resumed: bool = False) -> None:
        """The stage is done; `resumed` when it was read back, so that its time does not colour the forecast."""
        weight = STAGES[self._stage][1]
        self.step(1, 1)
        self._finished += weight
        if resumed:
            self._skipped += weight

    def _seconds_left(self, reached: float) -> float | None:
        worked = reached - self._skipped
        if worked < 0.03 * self._total_weight:
            return None
        return (time.monotonic() - self._started) / worked * (self._total_weight - reached)
