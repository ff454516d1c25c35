"""Covered words are named in the language of the page; what is stored and what the analysis reads is not touched."""

import pytest
from django.utils import translation

from helpers_people import viewer_for
from medskick.engine.text.masking import PLACEHOLDERS
from medskick.ground.core.access import PUBLIC
from medskick.ground.ui.covered import covered
from medskick.process.contributions import actions as inlet
from medskick.process.contributions import queries as contributions
from medskick.process.contributions.actions import Answer
from medskick.process.contributions.models import Contribution, Mask
from medskick.process.insights import actions
from medskick.process.insights.models import Theme
from medskick.process.insights.queries import statements

pytestmark = pytest.mark.django_db
ANNA = viewer_for("moderator", user_id=1, name="Anna")
TEXT = "Stina Prov vill ha buss till byn"


@pytest.fixture
def sent(cycle, lead, two_themes, run_of):
    """A voice with a covered name, in a published theme: (contribution, receipt code)."""
    submission = inlet.receive(cycle, [Answer(text=TEXT)], client_key="k" * 20, by=PUBLIC)
    one = submission.contributions.get()
    inlet.pass_(one, by=ANNA)
    Mask.objects.filter(contribution=one).delete()
    Mask.objects.create(contribution=one, field="text", start=0, end=10, kind="name")
    run_of([*two_themes, one], {"resor": {"buss": [*range(6), 12]}, "vård": {"vårdcentral": range(6, 12)}})
    for theme in Theme.objects.filter(parent=None):
        actions.approve(theme, by=lead)
    actions.publish(cycle, by=lead)
    return one, submission.receipt.code


def words_at(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return (answer.getvalue() if answer.streaming else answer.content).decode()


PLACES = ["kvitto/{code}/", "kvitto/{code}/ladda-ner/", "medskick/{number}/", "teman/tankar.csv"]


@pytest.mark.parametrize("where", PLACES)
def test_an_english_receipt_page_and_file_name_covered_words_in_english(client, sent, where):
    one, code = sent
    address = where.format(code=code, number=one.number)
    swedish, english = words_at(client, f"/{address}"), words_at(client, f"/en/{address}")
    assert "namn dolt" in swedish
    assert "name hidden" in english
    assert "namn dolt" not in english
    assert Contribution.objects.get(pk=one.pk).text == TEXT


def test_every_kind_is_named_as_in_the_engine_s_files_in_swedish_and_otherwise_in_english():
    assert {kind: f"[{covered(kind)}]" for kind in PLACEHOLDERS} == PLACEHOLDERS
    assert set(Mask.Kind.values) == set(PLACEHOLDERS)
    with translation.override("en"):
        english = {covered(kind) for kind in PLACEHOLDERS}
    assert len(english) == len(PLACEHOLDERS)
    assert not [words for words in english if "dol" in words]
    assert covered("") == covered("okänt") == ""


def test_what_the_analysis_reads_stays_as_it_is(sent, cycle):
    one, _code = sent
    with translation.override("en"):
        read = next(text for text in contributions.visible_texts(cycle, PUBLIC) if text.id == one.pk)
        shown = contributions.public_texts([one.number])[one.number].plain
        row = statements.words_of(type("Span", (), {"field": "text", "start": 3, "end": 18}), one)
    assert (read.text, read.masks) == (TEXT, (("text", 0, 10, "name"),))
    assert shown == "[name hidden] vill ha buss till byn"
    assert "".join(piece.text for piece in row) == "[name hidden] vill ha"
