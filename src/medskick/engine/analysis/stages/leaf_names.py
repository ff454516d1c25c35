"""Names for leaves: as special as the words they share, and no leaf where no word holds it together."""

from __future__ import annotations

from collections.abc import Sequence

from .labels import PARTS, Name, Namer, unused

LEAST_HEARD = 0.3


def name_leaves(
    namer: Namer, leaves: Sequence[Sequence[int]], topic: Sequence[int], topic_label: str
) -> list[Name]:
    """Names of the leaves of a topic, each its own; an empty label for a leaf that had better not be shown.

    That is one whose texts hardly say its best words, or one of whose senders alone does, or one whose name says no
    more than the topic's. leaves: the texts of each leaf, all among those of `topic`.
    """
    taken: set[str] = set()
    labels = {topic_label.lower()}
    said = PARTS.split(topic_label.lower())
    names = []
    for members in leaves:
        inside = set(members)
        beside = [m for m in topic if m not in inside]
        name = namer.name(members, beside, taken, parts=2, said=said) if members else Name("", (), 0.0)
        label = unused(name, labels)
        if label.lower() in labels or name.heard < LEAST_HEARD or _says_no_more(label, topic_label, namer):
            label = ""
        labels.add(label.lower())
        names.append(Name(label, name.keywords))
    return names


def _says_no_more(label: str, topic_label: str, namer: Namer) -> bool:
    """Is the name of a leaf the whole name of its topic, perhaps in another form?"""
    return len(PARTS.split(topic_label)) == 1 and namer.terms_of(label) <= namer.terms_of(topic_label)
