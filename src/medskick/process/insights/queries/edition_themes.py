"""The rows of an edition's themes and topics, asked for once in a page that reads."""

from __future__ import annotations

from medskick.ground.core.once import once
from medskick.process.insights.models import Edition, EditionTheme


def rows_of(edition: Edition) -> dict[int, EditionTheme]:
    """Every theme and topic as it was published, by its key. One query; for showing, never for changing."""
    return once(
        ("insights.edition_themes", edition.pk), lambda: {row.pk: row for row in edition.themes.all()}
    )
