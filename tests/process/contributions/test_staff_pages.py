"""The workspace: who reaches which page, what the pages do, and that ten thousand voices are no trouble."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpers_contributions import hidden_fields
from helpers_people import signed_in, viewer_for
from medskick.ground.core.access import PUBLIC
from medskick.process.contributions import actions
from medskick.process.contributions.actions import Answer
from medskick.process.contributions.models import ApprovalRule, Contribution, State

pytestmark = pytest.mark.django_db
BASE = "/arbetsyta/medskick/"


@pytest.fixture
def moderator(client):
    return signed_in(client, "moderator", name="Maja")


def stored(cycle, *texts: str, **fields) -> list[Contribution]:
    return [
        actions.receive(
            cycle, [Answer(text=text, **fields)], client_key=f"key-{text[:30]}", by=PUBLIC
        ).contributions.get()
        for text in texts
    ]


PAGES = {
    "": {"moderator", "process_lead", "registrar", "administrator"},
    "overklaganden/": {"moderator", "process_lead"},
    "anmalningar/": {"moderator", "process_lead"},
    "rattelser/": {"moderator", "process_lead"},
    "regel/": {"process_lead"},
    "skriv-in/": {"moderator", "process_lead", "registrar"},
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "role", ["moderator", "process_lead", "registrar", "administrator", "analyst", "editor", "elected"]
)
def test_a_page_opens_for_its_roles_only(client, cycle, page, role):
    signed_in(client, role)
    status = client.get(BASE + page).status_code
    assert status == (200 if role in PAGES[page] else 403)


@pytest.mark.parametrize("page", [*PAGES, "1000000/"])
def test_visitors_are_sent_to_sign_in(client, cycle, page):
    assert client.get(BASE + page).status_code == 302


def test_a_decision_leads_on_to_the_next_in_the_queue(client, cycle, moderator):
    first, second = stored(cycle, "Först", "Sedan")
    data = {"query": "lage=waiting", "next": second.number}
    answer = client.post(f"{BASE}{first.number}/godkann/", data)
    assert answer["Location"] == f"{BASE}?lage=waiting&nr={second.number}"
    first.refresh_from_db()
    assert first.state == State.VISIBLE


def test_the_way_back_cannot_be_bent_to_another_site(client, cycle, moderator):
    (one,) = stored(cycle, "Text")
    answer = client.post(
        f"{BASE}{one.number}/godkann/", {"query": "next=//evil.example&q=x%0d%0aSet-Cookie", "next": "//evil"}
    )
    assert answer["Location"].startswith(BASE + "?")
    assert "evil" not in answer["Location"]


def test_bulk_can_be_undone_from_the_page(client, cycle, moderator):
    ones = stored(cycle, "a", "b", "c")
    client.post(BASE + "flera/", {"valda": [one.number for one in ones], "gor": "dolj", "reason": "spam"})
    assert Contribution.objects.filter(state=State.HIDDEN).count() == 3
    page = client.post(BASE + "flera/", {"valda": [ones[0].number], "gor": "godkann"}, follow=True)
    assert "lämnades kvar" in page.content.decode()
    batch = Contribution.objects.first().decisions.first().batch
    client.post(BASE + "angra/", {"omgangen": batch})
    assert Contribution.objects.filter(state=State.WAITING).count() == 3


def test_hiding_without_a_reason_is_told_and_changes_nothing(client, cycle, moderator):
    (one,) = stored(cycle, "Text")
    page = client.post(f"{BASE}{one.number}/dolj/", {}, follow=True)
    assert "Välj varför medskicket ska döljas." in page.content.decode()
    assert Contribution.objects.get().state == State.WAITING


def test_urgent_ones_come_first(client, cycle, moderator):
    plain, reported, appealed = stored(cycle, "vanlig", "anmäld", "överklagad")
    actions.pass_(reported, by=viewer_for("moderator", user_id=5))
    reported.refresh_from_db()
    actions.report(reported, "spam", "", client_key="r" * 9)
    actions.hide(appealed, "spam", by=viewer_for("moderator", user_id=5))
    actions.appeal(appealed, appealed.submission.receipt, "")
    rows = client.get(BASE).context["rows"]
    assert [row.number for row in rows] == [appealed.number, reported.number, plain.number]


FILTERS = {
    "q=buss": {"Fler bussar"},
    "q=BUSSAR+fler": {"Fler bussar"},
    "kanal=letter": {"Ett brev om skolan"},
    "kommun=2521": {"Ett brev om skolan"},
    "personuppgifter=ja": {"Ring 070-174 06 05"},
    "avsandare=group": {"Vi är många"},
    "lage=hidden": {"Dolt"},
    "flagga=abuse&lage=alla": {"Dolt"},
    "flagga=nagon&lage=alla": {"Dolt"},
    "fran=2999-01-01": set(),
    "kalla=M%C3%B6tet": {"Vi är många"},
    "lage=alla": {"Fler bussar", "Ett brev om skolan", "Ring 070-174 06 05", "Vi är många", "Dolt"},
    "lage=x&kanal=y&ordning=z&fran=igår&sida=99999&nr=abc&markt=q": {
        "Fler bussar",
        "Ett brev om skolan",
        "Ring 070-174 06 05",
        "Vi är många",
    },
}


@pytest.mark.parametrize("query", FILTERS)
def test_filters_find_what_they_say(client, cycle, moderator, query):
    stored(cycle, "Fler bussar")
    stored(cycle, "Ett brev om skolan", channel="letter", municipality="2521")
    stored(cycle, "Ring 070-174 06 05")
    stored(cycle, "Vi är många", sender_kind="group", source=actions.Source(title="Mötet"))
    (hidden,) = stored(cycle, "Dolt")
    Contribution.objects.filter(pk=hidden.pk).update(flags=["abuse"])
    actions.hide(hidden, "abuse", by=viewer_for("moderator"))
    assert {row.text for row in client.get(f"{BASE}?{query}").context["rows"]} == FILTERS[query]


def test_markup_in_a_text_is_shown_as_text(client, cycle, moderator):
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    (one,) = stored(cycle, attack)
    actions.pass_(one, by=viewer_for("moderator"))
    receipt = f"/kvitto/{one.submission.receipt.code}/"
    for address in (f"{BASE}?lage=alla", f"{BASE}{one.number}/", f"/medskick/{one.number}/", receipt):
        body = client.get(address).content.decode()
        assert "<script>alert" not in body
        assert "<img src=x" not in body
        assert "&lt;script&gt;alert(1)" in body


def test_a_letter_written_in_gets_a_receipt_to_give_out(client, cycle):
    signed_in(client, "registrar")
    data = {
        **hidden_fields(client.get(BASE + "skriv-in/").content.decode()),
        "channel": "letter",
        "date": "2026-03-12",
        "source_key": "Dnr 2026:12",
        "text": "Bästa region, vägen är dålig.",
        "persons": "1",
    }
    answer = client.post(BASE + "skriv-in/", data)
    assert answer.status_code == 302
    again = client.post(BASE + "skriv-in/", data)
    assert again["Location"] == answer["Location"]
    one = Contribution.objects.get()
    assert (one.channel, str(one.source_date), one.source_key) == ("letter", "2026-03-12", "Dnr 2026:12")
    assert one.submission.receipt.code in client.get(answer["Location"]).content.decode()


def test_a_letter_from_the_future_is_refused_in_words(client, cycle):
    signed_in(client, "registrar")
    page = client.post(
        BASE + "skriv-in/", {"channel": "letter", "date": "2999-01-01", "text": "x", "persons": "1"}
    )
    assert page.status_code == 422
    assert "Dagen ligger framåt i tiden" in page.content.decode()


def test_the_process_lead_approves_a_rule_for_what_waits_and_ends_it(client, cycle):
    signed_in(client, "process_lead", name="Lena")
    stored(cycle, "a", "b")
    client.post(BASE + "regel/", {"channels": ["web"], "now": "on"})
    assert Contribution.objects.filter(state=State.VISIBLE).count() == 2
    assert "Godkänd av Lena" in client.get(BASE + "regel/").content.decode()
    client.post(BASE + "regel/avsluta/")
    assert ApprovalRule.objects.get().ended_by == "Lena"


def test_who_hid_it_reads_the_appeal_but_is_told_that_another_decides(client, cycle):
    hider = signed_in(client, "moderator")
    (one,) = stored(cycle, "Text")
    client.post(f"{BASE}{one.number}/dolj/", {"reason": "spam"})
    one.refresh_from_db()
    appeal = actions.appeal(one, one.submission.receipt, "varför?")
    assert "Du dolde själv den här rösten" in client.get(BASE + "overklaganden/").content.decode()
    client.post(f"{BASE}overklaganden/{appeal.pk}/", {"utfall": "visa", "answer": "jo"})
    appeal.refresh_from_db()
    assert appeal.outcome == "waiting"
    other = Client()
    assert signed_in(other, "moderator").pk != hider.pk
    other.post(f"{BASE}overklaganden/{appeal.pk}/", {"utfall": "visa", "answer": "Du har rätt."})
    one.refresh_from_db()
    assert one.state == State.VISIBLE


def test_a_mask_is_added_and_lifted_from_the_page(client, cycle, moderator):
    (one,) = stored(cycle, "Fråga i kiosken om det")
    client.post(f"{BASE}{one.number}/maska/", {"kind": "other", "words": "kiosken"})
    mask = one.masks.get()
    assert (mask.start, mask.end) == (8, 15)
    client.post(f"{BASE}{one.number}/maska/{mask.pk}/ta-bort/", {})
    assert not one.masks.filter(lifted_at__isnull=True).exists()
    client.post(f"{BASE}{one.number}/maska/", {"kind": "other", "field": "text", "start": "0", "end": "5"})
    assert one.masks.filter(lifted_at__isnull=True).get().end == 5


def fill(cycle, first: int, last: int) -> None:
    from medskick.engine.text.normalise import normal_form

    texts = {number: f"Röst {number}: fler bussar och skolor i byn, tack." for number in range(first, last)}
    Contribution.objects.bulk_create(
        [
            Contribution(
                cycle=cycle,
                number=1_000_000 + number,
                text=text,
                search_text=normal_form(text),
                channel="web",
                municipality="2521" if number % 3 else "",
                flags=["abuse"] if number % 4 == 0 else [],
            )
            for number, text in texts.items()
        ],
        batch_size=500,
    )


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    return len(caught)


def test_a_queue_of_ten_thousand_takes_as_few_queries_as_one_of_ten(client, cycle, moderator):
    asked = ["", "?q=skolor&lage=alla", "?flagga=abuse", "?ordning=flest&kommun=2521"]
    fill(cycle, 0, 10)
    client.get(BASE)
    few = [queries_of(client, BASE + query) for query in asked]
    fill(cycle, 10, 10_000)
    assert [queries_of(client, BASE + query) for query in asked] == few
    assert len(client.get(BASE).context["rows"]) == 50


def test_the_workspace_counts_what_waits(client, cycle, moderator):
    from medskick.ground.core import offers

    first, second, third = stored(cycle, "a", "b", "c")
    by = viewer_for("moderator", user_id=5)
    actions.pass_(first, by=by)
    first.refresh_from_db()
    actions.report(first, "spam", "", client_key="r" * 9)
    actions.hide(second, "spam", by=by)
    actions.appeal(second, second.submission.receipt, "")
    actions.correct(third, third.submission.receipt, "rättat", client_key="c" * 9)
    counts = {
        task.url_name: task.waiting(by)
        for task in offers.tasks
        if task.url_name.startswith("contributions_staff")
    }
    assert counts["contributions_staff:queue"] == 1
    for name in ("appeals", "reports", "corrections"):
        assert counts[f"contributions_staff:{name}"] == 1
    actions.withdraw(first, first.submission.receipt, by=PUBLIC)
    again = {
        task.url_name: task.waiting(by)
        for task in offers.tasks
        if task.url_name == "contributions_staff:reports"
    }
    assert again == {"contributions_staff:reports": 0}


def test_an_old_queue_is_told_as_a_problem_with_what_to_do(cycle):
    import datetime

    from django.utils import timezone

    from medskick.process.contributions.offers import problems

    stored(cycle, "a")
    assert list(problems()) == []
    Contribution.objects.update(received_at=timezone.now() - datetime.timedelta(days=8))
    (problem,) = problems()
    assert "1 medskick har väntat" in problem.text
    assert "regel" in problem.what_to_do


def test_the_voices_of_the_demonstration_have_kept_nobody_waiting(cycle):
    import datetime

    from django.utils import timezone

    from medskick.ground.core.access import SYSTEM
    from medskick.process.contributions import demo
    from medskick.process.contributions.offers import problems

    demo.load(cycle, by=SYSTEM)
    long_ago = timezone.now() - datetime.timedelta(days=30)
    assert Contribution.objects.filter(state=State.WAITING).update(received_at=long_ago)
    assert list(problems()) == []
    stored(cycle, "en riktig röst")
    Contribution.objects.filter(text="en riktig röst").update(received_at=long_ago)
    (problem,) = problems()
    assert "1 medskick har väntat" in problem.text


def test_bulk_tells_that_possible_robots_are_left_too(client, cycle, moderator):
    (one,) = stored(cycle, "a")
    Contribution.objects.update(suspect=True)
    page = client.post(BASE + "flera/", {"valda": [one.number], "gor": "godkann"}, follow=True)
    assert "möjliga robotar" in page.content.decode()


@pytest.mark.parametrize(("language", "told"), [("sv", "19 aug"), ("en", "19 Aug")])
def test_short_months_are_written_as_the_language_does(language, told):
    import datetime

    from django.utils import translation

    from medskick.process.contributions.templatetags.contributions import short_day

    with translation.override(language):
        assert short_day(datetime.date(2026, 8, 19)) == told
