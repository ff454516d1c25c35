"""Tags for pages of editors."""

from __future__ import annotations

from django import template
from django.utils.text import slugify

from medskick.doors.pages import queries
from medskick.doors.pages.models import NewsPage
from medskick.ground.core.access import PUBLIC

register = template.Library()


@register.simple_tag
def latest_news(how_many: int) -> list[NewsPage]:
    """The newest published news."""
    return queries.with_pictures(queries.news(PUBLIC)[:how_many])


@register.filter
def anchor(heading: str) -> str:
    """The place of a heading on its page."""
    return slugify(str(heading).replace("å", "a").replace("ä", "a").replace("ö", "o")) or "avsnitt"
