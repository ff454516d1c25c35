"""Models in a folder on this machine: ONNX files, or whatever sentence-transformers opens. Nothing is fetched."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ...contract import AnalysisError
from .base import TextModel, checked
from .files import BATCH, MOST_TOKENS, MOST_TOKENS_OF_LIBRARY, fingerprint, onnx_place

SENTENCE_TRANSFORMERS_MARKS = ("modules.json", "config_sentence_transformers.json")


def open_folder(folder: str | Path) -> TextModel:
    """The model in `folder`: ONNX where there is a model.onnx beside a tokenizer.json, else sentence-transformers.

    Raises AnalysisError where the folder holds neither or the package that opens it is not installed.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise AnalysisError(f"Det finns ingen mapp {folder}. Ange mappen med modellen efter --model.")
    place = onnx_place(folder)
    if place:
        return OnnxModel(folder, place)
    if any((folder / mark).is_file() for mark in SENTENCE_TRANSFORMERS_MARKS):
        return SentenceTransformersModel(folder)
    raise AnalysisError(
        f"Mappen {folder.name} innehåller ingen modell. Det ska finnas model.onnx och tokenizer.json, eller en modell "
        "som är sparad med sentence-transformers."
    )


class OnnxModel:
    """A text encoder as ONNX file: token vectors are averaged over the text (or taken as they are, one a text)."""

    def __init__(self, folder: Path, place: str) -> None:
        self.name = folder.name
        self.version = fingerprint(folder)
        self._folder, self._place = folder, place
        self._opened: tuple[Any, Any] | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_opened": None}

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        found = [self._batch(list(texts[start : start + BATCH])) for start in range(0, len(texts), BATCH)]
        return checked(np.vstack(found) if found else np.zeros((0, 2)), len(texts), self.name)

    def _batch(self, texts: list[str]) -> np.ndarray:
        session, tokenizer = self._open()
        try:
            encoded = tokenizer.encode_batch(texts)
            given = {
                "input_ids": np.array([one.ids for one in encoded], dtype=np.int64),
                "attention_mask": np.array([one.attention_mask for one in encoded], dtype=np.int64),
                "token_type_ids": np.array([one.type_ids for one in encoded], dtype=np.int64),
            }
            wanted = {entry.name for entry in session.get_inputs()}
            answer = np.asarray(
                session.run(None, {name: value for name, value in given.items() if name in wanted})[0]
            )
            if answer.ndim == 2:
                return answer
            seen = given["attention_mask"][:, :, np.newaxis].astype(np.float32)
            return np.asarray((answer * seen).sum(axis=1) / np.maximum(seen.sum(axis=1), 1))
        except Exception as error:  # the libraries have their own many kinds
            raise _not_run(self.name, error) from error

    def _open(self) -> tuple[Any, Any]:
        if self._opened is None:
            try:
                import onnxruntime
                from tokenizers import Tokenizer
            except ImportError:
                raise AnalysisError(
                    "En ONNX-modell behöver paketen onnxruntime och tokenizers. "
                    "Installera dem med: pip install onnxruntime tokenizers"
                ) from None
            settings = onnxruntime.SessionOptions()
            settings.intra_op_num_threads = settings.inter_op_num_threads = 1
            try:
                session = onnxruntime.InferenceSession(
                    str(self._folder / self._place), settings, providers=["CPUExecutionProvider"]
                )
                tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
            except Exception as error:  # the libraries have their own many kinds
                raise AnalysisError(
                    f"Modellen i mappen {self.name} gick inte att öppna ({type(error).__name__})."
                ) from error
            tokenizer.enable_truncation(MOST_TOKENS)
            tokenizer.enable_padding()
            self._opened = session, tokenizer
        return self._opened


class SentenceTransformersModel:
    """A folder that sentence-transformers saved. Opened without the network and without code from the folder."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self.version = fingerprint(folder)
        self._folder = folder
        self._opened: Any = None

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_opened": None}

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        model = self._open()
        try:
            found = model.encode(
                list(texts), batch_size=BATCH, show_progress_bar=False, convert_to_numpy=True, device="cpu"
            )
        except Exception as error:  # the library has its own many kinds
            raise _not_run(self.name, error) from error
        return checked(found, len(texts), self.name)

    def _open(self) -> Any:
        if self._opened is None:
            os.environ["HF_HUB_OFFLINE"] = "1"
            try:
                from sentence_transformers import SentenceTransformer
            except ImportError:
                raise AnalysisError(
                    "Modellen behöver paketet sentence-transformers. "
                    "Installera det med: pip install sentence-transformers"
                ) from None
            try:
                model = SentenceTransformer(
                    str(self._folder), device="cpu", local_files_only=True, trust_remote_code=False
                )
                longest = model.max_seq_length
                if isinstance(longest, int) and longest > MOST_TOKENS_OF_LIBRARY:
                    model.max_seq_length = (
                        MOST_TOKENS_OF_LIBRARY  # memory grows with it, and is counted before
                    )
            except Exception as error:  # the library has its own many kinds
                raise AnalysisError(
                    f"Modellen i mappen {self.name} gick inte att öppna ({type(error).__name__})."
                ) from error
            self._opened = model
        return self._opened


def _not_run(name: str, error: Exception) -> AnalysisError:
    return AnalysisError(f"Modellen {name} gick inte att köra ({type(error).__name__}).")
