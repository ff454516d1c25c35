"""What insights offer the house."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from medskick.engine.text.finding import holds, wanted
from medskick.ground.core import audit, chain, offers, spoken
from medskick.ground.core.access import Viewer
from medskick.ground.core.context import plain_path
from medskick.ground.core.languages import SOURCE
from medskick.ground.post.subscriptions import Topic, topics
from medskick.process.cycle import region as regions
from medskick.process.cycle.queries import current_cycle
from medskick.process.insights import models, rules, told  # noqa: F401
from medskick.process.insights.coding import offers as _coding  # noqa: F401
from medskick.process.insights.queries import (
    book,
    criteria_public,
    editions,
    live_when,
    moving,
    statements,
    tables,
    trace,
)
from medskick.process.insights.queries.excerpts import rows as excerpt_rows
from medskick.process.participation import earlier

audit.sentence("insights.run_started", _("{actor} startade analys {ref} av {cycle}"))
audit.sentence("insights.placing_started", _("{actor} lät datorn placera nya medskick i {ref}"))
audit.sentence("insights.run_cancelled", _("{actor} avbröt analys {ref}"))
audit.sentence("insights.run_used", _("{actor} lät temana följa analys {ref}"))
audit.sentence("insights.run_left", _("{actor} lät bli att använda analys {ref}"))
audit.sentence("insights.run_counted_again", _("{actor} lät räkna om vad analys {ref} skulle ändra"))
audit.sentence("insights.theme_renamed", _("{actor} döpte om temat {old} till {new}"))
audit.sentence("insights.theme_name_kept", _("{actor} behöll namnet {name}, som kodboken kallar {called}"))
audit.sentence("insights.theme_named_by_book", _("{actor} gav temat {old} kodbokens namn {new}"))
audit.sentence("insights.theme_summarised", _("{actor} skrev sammanfattning av temat {name}"))
audit.sentence("insights.theme_approved", _("{actor} godkände temat {name}"))
audit.sentence("insights.theme_unapproved", _("{actor} tog tillbaka godkännandet av temat {name}"))
audit.sentence(
    "insights.approval_lost",
    _("Temat {name} behöver godkännas på nytt, efter en ändring av {actor}: {why}"),
)
audit.sentence("insights.theme_outside", _("{actor} märkte temat {name} som utanför strategin: {reason}"))
audit.sentence("insights.theme_inside", _("{actor} märkte temat {name} som en del av strategin"))
audit.sentence("insights.theme_scope_open", _("{actor} lämnade öppet om temat {name} hör till strategin"))
audit.sentence("insights.criterion_decided", _("{actor} bedömde temat {name}. {criterion}: {value}"))
audit.sentence("insights.theme_merged", _("{actor} slog ihop temat {name} med {into}"))
audit.sentence(
    "insights.theme_split",
    ngettext_lazy(
        "{actor} bröt ut {new} ur temat {name} ({count} tanke)",
        "{actor} bröt ut {new} ur temat {name} ({count} tankar)",
        "count",
    ),
    by="count",
)
audit.sentence(
    "insights.statements_moved",
    ngettext_lazy(
        "{actor} flyttade {count} tanke till {to}",
        "{actor} flyttade {count} tankar till {to}",
        "count",
    ),
    by="count",
)
audit.sentence(
    "insights.statements_outside",
    ngettext_lazy(
        "{actor} märkte {count} tanke som utanför strategin: {reason}",
        "{actor} märkte {count} tankar som utanför strategin: {reason}",
        "count",
    ),
    by="count",
)
audit.sentence(
    "insights.statements_inside",
    ngettext_lazy(
        "{actor} märkte {count} tanke som en del av strategin",
        "{actor} märkte {count} tankar som en del av strategin",
        "count",
    ),
    by="count",
)
audit.sentence("insights.quote_chosen", _("{actor} valde ett citat i temat {name}"))
audit.sentence("insights.quote_refused", _("{actor} valde bort ett citat i temat {name}"))
audit.sentence("insights.quote_forgotten", _("{actor} tog bort ett citatval i temat {name}"))
audit.sentence("insights.excerpt_refused", _("{actor} tog bort {what} ur temat {name}"))
audit.sentence("insights.excerpt_allowed", _("{actor} lät {what} visas igen i temat {name}"))
audit.sentence(
    "insights.codebook_created",
    ngettext_lazy(
        "{actor} lade upp kodboken {name} med {count} tema",
        "{actor} lade upp kodboken {name} med {count} teman",
        "count",
    ),
    by="count",
)
audit.sentence("insights.codebook_changed", _("{actor} ändrade kodboken {name}: {what}"))
audit.sentence("insights.statement_coded", _("{actor} bestämde att en tanke hör till {to}"))
audit.sentence("insights.statement_uncoded", _("{actor} tog tillbaka ett beslut om en tanke ({to})"))
audit.sentence("insights.undone", _("{actor} ångrade: {what}"))
audit.sentence("insights.taken_away", _("{actor} tog bort {what} ur {ref}: {reason}"))
audit.sentence("insights.put_back", _("{actor} visade {what} igen i {ref}"))
audit.sentence("insights.model_on", _("{actor} slog på språkmodellen {model} efter beslut {reference}"))
audit.sentence("insights.model_off", _("{actor} stängde av språkmodellen {model}"))
audit.sentence("insights.model_tried", _("{actor} provade språkmodellen {model}"))
audit.sentence("insights.model_text_approved", _("{actor} godkände en text av AI i analys {ref}: {text}"))
audit.sentence("insights.model_text_rejected", _("{actor} avvisade en text av AI i analys {ref}: {text}"))
audit.sentence("insights.published", _("{actor} publicerade temana i {cycle} ({ref})"))

earlier.register(tables.printed)

offers.record(models.Run, why="Visar hur resultatet räknades fram.")
offers.record(models.RunTheme, why="Datorns förslag innan människor granskat.")
offers.record(models.RunStatement, why="Datorns förslag innan människor granskat.")
offers.record(models.Codebook, why="Visar vilka teman analysen utgick från.")
offers.record(models.CodebookVersion, why="Visar hur kodboken har ändrats och av vem.")
offers.record(models.EntryTheme, why="Visar vilket tema en rad i kodboken fyller.")
offers.record(models.CodedStatement, why="Datorns förslag innan människor granskat.")
offers.record(models.CodeDecision, why="Visar vad människor har bestämt om varje tanke.")
offers.record(models.Theme, why="Underlag för strategin.", public_kind="theme")
offers.record(models.Placement, why="Visar vart varje tanke hör.", public_kind="statement")
offers.record(models.QuoteChoice, why="Visar vem som valt citat.")
offers.record(
    models.CriterionDecision, why="Visar vad människor har bedömt om temana och varför.", public_kind="theme"
)
offers.record(models.BookChange, why="Visar vad människor har beslutat om temana.")
offers.record(models.Edition, why="Publicerat resultat.", public_kind="edition")
offers.record(models.EditionTheme, why="Publicerat resultat.", public_kind="theme")
offers.record(models.EditionStatement, why="Publicerat resultat.", public_kind="statement")
offers.record(models.EditionTable, why="Publicerat resultat.")
offers.record(models.RunExcerpt, why="Datorns förslag innan människor granskat.")
offers.record(models.RunExcerptVoice, why="Datorns förslag innan människor granskat.")
offers.record(models.EditionExcerpt, why="Publicerat resultat.", public_kind="theme")
offers.record(models.EditionExcerptVoice, why="Publicerat resultat.", public_kind="statement")
offers.record(models.ExcerptRefusal, why="Visar vad människor har tagit bort ur temana.")
offers.record(models.ModelDecision, why="Visar vem som har beslutat om språkmodell, och varför.")
offers.record(models.ModelText, why="Visar vad språkmodellen föreslog och vad människor sade om det.")
offers.record(models.LivePlacement, why="Datorns placering innan nästa utgåva.", public_kind="statement")
offers.record(models.Drift, why="Visar hur väl utgåvan passar det som kommit in sedan.")

offers.menu(offers.MenuItem(_("Teman"), "insights:themes", 30, editions.any_published))
offers.task(
    offers.Task(_("Analys och teman"), "insights_staff:home", "insights.read", 30, book.waiting_for_review)
)

offers.task(offers.Task(_("Språkmodell"), "insights_staff:language_model", "insights.language_model", 31))

chain.extend(
    "contribution",
    onward=trace.statements_of,
    movers=moving.where_to_move,
    expects=live_when.expected,
)
chain.register(
    "statement",
    describe=trace.describe_statements,
    onward=trace.themes_of,
    back=trace.contributions_of,
    beside=trace.homes_of,
)
chain.register(
    "theme", describe=trace.describe_themes, back=trace.statements_behind, beside=trace.themes_beside
)
chain.register("edition", describe=trace.describe_editions, back=trace.themes_in)


def _newest(viewer: Viewer) -> models.Edition | None:
    cycle = current_cycle(viewer)
    return editions.newest(cycle, viewer) if cycle else None


@offers.search
def search(words: str, viewer: Viewer) -> Iterable[offers.Hit]:
    """Themes of the newest edition by name, keywords and summary."""
    asked, edition = wanted(words), _newest(viewer)
    if edition is None or not asked:
        return
    for top in editions.published_themes(edition, viewer):
        for one in (top, *top.topics):
            if one.address and holds(" ".join([one.name, *one.keywords, one.summary]), asked):
                excerpt = one.summary or ", ".join(one.keywords)
                if one.name_mark:
                    excerpt = f"{one.name_mark}. {excerpt}".strip()
                yield offers.Hit(one.name, excerpt, one.address, _("Teman"), "sv")


@topics.register
def followed_themes(viewer: Viewer) -> Iterable[Topic]:
    """The themes of the newest edition whose names may show, for those who want to hear about some of them."""
    edition = _newest(viewer)
    for one in editions.published_themes(edition, viewer) if edition else []:
        if one.address and not one.name_away:
            name = spoken.words(one.name, SOURCE)
            if one.name_mark:
                name = spoken.sentence("%(name)s (%(mark)s)", name=name, mark=one.name_mark)
            yield Topic(editions.theme_topic(one.slug), name, _("Teman"))


@offers.happening
def published(viewer: Viewer) -> Iterable[offers.Happening]:
    """Editions of the current cycle."""
    for edition in editions.of_current_cycle(viewer):
        yield offers.Happening(
            _("Teman publicerade, utgåva %(number)s") % {"number": edition.number},
            edition.published_at,
            address=f"{plain_path(reverse('insights:themes'))}?utgava={edition.number}",
            kind="edition",
            state="done",
        )


def _theme_rows(viewer: Viewer) -> Iterable[tuple[Any, ...]]:
    edition = _newest(viewer)
    for top in editions.published_themes(edition, viewer) if edition else []:
        for one in (top, *top.topics):
            if one.tells_name:
                inside = top.slug if one is not top else ""
                yield (
                    one.slug, inside, one.name, "" if one.persons is None else one.persons,
                    one.count.contributions, one.count.statements, one.count.wordings, one.row.outside_reason,
                    one.row.shown(models.Part.SUMMARY), edition.number if edition else 0, one.named_by,
                )  # fmt: skip


def _criteria_rows(viewer: Viewer) -> Iterable[tuple[Any, ...]]:
    edition = _newest(viewer)
    for slug, inside, name, named_by, one in criteria_public.rows(edition, viewer) if edition else []:
        yield (
            slug, inside, name, one.criterion, one.decided, one.reason or one.reason_away, one.role,
            int(one.renew), one.suggested, "" if one.low is None else one.low,
            "" if one.high is None else one.high, ", ".join(one.words), edition.number if edition else 0,
            named_by,
        )  # fmt: skip


def _excerpt_rows(viewer: Viewer) -> Iterable[tuple[Any, ...]]:
    edition = _newest(viewer)
    for row in excerpt_rows.rows(edition, regions.region(), viewer) if edition else []:
        *cells, named_by = row.cells()
        yield (*cells, edition.number if edition else 0, named_by)


def _statement_rows(viewer: Viewer) -> Iterable[tuple[Any, ...]]:
    edition = _newest(viewer)
    if edition is None:
        return
    held = editions.held_slugs(edition, viewer)
    for row in statements.stream(edition, regions.region(), viewer):
        theme, topic = (held.get(slug, "") for slug in (row.theme, row.topic))
        yield (
            row.key,
            row.number,
            row.plain,
            theme,
            topic,
            row.strength_class,
            row.channel,
            row.municipality,
            row.place,
        )


NAMED_BY = ("namnet_kommer_fran", _("en människa, ord ur texterna, eller en AI och vem som godkände"))

offers.data_set(
    offers.DataSet(
        "teman",
        _("Teman i den senaste utgåvan"),
        (
            ("tema", _("temats adress")),
            ("ingar_i", _("adressen till temat som det är en del av")),
            ("namn", _("namn")),
            ("personer", _("röster, det vill säga personer bakom medskicken; tomt när de är färre än fem")),
            ("medskick", _("texter")),
            ("tankar", _("tankar i texterna")),
            ("formuleringar", _("olika formuleringar")),
            ("utanfor", _("skälet när temat ligger utanför strategin")),
            ("sammanfattning", _("skriven av en människa")),
            ("utgava", _("utgåvans nummer")),
            NAMED_BY,
        ),
        _theme_rows,
    )
)
offers.data_set(
    offers.DataSet(
        "kriterier",
        _("Teman efter kriterierna i den senaste utgåvan"),
        (
            ("tema", _("temats adress")),
            ("ingar_i", _("adressen till temat som det är en del av")),
            ("namn", _("namn")),
            (
                "kriterium",
                _(
                    "shared_by_many delas av många, cooperation kräver samverkan, long_term långsiktigt, "
                    "within_reach inom regionens räckvidd"
                ),
            ),
            ("bedomning", _("yes ja, no nej, open lämnas öppet; tomt där ingen människa har bedömt")),
            ("skal", _("skrivet av en människa")),
            ("bedomt_av", _("rollen hos den som bedömde")),
            ("bedom_pa_nytt", _("1 när temat har slagits ihop med ett annat sedan det bedömdes")),
            ("forslag", _("förslag av dator, inte bedömt: yes ja, no nej, unsure osäkert")),
            ("lagst", _("spannets lägsta, av 100 tankar")),
            ("hogst", _("spannets högsta, av 100 tankar")),
            ("ord", _("ord som talar för förslaget")),
            ("utgava", _("utgåvans nummer")),
            NAMED_BY,
        ),
        _criteria_rows,
    )
)
offers.data_set(
    offers.DataSet(
        "utdrag",
        _("Det som temana i den senaste utgåvan visas genom: ordagranna meningar, valda av en dator"),
        (
            ("tema", _("temats adress")),
            ("ingar_i", _("adressen till temat som det är en del av")),
            ("namn", _("namn")),
            (
                "slag",
                _(
                    "summary sammanfattning, tension åsikter som går isär, few få men tydliga, leaf tät grupp i en del"
                ),
            ),
            ("rubrik", _("saken som åsikterna gäller, eller ord som gruppen har gemensamt")),
            (
                "sida",
                _("for för, against emot, both båda, så som datorn har läst; bara där åsikter går isär"),
            ),
            ("ordning", _("ordningen på sidan")),
            ("text", _("ordagrant")),
            ("tanke", _("tankens nummer: medskickets nummer och var i texten den börjar")),
            ("medskick", _("medskickets nummer")),
            (
                "personer",
                _(
                    "röster som handlar om något liknande, eller som står på den sidan; tomt där de är få eller "
                    "inte får räknas fram"
                ),
            ),
            (
                "av_100",
                _("andel av dem som tar ställning, alla sidor är 100; tomt där någon av grupperna är liten"),
            ),
            ("utgava", _("utgåvans nummer")),
            NAMED_BY,
        ),
        _excerpt_rows,
    )
)
offers.data_set(
    offers.DataSet(
        "tankar",
        _("Alla tankar i den senaste utgåvan, också de som inte är i något tema"),
        (
            ("tanke", _("tankens nummer: medskickets nummer och var i texten den börjar")),
            ("medskick", _("medskickets nummer")),
            ("text", _("ordagrant, med uppgifter om enskilda övertäckta")),
            ("tema", _("temats adress")),
            ("del", _("adressen till delen av temat")),
            ("hur_saker", _("core tydlig, near nära, weak svag, mixed mellan två teman")),
            ("kanal", _("hur den kom in")),
            ("kommun", _("bara där minst fem personer har svarat på samma sätt")),
            (
                "ligger",
                _(
                    "in_theme i ett tema, outside utanför strategin, fits_none passar inget av temana eller väntar på "
                    "att temat godkänns, other_language på ett annat språk, no_content utan innehåll"
                ),
            ),
        ),
        _statement_rows,
    )
)


@offers.readiness
def problems() -> Iterable[offers.Problem]:
    """The analysis cannot run without its libraries."""
    missing = [name for name in ("numpy", "scipy", "sklearn") if find_spec(name) is None]
    if missing:
        yield offers.Problem(
            "error",
            f"Analysen kan inte köras: {', '.join(missing)} saknas.",
            "Installera om med make install.",
        )
