"""The workspace: start, review, preview, publish – and who may."""

import re

import pytest

from helpers_people import signed_in
from helpers_site import look
from medskick.ground.core.access import Role
from medskick.process.insights import actions
from medskick.process.insights.models import Edition, Placement, Run, Theme

pytestmark = pytest.mark.django_db
PAGES = ("/arbetsyta/analys/", "/arbetsyta/analys/granska/", "/arbetsyta/analys/granska/historik/")
READERS = {"analyst", "process_lead", "editor", "administrator"}


@pytest.mark.parametrize("role", Role.values)
def test_pages_are_for_those_who_work_with_the_analysis(client, two_themes, role):
    signed_in(client, role)
    for address in PAGES:
        assert client.get(address).status_code == (200 if role in READERS else 403), address


def test_visitor_is_asked_to_sign_in(client, two_themes):
    for address in PAGES:
        assert client.get(address).status_code == 302


@pytest.mark.parametrize("role", ["editor", "administrator"])
def test_reader_sees_no_buttons_and_may_press_none(client, two_themes, role):
    signed_in(client, role)
    assert "Flytta" not in look(client, "/arbetsyta/analys/granska/").body.replace("Flyttade", "")
    theme = Theme.objects.first()
    for address in ("namn", "sammanfattning", "godkann", "utanfor", "sla-ihop", "citat"):
        data = {"name": "X", "into": Theme.objects.last().pk, "tanke": Placement.objects.first().pk}
        client.post(f"/arbetsyta/analys/tema/{theme.pk}/{address}/", data)
    client.post("/arbetsyta/analys/starta/")
    assert client.get("/arbetsyta/analys/publicera/").status_code == 403
    assert not Run.objects.filter(state="waiting").exists()
    assert not Theme.objects.filter(decided_by_person=True).exists()


def test_analyst_starts_one_run_however_often_the_button_is_pressed(client, two_themes):
    signed_in(client, "analyst")
    for _press in range(3):
        client.post("/arbetsyta/analys/starta/", {"themes": "", "seed": "0"})
    assert Run.objects.filter(state="waiting").count() == 1
    assert "Väntar" in look(client, "/arbetsyta/analys/").body


@pytest.mark.parametrize("themes", ["1", "0", "-4", "999", "många"])
def test_number_of_themes_that_cannot_be_gets_a_sentence(client, two_themes, themes):
    signed_in(client, "analyst")
    response = client.post("/arbetsyta/analys/starta/", {"themes": themes}, follow=True)
    assert not Run.objects.filter(state="waiting").exists()
    assert "message--bad" in response.content.decode()


def test_run_is_cancelled_before_it_begins(client, two_themes):
    signed_in(client, "analyst")
    client.post("/arbetsyta/analys/starta/")
    run = Run.objects.get(state="waiting")
    client.post(f"/arbetsyta/analys/korningar/{run.number}/avbryt/")
    run.refresh_from_db()
    assert run.state == "cancelled"
    client.post("/arbetsyta/analys/starta/")
    assert Run.objects.filter(state="waiting").count() == 1


def test_board_says_who_approved_the_theme(client, two_themes, theme_named, lead):
    signed_in(client, "analyst")
    theme = theme_named("Resor")
    here = f"/arbetsyta/analys/granska/?tema={theme.pk}"
    assert "Godkänt av" not in client.get(here).content.decode()
    actions.approve(theme, by=lead)
    assert f"Godkänt av {lead.name}" in client.get(here).content.decode()


def test_board_moves_splits_marks_and_takes_back(client, cycle, two_themes, theme_named):
    signed_in(client, "analyst")
    board = "/arbetsyta/analys/granska/tankar/"
    pks = list(Placement.objects.order_by("pk").values_list("pk", flat=True))
    buss, care = theme_named("Buss"), theme_named("Vårdcentral")
    client.post(board, {"gor": "flytta", "tanke": pks[:2], "to": care.pk})
    assert Placement.objects.filter(theme=care).count() == 8
    client.post(board, {"gor": "bryt-ut", "tanke": pks[2:4], "name": "Nattbussar", "fran": buss.pk})
    assert theme_named("Nattbussar").placements.count() == 2
    client.post(board, {"gor": "utanfor", "tanke": [pks[5]], "reason": "local_only"})
    assert Placement.objects.get(pk=pks[5]).outside_reason == "local_only"
    client.post(board, {"gor": "lyft-ut", "tanke": [pks[4]]})
    assert Placement.objects.get(pk=pks[4]).theme is None
    from medskick.process.insights.actions.undo import latest

    for _step in range(4):
        client.post(f"/arbetsyta/analys/granska/angra/{latest(cycle).pk}/")
    assert Placement.objects.filter(theme=buss).count() == 6


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"gor": "flytta"},
        {"gor": "flytta", "to": "x"},
        {"gor": "utanfor"},
        {"gor": "bryt-ut", "fran": "1"},
        {"gor": "?"},
    ],
)
def test_half_filled_board_says_what_is_missing(client, two_themes, data):
    signed_in(client, "analyst")
    pk = Placement.objects.first().pk
    response = client.post("/arbetsyta/analys/granska/tankar/", {**data, "tanke": [pk]}, follow=True)
    assert response.status_code in {200, 404}
    if response.status_code == 200:
        assert "message--bad" in response.content.decode()
    assert not Placement.objects.filter(origin="person").exists()


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        ("bryt-ut", "Skriv vad det nya temat ska heta."),
        ("flytta", "Välj vilket tema tankarna ska flyttas till."),
        ("utanfor", "Välj varför tankarna ligger utanför."),
    ],
)
def test_what_is_missing_is_told_at_its_field_and_the_ticks_stay(
    client, two_themes, theme_named, verb, sentence
):
    signed_in(client, "analyst")
    buss = theme_named("Buss")
    pks = list(Placement.objects.filter(theme=buss).values_list("pk", flat=True))[:2]
    here = f"/arbetsyta/analys/granska/?tema={buss.pk}"
    data = {"gor": verb, "tanke": pks, "fran": buss.pk, "next": here}
    page = client.post("/arbetsyta/analys/granska/tankar/", data, follow=True).content.decode()
    assert page.count(" checked") == 2
    assert sentence in page.split('class="acts"')[1]
    assert page.count('aria-invalid="true"') == 1
    assert not Placement.objects.filter(origin="person").exists()
    assert " checked" not in client.get(here).content.decode()


def test_board_never_leads_away_from_the_site(client, two_themes):
    signed_in(client, "analyst")
    response = client.post("/arbetsyta/analys/granska/tankar/", {"next": "https://elak.example/"})
    assert response["Location"] == "/arbetsyta/analys/granska/"


def test_filters_show_what_they_say(client, cycle, say, run_of, two_themes, lead):
    signed_in(client, "analyst")
    voices = two_themes + say("zzz qqq unik", "Vet ej")
    run_of(
        voices, {"resor": {"buss": range(6)}, "vård": {"vårdcentral": range(6, 12)}}, alone=[12], empty=[13]
    )
    actions.mark_statements(cycle, [Placement.objects.get(contribution=voices[0]).pk], "local_only", by=lead)

    def shown(query):
        return look(client, f"/arbetsyta/analys/granska/?{query}").body.count('name="tanke" value')

    assert shown("tema=alla") == 14
    assert shown("tema=utan") == 1
    assert shown("tema=tomma") == 1
    assert shown("tema=alla&visa=utanfor") == 1
    assert shown("tema=alla&sok=vårdcentralen") == 6
    assert shown("tema=99999&visa=hittepa") == 6


def test_theme_is_named_summarised_quoted_and_approved_on_its_page(client, two_themes):
    signed_in(client, "process_lead")
    theme = Theme.objects.get(slug="resor")
    page = f"/arbetsyta/analys/tema/{theme.pk}/"
    client.post(f"{page}namn/", {"name": "Resa utan bil"})
    client.post(f"{page}sammanfattning/", {"summary": "Bussarna går för sällan på kvällen."})
    client.post(f"{page}citat/", {"tanke": Placement.objects.first().pk, "gor": "valj"})
    client.post(f"{page}utanfor/", {"reason": "short_term", "note": "Redan löst."})
    client.post(f"{page}godkann/")
    theme.refresh_from_db()
    assert (theme.name, theme.state, theme.outside_reason) == ("Resa utan bil", "approved", "short_term")
    body = look(client, page).body
    assert "Bussarna går för sällan på kvällen." in body
    assert "Valt" in body
    client.post(f"{page}sla-ihop/", {"into": Theme.objects.get(slug="vard").pk})
    assert client.get(page).status_code == 302


@pytest.mark.parametrize(
    ("address", "field", "shown", "theirs", "mine"),
    [
        ("namn", "name", "Resor", "Resa utan bil", "Bussar och tåg"),
        ("sammanfattning", "summary", "", "Bussen går\r\nför sällan.", "Folk vill åka."),
        ("utanfor", "reason", "", "short_term", "local_only"),
    ],
)
def test_stale_form_never_overwrites_a_colleagues_words(
    client, two_themes, address, field, shown, theirs, mine
):
    signed_in(client, "analyst")
    theme = Theme.objects.get(slug="resor")
    page = f"/arbetsyta/analys/tema/{theme.pk}/"
    post = f"{page}{address}/"
    assert client.post(post, {field: theirs, "visat": shown}).status_code == 302
    assert client.post(post, {field: theirs, "visat": shown}).status_code == 302, "the same words agree"
    response = client.post(post, {field: mine, "visat": shown})
    body = response.content.decode()
    assert response.status_code == 409
    column = {"reason": "outside_reason"}.get(field, field)
    words = {"short_term": "gäller något kortsiktigt", "local_only": "gäller en enda plats"}
    stands = getattr(Theme.objects.get(pk=theme.pk), column)
    assert stands.split() == theirs.split()
    said = body.split("message--bad")[1].split("Inget är sparat")[0]
    for text in (theirs, mine):
        assert words.get(text, text).split()[-1] in said
    again = client.post(post, {field: mine, "visat": stands})
    assert again.status_code == 302
    assert getattr(Theme.objects.get(pk=theme.pk), column) == mine


def test_page_of_a_theme_carries_what_it_shows(client, two_themes, lead):
    signed_in(client, "analyst")
    theme = actions.write_summary(Theme.objects.get(slug="resor"), "Bussen går sällan.", by=lead)
    body = client.get(f"/arbetsyta/analys/tema/{theme.pk}/").content.decode()
    shown = re.findall(r'name="visat"(?: value="([^"]*)")?', body)
    assert shown[:2] == ["Resor", "Bussen går sällan."]
    assert (
        shown[2:] == [""] * 4
    )  # a criterion each, none decided; the last is reach, with no reason to lie outside


def test_preview_shows_the_edition_and_leaves_nothing_behind(client, cycle, two_themes, lead):
    signed_in(client, "process_lead")
    assert (
        "2 teman är inte godkända av någon människa" in look(client, "/arbetsyta/analys/forhandsvisa/").body
    )
    for theme in Theme.objects.filter(parent=None):
        actions.approve(theme, by=lead)
    from medskick.ground.core.models import AuditEntry

    lines = AuditEntry.objects.count()
    body = look(client, "/arbetsyta/analys/forhandsvisa/").body
    assert "Det här är en förhandsvisning" in body
    assert "Resor" in body
    assert not Edition.objects.exists()
    assert AuditEntry.objects.count() == lines


def test_publishing_asks_for_a_last_look_and_then_publishes(client, cycle, two_themes, lead):
    signed_in(client, "process_lead")
    for theme in Theme.objects.filter(parent=None):
        actions.approve(theme, by=lead)
    data = {"title": "Ett", "seen": actions.mark(cycle)}
    assert client.post("/arbetsyta/analys/publicera/", data).status_code == 400
    for _press in range(2):
        response = client.post("/arbetsyta/analys/publicera/", {**data, "sure": "on"}, follow=True)
        assert "Utgåva 1 är publicerad" in response.content.decode()
    assert Edition.objects.get().title == "Ett"


def test_only_what_was_read_is_published(client, cycle, two_themes, lead, theme_named):
    signed_in(client, "process_lead")
    for theme in Theme.objects.filter(parent=None):
        actions.approve(theme, by=lead)
    preview = client.get("/arbetsyta/analys/forhandsvisa/").content.decode()
    (address,) = set(re.findall(r"/arbetsyta/analys/publicera/\?last=[0-9a-f]+", preview))
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', client.get(address).content.decode())[1]
    actions.unapprove(theme_named("Vård"), by=lead)
    again = client.get(address).content.decode()
    assert seen in again
    data = {"title": "Ett", "seen": seen, "sure": "on"}
    response = client.post("/arbetsyta/analys/publicera/", data)
    body = response.content.decode()
    assert (response.status_code, Edition.objects.count()) == (400, 0)
    assert "Temana har ändrats sedan du läste dem." in body
    assert 'value="Ett"' in body
    assert " checked" not in body
    assert seen not in body
    assert client.post("/arbetsyta/analys/publicera/", {"title": "Ett", "sure": "on"}).status_code == 400


def test_board_of_many_statements_takes_a_bounded_number_of_queries(
    client, cycle, say, run_of, django_assert_max_num_queries
):
    voices = say(*[f"Nattbussar och resor nummer {n}." for n in range(120)])
    run_of(voices, {f"resor {t}": {"buss": range(t * 20, t * 20 + 20)} for t in range(6)})
    signed_in(client, "analyst")
    with django_assert_max_num_queries(45):
        client.get("/arbetsyta/analys/granska/?tema=alla")


def test_without_a_cycle_the_page_says_what_to_do(client, db):
    signed_in(client, "analyst")
    assert "Ingen omgång är startad." in client.get("/arbetsyta/analys/").content.decode()
    signed_in(client, "process_lead")
    for address in ("publicera/", "forhandsvisa/", "granska/", "granska/historik/"):
        response = client.get(f"/arbetsyta/analys/{address}")
        assert response.status_code == 200
        assert "Ingen omgång är startad." in response.content.decode()
