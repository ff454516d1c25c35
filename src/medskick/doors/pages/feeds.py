"""News as Atom, for the whole site, a municipality or a theme, in every language."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from medskick.doors.pages import queries
from medskick.doors.pages.models import NewsPage
from medskick.ground.core.access import PUBLIC
from medskick.ground.core.printable import printable
from medskick.ground.ui.templatetags.ui import local
from medskick.process.cycle import region as regions

LONGEST = 50


class SpokenAtom(Atom1Feed):
    """Atom whose entries say which language they are written in, as a feed may hold what is in Swedish alone."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """The attributes of an entry."""
        return {**super().item_attributes(item), "xml:lang": item["language"]}


class NewsFeed(Feed):
    """The newest news. ``municipality`` and ``theme`` narrow it."""

    feed_type = SpokenAtom

    def get_object(self, request: HttpRequest, municipality: str = "", theme: str = "") -> dict[str, str]:
        """What the feed is narrowed to. An unknown municipality has no feed."""
        if municipality and regions.region().municipality(municipality) is None:
            raise Http404
        return {"municipality": municipality, "theme": theme}

    def title(self, narrowed: dict[str, str]) -> str:
        """The site, and the place where the feed is of one."""
        site = regions.region().title
        if narrowed["municipality"]:
            place = regions.region().municipality_name(narrowed["municipality"])
            return _("%(site)s: nyheter från %(place)s") % {"site": site, "place": place}
        if narrowed["theme"]:
            return _("%(site)s: nyheter om %(theme)s") % {
                "site": site,
                "theme": narrowed["theme"].replace("-", " "),
            }
        return _("%(site)s: nyheter") % {"site": site}

    def link(self, narrowed: dict[str, str]) -> str:
        """The list of news."""
        return str(local("/nyheter/"))

    def feed_url(self, narrowed: dict[str, str]) -> str:
        """The feed's own address, with the language that it is read in."""
        parts = [f"kommun/{narrowed['municipality']}/"] if narrowed["municipality"] else []
        parts += [f"tema/{narrowed['theme']}/"] if narrowed["theme"] else []
        return str(local("/nyheter/flode/" + "".join(parts)))

    def author_name(self, narrowed: dict[str, str]) -> str:
        """Who stands behind the feed: also what nobody is named for has an author."""
        return regions.region().name

    def feed_guid(self, narrowed: dict[str, str]) -> str:
        """Tells this feed from every other, of this region and of others."""
        return uuid.uuid5(uuid.NAMESPACE_URL, regions.region().code + self.feed_url(narrowed)).urn

    def items(self, narrowed: dict[str, str]) -> list[NewsPage]:
        """Published news, newest first."""
        return list(queries.news(PUBLIC, **narrowed)[:LONGEST])

    def item_title(self, item: NewsPage) -> str:
        return printable(item.title)

    def item_description(self, item: NewsPage) -> str:
        return printable(item.lead)

    def item_link(self, item: NewsPage) -> str:
        return str(local(item.address))

    def item_guid(self, item: NewsPage) -> str:
        """One and the same in every feed that tells of it, whatever becomes of its address."""
        return f"urn:uuid:{item.translation_key}"

    def item_author_name(self, item: NewsPage) -> str:
        return printable(item.author)

    def item_pubdate(self, item: NewsPage) -> datetime.datetime:
        return item.first_published_at or timezone.make_aware(
            datetime.datetime.combine(item.day, datetime.time())
        )

    def item_updateddate(self, item: NewsPage) -> datetime.datetime | None:
        return item.last_published_at

    def item_extra_kwargs(self, item: NewsPage) -> dict[str, str]:
        """What ``SpokenAtom`` tells beside what every feed does."""
        return {"language": item.locale.language_code}
