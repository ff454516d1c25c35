"""Codebooks: written, read from files, carried on from an edition, taken back, and never lost to each other."""

import io
import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from helpers_people import signed_in, viewer_for
from helpers_site import look
from medskick.engine.text.tokens import stem
from medskick.ground.core.models import AuditEntry
from medskick.process.insights import actions
from medskick.process.insights.actions.codebook_files import read_entries
from medskick.process.insights.actions.entry_names import written_by_person
from medskick.process.insights.models import Codebook, EditionTheme, EntryTheme
from medskick.process.insights.queries.carrying import few
from medskick.process.insights.queries.words import label_instead, words_instead, words_of_name

pytestmark = pytest.mark.django_db
THEMES = [
    {"key": "resor", "label": "Resor utan bil", "definition": "Buss och tåg."},
    {"key": "vard", "label": "Vård nära", "definition": "Vårdcentraler."},
]
HOME = "/arbetsyta/analys/kodbocker/"


@pytest.fixture
def book(lead):
    return actions.create_codebook("Egen lista", by=lead, entries=THEMES)


def labels(book):
    return [entry["label"] for entry in book.current.entries]


def test_every_change_is_a_version_and_taking_back_goes_step_by_step(book, lead):
    key = actions.add_entry(book, "Skola", "Skolor.", by=lead)
    actions.change_entry(book, key, "Skola och lärande", "Skolor och lärare.", by=lead)
    actions.remove_entry(book, "vard", by=lead)
    actions.shift_entry(book, key, -1, by=lead)
    assert labels(book) == ["Skola och lärande", "Resor utan bil"]
    seen = []
    while book.current.back:
        actions.take_back_change(book, book.current.number, by=lead)
        seen.append(labels(book))
    assert seen == [
        ["Resor utan bil", "Skola och lärande"],
        ["Resor utan bil", "Vård nära", "Skola och lärande"],
        ["Resor utan bil", "Vård nära", "Skola"],
        ["Resor utan bil", "Vård nära"],
    ]
    with pytest.raises(ValidationError):
        actions.take_back_change(book, book.current.number, by=lead)
    assert AuditEntry.objects.filter(action="insights.codebook_changed").count() == 8


def test_key_is_never_used_for_something_else(book, lead):
    first = actions.add_entry(book, "Skola", by=lead)
    actions.remove_entry(book, first, by=lead)
    assert actions.add_entry(book, "Skola", by=lead) != first
    actions.change_entry(book, "resor", "Något annat", "", by=lead)
    assert book.current.entry("resor")["label"] == "Något annat"


def test_two_who_change_the_same_theme_see_both_texts(book, lead):
    shown = book.current.number
    actions.change_entry(book, "vard", "Vård i hela länet", "", by=lead, shown=shown)
    with pytest.raises(actions.ChangedMeanwhileError, match=r"Vård i hela länet.*Sjukvård"):
        actions.change_entry(book, "vard", "Sjukvård", "", by=lead, shown=shown)
    actions.change_entry(book, "resor", "Resor", "", by=lead, shown=shown)
    assert labels(book) == ["Resor", "Vård i hela länet"]


def test_taking_back_what_somebody_has_built_on_is_refused(book, lead):
    actions.add_entry(book, "Skola", by=lead)
    shown = book.current.number
    actions.add_entry(book, "Rymd", by=lead)
    with pytest.raises(ValidationError, match="hunnit"):
        actions.take_back_change(book, shown, by=lead)


def test_second_window_is_told_and_overwrites_nothing(client, book, lead):
    """Each of two windows shows the same version; the first one has been used."""
    signed_in(client, "analyst")
    here = f"{HOME}{book.pk}/"
    shown = book.current.number
    actions.change_entry(book, "vard", "Vård i hela länet", "", by=lead)
    actions.shift_entry(book, "vard", -1, by=lead)
    actions.add_entry(book, "Skola", "Lärare.", by=lead)
    before = book.current

    def said(address, data, status=200):
        answer = client.post(f"{here}{address}/", {"visat": shown, **data}, follow=True)
        assert answer.status_code == status
        assert book.current == before
        return answer.content.decode()

    gone = said("andra", {"key": "vard", "gor": "ta-bort"})
    assert "nu står det ”Vård i hela länet.”. Det är inte borttaget." in gone
    assert "hunnit ändra ordningen" in said("andra", {"key": "resor", "gor": "upp"})
    again = said("tema", {"label": "skola", "definition": "Elever."}, 409)
    assert "Nu står det: ”Skola. Lärare.”" in again
    assert "Elever.</textarea>" in again
    assert "Nu står det: ”Vård i hela länet.”" in said(
        "andra", {"key": "vard", "gor": "spara", "label": "Sjukvård", "definition": ""}, 409
    )
    file = io.BytesIO(b"key,label\na,A\n")
    file.name = "lista.csv"
    assert "Filen är inte inläst." in said("fil", {"file": file}, 400)
    with pytest.raises(ValidationError):
        actions.take_back_change(book, shown, by=lead)


def test_what_says_the_same_is_done_once(client, book, lead):
    signed_in(client, "analyst")
    here, shown = f"{HOME}{book.pk}/", book.current.number
    for _press in range(2):
        client.post(f"{here}tema/", {"label": "Skola", "definition": "Lärare.", "visat": shown})
        client.post(f"{here}andra/", {"key": "vard", "gor": "ta-bort", "visat": shown})
    assert labels(book) == ["Resor utan bil", "Skola"]
    assert book.current.number == shown + 2


def test_words_for_a_theme_that_was_removed_meanwhile_stand_in_the_form_for_a_new_one(client, book, lead):
    signed_in(client, "analyst")
    shown = book.current.number
    actions.remove_entry(book, "vard", by=lead)
    typed = {"key": "vard", "gor": "spara", "label": "Vård i byn", "definition": "Nära.", "visat": shown}
    answer = client.post(f"{HOME}{book.pk}/andra/", typed)
    assert answer.status_code == 409
    assert "Temat finns inte längre i kodboken." in answer.content.decode()
    assert 'value="Vård i byn"' in answer.content.decode()


@pytest.mark.parametrize("role", ["editor", "administrator", "moderator"])
def test_only_analysts_and_leads_write(book, role):
    other = viewer_for(role)
    for act in (
        lambda: actions.create_codebook("Ny", by=other),
        lambda: actions.add_entry(book, "X", by=other),
        lambda: actions.remove_entry(book, "vard", by=other),
        lambda: actions.take_back_change(book, 1, by=other),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert labels(book) == ["Resor utan bil", "Vård nära"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bok.json", json.dumps({"themes": THEMES}, ensure_ascii=False)),
        (
            "bok.csv",
            "key,label,definition\nresor,Resor utan bil,Buss och tåg.\nvard,Vård nära,Vårdcentraler.\n",
        ),
        (
            "bok.csv",
            "Nyckel;Namn;Beskrivning\nresor;Resor utan bil;Buss och tåg.\nvard;Vård nära;Vårdcentraler.\n",
        ),
    ],
)
def test_files_of_each_kind_say_the_same(name, content):
    assert read_entries(name, io.BytesIO(content.encode())) == THEMES


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", "{", "rad 1, tecken 2"),
        ("a.json", '{"teman": []}', "themes"),
        ("a.json", '[{"key": "a", "label": "A"}, {"key": "b"}]', "tema 2"),
        ("a.json", '[{"key": "a", "label": 5}]', "tema 1.*text"),
        ("a.json", "[]", "inga teman"),
        ("a.csv", "nyckel,rubrik\na,A\n", "ingen kolumn"),
        ("a.csv", "key,label\na,A\nb,\n", "rad 3, kolumn ”label”"),
        ("a.csv", "", "tom"),
        ("a.pdf", "x", "JSON-, CSV- eller Excel"),
    ],
)
def test_file_that_cannot_be_used_is_told_where(name, content, said):
    with pytest.raises(ValidationError, match=said):
        read_entries(name, io.BytesIO(content.encode()))


@pytest.mark.parametrize("bad", ["\\ud800", "\\u0000"])
def test_characters_that_no_page_can_hold_are_replaced(client, cycle, bad):
    signed_in(client, "analyst")
    file = io.BytesIO(f'[{{"key": "k{bad}", "label": "Bu{bad}ss", "definition": "Tåg{bad}"}}]'.encode())
    file.name = "lista.json"
    client.post(HOME, {"name": "Lista", "file": file})
    book = Codebook.objects.get()
    assert book.current.entries == [{"key": "k\ufffd", "label": "Bu\ufffdss", "definition": "Tåg\ufffd"}]
    assert client.get(f"{HOME}{book.pk}/").status_code == 200


def test_file_in_a_form_makes_a_codebook_or_says_why_not(client, cycle):
    signed_in(client, "analyst")
    file = io.BytesIO(b"key,label\na,A\na,B\n")
    file.name = "lista.csv"
    page = client.post(HOME, {"name": "Lista", "file": file}).content.decode()
    assert "Tema 2: nyckeln ”a” finns redan på tema 1." in page
    assert not Codebook.objects.exists()
    file = io.BytesIO("label,definition\nResor,Buss\nVård,\n".encode())
    file.name = "lista.csv"
    client.post(HOME, {"name": "Lista", "file": file})
    assert [entry["key"] for entry in Codebook.objects.get().current.entries] == ["resor", "vard"]


def test_tree_of_an_edition_is_carried_on(edition, lead):
    book = actions.carry_on(edition, "Från utgåvan", by=lead)
    rows = {entry["key"]: entry for entry in book.current.entries}
    assert {row["label"] for row in rows.values()} == {"Resor", "Vård"}
    assert "nattbussar" in rows["resor"]["definition"]
    links = EntryTheme.objects.filter(codebook=book)
    assert {(link.key, link.theme.slug) for link in links} == {("resor", "resor"), ("vard", "vard")}


def test_theme_whose_name_holds_no_more_is_carried_on_under_the_words_that_visitors_read(
    client, cycle, nameless, lead
):
    signed_in(client, "analyst")
    answer = client.post(HOME, {"name": "Från utgåvan", "edition": "1"}, follow=True)
    body = " ".join(answer.content.decode().split())
    book = Codebook.objects.get()
    theme = EditionTheme.objects.get(name__iexact="läkaren").theme
    entries = {entry["key"]: entry for entry in book.current.entries}
    assert [entry["label"] for entry in entries.values()] == [
        "Tema om sjukhus, ambulans, ambulanser",
        "Bussar",
    ]
    assert set(entries) == {f"tema-nr-{theme.pk}", "bussar"}
    assert set(EntryTheme.objects.values_list("key", "theme__slug")) == {
        (f"tema-nr-{theme.pk}", theme.slug),
        ("bussar", "bussar"),
    }
    assert "Kodboken är sparad med 2 teman av 3 i utgåva 1." in body
    assert "Det här kom inte med: ”Tema utan namn” (inga ord om det får visas)." in body
    assert body.count("Datorns namn: ord ur texterna.") == 2
    actions.change_entry(book, f"tema-nr-{theme.pk}", "Sjukvården", "", by=lead)
    assert look(client, f"{HOME}{book.pk}/").body.count("Datorns namn: ord ur texterna.") == 1


def test_the_computers_words_stay_the_computers_when_a_run_uses_the_codebook(nameless, lead):
    theme = EditionTheme.objects.get(name__iexact="läkaren").theme
    label = "Tema om sjukhus, ambulans, ambulanser"
    assert not written_by_person(f"tema-nr-{theme.pk}", label)
    assert written_by_person(f"tema-nr-{theme.pk}", "Tema om sjukhus och glass")
    assert written_by_person("vad-som-helst", label)


def test_words_in_place_of_a_name_are_whole_however_long_so_that_they_are_known_again():
    """A label cut in a word would be taken for a person's, and show whoever still uses it."""
    long = [
        "kollektivtrafikmyndighetens-upphandlingsunderlag",
        "ambulanshelikopterverksamhetens",
        "akut" * 12,
    ]
    label = label_instead(long, 120)
    assert label == f"Tema om {long[0]}, {long[1]}"
    assert words_instead(label) == long[:2]
    assert label_instead(["x" * 130], 120) == label_instead([], 120) == ""


def test_a_name_made_of_words_is_held_by_those_words_alone():
    """Few write "tema": that is the program's word and no voice's."""
    assert words_of_name("Tema om sjukhus, ambulans") == ["sjukhus", "ambulans"]
    assert words_of_name("Temat om sjukhus") == ["temat", "sjukhus"]


def test_definition_is_one_sentence_and_at_most_eight_words_none_twice(cycle, nameless, lead):
    EditionTheme.objects.filter(slug="bussar").update(summary="Folk vill åka. Och sedan mer.")
    book = actions.carry_on(nameless, "Från utgåvan", by=lead)
    (told,) = [entry["definition"] for entry in book.current.entries if entry["key"] == "bussar"]
    assert told.startswith("Folk vill åka. ")
    assert "Och sedan" not in told
    listed = [word.casefold() for word in told.removeprefix("Folk vill åka. ").split(", ")]
    assert len(listed) == len({stem(word) for word in listed}) <= 8
    assert {"bensin", "fiber"} <= set(listed)
    assert few(["Buss och bil", "buss", "Bensin", "bensin", *"abcdefgh"]) == [
        "Buss och bil",
        "Bensin",
        *"abcd",
    ]


def test_pages_let_an_analyst_do_everything(client, cycle, lead):
    signed_in(client, "analyst")
    assert "Här finns inga kodböcker än." in look(client, HOME).body
    client.post(HOME, {"name": "Min bok"})
    book = Codebook.objects.get()
    here = f"{HOME}{book.pk}/"
    assert "Kodboken är tom." in look(client, here).body
    client.post(f"{here}tema/", {"label": "Resor", "definition": "Buss"})
    client.post(f"{here}tema/", {"label": "Vård"})
    client.post(f"{here}andra/", {"key": "vard", "gor": "upp"})
    assert labels(book) == ["Vård", "Resor"]
    client.post(f"{here}andra/", {"key": "vard", "gor": "ta-bort"})
    client.post(f"{here}angra/", {"version": book.current.number})
    assert labels(book) == ["Vård", "Resor"]
    page = client.post(f"{here}tema/", {"label": ""})
    assert page.status_code == 400
    assert "Skriv vad temat heter." in page.content.decode()
    actions.change_entry(book, "vard", "Vård i byn", "", by=lead)
    stale = client.post(
        f"{here}andra/", {"key": "vard", "gor": "spara", "label": "A", "definition": "", "visat": "1"}
    )
    assert stale.status_code == 409
    assert "Vård i byn" in stale.content.decode()
    assert 'value="A"' in stale.content.decode()


@pytest.mark.parametrize("entries", [1, 60])
def test_pages_ask_the_database_a_bounded_number_of_times(
    client, cycle, lead, django_assert_max_num_queries, entries
):
    rows = [{"key": f"k{n}", "label": f"Tema {n}", "definition": ""} for n in range(entries)]
    book = actions.create_codebook("Stor", by=lead, entries=rows)
    signed_in(client, "analyst")
    client.get(HOME)
    with django_assert_max_num_queries(20):
        client.get(HOME)
    with django_assert_max_num_queries(20):
        client.get(f"{HOME}{book.pk}/")
