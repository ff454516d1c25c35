"""What operators may set is documented, and what is documented exists."""

from __future__ import annotations

import re
from pathlib import Path

from medskick.config.env import Env

ROOT = Path(__file__).resolve().parents[2]


def test_the_table_of_variables_is_the_list_of_variables():
    source = (ROOT / "src/medskick/config/env.py").read_text(encoding="utf-8")
    table = (ROOT / "docs/subsystems/config.md").read_text(encoding="utf-8")
    read = set(re.findall(r'"(MEDSKICK_[A-Z_]+)"', source))
    documented = set(re.findall(r"^\| `(MEDSKICK_[A-Z_]+)` \|", table, re.MULTILINE))
    assert documented == read


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.setenv("MEDSKICK_DATA", str(tmp_path / "data"))
    first = Env().secret()
    assert len(first) >= 50
    assert Env().secret() == first
    assert (tmp_path / "data" / "secret").stat().st_mode & 0o077 == 0
