"""What an edition freezes, what it never holds, and what stops it."""

import re

import pytest
from django.core.exceptions import ValidationError

from helpers_people import signed_in
from medskick.ground.core.access import PUBLIC, SYSTEM, Viewer
from medskick.ground.core.models import AuditEntry
from medskick.process.contributions.models import Contribution, Mask, State
from medskick.process.cycle import region as regions
from medskick.process.insights import actions
from medskick.process.insights.actions.undo import latest
from medskick.process.insights.models import Edition, EditionStatement, EditionTheme, Placement, Run, Theme
from medskick.process.insights.queries import amounts, changes, checks, editions, statements
from medskick.process.insights.queries.left_out import left_out

pytestmark = pytest.mark.django_db


def words(rows):
    return [row.plain for row in rows]


def quotes_of(edition, slug):
    theme = edition.themes.get(slug=slug)
    return statements.quotes(edition, [theme], regions.region(), PUBLIC, 6)[theme.pk]


def test_nothing_is_published_before_a_theme_is_approved(cycle, two_themes, lead):
    with pytest.raises(ValidationError, match="2 teman är inte godkända av någon människa"):
        actions.publish(cycle, by=lead)
    assert not Edition.objects.exists()


def test_nothing_is_published_while_a_run_may_change_the_book(cycle, edition, lead):
    Run.objects.create(number=99, cycle=cycle, state=Run.State.RUNNING, started_by="Prov")
    with pytest.raises(ValidationError, match="En analys pågår"):
        actions.publish(cycle, by=lead)


def test_edition_shows_structure_counts_and_words(edition):
    tops = editions.published_themes(edition, PUBLIC)
    assert [(one.name, one.count.persons, [t.name for t in one.topics]) for one in tops] == [
        ("Resor", 6, ["Buss"]),
        ("Vård", 6, ["Vårdcentral"]),
    ]


def test_theme_that_is_not_approved_is_counted_but_not_shown(cycle, two_themes, lead):
    actions.approve(Theme.objects.get(slug="resor"), by=lead)
    edition = actions.publish(cycle, by=lead)
    assert [one.name for one in editions.published_themes(edition, PUBLIC)] == ["Resor"]
    ledger = amounts.ledger(edition, PUBLIC)
    assert (ledger.assigned.texts, ledger.unassigned.texts, ledger.stands) == (6, 6, True)


def test_structure_stays_when_the_book_changes(cycle, edition, lead, theme_named):
    actions.rename(theme_named("Resor"), "Resa utan bil", by=lead)
    actions.merge(theme_named("Vård"), theme_named("Resa utan bil"), by=lead)
    assert [one.name for one in editions.published_themes(edition, PUBLIC)] == ["Resor", "Vård"]


def test_what_was_read_is_published_once_however_often_it_is_asked_for(cycle, edition, lead):
    seen = actions.mark(cycle)
    second, again = (actions.publish(cycle, by=lead, seen=seen) for _press in range(2))
    assert second == again != edition
    with pytest.raises(ValidationError, match="har ändrats sedan du läste"):
        actions.publish(cycle, by=lead, seen="0" * 64)


def test_numbers_of_editions_are_never_reused(cycle, edition, lead):
    second = actions.publish(cycle, by=lead)
    assert (edition.number, second.number) == (1, 2)
    assert AuditEntry.objects.filter(action="insights.published").count() == 2


def test_hidden_voice_leaves_counts_lists_and_quotes_at_once(edition, two_themes):
    before = words(quotes_of(edition, "resor"))
    gone = two_themes[0]
    assert any(gone.text in text for text in before)
    Contribution.objects.filter(pk=gone.pk).update(state=State.HIDDEN, hidden_reason="spam")
    after = words(quotes_of(edition, "resor"))
    assert len(after) == len(before) - 1
    assert not any(gone.text in text for text in after)
    assert editions.published_themes(edition, PUBLIC)[1].count.persons == 5
    Contribution.objects.filter(pk=gone.pk).update(state=State.VISIBLE, hidden_reason="")
    assert words(quotes_of(edition, "resor")) == before


def test_mask_made_after_publication_takes_the_quote_away_and_covers_the_list(edition, two_themes):
    voice = two_themes[0]
    Mask.objects.create(contribution=voice, field="text", start=5, end=15, kind="other")
    assert not any("nattbussar behövs" in text for text in words(quotes_of(edition, "resor")))
    rows = statements.described(
        statements.statements(edition, PUBLIC, edition.themes.get(slug="resor")),
        edition,
        regions.region(),
        PUBLIC,
    )
    own = next(row for row in rows if row.number == voice.number)
    assert re.fullmatch(r"Fler \[[^]]+\] behövs så att unga kan ta sig hem från stan\.", own.plain)


def test_every_quote_equals_the_original_at_its_span(edition):
    for row in EditionStatement.objects.filter(quote_rank__isnull=False).select_related("contribution"):
        original = getattr(row.contribution, row.field)[row.start : row.end]
        shown = [
            quote for quote in quotes_of(edition, row.theme.slug) if quote.number == row.contribution.number
        ]
        assert [quote.plain for quote in shown] == [original]


def test_flagged_text_is_counted_but_its_words_are_nowhere(cycle, two_themes, lead):
    Contribution.objects.filter(pk=two_themes[1].pk).update(flags=["abuse"])
    for theme in Theme.objects.filter(cycle=cycle, parent=None):
        actions.approve(theme, by=lead)
    edition = actions.publish(cycle, by=lead)
    rows = list(statements.stream(edition, regions.region(), PUBLIC))
    assert len(rows) == 12
    assert not any("Pajala" in row.plain for row in rows)
    assert not any("Pajala" in text for text in words(quotes_of(edition, "resor")))


def test_chosen_quote_comes_first_and_a_refused_one_never(cycle, two_themes, lead):
    theme = Theme.objects.get(slug="resor")
    last, first = (Placement.objects.get(contribution=two_themes[n]) for n in (5, 0))
    actions.choose_quote(theme, last, by=lead)
    actions.refuse_quote(theme, first, by=lead)
    for one in Theme.objects.filter(cycle=cycle, parent=None):
        actions.approve(one, by=lead)
    shown = words(quotes_of(actions.publish(cycle, by=lead), "resor"))
    assert shown[0] == two_themes[5].text
    assert two_themes[0].text not in shown


def test_machine_name_disappears_when_too_few_use_its_words(edition, two_themes):
    Contribution.objects.filter(pk__in=[one.pk for one in two_themes[7:12]]).update(state="withdrawn")
    (_other, theme) = editions.published_themes(edition, PUBLIC)
    number = f"tema-nr-{theme.row.theme_id}"
    assert (theme.name, theme.address, theme.keywords) == ("Tema utan namn", f"/teman/{number}/", ())
    assert editions.theme_in(edition, "vard", PUBLIC) is None
    assert editions.theme_in(edition, number, PUBLIC) == theme


def test_address_of_an_older_name_leads_to_its_own_theme_and_not_to_that_number(edition):
    travel, care = editions.published_themes(edition, PUBLIC)
    EditionTheme.objects.filter(pk=care.row.pk).update(slug=f"tema-nr-{travel.row.theme_id}")
    found = editions.theme_in(edition, f"tema-nr-{travel.row.theme_id}", PUBLIC)
    assert found is not None
    assert found.row == care.row


def test_name_given_by_a_person_stays(cycle, two_themes, lead, theme_named):
    actions.rename(theme_named("Vård"), "Nära vård", by=lead)
    actions.approve(theme_named("Nära vård"), by=lead)
    edition = actions.publish(cycle, by=lead)
    Contribution.objects.filter(pk__in=[one.pk for one in two_themes[7:12]]).update(state="withdrawn")
    (theme,) = editions.published_themes(edition, PUBLIC)
    assert (theme.name, theme.address) == ("Nära vård", "/teman/nara-vard/")


def test_theme_with_nothing_left_to_show_is_left_out(edition, two_themes):
    Contribution.objects.filter(pk__in=[one.pk for one in two_themes[6:]]).update(state="withdrawn")
    assert [one.name for one in editions.published_themes(edition, PUBLIC)] == ["Resor"]


def test_outside_theme_and_outside_statement_have_their_own_line(cycle, two_themes, lead, theme_named):
    actions.mark_outside(theme_named("Vård"), "single_actor", by=lead)
    actions.mark_statements(
        cycle, [Placement.objects.get(contribution=two_themes[0]).pk], "local_only", by=lead
    )
    for one in Theme.objects.filter(cycle=cycle, parent=None):
        actions.approve(one, by=lead)
    edition = actions.publish(cycle, by=lead)
    ledger = amounts.ledger(edition, PUBLIC)
    assert (ledger.assigned.texts, ledger.outside.texts, ledger.stands) == (5, 7, True)
    inside, outside = editions.published_themes(edition, PUBLIC)[::-1]
    assert (inside.name, inside.count.persons) == ("Resor", 5)
    assert (outside.outside, outside.count.persons) == (True, 6)


def test_voices_that_came_later_are_told_but_not_counted_in(edition, say):
    say("En ny tanke efter utgåvan.")
    ledger = amounts.ledger(edition, PUBLIC)
    assert (ledger.received.texts, ledger.since.received.texts, ledger.stands) == (12, 1, True)


def test_second_edition_tells_what_changed(
    client, cycle, edition, lead, say, run_of, two_themes, theme_named
):
    more = two_themes + say("Nattbussar till fjällen.", "Nattbussar till kusten också.", municipality="2580")
    run_of(more, {"resor": {"buss": [*range(6), 12, 13]}, "vård": {"vårdcentral": range(6, 12)}})
    actions.rename(theme_named("Resor"), "Resa utan bil", by=lead)
    actions.merge(theme_named("Vård"), theme_named("Resa utan bil"), by=lead)
    actions.approve(theme_named("Resa utan bil"), by=lead)
    second = actions.publish(cycle, by=lead)
    assert changes.in_words(second, PUBLIC) == [
        "Vård ingår nu i Resa utan bil",
        "Resor heter nu Resa utan bil",
    ]
    assert second.changes["grown"] == {}
    body = client.get("/teman/").content.decode()
    assert "temat har slagits ihop med ett annat" in body
    assert "sedan förra utgåvan" not in body


@pytest.mark.parametrize("way", ["move", "split", "taken back", "inside one theme"])
def test_growth_is_told_only_where_nobody_has_moved_statements(
    way, client, cycle, edition, lead, say, run_of, two_themes, theme_named
):
    more = two_themes + say(*[f"Nattbussar till by {n}." for n in range(9)], municipality="2580")
    run_of(more, {"resor": {"buss": [*range(6), *range(12, 21)]}, "vård": {"vårdcentral": range(6, 12)}})
    first = [theme_named("Buss").placements.first().pk]
    if way == "move":
        actions.move(cycle, first, theme_named("Vårdcentral"), by=lead)
    elif way == "split":
        actions.split(theme_named("Resor"), first, "Nattbussar", by=lead)
    elif way == "inside one theme":
        actions.split(theme_named("Buss"), first, "Nattbussar", by=lead)
    else:
        actions.move(cycle, first, theme_named("Vårdcentral"), by=lead)
        actions.undo(latest(cycle), by=lead)
    for theme in Theme.objects.filter(cycle=cycle, parent=None):
        actions.approve(theme, by=lead)
    second = actions.publish(cycle, by=lead)
    body = client.get("/teman/").content.decode()
    compared = way in {"taken back", "inside one theme"}
    assert ("+9 sedan förra utgåvan" in body) is compared
    assert ("1 tanke har flyttats dit eller därifrån" in body) is not compared
    assert ("Resor: 9 röster fler" in changes.in_words(second, PUBLIC)) is compared


def test_changed_counts_and_scope_are_told_and_small_changes_without_number(
    client, cycle, edition, lead, say, run_of, two_themes, theme_named
):
    more = two_themes + say("Fler vårdcentraler.", "En vårdcentral i byn.")
    run_of(more, {"resor": {"buss": range(6)}, "vård": {"vårdcentral": range(6, 14)}})
    actions.mark_outside(theme_named("Resor"), "beyond_influence", by=lead)
    actions.approve(theme_named("Resor"), by=lead)
    second = actions.publish(cycle, by=lead)
    assert changes.in_words(second, PUBLIC) == [
        "Resor räknas nu utanför strategin",
        "Vård: några fler röster",
    ]
    body = client.get("/teman/").content.decode()
    assert "Vård: några fler röster" in body
    assert "sedan förra utgåvan" not in body
    actions.mark_inside(theme_named("Resor"), by=lead)
    actions.rename(theme_named("Resor"), "Resa utan bil", by=lead)
    actions.approve(theme_named("Resa utan bil"), by=lead)
    Contribution.objects.filter(pk__in=[one.pk for one in more[:4]]).update(state="withdrawn")
    third = actions.publish(cycle, by=lead)
    assert changes.in_words(third, PUBLIC)[1:] == [
        "Resa utan bil hör nu till strategin",
        "Resa utan bil: några färre röster",
    ]


def test_theme_whose_name_may_not_show_is_called_by_words_that_may(cycle, say, run_of, lead):
    voices = say(*[f"Fler bussar, rad {n}." for n in range(5)], "Zebrafink, tack.", "Zebrafink nu.")
    run_of(
        voices,
        {"zebrafink och bussar": {"zebrafink": range(7)}},
        keywords={"zebrafink och bussar": ["bussar", "zebrafink"], "zebrafink": ["zebrafink"]},
    )
    actions.approve(Theme.objects.get(parent=None), by=lead)
    edition = actions.publish(cycle, by=lead)
    Contribution.objects.filter(pk=voices[6].pk).update(state="withdrawn")
    (theme,) = editions.published_themes(edition, PUBLIC)
    assert (theme.name, theme.address) == ("Tema om bussar", f"/teman/tema-nr-{theme.row.theme_id}/")
    assert [topic.name for topic in theme.topics] == ["Del utan namn"]


def test_checks_name_what_waits(cycle, two_themes, lead):
    actions.approve(Theme.objects.get(slug="resor"), by=lead)
    texts = [check.text for check in checks.before_publishing(cycle, SYSTEM)]
    assert any("1 tema är inte godkänt av någon människa: ”Vård”" in text for text in texts)
    assert any("datorns namn" in text for text in texts)
    assert not any(check.stops for check in checks.before_publishing(cycle, SYSTEM))


def demonstrate(cycle):
    return actions.publish(cycle, by=Viewer(None, "Demonstration", is_system=True), reviewed=False)


def test_what_the_demonstration_publishes_is_approved_by_nobody(client, cycle, two_themes, lead, theme_named):
    shown = demonstrate(cycle)
    assert [one.name for one in editions.published_themes(shown, PUBLIC)] == ["Resor", "Vård"]
    assert (shown.reviewed_by_role, shown.themes_by_people, shown.themes_in_all) == ("", 0, 2)
    assert "Ingen människa har granskat temana." in client.get("/teman/").content.decode()
    assert not Theme.objects.filter(state="approved").exists()
    (first, *_rest) = checks.before_publishing(cycle, SYSTEM)
    assert first.stops
    assert "2 teman är inte godkända av någon människa: ”Resor”, ”Vård”" in first.text


def test_only_somebody_with_an_account_can_approve(two_themes, theme_named):
    with pytest.raises(ValidationError, match="Bara en människa"):
        actions.approve(theme_named("Resor"), by=Viewer(None, "Demonstration", is_system=True))


@pytest.mark.parametrize(
    "change",
    [
        lambda theme, other, cycle, lead: actions.rename(theme, "Resa utan bil", by=lead),
        lambda theme, other, cycle, lead: actions.rename(theme.topics.get(), "Turer", by=lead),
        lambda theme, other, cycle, lead: actions.write_summary(theme, "Bussen går sällan.", by=lead),
        lambda theme, other, cycle, lead: actions.mark_outside(theme, "short_term", by=lead),
        lambda theme, other, cycle, lead: actions.merge(other, theme, by=lead),
        lambda theme, other, cycle, lead: actions.split(theme, [first_of(theme)], "Natt", by=lead),
        lambda theme, other, cycle, lead: actions.move(cycle, [first_of(theme)], other, by=lead),
        lambda theme, other, cycle, lead: actions.move(cycle, [first_of(other)], theme, by=lead),
        lambda theme, other, cycle, lead: actions.mark_statements(
            cycle, [first_of(theme)], "local_only", by=lead
        ),
    ],
)
def test_approval_holds_until_the_theme_is_changed(cycle, edition, lead, change):
    theme, other = Theme.objects.get(slug="resor"), Theme.objects.get(slug="vard")
    change(theme, other, cycle, lead)
    theme.refresh_from_db()
    assert (theme.state, theme.approved_by, theme.approved_by_id) == ("proposed", "", None)


def first_of(theme):
    return Placement.objects.filter(theme__parent=theme).first().pk


def test_new_voices_that_a_run_adds_leave_the_approval(cycle, edition, say, run_of, two_themes, theme_named):
    more = two_themes + say("Nattbussar till fjällen.")
    run_of(more, {"resor": {"buss": [*range(6), 12]}, "vård": {"vårdcentral": range(6, 12)}})
    assert theme_named("Resor").state == "approved"


def test_every_page_of_the_workspace_counts_the_same_approvals(client, cycle, edition, lead, theme_named):
    signed_in(client, "process_lead")
    actions.rename(theme_named("Vård"), "Nära vård", by=lead)
    pages = {
        name: " ".join(client.get(f"/arbetsyta/analys/{name}").content.decode().split())
        for name in ("", "granska/", "publicera/", f"tema/{theme_named('Nära vård').pk}/")
    }
    assert "1 av 2 teman är godkända av en människa" in pages[""]
    assert "1 av 2 teman är godkända av en människa" in pages["granska/"]
    assert pages["granska/"].count("godkänt av en människa") == 1
    assert "1 tema är inte godkänt av någon människa: ”Nära vård”" in pages["publicera/"]
    assert "Alla 2 teman" not in pages["publicera/"]
    assert "Inte godkänt av någon människa" in pages[f"tema/{theme_named('Nära vård').pk}/"]


def test_lost_quotes_are_told_before_publishing(cycle, two_themes, lead):
    theme = Theme.objects.get(slug="resor")
    actions.choose_quote(theme, Placement.objects.get(contribution=two_themes[0]), by=lead)
    Contribution.objects.filter(pk=two_themes[0].pk).update(state="withdrawn")
    assert any("1 valt citat" in check.text for check in checks.before_publishing(cycle, SYSTEM))


def test_theme_of_very_few_persons_is_told_before_publishing(cycle, say, run_of, lead):
    voices = say("Nattbuss till byn.", "Nattbuss hem.", *[f"Vård nummer {n}." for n in range(5)])
    run_of(voices, {"nattbuss": {"buss": [0, 1]}, "vård": {"nära": [2, 3, 4, 5, 6]}})
    for theme in Theme.objects.filter(cycle=cycle, parent=None):
        actions.approve(theme, by=lead)
    assert any(
        "1 godkänt tema har färre än 5 personer" in check.text
        for check in checks.before_publishing(cycle, SYSTEM)
    )


@pytest.mark.parametrize(
    ("stay", "come", "compared"),
    [(12, 0, True), (8, 0, True), (7, 0, False), (12, 12, True), (12, 13, False)],
)
def test_theme_with_mostly_other_statements_is_not_compared(
    stay, come, compared, client, cycle, say, run_of, lead
):
    voices = say(*[f"Fritidsgården i by {n} behövs." for n in range(12)], municipality="2580")
    voices += say(*[f"Skolan i by {n} behövs." for n in range(20)], municipality="2521")
    run_of(voices, {"fritidsgården": {"fritid": range(12)}, "skolan": {"lärare": range(12, 32)}})
    demonstrate(cycle)
    Theme.objects.filter(slug="fritidsgarden").update(name="Gården")
    leisure, school = Theme.objects.get(slug="fritid"), Theme.objects.get(slug="larare")
    for rows, home in ((voices[stay:12], school), (voices[12 : 12 + come], leisure)):
        Placement.objects.filter(contribution__in=rows).update(theme=home)
    run = Run.objects.get()
    for voice in say(*[f"Gården i by {n} behövs." for n in range(13)], municipality="2580"):
        Placement.objects.create(cycle=cycle, contribution=voice, start=0, end=9, theme=leisure, run=run)
    told = [line for line in changes.in_words(demonstrate(cycle), PUBLIC) if "Gården" in line]
    body = client.get("/teman/").content.decode()
    more = stay + come + 1
    if compared:
        assert told == ["Fritidsgården heter nu Gården", f"Gården: {more} röster fler"]
        assert f"+{more} sedan förra utgåvan" in body
    else:
        assert told == [
            "Gården: antalet röster jämförs inte med förra utgåvan, för det mesta i temat är nytt"
        ]
        assert f"+{more} sedan förra utgåvan" not in body


def test_a_name_is_never_told_as_both_gone_and_there(cycle, say, run_of, lead):
    voices = say(*[f"Huset i by {n} behövs." for n in range(12)], municipality="2580")
    run_of(voices, {"hus": {"bo": range(6)}, "hem": {"trygg": range(6, 12)}})
    demonstrate(cycle)
    Theme.objects.filter(slug__in=["hus", "bo"]).update(state="retired")
    Theme.objects.filter(slug="hem").update(name="Hus")
    assert changes.in_words(demonstrate(cycle), PUBLIC) == [
        "Hus: antalet röster jämförs inte med förra utgåvan, för det mesta i temat är nytt"
    ]


def test_voices_that_no_longer_show_do_not_make_a_theme_another(cycle, edition, two_themes, lead):
    actions.rename(Theme.objects.get(slug="resor"), "Resa utan bil", by=lead)
    actions.approve(Theme.objects.get(slug="resor"), by=lead)
    Contribution.objects.filter(pk__in=[one.pk for one in two_themes[:4]]).update(state="withdrawn")
    assert changes.in_words(actions.publish(cycle, by=lead), PUBLIC)[1:] == [
        "Resa utan bil: några färre röster"
    ]


def test_what_an_edition_would_leave_out_is_named_with_its_voices(cycle, two_themes, lead, theme_named):
    Contribution.objects.filter(pk=two_themes[6].pk).update(persons=5)
    Contribution.objects.filter(pk=two_themes[7].pk).update(state="hidden", hidden_reason="other")
    Contribution.objects.filter(pk=two_themes[8].pk).update(sending=two_themes[0].sending)
    Contribution.objects.filter(pk=two_themes[9].pk).update(sending=two_themes[10].sending)
    actions.approve(theme_named("Resor"), by=lead)
    left = left_out(cycle, lead)
    (care,) = left.themes
    assert (care.theme.name, care.persons, care.statements, care.shown_now) == ("Vård", 8, 5, False)
    assert (left.persons, left.nowhere, left.statements, left.shown) == (8, 7, 5, 1)
    actions.approve(theme_named("Vård"), by=lead)
    assert left_out(cycle, lead).themes == ()


def test_publishing_some_of_the_themes_asks_for_a_yes_to_what_is_lost(
    client, cycle, edition, lead, theme_named
):
    signed_in(client, "process_lead")
    actions.rename(theme_named("Vård"), "Nära vård", by=lead)
    page = "/arbetsyta/analys/publicera/"
    body = " ".join(client.get(page).content.decode().split())
    assert "1 tema visas inte" in body
    assert "6 röster finns i de teman som inte är godkända. 6 av dem finns inte i något annat tema" in body
    assert "1 av dem går att läsa i den nuvarande utgåvan och försvinner" in body
    assert "Jag vet att 1 tema med 6 röster inte visas i utgåvan." in body
    data = {"seen": actions.mark(cycle), "sure": "on"}
    refused = client.post(page, data)
    assert refused.status_code == 400
    assert "Kryssa i rutan om utgåvan ska publiceras utan de temana." in refused.content.decode()
    assert Edition.objects.count() == 1
    client.post(page, {**data, "without": "on"})
    assert Edition.objects.count() == 2
    assert list(Edition.objects.first().themes.filter(parent=None).values_list("name", flat=True)) == [
        "Resor"
    ]


def test_where_everything_is_approved_nothing_is_asked_about_what_is_lost(client, cycle, edition):
    signed_in(client, "process_lead")
    assert 'name="without"' not in client.get("/arbetsyta/analys/publicera/").content.decode()
