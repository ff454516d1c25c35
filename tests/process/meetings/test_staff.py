"""What staff do: plan, publish, run the door, count. A contact does it for its own municipality alone."""

import datetime
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from helpers_meetings import CONTACT, LEAD, fields, make_meeting, over, sign_up
from helpers_people import make_user, signed_in, viewer_for
from medskick.ground.core.access import PUBLIC, viewer_now
from medskick.ground.core.models import AuditEntry
from medskick.process.meetings import actions, queries
from medskick.process.meetings.models import Meeting

pytestmark = pytest.mark.django_db
FORM = {
    "kind": "dialogue", "title": "Kväll i Pajala", "municipality": "2521", "day": "2031-03-12", "starts": "18:00",
    "ends": "20:00", "form": "place", "place": "Folkets hus", "target_group": "everybody", "ladder": "dialogue",
    "takes_signups": "on", "places": "40", "largest_group": "5", "disposal_days": "30",
    "co_hosts": "Pajala kommun\n\nSparbanken",
}  # fmt: skip


def test_a_meeting_is_planned_published_and_read_in_the_browser(client, cycle):
    signed_in(client, "process_lead")
    answer = client.post("/arbetsyta/moten/nytt/", FORM)
    meeting = Meeting.objects.get()
    assert answer["Location"] == f"/arbetsyta/moten/{meeting.number}/"
    assert timezone.localtime(meeting.starts_at).strftime("%Y-%m-%d %H:%M") == "2031-03-12 18:00"
    assert [one.name for one in meeting.co_hosts.all()] == ["Pajala kommun", "Sparbanken"]
    client.post(f"/arbetsyta/moten/{meeting.number}/publicera/")
    page = client.get(f"/moten/{meeting.number}/").content.decode()
    assert "Sparbanken" in page
    assert "Så mycket kan du påverka: Dialog" in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ends": "17:00"}, "Slutet ligger före början."),
        ({"day": "12 mars"}, "Skriv dagen som år-månad-dag"),
        ({"closes_day": "2031-03-13"}, "Anmälan kan stänga senast när mötet börjar."),
        ({"places": "0"}, "minst"),
        ({"municipality": "9999"}, "9999"),
        ({"title": ""}, "Rubrik: fyll i"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(client, cycle, change, said):
    signed_in(client, "process_lead")
    answer = client.post("/arbetsyta/moten/nytt/", {**FORM, **change})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Meeting.objects.count() == 0


def test_two_who_edit_at_once_do_not_overwrite_each_other(client, cycle):
    meeting = make_meeting(cycle)
    seen = meeting.changed_at
    actions.edit(meeting, {"title": "En annan rubrik"}, by=LEAD, seen=seen)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.edit(meeting, {"title": "En tredje"}, by=LEAD, seen=seen)
    signed_in(client, "process_lead")
    body = client.get(f"/arbetsyta/moten/{meeting.number}/andra/").content.decode()
    (shown,) = re.findall(r'name="seen" value="([^"]*)"', body)
    changed = {**FORM, "title": "Min rubrik", "seen": shown}
    assert client.post(f"/arbetsyta/moten/{meeting.number}/andra/", changed).status_code == 302
    answer = client.post(f"/arbetsyta/moten/{meeting.number}/andra/", changed)
    assert answer.status_code == 422
    assert "Någon annan har sparat mötet" in answer.content.decode()


def test_time_and_place_of_a_published_meeting_are_changed_by_moving_it_alone(cycle):
    meeting = make_meeting(cycle)
    start = meeting.starts_at
    actions.edit(meeting, {"starts_at": start + datetime.timedelta(hours=1), "title": "Ny"}, by=LEAD)
    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.title) == (start, "Ny")


def test_a_contact_plans_and_edits_the_meetings_of_its_own_municipality(cycle):
    made = actions.create(cycle, fields(), by=CONTACT)
    actions.publish(made, by=CONTACT)
    actions.edit(made, {"title": "Vårt möte"}, by=CONTACT)
    assert Meeting.objects.get().title == "Vårt möte"


@pytest.mark.parametrize("municipality", ["2580", ""])
def test_a_contact_plans_nothing_elsewhere(cycle, municipality):
    with pytest.raises(PermissionDenied):
        actions.create(cycle, fields(municipality=municipality), by=CONTACT)
    elsewhere = make_meeting(cycle, municipality=municipality)
    deeds = [
        lambda: actions.edit(elsewhere, {"title": "X"}, by=CONTACT),
        lambda: actions.cancel(elsewhere, "X", by=CONTACT),
        lambda: actions.tell(elsewhere, "X", "Y", by=CONTACT),
        lambda: actions.walk_in(elsewhere, 1, client_key="k", by=CONTACT),
        lambda: queries.at_the_door(elsewhere, CONTACT),
        lambda: queries.numbers(elsewhere, CONTACT),
    ]
    for deed in deeds:
        with pytest.raises(PermissionDenied):
            deed()
    assert queries.meeting_for_staff(elsewhere.number, CONTACT) is None


def test_a_contact_cannot_give_its_meeting_to_another_municipality(cycle):
    own = make_meeting(cycle)
    with pytest.raises(PermissionDenied):
        actions.edit(own, {"municipality": "2580"}, by=CONTACT)


def test_a_contact_without_a_municipality_plans_nothing(client, cycle):
    user = signed_in(client, "municipality_contact")
    make_meeting(cycle)
    page = client.get("/arbetsyta/moten/").content.decode()
    assert "Ditt konto har ingen kommun än" in page
    assert "Dialogmöte i Pajala" not in page
    for address in ("nytt/", "turne/"):
        assert client.get(f"/arbetsyta/moten/{address}").status_code == 403
    actions.place_contact(user, "2521", by=LEAD)
    page = client.get("/arbetsyta/moten/").content.decode()
    assert "Du sköter möten i Pajala" in page
    assert "Dialogmöte i Pajala" in page
    assert viewer_now(user.pk).municipality == "2521"


def test_a_contact_comes_from_the_start_page_to_its_own_meetings_and_no_others(client, cycle):
    user = signed_in(client, "municipality_contact")
    actions.place_contact(user, "2521", by=LEAD)
    mine, elsewhere = make_meeting(cycle), make_meeting(cycle, municipality="2580", title="Kväll i Luleå")
    start = client.get("/arbetsyta/").content.decode()
    assert 'href="/arbetsyta/moten/"' in start
    assert 'href="/arbetsyta/arbeten/"' not in start
    page = client.get("/arbetsyta/moten/").content.decode()
    assert mine.title in page
    assert elsewhere.title not in page
    ways = (
        "",
        "andra/",
        "dorren/",
        "rakna/",
        "bord/",
        "kiosk/",
        "flytta/",
        "stall-in/",
        "skriv/",
        "medarrangorer/",
    )
    for way in ways:
        assert client.get(f"/arbetsyta/moten/{mine.number}/{way}").status_code == 200, way
        assert client.get(f"/arbetsyta/moten/{elsewhere.number}/{way}").status_code == 404, way
    draft = {**FORM, "co_hosts": ""}
    assert client.post("/arbetsyta/moten/nytt/", draft).status_code == 302
    assert client.post("/arbetsyta/moten/nytt/", {**draft, "municipality": "2580"}).status_code == 422


def test_whoever_may_place_contacts_reads_on_the_start_page_who_has_no_municipality(client, cycle):
    contact = make_user("municipality_contact")
    signed_in(client, "administrator")
    start = client.get("/arbetsyta/").content.decode()
    assert 'href="/arbetsyta/moten/kommunkontakter/"' in start
    assert f"{contact.name} är kommunkontakt men har ingen kommun" in start
    actions.place_contact(contact, "2521", by=LEAD)
    assert "har ingen kommun" not in client.get("/arbetsyta/").content.decode()


def test_the_process_lead_says_in_the_browser_whom_a_contact_speaks_for(client, cycle):
    contact = make_user("municipality_contact")
    signed_in(client, "process_lead")
    address = f"/arbetsyta/moten/kommunkontakter/{contact.pk}/"
    assert client.get("/arbetsyta/moten/kommunkontakter/").status_code == 200
    client.post(address, {f"c{contact.pk}-municipality": "2521"})
    contact.refresh_from_db()
    assert contact.municipality == "2521"
    assert AuditEntry.objects.filter(action="people.contact_placed").exists()
    client.post(address, {f"c{contact.pk}-municipality": "9999"})
    contact.refresh_from_db()
    assert contact.municipality == "2521"


@pytest.mark.parametrize("role", ["analyst", "moderator", "registrar", "administrator", "expert", "elected"])
def test_other_roles_plan_nothing_and_read_no_names(cycle, role):
    meeting = make_meeting(cycle)
    viewer = viewer_for(role)
    with pytest.raises(PermissionDenied):
        actions.create(cycle, fields(), by=viewer)
    with pytest.raises(PermissionDenied):
        queries.at_the_door(meeting, viewer)


@pytest.mark.parametrize(
    "where", ["", "nytt/", "turne/", "1/", "1/andra/", "1/dorren/", "1/flytta/", "kommunkontakter/"]
)
def test_visitors_meet_the_sign_in_page(client, where):
    answer = client.get(f"/arbetsyta/moten/{where}")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/konto/")


def test_at_the_door_a_code_finds_its_line_and_is_ticked_off(client, cycle):
    meeting = make_meeting(cycle)
    one = sign_up(meeting, "Ann Ek", persons=3)
    signed_in(client, "process_lead")
    typed = one.code.replace("-", " ").lower()
    page = client.get(f"/arbetsyta/moten/{meeting.number}/dorren/", {"kod": typed}).content.decode()
    assert "Ann Ek" in page
    client.post(f"/arbetsyta/moten/{meeting.number}/dorren/kom/", {"code": one.code, "persons": "2"})
    one.refresh_from_db()
    assert one.came == 2
    client.post(f"/arbetsyta/moten/{meeting.number}/dorren/angra/", {"code": one.code})
    one.refresh_from_db()
    assert one.came is None


def test_who_waits_is_let_in_only_by_somebody_who_has_been_told_so(client, cycle):
    meeting = make_meeting(cycle, places=2)
    ann, bo = sign_up(meeting, "Ann Ek"), sign_up(meeting, "Bo Al", persons=2)
    with pytest.raises(actions.Waits):
        actions.arrive(meeting, bo.code, by=LEAD)
    signed_in(client, "process_lead")
    door = f"/arbetsyta/moten/{meeting.number}/dorren/"
    asked = client.post(f"{door}kom/", {"code": bo.code}, follow=True).content.decode()
    assert "Vill du släppa in dem ändå?" in asked
    bo.refresh_from_db()
    assert bo.came is None
    client.post(f"{door}kom/", {"code": ann.code})
    page = client.post(f"{door}kom/", {"code": bo.code, "from_list": "1"}, follow=True).content.decode()
    assert "Här nu: 3. Med plats: 1 av 1. Från väntelistan: 2." in page


def test_a_meeting_moved_to_another_day_has_nobody_there_yet(cycle):
    meeting = make_meeting(cycle)
    one = sign_up(meeting)
    actions.arrive(meeting, one.code, by=LEAD)
    actions.walk_in(meeting, 5, client_key="w", by=LEAD)
    when = {name: getattr(meeting, name) + datetime.timedelta(days=7) for name in ("starts_at", "ends_at")}
    actions.move(meeting, when, by=LEAD)
    assert queries.numbers(meeting, LEAD).came == 0
    one.refresh_from_db()
    assert one.has_place
    line = AuditEntry.objects.get(action="meetings.arrivals_forgotten")
    assert line.details["persons"] == 6


def test_the_qr_code_of_the_private_page_leads_to_the_door(cycle, client):
    from medskick.process.meetings import links, qr

    one = sign_up(make_meeting(cycle))
    page = client.get(links.path_of(one)).content.decode()
    drawn = qr.svg(
        f"http://testserver/arbetsyta/moten/{one.meeting_id}/dorren/?kod={one.code}", "QR-kod för dörren"
    )
    assert drawn in page
    assert "style=" not in drawn


def test_a_walk_in_pressed_twice_is_counted_once(cycle):
    meeting = make_meeting(cycle)
    for _press in range(2):
        actions.walk_in(meeting, 4, client_key="w", by=LEAD)
    assert queries.numbers(meeting, LEAD).walk_ins == 4


def test_a_code_of_another_meeting_is_not_ticked_off(cycle):
    one = sign_up(make_meeting(cycle))
    other = make_meeting(cycle)
    with pytest.raises(ValidationError, match="Koden hör inte"):
        actions.arrive(other, one.code, by=LEAD)


def test_heads_are_counted_by_age_when_the_meeting_has_begun(client, cycle):
    meeting = make_meeting(cycle)
    with pytest.raises(ValidationError, match="inte börjat"):
        actions.count_heads(meeting, {"65+": 3}, by=LEAD)
    over(meeting)
    signed_in(client, "process_lead")
    page = client.get(f"/arbetsyta/moten/{meeting.number}/rakna/").content.decode()
    assert [
        one for one in re.findall(r' id="([^"]*)"', page) if not re.fullmatch(r"[A-Za-z][\w-]*", one)
    ] == []
    client.post(f"/arbetsyta/moten/{meeting.number}/rakna/", {"65+": "7", "unknown": "2"})
    client.post(f"/arbetsyta/moten/{meeting.number}/rakna/", {"65+": "8", "unknown": "2"})
    assert queries.numbers(meeting, LEAD).heads_sum == 10


def test_every_page_of_the_workspace_answers(client, cycle):
    meeting = over(make_meeting(cycle, places=2, asks_diet=True))
    draft, coming = make_meeting(cycle, published=False), make_meeting(cycle)
    sign_up(coming, diet_needs="Nötter")
    actions.tell(coming, "Hej", "Välkomna", by=LEAD)
    signed_in(client, "process_lead")
    pages = ["", "nytt/", "turne/", "kommunkontakter/"]
    for one in (meeting, draft, coming):
        pages += [
            f"{one.number}/{what}"
            for what in (
                *("", "andra/", "flytta/", "stall-in/", "skriv/", "rakna/", "bord/", "bord/utskrift/"),
                *("dorren/", "dorren/anmal/", "dorren/lista/"),
            )
        ]
    for page in pages:
        answer = client.get(f"/arbetsyta/moten/{page}")
        assert answer.status_code == 200, page
        assert answer.content.decode().count("<h1") == 1, page


def test_the_list_of_the_workspace_asks_few_questions(client, cycle, django_assert_max_num_queries):
    for _number in range(9):
        sign_up(make_meeting(cycle))
    signed_in(client, "process_lead")
    with django_assert_max_num_queries(30):
        client.get("/arbetsyta/moten/")


def test_every_deed_leaves_a_line_and_no_line_holds_a_name(cycle):
    meeting = make_meeting(cycle, places=1)
    one = sign_up(meeting, "Ann Ek", email="ann@prov.example", phone="070-174 06 05")
    sign_up(meeting, "Bo Al")
    actions.leave(one, by=PUBLIC)
    actions.arrive(meeting, meeting.signups.get(turn=2).code, by=LEAD)
    lines = list(AuditEntry.objects.filter(action__startswith="meetings."))
    assert {
        "meetings.signed_up",
        "meetings.waits",
        "meetings.left",
        "meetings.moved_up",
        "meetings.arrived",
    } <= {line.action for line in lines}
    told = " ".join(f"{line.actor_name} {line.details}" for line in lines)
    assert not [word for word in ("Ann Ek", "Bo Al", "ann@", "070") if word in told]
