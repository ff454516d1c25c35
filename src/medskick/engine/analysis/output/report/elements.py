"""Small pieces of HTML that several parts of the report share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def bar(part: float, whole: float) -> str:
    """A bar as long as `part` of `whole`. It repeats a number that stands beside it, so readers aloud skip it."""
    width = 100 * part / whole if whole else 0
    return f'<span class="bar" aria-hidden="true" style="width:{width:.1f}%"></span>'


def row(name: str, cells: Sequence[str], *, colour: str = "") -> str:
    """A table row: a heading cell and data cells, which are finished `td` elements."""
    marked = f' class="{colour}"' if colour else ""
    return f'<tr{marked}><th scope="row">{name}</th>{"".join(cells)}</tr>'


def count_cell(text: str) -> str:
    return f'<td class="n">{text}</td>'


def bar_cell(part: float, whole: float) -> str:
    return f'<td class="w">{bar(part, whole)}</td>'


def table(caption: str, heads: Iterable[tuple[str, str]], rows: Iterable[str], foot: str = "") -> str:
    """A table that scrolls by itself on narrow screens. heads: (text, class); an empty text is a cell for bars."""
    cells = "".join(
        f'<th scope="col"{_classed(kind)}>{text}</th>' if text else f"<td{_classed(kind)}></td>"
        for text, kind in heads
    )
    end = f"<tfoot>{foot}</tfoot>" if foot else ""
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="Tabell: {caption}"><table>'
        f"<caption>{caption}</caption><thead><tr>{cells}</tr></thead><tbody>{''.join(rows)}</tbody>{end}</table></div>"
    )


def _classed(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
