"""Splitting texts into statements."""

import json
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medskick.engine.text.statements import Span, split_statements

PIECES = st.sampled_from(
    [
        *(
            "Fler bussar",
            "t.ex.",
            "kl. 7.30",
            ". ",
            "! ",
            "?",
            "...",
            "…",
            "- ",
            "• ",
            "1. ",
            "2) ",
            "a) ",
            ", ",
        ),
        *("bättre vägar", " och ", "billigare bostäder", "😀", "👩‍👩‍👧", "å", "; ", "(", '"', " "),
        *("\n", "\n\n", "\r\n", "a\u030a", "\u200b", "\u2028"),
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join))


def split(text):
    return [span.of(text) for span in split_statements(text)]


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_statements_are_ordered_apart_trimmed_and_never_empty(text):
    spans = split_statements(text)
    position = 0
    for span in spans:
        assert position <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        position = span.end


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_every_letter_of_the_text_lies_in_a_statement(text):
    covered = {i for span in split_statements(text) for i in range(span.start, span.end)}
    assert [c for i, c in enumerate(text) if c.isalpha() and i not in covered] == []


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_each_statement_has_a_letter_or_digit_unless_the_text_has_none(text):
    spans = split_statements(text)
    if any(c.isalnum() for c in text):
        assert spans
        assert all(any(c.isalnum() for c in span.of(text)) for span in spans)
    elif text.strip():
        assert [span.of(text) for span in spans] == [text.strip()]
    else:
        assert spans == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bussen går aldrig. Bygg järnväg!", ["Bussen går aldrig.", "Bygg järnväg!"]),
        ("Stötta t.ex. byar, ca. 3 mil bort, kl. 7.30.", ["Stötta t.ex. byar, ca. 3 mil bort, kl. 7.30."]),
        ("Bl.a. skolan m.m. Sedan vården.", ["Bl.a. skolan m.m.", "Sedan vården."]),
        ("Dvs. fler läkare osv. på nr. 4.", ["Dvs. fler läkare osv. på nr. 4."]),
        (
            "A. Åkerlund sa 3,5 procent. Det stämmer inte.",
            ["A. Åkerlund sa 3,5 procent.", "Det stämmer inte."],
        ),
        ("Mötet den 3. maj ställdes in.", ["Mötet den 3. maj ställdes in."]),
        ("Det var 2023. Nu är det 2040.", ["Det var 2023.", "Nu är det 2040."]),
        ("Tåget är sent... men jag åker ändå.", ["Tåget är sent... men jag åker ändå."]),
        ("Tåget är sent… Köp nya vagnar.", ["Tåget är sent…", "Köp nya vagnar."]),
        ("skolan e kass. byt tak", ["skolan e kass.", "byt tak"]),
        ("Bättre vägar.Fler lärare!Nu genast.", ["Bättre vägar.", "Fler lärare!", "Nu genast."]),
        ('"Var bor du?" frågar alla. Jaha.', ['"Var bor du?" frågar alla.', "Jaha."]),
        ("Bygg bad 😀 Bygg bio", ["Bygg bad 😀", "Bygg bio"]),
        ("Mer snö! 🚀🚀", ["Mer snö! 🚀🚀"]),
    ],
)
def test_sentences_end_where_a_reader_would_say(text, expected):
    assert split(text) == expected


def test_bullets_numbers_and_short_lines_are_statements_without_their_markers():
    text = "Bord 3:\n- gemensam buss\n• fler tåg\n* bio\n1. bad\n2) bibliotek\na) kiosk"
    assert split(text) == ["Bord 3:", "gemensam buss", "fler tåg", "bio", "bad", "bibliotek", "a) kiosk"]


def test_a_numbered_list_in_one_line_is_cut_before_each_number():
    assert split("Röstade fram: 1. hjälp direkt, inte om 8 månader 2. bostäder 3. klimatet.") == [
        "Röstade fram:",
        "hjälp direkt, inte om 8 månader",
        "bostäder",
        "klimatet.",
    ]


def test_a_line_wrapped_by_a_mail_program_stays_one_statement():
    text = "Vi i byn har länge väntat på att någon ska laga den\nstora vägen mot Luleå."
    assert split(text) == [text]


def test_a_list_of_wishes_in_one_sentence_is_several_statements():
    assert split("Fler bussar, bättre vägar och billigare bostäder") == [
        "Fler bussar,",
        "bättre vägar",
        "och billigare bostäder",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Fler, bättre och billigare bussar.",
        "Mer pengar och bättre villkor till lärarna.",
        "Kaffe på spis, sol på tallar.",
        "Bättre skolskjuts, tack.",
        "Jag vill kunna handla mat, hämta paket och tanka i byn.",
    ],
)
def test_a_sentence_is_left_whole_when_its_parts_are_no_wishes_of_their_own(text):
    assert split(text) == [text]


def test_a_mere_yes_belongs_to_the_sentence_before_it():
    assert split("Romantiskt? Ja. Men det går.") == ["Romantiskt? Ja.", "Men det går."]


def test_offsets_count_code_points_of_the_original_also_when_accents_stand_apart():
    text = "  A\u030aka buss. 👩‍👩‍👧 Fler ta\u030ag. "
    spans = split_statements(text)
    assert spans[0] == Span(2, 18)
    assert spans[0].of(text) == "A\u030aka buss. 👩‍👩‍👧"
    assert spans[1].of(text) == "Fler ta\u030ag."


@pytest.mark.parametrize(
    "unit", ["a", " ", ".", "1. ", "a.b", "- ", "\n", "😀", ", bättre x", "((", "t.ex. ", "\u200b", ";  "]
)
def test_a_hostile_repetition_is_split_in_seconds(unit):
    started = time.process_time()
    split_statements((unit * 100_000)[:100_000])
    assert time.process_time() - started < 5


@pytest.mark.shared
def test_marked_ideas_seldom_run_over_a_statement_border(shared_data):
    lines = (shared_data / "inspel-dev.jsonl").read_text(encoding="utf-8").splitlines()
    whole = total = 0
    for row in map(json.loads, lines):
        text, spans = row["text"], split_statements(row["text"])
        for idea in row["ideas"]:
            start = text.index(idea["quote"])
            end = start + len(idea["quote"])
            touched = [s for s in spans if s.start < end and start < s.end]
            whole += len(touched) == 1 or len(re.findall(r"[.!?]\s", idea["quote"])) > 0
            total += 1
    assert whole / total >= 0.97


ENDLESS = {
    "signs": "!" * 200_000 + "x",
    "stops": "." * 200_000 + "x",
    "spaces": "a" + " " * 200_000 + "b",
    "pictures": "😀" * 200_000 + " a",
    "wishes": "fler bussar" + " och fler bussar" * 15_000 + ", x y",
}


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS.keys())
def test_a_text_without_end_is_read_through_once(text):
    """Read once for each sign, one of these takes an hour, and the test never ends."""
    spans = split_statements(text)
    assert spans[0].start == 0
    assert spans[-1].end == len(text)
