"""The built front end and the tags that bring it into a page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template, TemplateSyntaxError

from medskick.ground.ui import bundle

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted((ROOT / "src").glob("**/templates/**/*.html"))


def draw(source: str, **context) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_a_page_gets_the_hashed_style_sheet_and_script():
    page = draw('{% bundle "site" %}')
    sheets = re.findall(r'<link rel="stylesheet" href="/static/([^"]+)">', page)
    scripts = re.findall(r'<script type="module" src="/static/([^"]+)">', page)
    assert len(sheets) == len(scripts) == 1
    for name in sheets + scripts:
        assert (bundle.FOLDER.parents[1] / name).is_file()
        assert re.search(r"-[\w-]{8}\.(css|js)$", name)


def test_an_unbuilt_front_end_says_what_to_run(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="make assets"):
        bundle.load(tmp_path)


def test_a_rebuilt_front_end_is_read_anew(tmp_path):
    def build(name: str) -> None:
        chunks = {
            "src/site.ts": {"file": f"assets/{name}.js", "name": "site", "isEntry": True},
            "icons.svg": {"file": "assets/icons.svg"},
        }
        (tmp_path / "manifest.json").write_text(json.dumps(chunks))
        (tmp_path / "icons.json").write_text("[]")

    build("first")
    assert bundle.load(tmp_path).entry("site").script.endswith("first.js")
    build("second-and-longer")
    (tmp_path / "manifest.json").touch()
    assert bundle.load(tmp_path).entry("site").script.endswith("second-and-longer.js")


def test_an_unknown_entry_point_is_named_with_the_known_ones():
    with pytest.raises(ImproperlyConfigured, match=r"board.*site, staff"):
        draw('{% bundle "board" %}')


def test_an_unknown_icon_is_named_with_the_place_to_add_it():
    with pytest.raises(TemplateSyntaxError, match=r"unicorn.*icon-names\.ts"):
        draw('{% icon "unicorn" %}')


def test_an_icon_beside_a_word_is_hidden_and_one_alone_has_a_name():
    assert 'aria-hidden="true"' in draw('{% icon "check" %}')
    assert 'role="img" aria-label="Stäng &amp; gå"' in draw(
        '{% icon "close" label=name %}', name="Stäng & gå"
    )


def test_every_icon_that_a_template_asks_for_is_in_the_file():
    asked = {name for path in TEMPLATES for name in re.findall(r'{% icon "([^"]+)"', path.read_text("utf-8"))}
    assert asked
    assert asked <= bundle.load().icons


def test_every_icon_name_is_drawn_in_the_file():
    built = bundle.load()
    drawing = (bundle.FOLDER.parents[1] / built.sprite).read_text(encoding="utf-8")
    assert set(re.findall(r'<symbol id="([^"]+)"', drawing)) == built.icons


def test_the_bundle_points_at_no_other_address():
    names = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    for path in bundle.FOLDER.rglob("*"):
        if path.suffix in {".css", ".js", ".svg"}:
            text = path.read_text(encoding="utf-8")
            found = re.findall(r"""url\(["']?((?:https?:)?//[^)"']+|data:[^)"']{0,40})""", text)
            assert found == [], path.name
            if path.suffix == ".js":
                assert set(re.findall(r"https?://[\w./-]+", text)) <= names, path.name


def test_styles_are_never_written_into_a_page():
    """The content security policy would drop them, and the page would fall apart."""
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<[^>]*\sstyle\s*=", text), path
        assert not re.search(r"<style[\s>]", text) or path.name == "report.html", path
        assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), path


@pytest.mark.parametrize("family", ["Source Sans 3 Variable", "Literata Variable"])
@pytest.mark.parametrize("letters", ["åäöÅÄÖéÉ", "áčđŋšŧžÁČĐŊŠŦŽ", "–”’…€½"])
def test_both_families_cover_swedish_and_sami_letters(family, letters):
    (sheet,) = bundle.load().entry("site").styles
    text = (bundle.FOLDER.parents[1] / sheet).read_text(encoding="utf-8")
    spans = []
    for face in re.findall(r"@font-face\s*{([^}]*)}", text):
        if family in face:
            ranges = re.findall(r"U\+([0-9A-Fa-f?]+)(?:-([0-9A-Fa-f]+))?", face)
            spans += [
                (int(one.replace("?", "0"), 16), int(end or one.replace("?", "F"), 16)) for one, end in ranges
            ]
            (file,) = re.findall(r"url\(([^)]+)\)", face)
            assert (bundle.FOLDER / "assets" / file.strip("'\"./")).is_file()
    assert all(any(start <= ord(letter) <= end for start, end in spans) for letter in letters)


def test_the_lock_file_holds_no_registry_address():
    lock = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in lock
    assert lock.count('"integrity"') > 20
