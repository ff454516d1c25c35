"""Every question and answer on disk, so that a result can be made again without the endpoint.

One file per answered question under `answers/`, named by the hash of the question; `calls.jsonl` tells of every try.
No key is ever written. Texts in questions are those the model was sent: masked, and nothing that may not be shown.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HIDDEN_KEY = "[nyckel]"


class Archive:
    """A folder of answers, or none at all (`folder` None: nothing is kept or found)."""

    def __init__(self, folder: Path | None, key: str = "") -> None:
        self._folder = folder
        self._key = key
        if folder is not None:
            (folder / "answers").mkdir(parents=True, exist_ok=True, mode=0o700)

    def find(self, question: dict[str, Any]) -> str | None:
        """The answer that was kept to exactly this question; None where there is none or the file was altered."""
        if self._folder is None:
            return None
        try:
            kept = json.loads(self._path(hash_of(question)).read_text("utf-8"))
            whole = kept["question"] == question and kept["answer_sha256"] == _sha(kept["answer"])
            return str(kept["answer"]) if whole else None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def keep(self, question: dict[str, Any], answer: str, host: str) -> str:
        """Write an answer, and answer what was written: a key that the endpoint repeats is taken out first."""
        answer = answer.encode("utf-8", "replace").decode("utf-8")
        if self._key:
            answer = answer.replace(self._key, HIDDEN_KEY)
        if self._folder is not None:
            kept = {
                "at": _now(),
                "host": host,
                "question": question,
                "answer": answer,
                "answer_sha256": _sha(answer),
            }
            path = self._path(hash_of(question))
            beside = path.with_suffix(".part")
            beside.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
            os.replace(beside, path)
        self.tell(question, "answered", host, answer_sha256=_sha(answer))
        return answer

    def tell(self, question: dict[str, Any], outcome: str, host: str, **more: str) -> None:
        """Add a line about a try."""
        if self._folder is None:
            return
        row = {"at": _now(), "question_sha256": hash_of(question), "model": question["model"], "host": host}
        with (self._folder / "calls.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps({**row, "outcome": outcome, **more}, ensure_ascii=False) + "\n")

    def _path(self, name: str) -> Path:
        assert self._folder is not None
        return self._folder / "answers" / f"{name}.json"


def question_of(
    model: str, prompt: str, messages: Sequence[dict[str, str]], parameters: dict[str, Any]
) -> dict[str, Any]:
    """Everything an answer depends on. The address is no part of it."""
    return {"model": model, "prompt": prompt, "messages": list(messages), "parameters": parameters}


def hash_of(question: dict[str, Any]) -> str:
    return _sha(json.dumps(question, ensure_ascii=False, sort_keys=True))


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
