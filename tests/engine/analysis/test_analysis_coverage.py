"""Summaries say what people wrote, speak for whom they say, and cover every group as well as chance does."""

import csv
import json
import random

import numpy as np
import pytest

from medskick.engine.analysis.contract import Contribution, Options
from medskick.engine.analysis.reading import masks
from medskick.engine.analysis.run import analyse
from medskick.engine.analysis.stages.audit import SAMPLES, Chance, Coverage, Labelling
from medskick.engine.analysis.stages.public import MOST_VOTERS, Public, near_enough, public_of
from medskick.engine.analysis.stages.readable import reads_well
from medskick.engine.text.conduct import find_conduct
from medskick.engine.text.whole import says_something


def spans(result):
    for node in result.themes:
        yield from node["quotes"]
        yield from (node["summary"] or {"sentences": []})["sentences"]
        for circle in node.get("few_but_clear", []):
            yield from circle["quotes"]


def assert_spans_are_true(result, contributions):
    by_id = {c.id: c for c in contributions}
    hidden = [(own, mask) for own, mask in masks(result) if mask.field == "text"]
    for span in spans(result):
        source = by_id[span["contribution_id"]]
        assert source.quotable
        assert source.text[span["start"] : span["end"]] == span["text"]
        assert not find_conduct(source.text)
        for own, mask in hidden:
            assert not (own == source.id and mask.start < span["end"] and mask.end > span["start"])


def assert_persons_add_up(result):
    for node in result.themes:
        if node["summary"]:
            told = [sentence["persons"] for sentence in node["summary"]["sentences"]] + [
                node["summary"]["others"]
            ]
            assert all(persons is None or persons == 0 or persons >= 5 for persons in told)
            assert told.count(None) != 1
            if None not in told:
                assert sum(told) == node["persons"]


def test_every_sentence_of_the_sample_is_verbatim_and_open(sample, sample_result):
    assert any(node["summary"] for node in sample_result.themes)
    assert_spans_are_true(sample_result, sample)
    assert_persons_add_up(sample_result)


@pytest.mark.shared
def test_every_sentence_of_the_development_set_is_verbatim_and_open(inspel, inspel_result):
    assert_spans_are_true(inspel_result, inspel)
    assert_persons_add_up(inspel_result)


@pytest.mark.shared
def test_every_group_of_the_development_set_is_covered_as_well_as_by_chance(inspel_result):
    audits = [node["summary"]["audit"] for node in inspel_result.themes if node["summary"]]
    assert len(audits) > 5
    assert sum(audit["compared"] for audit in audits) > 100
    assert all(audit["holds"] and audit["held"] == audit["compared"] for audit in audits)
    for audit in audits:
        everybody = audit["groups"][0]
        assert everybody["by"] == "everybody"
        for measure in ("share", "nearness"):
            assert everybody[measure]["summary"] >= everybody[measure]["random"]


@pytest.mark.shared
def test_a_summary_has_few_sentences_from_different_contributions(inspel_result):
    for node in inspel_result.themes:
        if node["summary"]:
            owners = [sentence["contribution_id"] for sentence in node["summary"]["sentences"]]
            assert 3 <= len(owners) == len(set(owners)) <= 10


@pytest.mark.shared
def test_the_audit_tells_of_no_group_that_the_spread_hides(inspel_result):
    for node in inspel_result.themes:
        for group in (node["summary"] or {"audit": {"groups": []}})["audit"]["groups"]:
            if group["by"] not in ("everybody", "stance"):
                shown = {row["value"] for row in node["spread"][group["by"]] if "value" in row}
                assert group["value"] in shown


@pytest.mark.shared
def test_the_report_says_how_well_a_summary_covers(inspel_result):
    report = (inspel_result.folder / "report.html").read_text("utf-8")
    assert report.count("Täcker sammanfattningen alla?") == sum(
        node["summary"] is not None and node["parent"] is None for node in inspel_result.themes
    )
    assert "minst som slumpen" in report


def test_words_that_may_not_be_quoted_are_in_no_summary_and_no_panel(sample, tmp_path):
    silent = [
        Contribution(f"s{n}", f"Zebraspårvägen behövs i by {n} nu genast, annars flyttar vi.", quotable=False)
        for n in range(12)
    ]
    analyse([*sample, *silent], tmp_path / "out", Options())
    for name in ("result.json", "report.html"):
        assert "zebraspårväg" not in (tmp_path / "out" / name).read_text("utf-8").lower()


def test_greetings_presentations_and_lead_ins_are_not_lifted_out(tmp_path):
    who = ["en 42-årig mamma från inlandet", "17 år och går på gymnasiet", "pensionär sedan många år"]
    wishes = [
        "Det behövs fler bussar till byarna på kvällen, helst varje timme.",
        "Bussarna till stan måste gå oftare på helgerna också.",
        "Vi saknar en buss som passar skolans tider i vår by.",
        "Sänk priset på bussen så att fler har råd att åka den.",
    ]
    contributions = [
        Contribution(
            f"r{n}",
            f"Hej alla som läser om bussar! Jag är {who[n % 3]} och åker buss ofta. {wishes[n % 4]} "
            f"Linje {n} är värst. 2040 ser vi framför oss bussar i by {n} så att:\nMindre väntan på bussen i byn i år,",
        )
        for n in range(48)
    ]
    result = analyse(contributions, tmp_path / "out", Options(themes=1))
    theme = next(node for node in result.themes if node["kind"] == "theme")
    lifted = [*theme["quotes"], *theme["summary"]["sentences"]]
    lifted += [quote for circle in theme["few_but_clear"] for quote in circle["quotes"]]
    lifted += [
        quote for one in theme["tensions"] for side in one["sides"] for quote in side.get("quotes", [])
    ]
    assert len(lifted) >= 6, lifted
    assert [span["text"] for span in lifted if not says_something(span["text"])] == []


def test_most_of_what_is_lifted_out_of_the_sample_says_something(sample_result):
    lifted = [span["text"] for span in spans(sample_result)]
    whole = [text for text in lifted if says_something(text)]
    assert len(whole) >= 0.9 * len(lifted) > 0


BUS = "Det behövs fler bussar på kvällen mellan byarna och staden."
OTHERS = [
    "Vi vill ha en simhall med bastu och varm bassäng i Pajala.",
    "Vårdcentralen måste ha öppet även på lördagar för oss som arbetar.",
    "Skolmaten borde lagas på plats av råvaror från gårdarna omkring.",
    "Bredband saknas fortfarande i flera byar längs älven.",
]


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_a_handful_of_voices_gives_quotes_and_no_crash(count, tmp_path):
    contributions = [Contribution(f"r{n}", text) for n, text in enumerate([BUS, *OTHERS][:count])]
    result = analyse(contributions, tmp_path / "out", Options())
    assert_spans_are_true(result, contributions)
    assert_persons_add_up(result)
    assert len({span["text"] for span in spans(result)}) == count


def test_the_same_words_from_all_are_quoted_once_and_not_summarised(tmp_path):
    result = analyse([Contribution(f"r{n}", BUS) for n in range(40)], tmp_path / "out", Options())
    themes = [node for node in result.themes if node["parent"] is None]
    assert [quote["text"] for theme in themes for quote in theme["quotes"]] == [BUS]
    assert not any(node["summary"] or node.get("few_but_clear") for node in result.themes)


def test_a_sending_counts_once_however_much_it_wrote(tmp_path):
    one = [Contribution(f"a{n}", text, sending="a", people=9) for n, text in enumerate(OTHERS)]
    rest = [Contribution(f"b{n}", f"{BUS} Det gäller linje {n}.") for n in range(6)]
    result = analyse([*one, *rest], tmp_path / "out", Options(themes=1))
    assert_persons_add_up(result)
    assert max(node["persons"] for node in result.themes) <= 15


def test_the_order_of_rows_leaves_summaries_as_they_were(sample, sample_result, tmp_path):
    shuffled = sample[:]
    random.Random(9).shuffle(shuffled)
    result = analyse(shuffled, tmp_path / "out", Options())
    assert list(spans(result)) == list(spans(sample_result))
    assert result.document == sample_result.document


@pytest.mark.shared
def test_few_but_clear_are_several_voices_that_no_quote_shows(shared_data, tmp_path):
    with (shared_data / "almedalen.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["year"] == "2012"][::3]
    contributions = [Contribution(row["id"], row["text"], row["title"]) for row in rows]
    result = analyse(contributions, tmp_path / "out", Options())
    assert_spans_are_true(result, contributions)
    circles = [(node, circle) for node in result.themes for circle in node.get("few_but_clear", [])]
    assert circles
    for node, circle in circles:
        shown = {quote["text"] for other in result.themes for quote in other["quotes"]}
        assert not shown & {quote["text"] for quote in circle["quotes"]}
        assert set(circle) == {"label", "persons", "quotes", "statement_ids"}
        assert circle["persons"] is None or 5 <= circle["persons"] * 5 < node["persons"]
        assert any(circle["label"][:5].lower() in quote["text"].lower() for quote in circle["quotes"])


def naive(public, codes, value, near, nearness):
    """Share and mean nearness of one group, voter by voter."""
    shares, means, weights = [], [], []
    for voter in range(len(public.first)):
        rows = [r for r in np.flatnonzero(public.voter == voter) if codes[public.statements[r]] == value]
        if rows:
            shares.append(any(nearness[r] >= near for r in rows))
            means.append(np.mean([nearness[r] for r in rows]))
            weights.append(public.persons[voter])
    return np.average(shares, weights=weights), np.average(means, weights=weights)


@pytest.fixture
def public_and_codes():
    rng = np.random.default_rng(3)
    sizes = rng.integers(1, 5, 30)
    statements = rng.permutation(int(sizes.sum()))
    public = Public(statements, np.cumsum(sizes) - sizes, rng.integers(1, 9, 30).astype(float), False)
    return public, rng.integers(-1, 3, len(statements))


def test_coverage_is_what_a_count_by_hand_gives(public_and_codes):
    public, codes = public_and_codes
    nearness = np.round(np.random.default_rng(5).random(len(public.statements)), 5)
    coverage = Coverage(public, [Labelling("age", ["a", "b", "c"], codes)], 0.6)
    found = coverage.of(nearness[:, np.newaxis])[:, :, 0]
    assert [group.value for group in coverage.groups] == [None, "a", "b", "c"]
    assert found[0] == pytest.approx(naive(public, np.zeros(200), 0, 0.6, nearness), abs=1e-6)
    for value in range(3):
        assert found[1 + value] == pytest.approx(naive(public, codes, value, 0.6, nearness), abs=1e-6)


def test_chance_is_the_same_twice_and_lies_between_nothing_and_all(public_and_codes):
    public, codes = public_and_codes
    rng = np.random.default_rng(1)
    vectors = rng.normal(size=(len(codes), 6)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    coverage = Coverage(public, [], 0.6)
    first, second = (
        Chance(coverage, public, np.arange(len(codes)), vectors, 6, (0, 1)).of(4) for _ in range(2)
    )
    assert first.shape == (1, 2, SAMPLES)
    assert (first == second).all()
    assert 0 < first[0, 0].mean() < 1


def test_many_voters_are_sampled_by_persons(monkeypatch):
    class Corpus:
        owner = np.arange(20_000)
        sending = np.arange(20_000)
        people = np.where(np.arange(20_000) == 7, 5000, 1)

        def speaking(self, contributions):
            return contributions

    public = public_of(Corpus(), np.arange(20_000))
    assert public.sampled
    assert len(public.first) <= MOST_VOTERS
    assert public.persons.sum() == pytest.approx(24_999)
    largest = int(np.argmax(public.persons))
    assert public.statements[largest] == 7
    assert public.persons[largest] == pytest.approx(5000, rel=0.01)


def test_near_enough_never_sinks_to_where_nothing_is_alike():
    class Corpus:
        owner = np.arange(40)
        sending = np.arange(40)

    unlike = np.eye(40, dtype=np.float32)
    assert near_enough(Corpus(), np.arange(40), unlike) == 0.3
    assert near_enough(Corpus(), np.arange(40), np.ones((40, 1), dtype=np.float32)) == 1.0


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("Det behövs fler bussar på kvällen mellan byarna.", "Detta behövs på kvällen mellan alla byarna."),
        ("De unga behöver en mötesplats i varje kommun.", "De har sagt nej till det i varje kommun."),
        (
            "Bygg fler hyresrätter som folk har råd med i stan.",
            "BYGG FLER HYRESRÄTTER SOM FOLK HAR RÅD MED I STAN.",
        ),
        (
            "Vi vill att regionen satsar på kultur för alla barn.",
            "Medverkande: ordföranden, en forskare, barn med flera:",
        ),
        ("Skolan måste ha lärare som stannar i många år.", "Skolan måste ha lärare, , och andra i många år"),
    ],
)
def test_a_sentence_that_stands_alone_reads_better(better, worse):
    assert reads_well(better) > reads_well(worse)


def test_a_further_division_is_audited_like_the_others(sample, monkeypatch, tmp_path):
    from medskick.engine.analysis import run

    build = run.build_document
    monkeypatch.setattr(
        run,
        "build_document",
        lambda corpus, *rest, **_: build(
            corpus, *rest, divisions={"stance": [1 if s % 3 else -1 for s in range(len(corpus))]}
        ),
    )
    result = analyse(sample, tmp_path / "out", Options())
    found = [
        g
        for n in result.themes
        if n["summary"]
        for g in n["summary"]["audit"]["groups"]
        if g["by"] == "stance"
    ]
    assert {group["value"] for group in found} == {-1, 1}
    assert "Ställning: för" in (tmp_path / "out" / "report.html").read_text("utf-8")
    json.dumps(result.document)
