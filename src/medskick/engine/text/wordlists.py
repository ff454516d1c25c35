"""Word lists and long patterns: read or compiled once, when first needed.

Short lists stand in the modules that use them, long ones in `words/*.txt` beside those modules.
"""

import os
import re
from functools import cache


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


def has_figure(text: str) -> bool:
    """Whether `text` holds a figure of any script: most texts hold none, and most patterns need one."""
    return any(map(str.isdigit, text))


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a long pattern when it is first used, so that importing stays quick."""
    return re.compile(pattern)
