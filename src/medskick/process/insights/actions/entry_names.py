"""What a theme is called under a codebook: the label that the analyst wrote, whatever it was called before.

- While the book of themes follows a codebook, a theme that an entry fills bears the entry's label, or the name that a
  person gave it in its place *while it was that entry's*. That choice stays with the entry (``EntryTheme.chosen``).
- An approval is of words that were read: it falls when the entry calls the theme something else. What it was called,
  and who had approved that, is kept (``EntryTheme.before``) and told until a person approves or names the theme.
- When the book follows that codebook no more, a theme that nobody has approved or named since gets back what it was
  called before: by the codebook that is followed then, else by a person or the computer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from medskick.ground.core.access import SYSTEM
from medskick.process.insights.actions import _book
from medskick.process.insights.models import BookChange, CodebookVersion, EntryTheme, Run, Theme
from medskick.process.insights.queries import grounds
from medskick.process.insights.queries.computer_names import made_by_computer

Entry = Mapping[str, str]
_WRITTEN = (
    "name",
    "slug",
    "named_by_person",
    "machine_label",
    "state",
    "approved_by",
    "approved_by_id",
    "approved_by_role",
    "approved_at",
)


@dataclass(frozen=True)
class Held:
    """A theme that keeps its name because somebody asked for that before the entry could name it (``kept_names``).
    told: what is told where it is named after all. chosen, before, by_person: what the entry would remember, and
    whether the name would be a person's, had nobody asked."""

    link: EntryTheme
    theme: Theme
    told: dict[str, Any]
    chosen: str
    before: dict[str, Any]
    by_person: bool


@dataclass
class Given:
    """What a codebook did to names, as ``Run.changes`` keeps it. named: ``{"id", "old", "name", "label",
    "approved_by", "approved_at", "by_person"}`` of themes called something else now (``name``: what a person chose in
    the ``label``'s place, where the theme is the entry's again); kept: ``{"id", "name", "label"}`` of those that
    people call something else than the codebook does; held: those that somebody asked to leave as they are."""

    named: list[dict[str, Any]] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)


def of(theme: Theme) -> EntryTheme | None:
    """The entry that the theme has its name from now, or that a person named it in place of. One query."""
    return EntryTheme.objects.filter(theme=theme, names=True).select_related("codebook").first()


def give(
    version: CodebookVersion,
    filled: Iterable[tuple[str, Theme]],
    cycle_id: int,
    number: int,
    keep: Collection[int] = (),
) -> Given:
    """Let the entries name the themes they fill, in the analyst's order. ``filled``: keys and top themes; ``number``:
    of the run; ``keep``: keys of themes that are not to be called anything else. A theme that people merged an entry's
    into keeps its name: that was decided after the entry made it.
    """
    given = Given()
    links = {link.key: link for link in _links(version, cycle_id)}
    seen: set[int] = set()
    last = _newest(cycle_id)
    entries = [entry for key in links if (entry := version.entry(key))]
    machine = made_by_computer((entry["key"], entry["label"][: _book.MAX_NAME]) for entry in entries)
    for key, theme in filled:
        link, entry = links.get(key), version.entry(key)
        if link is None or entry is None:
            continue
        label = entry["label"][: _book.MAX_NAME]
        if link.theme_id != theme.pk or theme.pk in seen:
            if theme.name != label:
                given.kept.append({"id": theme.pk, "name": theme.name, "label": label})
            continue
        seen.add(theme.pk)
        by_person = (key, label) not in machine
        told = _remember(link, theme, label, last)
        own = bool(link.chosen) or by_person
        if told["name"] != theme.name and theme.pk in keep:
            given.held.append(_hold(link, theme, told, own))
            continue
        if told["name"] != theme.name:
            _call(theme, told["name"])
            given.named.append(told)
            _note(link, theme, told, number)
        theme.machine_label, theme.named_by_person = label, own
        theme.save(update_fields=["machine_label", "named_by_person"])
        if theme.name != label:
            given.kept.append({"id": theme.pk, "name": theme.name, "label": label})
    return given


def begin(link: EntryTheme, theme: Theme, label: str) -> None:
    """Remember that a theme was made of the entry, with its label as its name."""
    link.label, link.names, link.since = label[: _book.MAX_NAME], True, _newest(theme.cycle_id)
    link.before = {}
    link.save(update_fields=["label", "names", "since", "before"])


def written_by_person(key: str, label: str) -> bool:
    """Whether an entry's label is a person's words: not one that was taken over from an edition as the computer made
    it, which may show only as long as enough people use its words."""
    return not made_by_computer([(key, label)])


def give_back(cycle_id: int, themes: Mapping[int, Theme], followed: int | None) -> list[tuple[Theme, str]]:
    """Take the names of codebooks that are not ``followed`` from the live ``themes``; answers those that are called
    something else now, with what they were called until now."""
    found = []
    backs = names_back(cycle_id, followed)
    for link in EntryTheme.objects.filter(cycle=cycle_id, names=True).exclude(codebook=followed):
        theme = themes.get(link.theme_id)
        if theme is None:
            continue
        EntryTheme.objects.filter(pk=link.pk).update(names=False)
        back = backs.get(theme.pk)
        if back is None:
            continue
        if back.giver is not None:
            EntryTheme.objects.filter(pk=back.giver).update(names=True)
        old = theme.name
        theme.named_by_person = back.by_person
        if back.name != old:
            found.append((theme, old))
        _write(theme, back.name)
    return found


def followed_by(run: Run) -> int | None:
    """Key of the codebook whose names hold in the book once it follows the run."""
    if run.codebook is not None:
        return run.codebook.codebook_id
    behind = grounds.codebook_behind(run)
    return behind.pk if behind else None


@dataclass(frozen=True)
class Back:
    """What a theme is called without a codebook. giver: key of the ``EntryTheme`` of the followed one, if it says."""

    name: str
    by_person: bool
    giver: int | None = None


def names_back(cycle_id: int, followed: int | None) -> dict[int, Back]:
    """What the cycle's themes are called, by key, once only the codebook ``followed`` (None: no codebook) names any;
    those that change nothing are left out."""
    links = list(EntryTheme.objects.filter(cycle=cycle_id).order_by("pk"))
    own = {link.theme_id: link for link in links if followed and link.codebook_id == followed and link.label}
    found = {}
    for link in links:
        if not link.names or link.codebook_id == followed or link.chosen or not link.before:
            continue
        if mine := own.get(link.theme_id):
            name = mine.chosen or mine.label
            by_person = bool(mine.chosen) or written_by_person(mine.key, name)
            found[link.theme_id] = Back(name, by_person, mine.pk)
        else:
            found[link.theme_id] = Back(link.before["name"], link.before["named_by_person"])
    return found


def chosen(theme: Theme, name: str) -> dict[str, Any]:
    """A person names the theme: remembered with the entry it is made of. Answers what taking that back needs."""
    link = of(theme)
    if link is None:
        return {}
    kept = {"pk": link.pk, "chosen": link.chosen, "before": link.before}
    link.chosen, link.before = "" if name == link.label else name, {}
    link.save(update_fields=["chosen", "before"])
    return {"entry": kept}


def settled(themes: Iterable[int]) -> dict[str, Any]:
    """People have approved the themes as they are called: what they were called before is told no more. Answers what
    taking that back needs."""
    links = EntryTheme.objects.filter(theme__in=list(themes), names=True).exclude(before={})
    kept = list(links.order_by("pk").values_list("pk", "before"))
    EntryTheme.objects.filter(pk__in=[pk for pk, _before in kept]).update(before={})
    return {"settled": [list(row) for row in kept]} if kept else {}


def take_back(change: BookChange, theme: Theme, before: dict[str, Any]) -> None:
    """A renaming is taken back: the entry's memory of it too. What the codebook has said since stands: ``before``, the
    theme's fields as they are to be, loses the name then."""
    if kept := change.undo.get("entry"):
        EntryTheme.objects.filter(pk=kept["pk"]).update(chosen=kept["chosen"], before=kept["before"])
    if "name" not in before:
        return
    _forget(change, theme, before)
    link = of(theme)
    if link is None:
        return
    if change.pk <= link.since:
        for name in ("name", "named_by_person", "slug"):
            before.pop(name, None)
    elif not link.chosen:
        before["name"] = link.label
        before["named_by_person"] = written_by_person(link.key, link.label)


def _forget(change: BookChange, theme: Theme, before: Mapping[str, Any]) -> None:
    """What a renaming called the theme is remembered by none of its entries any more, also of other codebooks: the name
    before it is, or what that one was remembered in place of."""
    kept = change.undo.get("entry") or {}
    older = kept.get("before") or {
        "name": before["name"],
        "named_by_person": before.get("named_by_person", False),
        "by_book": bool(kept) and not kept["chosen"],
        **_nobody(),
    }
    for link in EntryTheme.objects.filter(theme=theme, since__gte=change.pk).exclude(before={}):
        if link.before["name"] == change.undo.get("name", link.before["name"]):
            told = {} if link.names and older["name"] == theme.name else older
            EntryTheme.objects.filter(pk=link.pk).update(before=told)


def unsettle(change: BookChange) -> None:
    """An approval is taken back: what the themes were called before is told again, unless a person has named it."""
    for pk, before in change.undo.get("settled", []):
        links = EntryTheme.objects.filter(pk=pk, chosen="").exclude(names=True, theme__name=before["name"])
        links.update(before=before)


def _links(version: CodebookVersion, cycle_id: int) -> list[EntryTheme]:
    own = EntryTheme.objects.filter(codebook=version.codebook_id, cycle=cycle_id)
    return list(own.select_related("codebook"))


def _newest(cycle_id: int) -> int:
    newest = BookChange.objects.filter(cycle=cycle_id).first()
    return newest.pk if newest else 0


def _remember(link: EntryTheme, theme: Theme, label: str, last: int) -> dict[str, Any]:
    """The entry names the theme from now on; answers what it is to be called (``name``), and what is told of that."""
    old = theme.name
    wanted = link.chosen or label
    giver = of(theme)
    now = {
        "name": old,
        "named_by_person": theme.named_by_person,
        "approved_by": theme.approved_by,
        "approved_at": theme.approved_at.isoformat() if theme.approved_at else "",
        "by_book": giver is not None and not giver.chosen,
    }
    told = {"id": theme.pk, "old": old, "name": wanted, "label": label}
    told |= {name: now[name] for name in ("approved_by", "approved_at")}
    told["by_person"] = now["named_by_person"] and not now["by_book"]
    if giver is not None and giver.pk != link.pk:
        EntryTheme.objects.filter(pk=giver.pk).update(names=False)
    # A name that nobody has said anything of leads back to the one before it.
    unsettled = giver.before if giver is not None and not giver.chosen else {}
    if unsettled:
        link.before = link.before or unsettled
    elif wanted != old:
        link.before = now
    elif giver is None or giver.pk != link.pk:
        link.before = {}
    if link.before.get("name") == wanted:
        link.before = {}
    if not link.chosen:
        link.since = last
    link.label, link.names = label, True
    link.save(update_fields=["label", "names", "before", "since"])
    return told


def _hold(link: EntryTheme, theme: Theme, told: dict[str, Any], by_person: bool) -> Held:
    """The theme stays as it is, and the entry remembers that its name was chosen."""
    held = Held(link, theme, told, link.chosen, link.before, by_person)
    link.chosen, link.before = theme.name, {}
    link.save(update_fields=["chosen", "before"])
    theme.machine_label = told["label"]
    theme.save(update_fields=["machine_label"])
    return held


def let_go(held: Held) -> None:
    """The name is not kept after all: the entry remembers what it would have, had nobody asked."""
    held.link.chosen, held.link.before = held.chosen, held.before
    held.link.save(update_fields=["chosen", "before"])


def name_after_all(held: Held, number: int) -> None:
    """The theme cannot keep its name: it is called as if nobody had asked."""
    link, theme = held.link, held.theme
    let_go(held)
    theme.named_by_person = held.by_person
    _call(theme, held.told["name"])
    _note(link, theme, held.told, number)


def _call(theme: Theme, name: str) -> None:
    """Another name: what a person approved under the old one is no longer what is there."""
    if theme.state == Theme.State.APPROVED:
        theme.state = Theme.State.PROPOSED
        for field_name, value in _book.NOBODY.items():
            setattr(theme, field_name, value)
    _write(theme, name)


def _write(theme: Theme, name: str) -> None:
    """The name, and the address with it until an edition has shown it."""
    if name != theme.name and not _book.address_stands(theme):
        theme.slug = _book.free_slug(name, own=theme)
    theme.name = name
    theme.save(update_fields=list(_WRITTEN))


def _note(link: EntryTheme, theme: Theme, told: Mapping[str, Any], number: int) -> None:
    """A line in the book and in the log where the codebook set aside what a person had approved or named."""
    if not (told["approved_by"] or told["by_person"]):
        return
    lost = [[theme.pk, told["old"]]] if told["approved_by"] else []
    _book.note(
        theme,
        "theme_named_by_book",
        by=SYSTEM,
        lost=lost,
        old=told["old"],
        new=told["name"],
        book=link.codebook.name,
        number=number,
    )


def _nobody() -> dict[str, str]:
    return {"approved_by": "", "approved_at": ""}
