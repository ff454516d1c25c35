"""Notes from the room: who may write, what is kept, and that each note becomes one contribution."""

import datetime
import re
import threading
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from helpers_meetings import CONTACT, LEAD, make_meeting, over
from helpers_notes import a_note, linked, make_table, path_of, photo, post, sent
from helpers_people import signed_in, viewer_for
from helpers_pictures import chunk, empty_png, in_steps
from medskick.ground.core import pictures
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.ground.core.models import AuditEntry
from medskick.process.contributions.models import Contribution, Submission
from medskick.process.meetings import actions as meetings
from medskick.process.meetings.models import Note, NoteLink, Photo, Table
from medskick.process.meetings.notes import actions, photos, queries
from medskick.process.meetings.notes.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cycle):
    """The desk of somebody with the link to table 1 in Pajala."""
    return linked(make_table(cycle))


# --- tables and questions ---------------------------------------------------------------------------------------


def test_the_first_table_lays_out_the_questions_of_the_region(cycle, desk):
    asked = [(one.key, one.text) for one in desk.table.meeting.questions.all()]
    assert asked == actions.tables.standard_questions()
    assert len(asked) == 2


def test_tables_are_numbered_and_a_number_is_not_given_to_a_table_beside(cycle, desk):
    second = actions.add_table(desk.table.meeting, "  Företag  ", by=LEAD)
    assert (second.number, second.name) == (2, "Företag")
    assert str(actions.add_table(desk.table.meeting, "", by=LEAD)) == "3"


def test_a_question_that_has_notes_stays_and_others_may_change(client, desk):
    post(client, desk, a_note(desk))
    first, _second = desk.table.meeting.questions.all()
    with pytest.raises(ValidationError, match="har redan fått anteckningar"):
        actions.ask(desk.table.meeting, ["En helt annan fråga?"], by=LEAD)
    actions.ask(desk.table.meeting, ["Vad gör vi först?", first.text], by=LEAD)
    asked = [(one.key, one.text) for one in desk.table.meeting.questions.all()]
    assert asked == [("", "Vad gör vi först?"), (first.key, first.text)]
    assert Note.objects.get().question_id == first.pk


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ([], "minst en fråga"),
        (["a"] * 1 + [str(n) for n in range(12)], "högst 12"),
        (["x" * 301], "högst 300"),
    ],
)
def test_questions_that_cannot_be_are_refused_in_words(desk, texts, said):
    with pytest.raises(ValidationError, match=said):
        actions.ask(desk.table.meeting, texts, by=LEAD)


def test_a_table_where_something_is_written_is_not_taken_away(client, desk):
    empty = actions.add_table(desk.table.meeting, "", by=LEAD)
    actions.remove_table(empty, by=LEAD)
    post(client, desk, a_note(desk))
    with pytest.raises(ValidationError, match="kan inte tas bort"):
        actions.remove_table(desk.table, by=LEAD)
    assert Table.objects.count() == 1


def test_staff_set_tables_questions_and_links_in_the_browser(client, cycle):
    meeting = make_meeting(cycle)
    signed_in(client, "process_lead")
    address = reverse("meetings_staff:tables", args=[meeting.number])
    assert "Det finns inga bord" in client.get(address).content.decode()
    client.post(address + "nytt/", {"name": "Unga"})
    client.post(address + "fragor/", {"questions": "Vad saknas?\r\n\r\nVem gör det?"})
    client.post(address + "1/namn/", {"name": "Unga vuxna"})
    client.post(address + "1/lank/")
    body = client.get(address).content.decode()
    assert "Bord 1: Unga vuxna" in body
    assert "Vad saknas?\nVem gör det?" in body
    (path,) = set(re.findall(r"/moten/anteckna/[\w-]{43}/", body))
    assert "Vem gör det?" in client.get(path).content.decode()
    client.post(address + "1/stang/")
    assert client.get(path).status_code == 410
    client.post(address + "1/ta-bort/")
    assert Table.objects.count() == 0


def test_the_page_of_tables_asks_as_much_for_many_as_for_few(client, cycle, django_assert_max_num_queries):
    meeting = make_meeting(cycle)
    for number in range(12):
        actions.open_link(actions.add_table(meeting, f"Bord {number}", by=LEAD), by=LEAD)
    signed_in(client, "officer")
    with django_assert_max_num_queries(16):
        client.get(reverse("meetings_staff:tables", args=[meeting.number]))


# --- who may ----------------------------------------------------------------------------------------------------


def test_the_database_alone_opens_no_table(desk):
    assert path_of(desk).split("/")[-2] not in str(NoteLink.objects.values().get())


def test_a_link_that_never_was_is_not_found(client, cycle):
    assert client.get("/moten/anteckna/" + "x" * 43 + "/").status_code == 404


def closings(link):
    """The ways in which a link stops opening its table."""
    meeting = link.table.meeting
    return {
        "revoked": lambda: actions.revoke_link(link.table, by=LEAD),
        "replaced": lambda: actions.open_link(link.table, by=LEAD),
        "a week later": lambda: over(meeting, days=8),
        "called off": lambda: meetings.cancel(meeting, "Sjukdom", by=LEAD),
    }


@pytest.mark.parametrize("how", ["revoked", "replaced", "a week later", "called off"])
def test_a_closed_link_opens_nothing_and_gives_back_what_was_typed(client, desk, how):
    closings(desk.link)[how]()
    page = client.get(path_of(desk))
    assert page.status_code == 410
    assert "Länken gäller inte längre" in page.content.decode()
    answer = post(client, desk, a_note(desk))
    assert (answer.status_code, answer.json()["kept"]) == (403, None)
    plain = post(client, desk, a_note(desk, "Mina ord"), script=False)
    assert plain.status_code == 410
    assert "Mina ord" in plain.content.decode()
    assert Note.objects.count() == 0


def test_a_link_still_opens_its_table_some_days_after_the_meeting(client, desk):
    over(desk.table.meeting, days=6)
    assert post(client, desk, a_note(desk)).status_code == 201


def test_a_link_opens_its_own_table_alone(client, cycle, desk):
    other = make_table(cycle, municipality="2580")
    with pytest.raises(PermissionDenied):
        actions.write(
            Desk(other, desk.link), uuid.uuid4(), other.meeting.questions.first().pk, "X", 1, by=PUBLIC
        )
    post(client, desk, a_note(desk, question=other.meeting.questions.first().pk))
    assert Note.objects.count() == 0


@pytest.mark.parametrize(
    ("viewer", "may"),
    [
        (viewer_for("process_lead"), True),
        (viewer_for("editor"), True),
        (viewer_for("officer"), True),
        (CONTACT, True),
        (viewer_for("municipality_contact"), False),
        (viewer_for("moderator"), False),
        (viewer_for("administrator"), False),
        (PUBLIC, False),
    ],
)
def test_without_a_link_those_write_who_run_the_meeting(cycle, viewer, may):
    table = make_table(cycle)
    desk, question = Desk(table), table.meeting.questions.first().pk
    if not may:
        with pytest.raises(PermissionDenied):
            actions.write(desk, uuid.uuid4(), question, "X", 1, by=viewer)
        with pytest.raises(PermissionDenied):
            queries.page(desk, viewer)
        with pytest.raises(PermissionDenied):
            actions.open_link(table, by=viewer)
        return
    actions.write(desk, uuid.uuid4(), question, "X", 1, by=viewer)
    assert len(actions.hand_in(desk, by=viewer)) == 1
    assert Contribution.objects.get().source_key == str(table.meeting.number)


def test_a_contact_touches_no_table_of_another_municipality(client, cycle):
    table = make_table(cycle, municipality="2580")
    question = table.meeting.questions.first().pk
    for deed in (
        lambda: actions.add_table(table.meeting, "X", by=CONTACT),
        lambda: actions.rename_table(table, "X", by=CONTACT),
        lambda: actions.remove_table(table, by=CONTACT),
        lambda: actions.ask(table.meeting, ["X?"], by=CONTACT),
        lambda: actions.open_link(table, by=CONTACT),
        lambda: actions.revoke_link(table, by=CONTACT),
        lambda: actions.write(Desk(table), uuid.uuid4(), question, "X", 1, by=CONTACT),
        lambda: actions.hand_in(Desk(table), by=CONTACT),
        lambda: queries.tables(table.meeting, CONTACT),
    ):
        with pytest.raises(PermissionDenied):
            deed()
    user = signed_in(client, "municipality_contact")
    meetings.place_contact(user, "2521", by=LEAD)
    for page in ("bord/", "bord/1/anteckna/"):
        assert client.get(f"/arbetsyta/moten/{table.meeting.number}/{page}").status_code in (403, 404)


def test_staff_write_on_the_same_page_with_the_sites_own_guard(client, cycle):
    table = make_table(cycle)
    signed_in(client, "editor")
    address = reverse("meetings_staff:notes", args=[table.meeting.number, table.number])
    assert client.get(address).status_code == 200
    fields = a_note(Desk(table)) | {"visitor_token": ""}
    assert client.post(address, fields, headers={"accept": "application/json"}).status_code == 201
    client.handler.enforce_csrf_checks = True
    assert (
        client.post(address, a_note(Desk(table)), headers={"accept": "application/json"}).status_code == 403
    )
    assert Note.objects.count() == 1


def test_a_draft_takes_no_notes(cycle):
    table = make_table(cycle, published=False)
    with pytest.raises(PermissionDenied):
        queries.page(Desk(table), LEAD)


# --- writing ----------------------------------------------------------------------------------------------------


def test_a_note_sent_twice_is_there_once_and_its_change_is_the_same_note(client, desk):
    first = a_note(desk, "Fler nattbussar", persons=3)
    assert [post(client, desk, first).status_code for _time in range(2)] == [201, 200]
    changed = sent("note", note=first["note"], question=first["question"], text="Fler tåg", persons=4)
    assert post(client, desk, changed).status_code == 201
    note = Note.objects.get()
    assert (note.text, note.persons) == ("Fler tåg", 4)


def test_the_same_id_with_other_words_is_told_and_kept_apart(client, desk):
    first = a_note(desk, "Fler nattbussar")
    post(client, desk, first)
    answer = post(client, desk, {**first, "text": "Inga bussar"})
    assert answer.status_code == 409
    assert answer.json()["kept"] == {"what": "note", "note": first["note"], "question": first["question"]}
    assert Note.objects.get().text == "Fler nattbussar"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": "   "}, "Skriv vad som sades."),
        ({"text": "\u200b\u2060"}, "Skriv vad som sades."),
        ({"text": ""}, "Skriv vad som sades."),
        ({"text": "x" * 10_001}, "för lång"),
        ({"text": "a\0b"}, "tecken"),
        ({"persons": "0"}, "med siffror"),
        ({"persons": "många"}, "med siffror"),
        ({"question": "999999"}, "Frågan finns inte"),
        ({"note": "17"}, ""),
        ({"what": "något annat"}, "Ladda om"),
    ],
)
def test_what_cannot_be_kept_is_said_in_words_and_shown_again(client, desk, change, said):
    answer = post(client, desk, a_note(desk) | change)
    assert answer.status_code == 422
    assert said in answer.json()["error"]
    page = post(client, desk, a_note(desk, "Mina egna ord") | change, script=False)
    assert page.status_code == 422
    assert "Det gick inte att spara" in page.content.decode()
    assert Note.objects.count() == 0


def test_too_large_is_told_also_to_an_ordinary_form(client, desk):
    huge = photo()
    huge.size = 2_100_000
    huge.file.write(b"\0" * 2_100_000)
    huge.file.seek(0)
    answer = post(client, desk, sent("photo", photo_key=str(uuid.uuid4()), photo=huge), script=False)
    assert answer.status_code == 413
    assert "för stort" in answer.content.decode()


def test_a_note_is_taken_back_with_its_words(client, desk):
    fields = a_note(desk, "Hemligt")
    post(client, desk, fields)
    for _time in range(2):
        assert post(client, desk, sent("take_back", note=fields["note"])).status_code == 201
    assert Note.objects.get().text == ""
    assert "Hemligt" not in client.get(path_of(desk)).content.decode()
    assert post(client, desk, sent("hand_in")).json()["kept"]["handed_in"] == 0


def test_without_scripts_a_note_is_written_changed_and_taken_back(client, desk):
    fields = a_note(desk, "Fler nattbussar", persons=2)
    answer = post(client, desk, fields, script=False)
    assert answer.status_code == 303
    assert answer["Location"].endswith(f"?nu=note#fraga-{fields['question']}")
    assert answer.cookies == {}
    body = client.get(path_of(desk) + f"?andra={fields['note']}").content.decode()
    assert "Spara ändringen" in body
    assert f'value="{fields["note"]}"' in body
    assert "2 personer" in body


def test_the_count_of_the_table_is_kept_and_begins_the_count_of_the_room(client, desk):
    assert post(client, desk, sent("count", **{"16-24": "4", "65+": "2"})).json()["kept"]["persons"] == 6
    assert post(client, desk, sent("count", **{"16-24": "5", "65+": "2"})).json()["kept"]["persons"] == 7
    assert post(client, desk, sent("count", **{"16-24": "-1"})).status_code == 422
    assert queries.counted_at_tables(desk.table.meeting, LEAD) == {"16-24": 5, "65+": 2}
    over(desk.table.meeting)
    signed_in(client, "officer")
    page = client.get(
        reverse("meetings_staff:count_heads", args=[desk.table.meeting.number])
    ).content.decode()
    assert re.search(r'name="16-24"[^>]*value="5"|value="5"[^>]*name="16-24"', page)


# --- photos -----------------------------------------------------------------------------------------------------


def test_a_photo_tells_only_what_is_seen_and_only_to_the_table(client, cycle, desk):
    key = str(uuid.uuid4())
    fields = sent("photo", photo_key=key)
    assert post(client, desk, fields | {"photo": photo()}).status_code == 201
    assert post(client, desk, fields | {"photo": photo()}).status_code == 200
    kept = Photo.objects.get()
    with Image.open(photos.path_of(kept.file)) as picture:
        assert dict(picture.getexif()) == {}
    own = path_of(desk) + f"foto/{key}/"
    answer = client.get(own)
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200,
        "image/jpeg",
        "no-store",
    )
    other = linked(actions.add_table(desk.table.meeting, "", by=LEAD))
    assert client.get(path_of(other) + f"foto/{key}/").status_code == 404
    actions.revoke_link(desk.table, by=LEAD)
    assert client.get(own).status_code == 404


def test_what_is_no_picture_is_refused(client, desk):
    wrong = SimpleUploadedFile("lappar.jpg", b"<svg onload=alert(1)>", content_type="image/jpeg")
    answer = post(client, desk, sent("photo", photo_key=str(uuid.uuid4()), photo=wrong))
    assert answer.status_code == 422
    assert "går inte att läsa" in answer.json()["error"]
    assert Photo.objects.count() == 0


def test_a_photo_with_broken_notes_does_not_hold_up_what_waits_behind_it(client, desk):
    broken = empty_png(40, 30, chunk(b"eXIf", b"XXYYZZ"))
    wrong = SimpleUploadedFile("lappar.png", broken, content_type="image/png")
    assert post(client, desk, sent("photo", photo_key=str(uuid.uuid4()), photo=wrong)).status_code == 201


def test_a_small_photo_that_takes_long_to_read_is_refused(client, desk):
    bomb = SimpleUploadedFile("lappar.jpg", in_steps((1_600, 1_600), 2_000), content_type="image/jpeg")
    answer = post(client, desk, sent("photo", photo_key=str(uuid.uuid4()), photo=bomb))
    assert (answer.status_code, Photo.objects.count()) == (422, 0)
    assert "för många steg" in answer.json()["error"]


def test_while_others_photos_are_read_the_tablet_is_told_to_send_again(client, desk, monkeypatch):
    monkeypatch.setattr(pictures, "PATIENCE", 0.01)
    monkeypatch.setattr(pictures, "_room", threading.BoundedSemaphore(1))
    fields = sent("photo", photo_key=str(uuid.uuid4()))
    with pictures._room:
        answer = post(client, desk, fields | {"photo": photo()})
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    assert post(client, desk, fields | {"photo": photo()}).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_to_write_while_a_photo_is_read(client, desk, monkeypatch):
    drawn, held = pictures._anew, []
    monkeypatch.setattr(
        pictures, "_anew", lambda *given: (held.append(connection.in_atomic_block), drawn(*given))[1]
    )
    answer = post(client, desk, sent("photo", photo_key=str(uuid.uuid4())) | {"photo": photo()})
    assert (answer.status_code, held) == (201, [False])


@pytest.mark.django_db(transaction=True)
def test_a_photo_goes_when_it_is_taken_away_and_on_the_day_of_disposal(client, cycle, desk):
    keys = [str(uuid.uuid4()) for _one in range(2)]
    for key in keys:
        post(client, desk, sent("photo", photo_key=key, photo=photo()))
    first, second = (photos.path_of(one.file) for one in Photo.objects.order_by("pk"))
    post(client, desk, sent("remove_photo", photo=keys[0]))
    assert not first.exists()
    assert second.exists()
    over(desk.table.meeting, days=40)
    meetings.dispose_due(by=SYSTEM, now=timezone.now() + datetime.timedelta(days=1))
    assert not second.exists()
    assert Photo.objects.filter(file="", removed_at__isnull=False).count() == 2
    with pytest.raises(ValidationError, match="gallringsdag"):
        actions.add_photo(Desk(desk.table), uuid.uuid4(), photo(), by=LEAD)


# --- handing in -------------------------------------------------------------------------------------------------


def test_notes_become_contributions_of_the_meeting_once_each(client, desk):
    for text, persons in (("Fler nattbussar", 1), ("En bättre skola", 6)):
        post(client, desk, a_note(desk, text, persons=persons))
    handing = sent("hand_in")
    assert post(client, desk, handing).json()["kept"] == {"what": "hand_in", "handed_in": 2}
    assert post(client, desk, handing).json()["kept"] == {"what": "hand_in", "handed_in": 2}
    assert post(client, desk, sent("hand_in")).json()["kept"]["handed_in"] == 0
    rows = list(Contribution.objects.order_by("pk"))
    assert [(one.text, one.persons, one.sender_kind) for one in rows] == [
        ("Fler nattbussar", 1, "person"),
        ("En bättre skola", 6, "group"),
    ]
    meeting = desk.table.meeting
    for one in rows:
        assert (one.channel, one.state, one.municipality) == ("meeting", "waiting", "2521")
        assert (one.source_kind, one.source_key, one.source_title) == (
            "meeting",
            str(meeting.number),
            meeting.title,
        )
        assert one.source_date == timezone.localdate(meeting.starts_at)
        assert one.question == meeting.questions.first().key
        assert one.sending == desk.table.sending
    assert Submission.objects.count() == 1
    page = client.get(path_of(desk)).content.decode()
    assert "2 anteckningar inlämnade" in page
    assert "2 väntar på att bli lästa." in page
    assert Submission.objects.get().receipt.code in page


def test_a_question_of_the_meetings_own_stands_as_the_title(client, desk):
    actions.ask(desk.table.meeting, ["Vad gör ni själva?"], by=LEAD)
    post(client, desk, a_note(desk, "Vi startar en förening"))
    post(client, desk, sent("hand_in"))
    one = Contribution.objects.get()
    assert (one.question, one.title, one.text) == ("", "Vad gör ni själva?", "Vi startar en förening")


def test_what_is_handed_in_is_neither_changed_nor_taken_back_as_a_note(client, desk):
    fields = a_note(desk, "Fler nattbussar")
    post(client, desk, fields)
    post(client, desk, sent("hand_in"))
    changed = sent("note", note=fields["note"], question=fields["question"], text="Annat", persons=1)
    for late in (changed, sent("take_back", note=fields["note"])):
        answer = post(client, desk, late)
        assert answer.status_code == 422
        assert "redan inlämnad" in answer.json()["error"]
    assert Contribution.objects.get().text == "Fler nattbussar"


def test_all_that_a_table_hands_in_is_one_sending(client, desk):
    for text, persons in (("Ett", 4), ("Två", 2), ("Tre", 9)):
        post(client, desk, a_note(desk, text, persons=persons))
        post(client, desk, sent("hand_in"))
    sendings = set(Contribution.objects.values_list("sending", flat=True))
    assert sendings == {desk.table.sending}


def test_what_was_handed_in_is_withdrawn_by_its_own_table_as_by_any_sender(client, cycle, desk):
    post(client, desk, a_note(desk))
    post(client, desk, sent("hand_in"))
    code = Submission.objects.get().receipt.code
    other = linked(actions.add_table(desk.table.meeting, "", by=LEAD))
    answer = post(client, other, sent("withdraw", code=code))
    assert (answer.status_code, Contribution.objects.get().state) == (422, "waiting")
    assert post(client, desk, sent("withdraw", code=code)).json()["kept"]["withdrawn"] == 1
    assert Contribution.objects.get().state == "withdrawn"
    page = client.get(path_of(desk)).content.decode()
    assert "1 är tillbakatagna." in page
    assert "Ja, ta tillbaka" not in page


def test_the_log_tells_what_was_done_and_never_what_was_said(client, desk):
    post(client, desk, a_note(desk, "Ett hemligt ord"))
    post(client, desk, sent("hand_in"))
    lines = [(one.action, str(one.details)) for one in AuditEntry.objects.filter(ref_kind="meeting")]
    assert {"meetings.note_written", "meetings.notes_handed_in"} <= {action for action, _details in lines}
    assert not any("hemligt" in details for _action, details in lines)


def test_the_page_asks_as_much_for_many_notes_as_for_few(client, desk, django_assert_max_num_queries):
    for number in range(25):
        post(client, desk, a_note(desk, f"Sak {number}"))
        if number % 5 == 4:
            post(client, desk, sent("hand_in"))
    with django_assert_max_num_queries(16):
        assert client.get(path_of(desk)).status_code == 200


def test_the_page_answers_in_english_too(client, desk):
    assert client.get("/en" + path_of(desk)).status_code == 200


def test_a_table_holds_no_more_than_can_be_handed_in_at_once(client, cycle, monkeypatch):
    from medskick.process.meetings.notes.actions import writing

    desk = linked(make_table(cycle))
    monkeypatch.setattr(writing, "MOST_WAITING", 2)
    first = a_note(desk)
    for one in (first, a_note(desk)):
        assert post(client, desk, one).status_code == 201
    answer = post(client, desk, a_note(desk))
    assert (answer.status_code, answer.json()["kept"]) == (422, None)
    assert "Lämna in dem först" in answer.json()["error"]
    changed = {**first, "text": "Andra ord.", "client_id": str(uuid.uuid4())}
    assert post(client, desk, changed).status_code == 201
    assert post(client, desk, sent("hand_in")).status_code == 201
    assert post(client, desk, a_note(desk)).status_code == 201


def test_a_slip_of_the_finger_does_not_count_a_hundred_thousand(client, cycle):
    desk = linked(make_table(cycle))
    answer = post(client, desk, a_note(desk, persons=100_000))
    assert answer.status_code == 422
    assert "högst 1000" in answer.json()["error"].replace("\N{NO-BREAK SPACE}", "")


def test_three_tables_and_their_links_take_two_presses_and_a_link_that_is_open_stays(client, cycle, desk):
    signed_in(client, "process_lead")
    at = f"/arbetsyta/moten/{desk.table.meeting_id}/bord/"
    client.post(f"{at}nytt/", {"name": "", "tables": "3"})
    assert [one.number for one in desk.table.meeting.tables.all()] == [1, 2, 3, 4]
    assert "Gör länkar till 3 bord" in client.get(at).content.decode()
    client.post(f"{at}lankar/")
    lines = queries.tables(desk.table.meeting, LEAD)
    assert all(line.link for line in lines)
    assert lines[0].link == desk.link
    client.post(f"{at}lankar/")
    assert NoteLink.objects.count() == 4
    client.post(f"{at}nytt/", {"name": "", "tables": "999"})
    assert desk.table.meeting.tables.count() == 4
    with pytest.raises(PermissionDenied):
        actions.open_missing_links(make_meeting(cycle, municipality="2580"), by=CONTACT)


def test_after_handing_in_the_page_shows_what_was_handed_in_before_the_empty_forms(client, desk):
    for text in ("Fler nattbussar.", "Ett bibliotek som är öppet."):
        post(client, desk, a_note(desk, text, persons=3))
    answer = post(client, desk, sent("hand_in"), script=False)
    page = client.get(answer["Location"]).content.decode()
    before = page.partition("<textarea")[0]
    assert "2 anteckningar inlämnade" in before
    assert "<details open>" in before
    assert "Fler nattbussar." in before
    assert "Ett bibliotek som är öppet." in before
    assert page.count("Ett bibliotek som är öppet.") == 1
    assert "Det här lämnades in" in client.get(path_of(desk)).content.decode().rpartition("<textarea")[2]
