"""Word documents: every paragraph, bullet or table cell is a row, with the heading it stands under."""

from collections.abc import Iterator
from pathlib import Path

from .archive import Archive
from .cells import is_blank
from .errors import TableError
from .limits import Limits
from .ooxml import Attributes, Handler, drain, events, main_part
from .table import Record, Source

HEADING_NAMES = ("heading", "rubrik", "title", "subtitle")
SKIPPED = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "rPrChange", "pPrChange"})
MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
OFF = ("0", "false", "off")


class DocxSource(Source):
    """Paragraphs of a Word document as columns ``text`` and ``heading``.

    Headings are not rows: each is put beside what stands under it. Numbers count paragraphs with text,
    headings included. Left out: deleted text under revision, hidden text, comments, foot notes, headers
    and footers.
    """

    format = "docx"
    unit = "stycke"
    empty_code = "no_text"

    def __init__(self, path: Path, name: str, limits: Limits) -> None:
        self.path, self.name, self.limits = path, name, limits
        self.columns = ["text", "heading"]
        with Archive(path, name, limits) as archive:
            self.part = main_part(archive, "word/document.xml")
            styles = _Styles()
            if "word/styles.xml" in archive.names:
                drain(archive, "word/styles.xml", styles)
        self.heading_styles = frozenset(styles.headings)

    def records(self) -> Iterator[Record]:
        handler = _Document(self.heading_styles, self.limits.max_row_chars)
        number, heading = 0, ""
        with Archive(self.path, self.name, self.limits) as archive:
            for text, is_heading in events(archive, self.part, handler):
                if is_blank(text):
                    continue
                number += 1
                if len(text) > self.limits.max_row_chars:
                    limit = self.limits.max_row_chars
                    raise TableError("row_too_large", file=self.name, row=number, unit=self.unit, limit=limit)
                if is_heading:
                    heading = " ".join(text.split())[: self.limits.max_cell_chars]
                else:
                    yield Record(number, [text, heading])


class _Styles(Handler):
    """Which paragraph styles are headings, whatever the language the template was made in."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: set[str] = set()
        self._style = ""

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "style":
            self._style = attributes.get("styleId", "")
        elif name == "outlineLvl" or (
            name == "name" and attributes.get("val", "").lower().startswith(HEADING_NAMES)
        ):
            self.headings.add(self._style)


class _Document(Handler):
    """Gathers the text of each paragraph; text boxes inside a paragraph come as paragraphs of their own."""

    def __init__(self, heading_styles: frozenset[str], longest: int) -> None:
        super().__init__()
        self._headings, self._longest = heading_styles, longest
        self._paragraphs: list[_Text] = []
        self._cells: list[_Text] = []  # texts of the table cells we are inside, outermost first
        self._skipping = 0
        self._in_text = self._hidden = self._in_style = False

    def start(self, name: str, attributes: Attributes) -> None:
        if self._skipping or name in SKIPPED:
            self._skipping += 1
        elif name == "p":
            self._paragraphs.append(_Text())
        elif name == "tc":
            self._cells.append(_Text())
        elif name == "r":
            self._hidden = False
        elif name in ("rPr", "tabs"):
            self._in_style = True
        elif name == "t":
            self._in_text = True
        elif self._paragraphs:
            self._mark(name, attributes)

    def _mark(self, name: str, attributes: Attributes) -> None:
        paragraph = self._paragraphs[-1]
        if name == "pStyle":
            paragraph.heading |= attributes.get("val", "") in self._headings
        elif name == "outlineLvl":
            paragraph.heading |= attributes.get("val", "9") != "9"
        elif name == "vanish":
            self._hidden = attributes.get("val", "true") not in OFF
        elif name in MARKS and not self._in_style and not self._hidden:
            paragraph.add(MARKS[name], self._longest)

    def end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif name == "t":
            self._in_text = False
        elif name in ("rPr", "tabs"):
            self._in_style = False
        elif name == "p" and self._paragraphs:
            self._finish(self._paragraphs.pop())
        elif name == "tc" and self._cells:
            self._give("".join(self._cells.pop().pieces), heading=False)

    def data(self, text: str) -> None:
        if self._in_text and not self._skipping and not self._hidden and self._paragraphs:
            self._paragraphs[-1].add(text, self._longest)

    def _finish(self, paragraph: "_Text") -> None:
        self._hidden = False
        self._give("".join(paragraph.pieces), paragraph.heading)

    def _give(self, text: str, heading: bool) -> None:
        if self._cells and not is_blank(text):
            self._cells[-1].add("\n" + text if self._cells[-1].size else text, self._longest)
        elif not self._cells:
            self.ready.append((text, heading))


class _Text:
    """The text of a paragraph or a table cell while it grows."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.size = 0
        self.heading = False

    def add(self, text: str, longest: int) -> None:
        """Add text, but never hold more than one character over the limit, by which the reader tells."""
        if self.size <= longest:
            self.pieces.append(text[: longest + 1 - self.size])
            self.size += len(text)
