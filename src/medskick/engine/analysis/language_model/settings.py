"""What there is to know about a model before it is asked: address, name, limits."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from ..addresses import check_address
from ..contract import AnalysisError

KEY_VARIABLE = "MEDSKICK_LANGUAGE_MODEL_KEY"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._:/+@-]{0,79}")


@dataclass(frozen=True)
class LanguageModel:
    """An OpenAI-compatible chat endpoint, or only the archive of one.

    url: the base address, the part before `/chat/completions`; empty to answer from the archive alone.
    key: sent as a bearer token; never written anywhere, and out of the representation on purpose.
    archive: folder for every request and answer; None keeps nothing.
    timeout: seconds for one call in all, however slowly the answer drips. budget: seconds for all calls together.

    Raises AnalysisError for an address or a name that cannot be used.
    """

    name: str
    url: str = ""
    key: str = field(default="", repr=False)
    archive: Path | None = None
    timeout: float = 60.0
    budget: float = 1800.0
    retries: int = 2
    pause: float = 1.0

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise AnalysisError(
                "Ange språkmodellens namn: bokstäver, siffror, mellanslag och . _ : / + @ -, högst 80 tecken."
            )
        if self.url:
            check_address(self.url)
        elif self.archive is None:
            raise AnalysisError("Ange språkmodellens adress, eller ett arkiv med dess svar.")


def key_from_environment(variable: str = KEY_VARIABLE) -> str:
    """The key, from the environment only; empty where there is none."""
    return os.environ.get(variable, "").strip()
