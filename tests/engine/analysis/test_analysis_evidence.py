"""No quote without a source, nothing shown that is hidden, and every voice counted."""

import csv
import json

import pytest

from medskick.engine.analysis.contract import Contribution, Options
from medskick.engine.analysis.reading import masks, read_result, statements
from medskick.engine.analysis.run import analyse
from medskick.engine.text.conduct import find_conduct


def assert_quotes_are_true(result, contributions):
    by_id = {c.id: c for c in contributions}
    hidden = [(own, mask) for own, mask in masks(result) if mask.field == "text"]
    seen = 0
    for theme in result.themes:
        owners = [quote["contribution_id"] for quote in theme["quotes"]]
        assert len(owners) == len(set(owners))
        for quote in theme["quotes"]:
            seen += 1
            source = by_id[quote["contribution_id"]]
            assert source.quotable
            assert source.text[quote["start"] : quote["end"]] == quote["text"]
            assert not find_conduct(source.text)
            assert 30 <= len(quote["text"]) <= 240
            for own, mask in hidden:
                overlaps = mask.start < quote["end"] and mask.end > quote["start"]
                assert not (own == source.id and overlaps)
    assert seen > 0


def assert_sums_stand(result, contributions):
    found = list(statements(result))
    assert {s.contribution_id for s in found} == {
        c.id for c in contributions if c.text.strip() or c.title.strip()
    }
    assert len({s.statement_id for s in found}) == len(found) == result.counts["statements"]
    for theme in result.themes:
        column = "topic_id" if theme["parent"] else "theme_id"
        assert theme["size"] == sum(getattr(s, column) == theme["id"] for s in found)
        assert theme["size"] == sum(theme["classes"].values())
        for rows in theme["spread"].values():
            assert sum(row["persons"] for row in rows) == theme["persons"]
    for theme in result.themes:
        below = [topic["size"] for topic in result.themes if topic["parent"] == theme["id"]]
        assert theme["parent"] or sum(below) == theme["size"]
    counts = result.counts
    assert counts["received"] == counts["with_statements"] + counts["empty"] == len(contributions)
    assert sum(counts["statements_by_kind"].values()) == counts["statements"]
    assert sum(counts["statements_by_class"].values()) == counts["statements"]


def assert_statements_lie_in_their_text(result, contributions):
    by_id = {c.id: c for c in contributions}
    last = ("", "", 0)
    for s in statements(result):
        text = getattr(by_id[s.contribution_id], s.field)
        assert 0 <= s.start < s.end <= len(text)
        assert s.field == ("text" if by_id[s.contribution_id].text.strip() else "title")
        assert (s.contribution_id, s.field) != last[:2] or s.start >= last[2]
        last = (s.contribution_id, s.field, s.end)
        assert 0 <= s.strength <= 1
        assert 0 <= s.x <= 1
        assert 0 <= s.y <= 1
        assert s.strength_class in ("core", "near", "weak", "mixed", "no_content")


CHECKS = [assert_quotes_are_true, assert_sums_stand, assert_statements_lie_in_their_text]


@pytest.mark.parametrize("check", CHECKS)
def test_the_sample_keeps_its_promises(check, sample, sample_result):
    check(sample_result, sample)


@pytest.mark.shared
@pytest.mark.parametrize("check", CHECKS)
def test_the_development_set_keeps_its_promises(check, inspel, inspel_result):
    check(inspel_result, inspel)


@pytest.mark.shared
def test_a_slice_of_almedalen_keeps_its_promises(shared_data, tmp_path):
    with (shared_data / "almedalen.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[::12]
    contributions = [Contribution(r["id"], r["text"], r["title"], meta={"year": r["year"]}) for r in rows]
    result = analyse(contributions, tmp_path / "out", Options())
    for check in CHECKS:
        check(result, contributions)


@pytest.mark.shared
def test_abusive_personal_and_injected_items_are_not_quoted(shared_data, inspel_result):
    rows = map(json.loads, (shared_data / "inspel-dev.jsonl").read_text("utf-8").splitlines())
    labels = {row["id"]: row for row in rows}
    report = (inspel_result.folder / "report.html").read_text("utf-8")
    for theme in inspel_result.themes:
        for quote in theme["quotes"]:
            source = labels[quote["contribution_id"]]
            assert not source["abusive"]
            assert not source["injection"]
            assert not any(secret in quote["text"] for secret in source["pii"])
    secrets = [secret for row in labels.values() for secret in row["pii"] if any(c.isdigit() for c in secret)]
    assert len(secrets) > 5
    assert not [secret for secret in secrets if secret in report]


def test_given_masks_are_used_as_they_stand(tmp_path):
    text = "Fråga Blåklint på bruket om bussarna, de går alldeles för sällan på kvällen."
    contribution = Contribution("a", text, masks=[("text", 6, 14, "name")])
    result = analyse([contribution], tmp_path / "out", Options())
    assert [(own, m.field, m.start, m.end, m.kind) for own, m in masks(result)] == [
        ("a", "text", 6, 14, "name")
    ]
    assert "Blåklint" not in (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "Blåklint" not in (tmp_path / "out" / "result.json").read_text("utf-8")


def test_words_that_may_not_be_quoted_reach_neither_quotes_nor_keywords(sample, tmp_path):
    silent = [
        Contribution(f"s{n}", f"Zebraspårvägen behövs i by {n} nu genast.", quotable=False) for n in range(9)
    ]
    result = analyse([*sample, *silent], tmp_path / "out", Options())
    assert result.counts["received"] == len(sample) + 9
    for name in ("result.json", "report.html"):
        assert "zebraspårväg" not in (tmp_path / "out" / name).read_text("utf-8").lower()


def test_copies_share_a_family_and_are_all_counted(tmp_path):
    texts = ["Fler nattbussar så man kan ta sig hem på helgen."] * 3 + [
        "Fler nattbussar, så man kan ta sig hem på helgen!",
        "Bygg en simhall i Pajala med bastu.",
    ]
    result = analyse([Contribution(f"r{n}", t) for n, t in enumerate(texts)], tmp_path / "out", Options())
    found = {s.contribution_id: s.family_id for s in statements(result)}
    assert len({found[f"r{n}"] for n in range(4)}) == 1
    assert found["r4"] != found["r0"]
    assert result.counts["statements"] == 5
    assert result.counts["wordings"] == 2


def test_other_languages_are_kept_and_marked(sample_result):
    marked = {row["statement_id"]: row["lang"] for row in sample_result.document["other_languages"]}
    assert "en" in marked.values()
    placed = {s.statement_id: s.theme_id for s in statements(sample_result)}
    themes = {theme["id"]: theme["kind"] for theme in sample_result.themes}
    assert {themes[placed[own]] for own in marked} == {"language"}


def test_a_result_is_read_back_as_it_was(sample_result):
    assert read_result(sample_result.folder).document == sample_result.document


def test_labels_are_words_that_people_wrote_and_differ(sample, sample_result):
    written = " ".join(f"{c.title} {c.text}" for c in sample).lower()
    themes = [t for t in sample_result.themes if t["kind"] == "theme" and t["parent"] is None]
    labels = [theme["label"] for theme in themes]
    assert len(labels) == len(set(labels))
    for label in labels:
        for word in label.replace(",", "").split(" "):
            assert word == "och" or word.lower() in written
