"""What a model that somebody brings has to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from ...contract import AnalysisError


class TextModel(Protocol):
    """Turns texts into vectors. Pickled to other processes: opens what it needs when it is first asked."""

    name: str
    version: str

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """float32 (len(texts), dimensions), one row for each text in order. Raises AnalysisError."""
        ...


def checked(vectors: np.ndarray, texts: int, name: str) -> np.ndarray:
    """The vectors as float32 (texts, dimensions); AnalysisError where they are not that."""
    found = np.asarray(vectors, dtype=np.float32)
    if found.ndim != 2 or len(found) != texts or found.shape[1] < 2:
        raise AnalysisError(
            f"Modellen {name} svarade inte med en rad tal för varje text. Kontrollera att det är en modell för "
            "texters innebörd (embedding)."
        )
    if not np.isfinite(found).all():
        raise AnalysisError(
            f"Modellen {name} svarade med annat än tal. Analysen stoppades; inget är skrivet."
        )
    return found
