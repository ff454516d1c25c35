"""The leaves of a topic, folded: small groups that say nearly the same, each with one voice."""

from __future__ import annotations

from typing import Any

from . import wording as say


def leaves(topic: dict[str, Any], level: int = 5) -> str:
    """A closed list of the topic's leaves with headings of `level`; nothing where it has none."""
    found = topic.get("leaves") or []
    if not found:
        return ""
    inside = sum(leaf["size"] for leaf in found)
    rest = topic["size"] - inside
    note = f"Ämnet har {say.statements(rest)} till, som är mer olika varandra." if rest else ""
    heading = say.counted(len(found), "tät grupp", "täta grupper")
    return (
        f"<details><summary>{heading} som säger nästan samma sak</summary>"
        f'<ul class="topics">{"".join(_leaf(leaf, level) for leaf in found)}</ul>'
        + (f'<p class="quiet">{note}</p>' if note else "")
        + "</details>"
    )


def _leaf(leaf: dict[str, Any], level: int) -> str:
    quote = leaf["quote"]
    voice = (
        f"<blockquote><p>{say.quote_text(quote['text'])}</p>"
        f"<footer>Medskick {say.text(quote['contribution_id'])}</footer></blockquote>"
        if quote
        else ""
    )
    return (
        f'<li id="{leaf["id"]}"><div class="row"><h{level}>{say.text(leaf["label"])}</h{level}>'
        f'<span class="quiet">{say.statements(leaf["size"])}, {say.persons(leaf["persons"])}</span></div>{voice}</li>'
    )
