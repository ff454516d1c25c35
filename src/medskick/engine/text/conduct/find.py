"""Put the finders together: one list of what in a text a person must see before it is shown or analysed."""

from dataclasses import dataclass

from ..normalise import plain_view
from .disguise import undisguised
from .hostility import abuse, threats
from .injection import hidden_characters, injections
from .phrases import tokens
from .spam import spam


@dataclass(frozen=True, slots=True)
class ConductFlag:
    """A half-open code-point span of the original text and why a person should look.

    `kind` is abuse, threat, spam or injection.
    """

    start: int
    end: int
    kind: str


def find_conduct(text: str) -> list[ConductFlag]:
    """Return what in `text` calls for a person's eyes, in order; flags of one kind do not overlap.

    A flag holds a text back until a person has decided; it decides nothing itself. It leans towards flagging.
    Angry words about decisions, services and politics are meant to pass; words against people are not.
    """
    if not text:
        return []
    view = plain_view(text)
    stream = tokens(view.text)
    streams = [stream]
    meant = undisguised(view.text, stream)
    if meant is not None:
        streams.append(meant)
    found = {
        "abuse": abuse(view.text, streams),
        "threat": threats(streams),
        "spam": spam(view.text, stream),
        "injection": injections(view.text, stream),
    }
    hits = {
        kind: [view.original(start, end) for start, end in spans if start < end]
        for kind, spans in found.items()
    }
    hits["injection"] += hidden_characters(text)
    flags = [ConductFlag(start, end, kind) for kind, spans in hits.items() for start, end in _joined(spans)]
    return sorted(flags, key=lambda flag: (flag.start, flag.end, flag.kind))


def _joined(hits: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(hits):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
