"""A correction that shows can be taken away, shown again and masked; words are covered however they are composed."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from helpers_people import signed_in, viewer_for
from medskick.ground.core.access import PUBLIC
from medskick.process.contributions import actions, queries
from medskick.process.contributions.actions import Answer
from medskick.process.contributions.models import Contribution, Correction
from medskick.process.contributions.queries import staff

pytestmark = pytest.mark.django_db
ANNA = viewer_for("moderator", user_id=1, name="Anna")
BO = viewer_for("moderator", user_id=2, name="Bo")
BASE = "/arbetsyta/medskick/"
TEXT = "Grannen Kalle Vasarainen bor i byn, säger KALLE vasarainen själv"


@pytest.fixture
def sent(cycle):
    """A voice that shows and its correction, waiting; (contribution, receipt, correction)."""
    submission = actions.receive(cycle, [Answer(text="Rad om buss")], client_key="k" * 20, by=PUBLIC)
    one = submission.contributions.get()
    actions.pass_(one, by=ANNA)
    correction = actions.correct(one, submission.receipt, TEXT, client_key="c" * 10)
    return one, submission.receipt, correction


def shown(one) -> str:
    corrections = queries.public_contribution(one.number).corrections
    return " ".join(piece.text for pieces in corrections for piece in pieces)


def test_a_correction_is_decided_once_and_who_comes_second_is_told(sent):
    _one, _receipt, correction = sent
    actions.decide_correction(correction, False, by=ANNA)
    with pytest.raises(ValidationError, match="Någon annan hann före"):
        actions.decide_correction(correction, True, by=BO)
    correction.refresh_from_db()
    assert (correction.state, correction.decided_by) == ("hidden", "Anna")


def test_a_correction_that_shows_is_hidden_with_a_reason_and_shown_again(sent):
    one, _receipt, correction = sent
    actions.decide_correction(correction, True, by=ANNA)
    assert "byn" in shown(one)
    with pytest.raises(ValidationError, match="Välj varför"):
        actions.hide_correction(correction, "vet inte", by=BO)
    actions.hide_correction(correction, "personal", by=BO)
    assert shown(one) == ""
    with pytest.raises(ValidationError, match="Någon annan hann före"):
        actions.hide_correction(correction, "personal", by=ANNA)
    actions.restore_correction(correction, by=ANNA)
    assert "byn" in shown(one)
    assert Correction.objects.get().hidden_reason == ""
    log = [line.sentence for line in staff.log(one, ANNA)]
    assert any("Bo dolde en rättelse" in line and "enskild person" in line for line in log)
    assert any("Anna lät en dold rättelse" in line for line in log)


def test_words_of_a_correction_are_covered_everywhere_and_the_original_stays(sent):
    one, _receipt, correction = sent
    actions.decide_correction(correction, True, by=ANNA)
    actions.mask_correction(correction, "kalle vasarainen", "name", by=BO)
    assert "vasarainen" not in shown(one).casefold()
    assert "byn" in shown(one)
    correction.refresh_from_db()
    assert correction.text == TEXT
    assert any("täckte över en uppgift (namn)" in line.sentence for line in staff.log(one, ANNA))
    with pytest.raises(ValidationError, match="hittar inte"):
        actions.mask_correction(correction, "Pelle", "name", by=BO)


def test_a_correction_of_what_is_taken_back_is_neither_listed_nor_decided(sent):
    one, receipt, correction = sent
    assert list(staff.open_corrections(ANNA)) == [correction]
    actions.withdraw(one, receipt, by=PUBLIC)
    assert not staff.open_corrections(ANNA).exists()
    for act in (
        lambda: actions.decide_correction(correction, True, by=ANNA),
        lambda: actions.mask_correction(correction, "Kalle", "name", by=ANNA),
    ):
        with pytest.raises(ValidationError, match="tillbakatagen"):
            act()


def test_the_receipt_says_why_a_correction_was_hidden(client, sent):
    _one, receipt, correction = sent
    actions.decide_correction(correction, True, by=ANNA)
    actions.hide_correction(correction, "personal", by=BO)
    for address in (f"/kvitto/{receipt.code}/", f"/kvitto/{receipt.code}/ladda-ner/"):
        assert "uppgifter om en enskild person" in client.get(address).content.decode()


@pytest.mark.parametrize("role", ["registrar", "analyst", "administrator"])
def test_only_who_moderates_hides_or_masks_a_correction(sent, role):
    _one, _receipt, correction = sent
    by = viewer_for(role, user_id=9)
    for act in (
        lambda: actions.hide_correction(correction, "spam", by=by),
        lambda: actions.restore_correction(correction, by=by),
        lambda: actions.mask_correction(correction, "Kalle", "name", by=by),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_correction_is_masked_hidden_and_shown_again_from_the_pages(client, sent):
    one, _receipt, correction = sent
    signed_in(client, "moderator", name="Maja")
    base = f"{BASE}rattelser/{correction.pk}/"
    for page in (f"{BASE}rattelser/", f"{BASE}{one.number}/"):
        assert f"{base}maska/" in client.get(page).content.decode()
    client.post(base, {"utfall": "visa"})
    assert "avgjord" not in client.get(f"{BASE}{one.number}/").content.decode()
    again = client.post(base, {"utfall": "dolj"}, follow=True)
    assert "Någon annan hann före" in again.content.decode()
    assert f"{base}dolj/" in client.get(f"{BASE}{one.number}/").content.decode()
    client.post(f"{base}maska/", {"words": "Kalle", "kind": "name"})
    assert "Kalle" not in client.get(f"/medskick/{one.number}/").content.decode()
    client.post(f"{base}dolj/", {"reason": "personal"})
    assert "bor i byn" not in client.get(f"/medskick/{one.number}/").content.decode()
    assert f"{base}visa-igen/" in client.get(f"{BASE}{one.number}/").content.decode()
    client.post(f"{base}visa-igen/")
    assert "bor i byn" in client.get(f"/medskick/{one.number}/").content.decode()


WORDINGS = {
    "composed asked for": ("Bo i V\u00e4stra. Va\u0308stra, v\u00c4STRA", "V\u00e4stra"),
    "decomposed asked for": ("Bo i V\u00e4stra. Va\u0308stra, v\u00c4STRA", "Va\u0308stra"),
    "soft hyphen": ("Vasa\u00adrainen och Vasarainen", "Vasarainen"),
    "no-break space": ("Sven\u00a0Ek och Sven  Ek", "Sven Ek"),
}


@pytest.mark.parametrize("wording", WORDINGS)
def test_words_are_covered_however_their_letters_are_composed(cycle, wording):
    text, words = WORDINGS[wording]
    submission = actions.receive(cycle, [Answer(text=text)], client_key="k" * 20, by=PUBLIC)
    one = submission.contributions.get()
    one.masks.all().delete()
    Contribution.objects.filter(pk=one.pk).update(state="visible")
    actions.mask_words(one, words, "other", by=ANNA)
    one.refresh_from_db()
    left = "".join(piece.text for piece in queries.public_segments(one).text if piece.kind is None)
    for part in ("stra", "vasa", "rainen", "sven", "ek"):
        assert part not in left.casefold()
    assert left.strip(" .,")


@pytest.mark.parametrize(
    "query", ["nr=²", "q=²", "q=١٢٣", "nr=٣", "nr=" + "9" * 30, "q=" + "9" * 100, "sida=²"]
)
def test_odd_digits_in_the_address_of_the_queue_are_no_trouble(client, cycle, query):
    signed_in(client, "moderator")
    actions.receive(cycle, [Answer(text="Rad om buss")], client_key="k" * 20, by=PUBLIC)
    assert client.get(f"{BASE}?{query}").status_code == 200


@pytest.mark.parametrize("number", ["²", "٣", "9" * 30, "-1", ""])
def test_odd_digits_among_the_ticked_are_told_and_change_nothing(client, cycle, number):
    signed_in(client, "moderator")
    page = client.post(f"{BASE}flera/", {"valda": [number], "gor": "godkann"}, follow=True)
    assert page.status_code == 200
    assert "Kryssa för minst ett" in page.content.decode()
