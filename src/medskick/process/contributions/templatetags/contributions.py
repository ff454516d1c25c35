"""Template filters for words that may have empty places."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from medskick.engine.text.masking import Segment
from medskick.process.contributions.models import Contribution, Mask

register = template.Library()


@register.filter
def labelled(segments: Iterable[Segment]) -> list[dict[str, str | None]]:
    """Segments as `ui/masked_text.html` wants them, the empty places named in the page's language."""
    return [
        {
            "text": piece.text,
            "kind": piece.kind,
            "label": str(Mask.Kind(piece.kind).label) if piece.kind else "",
        }
        for piece in segments
    ]


@register.filter
def words_of(contribution: Contribution, mask: Mask) -> str:
    """The words that a mask covers, for staff."""
    return str(getattr(contribution, mask.field))[mask.start : mask.end]
