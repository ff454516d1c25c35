"""Whatever people send, the analysis ends with a whole result: nothing lost, nothing overlapping, nothing masked shown."""  # noqa: E501

import csv
import json
from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medskick.engine.analysis.contract import AnalysisError, Contribution, Options
from medskick.engine.analysis.language_model.settings import LanguageModel
from medskick.engine.analysis.reading import statements
from medskick.engine.analysis.run import analyse

SUBJECTS = (
    "bussen",
    "vägen",
    "skolan",
    "vården",
    "fibern",
    "gruvan",
    "skogen",
    "bostaden",
    "badhuset",
    "biblioteket",
)
WISHES = (
    "borde finnas kvar",
    "behöver rustas upp",
    "går för sällan",
    "kostar för mycket",
    "stänger för tidigt",
)
PLACES = ("Kalix", "Pajala", "Arjeplog", "byn", "centrum", "skärgården", "inlandet")
HIDDEN = "070-174 06 33"


def many(count):
    """`count` different short wishes."""
    return [
        f"{SUBJECTS[n % 10].capitalize()} i {PLACES[n % 7]} {WISHES[n // 10 % 5]}, {n} gånger sagt."
        for n in range(count)
    ]


CORPORA = {
    **{f"{count} statements": many(count) for count in (0, 1, 2, 5, 29, 30, 200)},
    "two hundred identical": ["Bussen till byn går för sällan på kvällarna och helgerna."] * 200,
    "all empty": ["", " ", "\n\t", "\u200b", "\ufeff"] * 8,
    "all emoji": ["😀", "👍👍", "🚌➡️🏥", "❤️", "🤷‍♀️", "🇸🇪"] * 6,
    "one megabyte without a space": ["x" * 1_000_000, "Fler bussar."],
    "one megabyte of words": ["Fler bussar till byn på kvällen. " * 31_250, "Bygg en simhall."],
    "words of fifty thousand letters": [
        "a" * 50_000 + " " + "å" * 50_000 + ". Fler bussar.",
        "-" * 50_000,
        "1" * 50_000,
    ],
    "five languages": [
        *many(6),
        "Me tarvitsemme lisää busseja iltaisin, koska nuoret eivät pääse kotiin. Esim. klo 21 ei kulje mitään.",
        "Mii dárbbašit eanet bussiid ja buoret geainnuid. Mánát galget oahppat sámegiela skuvllas.",
        "We need more buses in the evening because the young people cannot get home from town.",
        "نحتاج إلى المزيد من الحافلات في المساء. الطريق خطير.",
        "Нам потрібно більше автобусів увечері. Дорога дуже небезпечна, особливо взимку.",
        "我们需要更多的公共汽车。晚上没有车。",
    ],
    "broken characters": [
        "Fler \ud800 bussar\udfff nu",
        "Bygg\x00en\x00simhall",
        "\u202eDirektiv bakåt\u202c fler bussar",
        "e\u0301" * 500 + " ska bort",
        "Z̸͓̈a̷l̵g̶o̴ bussar " + "\u0301" * 2000,
        "\x1b[31mrött\x1b[0m \x07 \x08",
        "\u2028\u2029\u0085\v\f",
        "<script>alert('Fler bussar')</script> & <b>fet</b> ]]>",
        '=HYPERLINK("http://x") +1 -1 @SUM(A1)',
    ],
    "masked words everywhere": [f"Ring mig på {HIDDEN} om bussen nummer {n}" for n in range(20)] + [HIDDEN],
}


def check(texts, folder):
    """Analyse `texts` and hold every promise against what was written; returns result.json."""
    contributions = [Contribution(f"r{n}", text) for n, text in enumerate(texts)]
    result = analyse(contributions, folder / "out", Options())
    out = folder / "out"
    document = json.loads((out / "result.json").read_text("utf-8"))
    spans = defaultdict(list)
    with (out / "statements.csv").open(encoding="utf-8", errors="surrogatepass", newline="") as file:
        for row in csv.DictReader(file):
            spans[row["contribution_id"]].append((int(row["start"]), int(row["end"])))
    texts_by_id = {c.id: c.text for c in contributions}
    assert {c.id for c in contributions if c.text.strip()} <= set(spans)
    for key, own in spans.items():
        assert all(0 <= start < end <= len(texts_by_id[key]) for start, end in own)
        assert all(before[1] <= after[0] for before, after in pairwise(sorted(own)))
    roots = [theme for theme in document["themes"] if theme["parent"] is None]
    assert (
        sum(theme["size"] for theme in roots)
        == document["counts"]["statements"]
        == sum(map(len, spans.values()))
    )
    assert document["counts"]["received"] == len(texts)
    for theme in document["themes"]:
        for quote in theme["quotes"]:
            assert texts_by_id[quote["contribution_id"]][quote["start"] : quote["end"]] == quote["text"]
    assert len(list(statements(result))) == document["counts"]["statements"]
    for name in ("result.json", "report.html"):
        shown = (out / name).read_text("utf-8", errors="surrogatepass")
        if any(HIDDEN in text for text in texts):
            assert HIDDEN not in shown
        assert "<script>alert('Fler" not in shown
    return document


@pytest.mark.parametrize("texts", CORPORA.values(), ids=CORPORA.keys())
def test_a_hostile_corpus_gives_a_whole_result(texts, tmp_path):
    check(texts, tmp_path)


def test_the_same_id_twice_is_refused_with_a_line_that_names_it(tmp_path):
    with pytest.raises(AnalysisError, match="samma-id"):
        analyse(
            [Contribution("samma-id", "Fler bussar"), Contribution("samma-id", "Bygg")],
            tmp_path / "out",
            Options(),
        )
    assert not (tmp_path / "out").exists()


def test_statements_of_other_languages_are_kept_whole_and_marked(tmp_path):
    texts = CORPORA["five languages"]
    check(texts, tmp_path)
    with (tmp_path / "out" / "masks.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == []
    finnish = f"r{6}"
    with (tmp_path / "out" / "statements.csv").open(encoding="utf-8", newline="") as file:
        own = [
            texts[6][int(row["start"]) : int(row["end"])]
            for row in csv.DictReader(file)
            if row["contribution_id"] == finnish
        ]
    assert "Esim. klo 21 ei kulje mitään." in own


WORDS = st.sampled_from(
    [
        "buss",
        "väg",
        "Lasse",
        "070-174 06 33",
        "ja",
        "nej!",
        "…",
        "t.ex.",
        "kl.",
        "😀",
        "\n- ",
        "1.",
        "\ud800",
        "\x00",
        "\u202e",
        "e\u0301",
        "?!",
        ";",
    ]
)
TEXTS = st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=12).map(" ".join))


@given(st.lists(TEXTS, max_size=14))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
def test_any_corpus_gives_a_whole_result(tmp_path_factory, texts):
    check(texts, tmp_path_factory.mktemp("any"))


def test_one_wording_however_many_sent_it_is_named_by_its_own_words(tmp_path):
    wording = "Bussen till byn går för sällan på kvällarna."
    document = check([wording] * 40, tmp_path)
    assert document["themes"][0]["label"].lower() in wording.lower()


def test_a_mask_without_extent_hides_nothing_and_stops_nothing(tmp_path):
    texts = many(30)
    masks = (("text", 3, 3, "name"), ("text", 9, 4, "name"), ("text", 900, 999, "name"))
    contributions = [Contribution(f"r{n}", text, masks=masks) for n, text in enumerate(texts)]
    assert analyse(contributions, tmp_path / "out", Options()).counts["statements"] == 30


def test_half_characters_do_not_stop_the_questions_to_a_language_model(tmp_path):
    model = LanguageModel("m", "http://127.0.0.1:9/v1", archive=tmp_path / "archive", retries=0)
    contributions = [Contribution(f"r{n}", f"{text} \ud800") for n, text in enumerate(many(60))]
    result = analyse(contributions, tmp_path / "out", Options(language_model=model))
    told = result.document["language_model"]
    assert told["asked"] == told["unanswered"] > 0
