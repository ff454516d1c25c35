"""On its day, what is personal in a meeting's sign-ups is emptied, and only that: what is counted is the same."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from helpers_meetings import LEAD, make_meeting, over, sign_up
from helpers_people import viewer_for
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.ground.core.models import AuditEntry
from medskick.ground.jobs.registry import duties
from medskick.ground.post.models import Attachment, Mail
from medskick.process.meetings import actions, links, queries
from medskick.process.meetings.models import SignUp

pytestmark = pytest.mark.django_db
PERSONAL = {
    "email": "ann@prov.example", "phone": "070-174 06 05", "access_needs": "Ramp", "diet_needs": "Nötter",
}  # fmt: skip


@pytest.fixture
def meeting(cycle):
    """Signed up, waited, moved up, left, came, walked in, counted."""
    one = make_meeting(cycle, places=3, asks_access=True, asks_diet=True)
    ann = sign_up(one, "Ann", persons=2, **PERSONAL)
    bo, cia, dan = (sign_up(one, name, **PERSONAL) for name in ("Bo", "Cia", "Dan"))
    actions.leave(bo, by=PUBLIC)
    actions.arrive(one, ann.code, 1, by=LEAD)
    actions.walk_in(one, 6, client_key="w", by=LEAD)
    over(one, days=40)
    actions.count_heads(one, {"16-24": 5, "65+": 9}, by=LEAD)
    assert SignUp.objects.get(pk=cia.pk).has_place
    assert SignUp.objects.get(pk=dan.pk).waits
    return one


def rows():
    """Everything that the table holds, by row, but when it was emptied."""
    names = [field.attname for field in SignUp._meta.concrete_fields if field.name != "disposed_at"]
    return {row["id"]: row for row in SignUp.objects.values(*names)}


def test_what_is_personal_is_gone_and_only_that(meeting):
    before, counted, public = rows(), queries.numbers(meeting, LEAD), queries.public_numbers(meeting, PUBLIC)
    assert actions.dispose_due(by=SYSTEM) == 1
    emptied = dict.fromkeys(SignUp.PERSONAL, "")
    assert rows() == {pk: {**row, **emptied} for pk, row in before.items()}
    assert queries.numbers(meeting, LEAD) == counted
    assert queries.public_numbers(meeting, PUBLIC) == public
    assert (counted.signed_up, counted.waited, counted.moved_up, counted.left) == (5, 2, 1, 1)
    assert (counted.came, counted.walk_ins, counted.heads_sum) == (7, 6, 14)


def test_the_log_has_one_line_about_it_and_a_second_run_does_nothing(meeting):
    actions.dispose_due(by=SYSTEM)
    actions.dispose_due(by=SYSTEM)
    (line,) = AuditEntry.objects.filter(action="meetings.disposed")
    assert line.ref_key == str(meeting.number)
    assert line.details["count"] == 5


def test_nothing_is_emptied_before_its_day(cycle):
    meeting = over(make_meeting(cycle, disposal_days=30), days=29)
    other = make_meeting(cycle)
    one = sign_up(other, "Ann", email=PERSONAL["email"])
    assert actions.dispose_due(by=SYSTEM) == 0
    one.refresh_from_db()
    assert one.email
    tomorrow = meeting.ends_at + datetime.timedelta(days=30)
    assert actions.dispose_due(by=SYSTEM, now=tomorrow) == 1


def test_a_called_off_meeting_is_disposed_of_too(cycle):
    meeting = make_meeting(cycle)
    sign_up(meeting, "Ann", email="ann@prov.example")
    actions.cancel(meeting, "Snöstorm", by=LEAD)
    over(meeting, days=40)
    actions.dispose_due(by=SYSTEM)
    assert SignUp.objects.get().email == ""


def test_the_worker_does_it_unasked(meeting):
    dict(duties())["meetings.dispose"]()
    assert not SignUp.objects.exclude(name="").exists()


def test_the_private_link_then_says_that_the_details_are_gone(meeting, client):
    one = meeting.signups.get(turn=1)
    actions.dispose_due(by=SYSTEM)
    page = client.get(links.path_of(one)).content.decode()
    assert "Dina uppgifter är raderade." in page


def test_only_those_who_may_dispose(meeting):
    with pytest.raises(PermissionDenied):
        actions.dispose(meeting, by=viewer_for("analyst"))


@pytest.mark.parametrize("server", [True, False])
def test_the_mail_about_the_meeting_forgets_them_on_the_same_day(cycle, settings, server):
    settings.MAIL_IS_SET = server
    meeting, other = make_meeting(cycle, disposal_days=1), make_meeting(cycle)
    for one in (meeting, other):
        sign_up(one, "Ann", email="ann@prov.example")
        actions.tell(one, "Parkering", "Parkera vid kyrkan.", by=LEAD)
    Mail.objects.filter(kind="meetings.signed_up").update(state="sent", ended_at=timezone.now())
    before = [(one.kind, one.created_at) for one in Mail.objects.all()]
    over(meeting, days=2)
    actions.dispose_due(by=SYSTEM)
    about = Mail.objects.filter(about_kind="meeting", about_key=str(meeting.number))
    assert about.count() == 2
    assert {(one.to, one.subject, one.text) for one in about} == {("", "", "")}
    assert not about.filter(state__in=["queued", "held"]).exists()
    assert not Attachment.objects.filter(mail__in=about).exists()
    assert Mail.objects.filter(to="ann@prov.example").count() == 2
    assert [(one.kind, one.created_at) for one in Mail.objects.all()] == before


def test_a_photo_whose_row_was_never_written_goes_too(cycle):
    import os

    from helpers_notes import linked, make_table, photo, post, sent
    from medskick.process.meetings.models import Photo
    from medskick.process.meetings.notes import photos

    desk = linked(make_table(cycle))
    assert post(Client(), desk, sent("photo", photo_key=str(uuid.uuid4()), photo=photo())).status_code == 201
    kept = photos.path_of(Photo.objects.get().file)
    left, fresh = photos.keep(photo()), photos.keep(photo())
    long_ago = timezone.now().timestamp() - 90_000
    for path in (kept, photos.path_of(left)):
        os.utime(path, (long_ago, long_ago))
    actions.dispose_due(by=SYSTEM)
    assert kept.is_file()
    assert photos.path_of(fresh).is_file()
    assert not photos.path_of(left).exists()
