"""The command line: help that comes at once, mistakes in one clear line."""

from __future__ import annotations

import subprocess
import sys

import pytest

from medskick import cli


def medskick(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "medskick", *words], capture_output=True, text=True, check=False
    )


def test_help_names_every_verb(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert all(verb in out for verb in cli.VERBS)
    assert "usage" not in out


@pytest.mark.parametrize("verb", sorted(cli.VERBS))
def test_every_verb_has_help(verb, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main([verb, "--help"])
    assert ended.value.code == 0
    assert "användning: medskick" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["upp"], "finns inte: 'upp'"),
        (["up", "--port", "åtta"], "--port: ska vara ett heltal, inte 'åtta'"),
        (["up", "--portt", "1"], "det här känns inte igen: --portt"),
        (["up", "--phase", "sommar"], "--phase: finns inte: 'sommar' (välj bland dialog, analys, forslag"),
        (["backup"], "det här saknas: FIL"),
        (["analyse", "x.csv"], "det här saknas: --text, --out"),
    ],
)
def test_a_mistake_is_one_line_in_swedish(words, said, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_help_and_version_load_neither_django_nor_the_engine():
    code = (
        "import sys\nfrom medskick import cli\n"
        "try:\n    cli.main(['--help'])\nexcept SystemExit:\n    pass\n"
        "cli.main(['version'])\n"
        "print([m for m in ('django', 'numpy', 'medskick.engine', 'medskick.config') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_analyse_does_not_load_django():
    code = (
        "import sys\nfrom medskick import cli\n"
        "try:\n    cli.main(['analyse', '--help'])\nexcept SystemExit:\n    pass\n"
        "print('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


def test_a_python_that_is_too_old_gets_a_sentence(monkeypatch, capsys):
    monkeypatch.setattr(cli.sys, "version_info", (3, 9, 2, "final", 0))
    assert cli.main(["up"]) == 1
    assert "behöver Python 3.11" in capsys.readouterr().err


def test_an_environment_variable_with_nonsense_is_told_by_name(monkeypatch, tmp_path):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "medskick.config.settings.site")
    monkeypatch.setenv("MEDSKICK_DEBUG", "kanske")
    monkeypatch.setenv("MEDSKICK_DATA", str(tmp_path))
    done = medskick("migrate")
    assert done.returncode == 1
    assert done.stderr.strip() == "MEDSKICK_DEBUG ska vara 1 eller 0, inte 'kanske'."
