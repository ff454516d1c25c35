"""The chain from a voice to a published theme, and back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from medskick.ground.core import chain
from medskick.ground.core.access import PUBLIC
from medskick.ground.core.chain import Ref
from medskick.process.contributions.models import Contribution, Decision
from medskick.process.insights import actions
from medskick.process.insights.models import Placement, Theme

pytestmark = pytest.mark.django_db


def walk(voice):
    return chain.walk([Ref("contribution", str(voice.number))], PUBLIC)


def test_before_publication_the_chain_says_only_how_it_was_read(two_themes):
    ((step,),) = walk(two_themes[0])
    assert (step.title, step.sentence) == (
        "Läst och delad i 1 tanke",
        "Temat visas när en utgåva publiceras.",
    )


def test_before_publication_a_text_without_content_is_told_to_count_but_say_nothing(cycle, say, run_of):
    empty, mixed = say("vet ej", "vet ej. Bussen till byn.")
    run_of([empty, mixed], {"resor": {"buss": [1]}}, spans={1: [(0, 6), (8, 24)]}, empty=[0])
    ((step,),) = walk(empty)
    assert (step.title, step.sentence) == ("Läst och delad i 1 tanke", "Räknas, men säger inget om frågan.")
    Placement.objects.filter(contribution=mixed, start=0).update(theme=None, strength_class="no_content")
    ((step,),) = walk(mixed)
    assert step.sentence == "Temat visas när en utgåva publiceras."


def test_after_publication_it_leads_to_the_theme_with_persons_and_places(edition, two_themes):
    (statement,), (theme,) = walk(two_themes[0])
    assert statement.title == "Läst som en tanke"
    assert two_themes[0].text in statement.sentence
    assert (theme.title, theme.address) == ("Resor", "/teman/resor/")
    assert theme.sentence == "Tema i utgåva 1: 6 röster."


def test_voice_that_came_after_the_edition_waits_for_the_next(edition, two_themes, say, run_of):
    more = two_themes + say("Nattbussar på sommaren också.")
    run_of(more, {"resor": {"buss": [*range(6), 12]}, "vård": {"vårdcentral": range(6, 12)}})
    ((step,),) = walk(more[12])
    assert step.sentence == "Temat visas när en utgåva publiceras."


def test_hidden_voice_leads_nowhere(edition, two_themes):
    Contribution.objects.filter(pk=two_themes[0].pk).update(state="hidden", hidden_reason="abuse")
    assert walk(two_themes[0]) == []


@pytest.mark.parametrize(("by_rule", "shows"), [(None, False), (True, False), (False, True)])
def test_flagged_words_are_on_its_own_page_once_a_person_has_passed_them(
    client, edition, two_themes, by_rule, shows
):
    voice = two_themes[0]
    Contribution.objects.filter(pk=voice.pk).update(flags=["abuse"])
    if by_rule is not None:
        Decision.objects.create(contribution=voice, verb="pass", by_rule=by_rule, author_name="Moa")
    (statement,), _theme = walk(voice)
    assert (voice.text in statement.sentence) is shows
    assert voice.text not in client.get("/teman/resor/").content.decode()


def test_each_theme_comes_right_after_its_statements_on_the_voices_page(cycle, say, run_of, lead, client):
    text = "Fler nattbussar hem. En vårdcentral i byn. Bussar till kusten."
    voices = say(text, *[f"Bussar nummer {n}." for n in range(3)], *[f"Vård nummer {n}." for n in range(3)])
    spans = {0: [(0, 20), (21, 42), (43, len(text))]}
    run_of(voices, {"bussar": {"buss": range(4)}, "vård": {"nära": range(4, 7)}}, spans=spans)
    care = Theme.objects.get(slug="vard")
    actions.move(cycle, [Placement.objects.get(contribution=voices[0], start=21).pk], care, by=lead)
    for theme in Theme.objects.filter(parent=None):
        actions.approve(theme, by=lead)
    actions.publish(cycle, by=lead)
    ref = Ref("contribution", str(voices[0].number))
    branches = chain.walk_each([ref], PUBLIC)[ref]
    assert [[step.title for step in branch] for branch in branches] == [
        ["Tanke 1 av 3", "Tanke 3 av 3"],
        ["Bussar"],
        ["Tanke 2 av 3"],
        ["Vård"],
    ]
    body = client.get(f"/medskick/{voices[0].number}/").content.decode()
    places = [body.index(words) for words in ("Tanke 3 av 3", ">Bussar<", "Tanke 2 av 3", ">Vård<")]
    assert places == sorted(places)
    assert "Hamnade den fel?" in body


def test_masked_words_are_not_in_the_chain(edition, two_themes):
    from medskick.process.contributions.models import Mask

    Mask.objects.create(contribution=two_themes[0], field="text", start=0, end=15, kind="name")
    (statement,), _theme = walk(two_themes[0])
    assert "nattbussar" not in statement.sentence


def test_outside_statement_says_why(cycle, edition, two_themes, lead):
    placement = Placement.objects.get(contribution=two_themes[0])
    actions.mark_statements(cycle, [placement.pk], "local_only", by=lead)
    actions.approve(Theme.objects.get(slug="resor"), by=lead)
    actions.publish(cycle, by=lead)
    (statement,), _theme = walk(two_themes[0])
    assert "gäller en enda plats" in statement.sentence


def test_every_published_theme_shows_the_voices_behind_it(edition, two_themes):
    levels = chain.walk([Ref("theme", "resor")], PUBLIC, direction="back")
    assert len(levels[0]) == 6
    assert {one.ref.key for one in levels[1]} == {str(voice.number) for voice in two_themes[:6]}


def test_walking_back_from_many_themes_asks_no_more_than_from_one(edition, django_assert_num_queries):
    themes = [Ref("theme", key) for key in ("resor", "vard", "buss", "vardcentral")]
    with CaptureQueriesContext(connection) as one:
        chain.back(themes[:1], PUBLIC)
    with django_assert_num_queries(len(one)):
        found = chain.back(themes, PUBLIC)
    assert [len(found[ref]) for ref in themes] == [6, 6, 6, 6]


def test_edition_leads_back_to_its_themes(edition):
    levels = chain.walk([Ref("edition", "1")], PUBLIC, direction="back", depth=1)
    assert {one.title for one in levels[0]} == {"Resor", "Vård"}


def test_walk_of_many_voices_takes_a_bounded_number_of_queries(
    edition, two_themes, django_assert_max_num_queries
):
    with django_assert_max_num_queries(30):
        chain.walk([Ref("contribution", str(voice.number)) for voice in two_themes], PUBLIC)


@pytest.mark.parametrize("key", ["", "-", "12-", "x-1", "²", "²-0", "99999999-0", "1-99999999999999999999"])
def test_key_that_means_nothing_is_left_out(edition, key):
    assert chain.describe([Ref("statement", key), Ref("theme", key), Ref("edition", key)], PUBLIC) == {}
