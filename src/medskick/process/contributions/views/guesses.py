"""How many receipt codes an address may try, whether they exist or not.

A school shares one address, so two limits stand side by side. Codes that do not exist stop soon, and only each other.
All codes together stop late, the right ones too: otherwise somebody who guesses could go on until one opens. A code
that the address has met already, because its receipt was given or opened there, is free.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from medskick.ground.core import limits
from medskick.process.contributions.views.posts import Refused

# A code carries a check character, so somebody who mistypes never meets this: only who guesses does.
MISSES = "20/hour"
PAUSE = "1/15minute"
# Four schools of 500 behind one address, each pupil opening a receipt from last week.
CODES = "2000/hour"
_ONCE = "1/hour"
_MET, _TRIED = "contributions.code_met", "contributions.codes_tried"
_MISSED, _PAUSED = "contributions.guess", "contributions.guesses_paused"


def met(request: HttpRequest, code: str) -> None:
    """The code is known at this address: opening its receipt is no guess."""
    limits.allow(_MET, _here(request, code), _ONCE)


def count_try(request: HttpRequest, code: str) -> None:
    """One more try of a code, before anybody knows whether it exists. Raises Refused after too many different ones."""
    if not limits.is_left(_MET, _here(request, code), _ONCE):
        return
    if not limits.allow(_TRIED, limits.address_of(request), CODES):
        sentence = _(
            "Många olika koder har prövats härifrån den senaste timmen. Ditt kvitto finns kvar. "
            "Vänta en stund och försök igen."
        )
        raise Refused(sentence, 429)
    met(request, code)


def count_miss(request: HttpRequest) -> None:
    """One more code that does not exist. Raises Refused for an address that has tried too many of them."""
    address = limits.address_of(request)
    if not limits.is_left(_PAUSED, address, PAUSE):
        sentence = _("Flera koder i rad har inte stämt. Vänta en kvart och försök igen.")
        raise Refused(sentence, 429)
    if not limits.allow(_MISSED, address, MISSES):
        limits.allow(_PAUSED, address, PAUSE)


def _here(request: HttpRequest, code: str) -> str:
    return f"{limits.address_of(request)}:{code}"
