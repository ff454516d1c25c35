"""Who has taken part is told beside who lives here: whole numbers, no weights, and nobody can be pointed at."""

from __future__ import annotations

import csv
import datetime
import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from helpers_people import signed_in, viewer_for
from medskick.ground.core import offers
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.process.contributions.actions import Answer, receive
from medskick.process.contributions.models import Contribution, State, Submission
from medskick.process.participation import actions, queries, stops
from medskick.process.participation.models import Dimension, PrintedTable
from medskick.process.participation.queries.plan import limits
from medskick.process.statistics import actions as statistics

pytestmark = pytest.mark.django_db
LEAD = viewer_for("process_lead")


@pytest.fixture
def say(cycle):
    """``say(n, place=…, age=…, channel=…, sender=…, persons=…)``: so many sendings, and they show."""

    def speak(times: int = 1, *, place="", age="", channel="web", sender="person", persons=1):
        for _time in range(times):
            answer = Answer(
                text="Fler bussar",
                channel=channel,
                sender_kind=sender,
                municipality=place,
                age_band=age,
                persons=persons,
            )
            receive(cycle, [answer], client_key=f"key-{Submission.objects.count():030}", by=SYSTEM)
        Contribution.objects.filter(state=State.WAITING).update(state=State.VISIBLE)

    return speak


@pytest.fixture
def own(db):
    statistics.take_in_own()


def table(cycle, key):
    return queries.participation(cycle, PUBLIC).table(key)


def persons(found):
    return {line.key: line.persons for line in found.lines}


def test_two_municipalities_are_compared_with_their_inhabitants(cycle, say, own):
    """40 from Luleå (80 321 people), 8 from Pajala (5 686), in a county of 248 927. Worked out by hand:
    40 / 80 321 = 0.498 per 1 000 and 8 / 5 686 = 1.407; 40 of 48 is 83.3 %, 8 of 48 is 16.7 %;
    80 321 of 248 927 is 32.3 %, 5 686 is 2.3 %; 48 / 248 927 = 0.193 per 1 000."""
    say(40, place="2580")
    say(8, place="2521")
    found = table(cycle, "municipality")
    lulea, pajala = (next(line for line in found.lines if line.key == code) for code in ("2580", "2521"))
    assert (lulea.persons, pajala.persons) == (40, 8)
    assert (round(lulea.rate, 3), round(pajala.rate, 3)) == (0.498, 1.407)
    assert (round(lulea.share, 1), round(pajala.share, 1)) == (83.3, 16.7)
    assert (round(lulea.of_inhabitants, 1), round(pajala.of_inhabitants, 1)) == (32.3, 2.3)
    assert round(found.rate, 3) == 0.193


def test_ages_are_compared_with_the_same_ages(cycle, say, own):
    """12 of 16-24 among 24 477 is 0.490 per 1 000; 6 of 65+ among 63 118 is 0.095."""
    say(12, age="16-24")
    say(6, age="65+")
    actions.publish(cycle, Dimension.AGE, by=LEAD)
    lines = {line.key: line for line in table(cycle, "age").lines}
    assert (round(lines["16-24"].rate, 3), round(lines["65+"].rate, 3)) == (0.490, 0.095)
    assert round(lines["16-24"].share, 1) == 66.7
    assert round(lines["16-24"].of_inhabitants, 1) == 9.8


def test_persons_of_a_group_are_counted_and_never_weighted(cycle, say, own):
    say(2, place="2521", persons=12, sender="school_class", channel="lesson")
    say(6, place="2521")
    assert persons(table(cycle, "municipality"))["2521"] == 30
    assert persons(table(cycle, "channel"))["lesson"] == 24


def test_four_persons_are_not_told_and_look_like_none(cycle, say, own):
    say(20, place="2580")
    say(4, place="2521")
    found = persons(table(cycle, "municipality"))
    assert found["2580"] == 20
    assert found["2521"] is None
    assert found["2505"] is None
    assert table(cycle, "municipality").rest is None


def test_channels_that_are_too_few_hide_others_with_them_and_look_like_empty_ones(cycle, say):
    say(20)
    say(7, channel="phone")
    say(3, channel="letter")
    found = persons(table(cycle, "channel"))
    assert found["web"] == 20
    assert found["phone"] is found["letter"] is found["email"] is None


def test_fewer_than_five_in_all_shows_nothing(cycle, say, own, client):
    say(4, place="2521")
    assert queries.participation(cycle, PUBLIC).persons is None
    page = client.get("/deltagande/").content.decode()
    assert "Inget att visa än" in page
    assert "Pajala" not in page


def test_ages_and_senders_wait_for_a_person_to_publish_them(cycle, say):
    say(9, age="16-24")
    say(9, age="65+")
    assert table(cycle, "age") is None
    actions.publish(cycle, Dimension.AGE, by=LEAD)
    assert persons(table(cycle, "age"))["65+"] == 9
    assert table(cycle, "sender") is None


def test_one_new_voice_changes_no_table_of_ages(cycle, say):
    say(9, age="16-24")
    say(9, age="65+")
    actions.publish(cycle, Dimension.AGE, by=LEAD)
    say(1, age="65+")
    assert persons(table(cycle, "age"))["65+"] == 9
    with pytest.raises(ValidationError, match=r"för små|går inte att visa"):
        actions.publish(cycle, Dimension.AGE, by=LEAD)
    say(5, age="65+")
    say(6, age="16-24")
    actions.publish(cycle, Dimension.AGE, by=LEAD)
    assert persons(table(cycle, "age")) | {} == {"0-15": 0, "16-24": 15, "25-44": 0, "45-64": 0, "65+": 15}


def test_withdrawing_never_shows_in_the_next_table_of_ages(cycle, say):
    say(9, age="16-24")
    say(9, age="65+")
    actions.publish(cycle, Dimension.AGE, by=LEAD)
    Contribution.objects.filter(pk=Contribution.objects.first().pk).update(state=State.WITHDRAWN)
    with pytest.raises(ValidationError, match="Inga nya"):
        actions.publish(cycle, Dimension.AGE, by=LEAD)
    say(5, age="65+")
    say(5, age="16-24")
    actions.publish(cycle, Dimension.AGE, by=LEAD)
    assert persons(table(cycle, "age"))["16-24"] == 14
    assert persons(table(cycle, "age"))["65+"] == 14


def test_group_that_is_too_small_stops_the_table_unless_it_is_hidden_for_good(cycle, say):
    say(20, age="16-24")
    say(9, age="65+")
    say(2, age="0-15")
    with pytest.raises(ValidationError, match="för små"):
        actions.publish(cycle, Dimension.AGE, by=LEAD)
    assert not PrintedTable.objects.exists()
    actions.publish(cycle, Dimension.AGE, by=LEAD, hide_for_good=True)
    assert persons(table(cycle, "age"))["0-15"] is persons(table(cycle, "age"))["65+"] is None
    assert table(cycle, "age").rest == 11


def test_only_who_leads_publishes(cycle, say):
    say(9, age="16-24")
    say(9, age="65+")
    with pytest.raises(PermissionDenied):
        actions.publish(cycle, Dimension.AGE, by=viewer_for("moderator"))
    with pytest.raises(PermissionDenied):
        queries.plan(cycle, viewer_for("analyst"))


def test_page_answers_in_both_languages_with_few_queries(
    client, cycle, say, own, django_assert_max_num_queries
):
    say(40, place="2580", age="16-24")
    say(8, place="2521", age="65+")
    actions.publish(cycle, Dimension.AGE, by=LEAD)
    with django_assert_max_num_queries(12):
        page = client.get("/deltagande/").content.decode()
    assert "1,4 per 1\N{NO-BREAK SPACE}000" in page
    assert "0,5 per 1\N{NO-BREAK SPACE}000" in page
    assert "Minst hörs Luleå, mest Pajala" in page
    english = client.get("/en/deltagande/").content.decode()
    assert "1.4 per 1,000" in english
    assert "1\u202f000" not in english


def test_no_municipality_is_called_least_while_some_of_its_voices_may_be_hidden(client, cycle, say, own):
    """20 in Arjeplog, but only 8 came through a channel that five share: its bar is a lower limit, and says so."""
    say(40, place="2580")
    say(8, place="2506")
    for channel, persons_each in (("phone", 4), ("letter", 4), ("email", 4)):
        say(1, place="2506", channel=channel, persons=persons_each)
    assert table(cycle, "municipality").is_at_least
    page = client.get("/deltagande/").content.decode()
    assert "Minst hörs" not in page
    assert "minst 3,1 per 1\N{NO-BREAK SPACE}000" in page
    assert "Staplarna kan därför vara för korta" in page
    assert page.index("Luleå</") > page.index("Arjeplog</")  # the alphabet, no ranking
    assert "at least 3.1 per 1,000" in client.get("/en/deltagande/").content.decode()


def test_file_and_open_data_hold_the_same_rows_as_the_page(client, cycle, say, own):
    say(40, place="2580")
    say(3, place="2521")
    answer = client.get("/deltagande/deltagande.csv")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    by_name = {line[1]: line for line in lines}
    assert by_name["Luleå"][2:5] == ["40", "80321", "0.5"]
    assert by_name["Pajala"][2] == ""
    data = next(one for one in offers.data_sets if one.name == "deltagande")
    assert [[written(cell) for cell in row] for row in data.rows(PUBLIC)] == lines[1:]
    assert len(data.columns) == len(lines[0])


def written(cell):
    return "" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell)


def test_page_and_file_before_anything_is_there(client, db):
    assert client.get("/deltagande/").status_code == 200
    assert client.get("/deltagande/deltagande.csv").status_code == 404


def test_page_without_population_still_counts(client, cycle, say):
    say(9, place="2521")
    page = client.get("/deltagande/").content.decode()
    assert "Folkmängden saknas" in page
    assert table(cycle, "municipality").rate is None


def test_plan_does_not_put_a_small_place_first_by_chance(cycle, say, own):
    """Nobody from Arjeplog (2 578 people) where six were to be expected may be chance; nobody from Piteå (42 203) is
    not."""
    say(450, place="2580")
    say(90, place="2582")
    found = queries.plan(cycle, LEAD)
    order = [need.place for need in found.places]
    by_place = {need.place: need for need in found.places}
    assert order[0] == "2581"
    assert by_place["2581"].is_below
    assert by_place["2581"].missing > 60
    assert by_place["2580"].missing == 0
    assert not by_place["2580"].is_below


def test_plan_tells_who_reaches_the_county_from_who_may_be_short_by_chance(cycle, say, own):
    """A class of 200 makes Arjeplog's own limits wide, and leaves those of Luleå and Piteå as they are."""
    say(200, place="2580")
    say(40, place="2581")
    say(1, place="2505", persons=200, sender="school_class", channel="lesson")
    by_place = {need.place: need for need in queries.plan(cycle, LEAD).places}
    assert by_place["2505"].reaches
    assert not by_place["2505"].is_below
    assert by_place["2581"].is_below
    order = [(need.is_below, need.rate or 0) for need in queries.plan(cycle, LEAD).places]
    others = [rate for below, rate in order if not below]
    assert [below for below, _rate in order] == sorted((below for below, _rate in order), reverse=True)
    assert others == sorted(others)


def test_ages_of_the_whole_county_point_at_stops_for_that_age_only(cycle, say, own, known_stops):
    say(50, place="2580", age="25-44")
    by_band = {need.band: need for need in queries.plan(cycle, LEAD, known_stops).bands}
    assert by_band["16-24"].next.title == "Lektion"
    assert by_band["65+"].next is None
    assert by_band["65+"].past == 0


def test_limits_widen_when_people_answer_in_groups(cycle):
    alone, together = limits(30), limits(30, spread=15)
    assert alone.low < 30 < alone.high
    assert together.low < alone.low
    assert together.high > alone.high


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0, 3.69), (1, 0.03, 5.57), (5, 1.62, 11.67), (10, 4.80, 18.39), (50, 37.11, 65.92)],
)
def test_limits_are_near_the_exact_ones(count, low, high):
    """Exact Poisson limits of 95 % from published tables (Garwood 1936)."""
    found = limits(count)
    assert found.low == pytest.approx(low, abs=0.06)
    assert found.high == pytest.approx(high, abs=0.25)


@pytest.fixture
def known_stops(monkeypatch):
    monkeypatch.setattr(stops, "_sources", [])
    day = datetime.date(2030, 5, 2)
    stops.register(
        lambda viewer: [
            stops.Stop("2521", day - datetime.timedelta(days=9), "Folkets hus"),
            stops.Stop("2584", day + datetime.timedelta(days=9), "Lektion", "/moten/1/", band="16-24"),
        ]
    )
    return day


def test_plan_tells_who_has_had_no_stop(cycle, say, own, known_stops):
    say(50, place="2580", age="25-44")
    found = queries.plan(cycle, LEAD, known_stops)
    by_place = {need.place: need for need in found.places}
    assert by_place["2521"].past == 1
    assert by_place["2584"].next.title == "Lektion"
    assert by_place["2581"].without_stop
    both = {(need.place, need.band): need for need in found.both}
    assert both["2584", "16-24"].next is not None
    assert both["2584", "65+"].without_stop
    assert both["2521", "65+"].past == 1


def test_staff_plan_page_lets_the_lead_publish(client, cycle, say, own, known_stops):
    say(60, place="2580", age="16-24")
    say(9, place="2580", age="65+")
    signed_in(client, "process_lead")
    page = client.get("/arbetsyta/deltagande/").content.decode()
    assert "Hörs för lite" in page
    assert "Inget stopp" in page
    client.post("/arbetsyta/deltagande/tabell/age_band/")
    assert persons(table(cycle, "age"))["65+"] == 9
    assert client.post("/arbetsyta/deltagande/tabell/municipality/").status_code == 404


def test_analysts_do_not_see_the_plan(client, cycle):
    signed_in(client, "analyst")
    assert client.get("/arbetsyta/deltagande/").status_code == 403
