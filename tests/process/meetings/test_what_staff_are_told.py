"""Forms of staff say who reads what is written in them, and which times there are."""

import datetime

import pytest

from helpers_meetings import LEAD, make_meeting
from medskick.process.meetings import actions
from medskick.process.meetings.forms import CancelForm, MoveForm

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("act", ["move", "cancel"])
def test_what_everybody_reads_on_the_page_is_said_to_be_so_where_it_is_written(client, cycle, act):
    meeting = make_meeting(cycle)
    form, why = (MoveForm if act == "move" else CancelForm), "Taket läcker."
    if act == "move":
        later = {"starts_at": meeting.starts_at + datetime.timedelta(days=1)}
        later["ends_at"] = later["starts_at"] + datetime.timedelta(hours=1)
        actions.move(meeting, later, why=why, by=LEAD)
    else:
        actions.cancel(meeting, why, by=LEAD)
    assert why in client.get(f"/moten/{meeting.number}/").content.decode()
    assert "Det visas på mötets sida" in str(form.base_fields["why"].help_text)
    assert "till de anmälda" not in str(form.base_fields["why"].label)
