"""The kinds of mail: each room registers its own in ``offers.py`` and only fills in slots when it sends.

    kinds.register(
        "meetings.moved_up",
        _("Du har fått en plats: {{ title }}"),
        "meetings/mail/moved_up.txt",
        label=_("Plats från väntelistan"),
        covered=("change_address",),
    )

A template is Django template text marked for translation, or the name of a ``.txt`` file. It is rendered as plain text
(nothing is escaped) in the reader's language, with the tags of ``i18n`` and ``ui`` loaded. A slot that a template
prints and the caller forgot is an error, not an empty place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template import Context, Engine, Template
from django.template.backends.django import get_installed_libraries
from django.utils import translation
from django.utils.functional import Promise

Text = str | Promise

LONGEST_SUBJECT = 200
_MISSING = "\ue000"  # a private character: no text of people holds it
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")


class MissingSlot(LookupError):
    """A template prints a slot that was not given."""


@dataclass(frozen=True)
class Kind:
    """A kind of mail. ``covered`` names slots whose words only the reader shall see, such as private links."""

    name: str
    subject: Text
    text: Text
    label: Text
    covered: tuple[str, ...] = ()


_kinds: dict[str, Kind] = {}
_common: list[Callable[[], Mapping[str, Any]]] = []


def register(
    name: str,
    subject_template: Text,
    text_template: Text,
    *,
    label: Text = "",
    covered: tuple[str, ...] = (),
) -> None:
    """Make a kind of mail known. ``label`` is what staff call it. Raises ValueError for a name that is taken."""
    kind = Kind(name, subject_template, text_template, label or name, covered)
    if _kinds.setdefault(name, kind) != kind:
        raise ValueError(f"The kind of mail {name} is registered twice")


def common(source: Callable[[], Mapping[str, Any]]) -> Callable[[], Mapping[str, Any]]:
    """Add slots that every mail has, such as ``site`` (who writes) and ``contact``."""
    _common.append(source)
    return source


def find(name: str) -> Kind:
    """The kind with this name. Raises LookupError."""
    if name not in _kinds:
        raise LookupError(f"No such kind of mail: {name}")
    return _kinds[name]


def label(name: str) -> str:
    """What staff call this kind of mail; the bare name where its room is gone."""
    return str(_kinds[name].label) if name in _kinds else name


def names() -> list[str]:
    """All kinds, in order of their names."""
    return sorted(_kinds)


def common_slots() -> dict[str, Any]:
    """What every mail can print: ``site``, ``organisation`` and ``contact``, in the current language."""
    slots: dict[str, Any] = {"site": "Medskick", "organisation": "Medskick", "contact": ""}
    for source in _common:
        slots |= source()
    return slots


def render(kind: Kind, slots: Mapping[str, Any], language: str) -> tuple[str, str]:
    """(subject, text) in that language: one line, and plain lines with one empty line at most between them.

    Raises MissingSlot.
    """
    with translation.override(language):
        context = {**common_slots(), **slots}
        subject = _filled(kind, _template(str(kind.subject)), context)
        text = _filled(kind, _template(str(kind.text)), context)
    return _one_line(subject), _tidy(text)


def hidden_words(kind: Kind, slots: Mapping[str, Any]) -> list[str]:
    """The words that pages of staff leave out, longest first."""
    found: set[str] = set()
    for name in kind.covered:
        value = slots.get(name, "")
        several = value if isinstance(value, list | tuple) else [value]
        found |= {plain for one in several if len(plain := _CONTROL.sub("", str(one)).strip()) > 3}
    return sorted(found, key=lambda words: (-len(words), words))


@lru_cache(maxsize=1)
def _engine() -> Engine:
    return Engine(
        app_dirs=True,
        autoescape=False,
        string_if_invalid=f"{_MISSING}%s{_MISSING}",
        libraries=get_installed_libraries(),
        builtins=["django.templatetags.i18n", "medskick.ground.ui.templatetags.ui"],
    )


@lru_cache(maxsize=256)
def _template(source: str) -> Template:
    is_file = source.endswith(".txt") and not re.search(r"\s", source)
    return _engine().get_template(source) if is_file else _engine().from_string(source)


def _filled(kind: Kind, template: Template, slots: Mapping[str, Any]) -> str:
    text = template.render(Context(dict(slots), autoescape=False)).replace("\N{NO-BREAK SPACE}", " ")
    if _MISSING in text:
        raise MissingSlot(f"The mail {kind.name} needs the slot {text.split(_MISSING)[1]}")
    return text


def _one_line(subject: str) -> str:
    line = " ".join(_CONTROL.sub(" ", subject).split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1].rstrip() + "…"


def _tidy(text: str) -> str:
    lines = [
        line.rstrip() for line in _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
