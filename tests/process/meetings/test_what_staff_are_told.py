"""Forms of staff say who reads what is written in them, and which times there are."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from helpers_meetings import LEAD, fields, make_meeting
from medskick.process.meetings import actions
from medskick.process.meetings.forms import CancelForm, MeetingForm, MoveForm, when_and_where

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


def written(cycle, day, starts, ends, **more):
    """A whole meeting as staff write it, with these times."""
    draft = make_meeting(cycle, published=False)
    empty = MeetingForm(viewer=LEAD, meeting=draft)
    values = {name: "" if (value := empty[name].value()) is None else value for name in empty.fields}
    return MeetingForm(
        {**values, "day": day, "starts": starts, "ends": ends, **more}, viewer=LEAD, meeting=draft
    )


@pytest.mark.parametrize(
    ("starts", "ends", "at"),
    [("02:30", "03:15", "starts"), ("02:30", "04:30", "starts"), ("01:00", "02:00", "ends")],
)
def test_a_time_that_the_clock_leaps_over_is_said_at_its_field(cycle, starts, ends, at):
    form = written(cycle, "2027-03-28", starts, ends)
    assert list(form.errors) == [at]
    assert "den tiden finns inte" in str(form.errors[at])
    assert written(cycle, "2027-03-27", starts, ends).is_valid()
    assert written(cycle, "2027-10-31", starts, ends).is_valid(), "in autumn the hour comes twice"


def test_nor_does_sign_up_close_in_the_hour_that_is_not(cycle):
    closes = {"closes_day": "2027-03-28", "closes_time": "02:30"}
    form = written(cycle, "2027-03-28", "18:00", "20:00", **closes)
    assert list(form.errors) == ["closes_time"]


def test_a_meeting_is_moved_to_no_time_that_is_not(cycle):
    meeting = make_meeting(cycle)
    form = MoveForm({**when_and_where(meeting), "day": "2027-03-28", "starts": "02:30", "ends": "03:15"})
    assert list(form.errors) == ["starts"]


def test_an_end_before_the_start_is_one_sentence_whatever_the_clock_does(cycle):
    night = datetime.datetime(2027, 3, 28)
    times = {
        "starts_at": timezone.make_aware(night.replace(hour=2, minute=30)),
        "ends_at": timezone.make_aware(night.replace(hour=3, minute=15)),
    }
    with pytest.raises(ValidationError) as refused:
        actions.create(cycle, fields(**times), by=LEAD)
    assert refused.value.message_dict == {"ends_at": ["Slutet ligger före början. Välj en senare tid."]}
