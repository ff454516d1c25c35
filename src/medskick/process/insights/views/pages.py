"""What the public pages show, put together from the reads. No request, so that the preview can use it too."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medskick.ground.core.access import Viewer
from medskick.ground.core.disclosure import SMALLEST
from medskick.ground.core.disclosure import told as as_told
from medskick.ground.core.numbers import counted
from medskick.process.cycle.models import StrategyCycle
from medskick.process.cycle.queries import current_cycle, cycle_by_key
from medskick.process.cycle.region import Region
from medskick.process.insights.coding import words as coding_words
from medskick.process.insights.coding.queries import figures
from medskick.process.insights.models import Criterion, Edition, OutsideReason, Part
from medskick.process.insights.queries import (
    amounts,
    calibration,
    changes,
    criteria_public,
    criteria_words,
    editions,
    language_model,
    live,
    spread,
    statements,
    tables,
    trace,
)
from medskick.process.insights.queries.edition_themes import rows_of
from medskick.process.insights.queries.editions import PublishedTheme
from medskick.process.insights.queries.untold import untold
from medskick.process.insights.views import contents
from medskick.process.insights.views.excerpt_panels import differing, public_panels

PER_PAGE = 30
QUOTES = 6
OUTSIDE_SHOWN = 30
FEW = 15


def chosen_edition(query: Any, viewer: Viewer) -> Edition | None:
    """The edition an address asks for: ``?utgava=N``, else the newest of ``?omgang=KEY``, else of the current cycle."""
    number, cycle = _asked_for(query, viewer)
    if number is not None:
        return editions.by_number(number, viewer)
    return editions.newest(cycle, viewer) if cycle else None


def withdrawn_edition(query: Any, viewer: Viewer) -> Edition | None:
    """The edition that an address asks for and that is taken away."""
    number, cycle = _asked_for(query, viewer)
    if number is None and cycle is None:
        return None
    return editions.withdrawn(viewer, number=number or 0, cycle=cycle)


def _asked_for(query: Any, viewer: Viewer) -> tuple[int | None, StrategyCycle | None]:
    number, key = query.get("utgava", ""), query.get("omgang", "")
    if number:
        return (int(number) if number.isdecimal() and len(number) < 9 else 0), None
    return None, cycle_by_key(key, viewer) if key else current_cycle(viewer)


def themes_page(edition: Edition, region: Region, viewer: Viewer, query: str = "") -> dict[str, Any]:
    """The whole of /teman/ for an edition."""
    published = editions.published_themes(edition, viewer)
    inside = [theme for theme in published if not theme.outside]
    by_place = spread.spread(edition, spread.dimensions(region)[0], region, viewer)
    ledger = amounts.ledger(edition, viewer)
    new = live.arrived(edition, viewer)
    every = by_place.get(spread.ALL)
    grown = _grown(edition)
    told = criteria_public.of_themes(inside, viewer)
    weighed = [(theme, told[theme.row.pk]) for theme in inside if theme.row.pk in told]
    tiles = [_tile(theme, by_place.get(theme.row.pk), region, grown, query) for theme in inside]
    page = {
        "edition": edition,
        "query": query,
        **_editions(edition, viewer),
        "ledger": ledger,
        "live": new,
        "reasons": _reasons(ledger),
        "elsewhere": _elsewhere(ledger, reviewed=bool(edition.reviewed_by_role)),
        "tiles": tiles,
        "map": [
            {
                "label": tile["name"],
                "value": tile["count"],
                "url": tile["url"],
                "area": None,
                "mark": tile["mark"],
            }
            for tile in tiles
            if tile["url"] and tile["count"]
        ],
        "few": _few(tiles, inside, region),
        "differing": differing(edition, inside, region, viewer),
        "outside": statements.outside_by_reason(edition, region, viewer, OUTSIDE_SHOWN),
        "outside_suggested": statements.suggested_outside(edition, region, viewer, OUTSIDE_SHOWN),
        "criteria": weighed,
        "criteria_names": Criterion.choices if weighed else [],
        "outside_persons": as_told(amounts.persons_wholly_outside(edition, viewer)),
        "outside_statements": ledger.thoughts.outside,
        "outside_themes": [(theme, _instead(theme)) for theme in published if theme.outside],
        "spread": every,
        "spread_rows": bars(every),
        "spread_lines": _lines(every),
        "spread_title": _spread_title(every, region),
        "groups": tables.tables_of(edition, viewer),
        "untold": untold(edition, viewer),
        "changes": changes.in_words(edition, viewer),
        "unit": _("röster"),
        "by_ai": any(theme.name_mark for theme in published),
    }
    return {**page, "contents": contents.of_themes(page)}


def _grown(edition: Edition) -> dict[int, str]:
    """By ``EditionTheme.pk``, how much a theme has grown since the edition before, or why that cannot be said."""
    by_theme = edition.changes.get("grown", {})
    found = {
        theme.pk: _("+%(n)s sedan förra utgåvan") % {"n": by_theme[str(theme.theme_id)]}
        for theme in rows_of(edition).values()
        if by_theme.get(str(theme.theme_id), 0) >= SMALLEST
        and changes.tells_both(theme, by_theme[str(theme.theme_id)])
    }
    return found | changes.how_compared(edition)


def _tile(
    theme: PublishedTheme, table: spread.Table | None, region: Region, grown: dict[int, str], query: str
) -> dict[str, Any]:
    rows = bars(table)
    return {
        "name": theme.name,
        "mark": theme.name_mark,
        "url": theme.address + query if theme.address else "",
        "count": theme.persons,
        "finding": theme.row.shown(Part.SUMMARY),
        "spread": rows if table and not table.too_few else None,
        "places": table.named_places if table and region.has_spread and not table.too_few else None,
        "everywhere": table is not None and region.has_spread and table.everywhere,
        "change": grown.get(theme.row.pk, ""),
        "keywords": theme.keywords[:5],
        "statements": theme.count.statements,
    }


def bars(table: spread.Table | None) -> list[dict[str, Any]]:
    """Rows of a table for a drawing: the unknown group is told in a sentence beside it."""
    if table is None or table.too_few:
        return []
    return [{"label": row.label, "value": row.persons} for row in table.rows if row.key != spread.UNKNOWN]


def _lines(table: spread.Table | None) -> dict[str, Any]:
    """Rows of a table with each one's share of the largest, for bars lying down."""
    rows = bars(table)
    largest = max((row["value"] or 0 for row in rows), default=0) or 1
    return {
        "rows": rows,
        "lines": [{**row, "share": round(100 * (row["value"] or 0) / largest)} for row in rows],
    }


def _few(tiles: list[dict[str, Any]], inside: list[PublishedTheme], region: Region) -> list[dict[str, Any]]:
    """Small themes that speak clearly: few persons, several places, few unsure statements."""
    found = []
    for tile, theme in zip(tiles, inside, strict=True):
        clear = theme.count.statements and theme.count.weak <= theme.count.statements / 4
        wide = not region.has_spread or (tile["places"] or 0) >= 2
        if tile["url"] and 5 <= theme.count.persons <= FEW and clear and wide:
            found.append(tile)
    return found[:4]


def _instead(theme: PublishedTheme) -> str:
    return criteria_words.where_instead(theme.row.outside_reason, theme.row.belongs_to)


def _elsewhere(ledger: amounts.Ledger, *, reviewed: bool) -> list[str]:
    """Where the texts are that count but are in no theme, in words. ``reviewed``: only approved themes are shown."""
    outside, none, foreign = ledger.outside.texts, ledger.fits_none, ledger.other_language
    empty, late, waiting = ledger.no_content.texts, ledger.late.texts, ledger.waiting.texts
    fits_none = (
        ngettext(
            "%(n)s passar inget av temana eller väntar på att temat godkänns",
            "%(n)s passar inget av temana eller väntar på att temat godkänns",
            none,
        )
        if reviewed
        else ngettext("%(n)s passar inget av temana", "%(n)s passar inget av temana", none)
    )
    told = (
        (outside, ngettext("%(n)s ligger utanför strategin", "%(n)s ligger utanför strategin", outside)),
        (none, fits_none),
        (foreign, ngettext("%(n)s är på ett annat språk", "%(n)s är på ett annat språk", foreign)),
        (empty, ngettext("%(n)s är utan innehåll", "%(n)s är utan innehåll", empty)),
        (late, ngettext("%(n)s kom efter analysen", "%(n)s kom efter analysen", late)),
        (
            waiting,
            ngettext(
                "%(n)s väntar på att bli läst av en människa",
                "%(n)s väntar på att bli lästa av en människa",
                waiting,
            ),
        ),
    )
    return [words % {"n": counted(texts)} for texts, words in told if texts]


def _reasons(ledger: amounts.Ledger) -> list[tuple[str, Any]]:
    from medskick.process.contributions.models import HiddenReason

    return [(str(HiddenReason(key).label), amount) for key, amount in ledger.hidden_by_reason.items()]


def _spread_title(table: spread.Table | None, region: Region) -> str:
    if table is None or table.too_few:
        return ""
    if not region.has_spread:
        return _("Så kom rösterna in")
    if table.everywhere:
        return _("Röster från alla %(n)s kommuner") % {"n": counted(table.named_places)}
    return ngettext(
        "Röster från minst %(n)s kommun", "Röster från minst %(n)s kommuner", table.named_places
    ) % {"n": counted(table.named_places)}


def theme_page(
    edition: Edition,
    theme: PublishedTheme,
    region: Region,
    viewer: Viewer,
    *,
    page: Any = None,
    query: str = "",
) -> dict[str, Any]:
    """The whole of /teman/<slug>/."""
    rows = statements.statements(edition, viewer, theme.row)
    paged = Paginator(rows, PER_PAGE).get_page(page)
    excerpts = public_panels(edition, theme, region, viewer)
    voices = _voices(edition, theme, excerpts["summary"], region, viewer)
    by_dimension = _spreads(edition, theme, region, viewer)
    spreads = _tables(by_dimension, theme)
    parent = (
        next(
            (one for one in editions.published_themes(edition, viewer) if one.row.pk == theme.row.parent_id),
            None,
        )
        if theme.row.parent_id
        else None
    )
    texts = language_model.shown_in(edition, theme.row, theme.count.persons, viewer)
    shown = {
        "edition": edition,
        "ledger": amounts.ledger(edition, viewer),
        "query": query,
        "live_here": live.arrived(edition, viewer).by_theme.get(theme.row.pk, 0),
        "theme": theme,
        "parent": parent,
        "finding": theme.summary or finding(theme, spreads, region),
        "finding_by_person": bool(theme.summary),
        "model_texts": texts,
        "by_ai": bool(texts or theme.name_mark),
        "tables": spreads,
        "voices": voices,
        "excerpts": excerpts,
        "page": paged,
        "rows": statements.described(paged.object_list, edition, region, viewer),
        "csv": reverse("insights:theme_csv", args=[theme.slug]) + query,
        "reason": _outside_told(theme),
        "criteria": criteria_public.of_themes([theme], viewer).get(theme.row.pk, []),
        "breadth": _breadth(by_dimension, theme),
        **_editions(edition, viewer),
    }
    return {**shown, "contents": contents.of_theme(shown)}


def _editions(edition: Edition, viewer: Viewer) -> dict[str, Any]:
    """All editions of the cycle, and the newest where it came after this one."""
    found = editions.editions(edition.cycle, viewer)
    return {"editions": found, "newer": editions.newer_than(edition, found)}


def _voices(
    edition: Edition, theme: PublishedTheme, summary: dict[str, Any] | None, region: Region, viewer: Viewer
) -> list[statements.PublicStatement]:
    """The theme's quotes, without those that stand in its summary already."""
    said = {one["quote"].key for one in summary["sentences"]} if summary else set()
    most = QUOTES + len(said)
    found = statements.quotes(edition, [theme.row], region, viewer, most)[theme.row.pk]
    return [one for one in found if one.key not in said][:QUOTES]


def _outside_told(theme: PublishedTheme) -> str:
    """Why the theme lies outside, and where it belongs."""
    if not theme.row.outside_reason:
        return ""
    label = str(OutsideReason(theme.row.outside_reason).label)
    return f"{label[:1].upper()}{label[1:]}. {_instead(theme)}"


def _spreads(
    edition: Edition, theme: PublishedTheme, region: Region, viewer: Viewer
) -> dict[str, dict[int, spread.Table]]:
    """By dimension. Topics have none: beside their theme's they would tell of small groups."""
    if theme.row.parent_id:
        return {}
    return {one: spread.spread(edition, one, region, viewer) for one in spread.dimensions(region)}


def _breadth(
    by_dimension: dict[str, dict[int, spread.Table]], theme: PublishedTheme
) -> criteria_public.Breadth | None:
    first = next(iter(by_dimension.values()), None)
    return criteria_public.breadth(first, theme) if first and theme.row.criteria else None


def _tables(by_dimension: dict[str, dict[int, spread.Table]], theme: PublishedTheme) -> list[dict[str, Any]]:
    """The theme's spreads with their titles."""
    titles = {
        spread.MUNICIPALITY: (_("Kommuner"), _("Kommun")),
        spread.CHANNEL: (_("Så kom de in"), _("Kanal")),
    }
    found = []
    for dimension, by_theme in by_dimension.items():
        table = by_theme.get(theme.row.pk)
        title, place = titles[dimension]
        if table:
            found.append(
                {**_lines(table), "dimension": dimension, "title": title, "place": place, "table": table}
            )
    return found


def finding(theme: PublishedTheme, spreads: list[dict[str, Any]], region: Region) -> str:
    """A sentence in words from counts alone, where nobody has written a summary."""
    persons = trace.voices(theme)
    place = next((one["table"] for one in spreads if one["dimension"] == spread.MUNICIPALITY), None)
    if place and place.named_places > 1:
        sentence = (
            _("%(persons)s från alla %(n)s kommuner handlar om det här.")
            if place.everywhere
            else _("%(persons)s från minst %(n)s kommuner handlar om det här.")
        )
        return sentence % {"persons": persons, "n": place.named_places}
    return _("%(persons)s handlar om det här.") % {"persons": persons}


def method_page(viewer: Viewer) -> dict[str, Any]:
    """The method page: the newest edition's run, and the register of editions."""
    cycle = current_cycle(viewer)
    found = editions.editions(cycle, viewer) if cycle else []
    newest = next((one for one in found if not one.is_withdrawn), None)
    page = {
        "edition": newest,
        "run": newest.run if newest else None,
        "editions": found,
        "language_model": language_model.decision_on(),
        "agreement": coding_words.public(figures.report(cycle, viewer)) if cycle else None,
        "calibration": calibration_told(),
    }
    return {**page, "contents": contents.of_method(page)}


def calibration_told() -> dict[str, Any]:
    """How sure the computer is by the criteria, for a figure and its tables."""
    told = ((Criterion.COOPERATION, calibration.COOPERATION), (Criterion.LONG_TERM, calibration.LONG_TERM))
    return {
        "lines": [{"label": one.label, "points": calibration.points(pairs)} for one, pairs in told],
        "farthest": calibration.farthest(),
        "texts": calibration.TEXTS,
    }
