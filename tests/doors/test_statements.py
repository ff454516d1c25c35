"""The accessibility statement, its reports, and what the operator says of personal data."""

from __future__ import annotations

import datetime
import re

import pytest
from django.utils import timezone

from helpers_contributions import hidden_fields
from helpers_people import signed_in
from medskick.doors.pages import models, offers
from medskick.doors.pages.statements import actions, letters
from medskick.ground.core import tokens
from medskick.ground.core.access import SYSTEM
from medskick.ground.post.models import Mail

pytestmark = pytest.mark.django_db


def a_statement(days_ago: int = 10, degree: str = "partial") -> models.AccessibilityStatement:
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    statement = models.AccessibilityStatement(
        conformity=degree, assessed_on=day, method="Vi gick igenom den."
    )
    failings = [models.Failing(kind="burden", what="Gamla filmer saknar syntolkning.", why="Det är många.")]
    return actions.save_accessibility(statement, failings, by=SYSTEM)


def told() -> str:
    return " ".join(problem.text for problem in offers.problems())


def report(client, monkeypatch=None, **fields):
    page = client.get("/tillganglighet/").content.decode()
    main = page.partition("<main")[2]
    return client.post("/tillganglighet/", {**hidden_fields(main), "text": "Jag ser inte knappen", **fields})


def test_what_is_sent_again_with_other_words_is_another_report_and_the_same_again_is_not(client):
    page = client.get("/tillganglighet/").content.decode()
    sent = {**hidden_fields(page.partition("<main")[2]), "text": "Jag ser inte knappen"}
    for words in ("Jag ser inte knappen", "Jag ser inte knappen", "Jag ser den nu, men inte rubriken"):
        assert client.post("/tillganglighet/", {**sent, "text": words}).status_code == 303
    assert sorted(one.text for one in models.HindranceReport.objects.all()) == [
        "Jag ser den nu, men inte rubriken",
        "Jag ser inte knappen",
    ]


@pytest.mark.parametrize(
    ("address", "field"), [("tillganglighet", "method"), ("personuppgifter", "legal_basis")]
)
def test_of_two_tabs_the_second_is_told_and_keeps_its_words(client, address, field):
    signed_in(client, "editor")
    base = f"/arbetsyta/webbplats/{address}/"
    sent = {
        "conformity": "none", "assessed_on": str(timezone.localdate()), "method": "x", "answer_days": "7",
        "complaint_address": "https://www.digg.se/x", "brist-TOTAL_FORMS": "0", "brist-INITIAL_FORMS": "0",
        "controller": "R", "legal_basis": "x", "retention": "x", "officer_email": "a@b.se",
    }  # fmt: skip
    read = re.search(r'name="read" value="(\d+)"', client.get(base).content.decode())[1]
    assert client.post(base, {**sent, field: "Den första", "read": read}).status_code == 302
    answer = client.post(base, {**sent, field: "Den andra", "read": read})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Någon annan har sparat texten" in page
    assert "Den andra" in page
    assert "Den första" in client.get(f"/{address}/").content.decode()
    read = re.search(r'name="read" value="(\d+)"', page)[1]
    assert client.post(base, {**sent, field: "Den andra", "read": read}).status_code == 302
    assert "Den andra" in client.get(f"/{address}/").content.decode()


def test_before_it_is_filled_in_the_page_says_so_and_the_operator_is_told(client):
    assert "Redogörelsen är inte klar än" in client.get("/tillganglighet/").content.decode()
    assert "inte ifylld" in told()


def test_what_is_filled_in_is_what_stands_on_the_page(client):
    a_statement()
    page = client.get("/tillganglighet/").content.decode()
    for words in (
        "delvis förenlig",
        "oskäligt betungande",
        "Gamla filmer saknar",
        "Vi gick igenom den",
        "digg.se",
    ):
        assert words in page
    assert "Det här uppfyller inte kraven" not in page


@pytest.mark.parametrize(("days", "old"), [(364, False), (365, False), (366, True)])
def test_a_year_later_the_operator_is_warned(days, old):
    a_statement(days)
    assert ("mer än ett år sedan" in told()) is old


def test_staff_fill_it_in_and_the_older_one_is_kept(client):
    a_statement()
    signed_in(client, "editor")
    page = client.get("/arbetsyta/webbplats/tillganglighet/").content.decode()
    known = re.search(r'name="brist-0-id" value="(\d+)"', page)[1]
    data = {
        "conformity": "none", "assessed_on": str(timezone.localdate()), "method": "Ny bedömning.",
        "answer_days": "7", "complaint_address": "https://www.digg.se/tdosanmalan",
        "brist-TOTAL_FORMS": "3", "brist-INITIAL_FORMS": "1", "brist-0-id": known,
        "brist-0-what": "Gamla filmer saknar syntolkning.", "brist-0-kind": "burden", "brist-0-DELETE": "on",
        "brist-1-what": "Kartan går inte att läsa upp.", "brist-1-kind": "failing", "brist-1-why": "",
        "brist-2-what": "", "brist-2-kind": "failing",
    }  # fmt: skip
    assert client.post("/arbetsyta/webbplats/tillganglighet/", data).status_code == 302
    public = client.get("/tillganglighet/").content.decode()
    assert "Kartan går inte att läsa upp." in public
    assert "Gamla filmer" not in public
    assert "inte förenlig" in public
    assert [one.what for one in models.AccessibilityStatement.objects.last().failings.all()] == [
        "Gamla filmer saknar syntolkning."
    ]


def test_a_day_to_come_is_no_day_of_assessment(client):
    signed_in(client, "editor")
    day = timezone.localdate() + datetime.timedelta(days=1)
    data = {
        "conformity": "full",
        "assessed_on": str(day),
        "method": "x",
        "answer_days": "7",
        "complaint_address": "https://www.digg.se/",
        "brist-TOTAL_FORMS": "0",
        "brist-INITIAL_FORMS": "0",
    }
    answer = client.post("/arbetsyta/webbplats/tillganglighet/", data)
    assert answer.status_code == 422
    assert "Dagen har inte varit än" in answer.content.decode()


@pytest.mark.parametrize("page", ["tillganglighet", "personuppgifter", "hinder"])
def test_only_those_who_may_reach_the_pages(client, page):
    address = f"/arbetsyta/webbplats/{page}/"
    assert client.get(address).status_code == 302
    signed_in(client, "analyst")
    assert client.get(address).status_code == 403


def test_a_hindrance_is_told_without_an_account_and_stored_once(client):
    page = client.get("/tillganglighet/").content.decode().partition("<main")[2]
    data = {**hidden_fields(page), "text": "Jag ser inte knappen", "page": "/teman/"}
    for _again in range(2):
        answer = client.post("/tillganglighet/", data)
        assert answer.status_code == 303
    assert "Det du skrev är sparat" in client.get(answer["Location"]).content.decode()
    assert models.HindranceReport.objects.get().page == "/teman/"
    assert not client.cookies


def test_an_empty_report_is_told_in_one_sentence_and_keeps_the_rest(client):
    answer = report(client, text="", page="/teman/")
    assert answer.status_code == 422
    assert answer.content.decode().count("Skriv vad som inte fungerar") == 2
    assert 'value="/teman/"' in answer.content.decode()


def test_a_forged_token_stores_nothing_and_loses_no_words(client):
    answer = client.post("/tillganglighet/", {tokens.FIELD: "hittepå", "text": "Jag ser inte knappen"})
    assert answer.status_code == 400
    assert "Jag ser inte knappen" in answer.content.decode()
    assert not models.HindranceReport.objects.exists()


def test_another_site_cannot_send_it(client):
    assert (
        client.post("/tillganglighet/", {"text": "x"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code
        == 403
    )


def test_a_robot_is_marked_and_not_thrown_away(client):
    assert report(client, homepage="http://spam.example").status_code == 303
    assert models.HindranceReport.objects.get().suspect


def test_staff_answer_and_the_state_is_told(client):
    report(client, email="prov@exempel.example")
    one = models.HindranceReport.objects.get()
    signed_in(client, "process_lead")
    assert "Jag ser inte knappen" in client.get("/arbetsyta/webbplats/hinder/").content.decode()
    client.post("/arbetsyta/webbplats/hinder/", {"id": one.pk, "last": "1"})
    one.refresh_from_db()
    assert one.state == "read"
    assert client.post("/arbetsyta/webbplats/hinder/", {"id": one.pk, "answer": ""}).status_code == 422
    client.post("/arbetsyta/webbplats/hinder/", {"id": one.pk, "answer": "Nu är den större."})
    one.refresh_from_db()
    assert (one.state, one.answer) == ("answered", "Nu är den större.")
    again = client.post("/arbetsyta/webbplats/hinder/", {"id": one.pk, "answer": "En gång till"})
    assert "Någon har redan svarat" in again.content.decode()


def test_the_letter_holds_the_answer_and_what_was_asked(client):
    report(client, email="prov@exempel.example", page="/teman/")
    one = models.HindranceReport.objects.get()
    signed_in(client, "process_lead")
    client.post("/arbetsyta/webbplats/hinder/", {"id": one.pk, "answer": "Nu är den <större>."})
    letter = Mail.objects.get()
    assert (letter.kind, letter.to) == (letters.KIND, "prov@exempel.example")
    assert letter.subject == "Svar på det du skrev om ett hinder på webbplatsen"
    for words in ("Nu är den <större>.", "Jag ser inte knappen", "/teman/"):
        assert words in letter.text


def test_without_an_address_there_is_no_letter():
    assert letters.answered(models.HindranceReport(text="x")) is False


def test_the_words_on_personal_data_come_from_the_operator(client):
    assert "2010:630" in client.get("/personuppgifter/").content.decode()
    signed_in(client, "editor")
    data = {"controller": "Provregionen", "legal_basis": "Grunden är provlagen.", "retention": "Ett år.",
            "officer_email": "ombud@region.example"}  # fmt: skip
    assert client.post("/arbetsyta/webbplats/personuppgifter/", data).status_code == 302
    page = client.get("/personuppgifter/").content.decode()
    for words in ("Provregionen", "provlagen", "Ett år.", "ombud@region.example"):
        assert words in page
    assert "dataskyddsombud, rättslig grund" not in told()
