"""The running text of a page's content, as somebody reads it."""

from __future__ import annotations

from html.parser import HTMLParser

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
    blocks = (" ".join(block.split()) for block in reader.blocks)
    return "\n".join(block for block in blocks if block.endswith(ENDS) and " " in block)
