"""The chain from a voice to a published theme, and back."""

import pytest

from medskick.ground.core import chain
from medskick.ground.core.access import PUBLIC
from medskick.ground.core.chain import Ref
from medskick.process.contributions.models import Contribution
from medskick.process.insights import actions
from medskick.process.insights.models import Placement

pytestmark = pytest.mark.django_db


def walk(voice):
    return chain.walk([Ref("contribution", str(voice.number))], PUBLIC)


def test_before_publication_the_chain_says_only_how_it_was_read(two_themes):
    ((step,),) = walk(two_themes[0])
    assert (step.title, step.sentence) == (
        "Läst och delad i 1 tanke",
        "Temat visas när en utgåva publiceras.",
    )


def test_after_publication_it_leads_to_the_theme_with_persons_and_places(edition, two_themes):
    (statement,), (theme,) = walk(two_themes[0])
    assert statement.title == "Läst som en tanke"
    assert two_themes[0].text in statement.sentence
    assert (theme.title, theme.address) == ("Resor", "/teman/resor/")
    assert theme.sentence == "Tema i utgåva 1: 6 personer."


def test_voice_that_came_after_the_edition_waits_for_the_next(edition, two_themes, say, run_of):
    more = two_themes + say("Nattbussar på sommaren också.")
    run_of(more, {"resor": {"buss": [*range(6), 12]}, "vård": {"vårdcentral": range(6, 12)}})
    ((step,),) = walk(more[12])
    assert step.sentence == "Temat visas när en utgåva publiceras."


def test_hidden_voice_leads_nowhere(edition, two_themes):
    Contribution.objects.filter(pk=two_themes[0].pk).update(state="hidden", hidden_reason="abuse")
    assert walk(two_themes[0]) == []


def test_masked_words_are_not_in_the_chain(edition, two_themes):
    from medskick.process.contributions.models import Mask

    Mask.objects.create(contribution=two_themes[0], field="text", start=0, end=15, kind="name")
    (statement,), _theme = walk(two_themes[0])
    assert "nattbussar" not in statement.sentence


def test_outside_statement_says_why(cycle, edition, two_themes, lead):
    placement = Placement.objects.get(contribution=two_themes[0])
    actions.mark_statements(cycle, [placement.pk], "local_only", by=lead)
    actions.publish(cycle, by=lead)
    (statement,), _theme = walk(two_themes[0])
    assert "gäller en enda plats" in statement.sentence


def test_every_published_theme_shows_the_voices_behind_it(edition, two_themes):
    levels = chain.walk([Ref("theme", "resor")], PUBLIC, direction="back")
    assert len(levels[0]) == 6
    assert {one.ref.key for one in levels[1]} == {str(voice.number) for voice in two_themes[:6]}


def test_edition_leads_back_to_its_themes(edition):
    levels = chain.walk([Ref("edition", "1")], PUBLIC, direction="back", depth=1)
    assert {one.title for one in levels[0]} == {"Resor", "Vård"}


def test_walk_of_many_voices_takes_a_bounded_number_of_queries(
    edition, two_themes, django_assert_max_num_queries
):
    with django_assert_max_num_queries(30):
        chain.walk([Ref("contribution", str(voice.number)) for voice in two_themes], PUBLIC)


@pytest.mark.parametrize("key", ["", "-", "12-", "x-1", "99999999-0", "1-99999999999999999999"])
def test_key_that_means_nothing_is_left_out(edition, key):
    assert chain.describe([Ref("statement", key), Ref("theme", key), Ref("edition", key)], PUBLIC) == {}
