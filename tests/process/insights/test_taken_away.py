"""Words of an edition are taken away at every door, with the reason in their place; counts stay; it can be undone."""

import re

import pytest
from django.core.exceptions import ValidationError

from helpers_people import signed_in
from medskick.ground.core import audit, chain, offers
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.ground.core.chain import Ref
from medskick.ground.core.models import AuditEntry
from medskick.process.insights import actions
from medskick.process.insights.models import Theme
from medskick.process.insights.queries import changes, checks

pytestmark = pytest.mark.django_db
WHY = "innehöll en uppgift om en enskild"
PARTS = {
    "title": "Rubriken om Zäta",
    "note": "Texten om Zöta",
    "name": "Zita bor här",
    "summary": "Zuta säger mycket",
}


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def told(cycle, two_themes, lead, theme_named):
    """An edition where a person has written every text that can be taken away."""
    theme = actions.rename(theme_named("Resor"), PARTS["name"], by=lead)
    actions.write_summary(theme, PARTS["summary"], by=lead)
    for one in Theme.objects.filter(cycle=cycle, parent=None):
        actions.approve(one, by=lead)
    return actions.publish(cycle, by=lead, title=PARTS["title"], note=PARTS["note"])


def test_a_preview_read_before_a_name_was_taken_away_is_not_published(cycle, told, lead):
    seen = actions.mark(cycle)
    take(told, "name", lead)
    with pytest.raises(ValidationError, match="Temana har ändrats sedan du läste dem"):
        actions.publish(cycle, by=lead, seen=seen)


def theme_of(edition, part):
    return edition.themes.get(slug="zita-bor-har") if part in {"name", "summary"} else None


def take(edition, part, lead, **options):
    actions.take_away(edition, part, WHY, by=lead, theme=theme_of(edition, part), **options)


def every_door(client, edition, voice, *, own: bool = True) -> str:
    """All that a visitor can read of an edition, in one string; ``own``: the page of the renamed theme too."""
    addresses = ["/", "/teman/", f"/teman/?utgava={edition.number}", "/teman/teman.csv", "/teman/tankar.csv"]
    addresses += [f"/teman/teman.csv?utgava={edition.number}", "/sa-gar-det-till/", "/teman/zita-bor-har/"]
    addresses += ["/teman/zita-bor-har/tankar.csv", f"/medskick/{voice.number}/"]
    if not own:
        addresses.remove("/teman/zita-bor-har/")
    bodies = [read(client.get(address)) for address in addresses]
    sets = [str(list(one.rows(PUBLIC))) for one in offers.data_sets if one.name in {"teman", "tankar"}]
    happenings = [str(one) for source in offers.happenings for one in source(PUBLIC)]
    hits = [str(hit) for find in offers.searches for word in ("resor", "z") for hit in find(word, PUBLIC)]
    refs = [Ref("contribution", str(voice.number)), Ref("edition", str(edition.number))]
    steps = [str((one.title, one.sentence)) for level in chain.walk(refs[:1], PUBLIC) for one in level]
    steps += [str((one.title, one.sentence)) for one in chain.describe(refs[1:], PUBLIC).values()]
    everything = "\n".join([*bodies, *sets, *happenings, *hits, *steps])
    return re.sub(r"karta-\d+", "karta", everything)


def read(response) -> str:
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


@pytest.mark.parametrize("part", PARTS)
def test_words_are_away_at_every_door_and_back_again(part, client, told, two_themes, lead):
    before = every_door(client, told, two_themes[0])
    assert PARTS[part] in before
    take(told, part, lead)
    told.refresh_from_db()
    after = every_door(client, told, two_themes[0])
    assert PARTS[part] not in after
    if part == "name":
        assert "zita-bor-har" not in every_door(client, told, two_themes[0], own=False)
    assert WHY in after
    for other in set(PARTS) - {part, "name"}:
        assert PARTS[other] in after
    actions.put_back(told, part, by=lead, theme=theme_of(told, part))
    told.refresh_from_db()
    assert every_door(client, told, two_themes[0]) == before


@pytest.mark.parametrize("address", ["/teman/", "/teman/teman.csv"])
def test_counts_stay_when_words_are_away(address, client, told, lead):
    def rows():
        return re.sub(r"karta-\d+", "", read(client.get(address))).count(
            "6"
        )  # maps are numbered as they are drawn

    before = rows()
    take(told, "summary", lead)
    assert rows() == before


def test_no_form_offers_a_theme_by_an_address_that_holds_words_taken_away(told, lead):
    beside = chain.beside([Ref("theme", "vard")], PUBLIC)
    assert beside == {Ref("theme", "vard"): [Ref("theme", "zita-bor-har")]}
    take(told, "name", lead)
    both = [Ref("theme", "vard"), Ref("theme", "zita-bor-har")]
    assert chain.beside(both, PUBLIC) == {Ref("theme", "vard"): []}


def test_withdrawn_edition_leaves_an_empty_place_and_the_one_before_it(
    client, cycle, told, two_themes, lead, theme_named
):
    actions.approve(actions.rename(theme_named("Vård"), "Xylofoner", by=lead), by=lead)
    second = actions.publish(cycle, by=lead, title="Andra", note="Mer")
    take(second, "whole", lead)
    second.refresh_from_db()
    for address in ("/teman/", "/teman/teman.csv", "/teman/tankar.csv"):
        response = client.get(f"{address}?utgava=2")
        assert response.status_code == 410
        assert f"Utgåva 2: Utgåvan är borttagen: {WHY}" in read(response)
        assert client.get(address).status_code == 200
    seen = every_door(client, second, two_themes[0])
    assert "Xylofoner" not in seen
    assert "Andra<" not in seen
    assert PARTS["note"] in seen
    third = actions.publish(cycle, by=lead)
    assert third.changes["since"] == 1
    actions.put_back(second, "whole", by=lead)
    assert client.get("/teman/?utgava=2").status_code == 200


def test_when_every_edition_is_withdrawn_the_pages_say_so(client, told, lead):
    take(told, "whole", lead)
    for address in ("/teman/", "/teman/teman.csv", "/teman/zita-bor-har/"):
        response = client.get(address)
        assert response.status_code == 410
        assert WHY in read(response)


def test_later_edition_tells_no_old_name_that_is_away(cycle, client, told, lead, theme_named):
    actions.approve(actions.rename(theme_named(PARTS["name"]), "Resor", by=lead), by=lead)
    second = actions.publish(cycle, by=lead)
    take(told, "name", lead)
    assert changes.in_words(second, PUBLIC) == ["Ett tema vars namn är borttaget heter nu Resor"]
    assert "zita" not in read(client.get("/teman/"))


def test_name_is_away_in_every_edition_that_has_it_and_a_new_name_gets_a_new_address(
    cycle, client, told, lead, theme_named, two_themes
):
    second = actions.publish(cycle, by=lead)
    take(told, "name", lead, everywhere=True)
    assert PARTS["name"] not in every_door(client, second, two_themes[0])
    stopped = [check.text for check in checks.before_publishing(cycle, SYSTEM) if check.stops]
    assert len(stopped) == 1
    assert "har kvar ett namn, en sammanfattning eller ett skäl som har tagits bort" in stopped[0]
    renamed = actions.rename(theme_named(PARTS["name"]), "Resor utan bil", by=lead)
    assert renamed.slug == "resor-utan-bil"
    actions.approve(renamed, by=lead)
    actions.publish(cycle, by=lead)
    assert client.get("/teman/resor-utan-bil/").status_code == 200


def test_taking_away_is_logged_without_the_words(told, lead):
    for part in PARTS:
        take(told, part, lead)
    actions.put_back(told, "title", by=lead)
    lines = AuditEntry.objects.filter(action__in=["insights.taken_away", "insights.put_back"])
    assert lines.count() == 5
    for line in lines:
        assert not any(words in audit.in_words(line) + str(line.details) for words in PARTS.values())
        assert "–" not in audit.in_words(line)


@pytest.mark.parametrize(
    ("part", "reason"), [("title", " "), ("title", "x" * 301), ("name", WHY), ("trams", WHY)]
)
def test_what_cannot_be_taken_away_gets_one_sentence(told, lead, part, reason):
    with pytest.raises(ValidationError) as caught:
        actions.take_away(told, part, reason, by=lead)
    assert len(caught.value.messages) == 1
    take(told, "title", lead)
    with pytest.raises(ValidationError, match="redan borttaget"):
        take(told, "title", lead)


def test_process_lead_takes_away_and_gives_back_on_the_editions_page(client, told):
    signed_in(client, "process_lead")
    page = f"/arbetsyta/analys/utgava/{told.number}/"
    theme = theme_of(told, "name")
    bad = client.post(f"{page}ta-bort/", {"what": f"name-{theme.pk}"})
    assert bad.status_code == 400
    body = client.post(
        f"{page}ta-bort/", {"what": f"name-{theme.pk}", "reason": WHY}, follow=True
    ).content.decode()
    assert WHY in body
    assert f'value="name-{theme.pk}">' in body.split("</ul>")[0] or "Visa igen" in body
    assert PARTS["name"] not in read(client.get("/teman/"))
    client.post(f"{page}visa-igen/", {"what": f"name-{theme.pk}"})
    assert PARTS["name"] in read(client.get("/teman/"))


@pytest.mark.parametrize("role", ["analyst", "editor", "administrator"])
def test_others_see_what_is_away_and_cannot_change_it(client, told, role):
    signed_in(client, role)
    page = f"/arbetsyta/analys/utgava/{told.number}/"
    assert "Ta bort något" not in client.get(page).content.decode()
    assert client.post(f"{page}ta-bort/", {"what": "whole", "reason": WHY}).status_code == 403
    assert client.post(f"{page}visa-igen/", {"what": "whole"}).status_code == 403
