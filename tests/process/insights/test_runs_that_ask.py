"""Nothing that may move statements starts unseen: numbers first, a table before the book follows, and a way back."""

import html

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpers_contributions import hidden_fields
from helpers_editions import MORE_SAID, followed_by, said_everywhere
from helpers_people import signed_in, viewer_for
from helpers_site import look
from medskick.ground.core.access import SYSTEM
from medskick.ground.core.models import AuditEntry
from medskick.ground.jobs.models import Job
from medskick.ground.jobs.running import run_waiting
from medskick.process.contributions.models import Contribution
from medskick.process.insights import actions
from medskick.process.insights.models import (
    BookChange,
    Codebook,
    CodedStatement,
    Edition,
    EditionStatement,
    Placement,
    Run,
    Theme,
)
from medskick.process.insights.queries import before_run, checks, grounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_data")]
HOME = "/arbetsyta/analys/"
TOWNS = ["Pajala", "Luleå", "Boden", "Kalix", "Jokkmokk"]
BY_TOWN = [{"key": town, "label": town, "definition": f"Det som gäller {town}."} for town in TOWNS]
TEXTS = said_everywhere(MORE_SAID, TOWNS)


@pytest.fixture
def across(kept, lead):
    """A codebook whose themes cut across those that the engine finds."""
    kept(lambda: actions.create_codebook("Orter", by=lead, entries=BY_TOWN))
    return Codebook.objects.get()


@pytest.fixture
def voices(kept, say):
    kept(lambda: say(*TEXTS, municipality="2580"))
    return list(Contribution.objects.order_by("pk"))


@pytest.fixture
def published(cycle, kept, voices, analyse, lead, tmp_path):
    """An edition of one approved theme; the others are only the computer's."""

    def store():
        analyse()
        actions.approve(Theme.objects.filter(cycle=cycle, parent=None).first(), by=lead)
        actions.publish(cycle, by=lead)

    kept(store, tmp_path)
    return Edition.objects.get()


@pytest.fixture
def asked(cycle, kept, published, across, lead, tmp_path):
    """A run under the codebook that waits for a person."""

    def store():
        actions.start_run(cycle, by=lead, codebook=across, asks=True)
        run_waiting()

    kept(store, tmp_path)
    run = Run.objects.get(number=2)
    assert run.state == "ready", run.message
    return run


def tops():
    """Every statement's top theme by name, and who put it there."""
    rows = Placement.objects.select_related("theme__parent")
    return {
        (row.contribution_id, row.field, row.start): (
            (row.theme.parent or row.theme).name if row.theme else "",
            row.origin,
        )
        for row in rows
    }


def shape():
    return (
        list(Theme.objects.order_by("pk").values_list("pk", "name", "state", "parent", "slug")),
        list(Placement.objects.order_by("pk").values_list("pk", "theme", "origin", "run")),
    )


def test_run_that_asks_leaves_the_book_and_counts_what_it_would_move(cycle, published, across, lead):
    before = shape()
    run = actions.start_run(cycle, by=lead, codebook=across, asks=True)
    run_waiting()
    run.refresh_from_db()
    assert (run.state, shape()) == ("ready", before)
    assert run.changes["moved"] > 10
    assert sum(move["count"] for move in run.changes["moves"]) == run.changes["moved"]
    assert grounds.ground(cycle, SYSTEM).run != run
    assert not any("pågår" in check.text for check in checks.before_publishing(cycle, SYSTEM))


def test_what_is_decided_between_yes_and_the_worker_is_counted_and_asked_again(client, asked, lead):
    actions.use_run(asked, by=lead)
    theme = Theme.objects.filter(parent=None, state=Theme.State.PROPOSED).order_by("pk").first()
    actions.rename(theme, "Sjukvård nära", by=lead)
    before = shape()
    run_waiting()
    asked.refresh_from_db()
    assert (asked.state, shape()) == ("ready", before)
    signed_in(client, "analyst")
    assert "efter att ni hade sagt ja" in look(client, f"{HOME}korningar/2/").body
    actions.use_run(asked, by=lead)
    run_waiting()
    asked.refresh_from_db()
    assert asked.state == "done"


def test_what_was_counted_is_what_moves_when_a_person_says_yes(asked, lead):
    was, told = tops(), asked.changes
    actions.use_run(asked, by=lead)
    run_waiting()
    asked.refresh_from_db()
    assert asked.state == "done"
    now = tops()
    pairs = {}
    for key, (name, _origin) in was.items():
        if key in now and now[key][0] != name:
            pairs[name, now[key][0]] = pairs.get((name, now[key][0]), 0) + 1
    assert {(one["from"], one["to"]): one["count"] for one in told["moves"]} == pairs
    counts = ("moved", "changed", "kept", "statements", "created_themes", "retired_themes", "retired")
    assert {name: asked.changes[name] for name in counts} == {name: told[name] for name in counts}
    assert AuditEntry.objects.filter(action="insights.run_used").count() == 1


def test_a_yes_to_figures_that_a_decision_has_made_old_changes_nothing(client, cycle, asked, lead):
    signed_in(client, "analyst")
    row = Placement.objects.filter(origin="engine", theme__parent__state="proposed").first()
    actions.move(cycle, [row.pk], Theme.objects.get(parent=None, state="approved"), by=lead)
    before = shape()
    with pytest.raises(ValidationError, match="Räkna om och läs"):
        actions.use_run(asked, by=lead)
    page = look(client, f"{HOME}korningar/{asked.number}/").body
    assert ("Räkna om" in page, "Ändra temana så här" in page) == (True, False)
    asked.refresh_from_db()
    assert (asked.state, shape()) == ("ready", before)
    actions.count_again(asked, by=lead)
    run_waiting()
    asked.refresh_from_db()
    assert asked.state == "ready"
    actions.use_run(asked, by=lead)
    run_waiting()
    asked.refresh_from_db()
    assert asked.state == "done"


def test_run_that_nobody_wants_leaves_no_trace_in_the_book(asked, lead):
    before = shape()
    actions.leave_run(asked, by=lead)
    asked.refresh_from_db()
    assert (asked.state, shape()) == ("cancelled", before)
    with pytest.raises(ValidationError, match="väntar inte längre"):
        actions.use_run(asked, by=lead)
    assert AuditEntry.objects.filter(action="insights.run_left").count() == 1


def test_another_run_takes_the_place_of_one_that_waits(asked, cycle, lead):
    actions.start_run(cycle, by=lead)
    asked.refresh_from_db()
    assert asked.state == "cancelled"
    assert "startades i stället" in asked.message
    left = AuditEntry.objects.filter(action="insights.run_left", ref_key=str(asked.number))
    assert left.count() == 1
    run_waiting()
    with pytest.raises(ValidationError):
        actions.use_run(asked, by=lead)


def test_a_yes_before_the_work_has_quite_ended_is_asked_to_wait_and_holds_up_nothing(asked, cycle, lead):
    """The job of a run ends a moment after the run: a yes in between must not be tied to it."""
    job = Job.objects.filter(pk=asked.job_id)
    job.update(state="running")
    for act in (actions.use_run, actions.count_again):
        with pytest.raises(ValidationError, match="försök igen"):
            act(asked, by=lead)
    with pytest.raises(ValidationError, match="försök igen"):
        actions.start_run(cycle, by=lead, afresh=True)
    asked.refresh_from_db()
    assert (asked.state, Run.objects.count()) == ("ready", asked.number)
    job.update(state="done")
    actions.use_run(asked, by=lead)
    run_waiting()
    asked.refresh_from_db()
    assert asked.state == "done"


def test_a_run_whose_files_are_gone_waits_until_they_are_back(asked, lead, settings):
    before = shape()
    folder = settings.DATA_DIR / "insights" / f"run-{asked.number}"
    folder.rename(folder.with_name("away"))
    with pytest.raises(ValidationError, match="finns inte kvar på den här datorn"):
        actions.use_run(asked, by=lead)
    asked.refresh_from_db()
    assert (asked.state, shape()) == ("ready", before)
    folder.with_name("away").rename(folder)
    actions.use_run(asked, by=lead)
    run_waiting()
    asked.refresh_from_db()
    assert asked.state == "done"


def test_a_number_of_themes_beside_a_codebook_changes_nothing(cycle, published, across, lead):
    """The form has both fields: the codebook says how many themes there are."""
    places = []
    for number in (None, 6):
        run = actions.start_run(cycle, by=lead, codebook=across, themes=number, asks=True)
        run_waiting()
        run.refresh_from_db()
        assert run.state == "ready", run.message
        places.append(sorted(run.statements.values_list("contribution", "start", "theme_key")))
    assert places[0] == places[1]


def test_decisions_taken_while_it_waits_are_kept_told_and_counted_again(asked, cycle, client, lead):
    signed_in(client, "analyst")
    page = f"{HOME}korningar/{asked.number}/"
    assert "Räkna om" not in look(client, page).body
    largest = Placement.objects.filter(origin="engine", theme__parent__state="proposed").first()
    wanted = Theme.objects.get(parent=None, state="approved")
    actions.move(cycle, [largest.pk], wanted, by=lead)
    assert "Ni har tagit 1 beslut om temana sedan det räknades" in look(client, page).body
    moved = asked.changes["moved"]
    client.post(f"{page}bestam/", {"gor": "rakna-om"})
    run_waiting()
    asked.refresh_from_db()
    assert asked.state == "ready"
    assert asked.changes["moved"] <= moved
    assert "Räkna om" not in look(client, page).body
    client.post(f"{page}bestam/", {"gor": "anvand"})
    run_waiting()
    largest.refresh_from_db()
    assert (largest.theme, largest.origin) == (wanted, "person")


def test_only_who_may_run_analyses_decides_about_them(asked, client):
    for role in ("editor", "moderator", "administrator"):
        for act in (actions.use_run, actions.leave_run, actions.count_again):
            with pytest.raises(PermissionDenied):
                act(asked, by=viewer_for(role))
    signed_in(client, "editor")
    page = f"{HOME}korningar/{asked.number}/"
    assert "Ändra temana så här" not in look(client, page).body
    assert client.post(f"{page}bestam/", {"gor": "anvand"}).status_code == 403
    assert client.get(f"{HOME}starta/?ground=borja-om").status_code == 403


def test_start_from_a_codebook_tells_the_numbers_before_anything_starts(client, cycle, published, across):
    signed_in(client, "analyst")
    runs = Run.objects.count()
    page = client.post(f"{HOME}starta/", {"way": "kodbok", "codebook": across.pk, "seed": "0"})
    body = " ".join(page.content.decode().split())
    met = before_run.met(cycle, SYSTEM)
    assert met.statements == Placement.objects.count() == met.held + met.free
    assert 0 < met.held < met.statements
    assert f"<dt>tankar i temaboken</dt><dd>{met.statements}</dd>" in body
    assert "<dt>teman i kodboken</dt><dd>5</dd>" in body
    assert f"{met.free} tankar kan byta tema." in body
    assert f"{met.held} tankar ligger kvar" in body
    assert "Utgåva 1 ändras inte." in body
    assert Run.objects.count() == runs
    client.post(f"{HOME}starta/", {"way": "kodbok", "codebook": across.pk, "seed": "0", "sure": "1"})
    run = Run.objects.first()
    assert (Run.objects.count(), run.options["asks"]) == (runs + 1, True)
    run_waiting()
    assert f"Analys {run.number} är klar och väntar på ert beslut" in look(client, HOME).body
    body = look(client, f"{HOME}korningar/{run.number}/").body
    run.refresh_from_db()
    assert f"<dd>{run.changes['moved']}</dd>" in body
    assert "Byter tema, tillsammans" in body


def test_first_analysis_has_nothing_to_move_and_asks_once(client, cycle, voices, across):
    signed_in(client, "analyst")
    client.post(f"{HOME}starta/", {"way": "kodbok", "codebook": across.pk, "seed": "0", "sure": "1"})
    run_waiting()
    assert Run.objects.get().state == "done"


def test_reading_again_without_moving_anything_starts_at_once(client, cycle, published):
    signed_in(client, "analyst")
    client.post(f"{HOME}starta/", {"seed": "0", "shown": "1"})
    assert Run.objects.first().options["asks"] is False
    assert Run.objects.count() == 2


def test_way_back_to_the_edition_stands_where_the_run_is_read_and_its_count_holds(
    client, cycle, asked, published, lead
):
    signed_in(client, "analyst")
    start = tops()
    actions.use_run(asked, by=lead)
    run_waiting()
    returns = before_run.going_back(published, SYSTEM)
    assert returns.moved == asked.changes["moved"] > 10
    for page in (HOME, f"{HOME}korningar/{asked.number}/"):
        assert "Ångra: tillbaka till utgåva 1" in look(client, page).body
    assert (
        f"{returns.moved} tankar läggs då tillbaka" in look(client, f"{HOME}korningar/{asked.number}/").body
    )
    body = look(client, f"{HOME}starta/?ground=utgava").body
    assert f"{returns.moved} tankar byter tema." in body
    client.post(f"{HOME}starta/", {"ground": "utgava", "sure": "1"})
    run_waiting()
    undone = Run.objects.first()
    assert (undone.state, undone.changes["moved"]) == ("done", returns.moved)
    assert {key: name for key, (name, _by) in tops().items()} == {
        key: name for key, (name, _by) in start.items()
    }


def test_topics_that_the_computer_put_in_another_theme_count_on_the_way_back(
    cycle, two_themes, say, run_of, lead, theme_named
):
    voices = [*two_themes, *say("Skolan ska vara kvar.", "Fler lärare i skolan.")]
    groups = {
        "resor": {"buss": range(6)},
        "vård": {"vårdcentral": range(6, 12)},
        "skola": {"lärare": [12, 13]},
    }
    run_of(voices, groups)
    actions.approve(theme_named("Skola"), by=lead)
    edition = actions.publish(cycle, by=lead)
    assert before_run.going_back(edition, SYSTEM).moved == 0
    moved = {"resor": {"tåg": [0]}, "vård": {"vårdcentral": range(6, 12), "buss": range(1, 6)}}
    run = run_of(voices, moved | {"skola": groups["skola"]})
    assert run.changes["moved"] == 6  # the sixth to a new theme of its own
    assert before_run.going_back(edition, SYSTEM).moved == 6


def test_way_back_that_was_read_before_a_colleagues_run_moves_nothing(client, cycle, asked, published, lead):
    signed_in(client, "analyst")
    actions.use_run(asked, by=lead)
    run_waiting()
    read = hidden_fields(look(client, f"{HOME}starta/?ground=utgava").body)
    assert read["shown"] == str(asked.number)
    followed_by(Run.objects.get(pk=asked.pk))
    runs = Run.objects.count()
    page = client.post(f"{HOME}starta/", read, follow=True)
    assert "En ny analys blev klar medan du läste" in page.content.decode()
    assert Run.objects.count() == runs


def test_way_back_keeps_what_people_decided_after_the_run(cycle, asked, published, lead):
    actions.use_run(asked, by=lead)
    run_waiting()
    row = Placement.objects.filter(origin="engine", theme__parent__isnull=False).first()
    town = Theme.objects.get(name="Kalix", parent=None)
    before = before_run.going_back(published, SYSTEM).moved
    actions.move(cycle, [row.pk], town, by=lead)
    told = before_run.going_back(published, SYSTEM)
    assert told.moved <= before
    run = actions.start_run(cycle, by=lead, from_edition=True)
    run_waiting()
    run.refresh_from_db()
    row.refresh_from_db()
    assert (row.theme, row.origin) == (town, "person")
    assert run.changes["moved"] == told.moved


@pytest.fixture
def decided(cycle, asked, lead):
    """The book follows the run, and people have decided at the desk, on the board and about a whole theme."""
    actions.use_run(asked, by=lead)
    run_waiting()
    asked.refresh_from_db()
    coded = CodedStatement.objects.filter(run=asked).select_related("run__codebook__codebook", "run__cycle")
    at_desk = coded.filter(entry="Kalix").first()
    actions.decide_code(at_desk, ["Boden"], shown=0, by=lead)
    row = Placement.objects.filter(theme__name="Luleå", theme__parent=None).first()
    row = row or Placement.objects.filter(theme__parent__name="Luleå").first()
    actions.move(cycle, [row.pk], Theme.objects.get(name="Jokkmokk", parent=None), by=lead)
    actions.write_summary(Theme.objects.get(name="Pajala", parent=None), "Om Pajala.", by=lead)
    run_waiting()
    return asked


def lies():
    """Where every statement lies by top theme, and how many there are of each live theme."""
    return {key: name for key, (name, _by) in tops().items()}


def test_way_back_tells_which_decisions_hold_what_and_does_just_that(client, cycle, decided, published, lead):
    signed_in(client, "analyst")
    told = before_run.going_back(published, SYSTEM)
    kept = {(one.theme.name, one.decision.verb, one.whole): one.count for one in told.kept}
    assert kept["Boden", "statement_coded", False] == 1
    assert kept["Jokkmokk", "statements_moved", False] == 1
    whole = kept["Pajala", "theme_summarised", True]
    assert whole > 1
    assert told.held == sum(kept.values()) == whole + 2
    body = look(client, f"{HOME}starta/?ground=utgava").body
    assert (told.by_decision, told.by_theme) == (2, whole)
    assert "2 tankar ligger kvar någon annanstans än i utgåva 1, för ni har bestämt om dem." in body
    by_theme = f"{whole} tankar ligger kvar för att de är i teman som ni har bestämt om."
    assert f"{by_theme} Om själva tankarna har ingen bestämt." in body
    assert body.count("Ingen har bestämt om tankarna, men om temat:") == 1
    asked_page = look(client, f"{HOME}korningar/{decided.number}/").body
    assert "2 tankar ligger kvar där de är nu, för ni har bestämt om dem." in asked_page
    assert by_theme in asked_page
    for one in told.kept:
        assert one.decision.sentence in html.unescape(body)
        assert f"historik/?beslut={one.decision.pk}#beslut-{one.decision.pk}" in body
    assert f"{told.moved} tankar byter tema." in body
    before = lies()
    client.post(f"{HOME}starta/", hidden_fields(body))
    run_waiting()
    run = Run.objects.first()
    assert (run.state, run.goes_on_from) == ("done", published)
    after = lies()
    pairs = {}
    for key, name in before.items():
        if after[key] != name:
            pairs[name, after[key]] = pairs.get((name, after[key]), 0) + 1
    assert pairs == {(one.out_of, one.into): one.count for one in told.moves}
    assert run.changes["moved"] == told.moved
    again = before_run.going_back(published, SYSTEM)
    assert (again.moved, again.kept) == (0, told.kept)
    left = {"Boden": 1, "Jokkmokk": 1, "Pajala": whole}
    assert {name: list(after.values()).count(name) for name in left} == left
    assert run.changes["kept_back"]["count"] == told.held
    assert run.changes["kept_back"]["by_theme"] == whole
    page = html.unescape(look(client, f"{HOME}korningar/{run.number}/").body)
    assert "Det här var vägen tillbaka till utgåva 1." in page
    assert by_theme in page
    for one in told.kept:
        assert one.decision.sentence in page


def test_an_approval_that_has_fallen_is_not_told_as_what_holds(client, cycle, asked, published, lead):
    actions.use_run(asked, by=lead)
    run_waiting()
    town = Theme.objects.get(name="Kalix", parent=None)
    actions.approve(town, by=lead)
    (held,) = [one for one in before_run.going_back(published, SYSTEM).kept if one.theme == town]
    assert (held.decision.verb, held.whole) == ("theme_approved", True)
    actions.unapprove(town, by=lead)
    (left,) = [one for one in before_run.going_back(published, SYSTEM).kept if one.theme == town]
    assert (left.decision, left.whole, left.count) == (None, True, held.count)
    signed_in(client, "analyst")
    body = look(client, f"{HOME}starta/?ground=utgava").body
    assert "Ni har bestämt om temat förut, men inget sådant beslut gäller nu." in body


def test_way_back_just_made_is_not_offered_again(client, cycle, decided, published, lead, analyse):
    signed_in(client, "analyst")
    assert grounds.edition_behind(decided, SYSTEM) is not None
    run = analyse(from_edition=True)
    for more in range(2):
        for page in (HOME, f"{HOME}korningar/{run.number}/"):
            body = look(client, page).body
            assert "Gick det fel" not in body
            assert "Ångra: tillbaka" not in body
        told = client.get(f"{HOME}starta/?ground=utgava", follow=True).content.decode()
        assert "Det finns inget att gå tillbaka till" in told
        if not more:
            run = analyse()  # one that only goes on has moved nothing either
    anew = analyse(afresh=True)
    assert grounds.edition_behind(anew, SYSTEM) is not None


def test_decision_taken_back_after_the_way_back_goes_where_the_edition_had_it(
    cycle, decided, published, lead, analyse
):
    """And the theme that only it held leaves the book."""
    start = dict(
        EditionStatement.objects.filter(edition=published).values_list("contribution", "theme__theme")
    )
    analyse(from_edition=True)
    change = BookChange.objects.get(verb="statement_coded")
    (row,) = Placement.objects.filter(pk=change.undo["places"][0][0])
    town = Theme.objects.get(name="Boden", parent=None)
    actions.undo(change, by=lead)
    row.refresh_from_db()
    town.refresh_from_db()
    assert (town.state, row.origin) == ("retired", "engine")
    top = row.theme.parent_id or row.theme_id
    assert top == start[row.contribution_id] or start[row.contribution_id] is None
    assert Theme.objects.get(pk=top).is_live


def test_way_back_read_before_a_colleague_decided_starts_nothing(client, cycle, decided, published, lead):
    signed_in(client, "analyst")
    read = hidden_fields(look(client, f"{HOME}starta/?ground=utgava").body)
    theme = Theme.objects.filter(parent=None, state=Theme.State.PROPOSED).order_by("pk").first()
    actions.write_summary(theme, "Om det här.", by=lead)
    runs = Run.objects.count()
    page = client.post(f"{HOME}starta/", read, follow=True)
    assert "Ni har tagit beslut om temana medan du läste." in page.content.decode()
    assert "Gå tillbaka till utgåva 1" in page.content.decode()
    assert Run.objects.count() == runs
    client.post(f"{HOME}starta/", hidden_fields(page.content.decode()))
    assert Run.objects.count() == runs + 1


def recounted(before):
    """What there is now that was not there before, counted from the book itself."""

    def outside(row):
        above = [row.theme, row.theme.parent if row.theme else None]
        return bool(row.outside_reason) or any(one is not None and one.outside_reason for one in above)

    now = {row.pk: row for row in Placement.objects.select_related("theme__parent")}
    new = [row for pk, row in now.items() if pk not in before]
    inside = [row for row in new if not outside(row)]
    there = [(before[pk], outside(row)) for pk, row in now.items() if pk in before]
    return {
        "statements": len(new),
        "new_placed": sum(row.theme is not None for row in inside),
        "new_empty": sum(row.theme is None and row.strength_class == "no_content" for row in inside),
        "new_loose": sum(row.theme is None and row.strength_class != "no_content" for row in inside),
        "new_outside": len(new) - len(inside),
        "new_copies": sum(bool(row.outside_reason) for row in new),
        "put_outside": sum(is_out and not was for was, is_out in there),
        "put_inside": sum(was and not is_out for was, is_out in there),
        "dropped": len(before.keys() - now.keys()),
    }


def test_what_is_shown_before_the_decision_counts_copies_that_are_put_outside(
    client, cycle, voices, analyse, across, say, lead
):
    """People who sent the same words as a thought that lies outside follow it there, new ones and those in the book."""
    signed_in(client, "analyst")
    (twin,) = say(TEXTS[3])
    analyse()
    actions.approve(Theme.objects.filter(cycle=cycle, parent=None).first(), by=lead)
    marked = Placement.objects.filter(contribution__text__in=[TEXTS[0], TEXTS[3]]).exclude(contribution=twin)
    actions.mark_statements(cycle, list(marked.values_list("pk", flat=True)), "local_only", by=lead)
    freed = Placement.objects.get(contribution__text=TEXTS[7])
    Placement.objects.filter(pk=freed.pk).update(outside_reason="local_only")  # as a copy of one long gone
    say(TEXTS[0], TEXTS[0].upper(), TEXTS[3], "vet ej", "Nattbussen till Pajala och Luleå borde gå oftare.")
    run = actions.start_run(cycle, by=lead, codebook=across, asks=True)
    run_waiting()
    run.refresh_from_db()
    assert run.state == "ready", run.message
    told = run.changes
    body = " ".join(look(client, f"{HOME}korningar/{run.number}/").body.split())
    for name, figure in (
        ("nya tankar får plats i ett tema", "new_placed"),
        ("nya tankar hamnar utanför strategin", "new_outside"),
        ("tankar kommer tillbaka in i strategin", "put_inside"),
    ):
        assert f"<dt>{name}</dt><dd>{told[figure]}</dd>" in body
    assert "Den som har skickat samma ord" in body
    assert f"Så är det med {told['new_copies']} nya tankar." in body
    before = {
        row.pk: bool(
            row.outside_reason
            or (
                row.theme
                and (row.theme.outside_reason or (row.theme.parent and row.theme.parent.outside_reason))
            )
        )
        for row in Placement.objects.select_related("theme__parent")
    }
    assert told["new_copies"] == 3
    actions.use_run(run, by=lead)
    run_waiting()
    run.refresh_from_db()
    counted = recounted(before)
    assert {name: told[name] for name in counted} == counted
    assert {name: run.changes[name] for name in counted} == counted
    after = look(client, f"{HOME}korningar/{run.number}/").body
    assert f"{counted['new_outside']} nya tankar ligger utanför strategin" in after


def test_nothing_to_go_back_to_is_said(client, cycle, published):
    signed_in(client, "analyst")
    page = client.get(f"{HOME}starta/?ground=utgava", follow=True)
    assert "Det finns inget att gå tillbaka till" in page.content.decode()
    assert "Ångra: tillbaka" not in look(client, f"{HOME}korningar/1/").body


def test_numbers_take_the_same_questions_however_much_there_is(client, cycle, published, across, say):
    signed_in(client, "analyst")

    def asked_for(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    address = f"{HOME}starta/?way=kodbok&codebook={across.pk}"
    asked_for(address)
    few = asked_for(address)
    say(*[text + " Tack." for text in TEXTS], municipality="2580")
    assert asked_for(address) == few <= 40


# --- names --------------------------------------------------------------------------------------------------------


def test_theme_that_keeps_its_name_is_not_told_as_renamed_nor_offered_a_topics_name(
    cycle, two_themes, run_of, lead, theme_named
):
    """Statements that people put in the theme itself must not let a topic of the next run speak for the whole of it."""
    theme = theme_named("Resor")
    rows = list(Placement.objects.filter(theme__parent=theme).values_list("pk", flat=True))
    actions.move(cycle, rows[:5], theme, by=lead)
    Theme.objects.filter(pk=theme.pk).update(decided_by_person=False)
    run = run_of(two_themes, {"resor": {"turtäthet": range(6)}, "vård": {"vårdcentral": range(6, 12)}})
    theme.refresh_from_db()
    assert (theme.name, theme.machine_label) == ("Resor", "resor")
    assert theme.name not in {name for one in run.changes["renamed"] for name in (one["old"], one["name"])}


def test_group_far_from_a_theme_suggests_no_name_for_it(cycle, two_themes, run_of, lead, theme_named):
    theme = theme_named("Resor")
    actions.approve(theme, by=lead)
    run = run_of(
        two_themes,
        {"annat": {"allt": [0, 1, 2, 6, 7]}, "mer": {"rest": [3, 4, 5, 8, 9, 10, 11]}},
    )
    theme.refresh_from_db()
    assert theme.name == "Resor"
    assert theme.machine_label == "resor"
    assert run.homes["T1"] == theme.pk
