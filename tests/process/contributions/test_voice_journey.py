"""A visitor's whole way: form, receipt, public page. No account, no cookie, no script."""

from __future__ import annotations

import pytest

from helpers_contributions import code_of, send
from helpers_people import viewer_for
from medskick.process.contributions import actions
from medskick.process.contributions.models import Contribution, Submission

pytestmark = pytest.mark.django_db


def only() -> Contribution:
    return Contribution.objects.get()


def test_what_is_sent_is_saved_and_answered_with_a_receipt(client, cycle):
    answer = send(client, "Fler nattbussar så man kan ta sig hem")
    assert answer.status_code == 303
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert "Tack! Din röst är sparad." in page.content.decode()
    assert only().text == "Fler nattbussar så man kan ta sig hem"


def test_two_answers_share_one_receipt(client, cycle):
    send(client, "Bussar", answer_medskick="Skolor")
    assert Submission.objects.count() == 1
    assert sorted(one.question for one in Contribution.objects.all()) == ["bra_liv", "medskick"]


def test_nothing_is_public_before_it_is_passed(client, cycle):
    send(client)
    assert client.get(f"/medskick/{only().number}/").status_code == 404


def test_a_passed_contribution_has_a_public_page(client, cycle):
    send(client)
    actions.pass_(only(), by=viewer_for("moderator"))
    page = client.get(f"/medskick/{only().number}/")
    assert page.status_code == 200
    assert "Fler nattbussar" in page.content.decode()


def test_no_cookie_is_set_on_the_whole_way(client, cycle):
    answer = send(client)
    code = code_of(answer)
    actions.pass_(only(), by=viewer_for("moderator"))
    number = only().number
    addresses = [
        "/tyck-till/",
        "/kvitto/",
        f"/kvitto/{code}/",
        f"/kvitto/{code}/ladda-ner/",
        f"/medskick/{number}/",
    ]
    addresses += [f"/kvitto/{code}/{number}/{verb}/" for verb in ("ratta", "ta-tillbaka", "overklaga")]
    addresses += [f"/medskick/{number}/anmal/", "/medskick/1/", "/kvitto/M7K-4QF-9TD/"]
    for address in addresses:
        client.get(address)
    assert not client.cookies


def test_the_receipt_is_kept_out_of_caches_and_search_engines(client, cycle):
    page = client.get(send(client)["Location"])
    assert page["Cache-Control"] == "no-store"
    assert "noindex" in page["X-Robots-Tag"]


def test_a_code_may_be_typed_in_small_letters_with_spaces(client, cycle):
    code = code_of(send(client))
    typed = code.lower().replace("-", " ")
    assert client.get("/kvitto/", {"kod": typed})["Location"] == f"/kvitto/{code}/"
    assert client.get(f"/kvitto/{typed}/")["Location"] == f"/kvitto/{code}/"
