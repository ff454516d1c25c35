"""Posts that no browser of ours would send: each gets one clear sentence, and nothing is stored."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from helpers_contributions import hidden_fields
from medskick.process.contributions.models import Contribution, Submission

pytestmark = pytest.mark.django_db
FORM = "/tyck-till/"
URLENCODED = "application/x-www-form-urlencoded"


def fields(client: Client, **more: object) -> dict[str, object]:
    return {**hidden_fields(client.get(FORM).content.decode()), "answer_bra_liv": "Fler bussar", **more}


# What is wrong with the fields, the status, and a piece of the sentence that says so.
WRONG_FIELDS = {
    "nothing written": ({"answer_bra_liv": ""}, 422, "Skriv något i minst en av rutorna"),
    "only spaces": ({"answer_bra_liv": " \n\t "}, 422, "Skriv något i minst en av rutorna"),
    "NUL in the text": ({"answer_bra_liv": "a\0b"}, 422, "tecken som inte går att spara"),
    "one character too many": ({"answer_bra_liv": "x" * 10_001}, 422, "högst 10000"),
    "too long in bytes and characters": ({"answer_bra_liv": "å" * 60_000}, 422, "högst 10000"),
    "a municipality of another county": ({"municipality": "0180"}, 422, "ingen sådan kommun"),
    "a municipality that is no code": ({"municipality": "' OR 1=1 --"}, 422, "ingen sådan kommun"),
    "an unknown age": ({"age_band": "17"}, 422, "ingen sådan åldersgrupp"),
    "an unknown sender": ({"sender_kind": "king"}, 422, "den sortens grupp"),
    "a person as a group's sender kind": ({"sender_kind": "person"}, 422, "den sortens grupp"),
    "no persons": ({"as_group": "on", "persons": "0"}, 422, "minst 1"),
    "minus persons": ({"as_group": "on", "persons": "-5"}, 422, "minst 1"),
    "more persons than there are": ({"persons": "1000000000000000000000"}, 422, "högst 100 000"),
    "persons in words": ({"persons": "många"}, 422, "med siffror"),
    "persons as a fraction": ({"persons": "2.5"}, 422, "med siffror"),
    "persons not a number at all": ({"persons": "NaN"}, 422, "med siffror"),
    "persons with NUL": ({"persons": "3\0"}, 422, "med siffror"),
    "a name that fills a page": ({"organisation": "x" * 201}, 422, "Högst 200 tecken"),
    "NUL in a name": ({"organisation": "a\0b"}, 422, "En sak behöver rättas"),
    "no token": ({"visitor_token": ""}, 400, "Sidan har varit öppen länge"),
    "a forged token": ({"visitor_token": "abc:def:ghi"}, 400, "Sidan har varit öppen länge"),
    "a token of another form": ({"visitor_token": "OTHER"}, 400, "Sidan har varit öppen länge"),
}


@pytest.mark.parametrize("name", WRONG_FIELDS)
def test_wrong_fields_are_told_in_one_sentence_and_nothing_is_stored(client, cycle, name):
    changed, status, sentence = WRONG_FIELDS[name]
    data = fields(client, **changed)
    if data["visitor_token"] == "OTHER":
        from medskick.ground.core import tokens

        data["visitor_token"] = tokens.issue("receipt")
    answer = client.post(FORM, data)
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert not Contribution.objects.exists()


WRONG_BODIES = {
    "JSON": (b'{"answer_bra_liv": "x"}', "application/json", 415, "kom inte från formuläret"),
    "XML": (b"<a/>", "text/xml", 415, "kom inte från formuläret"),
    "no content type": (b"answer_bra_liv=x", "", 415, "kom inte från formuläret"),
    "ten megabytes": (b"answer_bra_liv=" + b"x" * 10_000_000, URLENCODED, 413, "för stort"),
    "a thousand and more fields": (b"a=1&" * 4_000, URLENCODED, 400, "gick inte att läsa"),
    "multipart without boundary": (b"abc", "multipart/form-data", 400, "gick inte att läsa"),
    "multipart cut off": (
        b"--b\r\nContent-Disp",
        "multipart/form-data; boundary=b",
        400,
        "Sidan har varit öppen",
    ),
    "UTF-16 urlencoded": ("a=å".encode("utf-16"), URLENCODED + "; charset=utf-16", 400, "gick inte att läsa"),
    "no body and no kind": (b"", URLENCODED, 415, "kom inte från formuläret"),
    "bytes that are no text": (b"\xff\xfe\x00\x80=\xc3\x28", URLENCODED, 400, "Sidan har varit öppen"),
}


@pytest.mark.parametrize("name", WRONG_BODIES)
def test_bodies_that_are_no_form_are_told_in_one_sentence(client, cycle, name):
    body, kind, status, sentence = WRONG_BODIES[name]
    answer = client.generic("POST", FORM, body, content_type=kind)
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert not Submission.objects.exists()


def test_a_file_sent_along_is_refused_in_words(client, cycle):
    from django.core.files.uploadedfile import SimpleUploadedFile

    data = fields(client, answer_medskick=SimpleUploadedFile("a.exe", b"MZ"))
    answer = client.post(FORM, data)
    assert answer.status_code == 400
    assert "inga filer" in answer.content.decode()


def test_arrays_and_unknown_fields_change_nothing(client, cycle):
    data = fields(
        client, **{"answer_bra_liv[]": ["a", "b"], "state": "visible", "channel": "import", "flags": "[]"}
    )
    assert client.post(FORM, data).status_code == 303
    one = Contribution.objects.get()
    assert (one.text, one.state, one.channel) == ("Fler bussar", "waiting", "web")


def test_halves_of_characters_arrive_as_replacement_marks_and_do_no_harm(client, cycle):
    data = {name: str(value) for name, value in fields(client).items()}
    from urllib.parse import urlencode

    body = urlencode({**data, "answer_bra_liv": ""}) + "&answer_bra_liv=%ED%A0%80bussar"
    answer = client.generic("POST", FORM, body, content_type=URLENCODED)
    assert answer.status_code == 303
    assert Contribution.objects.get().text.endswith("bussar")


@pytest.mark.parametrize("header", ["https://evil.example", "null", "http://testserver.evil.example"])
def test_a_post_from_another_site_is_refused(client, cycle, header):
    answer = client.post(FORM, fields(client), headers={"origin": header, "sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert not Contribution.objects.exists()


HINTS = {
    "not JSON": b"text=abc",
    "an array": b"[]",
    "a number": b"7",
    "no text": b"{}",
    "text that is a list": b'{"text": ["a"]}',
    "cut off": b'{"text": "a',
    "not UTF-8": b'{"text": "\xff"}',
    "nested without end": b"[" * 60_000,
}


@pytest.mark.parametrize("name", HINTS)
def test_hints_answer_bad_json_with_one_sentence(client, cycle, name):
    answer = client.generic("POST", "/tyck-till/granska/", HINTS[name], content_type="application/json")
    assert answer.status_code == 400
    assert answer.json() == {"error": "Det gick inte att läsa texten. Ladda om sidan och försök igen."}


@pytest.mark.parametrize("text", ["hej\ud800 då", "a\0b", "070-174 06 05" * 700])
def test_hints_bear_any_text_up_to_the_limit(client, cycle, text):
    answer = client.post("/tyck-till/granska/", json.dumps({"text": text}), content_type="application/json")
    assert answer.status_code == 200


def test_hints_refuse_what_is_longer_than_a_contribution(client, cycle):
    answer = client.post(
        "/tyck-till/granska/", json.dumps({"text": "x" * 10_001}), content_type="application/json"
    )
    assert answer.status_code == 413


PROOFS = [
    "x",
    "e30=",
    "W10=",
    "bnVsbA==",
    "eyJjaGFsbGVuZ2UiOiB7fX0=",
    "eyJjaGFsbGVuZ2UiOiAieCIsICJzb2x1dGlvbiI6ICJ5In0=",
    "A" * 5_000,
    "\u00e5\u00e4\u00f6",
]


@pytest.mark.parametrize("proof", PROOFS)
def test_a_false_proof_of_work_is_taken_but_goes_to_a_person(client, cycle, proof):
    answer = client.post(FORM, fields(client, altcha=proof))
    assert answer.status_code == 303
    assert Contribution.objects.get().suspect


@pytest.mark.parametrize("code", ["x", "M7K-4QF-9TD", "%00", "a" * 500, "..%2f..", "🙂🙂🙂", "' OR 1=1"])
def test_codes_that_do_not_exist_get_a_kind_page(client, cycle, code):
    answer = client.get(f"/kvitto/{code}/")
    assert answer.status_code == 404
    assert not answer.cookies


@pytest.mark.parametrize("number", ["1", "9999999", "99999999999999999999999", "0"])
def test_numbers_that_do_not_exist_get_a_kind_page(client, cycle, number):
    for address in (f"/medskick/{number}/", f"/medskick/{number}/anmal/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "inte granskats än" in answer.content.decode()


def test_an_empty_wish_for_mail_is_answered_in_words(client, cycle):
    from medskick.ground.core.access import PUBLIC
    from medskick.process.contributions import actions

    sent = actions.receive(cycle, [actions.Answer("Fler bussar.")], client_key="ett-tomt-mejl", by=PUBLIC)
    answer = client.post(f"/kvitto/{sent.receipt.code}/mejla/")
    assert answer.status_code == 400
    assert "Sidan har varit öppen länge" in answer.content.decode()
