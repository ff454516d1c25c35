"""Criteria on pages and in files: for staff, for everybody, in both languages, and nothing of small groups."""

import csv
import io
import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers_people import signed_in
from helpers_site import look
from medskick.ground.core import offers
from medskick.ground.core.access import PUBLIC, SYSTEM, Role
from medskick.process.contributions.models import Contribution
from medskick.process.cycle import region as regions
from medskick.process.insights import actions
from medskick.process.insights.models import CriterionDecision, EditionTheme, Placement, Theme
from medskick.process.insights.queries import calibration, criteria, criteria_public, editions, spread

pytestmark = pytest.mark.django_db
STAFF = (
    "/arbetsyta/analys/kriterier/",
    "/arbetsyta/analys/kriterier/kriterier.csv",
    "/arbetsyta/analys/utanfor/",
)
READERS = {"analyst", "process_lead", "editor", "administrator"}
FORMULA = "=HYPERLINK(A1)"


def rows_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def body(client, address):
    return look(client, address).body


@pytest.mark.parametrize("role", Role.values)
def test_staff_pages_are_for_those_who_work_with_the_analysis(client, weighed, role):
    signed_in(client, role)
    for address in STAFF:
        assert client.get(address).status_code == (200 if role in READERS else 403), address


@pytest.mark.parametrize("role", ["editor", "administrator", "moderator"])
def test_whoever_only_reads_sees_no_buttons_and_may_press_none(client, weighed, theme_named, role):
    resor = theme_named("Resor")
    signed_in(client, role)
    if role in READERS:
        assert 'name="varde"' not in body(client, f"/arbetsyta/analys/tema/{resor.pk}/")
        assert 'value="bekrafta"' not in body(client, "/arbetsyta/analys/utanfor/")
    data = {"criterion": "cooperation", "varde": "yes", "reason": "X"}
    client.post(f"/arbetsyta/analys/tema/{resor.pk}/bedom/", data)
    pk = Placement.objects.get(suggested_scope="beyond_influence").pk
    data = {"tanke": pk, "gor": "bekrafta", "skal": "local_only"}
    assert client.post("/arbetsyta/analys/utanfor/bestam/", data).status_code == 403
    assert not CriterionDecision.objects.exists()
    assert not Placement.objects.exclude(outside_reason="").exists()


def test_visitor_is_asked_to_sign_in(client, weighed, theme_named):
    for address in STAFF:
        assert client.get(address).status_code == 302
    client.post(
        f"/arbetsyta/analys/tema/{theme_named('Resor').pk}/bedom/",
        {"criterion": "cooperation", "varde": "yes"},
    )
    assert not CriterionDecision.objects.exists()


def test_panel_tells_the_suggestion_its_span_words_and_examples(client, weighed, theme_named):
    signed_in(client, "analyst")
    page = body(client, f"/arbetsyta/analys/tema/{theme_named('Resor').pk}/")
    for words in (
        "Talar för samverkan:",
        "av 100 tankar ser ut att kräva att flera gör något tillsammans.",
        "Talar emot långsiktigt:",
        "Ord som talar för:",
        "nattbussar, tåget",
        "I en typisk grupp har 40–60 av 100 personer skrivit om det. Bland alla är det 50 av 100.",
        "9 av 14",
        "Ja, som datorn",
        "Exempel för och emot",
    ):
        assert words in page, words


def test_buttons_decide_and_say_what_is_missing(client, weighed, theme_named):
    signed_in(client, "analyst")
    resor = theme_named("Resor")
    there = f"/arbetsyta/analys/tema/{resor.pk}/bedom/"
    refused = client.post(there, {"criterion": "cooperation", "varde": "no", "visat": ""}, follow=True)
    assert "Skriv i en mening varför" in refused.content.decode()
    assert not CriterionDecision.objects.exists()
    made = client.post(there, {"criterion": "cooperation", "varde": "yes", "visat": ""}, follow=True)
    page = made.content.decode()
    assert "Bedömningen är sparad." in page
    assert "Ja, bedömt" in page
    assert 'aria-pressed="true"' in page
    assert client.post(there, {"criterion": "?", "varde": "yes"}, follow=True).status_code == 200
    assert client.post(there, {"criterion": "x" * 99, "varde": "\x00"}, follow=True).status_code == 200
    assert CriterionDecision.objects.count() == 1


def test_overview_sorts_filters_and_leads_to_the_theme(client, weighed, theme_named, lead):
    care = theme_named("Vård")
    actions.mark_outside(care, "beyond_influence", by=lead)
    signed_in(client, "analyst")
    page = body(client, STAFF[0])
    assert f"/arbetsyta/analys/tema/{care.pk}/#kriterier" in page
    assert page.index("Resor</a>") < page.index("Vård</a>")
    falling = body(client, STAFF[0] + "?sortera=-theme")
    assert falling.index("Vård</a>") < falling.index("Resor</a>")
    only = body(client, STAFF[0] + "?visa=utanfor")
    assert "Vård</a>" in only
    assert "Resor</a>" not in only
    assert client.get(STAFF[0] + "?sortera=-cooperation").status_code == 200
    assert client.get(STAFF[0] + "?sortera=drop&visa=nej").status_code == 200


def test_files_run_no_formula(client, weighed, theme_named, lead, cycle):
    resor = theme_named("Resor")
    actions.decide(resor, "cooperation", "no", by=lead, reason=FORMULA)
    actions.rename(resor, "=1+1", by=lead)
    for theme in Theme.objects.filter(parent=None):
        actions.approve(theme, by=lead)
    actions.publish(cycle, by=lead)
    signed_in(client, "analyst")
    for address in (STAFF[1], "/teman/kriterier.csv"):
        cells = [cell for row in rows_of(client.get(address)) for cell in row]
        assert f"'{FORMULA}" in cells
        assert "'=1+1" in cells
        assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_statements_that_may_lie_outside_are_settled_in_batches(client, weighed, lead, cycle):
    signed_in(client, "analyst")
    page = body(client, STAFF[2])
    assert "Regionen råder inte över det (1)" in page
    assert "Vårdcentralen måste finnas kvar i inlandet." in page
    pk = criteria.pending(cycle, lead).get().pk
    data = {"tanke": [pk], "gor": "bekrafta", "skal": "beyond_influence", "belongs_to": "state"}
    assert "Klart." in client.post("/arbetsyta/analys/utanfor/bestam/", data, follow=True).content.decode()
    assert "hör hemma hos staten" in body(client, STAFF[2] + "?visa=bestamda")
    client.post("/arbetsyta/analys/utanfor/bestam/", {"tanke": [pk], "gor": "tillbaka"})
    row = Placement.objects.get(pk=pk)
    assert (row.outside_reason, row.belongs_to, row.scope_decided) == ("", "", True)
    assert "Inga förslag här." in body(client, STAFF[2])


@pytest.mark.parametrize(
    "data", [{}, {"gor": "bekrafta"}, {"gor": "bekrafta", "skal": "?"}, {"belongs_to": "månen"}]
)
def test_half_filled_batch_says_what_is_wrong(client, weighed, lead, cycle, data):
    signed_in(client, "analyst")
    ticked = {"tanke": [criteria.pending(cycle, lead).get().pk]} if data else {}
    answer = client.post("/arbetsyta/analys/utanfor/bestam/", {**data, **ticked}, follow=True)
    assert "message--bad" in answer.content.decode()
    assert not Placement.objects.filter(scope_decided=True).exists()


def test_everybody_reads_what_is_decided_and_what_is_only_suggested(
    client, cycle, weighed, theme_named, lead
):
    actions.decide(theme_named("Resor"), "cooperation", "no", by=lead, reason="Regionen kör bussarna.")
    for theme in Theme.objects.filter(parent=None):
        actions.approve(theme, by=lead)
    actions.publish(cycle, by=lead)
    page = body(client, "/teman/resor/")
    assert "Regionen kör bussarna." in page
    assert "Bedömt av processledare." in page
    assert page.count("Förslag av dator, inte bedömt") == 3
    assert lead.name not in page
    whole = body(client, "/teman/")
    assert "Nej, bedömt" in whole
    assert "Förslag: ja" in whole
    english = body(client, "/en/teman/resor/")
    assert "Assessed by: process lead." in english
    assert english.count("Suggested by a computer, not assessed") == 3
    assert "inte bedömt" not in english
    assert "Does it fit in a strategy?" in body(client, "/en/teman/")


def test_decision_to_renew_says_so_to_everybody(client, cycle, weighed, theme_named, lead):
    resor = theme_named("Resor")
    actions.decide(resor, "cooperation", "yes", by=lead)
    actions.merge(theme_named("Vård"), resor, by=lead)
    actions.approve(resor, by=lead)
    actions.publish(cycle, by=lead)
    assert "ska bedömas på nytt" in body(client, "/teman/resor/")


def test_what_lies_outside_is_shown_with_its_count_reason_and_place(
    client, cycle, weighed, theme_named, lead
):
    pk = criteria.pending(cycle, lead).get().pk
    actions.mark_statements(cycle, [pk], "beyond_influence", by=lead, belongs_to="state")
    actions.mark_outside(theme_named("Resor"), "single_actor", by=lead, belongs_to="company")
    for theme in Theme.objects.filter(parent=None):
        actions.approve(theme, by=lead)
    actions.publish(cycle, by=lead)
    page = body(client, "/teman/")
    assert "Utanför strategins räckvidd" in page
    assert "Hör hemma hos: staten." in page
    assert "Hör hemma hos: ett företag." in page
    assert re.search(r"Regionen råder inte över det \(1 tanke\)", page)
    assert "Outside the reach of the strategy" in body(client, "/en/teman/")


def test_suggestions_of_what_lies_outside_are_labelled_and_stay_in_their_theme(client, weighed_edition):
    page = body(client, "/teman/")
    assert "De här tankarna ligger kvar i sina teman" in page
    assert "Ingen människa har lagt något utanför" in page


def test_word_shows_only_while_two_voices_use_it(client, weighed, weighed_edition):
    assert "nattbussar" in body(client, "/teman/resor/").split('id="k-cooperation"')[1].split("</section>")[0]
    theme = criteria_public.of_themes(editions.published_themes(weighed_edition, PUBLIC), PUBLIC)
    shown = {one.criterion: one.words for own in theme.values() for one in own if one.words}
    assert "tåget" not in shown["cooperation"]  # one voice only
    using = [one for one in weighed if "nattbuss" in one.text.lower()]
    Contribution.objects.filter(pk__in=[one.pk for one in using[1:]]).update(state="withdrawn")
    after = criteria_public.of_themes(editions.published_themes(weighed_edition, PUBLIC), PUBLIC)
    assert not any("nattbussar" in one.words for own in after.values() for one in own)


def test_suggestion_goes_when_fewer_than_five_persons_are_left(client, weighed, weighed_edition):
    assert "Talar för samverkan" in body(client, "/teman/resor/")
    Contribution.objects.filter(pk__in=[one.pk for one in weighed[:2]]).update(state="withdrawn")
    page = body(client, "/teman/resor/")
    assert "Talar för samverkan" not in page
    assert "För få röster för ett förslag." in page


CELLS = st.dictionaries(
    st.sampled_from("abcdefgh"), st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=2
)


@given(CELLS)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_breadth_tells_nothing_that_its_public_table_hides(cells):
    """Two tables of persons that print the same say the same of breadth."""
    counts = {(1, group): theme for group, (theme, _rest) in cells.items()}
    counts |= {(spread.ALL, group): theme + rest for group, (theme, rest) in cells.items()}
    hidden = spread.suppressed(counts)
    labels = {group: group for group in sorted(cells)}
    part = (spread.MUNICIPALITY, 1), (spread.MUNICIPALITY, spread.ALL)
    tables = {pk: spread._table(name, pk, counts, hidden, labels, few=False) for name, pk in part}
    other = {cell: persons + 1 if cell in hidden else persons for cell, persons in counts.items()}
    twins = {pk: spread._table(name, pk, other, hidden, labels, few=False) for name, pk in part}
    if any(one.too_few for one in (*tables.values(), *twins.values())):
        return
    theme = type("Theme", (), {"row": type("Row", (), {"pk": 1})})
    told, twin = (criteria_public.breadth(one, theme) for one in (tables, twins))
    assert (told and told.sentence) == (twin and twin.sentence)
    assert (told and told.groups) == (twin and twin.groups)


def test_breadth_is_told_by_the_table_of_the_page(client, cycle, say, run_of, lead):
    voices = [
        one
        for place, n in (("2580", 8), ("2521", 6), ("2505", 2))
        for one in say(*[f"Nattbussar och resor {place} {k}." for k in range(n)], municipality=place)
    ]
    run_of(voices, {"resor": {"buss": range(16)}}, judged=dict.fromkeys(range(16), ("in", 0.9, 0.9)))
    actions.approve(Theme.objects.get(parent=None), by=lead)
    edition = actions.publish(cycle, by=lead)
    tables = spread.spread(edition, spread.MUNICIPALITY, regions.region(), PUBLIC)
    (theme,) = editions.published_themes(edition, PUBLIC)
    told = criteria_public.breadth(tables, theme)
    named = {row.label for row in tables[theme.row.pk].rows if row.persons}
    assert {label for label, state in told.groups if state == criteria_public.REACHED} == named
    assert told.sentence in body(client, "/teman/resor/")


def test_topic_has_no_breadth(client, cycle, weighed, theme_named, lead):
    for theme in Theme.objects.filter(parent=None):
        actions.approve(theme, by=lead)
    actions.publish(cycle, by=lead)
    page = body(client, "/teman/buss/")
    assert "Delas av många" in page
    assert "Minst en person har skrivit om det" not in page


@pytest.mark.usefixtures("own_data")
def test_breadth_is_the_same_number_for_visitors_and_for_staff(
    client, cycle, say, analyse, publish_all, lead
):
    """By the real engine: the same municipalities, counted by anybody in them who has written about it."""
    bus = "Det behövs fler bussar till {} på kvällen, linje {}."
    school = "Skolan i {} behöver fler lärare och mindre klasser, sal {}."
    for place, code, buses, schools in (
        ("Luleå", "2580", 9, 2),
        ("Älvsbyn", "2560", 2, 8),
        ("Överkalix", "2513", 1, 7),
        ("Haparanda", "2583", 0, 9),
    ):
        for text, many in ((bus, buses), (school, schools)):
            for number in range(many):
                say(text.format(place, number), municipality=code)
    analyse(themes=2)
    edition = publish_all()
    region = regions.region()
    tables = spread.spread(edition, spread.MUNICIPALITY, region, PUBLIC)
    compared = 0
    for theme in editions.published_themes(edition, PUBLIC):
        told = criteria_public.breadth(tables, theme)
        groups = criteria.weigh(cycle, [theme.row.theme], lead)[theme.row.theme_id][
            "shared_by_many"
        ].suggestion.groups
        (own,) = [one for one in groups if one.dimension == "municipality"]
        if told is None:
            continue
        raised = told.count(criteria_public.REACHED) + told.count(criteria_public.FEW)
        assert (raised, len(told.groups)) == (own.reached, own.of)
        page = body(client, theme.address)
        assert f"Minst en person har skrivit om det i {raised} av de {len(told.groups)} kommuner" in page
        signed_in(client, "analyst")
        assert f"{own.reached} av {own.of}" in body(client, f"/arbetsyta/analys/tema/{theme.row.theme_id}/")
        compared += 1
    assert compared


def test_edition_made_before_there_were_criteria_says_nothing_of_them(client, edition):
    EditionTheme.objects.update(criteria={})
    assert "Passar det i en strategi?" not in body(client, "/teman/")
    assert "Passar det i en strategi?" not in body(client, "/teman/resor/")
    assert len(rows_of(client.get("/teman/kriterier.csv"))) == 1


def test_open_data_says_what_the_pages_say(weighed_edition):
    (found,) = [one for one in offers.data_sets if one.name == "kriterier"]
    rows = list(found.rows(PUBLIC))
    assert len(rows) == 16
    assert all(len(row) == len(found.columns) for row in rows)
    assert {row[8] for row in rows} <= {"yes", "no", "unsure", ""}
    assert not any(row[4] for row in rows)


def test_demonstration_decides_nothing(client, cycle, weighed):
    actions.publish(cycle, by=SYSTEM, reviewed=False)
    page = body(client, "/teman/resor/")
    assert page.count("Förslag av dator, inte bedömt") == 4
    assert "Bedömt av" not in page


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/sa-gar-det-till/", "Många betyder brett, inte högljutt."),
        ("/en/sa-gar-det-till/", "Many means broad, not loud."),
    ],
)
def test_method_page_explains_the_criteria(client, weighed_edition, address, words):
    page = body(client, address)
    assert words in page
    assert page.count('class="calibration__plot"') == 2


def test_figures_of_how_sure_the_computer_is_are_those_of_the_model_card():
    card = " ".join(
        (Path(__file__).parents[3] / "docs" / "model-card.md").read_text(encoding="utf-8").split()
    )
    for pairs in (calibration.COOPERATION, calibration.LONG_TERM):
        for place, (said, was) in enumerate(pairs):
            told = f"{said:.2f} was {was:.2f}"
            assert told in card or (place == 0 and f"said {told}" in card), told
    assert f"{calibration.TEXTS} texts" in card


def test_queries_do_not_grow_with_themes_or_voices(
    client, cycle, say, run_of, lead, django_assert_max_num_queries
):
    voices = say(*[f"Nattbussar och resor nummer {n}." for n in range(96)], municipality="2580")
    judged = {n: ("in" if n % 3 else "local_only", 0.7, 0.4) for n in range(96)}
    run_of(voices, {f"resor {t}": {f"buss {t}": range(t * 12, t * 12 + 12)} for t in range(8)}, judged=judged)
    for theme in Theme.objects.all():
        actions.decide(theme, "cooperation", "open", by=lead)
    signed_in(client, "analyst")
    for address, most in ((STAFF[0], 22), (STAFF[1], 14), (STAFF[2], 24)):
        with django_assert_max_num_queries(most):
            client.get(address)
    with django_assert_max_num_queries(50):
        client.get(f"/arbetsyta/analys/tema/{Theme.objects.filter(parent=None).first().pk}/")
    for theme in Theme.objects.filter(parent=None):
        actions.approve(theme, by=lead)
    actions.publish(cycle, by=lead)
    with django_assert_max_num_queries(24):
        client.get("/teman/kriterier.csv")
    with django_assert_max_num_queries(55):
        client.get("/teman/")


def test_reason_that_was_taken_away_is_nowhere_and_not_published_again(
    client, cycle, weighed, theme_named, lead
):
    resor = theme_named("Resor")
    actions.decide(resor, "cooperation", "no", by=lead, reason="Fula ord om Nisse.")
    for theme in Theme.objects.filter(parent=None):
        actions.approve(theme, by=lead)
    edition = actions.publish(cycle, by=lead)
    row = edition.themes.get(slug="resor")
    signed_in(client, "process_lead")
    assert "Fula ord om Nisse." in body(client, f"/arbetsyta/analys/utgava/{edition.number}/")
    actions.take_away(edition, "reasons", "Pekar ut någon.", by=lead, theme=row)
    for address in ("/teman/resor/", "/en/teman/resor/", "/teman/"):
        assert "Nisse" not in body(client, address)
    assert "Skälet är borttaget: Pekar ut någon." in body(client, "/teman/resor/")
    assert not any("Nisse" in cell for row in rows_of(client.get("/teman/kriterier.csv")) for cell in row)
    assert not any("Nisse" in str(row) for one in offers.data_sets for row in one.rows(PUBLIC))
    with pytest.raises(ValidationError, match="skäl"):
        actions.publish(cycle, by=lead)
    actions.decide(resor, "cooperation", "no", by=lead, reason="Regionen kör själv.")
    assert actions.publish(cycle, by=lead).number == edition.number + 1
