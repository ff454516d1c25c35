"""A first guess at which column holds what."""

import pytest

from medskick.engine.tables.guess import FIELDS, columns_for


@pytest.mark.parametrize(
    ("field", "names"),
    {
        "text": [
            "text", "Svar", "INSPEL", "Kommentar", "fritext", "Vad vill du skicka med?", "Synpunkt", "idé",
            "Förslag", "Beskriv din tanke om framtiden", "Vad tycker du är viktigast fram till 2040?",
            "Comment", "Free text", "What would you like to change?", "Ditt svar", "Övriga synpunkter",
            "text (fritt)",
        ],
        "title": ["titel", "Rubrik", "Ämne", "title", "Subject"],
        "id": ["id", "ID", "Nr", "Löpnr", "Respondent-ID", "diarienummer", "Svars-id", "response_id",
               "responseId"],
        "municipality": [
            "kommun", "Kommun (frivilligt)", "Din kommun", "Hemkommun", "kommunkod", "municipality", "ORT",
            "Vilken kommun bor du i?", "municipality_code",
        ],
        "age": ["ålder", "Åldersgrupp", "age_band", "ageGroup", "Hur gammal är du?", "Födelseår", "age"],
        "people": ["antal", "Antal personer", "group_size", "people", "Hur många är ni?", "Deltagare"],
        "channel": ["kanal", "Channel", "Inkom via"],
        "sender": ["avsändare", "Avsändartyp", "sender", "Jag svarar som", "Typ av avsändare"],
        "organisation": ["organisation", "Förening", "Företag", "organiser", "Namn på organisation"],
        "date": ["datum", "Tidstämpel", "Inkommen", "created_at", "Submitted At", "Datum för svar",
                 "Slutförandetid"],
        "language": ["språk", "lang", "Language", "Vilket språk svarar du på?"],
        "question": ["fråga", "question", "Frågeställning"],
        "source": ["källa", "möte", "source", "Workshop", "Tillfälle"],
    }.items(),
)  # fmt: skip
def test_a_column_is_known_by_its_swedish_or_english_name(field, names):
    for name in names:
        assert columns_for([name]) == {field: name}, name


def test_every_field_of_a_contribution_can_be_guessed():
    expected = (
        "age channel date id language municipality organisation people question sender source text title"
    )
    assert " ".join(FIELDS) == expected


def test_the_columns_of_real_exports_are_told_apart():
    assert columns_for(["id", "year", "title", "text", "more", "organiser", "topic_1", "language"]) == {
        "id": "id", "title": "title", "text": "text", "organisation": "organiser", "language": "language",
    }  # fmt: skip
    assert columns_for(
        ["ID", "Starttid", "Slutförandetid", "E-post", "Vilken kommun bor du i?", "Hur gammal är du?",
         "Vad är viktigast för att du ska vilja bo kvar i din kommun?"]
    ) == {
        "id": "ID", "date": "Slutförandetid", "municipality": "Vilken kommun bor du i?",
        "age": "Hur gammal är du?",
        "text": "Vad är viktigast för att du ska vilja bo kvar i din kommun?",
    }  # fmt: skip


def test_no_column_is_used_twice_and_unknown_ones_are_left_alone():
    guess = columns_for(["svar", "kommentar", "kolumn 7", ""])
    assert guess == {"text": "svar"}
    assert columns_for([]) == {}


def test_the_exact_name_wins_over_a_longer_one():
    assert columns_for(["text id", "text", "kommun nu", "kommun"]) == {
        "text": "text",
        "municipality": "kommun",
    }
