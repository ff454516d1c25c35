"""Small groups stay hidden: in each table, in tables and rows together, and between two editions (design, truth 7)."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers_people import viewer_for
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.process.contributions.actions import Answer, prepare, store
from medskick.process.contributions.models import Contribution
from medskick.process.cycle import actions as cycles
from medskick.process.cycle import region as regions
from medskick.process.insights import actions
from medskick.process.insights.models import EditionStatement, Run, RunStatement, RunTheme, Theme
from medskick.process.insights.queries import spread, statements

LEAD = viewer_for("process_lead")
CELLS = st.dictionaries(
    st.tuples(st.integers(0, 5), st.sampled_from("abcdef")), st.integers(0, 40), min_size=1, max_size=36
)


@given(CELLS)
@settings(max_examples=400, deadline=None)
def test_no_line_of_a_table_gives_a_small_group_away(cells):
    hidden = spread.suppressed(cells)
    assert not any(0 < persons < 5 for cell, persons in cells.items() if cell not in hidden)
    for axis in (0, 1):
        for name in {cell[axis] for cell in cells}:
            line = [cell for cell in cells if cell[axis] == name]
            covered = [cell for cell in line if cell in hidden]
            everything = all(cell in hidden for cell in line if cells[cell])
            assert not covered or everything or (len(covered) > 1 and sum(cells[c] for c in covered) >= 5)


VOICE = st.tuples(
    st.sampled_from(["web", "letter", "lesson"]),
    st.sampled_from(["2580", "2521", "2505", ""]),
    st.sampled_from(["16-24", "65+", ""]),
    st.integers(1, 6),
    st.integers(0, 2),
)


def speak(cycle, voices):
    answers = [
        Answer(
            text=f"Tanke om tema {theme}",
            channel=channel,
            municipality=place,
            age_band=age,
            persons=persons,
        )
        for channel, place, age, persons, theme in voices
    ]
    made = store(cycle, prepare(cycle, answers))
    Contribution.objects.update(state="visible")
    return [(one, voice[4]) for one, voice in zip(made, voices, strict=True)]


def publish(cycle, spoken):
    run = Run.objects.create(number=Run.objects.count() + 1, cycle=cycle, started_by="Prov", state="done")
    for theme in {theme for _one, theme in spoken}:
        RunTheme.objects.create(run=run, key=f"T{theme}", label=f"tema {theme}")
        RunTheme.objects.create(run=run, key=f"T{theme}.1", parent_key=f"T{theme}", label=f"del {theme}")
    for one, theme in spoken:
        RunStatement.objects.create(
            run=run, contribution=one, start=0, end=len(one.text), theme_key=f"T{theme}", topic_key=f"T{theme}.1",
            strength=0.5, strength_class="core", family=f"F{one.pk}",
        )  # fmt: skip
    actions.adopt(run)
    for theme in Theme.objects.filter(parent=None, state="proposed"):
        actions.approve(theme, by=LEAD)
    return actions.publish(cycle, by=LEAD)


def rows_of(edition, region):
    return list(statements.stream(statements.statements(edition), edition, region, PUBLIC))


def check_rows(edition, region):
    """Every municipality on a row is shared by five persons of the edition and channel."""
    rows = rows_of(edition, region)
    persons = {one.number: one.persons for one in Contribution.objects.all()}
    code = {one.number: one.municipality for one in Contribution.objects.all()}
    for row in rows:
        if row.municipality:
            same = [r for r in rows if r.channel == row.channel and code[r.number] == code[row.number]]
            assert sum(persons[r.number] for r in same) >= 5
    return rows, persons


def check_places(edition, region, rows, persons):
    """The table of municipalities tells nothing of a place that the rows do not: it can be counted from them."""
    tables = spread.spread(edition, spread.MUNICIPALITY, region)
    for theme in edition.themes.filter(parent=None):
        own = [row for row in rows if row.theme == theme.slug]
        for line in tables[theme.pk].rows:
            if line.persons and line.key:
                assert line.persons >= 5
                assert line.persons == sum(
                    persons[row.number] for row in own if row.municipality == line.label
                )


def shown_ages(edition, region):
    tables = spread.spread(edition, spread.AGE, region)
    slug_of = {spread.ALL: "alla", **dict(edition.themes.values_list("pk", "slug"))}
    return {
        (slug_of[pk], line.key): line.persons
        for pk, table in tables.items()
        for line in table.rows
        if line.persons is not None
    }


@pytest.mark.django_db
def test_tables_rows_and_two_editions_together_keep_small_groups_hidden(db):
    @given(st.lists(VOICE, min_size=4, max_size=14), st.lists(VOICE, max_size=6))
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    def holds(first, later):
        with transaction.atomic():
            region = regions.region()
            cycle = cycles.start_cycle("2040", "Norrbotten 2040", {}, by=SYSTEM)
            spoken = speak(cycle, first)
            one = publish(cycle, spoken)
            check_places(one, region, *check_rows(one, region))
            before = shown_ages(one, region)
            assert all(persons == 0 or persons >= 5 for persons in before.values())
            if later:
                two = publish(cycle, spoken + speak(cycle, later))
                check_places(two, region, *check_rows(two, region))
                after = shown_ages(two, region)
                for cell in before.keys() & after.keys():
                    assert after[cell] == before[cell] or abs(after[cell] - before[cell]) >= 5, cell
            transaction.set_rollback(True)

    holds()


@pytest.mark.django_db
def test_theme_of_very_few_persons_has_no_spread_at_all(cycle):
    edition = publish(
        cycle, speak(cycle, [("web", "2580", "65+", 1, 0)] * 3 + [("web", "2580", "65+", 9, 1)])
    )
    tables = spread.spread(edition, spread.AGE, regions.region())
    few = edition.themes.get(slug="tema-0")
    assert tables[few.pk].too_few
    assert tables[few.pk].rows == ()


@pytest.mark.django_db
def test_region_with_one_municipality_spreads_over_channel_and_sender(use_region, cycle):
    region = use_region("ensholmen")
    assert spread.dimensions(region) == (spread.CHANNEL, spread.SENDER, spread.AGE)


@pytest.mark.django_db
def test_published_row_holds_no_age_no_sender_no_time_and_no_number_of_persons(cycle):
    edition = publish(cycle, speak(cycle, [("letter", "2580", "65+", 44, 0)] * 5))
    (row, *_others) = rows_of(edition, regions.region())
    assert set(vars(row)) == {
        "key", "number", "segments", "language", "channel", "municipality", "strength_class", "class_label", "theme",
        "topic", "outside_reason", "reason_label",
    }  # fmt: skip
    assert EditionStatement.objects.count() == 5
