"""Small groups stay hidden: in each table, in tables and rows together, and between two editions (design, truth 7)."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers_core import examples
from helpers_people import viewer_for
from medskick.engine.analysis import contract as engine
from medskick.ground.core import offers
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.ground.core.chain import Ref
from medskick.ground.jobs.running import run_waiting
from medskick.process.contributions.actions import Answer, prepare, receive, store, tell_persons
from medskick.process.contributions.imports import actions as imports
from medskick.process.contributions.models import Contribution, Submission
from medskick.process.cycle import actions as cycles
from medskick.process.cycle import region as regions
from medskick.process.insights import actions
from medskick.process.insights.actions import snapshot
from medskick.process.insights.models import EditionStatement, Run, RunStatement, RunTheme, Theme
from medskick.process.insights.queries import amounts, changes, spread, statements, tables, trace
from medskick.process.insights.queries.editions import published_themes
from medskick.process.participation import actions as participation
from medskick.process.participation.models import Dimension

LEAD = viewer_for("process_lead", user_id=7)
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
    st.lists(st.integers(0, 2), min_size=1, max_size=3),
)


def send(cycle, voices):
    """Sendings with an answer in each of some themes: (contribution, theme)."""
    spoken = []
    for channel, place, age, persons, themes in voices:
        answers = [
            Answer(
                text=f"Tanke om tema {theme}",
                channel=channel,
                municipality=place,
                age_band=age,
                persons=persons,
            )
            for theme in themes
        ]
        key = f"key-{Submission.objects.count():030}"
        made = receive(cycle, answers, client_key=key, by=SYSTEM)
        spoken += zip(made.contributions.order_by("pk"), themes, strict=True)
    Contribution.objects.update(state="visible")
    return spoken


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
    for place, theme in enumerate(sorted({theme for _one, theme in spoken})):
        own = f"T{theme}"
        RunTheme.objects.create(run=run, key=own, label=f"tema {theme}", order=2 * place)
        RunTheme.objects.create(
            run=run, key=f"{own}.1", parent_key=own, label=f"del {theme}", order=2 * place + 1
        )
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
    return list(statements.stream(edition, region, PUBLIC))


def persons_behind(rows):
    """Persons behind rows, each sending once."""
    numbers = [row.number for row in rows]
    behind = {}
    for one in Contribution.objects.filter(number__in=numbers):
        key = one.submission_id or -one.pk
        behind[key] = max(one.persons, behind.get(key, 0))
    return sum(behind.values())


def check_rows(edition, region):
    """Every municipality on a row is shared by five persons of the edition and channel."""
    rows = rows_of(edition, region)
    code = {one.number: one.municipality for one in Contribution.objects.all()}
    shared = {}
    for row in rows:
        if row.municipality:
            shared.setdefault((row.channel, row.municipality), row)
    for row in shared.values():
        same = [r for r in rows if r.channel == row.channel and code[r.number] == code[row.number]]
        assert persons_behind(same) >= 5
    return rows


def check_places(edition, region, rows):
    """The table of municipalities tells nothing of a place that the rows do not: it can be counted from them."""
    spreads = spread.spread(edition, spread.MUNICIPALITY, region, PUBLIC)
    counted = amounts.by_theme(edition, PUBLIC)
    for theme in edition.themes.filter(parent=None):
        own = [row for row in rows if row.theme == theme.slug]
        table = spreads.get(theme.pk)
        if table is None:
            continue
        assert counted[theme.pk].persons == persons_behind(own)
        for line in table.rows:
            if line.persons and line.key:
                assert line.persons >= 5
                assert line.persons == persons_behind(row for row in own if row.municipality == line.label)
        if not table.too_few:
            assert sum(line.persons or 0 for line in table.rows) + table.hidden == persons_behind(own)


SENDING = st.tuples(st.integers(1, 6), st.sampled_from(["16-24", "25-44", "65+", ""]))


@given(
    st.lists(st.lists(SENDING, max_size=25), min_size=1, max_size=4),
    st.lists(st.sets(st.integers(0, 60), max_size=8), min_size=4, max_size=4),
)
@settings(max_examples=400, deadline=None)
def test_no_two_tables_of_ages_leave_a_small_group_when_subtracted(editions, hides):
    """Any growth, any hiding and restoring between editions: what is added to or gone from a cell is never 1-4."""
    known, out = [], []
    for number, more in enumerate(editions):
        known += [(len(known) + n, *one) for n, one in enumerate(more)]
        now = {sending for sending, *_rest in known if sending not in hides[number]}
        voices = [tables.Voice(sending, persons, group, sending in now) for sending, persons, group in known]
        earlier = [
            tables.Earlier(frozenset(whom), frozenset(g for g, n in cells.items() if n is None))
            for whom, cells in out
        ]
        cells = tables.fit_to_print(voices, earlier)
        if cells is not None:
            out.append((now, cells))
    for whom, cells in out:
        for group in (group for group, persons in cells.items() if persons is not None):
            assert persons_of(known, whom, group) in (0, cells[group])
            enough(known, whom, group)
            for others, others_cells in out:
                if others_cells.get(group, 0) is not None:
                    enough(known, whom - others, group)
                    enough(known, others - whom, group)
        told = {group for group, persons in cells.items() if persons}
        assert len(told) > 1 or None in cells.values()


def persons_of(known, whom, group):
    return sum(persons for sending, persons, own in known if sending in whom and own == group)


def enough(known, whom, group):
    sendings = {sending for sending, _persons, own in known if sending in whom and own == group}
    assert not sendings or (len(sendings) > 1 and persons_of(known, whom, group) >= 5)


def test_one_sending_with_many_persons_is_no_group():
    crowd = [tables.Voice(n, 1, "16-24") for n in range(9)] + [tables.Voice(50, 30, "65+")]
    assert tables.fit_to_print(crowd) is None


def test_table_in_which_one_group_is_everybody_is_not_shown():
    assert tables.fit_to_print([tables.Voice(n, 1, "16-24") for n in range(20)]) is None


@pytest.mark.django_db
def test_answers_of_one_sending_are_one_person_in_the_tables_of_ages(cycle):
    """Five answers of two persons are too few to show; 27 answers of nine persons are nine."""
    few = [("web", "2580", "65+", 1, (0, 0, 0, 1)), ("web", "2580", "65+", 1, (0,))]
    many = [("web", "2580", age, 1, (0, 0, 1)) for age in ("16-24", "25-44") for _n in range(9)]
    edition = publish(cycle, send(cycle, [*few, *many, *many[:1]]))
    table = edition.tables.get(dimension=tables.AGE)
    assert table.cells == {"65+": None, "16-24": 10, "25-44": None}
    assert table.together == 11


@pytest.mark.django_db
def test_hiding_one_of_two_answers_moves_nobody_in_later_tables(cycle):
    crowd = [("web", "2580", age, 1, (0, 1)) for age in ("16-24", "25-44", "65+") for _n in range(7)]
    spoken = send(cycle, crowd)
    first = publish(cycle, spoken)
    Contribution.objects.filter(pk=spoken[0][0].pk).update(state="withdrawn")
    second = publish(cycle, spoken[1:])
    cells = [edition.tables.get(dimension=tables.AGE).cells for edition in (first, second)]
    assert cells == [{"16-24": 7, "25-44": 7, "65+": 7}] * 2


def test_groups_hidden_together_are_never_all_of_one_size():
    crowd = [
        tables.Voice(n, 1, group) for n, group in enumerate(["0-15", "16-24", "25-44"] * 4 + ["65+"] * 20)
    ]
    assert tables.fit_to_print(crowd) is None


@pytest.mark.django_db
def test_later_edition_with_one_more_voice_has_no_new_table_and_hiding_changes_none(cycle, client):
    crowd = [("web", "2580", age, 1, 0) for age in ("16-24", "25-44", "65+") for _n in range(7)]
    spoken = speak(cycle, crowd)
    first = publish(cycle, spoken)
    ages = {table.dimension: table.cells for table in first.tables.all()}
    assert ages == {tables.AGE: {"16-24": 7, "25-44": 7, "65+": 7}}
    second = publish(cycle, spoken + speak(cycle, [("web", "2580", "65+", 1, 1)]))
    assert not second.tables.exists()
    assert "65 år eller äldre" not in client.get("/teman/").content.decode()
    Contribution.objects.filter(pk=spoken[0][0].pk).update(state="withdrawn")
    assert first.tables.get().cells == ages[tables.AGE]
    page = client.get("/teman/?utgava=1").content.decode()
    assert "65 år eller äldre" in page
    assert "<td>6</td>" not in page


@pytest.mark.django_db
def test_no_theme_tells_ages_or_senders(cycle, client, use_region):
    spoken = speak(cycle, [("web", "2580", age, 1, 0) for age in ("16-24", "65+") for _n in range(9)])
    publish(cycle, spoken)
    for region in ("norrbotten", "ensholmen"):
        own = regions.region() if region == "norrbotten" else use_region(region)
        assert not {"age_band", "sender_kind", "age", "sender"} & set(spread.dimensions(own))
        page = client.get("/teman/tema-0/").content.decode()
        assert "16–24" not in page
        assert "Avsändare" not in page


@pytest.mark.django_db
def test_one_sending_alone_never_names_a_municipality(cycle):
    voices = [("web", "2580", "", 1, 0)] * 5 + [("letter", "2505", "", 30, 0)]
    edition = publish(cycle, speak(cycle, voices))
    assert {row.municipality for row in rows_of(edition, regions.region())} == {"Luleå", ""}


@pytest.mark.django_db
def test_those_at_a_table_are_all_in_the_total_and_only_those_who_agree_in_the_theme(cycle):
    spoken = send(
        cycle, [("web", "2580", "", 5, [0]), ("lesson", "2580", "", 6, [0]), ("lesson", "2580", "", 5, [1])]
    )
    table = spoken[2][0].sending
    tell_persons(table, 8)
    edition = publish(cycle, spoken)
    counted = amounts.by_theme(edition, PUBLIC)
    tops = {theme.name: counted[theme.pk].persons for theme in edition.themes.filter(parent=None)}
    assert sorted(tops.values()) == [5, 11]
    ledger = amounts.ledger(edition, PUBLIC)
    assert ledger.stands
    assert (ledger.counted.persons, ledger.assigned.persons) == (19, 19)
    every = spread.spread(edition, spread.CHANNEL, regions.region(), PUBLIC)[spread.ALL]
    assert {row.key: row.persons for row in every.rows if row.persons} == {"web": 5, "lesson": 14}


@pytest.mark.django_db
def test_a_number_told_of_a_table_shows_no_group_that_few_stand_behind(cycle):
    spoken = send(cycle, [*[("web", "2580", "", 3, [0])] * 4, ("lesson", "2580", "", 1, [0])])
    tell_persons(spoken[-1][0].sending, 8)
    edition = publish(cycle, spoken)
    every = spread.spread(edition, spread.CHANNEL, regions.region(), PUBLIC)[spread.ALL]
    assert every.too_few
    number = spoken[-1][0].number
    assert {row.municipality for row in rows_of(edition, regions.region()) if row.number == number} == {""}


@pytest.mark.django_db
def test_the_snapshot_of_a_run_tells_how_many_sat_at_the_table(cycle):
    spoken = send(cycle, [("web", "2580", "", 2, [0, 1]), ("web", "2580", "", 1, [0])])
    tell_persons(spoken[0][0].sending, 8)
    rows = list(snapshot._rows(Run.objects.create(number=1, cycle=cycle, started_by="Prov")))
    assert [(row["people"], row["sending_people"]) for row in rows] == [(2, 8), (2, 8), (1, None)]
    assert [engine.Contribution(**snapshot.for_engine(row)).sending_people for row in rows] == [8, 8, None]


SURVEY = "Kommun;Kanal;Ålder;Ett;Två;Tre;Fyra;Fem\n" + "".join(
    f"{place};telefon;{age};Bussar;Vård;Skola;Snö;Bad\n"
    for place, age, rows in (("Arjeplog", "70", 1), ("Luleå", "20", 6), ("Luleå", "30", 8))
    for _row in range(rows)
)


def read_in(cycle, survey):
    """Contributions of a file with five answer columns, all visible."""
    by = viewer_for("registrar")
    reading = {"municipality": "Kommun", "channel": "Kanal", "age": "Ålder", "text": "Ett"}
    reading |= {f"text_{place}": name for place, name in enumerate(("Två", "Tre", "Fyra", "Fem"), 2)}
    batch = imports.upload(cycle, "svar.csv", io.BytesIO(survey.encode()), by=by)
    imports.set_reading(batch, reading, {}, by=by)
    imports.start(batch, by=by)
    run_waiting()
    Contribution.objects.update(state="visible")
    return list(Contribution.objects.order_by("pk"))


@pytest.mark.django_db(transaction=True)
def test_one_row_of_a_file_with_five_answers_is_one_person_in_every_table_and_names_no_place(cycle):
    voices = [(one, 0) for one in read_in(cycle, SURVEY)]
    with transaction.atomic():
        edition = publish(cycle, voices)
    region = regions.region()
    assert {row.municipality for row in rows_of(edition, region)} == {"Luleå", ""}
    assert amounts.by_theme(edition, PUBLIC)[edition.themes.get(parent=None).pk].persons == 15
    spreads = spread.spread(edition, spread.MUNICIPALITY, region, PUBLIC)
    assert {row.label for row in spreads[spread.ALL].rows if row.persons} <= {"Luleå"}
    assert edition.tables.get(dimension=tables.AGE).cells == {"16-24": None, "25-44": 8, "65+": None}


@pytest.mark.django_db(transaction=True)
def test_one_row_of_a_file_is_one_sending_for_the_engine(cycle):
    voices = read_in(cycle, SURVEY)
    run = Run.objects.create(number=1, cycle=cycle, started_by="Prov")
    assert len(voices) == 75
    assert len({row["sending"] for row in snapshot._rows(run)}) == 15


@pytest.mark.first
@pytest.mark.django_db
def test_tables_rows_and_two_editions_together_keep_small_groups_hidden(db):
    @given(st.lists(VOICE, min_size=4, max_size=14), st.lists(VOICE, max_size=6))
    @settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
    def holds(first, later):
        with transaction.atomic():
            region = regions.region()
            cycle = cycles.start_cycle("2040", "Norrbotten 2040", {}, by=SYSTEM)
            spoken = send(cycle, first)
            one = publish(cycle, spoken)
            check_places(one, region, check_rows(one, region))
            if later:
                Contribution.objects.filter(pk=spoken[0][0].pk).update(state="withdrawn")
                two = publish(cycle, spoken + send(cycle, later))
                check_places(two, region, check_rows(two, region))
            transaction.set_rollback(True)

    holds()


@pytest.mark.django_db
def test_theme_of_very_few_persons_has_no_spread_at_all(cycle):
    edition = publish(
        cycle, speak(cycle, [("web", "2580", "65+", 1, 0)] * 3 + [("web", "2580", "65+", 9, 1)])
    )
    spreads = spread.spread(edition, spread.CHANNEL, regions.region(), PUBLIC)
    few = edition.themes.get(slug="tema-0")
    assert spreads[few.pk].too_few
    assert spreads[few.pk].rows == ()


@pytest.mark.django_db
def test_theme_of_very_few_persons_tells_no_number_of_them_at_any_door(cycle, client):
    edition = publish(
        cycle, speak(cycle, [("web", "2580", "65+", 1, 0)] * 3 + [("web", "2580", "65+", 1, 1)] * 9)
    )
    few, many = editions_of(edition)
    assert (few.persons, many.persons) == (None, 9)
    page = client.get("/teman/").content.decode()
    assert "<strong>färre än fem</strong> röster" in page
    assert "<strong>9</strong> röster" in page
    for one in (few, *few.topics):
        if not one.address:
            continue
        page = client.get(one.address).content.decode()
        assert "<dt>röster</dt><dd>färre än fem</dd>" in page
        assert "Färre än fem röster handlar om det här." in page
        assert "3 röster" not in page
    file = csv.DictReader(
        io.StringIO(b"".join(client.get("/teman/teman.csv").streaming_content).decode("utf-8-sig"))
    )
    told = {row["tema"]: row["personer (tomt: färre än fem)"] for row in file}
    assert (told["tema-0"], told["tema-1"]) == ("", "9")
    (rows,) = [one.rows for one in offers.data_sets if one.name == "teman"]
    assert {row[0]: row[3] for row in rows(PUBLIC)}.items() >= {"tema-0": "", "tema-1": 9}.items()
    (theme,) = trace.describe_themes([Ref("theme", "tema-0")], PUBLIC).values()
    assert "Färre än fem röster" in theme.sentence
    assert "<strong>fewer than five</strong> voices" in client.get("/en/teman/").content.decode()


@pytest.mark.django_db
def test_change_since_the_edition_before_does_not_tell_how_few_there_were(cycle, client):
    spoken = speak(cycle, [("web", "2580", "65+", 1, 0)] * 3 + [("web", "2580", "65+", 1, 1)] * 9)
    publish(cycle, spoken)
    later = speak(cycle, [("web", "2580", "65+", 1, 0)] * 8 + [("web", "2580", "65+", 1, 1)] * 8)
    second = publish(cycle, spoken + later)
    lines = changes.in_words(second, PUBLIC)
    assert [line.partition(": ")[2] for line in lines if "röst" in line] == [
        "några fler röster",
        "8 röster fler",
    ]
    page = client.get("/teman/").content.decode()
    assert page.count("+8 sedan förra utgåvan") == 1


def editions_of(edition):
    """The edition's themes by their address."""
    return sorted(published_themes(edition, PUBLIC), key=lambda theme: theme.slug)


@pytest.mark.django_db
def test_region_with_one_municipality_spreads_over_channel(use_region, cycle):
    region = use_region("ensholmen")
    assert spread.dimensions(region) == (spread.CHANNEL,)


@pytest.mark.django_db
def test_published_row_holds_no_age_no_sender_no_time_and_no_number_of_persons(cycle):
    edition = publish(cycle, speak(cycle, [("letter", "2580", "65+", 44, 0)] * 5))
    (row, *_others) = rows_of(edition, regions.region())
    assert set(vars(row)) == {
        "key", "number", "segments", "language", "channel", "municipality", "strength_class", "class_label", "theme",
        "topic", "outside_reason", "reason_label", "instead", "place",
    }  # fmt: skip
    assert EditionStatement.objects.count() == 5


@pytest.mark.django_db
def test_tables_of_an_edition_and_of_participation_are_safe_beside_each_other(cycle):
    """One voice that only one of them counts would be what is left when the other is subtracted."""
    crowd = [("web", "2580", age, 1, 0) for age in ("16-24", "25-44", "65+") for _n in range(7)]
    spoken = speak(cycle, crowd)
    publish(cycle, spoken)
    later = speak(cycle, [("web", "2580", "65+", 1, 0)])
    with pytest.raises(ValidationError):
        participation.publish(cycle, Dimension.AGE, by=LEAD)
    more = speak(cycle, crowd)
    printed = participation.publish(cycle, Dimension.AGE, by=LEAD)
    assert printed.cells == {"16-24": 14, "25-44": 14, "65+": 15}
    assert not publish(cycle, spoken + later).tables.filter(dimension=tables.AGE).exists()
    assert publish(cycle, spoken + later + more).tables.get(dimension=tables.AGE).cells == printed.cells
