"""What whoever signs up is told about their data holds: the day it is removed, and that needs are for the meeting."""

import pytest
from django.core.exceptions import ValidationError

from helpers_meetings import LEAD, make_meeting, sign_up
from helpers_people import signed_in
from medskick.ground.core import audit
from medskick.ground.core.access import PUBLIC
from medskick.ground.core.models import AuditEntry
from medskick.process.meetings import actions, links

pytestmark = pytest.mark.django_db


def test_the_day_that_somebody_was_told_is_not_put_off(client, cycle):
    meeting = make_meeting(cycle)
    one = sign_up(meeting)
    before = client.get(links.path_of(one)).content.decode()
    with pytest.raises(ValidationError, match="raderas efter 30 dagar") as refused:
        actions.edit(meeting, {"disposal_days": 365}, by=LEAD)
    assert list(refused.value.error_dict) == ["disposal_days"]
    assert client.get(links.path_of(one)).content.decode() == before
    actions.leave(one, by=LEAD)
    with pytest.raises(ValidationError, match="raderas efter 30 dagar"):
        actions.edit(meeting, {"disposal_days": 31}, by=LEAD)


def test_the_form_says_so_at_its_field(client, cycle):
    meeting = make_meeting(cycle)
    sign_up(meeting)
    signed_in(client, "process_lead")
    address = f"/arbetsyta/moten/{meeting.number}/andra/"
    form = client.get(address).context["form"]
    posted = {name: "" if (value := form[name].value()) is None else value for name in form.fields}
    answer = client.post(address, {**posted, "disposal_days": 365})
    assert answer.status_code == 422
    assert "raderas efter 30 dagar" in str(answer.context["form"].errors["disposal_days"])


def test_the_day_may_come_earlier_and_before_anybody_has_signed_up_later_and_the_log_tells_both(cycle):
    meeting = make_meeting(cycle)
    actions.edit(meeting, {"disposal_days": 60}, by=LEAD)
    sign_up(meeting)
    assert actions.edit(meeting, {"disposal_days": 10}, by=LEAD).disposal_days == 10
    told = AuditEntry.objects.filter(action="meetings.disposal_changed").order_by("pk")
    assert [one.details for one in told] == [{"before": 30, "days": 60}, {"before": 60, "days": 10}]
    assert "10 dagar efter mötet, förut 60" in audit.in_words(told[1])


NEEDS = {"access_needs": "Teckenspråkstolk", "diet_needs": "Nötter"}


def needs_of(one):
    one.refresh_from_db()
    return one.access_needs, one.diet_needs


def test_needs_go_with_whoever_leaves(cycle):
    meeting = make_meeting(cycle, asks_access=True, asks_diet=True)
    ann, bo = sign_up(meeting, "Ann", **NEEDS), sign_up(meeting, "Bo", **NEEDS)
    actions.leave(ann, by=PUBLIC)
    assert needs_of(ann) == ("", "")
    assert needs_of(bo) == ("Teckenspråkstolk", "Nötter")


def test_needs_go_when_the_hosts_stop_asking_for_them(cycle):
    meeting = make_meeting(cycle, asks_access=True, asks_diet=True)
    one = sign_up(meeting, **NEEDS)
    actions.edit(meeting, {"asks_diet": False}, by=LEAD)
    assert needs_of(one) == ("Teckenspråkstolk", "")
    actions.edit(meeting, {"asks_access": False}, by=LEAD)
    assert needs_of(one) == ("", "")


def test_needs_go_with_a_meeting_that_is_called_off(cycle):
    meeting = make_meeting(cycle, asks_access=True, asks_diet=True)
    one = sign_up(meeting, **NEEDS)
    actions.cancel(meeting, "Snöstorm", by=LEAD)
    assert needs_of(one) == ("", "")
