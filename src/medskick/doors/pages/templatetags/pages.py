"""Tags for pages of editors."""

from __future__ import annotations

from django import template

from medskick.doors.pages import queries
from medskick.doors.pages.models import NewsPage
from medskick.doors.pages.models.blocks import place_of
from medskick.ground.core.access import PUBLIC

register = template.Library()


@register.simple_tag
def latest_news(how_many: int) -> list[NewsPage]:
    """The newest published news."""
    return queries.with_pictures(queries.news(PUBLIC)[:how_many])


register.filter("anchor", place_of)
