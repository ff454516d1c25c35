"""Two coders: who may, one statement at a time, nothing of each other or of the computer before both are done."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpers_people import make_user, signed_in
from helpers_site import look
from medskick.ground.core import audit
from medskick.ground.core.access import Role, viewer_now
from medskick.ground.core.models import AuditEntry
from medskick.process.contributions.models import Contribution, Mask, State
from medskick.process.insights.coding import actions
from medskick.process.insights.coding.actions.draw import Plan
from medskick.process.insights.coding.queries import queue
from medskick.process.insights.models import Coding, CodingPlan, CodingSeat, Draw, SampleUnit, Theme

pytestmark = pytest.mark.django_db
START = "/arbetsyta/analys/kodning/"


@pytest.fixture
def coders():
    return [
        viewer_now(make_user(role, name=name).pk) for role, name in (("analyst", "Anna"), ("moderator", "Bo"))
    ]


@pytest.fixture
def drawn(cycle, two_themes, coders, lead):
    """All twelve statements drawn for two who have promised."""
    actions.set_plan(cycle, Plan(coders[0].user_id, coders[1].user_id), by=lead, shown=0)
    made = actions.draw_more(cycle, 12, by=lead)
    for coder in coders:
        actions.promise(cycle, by=coder)
    return made


def sign_in(client, viewer):
    from medskick.ground.people.models import User

    client.force_login(User.objects.get(pk=viewer.user_id))
    return client


def chosen(*names, **more):
    return actions.Chosen(tuple(Theme.objects.get(name=name).pk for name in names), **more)


def test_draws_with_known_probabilities_and_records_them(cycle, drawn):
    assert SampleUnit.objects.count() == 12
    assert sorted((one["name"], one["population"], one["drawn"]) for one in drawn.strata) == [
        ("Resor", 6, 6),
        ("Vård", 6, 6),
    ]
    assert set(SampleUnit.objects.values_list("probability", flat=True)) == {1.0}
    assert AuditEntry.objects.filter(action="insights.sample_drawn").count() == 1


def test_larger_sample_keeps_what_was_drawn_and_tells_the_new_probability(cycle, two_themes, coders, lead):
    actions.set_plan(cycle, Plan(coders[0].user_id, coders[1].user_id), by=lead, shown=0)
    actions.draw_more(cycle, 4, by=lead)
    before = set(SampleUnit.objects.values_list("contribution", flat=True))
    assert set(SampleUnit.objects.values_list("probability", flat=True)) == {2 / 6}
    actions.draw_more(cycle, 4, by=lead)
    assert before < set(SampleUnit.objects.values_list("contribution", flat=True))
    assert set(SampleUnit.objects.values_list("probability", flat=True)) == {4 / 6}


def test_same_seed_draws_the_same(cycle, two_themes, coders, lead):
    actions.set_plan(cycle, Plan(coders[0].user_id, coders[1].user_id), by=lead, shown=0)
    CodingPlan.objects.update(seed=7)
    actions.draw_more(cycle, 5, by=lead)
    first = list(
        SampleUnit.objects.order_by("chance").values_list("contribution", "first_order", "second_order")
    )
    CodingSeat.objects.all().delete()
    SampleUnit.objects.all().delete()
    Draw.objects.all().delete()
    actions.draw_more(cycle, 5, by=lead)
    again = list(
        SampleUnit.objects.order_by("chance").values_list("contribution", "first_order", "second_order")
    )
    assert first == again


def test_pressed_twice_draws_once(client, cycle, two_themes, coders, lead):
    actions.set_plan(cycle, Plan(coders[0].user_id, coders[1].user_id), by=lead, shown=0)
    signed_in(client, "process_lead")
    for _press in range(2):
        client.post(START + "dra/", {"wanted": 3, "after": 0})
    assert Draw.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_book_is_read_before_anything_is_locked(cycle, two_themes, coders, lead):
    """So that others can write meanwhile: on SQLite a transaction that writes keeps all others out."""
    actions.set_plan(cycle, Plan(coders[0].user_id, coders[1].user_id), by=lead, shown=0)
    actions.draw_more(cycle, 5, by=lead)
    with CaptureQueriesContext(connection) as asked:
        actions.draw_more(cycle, 5, by=lead)
    inside, within = [], False
    for query in (one["sql"] for one in asked.captured_queries):
        within = query.startswith("BEGIN") or (within and not query.startswith(("COMMIT", "ROLLBACK")))
        inside += [query] if within else []
    assert any('INSERT INTO "insights_sampleunit"' in query for query in inside)
    assert not [query for query in inside if 'FROM "insights_placement"' in query]
    assert not [query for query in inside if 'FROM "insights_runstatement"' in query]


@pytest.mark.django_db(transaction=True)
def test_drawing_that_another_came_before_is_done_again(cycle, two_themes, coders, lead, monkeypatch):
    from medskick.process.insights.coding.actions import draw

    actions.set_plan(cycle, Plan(coders[0].user_id, coders[1].user_id), by=lead, shown=0)
    look_first, came_before = draw._look, []

    def slowly(*args):
        looked = look_first(*args)
        if not came_before:
            came_before.append(True)
            actions.draw_more(cycle, 3, by=lead)
        return looked

    monkeypatch.setattr(draw, "_look", slowly)
    made = actions.draw_more(cycle, 4, by=lead)
    assert (made.number, made.drawn) == (2, 4)
    assert SampleUnit.objects.count() == 7
    assert {round(one, 4) for one in SampleUnit.objects.values_list("probability", flat=True)} <= {
        round(n / 6, 4) for n in (3, 4)
    }


@pytest.mark.parametrize("wanted", ["0", "-1", "301", "många", ""])
def test_amount_that_cannot_be_gets_a_sentence(client, cycle, drawn, wanted):
    signed_in(client, "process_lead")
    answer = client.post(START + "dra/", {"wanted": wanted, "after": 1}, follow=True)
    assert "message--bad" in answer.content.decode()
    assert Draw.objects.count() == 1


def test_hidden_statement_leaves_the_sample_and_is_counted_as_lost(client, cycle, drawn, coders):
    unit = queue.next_unit(cycle, coders[0])
    Contribution.objects.filter(pk=unit.contribution_id).update(state=State.HIDDEN, hidden_reason="abuse")
    assert queue.progress(cycle, coders[0]).total == 11
    assert [line.lost for line in queue.draws(cycle, coders[0])] == [1]
    unit.refresh_from_db()
    with pytest.raises(ValidationError, match="lämnat urvalet"):
        actions.answer(unit, chosen("Resor"), by=coders[0], shown=0)
    page = sign_in(client, coders[0]).get(f"{START}tanke/{unit.pk}/").content.decode()
    assert "Tanken har lämnat urvalet" in page
    assert unit.contribution.text[:20] not in page


def test_masked_words_never_reach_the_coder(client, cycle, drawn, coders):
    unit = queue.next_unit(cycle, coders[0])
    Mask.objects.create(contribution=unit.contribution, field="text", start=0, end=6, kind="name")
    page = sign_in(client, coders[0]).get(f"{START}tanke/{unit.pk}/").content.decode()
    assert "namn dolt" in page
    assert unit.contribution.text[:14] not in page


def test_each_has_an_own_order(cycle, drawn):
    rows = list(SampleUnit.objects.order_by("pk"))
    assert [row.first_order for row in rows] != [row.second_order for row in rows]
    assert (
        sorted(row.first_order for row in rows)
        == sorted(row.second_order for row in rows)
        == list(range(1, 13))
    )


def test_nobody_codes_before_the_promise(client, cycle, two_themes, coders, lead):
    actions.set_plan(cycle, Plan(coders[0].user_id, coders[1].user_id), by=lead, shown=0)
    actions.draw_more(cycle, 2, by=lead)
    unit = SampleUnit.objects.first()
    with pytest.raises(ValidationError, match="hur kodningen går till"):
        actions.answer(unit, chosen("Resor"), by=coders[0], shown=0)
    answer = sign_in(client, coders[0]).get(f"{START}tanke/{unit.pk}/")
    assert answer.status_code == 302
    client.post(START + "lova/")
    assert client.get(f"{START}tanke/{unit.pk}/").status_code == 200


def test_coding_goes_on_to_the_end_and_says_so(client, cycle, drawn, coders):
    sign_in(client, coders[0])
    resor = Theme.objects.get(name="Resor")
    for _one in range(12):
        there = client.get(START + "nasta/").url
        shown = client.get(there).context["form"]["version"].value()
        assert client.post(there, {"themes": [resor.pk], "version": shown}).status_code == 302
    assert client.get(START + "nasta/").url == START
    assert Coding.objects.filter(state="done", themes=[resor.pk]).count() == 12
    assert "Du är klar." in look(client, START).body


def test_several_themes_none_and_criteria_are_kept(client, cycle, drawn, coders):
    sign_in(client, coders[0])
    both = [Theme.objects.get(name=name).pk for name in ("Resor", "Vård")]
    unit = queue.next_unit(cycle, coders[0])
    data = {
        "themes": [*both, both[0]],
        "reach": "yes",
        "long_term": "unsure",
        "note": "två saker",
        "version": 0,
    }
    client.post(f"{START}tanke/{unit.pk}/", data)
    kept = Coding.objects.get()
    assert (kept.themes, kept.reach, kept.cooperation, kept.long_term) == (sorted(both), "yes", "", "unsure")
    other = queue.next_unit(cycle, coders[0])
    client.post(f"{START}tanke/{other.pk}/", {"none": "on", "version": 0})
    assert Coding.objects.get(unit=other).themes == []


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Välj minst ett tema"),
        ({"themes": ["Resor"], "none": "on"}, "inte båda"),
        ({"themes": ["999999"]}, "finns inte längre"),
        ({"themes": ["Resor"], "reach": "kanske"}, "kanske"),
        ({"none": "on", "note": "x" * 501}, "500"),
    ],
)
def test_choice_that_cannot_be_says_what_to_do(client, cycle, drawn, coders, data, sentence):
    unit = queue.next_unit(cycle, coders[0])
    named = [Theme.objects.get(name=one).pk if one == "Resor" else one for one in data.get("themes", [])]
    answer = sign_in(client, coders[0]).post(
        f"{START}tanke/{unit.pk}/", {**data, "themes": named, "version": 0}
    )
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not Coding.objects.exists()


def test_skipped_comes_last_and_again(cycle, drawn, coders):
    first = queue.next_unit(cycle, coders[0])
    actions.skip(first, by=coders[0], shown=0)
    met = []
    while (unit := queue.next_unit(cycle, coders[0])) != first:
        met.append(unit.pk)
        actions.answer(unit, chosen("Vård"), by=coders[0], shown=0)
    assert len(met) == 11
    assert queue.progress(cycle, coders[0]).skipped == 1


def test_skipping_is_in_the_log_once_without_what_it_was_about(cycle, drawn, coders):
    unit = queue.next_unit(cycle, coders[0])
    for _press in range(2):
        actions.skip(unit, by=coders[0], shown=0)
    (line,) = AuditEntry.objects.filter(action="insights.sample_skipped")
    assert (line.actor_name, line.ref_kind, line.details) == ("Anna", "cycle", {})
    assert audit.in_words(line) == "Anna hoppade över en tanke i urvalet"


def test_sent_twice_is_stored_once(client, cycle, drawn, coders):
    unit = queue.next_unit(cycle, coders[0])
    sign_in(client, coders[0])
    data = {"themes": [Theme.objects.get(name="Vård").pk], "version": 0}
    for _press in range(2):
        assert client.post(f"{START}tanke/{unit.pk}/", data).status_code == 302
    kept = Coding.objects.get()
    assert (kept.version, kept.earlier) == (1, [])
    assert AuditEntry.objects.filter(action="insights.sample_coded").count() == 1


def test_second_window_does_not_write_over_the_first(client, cycle, drawn, coders):
    unit = queue.next_unit(cycle, coders[0])
    resor, care = (Theme.objects.get(name=name).pk for name in ("Resor", "Vård"))
    sign_in(client, coders[0])
    client.post(f"{START}tanke/{unit.pk}/", {"themes": [resor], "version": 0})
    answer = client.post(f"{START}tanke/{unit.pk}/", {"themes": [care], "version": 0})
    assert answer.status_code == 409
    assert "i ett annat fönster" in answer.content.decode()
    assert answer.context["ticked"] == {resor}
    assert Coding.objects.get().themes == [resor]


def test_last_answer_can_be_changed_and_the_first_is_kept_beside(client, cycle, drawn, coders):
    sign_in(client, coders[0])
    unit = queue.next_unit(cycle, coders[0])
    resor, care = (Theme.objects.get(name=name).pk for name in ("Resor", "Vård"))
    client.post(f"{START}tanke/{unit.pk}/", {"themes": [resor], "version": 0})
    there = client.post(START + "angra/").url
    assert there == f"{START}tanke/{unit.pk}/"
    page = client.get(there)
    assert page.context["ticked"] == {resor}
    assert queue.next_unit(cycle, coders[0]) == unit
    client.post(there, {"themes": [care], "version": page.context["form"]["version"].value()})
    kept = Coding.objects.get()
    assert (kept.themes, kept.state) == ([care], "done")


def test_taking_back_pressed_twice_opens_one_statement(client, cycle, drawn, coders):
    sign_in(client, coders[0])
    units = []
    for _one in range(2):
        units.append(queue.next_unit(cycle, coders[0]))
        actions.answer(units[-1], chosen("Vård"), by=coders[0], shown=0)
    page = client.get(queue_address(cycle, coders[0])).content.decode()
    last = re.search(r'name="last" value="(\d+)"', page)[1]
    for _press in range(2):
        assert client.post(START + "angra/", {"last": last}).url == f"{START}tanke/{units[1].pk}/"
    assert sorted(Coding.objects.values_list("state", flat=True)) == ["done", "open"]


def queue_address(cycle, coder):
    return f"{START}tanke/{queue.next_unit(cycle, coder).pk}/"


def test_nothing_to_take_back_says_so(client, cycle, drawn, coders):
    answer = sign_in(client, coders[0]).post(START + "angra/", follow=True)
    assert "Det finns inget att ångra." in answer.content.decode()


def test_choice_stands_once_the_differences_can_be_seen(cycle, drawn, coders):
    for coder in coders:
        while unit := queue.next_unit(cycle, coder):
            actions.answer(unit, chosen("Vård"), by=coder, shown=0)
    done = Coding.objects.filter(coder_id=coders[0].user_id).select_related("unit").first()
    with pytest.raises(ValidationError, match="Samstämmighet"):
        actions.answer(done.unit, chosen("Resor"), by=coders[0], shown=done.version)
    with pytest.raises(ValidationError, match="Samstämmighet"):
        actions.take_back(cycle, by=coders[0])


def test_changing_before_the_end_keeps_what_it_was(cycle, drawn, coders):
    unit = queue.next_unit(cycle, coders[0])
    first = actions.answer(unit, chosen("Vård"), by=coders[0], shown=0)
    was = list(first.themes)
    again = actions.answer(unit, chosen("Resor"), by=coders[0], shown=1)
    assert [one["themes"] for one in again.earlier] == [was]


# --- who may ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role.values)
def test_pages_are_for_those_who_code_or_lead(client, cycle, drawn, role):
    signed_in(client, role)
    readers = {"analyst", "moderator", "editor", "process_lead", "administrator"}
    for address in (START, START + "samstammighet/"):
        assert client.get(address).status_code == (200 if role in readers else 403), address
    expected = {
        "plan/": {"process_lead"},
        "dra/": {"process_lead"},
        "lova/": {"analyst", "moderator", "editor"},
    }
    expected |= {
        "samstammighet/publicera/": {"process_lead"},
        "samstammighet/stabilitet/": {"analyst", "process_lead"},
    }
    for address, who in expected.items():
        status = client.post(START + address, {}).status_code
        assert (status == 403) == (role not in who), (address, status)


def test_visitor_is_asked_to_sign_in(client, cycle, drawn):
    for address in (START, START + "samstammighet/", START + "nasta/"):
        assert client.get(address).status_code == 302
        assert "/konto/" in client.get(address).url


@pytest.mark.parametrize("role", Role.values)
def test_somebody_elses_statement_is_not_there(client, cycle, drawn, role):
    signed_in(client, role)
    unit = SampleUnit.objects.first()
    for answer in (
        client.get(f"{START}tanke/{unit.pk}/"),
        client.post(f"{START}tanke/{unit.pk}/", {"none": "on", "version": 0}),
    ):
        assert answer.status_code in {403, 404}
    assert not Coding.objects.exists()


def test_coder_who_lost_the_role_codes_no_more(cycle, drawn, coders):
    from medskick.ground.people.models import User

    User.objects.filter(pk=coders[0].user_id).update(roles=["officer"])
    with pytest.raises(PermissionDenied):
        actions.answer(SampleUnit.objects.first(), chosen("Vård"), by=viewer_now(coders[0].user_id), shown=0)


def test_coders_must_be_two_with_the_role(client, cycle, two_themes, coders, lead):
    signed_in(client, "process_lead")
    stranger = make_user("officer")
    for second in (coders[0].user_id, stranger.pk, "", 999_999_999):
        data = {"first": coders[0].user_id, "second": second, "weekly": 0, "per_edition": 0, "version": 0}
        assert client.post(START + "plan/", data).status_code == 400
    with pytest.raises(ValidationError, match="rollen"):
        actions.set_plan(cycle, Plan(coders[0].user_id, stranger.pk), by=lead, shown=0)


# --- what leaks ------------------------------------------------------------------------------------------------

MARK = "hemlig-anteckning-av-bo"


def crawl(client, start: str, within: str) -> dict[str, str]:
    """Every page that a person reaches by links below ``within``, with its source."""
    seen: dict[str, str] = {}
    ahead = [start]
    while ahead:
        address = ahead.pop().split("#")[0]
        if address in seen or not address.startswith(within):
            continue
        answer = client.get(address)
        if answer.status_code == 302:
            seen[address] = answer.url
            ahead.append(answer.url)
            continue
        body = answer.content.decode()
        seen[address] = body + repr(sorted(answer.headers.items()))
        ahead += re.findall(r'href="(/[^"]*)"', body)
        ahead += [address.split("?")[0] + found for found in re.findall(r'href="(\?[^"]*)"', body)]
    return seen


def test_neither_the_other_coder_nor_the_computer_can_be_read_off(client, cycle, drawn, coders):
    """The other has coded all; the one who looks has coded none. Each statement's page is the same but for its words,
    wherever the computer put it, and no page holds the other's note."""
    while unit := queue.next_unit(cycle, coders[1]):
        actions.answer(unit, chosen("Resor", note=MARK), by=coders[1], shown=0)
    sign_in(client, coders[0])
    pages = crawl(client, START, START)
    units = SampleUnit.objects.select_related("contribution")
    pages |= {
        f"{START}tanke/{one.pk}/": client.get(f"{START}tanke/{one.pk}/").content.decode() for one in units
    }
    assert len(pages) >= 15
    assert not [address for address, body in pages.items() if MARK in body]
    bare = set()
    for one in units:
        body = pages[f"{START}tanke/{one.pk}/"]
        main = body[body.index("<main") : body.index("</main>")]
        main = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", main).replace(f"tanke/{one.pk}/", "")
        words = one.contribution.text
        assert words in main
        bare.add(main.replace(words, ""))
    assert len(bare) == 1


def test_order_of_addresses_says_nothing_of_the_theme(cycle, drawn):
    """Numbers follow the random order, not the strata."""
    rows = list(SampleUnit.objects.order_by("pk").values_list("chance", flat=True))
    assert rows == sorted(rows)


def test_log_tells_that_somebody_coded_but_not_what(cycle, drawn, coders):
    actions.answer(queue.next_unit(cycle, coders[1]), chosen("Resor", note=MARK), by=coders[1], shown=0)
    lines = AuditEntry.objects.filter(action="insights.sample_coded")
    assert [line.details for line in lines] == [{}]
    assert audit.in_words(lines[0]) == f"{coders[1].name} kodade en tanke i urvalet"


def test_looking_at_the_board_while_coding_is_said_and_recorded(client, cycle, drawn, coders):
    sign_in(client, coders[0])
    for _visit in range(2):
        assert "Du kodar tankar just nu" in look(client, "/arbetsyta/analys/granska/").body
    theme = Theme.objects.get(name="Resor")
    assert "Du kodar tankar just nu" in look(client, f"/arbetsyta/analys/tema/{theme.pk}/").body
    assert [len(seat.looked_on) for seat in CodingSeat.objects.order_by("seat")] == [1, 0]
    assert AuditEntry.objects.filter(action="insights.coder_looked").count() == 1
    assert "öppnade granskningen 1 dag" in look(client, START).body
    while unit := queue.next_unit(cycle, coders[0]):
        actions.answer(unit, chosen("Vård"), by=coders[0], shown=0)
    assert "Du kodar tankar just nu" not in look(client, "/arbetsyta/analys/granska/").body


def test_work_waiting_is_counted_in_the_menu(client, cycle, drawn, coders):
    assert queue.waiting(coders[0]) == 12
    actions.answer(queue.next_unit(cycle, coders[0]), chosen("Vård"), by=coders[0], shown=0)
    actions.skip(queue.next_unit(cycle, coders[0]), by=coders[0], shown=0)
    assert queue.waiting(coders[0]) == 11


def test_many_drawings_cost_the_board_nothing_more(
    cycle, two_themes, coders, lead, django_assert_max_num_queries
):
    actions.set_plan(cycle, Plan(coders[0].user_id, coders[1].user_id), by=lead, shown=0)
    for _draw in range(6):
        actions.draw_more(cycle, 1, by=lead)
    actions.promise(cycle, by=coders[0])
    assert actions.looked(cycle, coders[0])
    with django_assert_max_num_queries(2):
        assert actions.looked(cycle, coders[0])


def test_pages_take_a_bounded_number_of_queries(client, cycle, drawn, coders, django_assert_max_num_queries):
    sign_in(client, coders[0])
    with django_assert_max_num_queries(35):
        client.get(START)
    with django_assert_max_num_queries(30):
        client.get(f"{START}tanke/{SampleUnit.objects.first().pk}/")


# --- by itself -------------------------------------------------------------------------------------------------


def test_weekly_and_at_a_new_edition_it_is_drawn_by_itself(cycle, two_themes, coders, lead):
    import datetime

    from medskick.process.insights import actions as insights

    plan = Plan(coders[0].user_id, coders[1].user_id, weekly=2, per_edition=3)
    actions.set_plan(cycle, plan, by=lead, shown=0)
    assert actions.draw_due(cycle) is None  # a person begins
    first = actions.draw_more(cycle, 2, by=lead)
    assert actions.draw_due(cycle) is None
    Draw.objects.filter(pk=first.pk).update(at=first.at - datetime.timedelta(days=8))
    second = actions.draw_due(cycle)
    assert (second.why, second.units.count()) == ("weekly", 2)
    assert actions.draw_due(cycle) is None
    for theme in Theme.objects.filter(cycle=cycle, parent=None):
        insights.approve(theme, by=lead)
    insights.publish(cycle, by=lead)
    third = actions.draw_due(cycle)
    assert (third.why, third.units.count()) == ("edition", 3)
    assert actions.draw_due(cycle) is None
