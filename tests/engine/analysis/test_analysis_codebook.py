"""An analyst's own list of themes: read, placed under by meaning, better with examples."""

import csv
import json

import pytest

from medskick.engine.analysis.cli import main
from medskick.engine.analysis.codebook import Codebook, Entry, Example, read_codebook
from medskick.engine.analysis.contract import AnalysisError, Contribution, Options
from medskick.engine.analysis.run import analyse

ENTRIES = (
    Entry("resor", "Resor utan bil", "Buss, tåg, tidtabeller och att komma hem utan bil."),
    Entry("vard", "Vård nära", "Vårdcentraler, sjukhus, läkare och väntetider."),
    Entry("skola", "Skola och lärande", "Skolor, lärare, gymnasium och vuxenutbildning."),
    Entry("rymd", "Rymdfart", "Raketer, satelliter och Esrange."),
)
VOICES = [
    ("a", "Sista turen går klockan fem, sen får man gå hem i snön.", "resor"),
    ("b", "Det tar tre veckor att få träffa en doktor.", "vard"),
    ("c", "Låt byskolan vara kvar, barnen är för små för att pendla.", "skola"),
    ("d", "Bussen stannar inte längre i vår by.", "resor"),
    ("e", "Akuten i Kalix måste vara öppen på natten.", "vard"),
    ("f", "Fler behöriga fröknar i klassrummen.", "skola"),
]


def placed(codebook, voices=VOICES, tmp="out", **options):
    return analyse(
        [Contribution(id=i, text=t) for i, t, _ in voices], tmp, Options(codebook=codebook, **options)
    )


def themes_by_voice(result):
    keys = {node["id"]: node.get("key", node["kind"]) for node in result.themes if node["parent"] is None}
    with (result.folder / "statements.csv").open(encoding="utf-8", newline="") as file:
        return {row["contribution_id"]: keys[row["theme_id"]] for row in csv.DictReader(file)}


def test_voices_are_placed_by_meaning_from_labels_and_definitions_alone(tmp_path):
    found = themes_by_voice(placed(Codebook(ENTRIES), tmp=tmp_path / "out"))
    assert found == {i: key for i, _, key in VOICES}


def test_the_codebooks_order_labels_and_keys_stay_and_a_theme_without_voices_is_shown(tmp_path):
    result = placed(Codebook(ENTRIES), tmp=tmp_path / "out")
    themes = [node for node in result.themes if node["parent"] is None and "key" in node]
    assert [(t["id"], t["key"], t["label"]) for t in themes] == [
        (f"T{n}", entry.key, entry.label) for n, entry in enumerate(ENTRIES, start=1)
    ]
    assert themes[3]["size"] == 0
    assert sum(t["size"] for t in themes) == result.counts["statements"]


def test_what_fits_no_theme_is_listed_and_counted(tmp_path):
    voices = [*VOICES, ("x", "Zqv xkcd blorp fnord.", "")]
    result = placed(Codebook(ENTRIES[3:]), voices, tmp=tmp_path / "out")
    kinds = result.counts["statements_by_kind"]
    assert kinds["unplaced"] >= 1
    assert sum(kinds.values()) == result.counts["statements"]


def test_an_example_moves_what_is_like_it(tmp_path):
    voices = [("p", "Pimpelfisket på isen är min fritid.", "")]
    entries = (Entry("a", "Näringsliv"), Entry("b", "Fritid och friluftsliv"))
    without = themes_by_voice(placed(Codebook(entries), voices, tmp=tmp_path / "one"))
    examples = (Example("Pimpelfiske på isen", "a"),) * 30
    moved = themes_by_voice(placed(Codebook(entries, examples), voices, tmp=tmp_path / "two"))
    assert without == {"p": "b"}
    assert moved == {"p": "a"}


def test_a_voice_between_two_themes_belongs_to_both(tmp_path):
    voices = [*VOICES, ("s", "Bättre busstrafik till skolorna, bussarna och utbildningen hör ihop.", "")]
    result = placed(Codebook(ENTRIES), voices, tmp=tmp_path / "out")
    keys = {node["id"]: node.get("key") for node in result.themes}
    both = {themes_by_voice(result)["s"]}
    both |= {
        keys[t] for row in result.document["also"] if row["statement_id"] == "s.1" for t in row["themes"]
    }
    assert both == {"resor", "skola"}


def test_the_command_reads_json_and_tables(tmp_path, capsys):
    book = tmp_path / "bok.json"
    book.write_text(json.dumps({"themes": [vars(entry) for entry in ENTRIES]}, ensure_ascii=False), "utf-8")
    table = tmp_path / "bok.csv"
    rows = "".join(f'{e.key},{e.label},"{e.definition}"\n' for e in ENTRIES)
    table.write_text("key,label,definition\n" + rows, "utf-8")
    assert read_codebook(book) == read_codebook(table) == Codebook(ENTRIES)
    voices = tmp_path / "in.csv"
    voices.write_text("text\n" + "".join(f'"{text}"\n' for _, text, _ in VOICES), "utf-8")
    examples = tmp_path / "ex.csv"
    examples.write_text("text,key\nBuss hem på natten,resor\n", "utf-8")
    command = [str(voices), "--text", "text", "--codebook", str(book), "--examples", str(examples), "--out"]
    assert main([*command, str(tmp_path / "out")]) == 0
    document = json.loads((tmp_path / "out" / "result.json").read_text("utf-8"))
    assert document["options"]["codebook"] == {"themes": 4, "examples": 1}
    assert main([*command, str(tmp_path / "out2"), "--themes", "3"]) == 2
    assert "--codebook" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", "{", "inte giltig JSON"),
        ("a.json", "[]", "tom"),
        ("a.json", '{"teman": []}', "themes"),
        ("a.json", "[1]", "themes"),
        ("a.json", '[{"key": "a"}]', "tema 1"),
        ("a.json", '[{"key": "a", "label": 5}]', "text"),
        ("a.json", '[{"key": "a", "label": "A"}, {"key": "a", "label": "B"}]', "finns redan"),
        ("a.json", "[" * 100_000, "inte giltig JSON"),
        ("a.csv", "nyckel,label\na,A\n", "kolumn ”key”"),
        ("a.csv", f"key,label\na,{'x' * 300}\n", "200"),
    ],
)
def test_a_codebook_that_cannot_be_used_is_told_where(tmp_path, name, content, said):
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(AnalysisError, match=said):
        read_codebook(path)


def test_an_example_of_an_unknown_theme_is_told_where(tmp_path):
    (tmp_path / "b.csv").write_text("key,label\na,A\n", "utf-8")
    (tmp_path / "e.csv").write_text("text,key\nhej,b\n", "utf-8")
    with pytest.raises(AnalysisError, match="rad 2"):
        read_codebook(tmp_path / "b.csv", tmp_path / "e.csv")
