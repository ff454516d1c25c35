"""The interface every representation of texts keeps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np


class Representation(Protocol):
    """Turns texts into points whose inner product says how alike they are."""

    name: str
    version: str

    def fit(self, texts: Sequence[str]) -> Representation:
        """Learn what there is to learn from the corpus; returns itself. Equal texts in equal order: equal state."""
        ...

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """float32 (len(texts), dimensions); every row has length 1, or 0 where nothing in the text is known."""
        ...
