"""The build hook: builds only what is missing or old, and reads the dependencies from one place."""

from __future__ import annotations

import gettext
import importlib.util
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def hook():
    spec = importlib.util.spec_from_file_location("build_hook", ROOT / "build_hook.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def front_end(tmp_path):
    folder = tmp_path / "frontend"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "site.ts").write_text("export {};\n")
    (folder / "node_modules").mkdir()
    return folder


def test_dependencies_are_the_lines_of_the_requirements_file(hook, tmp_path):
    path = tmp_path / "runtime.in"
    path.write_text('# words\n\ndjango>=5.2,<5.3\nhttptools; sys_platform != "win32"  # why\n-c other.txt\n')
    assert hook.runtime_dependencies(path) == ["django>=5.2,<5.3", 'httptools; sys_platform != "win32"']


def test_changed_sources_change_the_fingerprint_and_installed_packages_do_not(hook, front_end):
    before = hook.fingerprint(front_end)
    (front_end / "node_modules" / "x.js").write_text("x")
    assert hook.fingerprint(front_end) == before
    (front_end / "src" / "site.ts").write_text("export const a = 1;\n")
    assert hook.fingerprint(front_end) != before


def test_a_renamed_source_changes_the_fingerprint(hook, front_end):
    before = hook.fingerprint(front_end)
    (front_end / "src" / "site.ts").rename(front_end / "src" / "page.ts")
    assert hook.fingerprint(front_end) != before


def test_a_bundle_is_current_only_with_the_stamp_of_these_sources(hook, front_end, tmp_path):
    bundle = tmp_path / "bundle"
    assert not hook.bundle_is_current(front_end, bundle)
    bundle.mkdir()
    (bundle / hook.STAMP).write_text(hook.fingerprint(front_end))
    assert hook.bundle_is_current(front_end, bundle)
    (front_end / "src" / "more.ts").write_text("")
    assert not hook.bundle_is_current(front_end, bundle)


def test_without_sources_the_bundle_that_came_along_counts(hook, tmp_path):
    assert not hook.bundle_is_current(tmp_path / "none", tmp_path / "bundle")
    (tmp_path / "bundle").mkdir()
    assert hook.bundle_is_current(tmp_path / "none", tmp_path / "bundle")


@pytest.fixture
def catalogue(tmp_path):
    path = tmp_path / "src" / "locale" / "en" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Tyck till"\nmsgstr "Have your say"\n',
        encoding="utf-8",
    )
    return path


def test_a_catalogue_is_compiled_when_missing_and_again_when_changed(hook, catalogue, tmp_path):
    (catalogue.parents[1] / "language.toml").write_text('shows = "all"\n', encoding="utf-8")
    assert hook.stale_catalogues(tmp_path) == [catalogue]
    hook.compile_catalogue(catalogue)
    assert hook.stale_catalogues(tmp_path) == []
    with catalogue.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Tyck till") == "Have your say"
    later = catalogue.with_suffix(".mo").stat().st_mtime + 5
    os.utime(catalogue, (later, later))
    assert hook.stale_catalogues(tmp_path) == [catalogue]


def test_a_broken_catalogue_stops_the_build_and_leaves_no_half_file(hook, catalogue, monkeypatch, tmp_path):
    monkeypatch.setattr(hook, "ROOT", tmp_path)
    catalogue.write_text('msgid "a"\nmsgstringy "b"\n', encoding="utf-8")
    with pytest.raises(hook.BuildError, match=r"django\.po"):
        hook.compile_catalogue(catalogue)
    assert not catalogue.with_suffix(".mo").exists()


def test_a_failing_command_is_named_with_its_output(hook):
    with pytest.raises(hook.BuildError, match=r"(?s)failed with code 3.*broken"):
        hook.call(["sh", "-c", "echo broken; exit 3"])
