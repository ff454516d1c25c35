"""A name that a group asked to have printed is public words like any other: checked, masked, read by a person."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from helpers_contributions import code_of, send
from helpers_people import signed_in, viewer_for
from medskick.ground.core.access import PUBLIC
from medskick.process.contributions import actions, queries
from medskick.process.contributions.actions.receive import Answer
from medskick.process.contributions.models import Channel, Contribution, Mask, State
from medskick.process.contributions.queries import staff

pytestmark = pytest.mark.django_db
WORDS = "Ring Anna Svensson 070-174 06 05, anna.s@example.se"


@pytest.fixture
def moderator():
    return viewer_for("moderator")


@pytest.fixture
def rule(cycle):
    by = viewer_for("process_lead")
    return actions.approve_rule(cycle, Channel.values, pass_personal=True, by=by)


def sent(cycle, name: str, *, named: bool = True) -> Contribution:
    answer = Answer(text="Fler bussar", persons=3, organisation=name, organisation_named=named)
    actions.receive(cycle, [answer], client_key=f"key-{name[:20]}", by=PUBLIC)
    return Contribution.objects.get()


def test_personal_data_in_it_is_pointed_out_in_the_form(client, cycle):
    page = send(client, as_group="on", organisation=WORDS, organisation_named="on")
    assert page.status_code == 200
    assert "070-174 06 05" in page.content.decode().split('id="innehall"')[1].split("reviewed")[0]
    assert not Contribution.objects.exists()


def test_it_is_masked_on_the_public_page_and_told_on_the_receipt(client, cycle, moderator):
    answer = send(client, as_group="on", organisation=WORDS, organisation_named="on", reviewed="1")
    one = Contribution.objects.get()
    assert one.has_personal_data
    assert "Inget i texten behöver" not in client.get(f"/kvitto/{code_of(answer)}/").content.decode()
    actions.pass_(one, by=moderator)
    page = client.get(f"/medskick/{one.number}/").content.decode()
    for hidden in ("070-174", "Svensson", "anna.s"):
        assert hidden not in page


def test_a_name_that_is_not_printed_is_not_masked(cycle):
    one = sent(cycle, WORDS, named=False)
    assert not one.has_personal_data
    assert not Mask.objects.exists()


def test_abuse_in_it_is_flagged(cycle):
    assert "abuse" in sent(cycle, "Du är en jävla idiot").flags


def test_no_rule_and_no_bulk_action_lets_it_show(cycle, rule, moderator):
    one = sent(cycle, "Byalaget")
    assert one.state == State.WAITING
    assert staff.would_pass(cycle, moderator)["web"] == {"waiting": 1, "clean": 0, "personal": 0}
    assert actions.apply_rule(rule, by=viewer_for("process_lead")) == 0
    assert actions.pass_many([one], by=moderator)[1:] == (0, 1)


def test_a_rule_passes_a_name_that_is_not_printed(cycle, rule):
    assert sent(cycle, "Byalaget", named=False).state == State.VISIBLE


def test_a_moderator_covers_words_in_it(client, cycle):
    signed_in(client, "moderator")
    one = sent(cycle, "Hemliga Åsa-gänget")
    client.post(f"/arbetsyta/medskick/{one.number}/maska/", {"words": "Åsa", "kind": "name"})
    actions.pass_(one, by=viewer_for("moderator"))
    page = client.get(f"/medskick/{one.number}/").content.decode()
    assert "Åsa" not in page
    assert "-gänget" in page


def test_a_mask_has_no_place_in_a_name_that_is_not_printed(cycle, moderator):
    one = sent(cycle, "Byalaget", named=False)
    with pytest.raises(ValidationError):
        actions.add_mask(one, "organisation", 0, 2, Mask.Kind.NAME, by=moderator)


def test_its_masks_are_nothing_to_the_analysis(cycle, moderator):
    from medskick.process.insights.queries import words

    one = sent(cycle, WORDS)
    actions.pass_(one, by=moderator)
    assert [text.masks for text in queries.visible_texts(cycle, moderator)] == [()]
    assert words.in_the_open([one.pk]) == {one.pk: None}
