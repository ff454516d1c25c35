"""A theme is called what the codebook calls it, and nothing that people had approved or named goes without a word."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation

from helpers_editions import MORE_SAID, said_everywhere
from helpers_people import account_of, signed_in, viewer_for
from helpers_site import look
from medskick.ground.core.access import PUBLIC
from medskick.ground.core.models import AuditEntry
from medskick.ground.core.told import in_words
from medskick.ground.jobs.running import run_waiting
from medskick.process.insights import actions
from medskick.process.insights.actions.undo import latest
from medskick.process.insights.models import BookChange, EditionTheme, EntryTheme, Placement, Run, Theme
from medskick.process.insights.queries import changes, checks, editions

pytestmark = pytest.mark.django_db
HOME = "/arbetsyta/analys/"
ENTRIES = [
    {"key": "resor", "label": "Resande i länet", "definition": "Buss och tåg."},
    {"key": "vard", "label": "Vård nära", "definition": "Vårdcentraler."},
]
ANNA = viewer_for("analyst", user_id=900_031, name="Anna Analytiker")
UNDER = {"Resande i länet": {"buss": range(6)}, "Vård nära": {"vårdcentral": range(6, 12)}}


@pytest.fixture
def codebook(lead):
    account_of(ANNA)
    return actions.create_codebook("Egen lista", by=lead, entries=ENTRIES)


@pytest.fixture
def other_book(lead):
    rows = [{**entry, "label": f"{entry['label']} (B)"} for entry in ENTRIES]
    return actions.create_codebook("Annan lista", by=lead, entries=rows)


@pytest.fixture
def under(two_themes, run_of):
    """``under(codebook)``: a run that puts the two groups under the entries of its newest version; ``keep``: themes
    whose names Anna asked to keep."""

    def make(codebook, keep=(), by=ANNA):
        labels = [entry["label"] for entry in codebook.current.entries]
        groups = dict(zip(labels, UNDER.values(), strict=True))
        return run_of(two_themes, groups, codebook=codebook, keep=[theme.pk for theme in keep], by=by)

    return make


@pytest.fixture
def plain(two_themes, run_of):
    """``plain(ground)``: a run by the engine's own names, from the beginning or going on from ``ground``."""

    def make(ground=None):
        names = [theme.name for theme in tops()] if ground else ["resor", "vård"]
        groups = dict(zip(names, UNDER.values(), strict=True))
        return run_of(two_themes, groups, ground=ground)

    return make


def tops():
    live = ("proposed", "approved")
    return list(Theme.objects.filter(parent=None, state__in=live).order_by("pk"))


def called():
    return [theme.name for theme in tops()]


def told(run):
    return {one["old"]: one["name"] for one in run.changes["named_by_book"]}


def page_of(theme):
    return f"{HOME}tema/{theme.pk}/"


def words(body):
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


# --- the label stands ---------------------------------------------------------------------------------------------


def test_approved_name_gives_way_to_the_label_and_its_approval_with_it(
    two_themes, theme_named, under, codebook, lead
):
    theme = theme_named("Resor")
    actions.approve(theme, by=lead)
    run = under(codebook)
    theme.refresh_from_db()
    assert (theme.name, theme.state, theme.approved_by_id) == ("Resande i länet", "proposed", None)
    assert told(run) == {"Resor": "Resande i länet", "Vård": "Vård nära"}
    (one,) = [one for one in run.changes["named_by_book"] if one["approved_by"]]
    assert (one["approved_by"], one["approved_at"][:2]) == (lead.name, "20")
    line = BookChange.objects.get(verb="theme_named_by_book")
    assert (line.lost, line.undo) == ([[theme.pk, "Resor"]], {})
    lost = AuditEntry.objects.get(action="insights.approval_lost")
    assert "Kodboken ”Egen lista” kallar ”Resor” för ”Resande i länet”" in in_words(lost.details["why"])
    assert theme.decided_by_person  # what lies in it stays, as before


def test_label_that_says_what_was_approved_takes_nothing(two_themes, theme_named, run_of, lead):
    actions.approve(theme_named("Resor"), by=lead)
    book = actions.create_codebook("Samma ord", by=lead, entries=[{"key": "r", "label": "Resor"}])
    run = run_of(two_themes, {"Resor": {"buss": range(6)}, "annat": {"allt": range(6, 12)}}, codebook=book)
    assert theme_named("Resor").state == "approved"
    assert told(run) == {}
    assert not BookChange.objects.filter(verb="theme_named_by_book").exists()


def test_name_that_a_person_gave_a_theme_of_another_origin_gives_way_and_is_told(
    two_themes, theme_named, under, codebook, lead
):
    actions.rename(theme_named("Resor"), "Fritidsgård, buss och kaffe", by=lead)
    run = under(codebook)
    assert called() == ["Resande i länet", "Vård nära"]
    (one,) = [one for one in run.changes["named_by_book"] if one["by_person"]]
    assert one["old"] == "Fritidsgård, buss och kaffe"
    assert BookChange.objects.get(verb="theme_named_by_book").lost == []


@pytest.mark.parametrize("times", [1, 3])
def test_name_that_a_person_gave_the_entrys_theme_stands_in_later_runs(
    two_themes, under, codebook, lead, times
):
    under(codebook)
    actions.rename(tops()[0], "Resor på vårt sätt", by=lead)
    for _time in range(times):
        run = under(codebook)
    assert called() == ["Resor på vårt sätt", "Vård nära"]
    assert run.changes["named_by_book"] == []
    (kept,) = run.changes["kept_names"]
    assert (kept["name"], kept["label"]) == ("Resor på vårt sätt", "Resande i länet")


def test_choice_outlives_a_new_label_and_taking_it_back_gives_the_label_of_now(
    two_themes, under, codebook, lead
):
    under(codebook)
    actions.rename(tops()[0], "Resor på vårt sätt", by=lead)
    actions.change_entry(codebook, "resor", "Resa i hela länet", "", by=lead)
    run = under(codebook)
    assert called()[0] == "Resor på vårt sätt"
    assert [one["label"] for one in run.changes["kept_names"]] == ["Resa i hela länet"]
    actions.undo(latest(run.cycle), by=lead)
    assert called()[0] == "Resa i hela länet"
    under(codebook)
    assert called()[0] == "Resa i hela länet"


def test_label_changed_in_the_codebook_follows_and_what_was_approved_falls(two_themes, under, codebook, lead):
    under(codebook)
    theme = tops()[0]
    actions.approve(theme, by=lead)
    under(codebook)
    theme.refresh_from_db()
    assert theme.state == "approved"
    actions.change_entry(codebook, "resor", "Resa i hela länet", "", by=lead)
    run = under(codebook)
    theme.refresh_from_db()
    assert (theme.name, theme.state) == ("Resa i hela länet", "proposed")
    assert told(run) == {"Resande i länet": "Resa i hela länet"}


def test_theme_that_people_merged_an_entrys_into_keeps_its_name(
    two_themes, under, codebook, say, run_of, lead
):
    under(codebook)
    travel, care = tops()
    more = say("Skolan ska vara kvar.", "Fler lärare i skolan.")
    run_of([*two_themes, *more], {**UNDER, "skola": {"lärare": [12, 13]}}, codebook=codebook)
    school = Theme.objects.get(name="Skola")
    actions.merge(travel, school, by=lead)
    run = under(codebook)
    assert called() == ["Vård nära", "Skola"]
    assert care.pk in {theme.pk for theme in tops()}
    assert {"id": school.pk, "name": "Skola", "label": "Resande i länet"} in run.changes["kept_names"]


MIXED = {"allt möjligt": {"buss": range(6), "vårdcentral": range(6, 12)}}
MORE = {
    "Resande i länet": {"buss": [*range(6), 12]},
    "Vård nära": {"vårdcentral": [*range(6, 12), 13]},
}


def test_every_entry_is_a_theme_of_its_own_though_one_approved_theme_held_both(say, run_of, codebook, lead):
    voices = say(*[f"Bussen {n}." for n in range(6)], *[f"Vårdcentralen {n}." for n in range(6)])
    run_of(voices, MIXED)
    (theme,) = tops()
    actions.approve(theme, by=lead)
    voices += say("Bussen till Kalix.", "Vårdcentralen i Kalix.")
    for _time in range(2):
        run_of(voices, MORE, codebook=codebook)
        assert sorted(called()) == ["Resande i länet", "Vård nära"]
        for new, label in ((voices[12], "Resande i länet"), (voices[13], "Vård nära")):
            place = Placement.objects.get(contribution=new)
            assert (place.theme.parent or place.theme).name == label
        assert Placement.objects.filter(Q(theme=theme) | Q(theme__parent=theme)).count() == 13


def test_what_people_have_merged_stays_together_and_the_page_says_so(
    client, two_themes, say, run_of, codebook, theme_named, lead
):
    actions.merge(theme_named("Vård"), theme_named("Resor"), by=lead)
    voices = [*two_themes, *say("Bussen till Kalix.", "Vårdcentralen i Kalix.")]
    run = run_of(voices, MORE, codebook=codebook)
    (name,) = called()
    other = {"Resande i länet": "Vård nära", "Vård nära": "Resande i länet"}[name]
    assert [(one["name"], one["label"]) for one in run.changes["kept_names"]] == [(name, other)]
    signed_in(client, "analyst")
    body = words(look(client, f"{HOME}korningar/{run.number}/").body)
    assert f"Kodboken kallar det ”{other}”." in body


def test_address_follows_the_label_until_it_has_been_published(
    cycle, two_themes, theme_named, under, codebook, lead
):
    travel, care = theme_named("Resor"), theme_named("Vård")
    actions.approve(travel, by=lead)
    actions.publish(cycle, by=lead)
    under(codebook)
    travel.refresh_from_db()
    care.refresh_from_db()
    assert (travel.slug, care.slug) == ("resor", "vard-nara")


def test_label_shows_in_public_whether_or_not_people_use_its_words(client, cycle, two_themes, under, lead):
    book = actions.create_codebook(
        "Fina ord", by=lead, entries=[{"key": "x", "label": "Mobilitet"}, {"key": "y", "label": "Hälsa"}]
    )
    under(book)
    for theme in tops():
        actions.approve(theme, by=lead)
    actions.publish(cycle, by=lead)
    assert "Mobilitet" in look(client, "/teman/").body


def test_label_taken_over_from_the_computer_shows_only_while_people_use_its_words(
    cycle, edition, two_themes, run_of, lead
):
    book = actions.carry_on(edition, "Från utgåvan", by=lead)
    groups = {"Resor": {"buss": range(6)}, "Vård": {"vårdcentral": range(6, 12)}}
    run_of(two_themes, groups, codebook=book)
    for theme in tops():
        assert not theme.named_by_person
        assert theme.state == "approved"


# --- told, and chosen in one press --------------------------------------------------------------------------------


def test_page_says_what_the_theme_was_called_and_the_old_name_comes_back_with_one_press(
    client, cycle, two_themes, theme_named, under, codebook, lead
):
    signed_in(client, "analyst")
    theme = theme_named("Resor")
    actions.approve(theme, by=lead)
    run = under(codebook)
    said = f"Temat hette ”Resor” (godkänt av {lead.name} den"
    for address in (page_of(theme), f"{HOME}granska/?tema={theme.pk}", f"{HOME}korningar/{run.number}/"):
        body = look(client, address).body
        assert said in words(body), address
        assert "Kodboken kallar det ”Resande i länet”." in words(body), address
        assert "Använd namnet ”Resor”" in words(body), address
    form = dict(re.findall(r'type="hidden" name="(next|visat|name)" value="([^"]*)"', body)[:3])
    answer = client.post(f"{page_of(theme)}namn/", form, follow=True)
    assert answer.request["PATH_INFO"] == f"{HOME}korningar/{run.number}/"
    theme.refresh_from_db()
    assert (theme.name, theme.state) == ("Resor", "proposed")
    change = BookChange.objects.first()
    assert (change.verb, change.author_id is not None) == ("theme_renamed", True)
    assert AuditEntry.objects.filter(action="insights.theme_renamed").exists()
    body = words(look(client, page_of(theme)).body)
    assert "Kodboken kallar temat ”Resande i länet”. Namnet som ni har valt gäller." in body
    assert said not in body
    under(codebook)
    assert called() == ["Resor", "Vård nära"]
    actions.undo(latest(cycle), by=lead)
    assert called() == ["Resande i länet", "Vård nära"]
    assert said in words(look(client, page_of(theme)).body)


def test_approving_the_label_settles_it_and_taking_that_back_tells_it_again(
    client, cycle, two_themes, theme_named, under, codebook, lead
):
    signed_in(client, "analyst")
    theme = theme_named("Resor")
    actions.approve(theme, by=lead)
    under(codebook)
    assert any(
        "”Resor” (nu ”Resande i länet”)" in check.text for check in checks.before_publishing(cycle, lead)
    )
    actions.approve(theme, by=lead)
    assert "Temat hette" not in look(client, page_of(theme)).body
    assert not any("Kodboken" in check.text for check in checks.before_publishing(cycle, lead))
    actions.undo(latest(cycle), by=lead)
    assert "Temat hette ”Resor”" in words(look(client, page_of(theme)).body)


def test_edition_tells_both_names(client, cycle, two_themes, theme_named, under, codebook, lead):
    for theme in tops():
        actions.approve(theme, by=lead)
    actions.publish(cycle, by=lead)
    actions.rename(tops()[1], "Vård i byn", by=lead)
    under(codebook)
    actions.rename(tops()[1], "Vård i byn", by=lead)
    for theme in tops():
        actions.approve(theme, by=lead)
    second = actions.publish(cycle, by=lead)
    lines = changes.in_words(second, PUBLIC)
    assert "Resor heter nu Resande i länet, som i regionens egen lista med teman" in lines
    assert "Vård heter nu Vård i byn" in lines
    assert "Resor heter nu Resande i länet" in words(look(client, "/teman/").body)


def test_both_names_are_told_though_the_theme_holds_mostly_other_statements(
    cycle, two_themes, say, run_of, theme_named, codebook, lead
):
    """What was approved stays in the theme, and much more comes: no figures, but never a new name without the old."""
    more = say(*[f"Tåget till {place} ska gå oftare." for place in "ABCDEFGHIJ"])
    groups = {
        "resor": {"buss": range(6)},
        "vård": {"vårdcentral": range(6, 12)},
        "tåg": {"tåg": range(12, 16)},
        "norrtåg": {"norrtåg": range(16, 19)},
        "spår": {"spår": range(19, 22)},
    }
    run_of([*two_themes, *more], groups)
    actions.approve(theme_named("Resor"), by=lead)
    actions.publish(cycle, by=lead)
    under = {"Resande i länet": {"allt": [*range(6), *range(12, 22)]}, "Vård nära": {"v": range(6, 12)}}
    run_of([*two_themes, *more], under, codebook=codebook)
    theme = Theme.objects.get(name="Resande i länet")
    actions.approve(theme, by=lead)
    second = actions.publish(cycle, by=lead)
    lines = changes.in_words(second, PUBLIC)
    assert "Resor heter nu Resande i länet, som i regionens egen lista med teman" in lines
    assert any(line.startswith("Resande i länet: antalet röster jämförs inte") for line in lines)


# --- ways back ----------------------------------------------------------------------------------------------------


def test_run_that_goes_on_from_the_codebooks_keeps_its_names(two_themes, under, plain, codebook, lead):
    run = under(codebook)
    actions.rename(tops()[1], "Vård i byn", by=lead)
    later = plain(run)
    assert called() == ["Resande i länet", "Vård i byn"]
    assert (later.changes["renamed"], later.changes["named_by_book"]) == ([], [])


@pytest.mark.parametrize("decide", ["approve", "rename", "nothing"])
def test_run_from_the_beginning_gives_back_names_that_nobody_has_said_anything_of(
    two_themes, theme_named, under, plain, codebook, lead, decide
):
    actions.approve(theme_named("Resor"), by=lead)
    actions.rename(theme_named("Vård"), "Vård i byn", by=lead)
    under(codebook)
    if decide != "nothing":
        act = {"approve": actions.approve, "rename": lambda theme, by: actions.rename(theme, "Ny", by=by)}[
            decide
        ]
        act(tops()[0], by=lead)
    run = plain()
    kept = {"approve": "Resande i länet", "rename": "Ny", "nothing": "Resor"}[decide]
    assert called() == [kept, "Vård i byn"]
    said = {one["old"]: one["name"] for one in run.changes["renamed"]}
    assert said == {"Vård nära": "Vård i byn"} | ({"Resande i länet": "Resor"} if decide == "nothing" else {})
    assert [theme.named_by_person for theme in tops()] == [decide != "nothing", True]


def test_theme_that_nobody_had_touched_gets_the_computers_name_from_the_beginning(
    two_themes, under, plain, codebook
):
    under(codebook)
    run = plain()
    assert called() == ["Resor", "Vård"]
    assert [theme.named_by_person for theme in tops()] == [False, False]
    assert {one["old"] for one in run.changes["renamed"]} == {"Resande i länet", "Vård nära"}


def test_another_codebook_names_by_its_own_labels_and_each_remembers_what_people_chose(
    two_themes, theme_named, under, plain, codebook, other_book, lead
):
    actions.approve(theme_named("Resor"), by=lead)
    under(codebook)
    actions.rename(tops()[1], "Vård i byn", by=lead)
    run = under(other_book)
    assert called() == ["Resande i länet (B)", "Vård nära (B)"]
    assert told(run) == {"Resande i länet": "Resande i länet (B)", "Vård i byn": "Vård nära (B)"}
    under(codebook)
    assert called() == ["Resande i länet", "Vård i byn"]
    under(other_book)
    assert called() == ["Resande i länet (B)", "Vård nära (B)"]
    plain()
    assert called() == ["Resor", "Vård i byn"]
    assert not EntryTheme.objects.filter(names=True).exists()


def test_older_decision_that_is_taken_back_does_not_take_the_label_with_it(
    cycle, two_themes, theme_named, under, plain, codebook, lead
):
    actions.rename(theme_named("Resor"), "Åka", by=lead)
    under(codebook)
    actions.undo(latest(cycle), by=lead)
    assert called()[0] == "Resande i länet"
    plain()
    assert called()[0] == "Resor"


def test_what_was_made_before_names_were_remembered_comes_forward(two_themes, under, codebook, lead):
    run = under(codebook)
    Run.objects.filter(pk=run.pk).update(finished_at=timezone.now())
    actions.rename(tops()[1], "Vård i byn", by=lead)
    EntryTheme.objects.update(label="", chosen="", names=False, since=0, before={})
    Theme.objects.filter(pk=tops()[0].pk).update(named_by_person=False)
    import_module("medskick.process.insights.migrations.0018_names").remember(apps, None)
    kept = EntryTheme.objects.order_by("theme").values_list("label", "chosen", "names")
    assert list(kept) == [("Resande i länet", "", True), ("Vård nära", "Vård i byn", True)]
    assert tops()[0].named_by_person
    under(codebook)
    assert called() == ["Resande i länet", "Vård i byn"]
    actions.undo(latest(run.cycle), by=lead)
    assert called() == ["Resande i länet", "Vård nära"]


# --- a name that somebody asked to keep ---------------------------------------------------------------------------


def test_name_that_is_kept_is_never_changed_and_its_approval_stands(
    client, cycle, two_themes, theme_named, under, plain, codebook, lead
):
    travel = theme_named("Resor")
    for theme in tops():
        actions.approve(theme, by=lead)
    run = under(codebook, keep=[travel])
    travel.refresh_from_db()
    assert (travel.name, travel.slug, travel.state, travel.approved_by_id) == (
        "Resor",
        "resor",
        "approved",
        lead.user_id,
    )
    assert (called(), told(run), run.changes["kept_names"]) == (
        ["Resor", "Vård nära"],
        {"Vård": "Vård nära"},
        [],
    )
    (kept,) = run.changes["names_kept"]
    assert (kept["name"], kept["label"]) == ("Resor", "Resande i länet")
    link = EntryTheme.objects.get(theme=travel)
    assert (link.chosen, link.names, link.before) == ("Resor", True, {})
    change = latest(cycle)
    assert (change.verb, change.author_id, change.lost) == ("theme_name_kept", ANNA.user_id, [])
    assert [one.lost for one in BookChange.objects.filter(verb="theme_named_by_book")] == [
        [[theme_named("Vård nära").pk, "Vård"]]
    ]
    under(codebook)
    plain(run)
    travel.refresh_from_db()
    assert (travel.name, travel.state) == ("Resor", "approved")
    plain()
    travel.refresh_from_db()
    assert (travel.name, travel.state) == ("Resor", "approved")


def test_taking_a_kept_name_back_gives_the_label_of_now_and_tells_the_old_name(
    client, cycle, two_themes, theme_named, under, codebook, lead
):
    signed_in(client, "analyst")
    travel = theme_named("Resor")
    actions.approve(travel, by=lead)
    under(codebook, keep=[travel])
    actions.change_entry(codebook, "resor", "Resa i hela länet", "", by=lead)
    under(codebook)
    travel.refresh_from_db()
    assert (travel.name, travel.state) == ("Resor", "approved")
    actions.undo(latest(cycle), by=lead)
    travel.refresh_from_db()
    assert (travel.name, travel.slug, travel.state) == ("Resa i hela länet", "resa-i-hela-lanet", "proposed")
    assert BookChange.objects.first().lost == [[travel.pk, "Resa i hela länet"]]
    assert f"Temat hette ”Resor” (godkänt av {lead.name} den" in words(look(client, page_of(travel)).body)
    under(codebook)
    assert called()[0] == "Resa i hela länet"


def test_name_kept_in_place_of_an_earlier_choice_leads_back_to_that(
    cycle, two_themes, theme_named, under, codebook, other_book, lead
):
    under(codebook)
    actions.rename(tops()[0], "Åka", by=lead)
    under(other_book)
    travel = tops()[0]
    under(codebook, keep=[travel])
    assert called()[0] == "Resande i länet (B)"
    under(other_book)
    under(codebook)
    assert called()[0] == "Resande i länet (B)"
    actions.undo(latest(cycle), by=lead)
    assert called()[0] == "Åka"


@pytest.mark.parametrize("why", ["taken", "may not"])
def test_kept_name_that_cannot_stand_gives_way_and_is_told(
    cycle, two_themes, theme_named, under, run_of, lead, why
):
    """Another entry is called just that, or who ticked it may not decide about themes any more."""
    travel, care = theme_named("Resor"), theme_named("Vård")
    actions.approve(care, by=lead)
    label = "Vård" if why == "taken" else "Resande"
    book = actions.create_codebook(
        "Byte", by=lead, entries=[{"key": "a", "label": label}, {"key": "b", "label": "Omsorg"}]
    )
    run = under(book, keep=[care], by=ANNA if why == "taken" else viewer_for("editor", user_id=77))
    care.refresh_from_db()
    assert (care.name, care.state) == ("Omsorg", "proposed")
    (refused,) = run.not_kept
    reason = {
        "taken": "Det finns redan ett tema som heter ”Vård”. Välj ett annat namn eller slå ihop dem.",
        "may not": "Den som ville behålla det får inte längre ändra teman.",
    }
    assert refused == {"name": "Vård", "why": reason[why]}
    with translation.override("en"):
        (refused,) = run.not_kept
    assert refused["why"].startswith("There is already a theme" if why == "taken" else "Whoever")
    run.changes["not_kept"] = [{"name": "Vård", "why": "Som det stod förut."}]
    assert run.not_kept == [{"name": "Vård", "why": "Som det stod förut."}]
    assert told(run) == {"Resor": label, "Vård": "Omsorg"}
    assert not BookChange.objects.filter(verb="theme_name_kept").exists()
    assert BookChange.objects.get(verb="theme_named_by_book").lost == [[care.pk, "Vård"]]
    assert travel.pk


# --- with the real engine, a run that asks ------------------------------------------------------------------------

TOWNS = ["Pajala", "Luleå", "Boden", "Kalix", "Jokkmokk"]
BROAD = [
    {"key": "resa", "label": "Resande", "definition": "Buss, tåg, vägar och flyg."},
    {"key": "vard", "label": "Omsorg", "definition": "Vårdcentraler, läkare, sjukhus och väntetider."},
    {"key": "skola", "label": "Lärande", "definition": "Skolor, lärare och elever."},
]


@pytest.fixture
def asked(cycle, say, analyse, publish_all, lead, own_data):
    """An edition of approved themes, and a run under a codebook that waits for a person."""
    say(*said_everywhere(MORE_SAID, TOWNS), municipality="2580")
    analyse()
    publish_all()
    book = actions.create_codebook("Breda ord", by=lead, entries=BROAD)
    account_of(ANNA)
    run = actions.start_run(cycle, by=lead, codebook=book, asks=True)
    run_waiting()
    run.refresh_from_db()
    assert run.state == "ready", run.message
    assert told(run)
    return run


def test_run_that_asks_tells_the_names_and_keeps_those_that_are_ticked(client, asked, cycle):
    signed_in(client, "analyst")
    here = f"{HOME}korningar/{asked.number}/"
    before = called()
    body = look(client, here).body
    rows = asked.changes["named_by_book"]
    for row in rows:
        assert f"Temat heter ”{row['old']}” (godkänt av {row['approved_by']} den" in words(body)
        assert f"”{row['old']}” skulle heta" not in words(body)
        assert f"Kodboken kallar det ”{row['name']}”." in words(body)
        assert f'name="behall" value="{row["id"]}"' in body
    assert called() == before
    (shown,) = re.findall(r'name="visat" value="([^"]+)"', body)
    kept = rows[0]
    client.post(f"{here}bestam/", {"gor": "anvand", "visat": shown, "behall": [kept["id"], 999_999]})
    run_waiting()
    asked.refresh_from_db()
    assert asked.state == "done", asked.message
    theme = Theme.objects.get(pk=kept["id"])
    assert (theme.name, theme.state, theme.approved_by) == (kept["old"], "approved", kept["approved_by"])
    for row in rows[1:]:
        assert Theme.objects.get(pk=row["id"]).name == row["name"]
    assert kept["id"] not in {one["id"] for one in asked.changes["named_by_book"]}
    assert not AuditEntry.objects.filter(action="insights.approval_lost", ref_key=str(theme.pk)).exists()
    change = latest(cycle)
    assert (change.verb, change.author_name, change.lost) == ("theme_name_kept", change.author_name, [])
    assert change.author_id is not None
    said = f"Ni behöll namnet ”{kept['old']}”; kodboken kallar det ”{kept['name']}”."
    body = look(client, here).body
    assert said in words(body)
    assert f"granska/angra/{change.pk}/" in body
    for address in (here, HOME, f"{HOME}granska/historik/"):
        body = words(look(client, address).body)
        assert f"”{kept['old']}” heter nu" not in body, address
        assert f"”{kept['name']}” fick namnet" not in body, address
        assert f"kallar ”{kept['old']}” för" not in body, address
    assert f"Namnet ”{kept['old']}” behölls" in body
    lost = BookChange.objects.filter(verb="theme_named_by_book").exclude(lost=[])
    assert lost.count() == len([row for row in rows[1:] if row["approved_by"]])
    again = actions.start_run(cycle, by=ANNA, codebook=asked.codebook.codebook)
    run_waiting()
    again.refresh_from_db()
    assert again.state == "done", again.message
    theme.refresh_from_db()
    assert (theme.name, theme.state) == (kept["old"], "approved")
    actions.undo(change, by=ANNA)
    theme.refresh_from_db()
    assert (theme.name, theme.state) == (kept["name"], "proposed")
    body = words(look(client, page_of(theme)).body)
    assert f"Temat hette ”{kept['old']}” (godkänt av {kept['approved_by']} den" in body
    assert f"{said} Det är ångrat sedan dess." in words(look(client, here).body)


def test_name_ticked_for_a_theme_that_leaves_the_book_is_no_choice_of_anybodys(
    cycle, two_themes, under, codebook, lead
):
    """All it held has been moved by hand, so it leaves: the entry remembers no name that nobody kept."""
    under(codebook)
    travel, care = tops()
    own = Placement.objects.filter(Q(theme=care) | Q(theme__parent=care))
    actions.move(cycle, list(own.values_list("pk", flat=True)), travel, by=lead)
    Theme.objects.filter(Q(pk=care.pk) | Q(parent=care)).update(decided_by_person=False)
    actions.change_entry(codebook, "vard", "Omsorg", "Vårdcentraler.", by=lead)
    run = under(codebook, keep=[care])
    care.refresh_from_db()
    assert care.state == "retired"
    assert (run.changes["names_kept"], run.changes["not_kept"]) == ([], [])
    assert EntryTheme.objects.get(theme=care).chosen == ""
    assert not BookChange.objects.filter(verb="theme_name_kept").exists()


def test_name_that_cannot_be_kept_is_told(client, asked, cycle, lead):
    """Somebody gives another theme that very name between the yes and the work."""
    row = asked.changes["named_by_book"][0]
    actions.use_run(asked, by=ANNA, keep=[row["id"]])
    free = Theme.objects.filter(parent=None, state="approved").exclude(
        pk__in=[one["id"] for one in asked.changes["named_by_book"]]
    )
    other = free.first() or Theme.objects.create(cycle=cycle, name="Ny", slug="ny", decided_by_person=True)
    Theme.objects.filter(pk=other.pk).update(name=row["old"])
    run_waiting()
    asked.refresh_from_db()
    assert asked.state == "done", asked.message
    assert [one["name"] for one in asked.changes["not_kept"]] == [row["old"]]
    theme = Theme.objects.get(pk=row["id"])
    assert (theme.name, theme.state) == (row["name"], "proposed")
    assert row["id"] in {one["id"] for one in asked.changes["named_by_book"]}
    assert (asked.changes["names_kept"], EntryTheme.objects.get(theme=theme).chosen) == ([], "")
    assert BookChange.objects.get(verb="theme_named_by_book", lost=[[theme.pk, row["old"]]])
    signed_in(client, "analyst")
    body = words(look(client, f"{HOME}korningar/{asked.number}/").body)
    assert f"Namnet ”{row['old']}” gick inte att behålla." in body
    assert f"Det finns redan ett tema som heter ”{row['old']}”." in body


def test_names_ticked_for_a_yes_that_came_to_nothing_are_not_kept_by_the_next(asked, lead):
    """Somebody decides between the yes and the work: it is asked again, and answered without ticks."""
    row, other = asked.changes["named_by_book"][:2]
    actions.use_run(asked, by=ANNA, keep=[row["id"]])
    actions.write_summary(Theme.objects.get(pk=other["id"]), "Helt nytt.", by=lead)
    run_waiting()
    asked.refresh_from_db()
    assert (asked.state, asked.options["overtaken"]) == ("ready", True)
    assert row["id"] in {one["id"] for one in asked.changes["named_by_book"]}
    actions.use_run(asked, by=lead)
    run_waiting()
    asked.refresh_from_db()
    assert (asked.state, asked.changes["names_kept"]) == ("done", [])
    assert Theme.objects.get(pk=row["id"]).name == row["name"]


def test_figures_that_another_window_has_had_counted_again_are_not_said_yes_to(client, asked, cycle, lead):
    signed_in(client, "analyst")
    here = f"{HOME}korningar/{asked.number}/"
    (shown,) = re.findall(r'name="visat" value="([^"]+)"', look(client, here).body)
    actions.rename(Theme.objects.get(pk=asked.changes["named_by_book"][0]["id"]), "Helt nytt", by=lead)
    actions.count_again(asked, by=lead)
    run_waiting()
    before = called()
    answer = client.post(f"{here}bestam/", {"gor": "anvand", "visat": shown}, follow=True)
    assert "sedan du läste. Inget är ändrat." in answer.content.decode()
    asked.refresh_from_db()
    assert (asked.state, called()) == ("ready", before)
    (shown,) = re.findall(r'name="visat" value="([^"]+)"', look(client, here).body)
    client.post(f"{here}bestam/", {"gor": "anvand", "visat": shown})
    run_waiting()
    asked.refresh_from_db()
    assert asked.state == "done"


def test_edition_published_meanwhile_makes_what_was_read_old(client, asked, cycle, lead):
    signed_in(client, "analyst")
    here = f"{HOME}korningar/{asked.number}/"
    (shown,) = re.findall(r'name="visat" value="([^"]+)"', look(client, here).body)
    actions.publish(cycle, by=lead)
    with pytest.raises(ValidationError, match="ny utgåva har publicerats"):
        actions.use_run(asked, by=lead, shown=shown)
    asked.refresh_from_db()
    assert asked.state == "ready"


def test_only_who_may_review_keeps_names(asked):
    with pytest.raises(PermissionDenied):
        actions.use_run(asked, by=viewer_for("editor"), keep=[1])


def test_going_back_to_the_edition_gives_its_names_back_in_the_book_and_in_the_run(asked, cycle, lead):
    published = {row.theme_id: row.name for row in EditionTheme.objects.filter(parent=None)}
    actions.use_run(asked, by=lead)
    run_waiting()
    asked.refresh_from_db()
    renamed = [one["id"] for one in asked.changes["named_by_book"]]
    assert {Theme.objects.get(pk=pk).name for pk in renamed}.isdisjoint(published.values())
    run = actions.start_run(cycle, by=lead, from_edition=True)
    run_waiting()
    run.refresh_from_db()
    assert run.state == "done", run.message
    for pk in renamed:
        theme = Theme.objects.get(pk=pk)
        assert (theme.name, theme.state) == (published[pk], "proposed")
        (label,) = set(
            run.themes.filter(
                key__in=[k for k, v in run.homes.items() if v == pk], parent_key=""
            ).values_list("label", flat=True)
        )
        assert label.casefold() == published[pk].casefold()
    assert {one["id"] for one in run.changes["renamed"]} >= set(renamed)
    again = actions.start_run(cycle, by=lead)
    run_waiting()
    again.refresh_from_db()
    for pk in renamed:
        assert Theme.objects.get(pk=pk).name == published[pk]
    assert editions.newest(cycle, PUBLIC).number == 1
    assert Run.objects.count() == 4


def test_pages_say_what_the_theme_is_called_and_what_the_codebook_calls_it(client, asked, cycle):
    kept = asked.changes["named_by_book"][0]
    actions.use_run(asked, by=ANNA, keep=[kept["id"]])
    run_waiting()
    signed_in(client, "analyst")
    said = f"{kept['old']} (i kodboken: {kept['label']})"
    (key,) = [one["key"] for one in BROAD if one["label"] == kept["label"]]
    coded = asked.coded.exclude(entry=key).first()
    desk = reverse("insights_staff:desk", args=[asked.number])
    for address in (f"{HOME}korningar/{asked.number}/", f"{desk}?tanke={coded.pk}"):
        assert said in words(look(client, address).body), address
    actions.decide_code(coded, [key], shown=0, by=ANNA)
    assert BookChange.objects.get(verb="statement_coded").kept["to"] == kept["old"]
    assert f"har bestämt: {said}." in words(look(client, f"{desk}?tanke={coded.pk}").body)
