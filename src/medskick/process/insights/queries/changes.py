"""What changed between two editions: kept as the themes' keys, put into words when a page is drawn.

Names are looked up anew, because a machine-made one may not show any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medskick.ground.core.access import PUBLIC, Viewer
from medskick.ground.core.disclosure import SMALLEST, told
from medskick.ground.core.numbers import counted
from medskick.process.insights.models import (
    BookChange,
    Edition,
    EditionStatement,
    EditionTheme,
    EntryTheme,
    Part,
    Theme,
    away,
)
from medskick.process.insights.queries import language_model, words

MERGED, MOVED, FRESH = "merged", "moved", "fresh"
# Part and whole, so that exactly two thirds are enough.
KEPT = (2, 3)  # of a theme's old statements in it still: with less it has other content
FROM_IT = (
    1,
    2,
)  # of what the edition before knew in a theme, from that theme: with less its growth is not new voices
Key = tuple[int, str, int, int]


def previous(edition: Edition) -> Edition | None:
    """The edition before this one in the same cycle, withdrawn ones passed over."""
    before = Edition.objects.filter(cycle=edition.cycle_id, number__lt=edition.number)
    return before.exclude(away(Part.WHOLE)).first()


def since_previous(edition: Edition) -> dict[str, Any]:
    """New, merged, renamed (``by_book``: as a codebook has it), reshaped or refilled, gone, moved (outside or inside)
    and grown themes since then, by ``EditionTheme.pk``; empty for the first one. ``grown`` is by ``Theme.pk``;
    ``counts`` holds the same by ``EditionTheme.pk``, for those that are not the same."""
    before = previous(edition)
    if before is None:
        return {}
    old, new = _tops(before), _tops(edition)
    lost = [pk for pk in old if pk not in new]
    targets = dict(
        Theme.objects.filter(pk__in=lost, state=Theme.State.MERGED).values_list("pk", "merged_into")
    )
    merged = {pk: into for pk, into in targets.items() if into in new}
    kept = [(old[pk], theme) for pk, theme in new.items() if pk in old]
    gone = [old[pk] for pk in lost if pk not in merged]
    was_in, is_in = _visible(before), _visible(edition)
    refilled = _refilled(was_in, is_in, kept)
    by_people = _reshaped(before)
    # A name that another theme bears now would be told as both gone and there.
    names = {was.name.casefold() for was in gone}
    taken = {pk for pk, theme in new.items() if theme.name.casefold() in names}
    borne = {new[pk].name.casefold() for pk in taken}
    reshaped = dict.fromkeys([*refilled, *taken], FRESH) | by_people
    # Where statements were moved in or out, by people or a run, a difference of counts says nothing of new voices.
    like = [(was, theme) for was, theme in kept if theme.theme_id not in reshaped]
    renamed = [
        (was, theme)
        for was, theme in kept
        if was.name != theme.name
        and theme.theme_id not in taken
        and (theme.named_by_person or theme.theme_id not in refilled)
    ]
    labels = _called_by_a_codebook(theme.theme_id for _was, theme in renamed)
    by_book = [theme.pk for _was, theme in renamed if theme.theme_id in labels]
    moved = [
        [theme.pk, _moved(was, theme, was_in, is_in)]
        for was, theme in kept
        if reshaped.get(theme.theme_id) == MOVED
    ]
    return {
        "since": before.number,
        "new": [theme.pk for pk, theme in new.items() if pk not in old and pk not in taken],
        "merged": [[old[pk].pk, new[into].pk] for pk, into in merged.items()],
        "gone": [was.pk for was in gone if was.name.casefold() not in borne],
        "renamed": [[was.pk, theme.pk] for was, theme in renamed],
        **({"by_book": by_book} if by_book else {}),
        "outside": [theme.pk for was, theme in kept if theme.outside_reason and not was.outside_reason],
        "inside": [theme.pk for was, theme in kept if was.outside_reason and not theme.outside_reason],
        "counts": [
            [theme.pk, theme.persons_then - was.persons_then]
            for was, theme in like
            if theme.persons_then != was.persons_then
        ],
        "grown": {str(theme.theme_id): theme.persons_then - was.persons_then for was, theme in like},
        "reshaped": [[theme.pk, reshaped[pk]] for pk, theme in new.items() if pk in reshaped],
        **({"moved": moved} if moved else {}),
    }


def _moved(
    was: EditionTheme, theme: EditionTheme, was_in: dict[Key, int | None], is_in: dict[Key, int | None]
) -> int:
    """How many statements that both editions know lie in the theme in one of them only."""
    return sum((was_in[key] == was.pk) != (pk == theme.pk) for key, pk in is_in.items() if key in was_in)


def _refilled(
    was_in: dict[Key, int | None],
    is_in: dict[Key, int | None],
    kept: list[tuple[EditionTheme, EditionTheme]],
) -> set[int]:
    """Book themes that hold mostly other statements than in the edition before, of those that show now."""
    held: dict[int | None, set[Key]] = defaultdict(set)
    known: dict[int | None, set[Key]] = defaultdict(set)
    for key, pk in was_in.items():
        held[pk].add(key)
    for key, pk in is_in.items():
        if key in was_in:
            known[pk].add(key)
    found: set[int] = set()
    for was, theme in kept:
        old, now = held[was.pk], known[theme.pk]
        shared = len(old & now)
        if any(whole * shared < part * len(of) for (part, whole), of in ((KEPT, old), (FROM_IT, now))):
            found.add(theme.theme_id)
    return found


def _called_by_a_codebook(themes: Iterable[int]) -> set[int]:
    """Those of the book's themes that bear a codebook's label."""
    links = EntryTheme.objects.filter(theme__in=list(themes), names=True, theme__name=F("label"))
    return set(links.values_list("theme", flat=True))


def _visible(edition: Edition) -> dict[Key, int | None]:
    """The ``EditionTheme`` of every statement that shows now."""
    rows = EditionStatement.objects.visible_to(PUBLIC).filter(edition=edition)
    return {
        (row[0], row[1], row[2], row[3]): row[4]
        for row in rows.values_list("contribution_id", "field", "start", "end", "theme_id")
    }


def _reshaped(before: Edition) -> dict[int, str]:
    """How people have changed what lies in a theme since that edition, by the book theme's key: merged or moved."""
    found: dict[int, str] = {}
    since = BookChange.objects.filter(cycle=before.cycle_id, at__gt=before.published_at, undone_at=None)
    for verb, themes in since.exclude(reshaped=[]).values_list("verb", "reshaped"):
        for theme in themes:
            if found.get(theme) != MERGED:
                found[theme] = MERGED if verb == "theme_merged" else MOVED
    return found


def how_compared(edition: Edition) -> dict[int, str]:
    """In place of a figure, by ``EditionTheme.pk``: why a theme cannot be compared."""
    told = _("Antalet jämförs inte med förra utgåvan: %(why)s.")
    return {pk: told % {"why": why} for pk, why in _why_not_compared(edition).items()}


def _why_not_compared(edition: Edition) -> dict[int, str]:
    hows = dict(edition.changes.get("reshaped", []))
    hows |= {into: MERGED for _was, into in edition.changes.get("merged", [])}
    moved = dict(edition.changes.get("moved", []))
    return {pk: _why(how, moved.get(pk, 0)) for pk, how in hows.items()}


def _why(how: str, moved: int) -> str:
    """``moved``: how many statements people have moved in or out; 0 where nobody counted."""
    if how == MERGED:
        return _("temat har slagits ihop med ett annat")
    if how == FRESH:
        return _("det mesta i temat är nytt")
    if not moved:
        return _("tankar har flyttats dit eller därifrån")
    return ngettext(
        "%(n)s tanke har flyttats dit eller därifrån", "%(n)s tankar har flyttats dit eller därifrån", moved
    ) % {"n": counted(moved)}


def in_words(edition: Edition, viewer: Viewer) -> list[str]:
    """The changes as sentences. Three queries."""
    kept = edition.changes
    if not kept:
        return []
    moved_out, moved_in, counts = (kept.get(key, []) for key in ("outside", "inside", "counts"))
    reshaped = _why_not_compared(edition)
    counts = [(pk, change) for pk, change in counts if pk not in reshaped]
    merged_into = {into for _was, into in kept["merged"]}
    fresh = [pk for pk, how in kept.get("reshaped", []) if how == FRESH and pk not in merged_into]
    moved = [pk for pk in reshaped if pk not in {*kept["new"], *merged_into, *fresh}]
    pks = {pk for line in (*kept["merged"], *kept["renamed"]) for pk in line}
    pks |= {
        *kept["new"],
        *kept["gone"],
        *moved_out,
        *moved_in,
        *moved,
        *fresh,
        *(pk for pk, _change in counts),
    }
    name, themes = _names(pks), EditionTheme.objects.in_bulk([pk for pk, _change in counts])
    lines = [_("Nytt tema: %(name)s") % {"name": name[pk]} for pk in kept["new"]]
    lines += [_("%(old)s ingår nu i %(new)s") % {"old": name[a], "new": name[b]} for a, b in kept["merged"]]
    by_book = set(kept.get("by_book", []))
    lines += [_renaming(name[a], name[b], by_book=b in by_book) for a, b in kept["renamed"]]
    lines += [_("%(name)s räknas nu utanför strategin") % {"name": name[pk]} for pk in moved_out]
    lines += [_("%(name)s hör nu till strategin") % {"name": name[pk]} for pk in moved_in]
    lines += [
        _("%(name)s: antalet röster jämförs inte med förra utgåvan, för %(why)s")
        % {"name": name[pk], "why": reshaped[pk]}
        for pk in (*moved, *fresh)
    ]
    lines += [
        _change_in_words(name[pk], change, may_count=tells_both(themes[pk], change)) for pk, change in counts
    ]
    lines += [_("%(name)s finns inte längre med") % {"name": name[pk]} for pk in kept["gone"]]
    return lines


def _renaming(old: str, new: str, *, by_book: bool) -> str:
    if by_book:
        told = _("%(old)s heter nu %(new)s, som i regionens egen lista med teman")
    else:
        told = _("%(old)s heter nu %(new)s")
    return told % {"old": old, "new": new}


def _names(pks: Iterable[int]) -> dict[int, str]:
    themes = EditionTheme.objects.select_related("edition").in_bulk(pks)
    chosen = [word for theme in themes.values() for word in (*theme.name_words, *theme.keywords)]
    visible = words.visible_among(chosen)
    by_ai = language_model.names_by_ai(themes.values())
    found = {pk: _name(theme, visible) for pk, theme in themes.items()}
    marked = {pk for pk in by_ai if found[pk] == themes[pk].name}
    return {
        pk: f"{name} ({_lower(by_ai[pk].name_mark)})" if pk in marked else name for pk, name in found.items()
    }


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _name(theme: EditionTheme, visible: words.Visible) -> str:
    if theme.edition.is_withdrawn:
        return _("Ett tema i en borttagen utgåva")
    if Part.NAME in theme.taken:
        return _("Ett tema vars namn är borttaget")
    if theme.named_by_person or words.name_holds(theme.name_words, visible):
        return theme.name
    return words.instead_of_name(words.shown(theme.keywords, visible))


def tells_both(theme: EditionTheme, change: int) -> bool:
    """Whether neither edition had so few persons in the theme that a change would tell how few."""
    return None not in (told(theme.persons_then), told(theme.persons_then - change))


def _change_in_words(name: str, change: int, *, may_count: bool = True) -> str:
    """How many more or fewer persons; a change by fewer than five, or from or to so few, is told without its number."""
    if abs(change) < SMALLEST or not may_count:
        sentence = _("%(name)s: några fler röster") if change > 0 else _("%(name)s: några färre röster")
        return sentence % {"name": name}
    sentence = (
        ngettext("%(name)s: %(n)s röst fler", "%(name)s: %(n)s röster fler", abs(change))
        if change > 0
        else ngettext("%(name)s: %(n)s röst färre", "%(name)s: %(n)s röster färre", abs(change))
    )
    return sentence % {"name": name, "n": abs(change)}


def _tops(edition: Edition) -> dict[int, EditionTheme]:
    return {theme.theme_id: theme for theme in edition.themes.filter(parent=None)}
