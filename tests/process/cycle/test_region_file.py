"""A region is its file: what the file says is what the house knows, and a fault is told in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from medskick.process.cycle.region import DEFAULT, RegionError, load

REGIONS = Path(__file__).parents[2] / "data" / "regions"


def test_norrbotten_ships_with_fourteen_municipalities_and_its_people():
    region = load(DEFAULT)
    assert len(region.municipalities) == 14
    assert region.municipality("2580").name == "Luleå"
    assert region.municipality("2580").people == 80321
    assert region.frame("web").questions[1].key == "medskick"
    assert not region.fictitious


@pytest.mark.parametrize(("name", "count"), [("sjomark", 5), ("ensholmen", 1), ("mangkommun", 49)])
def test_fictitious_regions_load(name, count):
    region = load(REGIONS / f"{name}.toml")
    assert len(region.municipalities) == count
    assert region.fictitious
    assert region.has_spread is (count > 1)


GOOD = (REGIONS / "sjomark.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (("format = 1", "format = 2"), "format"),
        (('code = "91"', 'code = "9"'), "code"),
        (('name = "Region Sjömark"\n', ""), "name"),
        (('genitive = "Region Sjömarks"', 'genitive = "  "'), "genitive"),
        (("vision_year = 2035", 'vision_year = "2035"'), "vision_year"),
        (("vision_year = 2035", "vision_year = true"), "vision_year"),
        (('languages = ["sv", "en"]', 'languages = ["en"]'), "languages"),
        (('languages = ["sv", "en"]', 'languages = ["sv", "xx"]'), "languages"),
        (("election_day = 2030-09-08", 'election_day = "hösten"'), "election_day"),
        (('email = "framtid@sjomark.example"', 'email = "framtid"'), "email"),
        (('web = "https://sjomark.example/"', 'web = "javascript:alert(1)"'), "web"),
        (('colour = "gran"', 'colour = "rosa"'), "colour"),
        (('key = "resa"', 'key = "bo"'), "focus_areas"),
        (('key = "medskick"', 'key = "bra_liv"'), "frames"),
        (('key = "web"', 'key = "webb"'), "web"),
        (('code = "9102"', 'code = "8102"'), "municipalities"),
        (('code = "9102"', 'code = "9101"'), "municipalities"),
        (('name = "Ekhamn"', 'name = "Storvik"'), "municipalities"),
        (("2025 = 18350", "2025 = -1"), "population"),
        (('"0-15" = 2936', '"0-16" = 2936'), "ages"),
        (("[term]", "[term"), "TOML"),
    ],
)
def test_a_fault_in_the_file_says_where_it_is(tmp_path, change, where):
    assert change[0] in GOOD, "the example no longer holds what this case changes"
    path = tmp_path / "region.toml"
    path.write_text(GOOD.replace(change[0], change[1], 1), encoding="utf-8")
    with pytest.raises(RegionError) as caught:
        load(path)
    assert str(path) in str(caught.value)
    assert where in str(caught.value)


def test_a_missing_or_binary_file_is_told_in_words(tmp_path):
    with pytest.raises(RegionError, match="går inte att läsa"):
        load(tmp_path / "finns-inte.toml")
    path = tmp_path / "binary.toml"
    path.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(RegionError, match="TOML"):
        load(path)
