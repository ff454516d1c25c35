"""How much memory an analysis needs, told before it starts: better a clear no than a machine that dies at night."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from .contract import Address, AnalysisError, Contribution, Options
from .represent.models import memory_of

MB = 1024 * 1024
# Measured at 10 000, 100 000 and 1 000 000 statements (benchmarks/engine_scale.py), with a fifth to spare.
AT_LEAST = 700 * MB
OF_A_PROCESS = 420 * MB
BYTES_OF_A_CONTRIBUTION = 1_500
BYTES_OF_A_STATEMENT = 2_600
CHARACTERS_OF_A_STATEMENT = 60
BYTES_OF_AN_OLD_STATEMENT, BYTES_OF_ITS_ROW = 1_500, 80
LEAST_TO_GO_ON_READING = 300 * MB


def needed(
    contributions: Sequence[Contribution],
    workers: int = 1,
    previous: Path | None = None,
    model: Path | Address | None = None,
) -> int:
    """Bytes that an analysis of `contributions` needs beside what is in memory already, processes included.

    previous: the edition that it goes on from. model: the larger one that is brought; from a folder, every process
    opens it, the first one too.
    """
    characters = sum(len(c.text) + len(c.title) for c in contributions)
    statements = max(len(contributions), characters // CHARACTERS_OF_A_STATEMENT)
    own = (
        AT_LEAST
        + BYTES_OF_A_CONTRIBUTION * len(contributions)
        + BYTES_OF_A_STATEMENT * statements
        + 4 * characters
    )
    table = previous / "statements.csv" if previous else None
    old = table.stat().st_size // BYTES_OF_ITS_ROW if table and table.is_file() else 0
    sharing = workers if workers > 1 else 0
    folder = None if model is None or isinstance(model, Address) else Path(model)
    brought = memory_of(folder) if folder and folder.is_dir() else 0
    return own + old * BYTES_OF_AN_OLD_STATEMENT + sharing * OF_A_PROCESS + (1 + sharing) * brought


def available() -> int | None:
    """Bytes that can be taken now without pushing anything out: what the machine and the container allow.

    None where the system does not tell.
    """
    free = [
        size for size in (_of_machine(), _of_container("memory.max", "memory.current")) if size is not None
    ]
    return min(free, default=None)


def refuse_what_does_not_fit(contributions: Sequence[Contribution], options: Options) -> None:
    """Raise AnalysisError where the analysis would need more memory than there is."""
    previous = Path(options.previous) if options.previous else None
    wanted, there = needed(contributions, options.workers, previous, options.model), available()
    if there is None or wanted <= there:
        return
    fewer = " Kör med --workers 1, det minskar behovet." if options.workers > 1 else ""
    if options.model is not None and not isinstance(options.model, Address):
        fewer += " Modellen efter --model tar sin del; utan den behövs mindre."
    raise AnalysisError(
        f"Analysen av {len(contributions)} inspel behöver omkring {_gigabytes(wanted)} minne, men bara "
        f"{_gigabytes(there)} är ledigt. Stäng annat som körs, dela upp filen eller använd en dator med mer minne."
        f"{fewer}"
    )


def refuse_to_read_on(rows: int, name: str) -> None:
    """Raise AnalysisError where a file fills the memory while it is read."""
    there = available()
    if there is not None and there < LEAST_TO_GO_ON_READING:
        raise AnalysisError(
            f"Filen {name} är för stor för minnet: efter {rows} rader är bara {_gigabytes(there)} ledigt. "
            "Dela upp filen eller använd en dator med mer minne."
        )


def _of_machine() -> int | None:
    try:
        for line in Path("/proc/meminfo").read_text("ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError, AttributeError):
        return None


def _of_container(limit: str, used: str) -> int | None:
    """What a control group (version 2) leaves; its file cache is given back when asked for, so it counts as free."""
    root = Path("/sys/fs/cgroup")
    try:
        most = (root / limit).read_text("ascii").strip()
        if most == "max":
            return None
        stat = dict(line.split() for line in (root / "memory.stat").read_text("ascii").splitlines())
        return int(most) - int((root / used).read_text("ascii")) + int(stat.get("file", 0))
    except (OSError, ValueError):
        return None


def _gigabytes(size: int) -> str:
    return f"{max(0, size) / 1024**3:.1f} GB".replace(".", ",")
