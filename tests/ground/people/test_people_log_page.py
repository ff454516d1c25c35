"""The log as people read it: sentences, filters, pages, and a file that no spreadsheet runs."""

from __future__ import annotations

import csv
import datetime
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from helpers_people import make_user, signed_in, viewer_for
from medskick.ground.core import audit
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.ground.core.chain import Ref
from medskick.ground.core.models import AuditEntry
from medskick.ground.people import actions, history

pytestmark = pytest.mark.django_db
READER = viewer_for("registrar")
ACCOUNT = Ref("account", "1")


def line(actor="Anna", name="Mia", *, action="people.deactivated", thing=ACCOUNT, at=None):
    return AuditEntry.objects.create(
        at=at or timezone.now(),
        action=action,
        actor_name=actor,
        ref_kind=thing.kind,
        ref_key=thing.key,
        details={"name": name},
    )


def found(**wanted):
    return [entry.details["name"] for entry in history.entries(READER, **wanted)]


def test_the_newest_line_comes_first():
    line(name="först")
    line(name="sist")
    assert found() == ["sist", "först"]


def test_lines_are_found_by_actor_action_and_thing():
    line("Anna", "a")
    line("Bo", "b", action="people.reactivated", thing=Ref("account", "2"))
    line("Bo", "c", action="people.reactivated", thing=Ref("theme", "2"))
    assert found(actor="ann") == ["a"]
    assert found(action="people.reactivated") == ["c", "b"]
    assert found(thing="account") == ["b", "a"]
    assert found(thing="account:2") == ["b"]
    assert found(thing="2") == ["c", "b"]  # a number as it stands on pages, whatever it is of
    assert found(actor="bo", thing="theme:2", action="people.deactivated") == []


def test_days_are_whole_days_of_the_regions_clock():
    """Half past midnight in Swedish summer is still the day before in UTC."""
    line(name="natt", at=datetime.datetime(2026, 7, 1, 22, 30, tzinfo=datetime.UTC))
    line(name="sent", at=datetime.datetime(2026, 7, 2, 21, 59, tzinfo=datetime.UTC))
    second = datetime.date(2026, 7, 2)
    assert found(since=second, until=second) == ["sent", "natt"]
    assert found(until=datetime.date(2026, 7, 1)) == []
    assert found(since=datetime.date(2026, 7, 3)) == []


def test_only_those_who_may_read_it_get_the_log():
    for viewer in (PUBLIC, viewer_for("moderator"), viewer_for("editor", "analyst", "expert")):
        with pytest.raises(PermissionDenied):
            history.entries(viewer)


def test_lines_lead_to_their_things_for_those_who_may_see_them():
    boss = make_user("administrator")
    user = make_user("editor", name="Mia")
    actions.deactivate(user, actions.viewer_for(boss))
    for viewer, address in ((actions.viewer_for(boss), f"/arbetsyta/konton/{user.pk}/"), (READER, "")):
        [shown] = history.lines(history.entries(viewer), viewer)
        assert shown.sentence.endswith("stängde av kontot för Mia")
        assert shown.address == address


def test_many_lines_cost_as_few_queries_as_one(django_assert_max_num_queries):
    for number in range(60):
        line(thing=Ref("account", str(number)))
    with django_assert_max_num_queries(3):
        assert (
            len(history.lines(history.entries(viewer_for("administrator")), viewer_for("administrator")))
            == 60
        )


def test_the_page_shows_sentences_and_turns_pages(client):
    signed_in(client, "registrar")
    for number in range(51):
        line(name=f"person-{number}.")
    first = client.get(reverse("workspace:log")).content.decode()
    assert "Anna stängde av kontot för person-50." in first
    assert "person-0." not in first
    assert "51 rader" in first
    second = client.get(reverse("workspace:log"), {"sida": "2"}).content.decode()
    assert "person-0." in second
    assert client.get(reverse("workspace:log"), {"sida": "hundra"}).status_code == 200


def test_the_page_keeps_the_filter_when_pages_turn_and_files_load(client):
    signed_in(client, "registrar")
    for number in range(60):
        line("Bo" if number % 2 else "Anna", f"person-{number}.")
        line("Bo", "x")
    page = client.get(reverse("workspace:log"), {"actor": "Bo"}).content.decode()
    assert "90 rader" in page
    assert "actor=Bo&amp;sida=2" in page
    assert "logg.csv?actor=Bo" in page


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"since": "2026-13-01"}, "giltigt datum"),
        ({"since": "2026-02-02", "until": "2026-02-01"}, "Byt plats"),
        ({"since": "0001-01-01"}, "mellan år 2000 och 2199"),
        ({"until": "9999-12-31"}, "mellan år 2000 och 2199"),
        ({"action": "finns.inte"}, "finns.inte"),
    ],
)
def test_a_filter_that_makes_no_sense_says_why(client, wanted, says):
    signed_in(client, "registrar")
    for address in (reverse("workspace:log"), reverse("workspace:log_csv")):
        response = client.get(address, wanted)
        assert response.status_code == 422
        assert says in response.content.decode()


def test_every_action_can_be_chosen_in_words():
    choices = dict(history.action_choices())
    assert set(choices) == set(audit.actions())
    assert not any("{" in words for words in choices.values())


def download(client, **wanted):
    response = client.get(reverse("workspace:log_csv"), wanted)
    text = response.content.decode("utf-8-sig")
    return response, list(csv.reader(io.StringIO(text)))


def test_the_file_has_every_line_oldest_first_and_no_formulas(client):
    signed_in(client, "registrar", name="Rut")
    line("=HYPERLINK(1)", "a")
    line("+Bo", '"b"; rad\ntvå')
    response, rows = download(client)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="logg.csv"' in response.headers["Content-Disposition"]
    assert rows[0] == ["nummer", "tid", "vem", "åtgärd", "sak", "i ord"]
    assert [row[2] for row in rows[1:]] == ["'=HYPERLINK(1)", "'+Bo"]
    assert [row[4] for row in rows[1:]] == ["account:1", "account:1"]
    assert not any(cell[:1] in {"=", "+", "-", "@"} for row in rows for cell in row)


def test_the_file_obeys_the_filter_and_the_download_is_logged(client):
    signed_in(client, "registrar", name="Rut")
    line("Anna", "a")
    line("Bo", "b")
    _response, rows = download(client, actor="Bo")
    assert len(rows) == 2
    latest = AuditEntry.objects.latest("id")
    assert audit.in_words(latest) == "Rut laddade ner loggen (1 rad)"


def test_the_start_page_shows_the_latest_to_those_who_read_the_log(client):
    audit.record(SYSTEM, "people.first_link")
    signed_in(client, "process_lead")
    assert "engångslänk för den första administratören" in client.get("/arbetsyta/").content.decode()
    signed_in(client, "moderator")
    assert "engångslänk" not in client.get("/arbetsyta/").content.decode()
