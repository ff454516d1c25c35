"""The chain's steps that this room owns: contribution → statement → published theme, and back.

Visitors and senders see published structure only. Before an edition holds a contribution, one sentence stands for its
statements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medskick.ground.core import spoken
from medskick.ground.core.access import Viewer, allowed
from medskick.ground.core.chain import Description, Ref
from medskick.ground.core.languages import SOURCE
from medskick.ground.core.numbers import counted
from medskick.ground.core.once import once
from medskick.process.contributions.models import Contribution, Decision, State
from medskick.process.contributions.queries.public import active_masks
from medskick.process.cycle import region as regions
from medskick.process.insights.models import (
    Edition,
    EditionStatement,
    EditionTheme,
    LivePlacement,
    Outcome,
    Placement,
    Theme,
)
from medskick.process.insights.queries import editions, live, spread
from medskick.process.insights.queries.book import SHOWN
from medskick.process.insights.queries.statements import words_of
from medskick.process.insights.queries.whole import IN_BOOK

STATEMENTS_OF_A_THEME = 50


def newest_editions(viewer: Viewer) -> dict[int, Edition]:
    """The newest edition in view of every cycle, by cycle. One query, once in a page that reads."""
    found = editions.in_view(viewer).order_by("number")
    return once("insights.newest", lambda: {edition.cycle_id: edition for edition in found})


def statements_of(refs: list[Ref], viewer: Viewer) -> dict[Ref, list[Ref]]:
    """Contribution → its statements: the published ones, or the first as it stands before publication."""
    numbers = {int(ref.key): ref for ref in refs if ref.key.isdecimal()}
    found: dict[Ref, list[Ref]] = defaultdict(list)
    published = _published(numbers, viewer).order_by("contribution_id", "start")
    for number, start in published.values_list("contribution__number", "start"):
        found[numbers[number]].append(Ref("statement", f"{number}-{start}"))
    left = [number for number, ref in numbers.items() if ref not in found]
    placed = live.of_contributions(left, newest_editions(viewer).values(), viewer) if left else []
    for row in placed:
        ref = numbers[row.contribution.number]
        found[ref].append(Ref("statement", f"{ref.key}-{row.start}"))
    left = [number for number in left if numbers[number] not in found]
    waiting = Placement.objects.filter(SHOWN, contribution__number__in=left).order_by(
        "contribution_id", "start"
    )
    for number, start in waiting.values_list("contribution__number", "start"):
        if not found[numbers[number]]:
            found[numbers[number]].append(Ref("statement", f"{number}-{start}"))
    return dict(found)


def contributions_of(refs: list[Ref], viewer: Viewer) -> dict[Ref, list[Ref]]:
    """Statement → the contribution it stands in."""
    return {ref: [Ref("contribution", spot[0])] for ref in refs if (spot := _spot(ref))}


def themes_of(refs: list[Ref], viewer: Viewer) -> dict[Ref, list[Ref]]:
    """Statement → its published theme."""
    spots = {ref: spot for ref in refs if (spot := _spot(ref))}
    rows = _published((int(number) for number, _start in spots.values()), viewer).exclude(theme=None)
    slugs = {
        (str(number), str(start)): slug
        for number, start, slug in rows.values_list("contribution__number", "start", "theme__slug")
    }
    left = {int(number) for number, start in spots.values() if (number, start) not in slugs}
    placed = live.of_contributions(left, newest_editions(viewer).values(), viewer) if left else []
    for row in placed:
        if row.theme is not None:
            slugs.setdefault((str(row.contribution.number), str(row.start)), row.theme.slug)
    return {ref: [Ref("theme", slugs[spot])] for ref, spot in spots.items() if spot in slugs}


def statements_behind(refs: list[Ref], viewer: Viewer) -> dict[Ref, list[Ref]]:
    """Theme → its clearest published statements, at most fifty each."""
    found: dict[Ref, list[Ref]] = {ref: [] for ref in refs}
    by_slug = {ref.key: ref for ref in refs}
    every = EditionStatement.objects.visible_to(viewer).filter(
        edition__in=newest_editions(viewer).values(), outcome__in=[Outcome.ASSIGNED, Outcome.OUTSIDE]
    )
    for slug in ("theme__slug", "topic__slug"):
        place = Window(RowNumber(), partition_by=F(slug), order_by=[F("strength").desc(), F("pk")])
        rows = every.filter(**{f"{slug}__in": list(by_slug)}).annotate(place=place)
        rows = rows.filter(place__lte=STATEMENTS_OF_A_THEME).order_by(slug, "place")
        for own, number, start in rows.values_list(slug, "contribution__number", "start"):
            found[by_slug[own]].append(Ref("statement", f"{number}-{start}"))
    return found


def themes_in(refs: list[Ref], viewer: Viewer) -> dict[Ref, list[Ref]]:
    """Edition → its themes."""
    numbers = {int(ref.key): ref for ref in refs if ref.key.isdecimal()}
    rows = EditionTheme.objects.filter(
        edition__in=editions.in_view(viewer).filter(number__in=numbers), parent=None
    )
    found: dict[Ref, list[Ref]] = defaultdict(list)
    for number, slug in rows.values_list("edition__number", "slug"):
        found[numbers[number]].append(Ref("theme", slug))
    return dict(found)


def themes_beside(refs: list[Ref], viewer: Viewer) -> dict[Ref, list[Ref]]:
    """Theme → the other themes of its newest edition, the largest first as on the page of themes.

    Only those whose address may be told: it is what a form about them sends.
    """
    found: dict[Ref, list[Ref]] = {}
    for edition in newest_editions(viewer).values():
        rows = list(edition.themes.order_by("pk").values_list("slug", "parent"))
        here = {slug for slug, _parent in rows}
        if here.isdisjoint(ref.key for ref in refs):
            continue
        here &= {key for key, shown in editions.held_slugs(edition, viewer).items() if key == shown}
        tops = [slug for slug, parent in rows if parent is None and slug in here]
        for ref in refs:
            if ref.key in here:
                found[ref] = [Ref("theme", slug) for slug in tops if slug != ref.key]
    return found


def homes_of(refs: list[Ref], viewer: Viewer) -> dict[Ref, list[Ref]]:
    """Statement → the themes of its newest edition, the largest first: where it lies, and where else it could.

    Of those that the edition tells of, placed by people or for the time being by the computer.
    """
    spots = {spot: ref for ref in refs if (spot := _spot(ref))}
    numbers = {int(number) for number, _start in spots}
    newest = newest_editions(viewer) if numbers else {}
    rows = list(
        _published(numbers, viewer).values_list("contribution__number", "start", "edition") if numbers else ()
    )
    known = {number for number, _start, _edition in rows}
    left = numbers - known
    placed = live.of_contributions(left, newest.values(), viewer) if left else []
    rows += [(row.contribution.number, row.start, row.edition_id) for row in placed]
    found: dict[Ref, list[Ref]] = {}
    tops: dict[int, list[Ref]] = {}
    by_key = {edition.pk: edition for edition in newest.values()}
    for number, start, edition in rows:
        if (ref := spots.get((str(number), str(start)))) is None:
            continue
        if edition not in tops:
            held = editions.held_slugs(by_key[edition], viewer)
            slugs = by_key[edition].themes.filter(parent=None).order_by("pk").values_list("slug", flat=True)
            tops[edition] = [Ref("theme", slug) for slug in slugs if slug in held]
        found[ref] = tops[edition]
    return found


def describe_statements(refs: list[Ref], viewer: Viewer) -> dict[Ref, Description]:
    """What each statement says and where it is. Before publication only how many there are.

    These words are for the contribution's own pages (masked); a flagged text's only once a person has passed it.
    """
    spots = {ref: spot for ref in refs if (spot := _spot(ref))}
    numbers = {int(number) for number, _start in spots.values()}
    owners = {
        one.number: one
        for one in Contribution.objects.filter(number__in=numbers, state=State.VISIBLE).prefetch_related(
            active_masks()
        )
    }
    rows = list(_published(numbers, viewer).order_by("start").select_related("edition", "theme"))
    wordless = _wordless(owners.values())
    by_number: dict[int, list[EditionStatement]] = defaultdict(list)
    number_of = {one.pk: number for number, one in owners.items()}
    for row in rows:
        by_number[number_of[row.contribution_id]].append(row)
    left = [number for number in owners if number not in by_number]
    placed: dict[int, list[LivePlacement]] = defaultdict(list)
    for one in live.of_contributions(left, newest_editions(viewer).values(), viewer) if left else []:
        placed[one.contribution.number].append(one)
    unpublished = _unpublished([number for number in owners if number not in by_number])
    found: dict[Ref, Description] = {}
    for ref, (number, start) in spots.items():
        own = by_number.get(int(number), [])
        place = next((i for i, row in enumerate(own) if str(row.start) == start), None)
        if place is not None:
            row = own[place]
            found[ref] = _statement(
                ref, row, owners[int(number)], place, len(own), row.contribution_id in wordless
            )
        elif int(number) in placed:
            alone = len(placed[int(number)]) == 1
            for new in placed[int(number)]:
                if str(new.start) == start:
                    wordless_here = new.contribution_id in wordless
                    found[ref] = _preliminary(ref, new, owners[int(number)], alone, wordless_here)
        elif int(number) in unpublished:
            found[ref] = _before(ref, *unpublished[int(number)])
    return found


def _wordless(owners: Iterable[Contribution]) -> set[int]:
    """Flagged contributions that no person has passed."""
    flagged = {owner.pk for owner in owners if not owner.quotable}
    passed = Decision.objects.filter(
        contribution_id__in=flagged, by_rule=False, verb__in=[Decision.Verb.PASS, Decision.Verb.RESTORE]
    )
    return flagged - set(passed.values_list("contribution_id", flat=True)) if flagged else flagged


def _statement(
    ref: Ref, row: EditionStatement, owner: Contribution, place: int, of: int, wordless: bool
) -> Description:
    title = _("Tanke %(n)s av %(of)s") % {"n": place + 1, "of": of} if of > 1 else _("Läst som en tanke")
    words = "" if wordless else Truncator("".join(part.text for part in words_of(row, owner))).chars(160)
    parts = [spoken.sentence(_("”%(words)s”"), words=spoken.words(words, owner.language))] if words else []
    lies = ""
    if row.outcome == Outcome.OUTSIDE:
        lies = _("Räknas, men ligger utanför strategin: %(reason)s.") % {
            "reason": row.get_outside_reason_display()
        }
    elif row.outcome == Outcome.UNASSIGNED:
        lies = _("Ligger inte i något tema än.")
    elif row.outcome == Outcome.NO_CONTENT:
        lies = _("Räknas, men säger inget om frågan.")
    parts += [lies] if lies else []
    return Description(ref, title, spoken.joined(parts), words=words, lies=lies)


def _preliminary(
    ref: Ref, row: LivePlacement, owner: Contribution, alone: bool, wordless: bool
) -> Description:
    """What the computer has done with a statement that came after the edition. Nobody has reviewed it."""
    title = _("Preliminärt: läst som en tanke") if alone else _("Preliminärt: en av tankarna")
    words = "" if wordless else Truncator("".join(part.text for part in words_of(row, owner))).chars(160)
    parts = [spoken.sentence(_("”%(words)s”"), words=spoken.words(words, owner.language))] if words else []
    lies = ""
    if row.outcome == Outcome.NO_CONTENT:
        lies = _("Datorn hittade inget innehåll.")
    elif row.outside_reason:
        told = _("Datorn har lagt den utanför strategin, som en annan tanke med samma ord: %(reason)s.")
        lies = told % {"reason": row.get_outside_reason_display()}
    elif row.theme is None:
        lies = _("Datorn hittade inget tema som passar.")
    else:
        parts.append(_("Placerad av datorn i ett tema i utgåvan."))
    parts += [lies] if lies else []
    parts.append(_("Ingen människa har granskat det än, och det kan ändras i nästa utgåva."))
    return Description(ref, title, spoken.joined(parts), row.placed_at, words=words, settled=False, lies=lies)


def _before(ref: Ref, count: int, empty: bool) -> Description:
    title = ngettext("Läst och delad i %(n)s tanke", "Läst och delad i %(n)s tankar", count) % {
        "n": counted(count)
    }
    if empty:
        return Description(ref, title, _("Räknas, men säger inget om frågan."))
    return Description(ref, title, _("Temat visas när en utgåva publiceras."))


def _unpublished(numbers: Iterable[int]) -> dict[int, tuple[int, bool]]:
    """By number, how many thoughts, and whether none of them has any content."""
    rows = (
        Placement.objects.filter(contribution__number__in=list(numbers))
        .values("contribution__number")
        .order_by()
    )
    counts = rows.annotate(n=Count("pk"), empty=Count("pk", filter=IN_BOOK["no_content"]))
    return {row["contribution__number"]: (row["n"], row["n"] == row["empty"]) for row in counts}


def describe_themes(refs: list[Ref], viewer: Viewer) -> dict[Ref, Description]:
    """Published themes by address, with persons and places. The audit log's numbers are for staff."""
    region = regions.region()
    found = _own_themes([ref for ref in refs if ref.key.isdecimal()], viewer)
    wanted = {ref.key: ref for ref in refs if not ref.key.isdecimal()}
    if not wanted:
        return found
    for edition in reversed(list(newest_editions(viewer).values())):
        left = {slug for slug, ref in wanted.items() if ref not in found}
        if not left & set(edition.themes.values_list("slug", flat=True)):
            continue
        tables = spread.spread(edition, spread.MUNICIPALITY, region, viewer) if region.has_spread else {}
        for top in editions.published_themes(edition, viewer):
            for one in (top, *top.topics):
                if one.row.slug in left and one.tells_name:
                    ref = wanted[one.row.slug]
                    found[ref] = _theme(ref, one, tables.get(one.row.pk), edition)
    return found


def voices(theme: editions.PublishedTheme) -> str:
    """How many voices a theme has, as a sentence begins."""
    if theme.persons is None:
        return _("Färre än fem röster")
    return ngettext("%(n)s röst", "%(n)s röster", theme.persons) % {"n": counted(theme.persons)}


def _theme(
    ref: Ref, theme: editions.PublishedTheme, table: spread.Table | None, edition: Edition
) -> Description:
    persons = voices(theme)
    places = table.named_places if table and not table.too_few else 0
    if table is not None and places and table.everywhere:
        sentence = _("Tema i utgåva %(edition)s: %(persons)s från alla %(n)s kommuner.")
    elif places > 1:
        sentence = _("Tema i utgåva %(edition)s: %(persons)s från minst %(n)s kommuner.")
    else:
        sentence = _("Tema i utgåva %(edition)s: %(persons)s.")
    told = sentence % {"persons": persons, "n": places, "edition": edition.number}
    if theme.outside:
        told += " " + _("Räknas, men ligger utanför strategin.")
    if theme.name_mark:
        told += f" {theme.name_mark}."
    name = spoken.words(theme.name, SOURCE)
    return Description(ref, name, told, edition.published_at, theme.address, mark=theme.name_mark)


def _own_themes(refs: list[Ref], viewer: Viewer) -> dict[Ref, Description]:
    if not refs or not allowed("insights.read", viewer):
        return {}
    themes = Theme.objects.in_bulk([int(ref.key) for ref in refs])
    return {
        ref: Description(ref, theme.name, address=reverse("insights_staff:theme", args=[theme.pk]))
        for ref in refs
        if (theme := themes.get(int(ref.key)))
    }


def describe_editions(refs: list[Ref], viewer: Viewer) -> dict[Ref, Description]:
    """Editions by number; the name of a withdrawn one says so."""
    numbers = {int(ref.key): ref for ref in refs if ref.key.isdecimal()}
    return {
        numbers[edition.number]: Description(
            numbers[edition.number],
            edition.spoken_name,
            when=edition.published_at,
            address=f"{reverse('insights:themes')}?utgava={edition.number}",
        )
        for edition in Edition.objects.filter(number__in=numbers)
    }


def _published(numbers: Iterable[int], viewer: Viewer) -> QuerySet[EditionStatement]:
    """Statements of these contributions in the newest edition of their cycle, as far as they show."""
    return EditionStatement.objects.visible_to(viewer).filter(
        edition__in=[edition.pk for edition in newest_editions(viewer).values()],
        contribution__number__in=list(numbers),
    )


def _spot(ref: Ref) -> tuple[str, str] | None:
    number, dash, start = ref.key.partition("-")
    return (number, start) if dash and number.isdecimal() and start.isdecimal() else None
