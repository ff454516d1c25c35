"""Word lists and long patterns: read or compiled once, when first needed.

Short lists stand in the modules that use them, long ones in `words/*.txt` beside those modules.
"""

import os
import re
from functools import cache, lru_cache


def listed(words: str) -> frozenset[str]:
    """Return the words of `words`, which are separated by white space."""
    return frozenset(words.split())


@cache
def read_lines(module_file: str, name: str) -> tuple[str, ...]:
    """Return the lines of `words/<name>.txt` beside `module_file`, without empty lines and "!" comments."""
    with open(os.path.join(os.path.dirname(module_file), "words", f"{name}.txt"), encoding="utf-8") as file:
        return tuple(line for line in file.read().splitlines() if line.strip() and not line.startswith("!"))


@cache
def read_words(module_file: str, name: str) -> frozenset[str]:
    """Return the words of `words/<name>.txt` beside `module_file`."""
    return listed(" ".join(read_lines(module_file, name)))


@lru_cache(maxsize=8)
def has_figure(text: str) -> bool:
    """Whether `text` holds a figure of any script: most texts hold none, and most patterns need one."""
    return any(map(str.isdigit, text))


@lru_cache(maxsize=8)
def folded(text: str) -> str:
    """Return `text` with every letter as patterns that ignore case read it, dotless and long ones too."""
    return text.lower().replace("i\u0307", "i").replace("\u0131", "i").replace("\u017f", "s")


def cues_in(*alternations: str) -> tuple[str, ...]:
    """Return the words of alternations such as "granne|\\w{0,20}lärare", the shortest that stand for all of them.

    A text whose folded form holds none of them cannot match the pattern that asks for one.
    """
    words = {folded(word.replace(r"\w{0,20}", "")) for group in alternations for word in group.split("|")}
    return tuple(sorted(word for word in words if not any(other in word for other in words - {word})))


def holds_any(text: str, parts: tuple[str, ...]) -> bool:
    """Whether one of `parts` stands anywhere in `text`."""
    return any(map(text.__contains__, parts))


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a long pattern when it is first used, so that importing stays quick."""
    return re.compile(pattern)
