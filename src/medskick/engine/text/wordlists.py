"""Word lists: small ones written in the modules that use them, long ones in `words/*.txt` beside those modules."""

from functools import cache
from importlib import resources


def listed(words: str) -> frozenset[str]:
    """Return the words of `words`, which are separated by white space."""
    return frozenset(words.split())


@cache
def read_lines(package: str, name: str) -> tuple[str, ...]:
    """Return the lines of `words/<name>.txt` in `package`, without empty lines and "!" comments."""
    text = resources.files(package).joinpath("words", f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line.strip() and not line.startswith("!"))


@cache
def read_words(package: str, name: str) -> frozenset[str]:
    """Return the words of `words/<name>.txt` in `package`."""
    return listed(" ".join(read_lines(package, name)))
