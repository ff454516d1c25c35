"""The files of a model in a folder: which they are, what they come to as one mark, and what memory it will want."""

from __future__ import annotations

import hashlib
import json
import math
import os
from pathlib import Path
from typing import Any

BATCH = 16  # texts at a time: few, so that long ones fit; short ones are not padded to their length
MOST_TOKENS, MOST_TOKENS_OF_LIBRARY = 256, 512
ONNX_PLACES = ("model.onnx", "onnx/model.onnx")

MB = 1024 * 1024
OF_ONNX_RUNTIME, OF_TORCH = 120 * MB, 500 * MB
TIMES_READ = 2  # as they come from the disk, and as the library lays them out
FLOAT = 4
WIDEST_UNTOLD, PARTS_OF_SQUARE, OF_A_HEAD, OF_INNER_LAYER = 1024, 144, 64, 4
_SIDE_BY_SIDE, _INNER, _SCORES = (
    6,
    2,
    2,
)  # tensors alive at once: of the width, of the inner layer, of attention
_BOOKKEEPING = frozenset({".DS_Store", ".gitattributes", ".gitignore"})
_OF_OTHER_LIBRARIES = frozenset({".onnx", ".safetensors", ".h5", ".msgpack", ".ot", ".pt", ".pth"})


def onnx_place(folder: Path) -> str | None:
    """Where in the folder an ONNX model lies that has its tokenizer beside it; None where none does."""
    if not (folder / "tokenizer.json").is_file():
        return None
    return next((place for place in ONNX_PLACES if (folder / place).is_file()), None)


def files_of(folder: Path) -> list[Path]:
    """Every file in the folder and its subfolders, also through links, in the order of their paths.

    What a model refers to lies there: the weights of an ONNX model may be files of any name beside it. Hidden folders
    and the small files that systems and downloaders leave are no part of it, so that copies of a model are alike.
    """
    found: list[Path] = []
    seen: set[str] = set()
    for here, below, names in os.walk(folder, followlinks=True):
        if (real := os.path.realpath(here)) in seen:
            below.clear()
            continue
        seen.add(real)
        below[:] = sorted(name for name in below if not name.startswith("."))
        found += [
            Path(here, name) for name in names if name not in _BOOKKEEPING and Path(here, name).is_file()
        ]
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def fingerprint(folder: Path) -> str:
    """Twelve signs that change when any of the model's files does, or its name; not with the folder's own."""
    digest = hashlib.sha256()
    for path in files_of(folder):
        with path.open("rb") as file:
            own = hashlib.file_digest(file, "sha256").digest()
        digest.update(path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape") + b"\0" + own)
    return digest.hexdigest()[:12]


def memory_of(folder: Path) -> int:
    """Bytes that a process needs to have the model in `folder` open and ask it about a batch of long texts.

    The library, its weights twice, and what lives at once in one layer. How wide a layer is stands in config.json;
    where it does not, it is as wide as weights of one byte each allow, at most 1 024. What looks words up has none.
    """
    place = onnx_place(folder)
    weights = _weights(folder, place)
    library, tokens = (OF_ONNX_RUNTIME, MOST_TOKENS) if place else (OF_TORCH, MOST_TOKENS_OF_LIBRARY)
    width, inner, heads = _shape(folder, weights)
    if place is None and not _has_layers(folder):
        inner = heads = 0
    alive = tokens * (_SIDE_BY_SIDE * width + _INNER * inner) + _SCORES * heads * tokens**2
    return library + TIMES_READ * weights + FLOAT * BATCH * alive


def _weights(folder: Path, place: str | None) -> int:
    """Bytes of the files that are read when the model is opened."""
    files = files_of(folder)
    if place is None:
        tensors = [path for path in files if path.suffix == ".safetensors"]
        read = tensors or [path for path in files if path.suffix == ".bin"]
    else:
        read = [
            path
            for path in files
            if path == folder / place
            or (path.suffix not in _OF_OTHER_LIBRARIES and not path.name.startswith("pytorch_model"))
        ]
    return sum(path.stat().st_size for path in read)


def _shape(folder: Path, weights: int) -> tuple[int, int, int]:
    """Width, width of the inner layer and attention heads, as far as config.json tells."""
    told = _config(folder)
    guess = min(WIDEST_UNTOLD, math.isqrt(weights // PARTS_OF_SQUARE) + 1)
    width = _number(told, "hidden_size", "dim", "d_model") or guess
    inner = _number(told, "intermediate_size", "hidden_dim", "d_ff") or OF_INNER_LAYER * width
    heads = _number(told, "num_attention_heads", "n_heads", "num_heads") or width // OF_A_HEAD + 1
    return width, inner, heads


def _has_layers(folder: Path) -> bool:
    """Is one of the parts that sentence-transformers puts together a transformer?"""
    parts = _read(folder / "modules.json")
    if not isinstance(parts, list):
        return True
    return any("Transformer" in str(part.get("type")) for part in parts if isinstance(part, dict))


def _config(folder: Path) -> dict[str, Any]:
    told = (_read(folder / place) for place in ("config.json", "0_Transformer/config.json"))
    return next((one for one in told if isinstance(one, dict)), {})


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def _number(told: dict[str, Any], *names: str) -> int:
    """The first of the figures that is told; 0 where none is, or none that can be."""
    found = (told.get(name) for name in names)
    return next((n for n in found if isinstance(n, int) and not isinstance(n, bool) and 0 < n <= 65_536), 0)
