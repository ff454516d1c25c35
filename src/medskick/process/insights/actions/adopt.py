"""Adopt a run: match it to the book, keep what people have decided, and tell what changed.

Rules (docs/decisions/0020-runs-never-overrule-people.md):

- a statement that a person has placed stays;
- a statement in a theme that a person has decided about (named, approved, merged into, split, marked …) stays;
- every other statement goes where the run puts it, and the themes keep their numbers, names and addresses by overlap;
- under a codebook a theme is called what its entry is called (``entry_names``);
- what is new and says what a person has put outside lies outside too;
- contributions that the run did not see (hidden, withdrawn, newer) keep their place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from medskick.engine.text.normalise import normal_form
from medskick.ground.core.access import SYSTEM, Viewer
from medskick.process.contributions.models import Contribution
from medskick.process.insights.actions import copies, entry_names, entry_themes, kept_names, weigh
from medskick.process.insights.actions._book import free_slug, lock_book
from medskick.process.insights.actions.matching import Overlap, match
from medskick.process.insights.models import (
    EntryTheme,
    Origin,
    Placement,
    Run,
    RunStatement,
    RunTheme,
    StrengthClass,
    Theme,
)

THEME = "theme"
NAMED_IN_CHANGES = 40
MOVES_TOLD = 200
SCOPE_TOLD = (
    "new_placed",
    "new_outside",
    "new_copies",
    "new_loose",
    "new_empty",
    "put_outside",
    "put_inside",
)
Key = tuple[int, str, int, int]


@dataclass
class _Book:
    """The book in memory: live themes and where every statement is."""

    themes: dict[int, Theme]
    placements: dict[Key, Placement]
    changes: dict[str, Any] = field(default_factory=dict)
    # Themes whose group in the run is not close to what they were: what the run calls it is not their name.
    far: set[int] = field(default_factory=set)
    # The run's groups that each theme is made of, for what they suggest.
    heard: dict[int, list[RunTheme]] = field(default_factory=lambda: defaultdict(list))
    # What themes that the run renamed were called before it came.
    renamed: dict[int, str] = field(default_factory=dict)
    # What a codebook calls its themes, and which themes have their name from one.
    given: entry_names.Given = field(default_factory=entry_names.Given)
    of_entry: set[int] = field(default_factory=set)
    # Themes that had left the book and are tried again, because a codebook's entry filled them before.
    revived: set[int] = field(default_factory=set)
    # Name and top theme of every theme before the run came.
    names: dict[int, str] = field(default_factory=dict)
    tops: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = {pk: theme.name for pk, theme in self.themes.items()}
        self.tops = {pk: theme.parent_id or pk for pk, theme in self.themes.items()}

    def top(self, theme_id: int | None) -> int | None:
        theme = self.themes.get(theme_id) if theme_id else None
        return None if theme is None else (theme.parent_id or theme.pk)

    def decided(self) -> set[int]:
        return {pk for pk, theme in self.themes.items() if theme.decided_by_person}

    def placed_in(self) -> set[int]:
        """Themes where a person has put statements."""
        return {p.theme_id for p in self.placements.values() if p.origin == Origin.PERSON and p.theme_id}

    @property
    def untouched(self) -> bool:
        return not self.decided() and all(p.origin == Origin.ENGINE for p in self.placements.values())


def adopt(run: Run, *, keep: Collection[int] = (), by: Viewer = SYSTEM) -> dict[str, Any]:
    """Bring the run's result into the book, inside the caller's transaction. Answers and stores what changed.

    ``keep``: keys of themes that ``by`` has said keep their names, whatever the codebook calls them.
    """
    lock_book(run.cycle)
    themes = Theme.objects.filter(cycle=run.cycle, state__in=[Theme.State.PROPOSED, Theme.State.APPROVED])
    book = _Book(
        {theme.pk: theme for theme in themes}, {_key(p): p for p in Placement.objects.filter(cycle=run.cycle)}
    )
    first = not book.placements
    nodes = {node.key: node for node in run.themes.all()}
    statements = list(run.statements.order_by("id"))
    persons = dict(run.statements.values_list("contribution_id", "contribution__persons").order_by())
    if run.carried:
        tops, leaves = _carried(run, book, nodes)
    else:
        tops, leaves = _matched(book, nodes, statements, persons)
    _by_entry(run, book, nodes, tops, leaves)
    _name_by_entry(run, book, nodes, tops, keep)
    homes = _homes(run, book, nodes, tops, leaves)
    weigh.take_over(run, book.themes, book.heard)
    run.homes = {**tops, **book.changes["parents"], **{key: pk for key, pk in homes.items() if pk}}
    moved = _place(run, book, nodes, statements, homes)
    retired = _retire(run)
    gone = {theme.pk for theme in retired}
    for one in book.given.held:
        if one.theme.pk in gone:
            entry_names.let_go(one)
    names = kept_names.settle([one for one in book.given.held if one.theme.pk not in gone], run.number, by=by)
    book.given.named += names.named
    run.changes = _told(first, book, nodes, moved, retired)
    run.changes |= {"names_kept": names.kept, "not_kept": names.refused}
    run.save(update_fields=["changes", "homes"])
    return run.changes


def _key(row: Placement | RunStatement) -> Key:
    return (row.contribution_id, row.field, row.start, row.end)


def _carried(run: Run, book: _Book, nodes: dict[str, RunTheme]) -> tuple[dict[str, int], dict[str, int]]:
    """The same for a run that went on from an edition: its ids are known, whatever has been merged meanwhile."""
    merged = dict(
        Theme.objects.filter(cycle=run.cycle_id, state=Theme.State.MERGED).values_list("pk", "merged_into_id")
    )
    retired = Theme.objects.filter(cycle=run.cycle_id, state=Theme.State.RETIRED, pk__in=run.carried.values())
    back = {theme.pk: theme for theme in retired}
    found: dict[str, int] = {}
    for key, pk in run.carried.items():
        while pk in merged:
            pk = merged[pk] or 0
        if key in nodes and pk in back:  # it holds something again
            back[pk].state = Theme.State.PROPOSED
            back[pk].save(update_fields=["state"])
            book.themes[pk] = back.pop(pk)
        if key in nodes and pk in book.themes:
            found[key] = pk
    tops = {key: pk for key, pk in found.items() if not nodes[key].parent_key}
    return tops, {key: pk for key, pk in found.items() if nodes[key].parent_key}


def _matched(
    book: _Book, nodes: dict[str, RunTheme], statements: Iterable[RunStatement], persons: dict[int, int]
) -> tuple[dict[str, int], dict[str, int]]:
    """Book themes of the run's themes, and of its topics."""
    by_top, by_leaf = Overlap(), Overlap()
    for row in statements:
        placed = book.placements.get(_key(row))
        if placed is None or placed.theme_id not in book.themes:
            continue
        ordinary = nodes[row.topic_key].kind == THEME if row.topic_key in nodes else False
        by_top.add(
            row.theme_key if ordinary else None, book.top(placed.theme_id), persons[row.contribution_id]
        )
        by_leaf.add(row.topic_key if ordinary else None, placed.theme_id, persons[row.contribution_id])
    decided = book.decided()
    decided_tops = {book.top(pk) for pk in decided if book.themes[pk].parent_id is None}
    placed_in = book.placed_in()
    tops = match(by_top, decided_tops, {book.top(pk) for pk in placed_in})
    leaves = match(by_leaf, decided, placed_in)
    for overlap, pairs in ((by_top, tops), (by_leaf, leaves)):
        book.far |= {theme for group, theme in pairs.items() if not overlap.close(group, theme)}  # type: ignore[misc]
    return tops, leaves  # type: ignore[return-value]


def _by_entry(
    run: Run, book: _Book, nodes: dict[str, RunTheme], tops: dict[str, int], leaves: dict[str, int]
) -> None:
    """With a codebook, entries fill the themes they have filled before, whatever the overlap says."""
    if run.codebook is None:
        return
    codebook = run.codebook.codebook
    linked = entry_themes.linked_themes(codebook, run.cycle_id, revive=True)
    book.revived = {theme.pk for theme in linked.values()} - set(book.themes)
    for theme in linked.values():
        book.themes.setdefault(theme.pk, theme)
    fills = {
        node.key: linked[node.entry].pk
        for node in nodes.values()
        if node.entry in linked and linked[node.entry].parent_id is None
    }
    taken = {theme.pk for theme in linked.values()}
    for key in [key for key, pk in tops.items() if pk in taken or key in fills]:
        del tops[key]
    tops.update(fills)
    _apart(run, book, nodes, tops, leaves)
    # What lies in an entry's theme itself must not make a topic of the run take its place.
    for key in [key for key, pk in leaves.items() if pk in taken]:
        del leaves[key]
    book.far -= taken
    for key, pk in tops.items():
        if nodes[key].entry and key not in fills:
            entry_themes.link(codebook, nodes[key].entry, book.themes[pk])


def _apart(
    run: Run, book: _Book, nodes: dict[str, RunTheme], tops: dict[str, int], leaves: dict[str, int]
) -> None:
    """Keep the entries apart: a theme that is only approved, named or quoted draws no second entry into it, nor the
    topics of one. Where people have merged, they have said that it belongs together."""
    merged = set(
        Theme.objects.filter(cycle=run.cycle_id, state=Theme.State.MERGED).values_list(
            "merged_into", flat=True
        )
    )
    filled: set[int] = set()
    for key, pk in list(tops.items()):  # the best pairs come first
        if nodes[key].entry:
            if pk in filled and pk not in merged:
                del tops[key]
            filled.add(pk)
    decided = book.decided()
    for key, pk in list(leaves.items()):
        lies_in = book.top(pk)
        entry = nodes[nodes[key].parent_key].entry
        if not entry or lies_in == tops.get(nodes[key].parent_key) or merged & {pk, lies_in}:
            continue
        if decided & {pk, lies_in}:
            del leaves[key]


def _name_by_entry(
    run: Run, book: _Book, nodes: dict[str, RunTheme], tops: dict[str, int], keep: Collection[int]
) -> None:
    """Names by the codebook that the run places under; those of one that the book follows no more go."""
    if run.codebook is not None:
        keys = sorted((key for key in tops if nodes[key].entry), key=lambda key: nodes[key].order)
        filled = [(nodes[key].entry, book.themes[tops[key]]) for key in keys]
        book.given = entry_names.give(run.codebook, filled, run.cycle_id, run.number, keep)
    for theme, old in entry_names.give_back(run.cycle_id, book.themes, entry_names.followed_by(run)):
        book.renamed.setdefault(theme.pk, old)
    named = EntryTheme.objects.filter(cycle=run.cycle_id, names=True)
    book.of_entry = set(named.values_list("theme", flat=True))


def _homes(
    run: Run, book: _Book, nodes: dict[str, RunTheme], tops: dict[str, int], leaves: dict[str, int]
) -> dict[str, int | None]:
    """The book theme where each topic of the run sends its statements; missing ones are made as proposals."""
    untouched = book.untouched
    homes: dict[str, int | None] = {}
    parents: dict[str, Theme] = {}
    created: list[Theme] = []

    def parent_of(node: RunTheme) -> Theme:
        key = node.parent_key
        if key not in parents:
            known = book.themes.get(tops.get(key, -1))
            if known is None:
                known = _made(run, book, nodes[key], None)
                created.append(known)
            else:
                _refresh(book, known, nodes[key])
            book.heard[known.pk].append(nodes[key])
            parents[key] = known
        return parents[key]

    for node in nodes.values():
        if node.kind != THEME:
            if node.parent_key:
                homes[node.key] = None
            continue
        if not node.parent_key:
            continue
        known = book.themes.get(leaves.get(node.key, -1))
        if known is None:
            known = _made(run, book, node, parent_of(node))
            created.append(known)
        else:
            free = known.parent is not None and not known.decided_by_person
            if free and (untouched or not known.parent.decided_by_person):  # type: ignore[union-attr]
                known.parent = parent_of(node)
            _refresh(book, known, node)
        book.heard[known.pk].append(node)
        homes[node.key] = known.pk
    for key, pk in tops.items():
        if key not in parents and pk in book.themes:
            book.heard[pk].append(nodes[key])
    book.changes["created"] = created
    book.changes["parents"] = {key: theme.pk for key, theme in parents.items()}
    return homes


def _made(run: Run, book: _Book, node: RunTheme, parent: Theme | None) -> Theme:
    """A new theme in the book; one that a codebook's entry fills is remembered as that entry's."""
    entry = run.codebook.entry(node.entry) if run.codebook is not None and node.entry else None
    if parent is None and run.codebook is not None and entry is not None:
        theme = entry_themes.make(run.codebook, run.cycle_id, entry, node.order)
        theme.keywords = node.keywords
        theme.save(update_fields=["keywords"])
        book.of_entry.add(theme.pk)
    else:
        theme = _new(run, node, parent)
    book.themes[theme.pk] = theme
    return theme


def _new(run: Run, node: RunTheme, parent: Theme | None) -> Theme:
    name = _named(node.label)
    return Theme.objects.create(
        cycle=run.cycle,
        parent=parent,
        slug=free_slug(name),
        name=name,
        machine_label=node.label,
        keywords=node.keywords,
        order=node.order,
    )


def _refresh(book: _Book, theme: Theme, node: RunTheme) -> None:
    """New words for a theme that is mostly what it was; its name only when nobody has decided about it.

    Of a group that is far from the theme neither name nor words are the theme's, not even as a suggestion; nor are a
    topic's those of the whole theme that it flows into. What a codebook's entry has named is called that.
    """
    if node.parent_key and theme.parent is None:
        return
    if theme.pk not in book.far:
        theme.machine_label = node.label
        theme.keywords = node.keywords
    if not theme.decided_by_person and theme.pk not in book.far:
        theme.order = node.order
        name = _named(node.label)
        if name != theme.name and theme.pk not in book.of_entry:
            book.renamed.setdefault(theme.pk, theme.name)
            theme.name, theme.named_by_person = name, False
    theme.save(update_fields=["machine_label", "keywords", "name", "named_by_person", "order", "parent"])


def _named(label: str) -> str:
    label = label.strip()
    return (label[:1].upper() + label[1:])[:120] or "Tema utan namn"


def _place(
    run: Run,
    book: _Book,
    nodes: dict[str, RunTheme],
    statements: list[RunStatement],
    homes: dict[str, int | None],
) -> dict[str, Any]:
    """Write every statement's place; answers who gained, lost and stayed."""
    decided = book.decided()
    quote_ranks = _quote_ranks(nodes, statements)
    person_spans: dict[int, list[Key]] = defaultdict(list)
    for key, placed in book.placements.items():
        if placed.origin == Origin.PERSON:
            person_spans[key[0]].append(key)
    told: dict[str, Any] = {"gained": Counter(), "changed": 0, "kept": 0, "new": 0, "dropped": 0}
    told["moves"], told["lies"] = Counter(), Counter()
    rows: list[Placement] = []
    seen: set[Key] = set()
    outside = _outside_copies(book, statements)
    for statement in statements:
        key = _key(statement)
        if any(_overlaps(key, other) for other in person_spans.get(key[0], ()) if other != key):
            continue
        seen.add(key)
        home = homes.get(statement.topic_key)
        before = book.placements.get(key)
        row = Placement(cycle_id=run.cycle_id, contribution_id=key[0], field=key[1], start=key[2], end=key[3])
        row.theme_id, row.origin, row.outside_reason = _where(book, before, home, decided, told)
        if _follows(before):
            row.outside_reason = outside.get(statement.pk, "")
        row.strength, row.strength_class = statement.strength, _class(statement, row)
        if before is not None:
            was, now = book.tops.get(before.theme_id or 0), book.top(row.theme_id)
            told["moves"][was, now] += was != now
        _tell_scope(book, before, row, told["lies"])
        row.family = f"{run.number}.{statement.family}"
        row.run, row.quote_rank = run, quote_ranks.get(key)
        row.suggested_scope = statement.scope
        row.cooperation, row.long_term = statement.cooperation, statement.long_term
        rows.append(row)
    told["dropped"] = _drop(book, seen, {row.contribution_id for row in statements})
    Placement.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["contribution", "field", "start", "end"],
        update_fields=[
            "theme",
            "origin",
            "outside_reason",
            "strength",
            "strength_class",
            "family",
            "run",
            "quote_rank",
            "suggested_scope",
            "cooperation",
            "long_term",
        ],
    )
    return told


def _where(
    book: _Book, placed: Placement | None, home: int | None, decided: set[int], told: dict[str, Any]
) -> tuple[int | None, str, str]:
    """Theme, origin and outside mark of a statement: a person's decision before the run's.

    Out of a theme that a person has decided about nothing moves; between its untouched topics it may.
    """
    if placed is None:
        told["new"] += 1
        if home:
            told["gained"][home] += 1
        return home, Origin.ENGINE, ""
    leaves_decided = book.top(placed.theme_id) in decided and book.top(home) != book.top(placed.theme_id)
    if placed.origin == Origin.PERSON or placed.theme_id in decided or leaves_decided:
        told["kept"] += home != placed.theme_id
        return placed.theme_id, placed.origin, placed.outside_reason
    told["changed"] += home != placed.theme_id
    return home, Origin.ENGINE, placed.outside_reason


def _tell_scope(book: _Book, before: Placement | None, row: Placement, lies: Counter[str]) -> None:
    """Count where a new statement lies (and whether as a copy of what people put outside), what comes to lie outside
    and what comes back."""
    outside = _lies_outside(book, row, book.top(row.theme_id))
    if before is None:
        empty = row.theme_id is None and row.strength_class == StrengthClass.NO_CONTENT
        place = "outside" if outside else "empty" if empty else "placed" if row.theme_id else "loose"
        lies[f"new_{place}"] += 1
        lies["new_copies"] += bool(row.outside_reason)
        return
    was = _lies_outside(book, before, book.tops.get(before.theme_id or 0))
    lies["put_outside"] += outside and not was
    lies["put_inside"] += was and not outside


def _lies_outside(book: _Book, row: Placement, top: int | None) -> bool:
    """By itself, or with the theme or topic that it lies in."""
    above = (book.themes.get(pk) for pk in (row.theme_id or 0, top or 0))
    return bool(row.outside_reason) or any(theme is not None and theme.outside_reason for theme in above)


def _follows(placed: Placement | None) -> bool:
    """Whether it lies outside just where its copies do: what is new, and what lies outside for no other reason."""
    if placed is None:
        return True
    return bool(placed.outside_reason) and placed.origin == Origin.ENGINE and not placed.scope_decided


def _outside_copies(book: _Book, statements: list[RunStatement]) -> dict[int, str]:
    """Why statements that nobody has decided about lie outside, by key: a person has put others of these words there.

    Two queries where there are any. Within a run all copies of a wording are of one family.
    """

    def placed(row: RunStatement) -> Placement | None:
        return book.placements.get(_key(row))

    def single(own: Placement | None) -> bool:
        return (
            own is not None and own.scope_decided and bool(own.outside_reason) and not _in_outside(book, own)
        )

    families = {row.family for row in statements if single(placed(row))}
    if not families:
        return {}
    alike = {row.pk: placed(row) for row in statements if row.family in families}
    own = RunStatement.objects.filter(run=statements[0].run_id, family__in=families)
    texts = dict(copies.with_words(own, "pk"))
    marks = copies.reasons(
        ((own.outside_reason, texts[pk]) for pk, own in alike.items() if own is not None and single(own)),
        ((texts[pk],) for pk, own in alike.items() if not _follows(own) and not single(own)),
    )
    return {pk: why for pk, text in texts.items() if (why := marks.get(normal_form(text), ""))}


def _in_outside(book: _Book, placed: Placement) -> bool:
    """Whether the theme it lies in, or the one above, lies outside as a whole."""
    above = (book.themes.get(pk) for pk in (placed.theme_id or 0, book.top(placed.theme_id) or 0))
    return any(theme is not None and theme.outside_reason for theme in above)


def _class(statement: RunStatement, row: Placement) -> str:
    """How sure the engine is; where a person found content in an empty answer, it has content."""
    found = (
        statement.strength_class == StrengthClass.NO_CONTENT and row.origin == Origin.PERSON and row.theme_id
    )
    return StrengthClass.NEAR if found else statement.strength_class


def _overlaps(one: Key, other: Key) -> bool:
    return one[1] == other[1] and one[2] < other[3] and other[2] < one[3]


def _drop(book: _Book, seen: set[Key], contributions: set[int]) -> int:
    """Remove places of spans that the engine no longer makes (it splits a text anew); never a person's."""
    gone = [
        placed.pk
        for key, placed in book.placements.items()
        if key[0] in contributions and key not in seen and placed.origin == Origin.ENGINE
    ]
    for start in range(0, len(gone), 500):
        Placement.objects.filter(pk__in=gone[start : start + 500]).delete()
    return len(gone)


def _quote_ranks(nodes: dict[str, RunTheme], statements: list[RunStatement]) -> dict[Key, int]:
    """The engine's quotes in its order: those of the theme before those of its topics."""
    numbers = {int(number) for node in nodes.values() for number, _start, _end in node.quotes}
    known = Contribution.objects.filter(number__in=numbers).values_list("number", "pk")
    pk_of = dict(known)
    spans = {(row.contribution_id, row.start, row.end): _key(row) for row in statements}
    ranks: dict[Key, int] = {}
    for node in nodes.values():
        for rank, (number, start, end) in enumerate(node.quotes, 1):
            key = spans.get((pk_of.get(int(number), 0), start, end))
            if key is not None:
                own = rank if not node.parent_key else 10 + rank
                ranks[key] = min(own, ranks.get(key, own))
    return ranks


def _retire(run: Run) -> list[Theme]:
    """Proposals that nobody has touched and that hold nothing any more leave the book; their address is kept."""
    live = Theme.objects.filter(cycle=run.cycle, state=Theme.State.PROPOSED, decided_by_person=False)
    retired: list[Theme] = []
    for level in (False, True):
        empty = live.filter(parent__isnull=level, placements__isnull=True)
        if level:
            empty = empty.exclude(topics__state__in=[Theme.State.PROPOSED, Theme.State.APPROVED])
        found = list(empty)
        Theme.objects.filter(pk__in=[theme.pk for theme in found]).update(state=Theme.State.RETIRED)
        retired += found
    return retired


def _told(
    first: bool, book: _Book, nodes: dict[str, RunTheme], moved: dict[str, Any], retired: list[Theme]
) -> dict[str, Any]:
    gone = {theme.pk for theme in retired}
    made = {theme.pk for theme in book.changes["created"]}
    left = [theme for theme in retired if theme.pk not in made and theme.pk not in book.revived]
    renamed = [
        (old, book.themes[pk])
        for pk, old in book.renamed.items()
        if pk not in gone and book.themes[pk].name != old
    ]
    moves = [(was, now, count) for (was, now), count in moved["moves"].most_common() if count]
    created = [theme for theme in book.changes["created"] if theme.pk not in gone]
    gained = [(book.themes[pk], count) for pk, count in moved["gained"].most_common()]
    new = {theme.pk for theme in created}
    return {
        "first": first,
        "statements": moved["new"],
        "changed": moved["changed"],
        # Statements that go from one theme (or none) to another; ``changed`` counts those between topics too.
        "moved": sum(count for _was, _now, count in moves),
        "moves": [
            {"from": book.names.get(was or 0, ""), "to": _name_of(book, now), "count": count}
            for was, now, count in moves[:MOVES_TOLD]
        ],
        # Of new statements: in a theme, outside (of them as copies of what people put there), in no theme, no content.
        # Of those that were there: what comes to lie outside, and what comes back.
        **{name: moved["lies"][name] for name in SCOPE_TOLD},
        "kept": moved["kept"],
        "dropped": moved["dropped"],
        "created_themes": sum(theme.parent_id is None for theme in created),
        "created_topics": sum(theme.parent_id is not None for theme in created),
        "created": [{"id": theme.pk, "name": theme.name} for theme in created if theme.parent_id is None][
            :NAMED_IN_CHANGES
        ],
        "gained": [
            {"id": theme.pk, "name": theme.name, "count": count}
            for theme, count in gained
            if theme.pk not in new
        ][:NAMED_IN_CHANGES],
        "renamed_themes": sum(theme.parent_id is None for _old, theme in renamed),
        "renamed_topics": sum(theme.parent_id is not None for _old, theme in renamed),
        "renamed": [
            {"id": theme.pk, "old": old, "name": theme.name}
            for old, theme in renamed
            if theme.parent_id is None
        ][:NAMED_IN_CHANGES],
        # Told one by one however many they are: no approval falls unseen.
        "named_by_book": [one for one in book.given.named if one["id"] not in gone],
        "kept_names": [one for one in book.given.kept if one["id"] not in gone],
        "retired_themes": sum(theme.parent_id is None for theme in left),
        "retired_topics": sum(theme.parent_id is not None for theme in left),
        "retired_ids": [theme.pk for theme in left if theme.parent_id is None][:NAMED_IN_CHANGES],
        "retired": [book.renamed.get(theme.pk, theme.name) for theme in left if theme.parent_id is None][
            :NAMED_IN_CHANGES
        ],
    }


def _name_of(book: _Book, pk: int | None) -> str:
    return book.themes[pk].name if pk else ""
