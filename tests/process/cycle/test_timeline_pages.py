"""The public timeline and its pages in the workspace, as people meet them."""

from __future__ import annotations

import datetime
import re

import pytest
import time_machine

from helpers_core import end_cycle
from helpers_people import signed_in
from medskick.ground.core.access import SYSTEM
from medskick.process.cycle import actions, queries
from medskick.process.cycle.models import Milestone

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.fixture
def milestone(cycle):
    today = queries.today()
    phase = cycle.phases.get(kind="dialogue")
    return actions.add_milestone(phase, "Sista mötet", today + DAY, words="Alla är välkomna.", by=SYSTEM)


def page(client, address="/tidplan/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_page_answers_before_there_is_a_cycle(client):
    assert "har inte börjat än" in page(client)
    assert client.get("/tidplan.ics").status_code == 404


def test_the_page_tells_what_holds_and_what_was_promised(client, milestone):
    later = datetime.datetime.now(datetime.UTC) + 30 * DAY
    with time_machine.travel(later, tick=False):
        done = milestone.planned + 21 * DAY
        actions.complete_milestone(milestone, done, by=SYSTEM)
        found = page(client)
    assert re.search(r"<del><span[^>]*>Först lovat: </span>[^<]+</del>", found)
    assert "Blev 3 veckor senare." in found


def test_the_page_counts_down_to_the_election(client, cycle):
    with time_machine.travel(datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC), tick=False):
        found = page(client)
    assert "måste vara uppdaterad före valet den 8 september 2030" in found
    assert "3 år och 9 månader" in found


def test_what_comes_next_is_gathered_from_all_rooms(client, milestone):
    found = page(client)
    coming = found[found.index("Det händer härnäst") : found.index("Faser och milstolpar")]
    assert "Sista mötet" in coming


def test_it_answers_in_english_with_swedish_words_marked(client, milestone):
    found = page(client, "/en/tidplan/")
    assert "<h1>Timeline</h1>" in found
    assert 'lang="sv">Sista mötet' in found


def test_an_older_cycle_is_read_by_its_key(client, milestone):
    end_cycle(milestone.phase.cycle)
    actions.start_cycle("2050", "Nästa", {}, by=SYSTEM)
    assert "Sista mötet" not in page(client)
    assert "Sista mötet" in page(client, "/tidplan/?omgang=2040")
    assert client.get("/tidplan/?omgang=finns-inte").status_code == 404
    assert client.get("/tidplan/?omgang=%00").status_code == 404


def test_the_page_asks_little_of_the_database(client, milestone, django_assert_max_num_queries):
    page(client)
    for number in range(15):
        actions.add_milestone(milestone.phase, f"Nr {number}", queries.today() + number * DAY, by=SYSTEM)
    with django_assert_max_num_queries(16):
        page(client)


def test_staff_add_change_finish_and_take_back(client, cycle):
    signed_in(client, "process_lead")
    phase = cycle.phases.get(kind="draft")
    today = queries.today()
    form = {"title": "Förslaget klart", "phase": phase.pk, "planned": str(today), "words": "", "position": ""}
    assert client.post("/arbetsyta/omgang/milstolpar/", form).status_code == 302
    one = Milestone.objects.get()
    base = f"/arbetsyta/omgang/milstolpar/{one.pk}/"
    assert client.post(base, {**form, "title": "Utkastet klart"}).status_code == 302
    assert "Utkastet klart" in page(client, "/arbetsyta/omgang/milstolpar/")
    client.post(f"{base}klar/", {"day": str(today)})
    assert Milestone.objects.get().actual == today
    client.post(f"{base}inte-klar/")
    client.post(f"{base}stryk/")
    assert Milestone.objects.get().withdrawn_at == today
    client.post(f"{base}satt-tillbaka/")
    assert "Utkastet klart" in page(client)


def test_of_two_tabs_the_second_is_told_and_keeps_its_words(client, milestone):
    signed_in(client, "process_lead")
    base = f"/arbetsyta/omgang/milstolpar/{milestone.pk}/"
    read = re.search(r'name="read" value="(\d+)"', page(client, base))[1]
    form = {
        "title": "Mitt",
        "phase": milestone.phase_id,
        "planned": str(milestone.planned),
        "words": "",
        "position": "",
    }
    assert client.post(base, {**form, "title": "Den andras", "read": read}).status_code == 302
    answer = client.post(base, {**form, "read": read})
    found = answer.content.decode()
    assert answer.status_code == 400
    assert "Någon annan har ändrat milstolpen" in found
    assert 'value="Mitt"' in found
    assert Milestone.objects.get().title == "Den andras"
    read = re.search(r'name="read" value="(\d+)"', found)[1]
    assert client.post(base, {**form, "read": read}).status_code == 302
    assert Milestone.objects.get().title == "Mitt"


def test_a_milestone_without_a_day_is_told_in_words(client, cycle):
    signed_in(client, "process_lead")
    phase = cycle.phases.get(kind="draft")
    answer = client.post(
        "/arbetsyta/omgang/milstolpar/", {"title": "x", "phase": phase.pk, "planned": "snart"}
    )
    assert answer.status_code == 400
    answer = client.post(
        "/arbetsyta/omgang/milstolpar/", {"title": "x", "phase": "99999", "planned": "2030-01-01"}
    )
    assert answer.status_code == 400


def test_a_future_day_is_refused_in_words(client, milestone):
    signed_in(client, "process_lead")
    address = f"/arbetsyta/omgang/milstolpar/{milestone.pk}/klar/"
    answer = client.post(address, {"day": str(milestone.planned)}, follow=True)
    assert "Dagen har inte varit än" in answer.content.decode()


@pytest.mark.parametrize("address", ["", "milstolpar/", "budget/"])
def test_only_those_who_lead_meet_the_pages(client, cycle, address):
    signed_in(client, "editor")
    assert client.get(f"/arbetsyta/omgang/{address}").status_code == 403


def test_a_milestone_that_is_not_there_is_not_found(client, cycle):
    signed_in(client, "process_lead")
    assert client.get("/arbetsyta/omgang/milstolpar/999/").status_code == 404


def test_staff_choose_whether_a_new_day_is_a_delay_and_everybody_reads_why(client, cycle):
    signed_in(client, "process_lead")
    phase = cycle.phases.get(kind="dialogue")
    day = queries.today() + datetime.timedelta(days=5)
    one = actions.add_milestone(phase, "Utkastet klart", day, by=SYSTEM)
    address = f"/arbetsyta/omgang/milstolpar/{one.pk}/"
    assert 'name="is_delay"' in page(client, address)
    later = day + datetime.timedelta(days=7)
    form = {
        "title": one.title,
        "phase": phase.pk,
        "planned": later.isoformat(),
        "is_delay": "1",
        "reason": "Snöstorm.",
    }
    assert client.post(address, form).status_code == 302
    assert "Varför dagen ändrades:" in page(client, "/tidplan/")
    assert "Snöstorm." in page(client, "/tidplan/")


def moved_form(one, day, **more):
    return {"title": one.title, "phase": one.phase_id, "planned": day.isoformat(), **more}


def test_a_day_that_moves_wants_to_know_what_the_change_is_and_a_changed_plan_why(client, cycle):
    signed_in(client, "process_lead")
    day = queries.today() + datetime.timedelta(days=5)
    one = actions.add_milestone(cycle.phases.get(kind="dialogue"), "Utkastet klart", day, by=SYSTEM)
    address, later = f"/arbetsyta/omgang/milstolpar/{one.pk}/", day + datetime.timedelta(days=7)
    unsaid = client.post(address, moved_form(one, later))
    assert unsaid.status_code == 400
    assert "Välj om det är en rättelse eller en ändrad plan" in unsaid.content.decode()
    why = client.post(address, moved_form(one, later, is_delay="1"))
    assert why.status_code == 400
    assert "Skriv varför dagen ändras" in why.content.decode()
    assert client.post(address, moved_form(one, later, is_delay="0")).status_code == 302
    assert not one.earlier_plans.exists()


def test_a_day_outside_its_phase_is_saved_with_a_warning(client, cycle):
    signed_in(client, "process_lead")
    phase = cycle.phases.get(kind="dialogue")
    one = actions.add_milestone(phase, "Utkastet klart", queries.today(), by=SYSTEM)
    address = f"/arbetsyta/omgang/milstolpar/{one.pk}/"
    outside = phase.ends + datetime.timedelta(days=30)
    answer = client.post(address, moved_form(one, outside, is_delay="1", reason="Snöstorm."), follow=True)
    assert "ligger efter sista dagen i fasen Dialog" in answer.content.decode()
    one.refresh_from_db()
    assert one.planned == outside
    inside = phase.ends
    answer = client.post(address, moved_form(one, inside, is_delay="1", reason="Lokalen."), follow=True)
    assert "ligger efter sista dagen" not in answer.content.decode()
