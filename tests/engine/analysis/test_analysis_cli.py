"""The command: what it accepts, and one clear message for what it does not."""

import csv
import json
import subprocess
import sys

import pytest

from medskick.engine.analysis import crew
from medskick.engine.analysis.cli import main

GOOD = "id,text,antal\na1,Fler bussar på kvällen.,1\na2,Bygg en simhall i Pajala.,3\n"


def run(tmp_path, content, *arguments, name="svar.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return main([str(path), "--text", "text", "--out", str(tmp_path / "out"), *arguments])


def test_a_table_becomes_a_folder_with_four_files(tmp_path, capsys):
    assert run(tmp_path, GOOD, "--id", "id", "--people", "antal") == 0
    result = json.loads((tmp_path / "out" / "result.json").read_text("utf-8"))
    assert result["counts"]["persons"] == 4
    assert "2 medskick" in capsys.readouterr().err


def test_statements_csv_has_the_agreed_columns(tmp_path):
    assert run(tmp_path, GOOD) == 0
    with (tmp_path / "out" / "statements.csv").open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert " ".join(header) == (
        "statement_id contribution_id field start end theme_id topic_id strength class x y family_id scope "
        "cooperation long_term theme_strength second_theme_id"
    )


def test_without_an_id_column_the_row_number_is_the_id(tmp_path):
    assert run(tmp_path, "text\nFler bussar\nFler tåg\n") == 0
    with (tmp_path / "out" / "statements.csv").open(encoding="utf-8", newline="") as file:
        assert [row["contribution_id"] for row in csv.DictReader(file)] == ["2", "3"]


def test_json_lines_is_read_too(tmp_path, sample_path):
    code = main([str(sample_path), "--text", "text", "--id", "id", "--out", str(tmp_path / "out")])
    assert code == 0


BAD = {
    "a column that is not there": (GOOD, ["--id", "nummer"], ["svar.csv", "”nummer”", "id, text, antal"]),
    "a people column that is not there": (GOOD, ["--people", "n"], ["svar.csv", "”n”"]),
    "an extra column that is not there": (GOOD, ["--meta", "år"], ["svar.csv", "”år”"]),
    "an id twice": (
        "id,text\na,x y\nb,z\na,q\n",
        ["--id", "id"],
        ["svar.csv", "rad 4", "”id”", "”a”", "rad 2"],
    ),
    "a missing id": ("id,text\na,x y\n,z\n", ["--id", "id"], ["svar.csv", "rad 3", "”id”"]),
    "a number of people in letters": (
        "text,antal\nFler bussar,många\n",
        ["--people", "antal"],
        ["svar.csv", "rad 2", "”antal”", "”många”"],
    ),
    "a negative number of people": ("text,antal\nBuss,-3\n", ["--people", "antal"], ["rad 2", "”-3”"]),
    "zero people": ("text,antal\nBuss,0\n", ["--people", "antal"], ["rad 2", "”0”"]),
    "half a person": ("text,antal\nBuss,1.5\n", ["--people", "antal"], ["rad 2", "”1.5”"]),
    "an empty file": ("", [], ["svar.csv"]),
    "a header alone": ("id,text\n", [], ["svar.csv"]),
    "a row with too many cells": ("id,text\na,b,c,d\n", [], ["svar.csv", "rad 2"]),
    "something that is no table": (b"\x00\x01\x02\xff" * 50, [], ["svar.csv"]),
    "a codebook that is not there": (GOOD, ["--codebook", "k.csv"], ["k.csv", "filen finns inte"]),
    "examples without a codebook": (GOOD, ["--examples", "e.csv"], ["--examples", "--codebook"]),
    "a scheduler that is not there": (
        GOOD,
        ["--scheduler", "tcp://127.0.0.1:9"],
        ["tcp://127.0.0.1:9", "svarar inte"],
    ),
    "a number of people of five thousand figures": (
        f"text,antal\nBuss,{'9' * 5000}\n",
        ["--people", "antal"],
        ["rad 2", "”antal”", "100000"],
    ),
    "a previous edition that is not there": (GOOD, ["--from", "finnsinte"], ["finnsinte"]),
}


@pytest.mark.parametrize(("content", "arguments", "said"), BAD.values(), ids=BAD.keys())
def test_bad_input_gives_one_clear_message_and_leaves_nothing(
    content, arguments, said, tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr(crew, "SECONDS_TO_REACH_SCHEDULER", 2)  # nobody listens, however long one waits
    assert run(tmp_path, content, *arguments) == 2
    message = capsys.readouterr().err.strip()
    assert len(message.splitlines()) == 1
    for words in said:
        assert words in message
    assert [p.name for p in tmp_path.iterdir()] == ["svar.csv"]


def test_a_file_that_is_not_there_is_named(tmp_path, capsys):
    assert main([str(tmp_path / "borta.csv"), "--text", "text", "--out", str(tmp_path / "out")]) == 2
    assert "borta.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["--themes", "0"], ["--themes", "tio"], ["--workers", "-1"], ["--seed", "x"]]
)
def test_numbers_that_are_none_are_refused(arguments, tmp_path, capsys):
    with pytest.raises(SystemExit) as stopped:
        run(tmp_path, GOOD, *arguments)
    assert stopped.value.code == 2
    assert arguments[1] in capsys.readouterr().err


def test_out_may_not_be_a_file(tmp_path, capsys):
    (tmp_path / "out").write_text("x")
    assert run(tmp_path, GOOD) == 2
    assert "--out" in capsys.readouterr().err


def test_progress_names_the_stage_and_the_share(tmp_path, capsys):
    assert run(tmp_path, GOOD) == 0
    said = capsys.readouterr().err
    assert "Grupperar i teman" in said
    assert "%" in said


def test_an_id_that_looks_like_a_formula_comes_back_as_it_was(tmp_path):
    from medskick.engine.analysis.reading import read_result, statements

    assert run(tmp_path, "id;text\n=1+1;Fler bussar\n-3;Fler tåg\n", "--id", "id") == 0
    assert [s.contribution_id for s in statements(read_result(tmp_path / "out"))] == ["=1+1", "-3"]


def test_two_ids_that_differ_by_an_apostrophe_stay_two(tmp_path):
    from medskick.engine.analysis.reading import read_result, statements

    assert run(tmp_path, "id;text\n=1;Fler bussar\n'=1;Fler tåg\n＝1;Bygg\n", "--id", "id") == 0
    assert [s.contribution_id for s in statements(read_result(tmp_path / "out"))] == ["=1", "'=1", "＝1"]


@pytest.mark.parametrize(
    ("book", "said"),
    [
        ('{"themes": [' + "9" * 5000 + "]}", "giltig JSON"),
        ('[{"key": "-", "label": "Buss"}]', "inte passar något"),
    ],
)
def test_a_codebook_that_cannot_be_read_is_refused(book, said, tmp_path, capsys):
    (tmp_path / "bok.json").write_text(book, "utf-8")
    assert run(tmp_path, GOOD, "--codebook", str(tmp_path / "bok.json")) == 2
    message = capsys.readouterr().err
    assert "bok.json" in message
    assert said in message


def test_a_language_that_is_not_known_is_refused(tmp_path, capsys):
    with pytest.raises(SystemExit) as stopped:
        run(tmp_path, GOOD, "--lang", "svenska")
    assert stopped.value.code == 2
    assert "sv, en, fi" in capsys.readouterr().err


def test_the_folder_one_stands_in_is_not_replaced(tmp_path, monkeypatch, capsys):
    (tmp_path / "har").mkdir()
    (tmp_path / "svar.csv").write_text(GOOD, "utf-8")
    monkeypatch.chdir(tmp_path / "har")
    assert main(["../svar.csv", "--text", "text", "--out", "."]) == 2
    assert "resultat" in capsys.readouterr().err
    assert main(["../svar.csv", "--text", "text", "--out", "resultat"]) == 0


FULL = """
import resource, sys
from medskick.engine.analysis import cli

resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
sys.exit(cli.main(sys.argv[1:]))
"""


def test_a_disk_that_takes_no_more_is_told_in_one_line(tmp_path, sample_path):
    command = [sys.executable, "-c", FULL, str(sample_path), "--text", "text", "--out", str(tmp_path / "out")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "Inget resultat är skrivet." in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "out").exists()


def test_an_archive_that_cannot_be_written_to_is_told_in_one_line(tmp_path, capsys):
    (tmp_path / "arkiv").write_text("en fil", "utf-8")
    arguments = ["--archive", str(tmp_path / "arkiv"), "--language-model-name", "x"]
    assert run(tmp_path, GOOD, *arguments) == 1
    assert "arkiv" in capsys.readouterr().err.splitlines()[-1]
