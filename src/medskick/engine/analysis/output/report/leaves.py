"""The leaves of a topic, folded: small groups that say nearly the same, each with one voice."""

from __future__ import annotations

from typing import Any

from . import wording as say


def leaves(topic: dict[str, Any]) -> str:
    """A closed list of the topic's leaves; nothing where it has none."""
    found = topic.get("leaves") or []
    if not found:
        return ""
    inside = sum(leaf["size"] for leaf in found)
    rest = topic["size"] - inside
    note = f"Övriga {say.statements(rest)} säger annat, var och en på sitt sätt." if rest > 1 else ""
    heading = say.counted(len(found), "tät grupp", "täta grupper")
    return (
        f"<details><summary>{heading} som säger nästan samma sak</summary>"
        f'<ul class="topics">{"".join(_leaf(leaf) for leaf in found)}</ul>'
        + (f'<p class="quiet">{note}</p>' if note else "")
        + "</details>"
    )


def _leaf(leaf: dict[str, Any]) -> str:
    quote = leaf["quote"]
    voice = (
        f"<blockquote><p>{say.quote_text(quote['text'])}</p>"
        f"<footer>Inspel {say.text(quote['contribution_id'])}</footer></blockquote>"
        if quote
        else ""
    )
    return (
        f'<li id="{leaf["id"]}"><div class="row"><h5>{say.text(leaf["label"])}</h5>'
        f'<span class="quiet">{say.statements(leaf["size"])}, {say.persons(leaf["persons"])}</span></div>{voice}</li>'
    )
