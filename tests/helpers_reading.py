"""The running text of a page's content, as somebody reads it, and how hard it is to read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from medskick.engine.text.readability import readability, sentences_of

# The highest LIX of an easy-read page and of any other that a visitor meets.
EASY, PLAIN = 30, 40

BLOCKS = {
    "p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "div", "section", "td", "th", "label", "legend", "summary", "button",
    "form", "ol", "ul", "dl", "table", "tr", "caption", "figcaption", "details", "fieldset", "aside", "address",
}  # fmt: skip
# What others have written, what is chosen from, and what no one reads aloud as a text.
NOT_READ = {"blockquote", "q", "select", "script", "svg", "nav", "textarea", "template", "code", "pre"}
ENDS = (".", "!", "?", ":", "”", ")")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = [""]
        self.inside = 0
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        if tag == "main":
            self.inside += 1
        if tag in NOT_READ:
            self.silent += 1
        if tag in BLOCKS:
            self.blocks.append("")
        if tag == "br":
            self.blocks[-1] += " "

    def handle_endtag(self, tag):
        if tag == "main":
            self.inside -= 1
        if tag in NOT_READ:
            self.silent -= 1
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_data(self, data):
        if self.inside and not self.silent:
            self.blocks[-1] += data


def running_text(html: str) -> str:
    """One block to a line: paragraphs and points with whole sentences. Headings, labels and buttons are left out,
    because their short lines would make any page look easy."""
    reader = _Reader()
    reader.feed(html)
    return whole_sentences(reader.blocks)


def running_text_of_mail(text: str) -> str:
    """The same of a mail: a line is a block; addresses of pages, sums and signatures are no sentences."""
    return whole_sentences(re.sub(r"https?://\S+", "", line) for line in text.splitlines())


def whole_sentences(blocks: Iterable[str]) -> str:
    """The blocks that end as a sentence does, one to a line."""
    told = (" ".join(block.split()) for block in blocks)
    return "\n".join(block for block in told if block.endswith(ENDS) and " " in block)


def worst(text: str, how_many: int = 4) -> list[str]:
    """The sentences that cost a text most."""
    return sorted(sentences_of(text), key=lambda one: readability(one).lix, reverse=True)[:how_many]


def check(name: str, text: str, limit: int) -> None:
    """Print a text's LIX and refuse what is harder than the limit, with the sentences to begin with."""
    found = readability(text)
    print(f"{name}: LIX {found.lix} ({found.words} words)")
    assert found.words, f"{name} has no running text"
    assert found.lix <= limit, f"{name}: LIX {found.lix} > {limit}. Begin with: {worst(text)}"
