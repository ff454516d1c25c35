"""Put the finders together: one list of what in a text tells who somebody is or how to reach them."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from ..normalise import plain_view
from ..wordlists import has_figure
from .accounts import accounts
from .addresses import addresses
from .belongings import belongings
from .contacts import emails, handles, phones
from .extents import widened
from .identifiers import identifiers
from .keys import keys
from .loosely import loose_addresses, loose_contacts
from .names import names
from .numbers import birth_dates, identity_numbers

Hit = tuple[int, int, str]
_RANK = {
    "personal_number": 0,
    "coordination_number": 1,
    "email": 2,
    "phone": 3,
    "address": 4,
    "name": 5,
    "other": 6,
}


@dataclass(frozen=True, slots=True)
class PersonalData:
    """A half-open code-point span of the original text and what it holds.

    `kind` is phone, email, personal_number, coordination_number, address, name or other (account, number plate …).
    """

    start: int
    end: int
    kind: str


def find_personal_data(text: str) -> list[PersonalData]:
    """Return the personal data in `text`, in order and without overlap.

    A help for people, not a guarantee: it leans towards finding too much. Names are found where the text presents
    a private person (introduction, signature, "min granne …", beside contact details, given name with surname);
    holders of public office named with their title, and a list of widely known persons, are left alone.
    """
    if not text:
        return []
    view = plain_view(text)
    numbers = [*identity_numbers(view.text), *birth_dates(view.text)] if has_figure(view.text) else []
    contacts = [*numbers, *emails(view.text), *handles(view.text), *belongings(view.text)]
    contacts += [*keys(view.text), *accounts(view.text), *loose_contacts(view.text)]
    contacts += _not_covered(phones(view.text), contacts)
    homes = _not_covered(addresses(view.text), contacts)
    contacts += [*homes, *loose_addresses(view.text, homes)]
    contacts += _not_covered(identifiers(view.text), contacts)
    contacts = widened(view.text, contacts)
    found = _without_overlap([*contacts, *names(view.text, contacts)])
    return [PersonalData(*view.original(start, end), kind) for start, end, kind in found]


def _not_covered(hits: Iterable[Hit], others: list[Hit]) -> list[Hit]:
    """Those of `hits` that do not lie within one of `others`."""
    ordered = sorted(others)
    starts = [start for start, _, _ in ordered]
    furthest = list(accumulate((end for _, end, _ in ordered), max))
    return [hit for hit in hits if not (n := bisect_right(starts, hit[0])) or furthest[n - 1] < hit[1]]


def _without_overlap(hits: list[Hit]) -> list[Hit]:
    """Join overlapping hits; the joined one takes the most telling kind."""
    joined: list[Hit] = []
    for start, end, kind in sorted(hits):
        if joined and start < joined[-1][1]:
            first, last, before = joined[-1]
            joined[-1] = (first, max(last, end), min(before, kind, key=_RANK.__getitem__))
        else:
            joined.append((start, end, kind))
    return joined
