"""Finding personal data."""

import csv
import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medskick.engine.text.masking import masked_text
from medskick.engine.text.personal import find_personal_data

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "text_personal.tsv"
ROWS = [
    [cell.replace("\\n", "\n") for cell in line.split("\t")]
    for line in SAMPLE.read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


def uncovered(text, wanted):
    """The letters and digits of `wanted` that no finding covers."""
    covered = {i for found in find_personal_data(text) for i in range(found.start, found.end)}
    start = text.index(wanted)
    return "".join(
        text[i] for i in range(start, start + len(wanted)) if text[i].isalnum() and i not in covered
    )


@pytest.mark.parametrize(("kind", "text", "wanted"), [row for row in ROWS if row[0] != "ok"])
def test_personal_data_is_covered_and_named(kind, text, wanted):
    assert uncovered(text, wanted) == ""
    start = text.index(wanted)
    kinds = {
        found.kind
        for found in find_personal_data(text)
        if found.start < start + len(wanted) and start < found.end
    }
    assert kind in kinds


@pytest.mark.parametrize("text", [row[1] for row in ROWS if row[0] == "ok"])
def test_places_roads_years_amounts_bodies_and_office_holders_are_left_alone(text):
    assert [text[found.start : found.end] for found in find_personal_data(text)] == []


@given(
    st.integers(0, 99),
    st.integers(1, 12),
    st.integers(1, 28),
    st.integers(0, 9999),
    st.sampled_from("-+–"),
    st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_any_identity_number_is_found_whatever_its_check_digit(year, month, day, last, sign, century):
    number = f"{'19' if century else ''}{year:02}{month:02}{day:02}{sign}{last:04}"
    assert number not in masked_text(
        f"Hen heter så, {number}, och bor här.", find_personal_data(f"Hen heter så, {number}, och bor här.")
    )
    assert uncovered(f"Hen heter så, {number}, och bor här.", number) == ""


@given(
    st.integers(5, 99),
    st.sampled_from(
        [
            "070-174 06 {:02}",
            "070 174 06 {:02}",
            "07017406{:02}",
            "+46 70 174 06 {:02}",
            "00467017406{:02}",
            "070.174.06.{:02}",
        ]
    ),
)
def test_a_mobile_number_is_found_in_every_notation(last, notation):
    number = notation.format(last)
    assert uncovered(f"Hör av er: {number} så pratar vi.", number) == ""


@given(st.text(max_size=120))
@settings(max_examples=300, deadline=None)
def test_findings_are_ordered_apart_and_within_any_text(text):
    position = 0
    for found in find_personal_data(text):
        assert position <= found.start < found.end <= len(text)
        position = found.end


def test_a_name_masked_once_is_masked_when_it_comes_back():
    text = "Min bror Jonas Snöhöjd väntade i ett år. Jonas fick ingen hjälp, och Snöhöjds lärare sa inget."
    shown = masked_text(text, find_personal_data(text))
    assert "Jonas" not in shown
    assert "Snöhöjd" not in shown


def test_accents_written_apart_and_invisible_signs_hide_nothing():
    text = "Min granne Go\u0308ran Ska\u030alberg, 070\u200b-174\u00a006\u201005"
    shown = masked_text(text, find_personal_data(text))
    assert "lberg" not in shown
    assert "174" not in shown


@pytest.mark.parametrize(
    "unit",
    [
        "0",
        "0 ",
        "a",
        "Anna ",
        "a.",
        "a@",
        "@",
        "07-",
        "Anna-",
        "850101-",
        "Storgatan ",
        "/A",
        "1 1",
        "mvh ",
        "\n- A",
        "+46 ",
        "ring 1",
        "a(at)",
        "min far ",
        "Anna Bergman 070-1740605 ",
        "Anna, ",
        "anna bbberg ",
        "konto 1 ",
        "medlem nr ",
        "a punkt b at ",
        "noll 1 ",
    ],
)
def test_a_hostile_repetition_is_searched_in_seconds(unit):
    started = time.process_time()
    find_personal_data((unit * 100_000)[:100_000])
    assert time.process_time() - started < 8


@pytest.mark.shared
def test_all_marked_personal_data_is_covered_and_nine_of_ten_findings_are_right(shared_data):
    missed, right, wrong = [], 0, []
    for row in map(json.loads, (shared_data / "inspel-dev.jsonl").read_text(encoding="utf-8").splitlines()):
        text = row["text"]
        missed += [(row["id"], wanted) for wanted in row["pii"] if uncovered(text, wanted)]
        spans = [(text.index(wanted), text.index(wanted) + len(wanted)) for wanted in row["pii"]]
        for found in find_personal_data(text):
            hit = any(start < found.end and found.start < end for start, end in spans)
            right, wrong = (
                (right + 1, wrong) if hit else (right, [*wrong, (row["id"], text[found.start : found.end])])
            )
    assert missed == []
    assert right / (right + len(wrong)) >= 0.9, wrong


@pytest.mark.shared
def test_real_programme_texts_without_contact_data_hardly_ever_show_numbers_or_addresses(shared_data):
    found, rows = 0, 0
    with (shared_data / "almedalen.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows += 1
            found += sum(data.kind not in ("name", "email") for data in find_personal_data(row["text"]))
    assert rows == 7441
    assert found <= 10


@pytest.mark.parametrize(
    "unit", ["0\n", "07\n", "0*", "070,", "85·", "85·02·14·", "070\n123 ", "+46*", "07:30, ", "·", "070 ·*\n"]
)
def test_odd_signs_between_figures_are_searched_in_seconds(unit):
    started = time.process_time()
    find_personal_data((unit * 100_000)[:100_000])
    assert time.process_time() - started < 8


@given(st.sampled_from("·•*:,|~\n.- "), st.sampled_from("·•*:,|~\n.- "))
def test_a_number_is_found_whatever_signs_part_its_groups(first, then):
    number = f"070{first}174{then}06{then}05"
    assert uncovered(f"Hör av er på {number}. Tack!", number) == ""
