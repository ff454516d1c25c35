"""The page of agreement: right figures, differences settled, published by a person."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from sklearn.metrics import cohen_kappa_score

from helpers_people import make_user, signed_in
from helpers_site import look
from medskick.ground.core.access import viewer_now
from medskick.ground.core.models import AuditEntry
from medskick.ground.people.models import User
from medskick.process.contributions.models import Contribution, State
from medskick.process.insights import actions as insights
from medskick.process.insights.coding import actions
from medskick.process.insights.coding.actions.draw import Plan
from medskick.process.insights.coding.queries import differences, figures, queue
from medskick.process.insights.models import (
    AgreementReport,
    CodedStatement,
    Consensus,
    Draw,
    EntryTheme,
    Origin,
    Placement,
    Run,
    RunStatement,
    SampleUnit,
    Theme,
)

pytestmark = pytest.mark.django_db
PAGE = "/arbetsyta/analys/kodning/samstammighet/"
TEXTS = [f"Bussen i by {n} går för sällan på vintern." for n in range(60)]
TEXTS += [f"Vårdcentralen i by {n} ska ha öppet på kvällen." for n in range(30)]


@pytest.fixture
def coders(cycle, kept):
    people = (("analyst", "Anna"), ("moderator", "Bo"))

    def store():
        for role, name in people:
            make_user(role, name=name)

    kept(store)
    return [viewer_now(User.objects.get(name=name).pk) for _role, name in people]


@pytest.fixture
def book(kept, say, run_of):
    def store():
        voices = say(*TEXTS, municipality="2580")
        run_of(voices, {"resor": {"buss": range(60)}, "vård": {"vårdcentral": range(60, 90)}})

    kept(store)
    return list(Contribution.objects.order_by("pk"))


def code(cycle, coder, read, most=1_000):
    """Code what is left; ``read(text)`` names the themes."""
    while most and (unit := queue.next_unit(cycle, coder)):
        names = read(unit.contribution.text)
        themes = tuple(Theme.objects.get(name=name).pk for name in names)
        shown = getattr(queue.own_coding(unit, coder), "version", 0)
        actions.answer(unit, actions.Chosen(themes), by=coder, shown=shown)
        most -= 1


def number(text):
    return int(re.search(r"by (\d+)", text)[1])


def as_engine(text):
    return ["Resor"] if text.startswith("Bussen") else ["Vård"]


def anna(text):
    return ["Vård"] if text.startswith("Bussen") and number(text) % 7 == 0 else as_engine(text)


def bo(text):
    return ["Resor"] if text.startswith("Vård") and number(text) % 5 == 0 else as_engine(text)


@pytest.fixture
def drawn(cycle, book, coders, kept, lead):
    def store():
        actions.set_plan(cycle, Plan(coders[0].user_id, coders[1].user_id), by=lead, shown=0)
        actions.draw_more(cycle, 60, by=lead)
        for coder in coders:
            actions.promise(cycle, by=coder)

    kept(store)
    return Draw.objects.get()


@pytest.fixture
def coded(cycle, drawn, coders, kept):
    def store():
        for coder, read in zip(coders, (anna, bo), strict=True):
            code(cycle, coder, read)

    kept(store)
    return drawn


def test_before_anything_is_drawn_the_page_says_what_to_do(client, cycle, book):
    signed_in(client, "analyst")
    assert "Inga tankar är dragna än." in look(client, PAGE).body


def test_too_few_says_how_many_more(client, cycle, drawn, coders, lead):
    code(cycle, coders[0], anna)
    code(cycle, coders[1], bo, most=7)
    signed_in(client, "process_lead")
    body = look(client, PAGE).body
    assert "Det behövs 13 tankar till som båda har kodat." in body
    assert "kappa" not in body
    with pytest.raises(ValidationError, match="50"):
        publish(cycle, lead)


def test_figures_are_those_of_scikit_learn_weighted_back(cycle, coded, lead):
    found = figures.figures(cycle, lead)
    rows = [
        (
            unit.stratum,
            as_engine(unit.contribution.text)[0],
            anna(unit.contribution.text)[0],
            bo(unit.contribution.text)[0],
        )
        for unit in SampleUnit.objects.select_related("contribution")
    ]
    sizes = {str(Theme.objects.get(name="Resor").pk): 60, str(Theme.objects.get(name="Vård").pk): 30}
    drawn = {stratum: sum(row[0] == stratum for row in rows) for stratum in sizes}
    assert drawn[str(Theme.objects.get(name="Vård").pk)] > 20  # more of the small than its share
    weights = [sizes[row[0]] / drawn[row[0]] for row in rows]
    engine, first, second = ([row[n] for row in rows] for n in (1, 2, 3))

    def same(one, other):
        return sum(w * (a == b) for w, a, b in zip(weights, one, other, strict=True)) / sum(weights)

    assert found.both == 60
    assert found.people.shared.value == pytest.approx(same(first, second))
    assert found.people.kappa.value == pytest.approx(cohen_kappa_score(first, second, sample_weight=weights))
    assert found.engine.same.value == pytest.approx((same(engine, first) + same(engine, second)) / 2)
    expected = [cohen_kappa_score(engine, one, sample_weight=weights) for one in (first, second)]
    assert found.engine.kappa.value == pytest.approx(sum(expected) / 2)
    confusion = found.confusion
    pairs = [(e, p) for e, a, b in zip(engine, first, second, strict=True) for p in (a, b)]
    for i, row in enumerate(confusion.names):
        for j, column in enumerate(confusion.names):
            assert confusion.cells[i][j] == pairs.count((row, column))


def test_page_says_the_figures_in_words_and_tables(client, cycle, coded, lead):
    signed_in(client, "analyst")
    found = figures.figures(cycle, lead)
    people, engine = (round(100 * one.shared.value) for one in (found.people, found.engine))
    body = look(client, PAGE).body
    assert f"Två människor är överens i {people} av 100, datorn och en människa i {engine} av 100." in body
    assert "minst lika överens" in body
    assert str(round(found.people.kappa.value, 2)).replace(".", ",") in body
    assert 'role="img"' in body


def test_theme_chosen_for_few_is_a_row_without_figures(client, cycle, drawn, coders):
    care = Theme.objects.create(cycle=cycle, name="Fiske", slug="fiske")
    texts = iter(range(1_000))

    def rare(text):
        return ["Fiske"] if next(texts) < 4 else as_engine(text)

    code(cycle, coders[0], rare)
    code(cycle, coders[1], as_engine)
    signed_in(client, "analyst")
    row = re.search(r"<tr><th scope=\"row\">Fiske</th>.*?</tr>", look(client, PAGE).body)[0]
    assert "färre än 5" in row
    assert "av 100" not in row
    assert care.pk


def test_several_themes_count_as_partly_the_same(cycle, drawn, coders, lead):
    code(cycle, coders[0], lambda text: ["Resor", "Vård"])
    code(cycle, coders[1], as_engine)
    found = figures.figures(cycle, lead)
    assert found.people.shared.value == 1
    assert found.people.same.value == 0
    assert found.engine.shared.value == 1


def test_merged_theme_counts_as_what_it_went_into(cycle, coded, lead):
    resor, care = (Theme.objects.get(name=name) for name in ("Resor", "Vård"))
    insights.merge(care, resor, by=lead)
    found = figures.figures(cycle, lead)
    assert found.people.shared.value == 1
    assert found.people.kappa.value is None


def test_moved_by_a_person_does_not_make_the_computer_look_right(cycle, book, coders, lead):
    """The computer's own choice is kept, also for what people moved before the draw."""
    resor, care = (Theme.objects.get(name=name) for name in ("Buss", "Vårdcentral"))
    rows = list(Placement.objects.filter(theme=resor).order_by("pk")[:10])
    insights.move(cycle, [row.pk for row in rows], care, by=lead)
    actions.set_plan(cycle, Plan(coders[0].user_id, coders[1].user_id), by=lead, shown=0)
    actions.draw_more(cycle, 90, by=lead)
    moved = SampleUnit.objects.filter(contribution__in=[row.contribution_id for row in rows])
    assert Placement.objects.filter(origin=Origin.PERSON).count() == 10
    assert [one.engine_themes for one in moved] == [[resor.parent_id]] * 10


@pytest.fixture
def under_codebook(cycle, book, lead):
    """The run placed under a codebook: every third text on buses belongs to care as well."""
    codebook = insights.create_codebook(
        "Egen lista", by=lead, entries=[{"key": "r", "label": "Resor"}, {"key": "v", "label": "Vård"}]
    )
    run = Run.objects.get()
    Run.objects.update(codebook=codebook.current)
    for key, name in (("r", "Resor"), ("v", "Vård")):
        theme = Theme.objects.get(name=name)
        EntryTheme.objects.create(codebook=codebook, key=key, cycle=cycle, theme=theme)
    CodedStatement.objects.bulk_create(
        CodedStatement(
            run=run,
            statement=row,
            entry="r" if row.contribution.text.startswith("Bussen") else "v",
            also=["v"]
            if row.contribution.text.startswith("Bussen") and number(row.contribution.text) % 3 == 0
            else [],
        )
        for row in RunStatement.objects.select_related("contribution")
    )
    return codebook


def test_computer_that_names_several_themes_is_right_with_any_of_them_and_the_page_says_how(
    client, cycle, under_codebook, drawn, coders, lead
):
    for coder, read in zip(coders, (anna, bo), strict=True):
        code(cycle, coder, read)
    units = list(SampleUnit.objects.select_related("contribution"))
    named = {unit.pk: [Theme.objects.get(pk=pk).name for pk in unit.engine_themes] for unit in units}
    assert {tuple(names) for names in named.values()} == {("Resor",), ("Resor", "Vård"), ("Vård",)}
    weights = {unit.pk: 1 / unit.probability for unit in units}

    def weighted(value):
        return sum(weights[unit.pk] * value(unit) for unit in units) / sum(weights.values())

    def shares(unit, names):
        said = (anna(unit.contribution.text), bo(unit.contribution.text))
        return sum(bool(set(names) & set(one)) for one in said) / 2

    found = figures.figures(cycle, lead)
    assert found.engine.shared.value == pytest.approx(weighted(lambda unit: shares(unit, named[unit.pk])))
    first = weighted(lambda unit: shares(unit, named[unit.pk][:1]))
    assert found.several.first.value == pytest.approx(first)
    helped = any(shares(unit, named[unit.pk]) > shares(unit, named[unit.pk][:1]) for unit in units)
    assert (
        found.engine.shared.value - first > 1e-9
    ) == helped  # which ones are drawn differs from run to run
    assert found.several.engine == pytest.approx(weighted(lambda unit: len(named[unit.pk])))
    assert found.several.people == 1
    signed_in(client, "analyst")
    body = look(client, PAGE).body
    assert "Datorns första val är bland människans" in body
    assert "ange flera teman för en tanke" in body
    publish(cycle, lead)
    assert f"i {round(100 * first)} av 100." in look(client, "/sa-gar-det-till/").body


def test_computer_that_names_one_theme_has_no_such_row(client, cycle, coded, lead):
    assert figures.figures(cycle, lead).several is None
    signed_in(client, "analyst")
    assert "Datorns första val" not in look(client, PAGE).body


def test_guess_before_a_decision_is_the_computers_choice(cycle, under_codebook, coders, lead):
    row = CodedStatement.objects.select_related("run__codebook__codebook", "run__cycle", "statement").filter(
        entry="v"
    )[0]
    insights.decide_code(row, ["r"], shown=0, by=lead)
    actions.set_plan(cycle, Plan(coders[0].user_id, coders[1].user_id), by=lead, shown=0)
    actions.draw_more(cycle, 90, by=lead)
    unit = SampleUnit.objects.get(contribution=row.statement.contribution_id)
    assert unit.engine_themes == [Theme.objects.get(name="Vård").pk]


def test_hidden_statement_leaves_the_figures(cycle, coded, lead):
    gone = SampleUnit.objects.first()
    Contribution.objects.filter(pk=gone.contribution_id).update(state=State.HIDDEN, hidden_reason="abuse")
    found = figures.figures(cycle, lead)
    assert (found.both, found.lost) == (59, 1)
    assert differences.difference(cycle, gone.pk, lead) is None


def test_criteria_have_figures_when_enough_have_answered(client, cycle, drawn, coders, lead):
    for coder, later in zip(coders, ("yes", "no"), strict=True):
        count = 0
        while unit := queue.next_unit(cycle, coder):
            count += 1
            chosen = actions.Chosen(
                (Theme.objects.get(name="Vård").pk,),
                reach="yes" if unit.pk % 2 else "no",
                long_term="yes" if unit.pk % 2 else later,
            )
            actions.answer(unit, chosen, by=coder, shown=0)
    rows = {row.label: row for row in figures.figures(cycle, lead).criteria}
    assert set(rows) == {"Räckvidd", "Långsiktig"}
    assert rows["Räckvidd"].people.kappa.value == pytest.approx(1)
    assert rows["Långsiktig"].people.kappa.value < 0.3
    signed_in(client, "analyst")
    assert "Räckvidd" in look(client, PAGE).body


# --- settling ----------------------------------------------------------------------------------------------------


def test_differences_are_held_back_until_one_is_through(client, cycle, drawn, coders):
    code(cycle, coders[1], bo)
    code(cycle, coders[0], anna, most=40)
    assert differences.different(cycle, coders[0]) == []
    done = differences.different(cycle, coders[1])
    assert done
    assert differences.difference(cycle, done[0].unit.pk, coders[0]) is None
    client.force_login(_user(coders[0]))
    assert "visas när du är klar" in look(client, PAGE).body
    assert client.get(f"{PAGE}{done[0].unit.pk}/").status_code == 404
    assert client.post(f"{PAGE}{done[0].unit.pk}/forslag/", {"none": "on", "version": 0}).status_code == 404


def test_all_differences_are_listed(cycle, coded, lead):
    texts = [unit.contribution.text for unit in SampleUnit.objects.select_related("contribution")]
    found = differences.different(cycle, lead)
    assert len(found) == sum(anna(text) != bo(text) for text in texts)
    other = differences.different(cycle, lead, view=differences.WITH_ENGINE)
    assert len(other) == sum(anna(text) == bo(text) != as_engine(text) for text in texts)


def test_one_proposes_the_other_accepts_and_an_analyst_moves(client, cycle, coded, coders):
    one = next(p for p in differences.different(cycle, coders[0]) if as_engine(_text(p)) == ["Resor"])
    here = f"{PAGE}{one.unit.pk}/"
    care = Theme.objects.get(name="Vård")
    client.force_login(_user(coders[1]))
    client.post(here + "forslag/", {"themes": [care.pk], "version": 0, "note": "Handlar om vård"})
    client.post(here + "godta/", {"version": 1})
    assert Consensus.objects.get().accepted_at is None  # one's own proposal
    client.force_login(_user(coders[0]))
    assert "Bo föreslår: Vård." in look(client, here).body
    client.post(here + "godta/", {"version": 1})
    assert Consensus.objects.get().accepted_by == "Anna"
    client.post(here + "flytta/")
    moved = Placement.objects.get(contribution=one.unit.contribution_id)
    assert (moved.theme, moved.origin) == (care, Origin.PERSON)
    assert AuditEntry.objects.filter(action="insights.statements_moved").count() == 1
    client.post(here + "flytta/")
    assert AuditEntry.objects.filter(action="insights.statements_moved").count() == 1
    client.force_login(_user(coders[1]))  # a moderator does not move
    assert client.post(here + "flytta/").status_code == 403


def test_proposal_that_changed_meanwhile_is_not_accepted_unread(client, cycle, coded, coders):
    one = differences.different(cycle, coders[0])[0]
    here = f"{PAGE}{one.unit.pk}/"
    actions.propose(one.unit, actions.Chosen(()), by=coders[1], shown=0)
    other = actions.Chosen((Theme.objects.get(name="Resor").pk,))
    actions.propose(one.unit, other, by=coders[1], shown=1)
    client.force_login(_user(coders[0]))
    assert client.post(here + "godta/", {"version": 1}).status_code == 409
    assert Consensus.objects.get().accepted_at is None


def test_only_the_two_coders_settle(client, cycle, coded, coders):
    one = differences.different(cycle, coders[0])[0]
    signed_in(client, "analyst")
    assert client.get(f"{PAGE}{one.unit.pk}/").status_code == 200
    assert client.post(f"{PAGE}{one.unit.pk}/forslag/", {"none": "on", "version": 0}).status_code == 404
    assert not Consensus.objects.exists()


# --- publishing --------------------------------------------------------------------------------------------------


def publish(cycle, by):
    told = figures.to_publish(figures.figures(cycle, by), figures.stability(cycle, by))
    return actions.publish_agreement(cycle, by=by, seen=figures.mark(told))


def test_figures_are_public_when_a_person_publishes_them_and_not_before(client, cycle, coded, lead):
    assert "överens" not in look(client, "/sa-gar-det-till/").body
    lead_client = type(client)()
    signed_in(lead_client, "process_lead")
    mark = lead_client.get(PAGE).context["mark"]
    for _press in range(2):
        lead_client.post(PAGE + "publicera/", {"seen": mark})
    assert AgreementReport.objects.count() == 1
    assert AuditEntry.objects.filter(action="insights.agreement_published").count() == 1
    found = figures.figures(cycle, lead)
    people, engine = (round(100 * one.shared.value) for one in (found.people, found.engine))
    body = look(client, "/sa-gar-det-till/").body
    assert f"överens i {people} av 100. Datorn och en människa är överens i {engine} av 100." in body
    assert "60 tankar" in body.replace("\xa0", " ")
    english = look(client, "/en/sa-gar-det-till/").body
    assert f"{people} in 100" in english
    assert "överens" not in english
    lead_client.post(PAGE + "publicera/", {"gor": "ta-tillbaka"})
    assert "överens" not in look(client, "/sa-gar-det-till/").body


def test_what_is_published_stands_though_the_figures_move(client, cycle, coded, lead):
    publish(cycle, lead)
    before = look(client, "/sa-gar-det-till/").body
    Contribution.objects.filter(pk=SampleUnit.objects.first().contribution_id).update(
        state=State.HIDDEN, hidden_reason="abuse"
    )
    assert look(client, "/sa-gar-det-till/").body == before


def test_figures_that_moved_since_they_were_read_are_not_published(cycle, coded, lead):
    with pytest.raises(ValidationError, match="ändrats"):
        actions.publish_agreement(cycle, by=lead, seen="0" * 64)
    assert not AgreementReport.objects.exists()


def test_page_takes_a_bounded_number_of_queries(client, cycle, coded, django_assert_max_num_queries):
    signed_in(client, "process_lead")
    with django_assert_max_num_queries(46):
        client.get(PAGE)


def _user(viewer):
    from medskick.ground.people.models import User

    return User.objects.get(pk=viewer.user_id)


def _text(pair):
    return Contribution.objects.get(pk=pair.unit.contribution_id).text


@pytest.mark.parametrize(
    ("kappa", "told"),
    [
        (None, "omöjliga att bedöma"),
        (-0.2, "inte mer överens än om de hade valt på måfå"),
        (0.0, "inte mer överens än om de hade valt på måfå"),
        (0.1, "sällan överens"),
        (0.3, "överens ibland"),
        (0.5, "överens ganska ofta"),
        (0.7, "överens i det mesta"),
        (1.0, "nästan alltid överens"),
    ],
)
def test_a_kappa_is_said_in_words(kappa, told):
    from medskick.process.insights.coding import words

    assert words.better_than_luck(kappa).startswith(told)
    assert told in words.beyond_chance(kappa, 0.9)
