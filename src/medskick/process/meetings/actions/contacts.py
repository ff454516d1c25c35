"""Which municipality a contact speaks for."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from medskick.ground.core.access import Viewer
from medskick.ground.people import actions as people
from medskick.ground.people.models import User
from medskick.process.cycle import region as regions


def place_contact(user: User, municipality: str, *, by: Viewer) -> None:
    """Let the account plan and run the meetings of this municipality; an empty code: of none."""
    found = regions.region().municipality(municipality)
    if municipality and found is None:
        raise ValidationError(_("Vi hittar ingen kommun med den koden. Välj i listan."))
    people.place_contact(user, municipality, found.name if found else "", by)
