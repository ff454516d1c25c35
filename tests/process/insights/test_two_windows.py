"""Two windows, a form pressed twice, a colleague meanwhile: nothing is overwritten unseen and nothing typed is lost."""

import re

import pytest

from helpers_people import signed_in
from medskick.process.insights import actions
from medskick.process.insights.models import BookChange, Placement, Theme

pytestmark = pytest.mark.django_db
BOARD = "/arbetsyta/analys/granska/"


def hidden(body, name):
    """Values of hidden fields with this name on a page."""
    return re.findall(rf'type="hidden" name="{name}" value="([^"]*)"', body)


def page_of(theme):
    return f"/arbetsyta/analys/tema/{theme.pk}/"


@pytest.mark.parametrize("where", ["theme", "board"])
def test_only_what_was_read_is_approved(client, cycle, two_themes, theme_named, lead, where):
    signed_in(client, "analyst")
    theme = theme_named("Resor")
    here = page_of(theme) if where == "theme" else f"{BOARD}?tema={theme.pk}"
    (read,) = hidden(client.get(here).content.decode(), "last")
    moved = Placement.objects.filter(theme=theme_named("Vårdcentral")).first()
    actions.move(cycle, [moved.pk], theme, by=lead)
    refused = client.post(f"{page_of(theme)}godkann/", {"last": read}, follow=True).content.decode()
    assert "Temat har ändrats sedan du läste det." in refused
    assert theme_named("Resor").state == "proposed"
    (read,) = hidden(client.get(here).content.decode(), "last")
    client.post(f"{page_of(theme)}godkann/", {"last": read})
    assert theme_named("Resor").state == "approved"


@pytest.mark.parametrize("change", ["summary", "part", "scope", "statement"])
def test_what_was_read_is_another_when_anything_approved_by_it_is(two_themes, theme_named, lead, change):
    from medskick.process.insights.queries.book import as_read

    theme, part = theme_named("Resor"), theme_named("Buss")
    before = as_read(theme, lead)
    {
        "summary": lambda: actions.write_summary(theme, "Bussen går sällan.", by=lead),
        "part": lambda: actions.rename(part, "Nattbussar", by=lead),
        "scope": lambda: actions.mark_outside(theme, "local_only", by=lead),
        "statement": lambda: actions.mark_statements(
            theme.cycle, [Placement.objects.filter(theme=part).first().pk], "local_only", by=lead
        ),
    }[change]()
    assert as_read(Theme.objects.get(pk=theme.pk), lead) != before


def ticked_on_the_board(client, theme, *rows):
    body = client.get(f"{BOARD}?tema={theme.pk}").content.decode()
    return {"tanke": [row.pk for row in rows], "visat": hidden(body, "visat")}


def test_board_does_not_move_what_a_colleague_has_moved_meanwhile(
    client, cycle, two_themes, theme_named, lead
):
    signed_in(client, "analyst")
    buss, care = theme_named("Buss"), theme_named("Vårdcentral")
    one, other = Placement.objects.filter(theme=buss)[:2]
    form = ticked_on_the_board(client, buss, one, other)
    actions.move(cycle, [one.pk], care, by=lead)
    top = theme_named("Vård")
    answer = client.post(f"{BOARD}tankar/", {**form, "gor": "flytta", "to": top.pk}, follow=True)
    assert "Någon har hunnit bestämma om 1 av tankarna medan du läste." in answer.content.decode()
    assert Placement.objects.get(pk=one.pk).theme == care
    assert Placement.objects.get(pk=other.pk).theme == buss
    again = ticked_on_the_board(client, care, one)
    client.post(f"{BOARD}tankar/", {**again, "gor": "flytta", "to": top.pk})
    assert Placement.objects.get(pk=one.pk).theme == top


def test_statements_moved_twice_by_the_same_press_are_moved_once(client, two_themes, theme_named):
    signed_in(client, "analyst")
    buss, care = theme_named("Buss"), theme_named("Vårdcentral")
    form = ticked_on_the_board(client, buss, *Placement.objects.filter(theme=buss)[:2])
    for _press in range(2):
        answer = client.post(f"{BOARD}tankar/", {**form, "gor": "flytta", "to": care.pk}, follow=True)
        assert "message--bad" not in answer.content.decode()
    assert BookChange.objects.filter(verb="statements_moved").count() == 1


def test_what_a_colleague_has_put_outside_is_not_taken_back_unseen(
    client, cycle, two_themes, theme_named, lead
):
    signed_in(client, "analyst")
    buss = theme_named("Buss")
    row = Placement.objects.filter(theme=buss).first()
    form = ticked_on_the_board(client, buss, row)
    actions.mark_statements(cycle, [row.pk], "local_only", by=lead)
    mine = {**form, "gor": "utanfor", "reason": "short_term"}
    for _press in range(2):
        body = client.post(f"{BOARD}tankar/", mine, follow=True).content.decode()
        assert "Någon har hunnit bestämma" in body
    same = {**form, "gor": "utanfor", "reason": "local_only"}
    assert "message--bad" not in client.post(f"{BOARD}tankar/", same, follow=True).content.decode()
    assert Placement.objects.get(pk=row.pk).outside_reason == "local_only"
    assert BookChange.objects.filter(verb="statements_outside").count() == 1


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("namn", {"name": "Resa utan bil"}),
        ("sammanfattning", {"summary": "Bussen går sällan."}),
        ("utanfor", {"reason": "local_only", "note": "Gäller en by."}),
        ("bedom", {"criterion": "cooperation", "varde": "yes", "reason": "Flera behövs."}),
        ("godkann", {}),
        ("godkann", {"gor": "ta-tillbaka"}),
        ("citat", {"gor": "valj"}),
    ],
)
def test_a_button_pressed_twice_is_one_decision_and_no_error(client, two_themes, lead, address, data):
    signed_in(client, "analyst")
    theme = Theme.objects.get(slug="resor")
    if data.get("gor") == "ta-tillbaka":
        actions.approve(theme, by=lead)
    before = BookChange.objects.count()
    data |= {
        "tanke": Placement.objects.filter(theme__parent=theme).first().pk,
        "visat": shown_by(theme, address),
    }
    if address == "godkann":
        (data["last"],) = hidden(client.get(page_of(theme)).content.decode(), "last")
    for _press in range(2):
        answer = client.post(f"{page_of(theme)}{address}/", data, follow=True)
        assert "message--bad" not in answer.content.decode()
    assert BookChange.objects.count() == before + 1


def shown_by(theme, address):
    return {"namn": theme.name, "sammanfattning": theme.summary}.get(address, "")


@pytest.mark.parametrize(
    ("address", "field", "typed"),
    [
        ("sammanfattning", "summary", "Ord som tog en timme. " * 100),
        ("namn", "name", "Vård"),
        ("namn", "name", "Ett namn som är för långt " * 6),
    ],
)
def test_what_cannot_be_saved_stands_in_the_form_again(client, two_themes, address, field, typed):
    signed_in(client, "analyst")
    theme = Theme.objects.get(slug="resor")
    response = client.post(f"{page_of(theme)}{address}/", {field: typed, "visat": getattr(theme, field)})
    body = response.content.decode()
    assert response.status_code == 400
    assert "message--bad" in body
    assert typed.strip() in body
