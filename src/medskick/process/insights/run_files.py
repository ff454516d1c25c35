"""What a run was made with, as the engine takes it: for making it, learning in it and repeating it.

The engine is loaded inside the functions that only jobs call.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medskick.ground.core import told
from medskick.ground.core.files import room_folder
from medskick.process.insights.actions import snapshot
from medskick.process.insights.models import Run

if TYPE_CHECKING:
    from medskick.engine.analysis.codebook import Codebook, Decision
    from medskick.engine.analysis.contract import Options

EDITS, CODEBOOK, MATERIAL = "edits.json", "codebook.json", "codes.npz"


class FilesGoneError(Exception):
    """Files that the run was made with are not here any more, or are no longer what they were."""


def made_before(run: Run, folder: Path, *names: str) -> bool:
    """Whether this very run made these files, and they are as it left them."""
    return all(
        name in run.manifest
        and (folder / name).exists()
        and snapshot.sha256(folder / name) == run.manifest[name]
        for name in names
    )


def result_folder(run: Run) -> Path | None:
    """Where the engine's files of a run lie; None where they are gone or no longer what it made."""
    folder = room_folder(*run.folder_parts)
    return folder / "result" if made_before(run, folder, *Run.GONE_ON_FROM) else None


def files_gone(run: Run) -> str:
    """What is said where a run cannot be gone on from because its files are gone or changed, and what to do."""
    return str(told.in_words(gone(run)))


def gone(run: Run) -> told.Kept:
    """The same, kept for readers of every language."""
    return told.keep("insights.run.files_gone", number=run.number, folder="/".join(run.folder_parts))


def as_made(run: Run, options: Options) -> Options:
    """The options with all that decides where the run's statements come to lie: how many themes and from which seed,
    the codebook with examples and decisions as they were when it began, and what it went on from with people's changes.

    Raises FilesGoneError.
    """
    from medskick.engine.analysis.edition.edits import read_edits

    folder = room_folder(*run.folder_parts)
    options = replace(options, themes=run.options.get("themes"), seed=run.options.get("seed") or 0)
    if run.codebook is not None:
        if not made_before(run, folder, CODEBOOK):
            raise FilesGoneError
        options = replace(options, codebook=codebook(folder))
    if run.carried and run.ground is not None:
        before = result_folder(run.ground)
        changed = EDITS in run.manifest and not made_before(run, folder, EDITS)
        if before is None or changed or not (folder / EDITS).exists():
            raise FilesGoneError
        return replace(options, previous=before, edits=read_edits(folder / EDITS))
    if (beside := beside_of(run)) is not None:
        options = replace(options, previous=result_folder(beside))
        if options.previous is None:
            raise FilesGoneError
    return options


def beside_of(run: Run) -> Run | None:
    """The run whose cut and ids one with a wanted number of themes keeps, though it looks for themes anew."""
    number = run.options.get("beside")
    return Run.objects.filter(cycle=run.cycle_id, number=number).first() if number else None


def codebook(folder: Path) -> Codebook:
    """The codebook that the run began with: entries, examples and decisions."""
    from medskick.engine.analysis.codebook import Codebook, Entry, Example

    frozen = json.loads((folder / CODEBOOK).read_text(encoding="utf-8"))
    return Codebook(
        tuple(Entry(**entry) for entry in frozen["entries"]),
        tuple(Example(*example) for example in frozen["examples"]),
        decisions(frozen["decisions"]),
    )


def decisions(rows: list[list[Any]]) -> tuple[Decision, ...]:
    """Decisions as ``queries.decisions`` tells them."""
    from medskick.engine.analysis.codebook import Decision

    return tuple(Decision(own, field, start, end, tuple(keys)) for own, field, start, end, keys in rows)
