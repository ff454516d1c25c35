"""Write codebooks: every change makes a new version, and taking back leads to the version before it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from medskick.engine.tables.cells import clean
from medskick.ground.core import audit
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.chain import Ref
from medskick.ground.core.told import Kept, in_source_language, keep
from medskick.process.insights.actions._book import ChangedMeanwhileError
from medskick.process.insights.models import Codebook, CodebookVersion

LONGEST_NAME, LONGEST_KEY, LONGEST_LABEL, LONGEST_DEFINITION = 120, 100, 120, 2_000
MOST_ENTRIES = 500
Entry = dict[str, str]


def create_codebook(
    name: str, *, by: Viewer, entries: Iterable[Entry] = (), what: Kept | None = None
) -> Codebook:
    """A new codebook, empty or with ``entries``. Raises ValidationError."""
    require("insights.run", by)
    name = _line(name, LONGEST_NAME, _("namnet"), needed=_("Skriv vad kodboken heter."))
    entries = _checked(entries)
    try:
        with transaction.atomic():
            codebook = Codebook.objects.create(name=name, created_by=by.name)
            _write(codebook, entries, what or keep("insights.codebook.made"), None, by)
            audit.record(by, "insights.codebook_created", _ref(codebook), name=name, count=len(entries))
    except IntegrityError:
        taken = _("Det finns redan en kodbok som heter ”%(name)s”. Välj ett annat namn.")
        raise ValidationError(taken % {"name": name}) from None
    return codebook


def add_entry(
    codebook: Codebook, label: str, definition: str = "", *, by: Viewer, shown: int | None = None
) -> str:
    """Add a theme last; answers its key, which is made of the label and never used for anything else.

    ``shown`` (here and below): the version that the form showed. Sent twice it is added once; refused when somebody
    else has added a theme of that name since.
    """
    entry = _entry({"key": "", "label": label, "definition": definition}, 0)
    with _Change(codebook, by) as change:
        if there := _added_since(change.seen(shown), change.entries, entry["label"]):
            if there["definition"] == entry["definition"]:
                return there["key"]
            raise ChangedMeanwhileError(_meanwhile(there, entry), there["label"])
        entry["key"] = free_key(codebook, entry["label"])
        change.entries.append(entry)
        change.what = keep("insights.codebook.added", label=entry["label"])
    return entry["key"]


def change_entry(
    codebook: Codebook, key: str, label: str, definition: str, *, by: Viewer, shown: int | None = None
) -> None:
    """Write another label or definition. Refused when somebody has written something else there since."""
    wanted = _entry({"key": key, "label": label, "definition": definition}, 0)
    with _Change(codebook, by) as change:
        at, now = change.find(key)
        seen = change.seen(shown)
        if seen is not None and seen.entry(key) != now and wanted != now:
            raise ChangedMeanwhileError(_meanwhile(now, wanted), now["label"])
        change.entries[at] = wanted
        change.what = keep("insights.codebook.changed", label=wanted["label"])


def remove_entry(codebook: Codebook, key: str, *, by: Viewer, shown: int | None = None) -> None:
    """Take a theme out of the list. What has been placed under it stays in the book until the next run. Refused when
    somebody has written something else in it since; one that is gone already is gone."""
    with _Change(codebook, by) as change:
        seen = change.seen(shown)
        if seen is not None and seen.entry(key) is not None and change.now.entry(key) is None:
            return
        at, now = change.find(key)
        if seen is not None and seen.entry(key) != now:
            told = _(
                "Någon har hunnit ändra temat: nu står det ”%(now)s”. Det är inte borttaget. Läs det först."
            )
            raise ValidationError(told % {"now": _whole(now)})
        del change.entries[at]
        change.what = keep("insights.codebook.removed", label=now["label"])


def shift_entry(codebook: Codebook, key: str, step: int, *, by: Viewer, shown: int | None = None) -> None:
    """Move a theme one step up (-1) or down (1) in the list. Refused when the order is another than was shown."""
    with _Change(codebook, by) as change:
        seen = change.seen(shown)
        if seen is not None and _keys(seen.entries) != _keys(change.entries):
            raise ValidationError(
                _(
                    "Någon har hunnit ändra ordningen i kodboken. Titta på listan som den är nu och flytta sedan."
                )
            )
        at, now = change.find(key)
        to = min(max(at + step, 0), len(change.entries) - 1)
        change.entries.insert(to, change.entries.pop(at))
        change.what = keep("insights.codebook.shifted", label=now["label"])


def replace_entries(
    codebook: Codebook, entries: Iterable[Entry], *, by: Viewer, file: str, shown: int | None = None
) -> int:
    """Take the list from a file in place of the present one; answers how many themes it has. Refused when the list is
    another than was shown."""
    wanted = _checked(entries)
    with _Change(codebook, by) as change:
        seen = change.seen(shown)
        if seen is not None and change.entries not in (seen.entries, wanted):
            raise ValidationError(
                _(
                    "%(who)s har hunnit ändra kodboken: %(what)s. Filen är inte inläst. Läs listan och välj filen igen."
                )
                % {"who": change.now.author_name, "what": change.now.in_words}
            )
        change.entries[:] = wanted
        change.what = keep("insights.codebook.read", count=len(wanted), file=file)
    return len(wanted)


def take_back_change(codebook: Codebook, shown: int, *, by: Viewer) -> None:
    """Take back the newest change. Raises ValidationError when there is a newer one than ``shown``."""
    with _Change(codebook, by) as change:
        now = change.now
        if now.number != shown:
            raise ValidationError(_("Någon har hunnit ändra kodboken. Ladda om sidan."))
        before = codebook.versions.filter(number=now.back).first() if now.back else None
        if before is None:
            raise ValidationError(_("Det finns inget att ångra."))
        change.entries[:] = before.entries
        change.back = before.back
        change.what = keep("insights.undone", what=now.what)


def free_key(codebook: Codebook, label: str) -> str:
    """A key nobody has had in this codebook: the label in plain letters, with a number where it is taken."""
    base = slugify(unicodedata.normalize("NFKD", label))[:60].strip("-") or "tema"
    taken = {entry["key"] for version in codebook.versions.all() for entry in version.entries}
    number = 1
    while (key := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return key


class _Change:
    """One change: the present entries to work on, written as a new version when all went well."""

    def __init__(self, codebook: Codebook, by: Viewer) -> None:
        require("insights.run", by)
        self.codebook, self.by = codebook, by
        self.what: Kept = {}
        self.back: int | None = None

    def __enter__(self) -> _Change:
        self._transaction = transaction.atomic()
        self._transaction.__enter__()
        Codebook.objects.select_for_update().get(pk=self.codebook.pk)
        self.now = self.codebook.current
        self.entries = [dict(entry) for entry in self.now.entries]
        self.back = self.now.number
        return self

    def seen(self, shown: int | None) -> CodebookVersion | None:
        """The version that a form showed; None where nobody looked at a form."""
        return self.codebook.versions.filter(number=shown).first() if shown else None

    def find(self, key: str) -> tuple[int, Entry]:
        """Place and content of an entry. Raises ValidationError when it is gone."""
        for at, entry in enumerate(self.entries):
            if entry["key"] == key:
                return at, entry
        raise ValidationError(_("Temat finns inte längre i kodboken. Ladda om sidan."))

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        try:
            if kind is None and self.entries != self.now.entries:
                if len(self.entries) > MOST_ENTRIES:
                    raise ValidationError(_too_many(len(self.entries)))
                _write(self.codebook, self.entries, self.what, self.back, self.by)
                name = self.codebook.name
                audit.record(
                    self.by,
                    "insights.codebook_changed",
                    _ref(self.codebook),
                    name=name,
                    what=self.what,
                )
        except BaseException as failed:
            self._transaction.__exit__(type(failed), failed, failed.__traceback__)
            raise
        self._transaction.__exit__(kind, error, trace)


def _write(codebook: Codebook, entries: Sequence[Entry], what: Kept, back: int | None, by: Viewer) -> None:
    last = codebook.versions.values_list("number", flat=True).first() or 0
    CodebookVersion.objects.create(
        codebook=codebook,
        number=last + 1,
        entries=list(entries),
        back=back,
        sentence=in_source_language(what)[:300],
        kept=what,
        author_id=by.user_id,
        author_name=by.name,
    )


def _checked(entries: Iterable[Entry]) -> list[Entry]:
    """Whole lists, as from a file: every key once. Raises ValidationError naming the theme's place in the list."""
    found: list[Entry] = []
    seen: dict[str, int] = {}
    for number, raw in enumerate(entries, 1):
        entry = _entry(raw, number)
        if not entry["key"]:
            base = slugify(unicodedata.normalize("NFKD", entry["label"]))[:60].strip("-") or "tema"
            entry["key"] = base if base not in seen else f"{base}-{number}"
        if entry["key"] in seen:
            raise ValidationError(
                _("Tema %(number)s: nyckeln ”%(key)s” finns redan på tema %(first)s.")
                % {"number": number, "key": entry["key"], "first": seen[entry["key"]]}
            )
        seen[entry["key"]] = number
        found.append(entry)
    if len(found) > MOST_ENTRIES:
        raise ValidationError(_too_many(len(found)))
    return found


def _entry(raw: Entry, number: int) -> Entry:
    place = _("Tema %(number)s: ") % {"number": number} if number else ""
    key = re.sub(r"\s+", " ", clean(raw.get("key", ""))).strip()
    if len(key) > LONGEST_KEY or key == "-":
        raise ValidationError(
            place + _("nyckeln går inte att använda. Skriv högst 100 tecken, inte bara ett streck.")
        )
    return {
        "key": key,
        "label": _line(
            raw.get("label", ""),
            LONGEST_LABEL,
            _("namnet"),
            needed=place + _("Skriv vad temat heter."),
            place=place,
        ),
        "definition": _line(raw.get("definition", ""), LONGEST_DEFINITION, _("beskrivningen"), place=place),
    }


def _line(text: str, longest: int, what: str, *, needed: str = "", place: str = "") -> str:
    text = " ".join(clean(text).split())  # a JSON file may hold characters that no page and no database can
    if needed and not text:
        raise ValidationError(needed)
    if len(text) > longest:
        raise ValidationError(
            place
            + _("%(what)s är %(length)s tecken. Högst %(limit)s får plats.")
            % {"what": what, "length": len(text), "limit": longest}
        )
    return text


def _too_many(count: int) -> str:
    return _("Kodboken skulle få %(count)s teman. Högst %(most)s går att använda.") % {
        "count": count,
        "most": MOST_ENTRIES,
    }


def _keys(entries: Iterable[Entry]) -> list[str]:
    return [entry["key"] for entry in entries]


def _added_since(seen: CodebookVersion | None, entries: Iterable[Entry], label: str) -> Entry | None:
    """An entry of this name that the form did not show."""
    if seen is None:
        return None
    wanted = label.casefold()
    return next(
        (e for e in entries if e["label"].casefold() == wanted and seen.entry(e["key"]) is None), None
    )


def _whole(entry: Entry) -> str:
    return f"{entry['label']}. {entry['definition']}".strip()


def _meanwhile(now: Entry, wanted: Entry) -> str:
    return _(
        "Någon har hunnit ändra medan du skrev. Nu står det: ”%(now)s”. Du skrev: ”%(wanted)s”. Inget är sparat."
    ) % {
        "now": _whole(now),
        "wanted": _whole(wanted),
    }


def _ref(codebook: Codebook) -> Ref:
    return Ref("codebook", str(codebook.pk))
