"""What came together is one sending: the answers of a form or of a row, and what a caller says belongs together."""

from __future__ import annotations

import importlib
import io
import json
import uuid

import pytest
from django.apps import apps

from engine.tables import table_files as made
from helpers_people import viewer_for
from medskick.ground.core.access import PUBLIC
from medskick.ground.jobs.models import Job
from medskick.ground.jobs.running import run_waiting
from medskick.process.contributions import queries
from medskick.process.contributions.actions import Answer, receive
from medskick.process.contributions.imports import actions, handlers, steps
from medskick.process.contributions.models import Contribution, State

pytestmark = pytest.mark.django_db(transaction=True)

COLUMNS = ["Kommun", "Kanal", "Ett", "Två", "Tre", "Fyra", "Fem"]
SAID = ["Bussar", "Vård", "Skola", "Snö", "Bad"]
READING = {"municipality": "Kommun", "channel": "Kanal", "text": "Ett"} | {
    f"text_{number}": COLUMNS[number + 1] for number in range(2, 6)
}


def row(place="Arjeplog", said=SAID):
    return dict(zip(COLUMNS, [place, "telefon", *said], strict=True))


def csv(rows):
    return "\n".join([";".join(COLUMNS), *(";".join(one.values()) for one in rows)]).encode()


def jsonl(rows):
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in rows).encode()


FORMATS = {"svar.csv": csv, "svar.json": jsonl}


def upload(cycle, rows, name="svar.csv"):
    read_in(cycle, FORMATS[name](rows), name, READING, {})


def read_in(cycle, content, name, reading, fixed):
    by = viewer_for("registrar")
    batch = actions.upload(cycle, name, io.BytesIO(content), by=by)
    actions.set_reading(batch, reading, fixed, by=by)
    actions.start(batch, by=by)
    run_waiting()


def show():
    Contribution.objects.update(state=State.VISIBLE)


def places(cycle):
    """The municipalities that rows, pages and the front page name."""
    rows = {place for _number, _text, _question, _channel, place, _language in queries.public_rows(cycle)}
    pages = {queries.public_contribution(number).municipality for number in numbers()}
    front = {place.label for place in queries.voices(cycle, PUBLIC).spread if place.value is not None}
    assert rows == pages
    assert rows - {""} == front
    return rows


def numbers():
    return Contribution.objects.values_list("number", flat=True)


def sent_together():
    """The texts of each sending, in order."""
    found: dict[object, list[str]] = {}
    for one in Contribution.objects.order_by("pk"):
        found.setdefault(one.sending, []).append(one.text)
    return list(found.values())


@pytest.mark.parametrize("name", FORMATS)
def test_one_person_with_five_answers_in_a_row_names_no_municipality(cycle, name):
    upload(cycle, [row()], name)
    show()
    assert Contribution.objects.count() == 5
    assert places(cycle) == {""}
    assert queries.ledger(cycle).received == queries.Amount(texts=5, persons=1)
    assert queries.voices(cycle, PUBLIC).persons == 1
    assert len({one.sending for one in queries.visible_texts(cycle, PUBLIC)}) == 1


def test_a_paragraph_and_its_heading_are_one_sending(cycle):
    heading = '<w:p><w:pPr><w:pStyle w:val="Rubrik1"/></w:pPr><w:r><w:t>Bussar</w:t></w:r></w:p>'
    style = '<w:style w:styleId="Rubrik1"><w:name w:val="heading 1"/></w:style>'
    content = made.document(heading + made.paragraph("Fler på natten"), styles=style)
    reading = {"text": "text", "text_2": "heading"}
    read_in(cycle, content, "svar.docx", reading, {"municipality": "2506", "channel": "phone"})
    show()
    assert sent_together() == [["Fler på natten", "Bussar"]]
    assert places(cycle) == {""}


def test_five_rows_are_five_persons_however_many_answers_each_holds(cycle):
    upload(cycle, [row(), *[row(said=["Bussar", "", "", "", ""])] * 4])
    show()
    assert places(cycle) == {"Arjeplog"}
    assert queries.ledger(cycle).received == queries.Amount(texts=9, persons=5)


def test_rows_with_the_same_number_in_two_files_are_two_sendings(cycle):
    for said in (SAID, SAID[::-1]):
        upload(cycle, [row(said=said)])
    assert sent_together() == [SAID, SAID[::-1]]


def test_a_row_is_one_sending_also_when_the_worker_dies_before_it(cycle, monkeypatch):
    monkeypatch.setattr(steps, "MOST_ROWS", 1)
    real, calls = handlers.store, []

    def dies_once(*args, **kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise ConnectionError("the machine went down")
        return real(*args, **kwargs)

    monkeypatch.setattr(handlers, "store", dies_once)
    upload(cycle, [row(), row("Luleå"), row("Kiruna")])
    Job.objects.update(not_before="2020-01-01T00:00:00Z")
    run_waiting()
    assert sent_together() == [SAID] * 3


def send(cycle, *texts, key, **options):
    answers = [Answer(text=text, municipality="2506", channel="workshop") for text in texts]
    return receive(cycle, answers, client_key=f"a-key-of-its-own-{key}", by=PUBLIC, **options)


def test_answers_of_one_form_are_one_sending_and_two_forms_are_two(cycle):
    send(cycle, "Bussar", "Vård", key=1)
    send(cycle, "Bussar", "Vård", key=2)
    assert sent_together() == [["Bussar", "Vård"]] * 2


def test_a_caller_says_that_the_same_persons_sent_more_than_once(cycle):
    table = uuid.uuid4()
    made_ = [send(cycle, text, key=text, sending=table) for text in SAID]
    assert len({one.receipt.code for one in made_}) == 5
    show()
    assert sent_together() == [SAID]
    assert places(cycle) == {""}
    assert queries.ledger(cycle).received == queries.Amount(texts=5, persons=1)
    assert send(cycle, SAID[0], key=SAID[0], sending=table) == made_[0]


def test_what_was_stored_before_is_put_together_again(cycle):
    """The migration finds the answers of a row by their order: only the first of them carries the row's number."""
    upload(cycle, [row(), row("Luleå", ["Tåg", "", "Is", "", ""]), row("Kiruna", ["Hav", "", "", "", ""])])
    send(cycle, "Sol", "Vind", key=1)
    upload(cycle, [row("Kiruna", ["Ren", "Älg", "", "", ""])])
    send(cycle, "Regn", key=2)
    expected = [SAID, ["Tåg", "Is"], ["Hav"], ["Sol", "Vind"], ["Ren", "Älg"], ["Regn"]]
    assert sent_together() == expected
    rows = dict(Contribution.objects.filter(submission=None).values_list("pk", "sending"))
    for one in Contribution.objects.all():
        Contribution.objects.filter(pk=one.pk).update(sending=uuid.uuid4())
    assert len(sent_together()) == 13
    migration = importlib.import_module("medskick.process.contributions.migrations.0008_which_sending")
    migration.share(apps, None)
    assert sent_together() == expected
    assert dict(Contribution.objects.filter(submission=None).values_list("pk", "sending")) == rows
