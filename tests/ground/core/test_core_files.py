"""Folders of the rooms stay inside the installation's data folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from medskick.ground.core.files import room_folder


def test_a_folder_is_made_inside_the_data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert room_folder("insights", "run-7") == tmp_path / "insights" / "run-7"
    assert (tmp_path / "insights" / "run-7").is_dir()


@pytest.mark.parametrize("part", ["", ".", "..", "../x", "a/b", "a\\b", "a\0b", "/etc"])
def test_a_name_that_leads_elsewhere_is_refused(settings, tmp_path, part):
    settings.DATA_DIR = tmp_path
    with pytest.raises(ValueError, match="Not a plain folder name"):
        room_folder("insights", part)
    assert list(Path(tmp_path).iterdir()) == []
