"""What a sign-up costs whoever sends it: two seconds and a proof of work.

A form that a person fills in without a script has no proof: it is taken, but an address of the network gets few of them
to one meeting. So nobody fills a room from a chair by the window.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from medskick.ground.core import limits, proof, tokens
from medskick.process.cycle import region as regions
from medskick.process.meetings.forms import SignUpForm
from medskick.process.meetings.models import Meeting

TOO_FAST = 2.0  # seconds
PROVED = "600/10minute"  # a whole school may sign up from one address
UNPROVED = "6/hour"


def refused(request: HttpRequest, meeting: Meeting, form: SignUpForm, token: tokens.Token) -> int:
    """The status to answer a valid form with that has come too fast or too often; 0 where it may go on.

    Uses the form's proof up, so that it is not shown again with what was written.
    """
    if token.age < TOO_FAST:
        form.add_error(None, _("Det gick väldigt fort. Vänta ett par sekunder och tryck på knappen igen."))
        return 422
    proved = proof.holds(form.cleaned_data["altcha"])
    form.data = {**request.POST.dict(), "altcha": ""}
    what, rate = ("meetings.proved", PROVED) if proved else ("meetings.unproved", UNPROVED)
    if limits.allow(what, f"{limits.address_of(request)}:{meeting.pk}", rate):
        return 0
    form.add_error(
        None,
        _("Det har kommit många anmälningar härifrån. Försök igen om en stund, eller skriv till %(mail)s.")
        % {"mail": regions.region().contact.email},
    )
    return 429
