"""What somebody hears who has a page read out: each word in the voice of the language that its element claims."""

from __future__ import annotations

from html.parser import HTMLParser

from medskick.ground.core.languages import SOURCE


class Languages(HTMLParser):
    """Says what is heard: every word with the language that the nearest element claims, and piece by piece."""

    VOID = {"meta", "link", "input", "br", "img", "hr", "use", "source", "path", "rect", "line", "circle"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.heard: dict[str, str] = {}
        self.pieces: set[tuple[str, str]] = set()
        self.directions: set[str | None] = set()
        self.switch: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "html":
            self.directions.add(values.get("dir"))
        if "hreflang" in values and tag == "a":
            self.switch.append(values)
        if tag not in self.VOID:
            self.open.append((tag, values.get("lang") or (self.open[-1][1] if self.open else "")))

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if tag in self.VOID:
            return
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.open and self.open[-1][0] not in ("script", "style"):
            language = self.open[-1][1]
            told = " ".join(data.split())
            self.heard[language] = self.heard.get(language, "") + " " + told
            self.pieces.add((language, told))


def in_language(code: str, path: str) -> str:
    return path if code == SOURCE else f"/{code}{path}"
