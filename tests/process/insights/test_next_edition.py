"""A run that goes on from an edition: what is published stays, and everything people have decided still holds."""

import json
import random

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers_core import examples
from helpers_editions import MORE_SAID, SAID, said_everywhere
from helpers_people import signed_in
from medskick.engine.analysis.contract import Options
from medskick.ground.jobs.running import run_waiting
from medskick.process.contributions.models import Contribution
from medskick.process.insights import actions
from medskick.process.insights.actions.undo import latest
from medskick.process.insights.models import (
    CodeDecision,
    CodedStatement,
    Edition,
    EditionStatement,
    Placement,
    Run,
    RunStatement,
    Theme,
)
from medskick.process.insights.models.book import Origin
from medskick.process.insights.queries import grounds
from medskick.process.insights.run_files import as_made

ENTRIES = [
    {"key": "resor", "label": "Resor utan bil", "definition": "Buss, tåg och tidtabeller."},
    {"key": "vard", "label": "Vård nära", "definition": "Vårdcentraler, läkare och väntetider."},
    {"key": "tom", "label": "Rymdraketer", "definition": "Raketer till månen."},
    {"key": "skola", "label": "Skola och lärande", "definition": "Skolor, lärare och elever."},
]
TEXTS = said_everywhere(MORE_SAID)
HOME = "/arbetsyta/analys/"
NEW = said_everywhere(SAID[:4], ["Haparanda", "Älvsbyn"])
pytestmark = pytest.mark.usefixtures("own_data")


@pytest.fixture
def first(cycle, kept, say, lead, tmp_path):
    """A run by the real engine, approved and published."""

    def store():
        say(*TEXTS, municipality="2580")
        analyse(cycle, lead)
        for theme in Theme.objects.filter(parent=None):
            actions.approve(theme, by=lead)
        actions.publish(cycle, by=lead)

    kept(store, tmp_path)
    return Edition.objects.get()


def analyse(cycle, lead, **options):
    run = actions.start_run(cycle, by=lead, **options)
    run_waiting()
    run.refresh_from_db()
    assert run.state == "done", run.message
    return run


def book():
    """Every statement's theme now, by where it stands."""
    rows = Placement.objects.values_list("contribution_id", "field", "start", "theme_id")
    return {row[:3]: row[3] for row in rows}


def topics():
    return list(Theme.objects.filter(state__in=["proposed", "approved"]).exclude(parent=None).order_by("pk"))


def tops():
    return list(Theme.objects.filter(state__in=["proposed", "approved"], parent=None).order_by("pk"))


def placed_in(theme):
    return list(Placement.objects.filter(theme=theme).order_by("pk").values_list("pk", flat=True))


@pytest.mark.django_db
def test_nothing_published_moves_when_more_comes_in(cycle, first, say, lead):
    before = book()
    places = dict(RunStatement.objects.values_list("contribution_id", "x"))
    say(*NEW, municipality="2580")
    run = analyse(cycle, lead)
    assert run.goes_on_from == first
    after = book()
    assert {key: after[key] for key in before} == before
    assert run.changes["changed"] == run.changes["kept"] == run.changes["retired_themes"] == 0
    assert run.changes["statements"] == len(after) - len(before) > 0
    now = dict(RunStatement.objects.filter(run=run).values_list("contribution_id", "x"))
    assert {pk: now[pk] for pk in places} == places


@pytest.mark.django_db
def test_a_fresh_run_is_there_for_who_asks_for_it(cycle, first, lead):
    for options in ({"afresh": True}, {"themes": 4}):
        assert analyse(cycle, lead, **options).goes_on_from is None


@pytest.mark.django_db
def test_a_run_for_so_many_themes_keeps_how_texts_were_cut_and_gives_no_id_twice(
    cycle, first, lead, tmp_path
):
    def told(run):
        folder = tmp_path / "insights" / f"run-{run.number}" / "result"
        return [json.loads((folder / name).read_text("utf-8")) for name in ("manifest.json", "result.json")]

    asked = analyse(cycle, lead, themes=4)
    manifest, result = told(asked)
    assert manifest["previous"]
    assert asked.goes_on_from is None
    old = set(first.run.themes.values_list("key", flat=True))
    assert {node["id"] for node in result["themes"]} & old
    assert set(result["retired_ids"]) <= old
    assert as_made(asked, Options()).previous == tmp_path / "insights" / "run-1" / "result"
    manifest, _result = told(analyse(cycle, lead, themes=4, afresh=True))
    assert manifest["previous"] is None


@pytest.mark.django_db
def test_without_the_files_of_the_edition_nothing_begins_from_the_beginning_unasked(
    client, cycle, first, lead, tmp_path
):
    file = tmp_path / "insights" / "run-1" / "result" / "statements.csv"
    was = file.read_bytes()
    signed_in(client, "analyst")
    assert "saknas" not in client.get(HOME).content.decode()
    file.unlink()
    body = client.get(HOME).content.decode()
    assert "Filerna från analys 1 saknas" in body
    assert "Under Val kan du i stället börja om från början" in body
    answer = client.post(f"{HOME}starta/", {"seed": "0", "shown": "1"}, follow=True).content.decode()
    assert "Lägg tillbaka mappen insights/run-1 från en säkerhetskopia" in answer
    file.write_bytes(was + b" ")
    with pytest.raises(ValidationError, match="finns inte kvar på den här datorn, eller har ändrats"):
        actions.start_run(cycle, by=lead)
    assert Run.objects.count() == 1
    file.write_bytes(was)
    run = actions.start_run(cycle, by=lead)
    file.unlink()
    run_waiting()
    run.refresh_from_db()
    assert (run.state, run.carried) == ("failed", {})
    assert "välj under Val att börja om från början" in run.message
    assert analyse(cycle, lead, afresh=True).changes["changed"] == 0


@pytest.mark.django_db
def test_decisions_that_the_run_could_not_hold_are_told_where_it_is_judged(client, cycle, first, say, lead):
    one, other = topics()[:2]
    cut, hidden, kept = placed_in(one)[:3]
    actions.move(cycle, [cut, hidden, kept], other, by=lead)
    # As when a text was cut otherwise before: a person's span that no statement is any more.
    Placement.objects.filter(pk=cut).update(end=F("end") - 8)
    gone = Placement.objects.get(pk=hidden)
    Contribution.objects.filter(pk=gone.contribution_id).update(state="hidden", hidden_reason="spam")
    run = analyse(cycle, lead)
    told = run.changes["decisions"]
    assert (told["lost_count"], told["elsewhere_count"]) == (2, 0)
    assert {row["theme"] for row in told["lost"]} == {other.pk}
    signed_in(client, "analyst")
    body = client.get(f"{HOME}korningar/{run.number}/").content.decode()
    section = body.partition('id="beslut"')[2].partition("</section>")[0]
    for pk in (cut, hidden):
        number = Placement.objects.get(pk=pk).contribution.number
        assert f'?medskick={number}">Medskick {number}</a>' in section
    assert section.count(f'/tema/{other.pk}/">{other.name}</a>') == 2
    assert f'?medskick={Placement.objects.get(pk=kept).contribution.number}"' not in section
    for said in ("Texten delas på ett annat sätt nu", "Texten visas inte"):
        assert section.count(said) == 1
    shown = Placement.objects.get(pk=cut)
    assert f"”{shown.contribution.text[: shown.end]}”" in section
    assert gone.contribution.text not in section
    assert f"korningar/{run.number}/#beslut" in client.get(HOME).content.decode()


@pytest.mark.django_db
def test_page_of_a_run_asks_as_much_however_many_decisions_there_are_to_look_at(client, cycle, first, lead):
    def asked(run):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{HOME}korningar/{run.number}/").status_code == 200
        return len(queries)

    one, other = topics()[:2]
    rows = placed_in(one)
    actions.move(cycle, rows, other, by=lead)
    signed_in(client, "analyst")
    Placement.objects.filter(pk=rows[0]).update(start=2, end=6)
    few = [asked(analyse(cycle, lead)) for _time in range(2)][-1]
    Placement.objects.filter(pk__in=rows).update(start=2, end=6)
    run = analyse(cycle, lead)
    assert run.changes["decisions"]["lost_count"] == len(rows) > 2
    assert asked(run) == few


@pytest.mark.django_db
def test_the_edits_are_kept_with_the_run_and_named_in_its_manifest(cycle, first, lead, tmp_path):
    theme = tops()[0]
    actions.rename(theme, "Ett eget namn", by=lead)
    run = analyse(cycle, lead)
    told = json.loads((tmp_path / "insights" / f"run-{run.number}" / "edits.json").read_text("utf-8"))
    assert {"verb": "rename", "id": "T1", "label": "Ett eget namn"} in told["edits"]
    assert "edits.json" in run.manifest
    manifest = json.loads(
        (tmp_path / "insights" / f"run-{run.number}" / "result" / "manifest.json").read_text()
    )
    assert manifest["previous"]
    assert manifest["edits"]


class People:
    """People who change the book, and a list of what must be so from then on."""

    def __init__(self, cycle, lead, dice):
        self.cycle, self.lead, self.dice = cycle, lead, dice
        self.done, self.tried = [], 0

    VERBS = ("rename", "merge", "merge_topics", "split", "split_top", "move", "outside", "undo")

    def act(self, times, verbs=VERBS):
        for _time in range(times):
            self.tried += 1
            verb = self.dice.choice(verbs)
            try:
                if getattr(self, verb)(self.tried):
                    self.done.append(verb)
            except ValidationError as refused:
                self.done.append(f"{verb}: {refused.messages[0]}")

    def rename(self, number):
        return actions.rename(self.dice.choice(tops() + topics()), f"Namn {number}", by=self.lead)

    def merge(self, number):
        if len(tops()) > 2:
            one, other = self.dice.sample(tops(), 2)
            return actions.merge(one, other, by=self.lead)
        return None

    def merge_topics(self, number):
        if len(topics()) > 2:
            one = self.dice.choice(topics())
            return actions.merge(
                one, self.dice.choice([t for t in topics() + tops() if t.pk != one.pk]), by=self.lead
            )
        return None

    def split(self, number):
        theme = self.dice.choice(topics() or tops())
        rows = placed_in(theme)
        return rows and actions.split(theme, rows[: max(1, len(rows) // 3)], f"Del {number}", by=self.lead)

    def split_top(self, number):
        theme = self.dice.choice(tops())
        rows = [pk for topic in theme.topics.all() for pk in placed_in(topic)] + placed_in(theme)
        return rows and actions.split(theme, rows[:3], f"Tema {number}", by=self.lead)

    def move(self, number):
        theme = self.dice.choice(tops() + topics())
        rows = placed_in(theme)
        return rows and actions.move(self.cycle, rows[:2], self.dice.choice(tops() + topics()), by=self.lead)

    def outside(self, number):
        return actions.mark_outside(self.dice.choice(tops() + topics()), "local_only", by=self.lead)

    def code(self, number):
        """Decide about a statement at the desk of the newest run with a codebook, if the book follows it."""
        run = Run.objects.that_count().filter(cycle=self.cycle, codebook__isnull=False).first()
        rows = list(CodedStatement.objects.filter(run=run).order_by("pk")) if run else []
        if not rows or grounds.superseded_by(run, self.lead):
            return None
        one = self.dice.choice(rows)
        keys = self.dice.choice([[], ["vard"], ["tom"], ["resor", "skola"]])
        shown = CodeDecision.objects.filter(
            contribution=one.statement.contribution_id, start=one.statement.start
        )
        made = actions.decide_code(
            one, keys, shown=sum(shown.values_list("version", flat=True)), by=self.lead
        )
        run_waiting()
        return made

    def none(self, number):
        rows = list(Placement.objects.order_by("pk").values_list("pk", flat=True))
        return actions.move(self.cycle, [self.dice.choice(rows)], None, by=self.lead)

    def outside_one(self, number):
        rows = list(Placement.objects.order_by("pk").values_list("pk", flat=True))
        return actions.mark_statements(self.cycle, [self.dice.choice(rows)], "short_term", by=self.lead)

    def undo(self, number):
        newest = latest(self.cycle)
        return newest and newest.verb != "theme_approved" and actions.undo(newest, by=self.lead)


def shape():
    """Everything of the book that people can decide: themes, what they are called, where they lie, what is outside."""
    return {
        theme.pk: (
            theme.name,
            theme.parent_id,
            theme.state,
            theme.outside_reason,
            theme.merged_into_id,
            theme.slug,
        )
        for theme in Theme.objects.filter(decided_by_person=True)
    }


@settings(
    max_examples=examples(5),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 10_000))
@pytest.mark.django_db(transaction=False)
def test_whatever_people_did_holds_after_the_next_run(cycle, first, say, lead, seed):
    from django.db import transaction

    with transaction.atomic():
        People(cycle, lead, random.Random(seed)).act(10)
        before, themes = book(), shape()
        say(*NEW, municipality="2580")
        run = analyse(cycle, lead)
        assert run.goes_on_from == first
        assert set(run.carried) >= {"T1", "T1.1"}
        after = book()
        assert {key: after[key] for key in before} == before
        assert shape() == themes
        check_engine_agrees(run, before)
        transaction.set_rollback(True)
    Run.objects.filter(number__gt=1).delete()


@settings(
    max_examples=examples(3),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 10_000))
@pytest.mark.django_db(transaction=False)
def test_whatever_people_did_with_a_codebook_holds_after_the_next_runs(cycle, say, lead, seed):
    """Plain runs, runs under the codebook and from the beginning in turn, with decisions of all kinds between."""
    from django.db import transaction

    dice = random.Random(seed)
    with transaction.atomic():
        say(*dice.sample(TEXTS, dice.choice([3, 12, 40])), municipality="2580")
        codebook = actions.create_codebook("Egen", by=lead, entries=ENTRIES)
        people = People(cycle, lead, dice)
        analyse(cycle, lead, codebook=codebook)
        for _time in range(3):
            people.act(5, (*People.VERBS, "code", "code", "none", "outside_one"))
            if dice.random() < 0.3:
                for theme in Theme.objects.filter(cycle=cycle, parent=None, state="proposed"):
                    actions.approve(theme, by=lead)
                actions.publish(cycle, by=lead)
            before, themes = by_people(), shape()
            say(*dice.sample(NEW, 2), municipality="2580")
            how = dice.choice([{}, {}, {"codebook": codebook}, {"afresh": True}])
            run = analyse(cycle, lead, **how)
            after = by_people()
            assert {key: after.get(key) for key in before} == before, people.done
            # A codebook names the themes that it fills, and then the old name is told; nothing else changes one.
            told = {one["id"]: one["old"] for one in run.changes["named_by_book"] + run.changes["renamed"]}
            assert {pk: themes[pk][0] for pk in told if pk in themes} == {
                pk: old for pk, old in told.items() if pk in themes
            }, people.done
            rest = {pk: one for pk, one in themes.items() if pk not in told}
            assert {pk: shape().get(pk) for pk in rest} == rest, people.done
            for pk in (
                told.keys() & themes.keys()
            ):  # the name, the approval of it and the address may be others
                now = shape()[pk]
                assert [now[n] for n in (1, 3, 4)] == [themes[pk][n] for n in (1, 3, 4)], people.done
            dead = Theme.objects.filter(state__in=["merged", "retired"])
            assert not Placement.objects.filter(theme__in=dead).exists(), people.done
            assert not Theme.objects.filter(state__in=["proposed", "approved"], parent__in=dead).exists()
        transaction.set_rollback(True)


def by_people():
    """Where a person has put statements, in a theme or outside."""
    rows = Placement.objects.filter(origin=Origin.PERSON)
    return {
        row[:4]: row[4:]
        for row in rows.values_list("contribution_id", "field", "start", "end", "theme_id", "outside_reason")
    }


def check_engine_agrees(run, before):
    """The run itself, not only the book, has every statement where people left it."""
    apart = []
    for row in RunStatement.objects.filter(run=run):
        pk = before.get((row.contribution_id, row.field, row.start))
        home = run.homes.get(row.topic_key)
        if pk is None or home == pk:
            continue
        theme = Theme.objects.get(pk=pk)
        if theme.parent_id is None and Theme.objects.get(pk=home).parent_id == pk:
            continue  # put in the theme as a whole: any topic of it will do
        apart.append((row.contribution_id, row.topic_key, home, pk))
    assert apart == []


@pytest.mark.django_db
def test_the_next_edition_tells_only_what_has_changed(cycle, first, say, lead):
    one, other = tops()[:2]
    actions.rename(one, "Ett eget namn", by=lead)
    moved = placed_in(topics()[0])[:2]
    actions.move(cycle, moved, other, by=lead)
    say(*NEW, municipality="2580")
    analyse(cycle, lead)
    assert Placement.objects.filter(pk__in=moved, theme=other, origin=Origin.PERSON).count() == 2
    for theme in tops():
        actions.approve(theme, by=lead)
    second = actions.publish(cycle, by=lead)
    old = dict(
        EditionStatement.objects.filter(edition=first).values_list("contribution_id", "topic__theme_id")
    )
    new = dict(
        EditionStatement.objects.filter(edition=second).values_list("contribution_id", "topic__theme_id")
    )
    gone = {row.contribution_id for row in Placement.objects.filter(pk__in=moved)}
    assert {pk for pk in old if old[pk] != new[pk]} == gone
