"""A question to a model: its instructions (``engine.text.model_prompt``) and the statements, as data in JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from medskick.engine.text.model_prompt import EXAMPLE_PHRASES, SYSTEM, TASK, VERSION

__all__ = ["EXAMPLE_PHRASES", "SYSTEM", "TASK", "VERSION", "messages"]


def messages(
    statements: Sequence[tuple[str, str]], words: Sequence[tuple[str, str]], templates: Mapping[str, str]
) -> list[dict[str, str]]:
    """The two messages of a question. statements and words: (id, text), handed over as data in JSON."""
    material = {
        "uppgift": TASK,
        "mallar": dict(templates),
        "ord": dict(words),
        "synpunkter": [{"id": key, "text": _sendable(text)} for key, text in statements],
    }
    return [
        {"role": "system", "content": SYSTEM},
        {"role": "user", "content": json.dumps(material, ensure_ascii=False)},
    ]


def _sendable(text: str) -> str:
    """Half a character, which broken programs leave behind, cannot be sent or kept: it becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")
