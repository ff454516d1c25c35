"""What visitors read about themes, and what never reaches them."""

import csv
import io
import re
import uuid
from itertools import islice

import pytest

from helpers_core import end_cycle
from helpers_people import account_of, viewer_for
from helpers_site import BUT_SWEDISH_AND_ENGLISH, crawl, look
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.process.contributions import actions as contributions
from medskick.process.contributions.actions import Answer, prepare, receive, store
from medskick.process.contributions.models import Contribution, Mask
from medskick.process.contributions.queries import Amount
from medskick.process.cycle import region as regions
from medskick.process.insights import actions
from medskick.process.insights.models import Edition, Placement, Theme
from medskick.process.insights.queries import amounts
from medskick.process.insights.queries.editions import published_themes

pytestmark = pytest.mark.django_db
STARTS = (
    "/teman/",
    "/teman/?utgava=1",
    "/teman/teman.csv",
    "/teman/tankar.csv",
    "/sa-gar-det-till/",
    "/en/teman/",
    "/teman/vard/",
    "/teman/resor/",
    "/teman/resor/tankar.csv",
)


BUSES = ["Resor med nattbuss behövs.", "Billiga resor till byarna.", "Resor med buss på kvällen."]
CARE = "Vårdcentralen ska vara kvar."


def every_page(client, *, but=()):
    return list(crawl(client, *STARTS, skip=("/medskick/", "/tyck-till/", "/kvitto/", "/konto/", *but)))


def rows(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_before_the_first_edition_the_page_says_what_will_come(client, cycle):
    response = client.get("/teman/")
    assert response.status_code == 200
    assert "Ingenting är publicerat än." in response.content.decode()
    assert client.get("/teman/resor/").status_code == 404
    assert client.get("/teman/tankar.csv").status_code == 404


def test_themes_page_shows_themes_map_ledger_and_who_reviewed(client, edition):
    plain = re.sub(r"<[^>]+>", "", client.get("/teman/").content.decode())
    for words in (
        "Resor",
        "Vård",
        "Alla röster räknas",
        "Temana är lästa och godkända av processledare, och publicerade av processledare",
        "Utgåva 1: Efter turnén",
    ):
        assert words in plain


def test_who_approved_is_told_by_role_and_never_the_publisher_in_their_place(client, cycle, two_themes, lead):
    analyst = account_of(viewer_for("analyst", user_id=900_123, name="Ana Lytiker"))
    travel, care = Theme.objects.filter(cycle=cycle, parent=None).order_by("slug")
    for theme in (travel, care):
        actions.approve(theme, by=viewer_for("analyst", user_id=analyst.pk, name="Ana Lytiker"))
    first = actions.publish(cycle, by=lead)
    assert (first.approved_by_roles, first.reviewed_by_role) == (["analyst"], "process_lead")
    for address in ("/teman/", "/teman/resor/"):
        body = client.get(address).content.decode()
        assert "lästa och godkända av analytiker, och publicerade av processledare" in body
    method = client.get("/sa-gar-det-till/").content.decode()
    assert "Analytiker (publicerad av processledare)" in method
    body = client.get("/en/teman/").content.decode()
    assert "read and approved by the analyst, and published by the process lead" in body
    actions.write_summary(care, "Om vård.", by=lead)
    actions.approve(care, by=lead)
    Theme.objects.filter(pk=travel.pk).update(approved_by_role="")  # from before the role was kept
    second = actions.publish(cycle, by=lead)
    assert second.approved_by_roles == ["analyst", "process_lead"]
    assert "godkända av analytiker och processledare, och" in client.get("/teman/").content.decode()
    Edition.objects.filter(pk=second.pk).update(approved_by_roles=[])
    assert "godkända av människor, och publicerade av processledare" in client.get("/teman/").content.decode()


def test_theme_page_tells_whose_words_it_holds(client, cycle, edition, lead):
    body = client.get("/teman/resor/").content.decode()
    assert "All annan text kommer från människor" not in body
    assert "Meningen överst fyller datorn i med räknade tal. Namnet på temat är datorns förslag" in body
    assert "Förslag, mått och de meningar som förklarar dem är datorns." in body
    theme = Theme.objects.get(cycle=cycle, slug="resor", parent=None)
    actions.write_summary(theme, "Om resor.", by=lead)
    actions.rename(Theme.objects.get(pk=theme.pk), "Resor i länet", by=lead)
    actions.approve(Theme.objects.get(pk=theme.pk), by=lead)
    actions.publish(cycle, by=lead)
    body = client.get("/teman/resor/").content.decode()
    assert "Texten överst har en människa skrivit. Namnet på temat har människor bestämt." in body


def test_where_all_municipalities_are_there_the_page_says_all(client, cycle, say, run_of, lead):
    codes = [one.code for one in regions.region().municipalities]
    voices = [
        one for code in codes for one in say(*[f"Resor till by {n}." for n in range(6)], municipality=code)
    ]
    run_of(voices, {"resor": {"buss": range(len(voices))}})
    for theme in Theme.objects.filter(cycle=cycle, parent=None):
        actions.approve(theme, by=lead)
    actions.publish(cycle, by=lead)
    tiles, page = client.get("/teman/").content.decode(), client.get("/teman/resor/").content.decode()
    assert "från alla 14 kommuner" in tiles
    assert "röster från alla 14 kommuner handlar om det här." in page
    assert "minst 14" not in tiles + page
    assert "from all 14 municipalities" in client.get("/en/teman/").content.decode()


def ledger_rows(client):
    """The cells of the ledger on the page, by the heading of the row; the first of two that are called the same."""
    table = client.get("/teman/").content.decode().split('<table class="ledger">')[1].split("</table>")[0]
    rows = re.findall(
        r'<th scope="row">(.*?)</th><td class="num">(.*?)</td><td class="num">(.*?)</td>', table
    )
    return {name: cells for name, *cells in reversed(rows)}


def test_what_nobody_has_read_sets_no_number_of_voices(client, cycle, two_themes, lead):
    sent = receive(cycle, [Answer(text="Vi är många.", persons=70_000)], client_key="k" * 30, by=PUBLIC)
    contributions.withdraw(sent.contributions.get(), sent.receipt, by=PUBLIC)
    (waiting,) = store(cycle, prepare(cycle, [Answer(text="Vi är alla eniga.", persons=100_000)]))
    for theme in Theme.objects.filter(cycle=cycle, parent=None):
        actions.approve(theme, by=lead)
    edition = actions.publish(cycle, by=lead)
    assert amounts.ledger(edition, PUBLIC).stands
    rows = ledger_rows(client)
    assert rows["Har kommit in"] == ["14", "12"]
    assert rows["Här finns de som räknas"] == ["13", "12"]
    assert rows["är tillbakatagna"] == ["1", "0"]
    assert rows["väntar på att bli lästa av en människa"] == ["1", "–"]
    assert not re.search(r"1[07]0\D{1,6}0\d\d", client.get("/teman/").content.decode())
    assert {theme.persons_then for theme in edition.themes.filter(parent=None)} == {6}

    contributions.pass_(waiting, by=lead)
    assert amounts.ledger(edition, PUBLIC).counted == Amount(13, 100_012)
    assert amounts.ledger(edition, PUBLIC).stands
    contributions.hide(waiting, "spam", by=lead)
    told = amounts.ledger(edition, PUBLIC)
    assert (told.counted, told.hidden, told.stands) == (Amount(12, 12), Amount(1, 100_000), True)


def test_an_unread_answer_adds_nobody_to_one_that_shows(cycle, edition, say):
    answers = [Answer(text="Bussen.", persons=2), Answer(text="Vi är eniga.", persons=100_000)]
    read, unread = store(cycle, prepare(cycle, answers), sending=uuid.uuid4())
    Contribution.objects.filter(pk=read.pk).update(state="visible")
    edition.last_contribution = unread.pk
    told = amounts.ledger(edition, PUBLIC)
    assert (told.received, told.counted, told.late) == (Amount(14, 14), Amount(14, 14), Amount(1, 2))
    assert told.stands


def test_the_english_page_names_the_reviewer_in_english_and_marks_what_is_swedish(client, edition):
    assert edition.reviewed_by_role == "process_lead"
    body = client.get("/en/teman/").content.decode()
    assert (
        "The themes have been read and approved by the process lead, and published by the process lead"
        in body
    )
    assert '<h3 class="theme-tile__name" lang="sv">' in body
    page = client.get("/en/teman/resor/").content.decode()
    assert '<h1 class="page-title" lang="sv">Resor</h1>' in page


def test_theme_page_links_each_quote_to_its_voice(client, edition, two_themes):
    body = client.get("/teman/resor/").content.decode()
    for voice in two_themes[:6]:
        assert f"/medskick/{voice.number}/" in body
    assert "12 medskick har kommit in = 12 räknas + 0 dolda + 0 tillbakatagna." in body


def test_who_sends_two_texts_at_once_is_one_person_in_a_theme_and_on_the_page(
    client, cycle, say, run_of, lead
):
    """Twelve wrote in both boxes: twice about buses, or about buses and care. Then three have one text hidden."""
    both = [Answer(text) for text in (BUSES[0], BUSES[1])], [Answer(text) for text in (BUSES[2], CARE)]
    voices = []
    for number in range(12):
        made = receive(cycle, both[number % 2], client_key=f"key-{number:030}", by=SYSTEM)
        voices += made.contributions.order_by("pk")
    Contribution.objects.update(state="visible")
    care = [place for place, one in enumerate(voices) if one.text == CARE]
    buses = [place for place in range(24) if place not in care]
    run_of(voices, {"resor": {"buss": buses}, "vård": {"vårdcentral": care}})
    for theme in Theme.objects.filter(parent=None):
        actions.approve(theme, by=lead)
    edition = actions.publish(cycle, by=lead)
    top = {theme.name: theme.count for theme in published_themes(edition, PUBLIC)}
    assert {name: (c.persons, c.contributions) for name, c in top.items()} == {
        "Resor": (12, 18),
        "Vård": (6, 6),
    }
    assert "12 röster i 24 medskick är samlade i 2 teman." in client.get("/teman/").content.decode()
    hidden = [voices[0].pk, voices[4].pk, voices[8].pk]
    Contribution.objects.filter(pk__in=hidden).update(state="hidden", hidden_reason="spam")
    top = {theme.name: theme.count for theme in published_themes(edition, PUBLIC)}
    assert (top["Resor"].persons, top["Resor"].contributions) == (12, 15)


def test_lead_says_what_is_in_themes_and_where_the_rest_is(client, cycle, say, run_of, two_themes, lead):
    voices = two_themes + say("vet ej") + say("Ingen har läst det här än.", state="waiting", persons=3)
    run_of(voices[:13], {"resor": {"buss": range(6)}, "vård": {"vårdcentral": range(6, 12)}}, empty=[12])
    actions.mark_statements(
        cycle, [Placement.objects.get(contribution=two_themes[0]).pk], "local_only", by=lead
    )
    actions.approve(Theme.objects.get(slug="resor"), by=lead)
    actions.publish(cycle, by=lead)
    body = client.get("/teman/").content.decode()
    assert "5 röster i 5 medskick är samlade i ett tema." in body
    assert (
        "9 medskick till räknas, fast de inte är samlade i ett tema: 1 ligger utanför strategin, 6 passar inget "
        "av temana eller väntar på att temat godkänns, 1 är utan innehåll, 1 väntar på att bli läst av en människa."
    ) in body
    row = body.split("väntar på att bli lästa av en människa</th>")[1].split("</tr>")[0]
    assert (">1<" in row, ">–<" in row, ">3<" in row) == (True, True, False)


def test_outside_section_tells_texts_persons_and_thoughts_apart(client, cycle, two_themes, lead):
    voice = two_themes[0]
    placement = Placement.objects.get(contribution=voice)
    Placement.objects.filter(pk=placement.pk).update(end=20)
    Placement.objects.create(
        cycle=cycle, contribution=voice, start=21, end=40, theme=placement.theme, run=placement.run
    )
    outside = [placement.pk, Placement.objects.get(contribution=two_themes[1]).pk]
    actions.mark_statements(cycle, outside, "local_only", by=lead)
    actions.approve(Theme.objects.get(slug="resor"), by=lead)
    actions.publish(cycle, by=lead)
    body = client.get("/teman/").content.decode()
    assert (
        "1 medskick med färre än fem röster ligger helt utanför. Här är 2 tankar, ordnade efter skäl." in body
    )
    assert "(2 tankar)" in body


@pytest.mark.walk
@pytest.mark.parametrize(("state", "left_out"), [("hidden", ()), ("withdrawn", BUT_SWEDISH_AND_ENGLISH)])
def test_words_of_a_hidden_voice_are_on_no_page_and_in_no_file(
    client, cycle, say, run_of, lead, state, left_out
):
    marked = say("Zebrafinken sjunger, bygg en zebrafinkpark.", "Mer zebrafink åt alla barn i byn.")
    others = say(*[f"En park i by nummer {n} vore fint." for n in range(6)])
    run_of(
        marked + others,
        {"zebrafink": {"zebrafink och park": range(8)}},
        keywords={"zebrafink": ["zebrafink", "park"]},
    )
    for theme in Theme.objects.all():
        actions.approve(theme, by=lead)
    actions.publish(cycle, by=lead)
    actions.split(Theme.objects.get(slug="zebrafink"), [Placement.objects.last().pk], "Parker", by=lead)
    actions.approve(Theme.objects.get(slug="parker"), by=lead)
    into = Theme.objects.get(slug="parker")
    actions.approve(actions.merge(Theme.objects.get(slug="zebrafink"), into, by=lead), by=lead)
    actions.publish(cycle, by=lead)
    starts = (
        "/teman/",
        "/teman/?utgava=1",
        "/teman/?utgava=2",
        "/teman/teman.csv",
        "/teman/tankar.csv",
        "/sa-gar-det-till/",
    )

    def places():
        pages = crawl(client, *starts, skip=("/medskick/", "/tyck-till/", "/kvitto/", *left_out))
        return (page.address for page in pages if "zebrafink" in (page.body + page.address).casefold())

    assert len(list(islice(places(), 4))) == 4
    reason = "spam" if state == "hidden" else ""
    Contribution.objects.filter(pk__in=[one.pk for one in marked]).update(state=state, hidden_reason=reason)
    assert list(places()) == []


@pytest.mark.walk
def test_masked_words_are_on_no_page_and_in_no_file(client, edition, two_themes):
    voice = two_themes[3]
    start = voice.text.index("tågets")
    Mask.objects.create(contribution=voice, field="text", start=start, end=start + 6, kind="other")
    pages = every_page(client, but=BUT_SWEDISH_AND_ENGLISH)
    assert not [page.address for page in pages if "tågets" in page.body]


@pytest.mark.walk
def test_no_page_sets_a_cookie_or_leads_to_an_error(client, edition):
    for page in every_page(client):
        assert page.response.status_code == 200, page.address
        assert not page.response.cookies, page.address


def test_every_page_has_one_heading_unique_ids_and_nothing_inline(client, edition):
    for address in ("/teman/", "/teman/resor/", "/teman/buss/", "/sa-gar-det-till/"):
        page = look(client, address)
        assert page.headings == 1
        assert len(page.ids) == len(set(page.ids))
        assert page.inline == []
        assert page.outside == []


def test_file_of_statements_is_whole_and_safe_to_open(client, cycle, say, run_of, lead):
    voices = say("=HYPERLINK(buss) är en dålig idé om bussar.", "+46 bussar till", "Fler bussar, tack.")
    run_of(voices, {"bussar": {"buss": range(3)}})
    for theme in Theme.objects.all():
        actions.approve(theme, by=lead)
    actions.publish(cycle, by=lead)
    lines = rows(client.get("/teman/tankar.csv"))
    assert len(lines) == 4
    assert not [cell for line in lines for cell in line if cell[:1] in "=+-@" and cell]


def test_file_of_themes_sums_like_the_page(client, edition):
    lines = rows(client.get("/teman/teman.csv"))
    assert [line[0] for line in lines[1:]] == ["resor", "buss", "vard", "vardcentral"]
    assert {line[3] for line in lines[1:]} == {"6"}


def test_address_of_a_merged_theme_leads_on_after_the_next_edition(client, cycle, edition, lead, theme_named):
    actions.merge(theme_named("Vård"), theme_named("Resor"), by=lead)
    assert client.get("/teman/vard/").status_code == 200
    actions.approve(theme_named("Resor"), by=lead)
    actions.publish(cycle, by=lead)
    response = client.get("/teman/vard/")
    assert (response.status_code, response["Location"]) == (302, "/teman/resor/")
    assert client.get("/teman/vard/?utgava=1").status_code == 200


def test_older_edition_stays_readable(client, cycle, edition, lead, theme_named):
    actions.approve(actions.rename(theme_named("Resor"), "Resa utan bil", by=lead), by=lead)
    actions.publish(cycle, by=lead)
    assert "Resa utan bil" in client.get("/teman/").content.decode()
    old = client.get("/teman/?utgava=1").content.decode()
    assert "Resa utan bil" not in old
    assert "/teman/resor/?utgava=1" in old
    told = "Det här är från utgåva 1. Den senaste är utgåva 2."
    for address in ("/teman/?utgava=1", "/teman/resor/?utgava=1"):
        assert told in client.get(address).content.decode()
    for address in ("/teman/", "/teman/resor/", "/teman/?utgava=2"):
        assert "Den senaste är" not in client.get(address).content.decode()


@pytest.mark.parametrize(
    "query",
    ["utgava=99", "utgava=x", "omgang=1999", "omgang=a%00", "omgang=%C3%A5", "utgava=999999999999999999"],
)
def test_edition_that_is_not_there_is_not_found(client, edition, query):
    for page in ("", "teman.csv", "tankar.csv"):
        assert client.get(f"/teman/{page}?{query}").status_code == 404


def test_theme_of_an_older_cycle_keeps_its_address(client, edition, lead):
    from medskick.ground.core.access import SYSTEM
    from medskick.process.cycle import actions as cycles

    end_cycle(edition.cycle)
    cycles.start_cycle("2044", "Norrbotten 2044", {}, by=SYSTEM)
    assert client.get("/teman/resor/").status_code == 200
    assert client.get("/teman/?omgang=2040").status_code == 200
    found = client.get("/teman/").content.decode()
    assert "Ingenting är publicerat än." in found
    assert "/teman/?omgang=2040" in found


def test_number_of_queries_does_not_grow_with_voices(
    client, cycle, say, run_of, lead, django_assert_max_num_queries
):
    voices = say(*[f"Nattbussar och resor nummer {n}." for n in range(90)], municipality="2580")
    run_of(voices, {f"resor {t}": {"buss": range(t * 15, t * 15 + 15)} for t in range(6)})
    for theme in Theme.objects.filter(parent=None):
        actions.approve(theme, by=lead)
    actions.publish(cycle, by=lead)
    with django_assert_max_num_queries(45):
        client.get("/teman/")
    slug = Theme.objects.filter(parent=None).first().slug
    with django_assert_max_num_queries(55):
        client.get(f"/teman/{slug}/")


def test_machine_readable_sets_are_what_visitors_see(edition, two_themes):
    from medskick.ground.core import offers
    from medskick.ground.core.access import PUBLIC

    sets = {one.name: one for one in offers.data_sets}
    themes, thoughts = list(sets["teman"].rows(PUBLIC)), list(sets["tankar"].rows(PUBLIC))
    assert len(themes) == 4
    assert len(thoughts) == 12
    assert all(len(row) == len(sets["tankar"].columns) for row in thoughts)
    assert all(len(row) == len(sets["teman"].columns) for row in themes)
    Contribution.objects.filter(pk=two_themes[0].pk).update(state="withdrawn")
    assert len(list(sets["tankar"].rows(PUBLIC))) == 11


def test_search_finds_a_theme_by_its_words(edition):
    from medskick.ground.core import offers
    from medskick.ground.core.access import PUBLIC

    hits = [hit for source in offers.searches for hit in source("nattbussar", PUBLIC)]
    assert "/teman/resor/" in {hit.address for hit in hits}


@pytest.mark.parametrize(
    "address",
    ["/teman/", "/teman/resor/", "/sa-gar-det-till/", "/sa-gar-det-till/register/", "/en/teman/resor/"],
)
def test_a_long_page_lists_what_stands_on_it(client, edition, address):
    page = look(client, address)
    (listed,) = re.findall(r'<nav class="contents".*?</nav>', page.body, re.DOTALL)
    led_to = re.findall(r'href="#([^"]+)"', listed)
    assert len(led_to) >= 4
    assert set(led_to) <= set(page.ids)
    for key, title in re.findall(r'href="#([^"]+)">([^<]+)<', listed):
        heading = re.search(rf'id="{key}"[^>]*>(.*?)</h2>', page.body, re.DOTALL)
        assert heading, key
        first = title.split()[0]
        assert first in heading[1] or key == "tankar"


def test_a_theme_whose_name_may_not_show_has_a_page_a_tile_and_a_file(client, edition, two_themes):
    Contribution.objects.filter(pk__in=[one.pk for one in two_themes[7:12]]).update(state="withdrawn")
    theme = Theme.objects.get(slug="vard")
    own = f"/teman/tema-nr-{theme.pk}/"
    page = client.get("/teman/").content.decode()
    assert page.count(f'href="{own}"') == 1, "among the tiles; of so few persons not on the map"
    assert client.get("/teman/vard/").status_code == 404
    answer = look(client, own)
    assert "Tema utan namn" in answer.body
    assert "vard" not in answer.body
    assert f"{own}tankar.csv" in answer.links
    assert len(rows(client.get(f"{own}tankar.csv"))) == 2
    listed = {row[0] for row in rows(client.get("/teman/teman.csv"))}
    assert f"tema-nr-{theme.pk}" in listed
    assert "vard" not in listed
    assert {row[3] for row in rows(client.get("/teman/tankar.csv"))} >= {f"tema-nr-{theme.pk}", "resor"}
    assert client.get("/teman/tema-nr-99999999/").status_code == 404
    assert client.get("/teman/tema-nr-%C2%B2/").status_code == 404


def test_units_are_stated_where_numbers_are(client, edition):
    for address in ("/teman/", "/teman/resor/"):
        assert "En röst är en person. Ett medskick är en text" in client.get(address).content.decode()
    assert "Röst, medskick och tanke" in client.get("/sa-gar-det-till/").content.decode()


def test_the_method_page_says_which_analysis_and_how_many_it_read(client, edition):
    page = " ".join(client.get("/sa-gar-det-till/").content.decode().split())
    assert "bygger på den analys som har nummer 1. Den läste" in page
    assert "Startvärde" not in page
