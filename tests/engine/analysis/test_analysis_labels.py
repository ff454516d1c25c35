"""Names of themes: nouns that people wrote, whole compounds, and nobody's name."""

import numpy as np
import pytest

from medskick.engine.analysis.contract import Contribution, Options
from medskick.engine.analysis.run import analyse
from medskick.engine.analysis.stages.labels import WITHOUT_NAME, Namer, name_groups
from medskick.engine.analysis.stages.lone_word import lone_word
from medskick.engine.analysis.stages.nouns import noun_likeness

BUSES = [
    "Vi vill ha fler nattbussar till Pajala.",
    "Bussarna går för sällan på kvällen, och nattbussar saknas.",
    "Det behövs nattbussar på helgen så att man kan ta sig hem.",
    "Ordna nattbussar och bättre tider.",
]
CARE = [
    "Vårdcentralen måste ha öppet på fredagar.",
    "Det är långt till vårdcentralen och till sjukhuset.",
    "Ring upp folk från vårdcentralen i tid.",
    "Öppna vårdcentralen igen.",
]


def named(*groups):
    texts = [text for group in groups for text in group]
    ends = np.cumsum([len(group) for group in groups])
    members = [list(range(end - len(group), end)) for group, end in zip(groups, ends, strict=True)]
    return name_groups(Namer(texts), members, np.arange(len(groups)))[0]


def test_a_label_is_the_word_as_it_is_mostly_written_with_its_compound_whole():
    labels = [name.label for name in named(BUSES, CARE)]
    assert labels[0].startswith("Nattbussar")
    assert labels[1].startswith("Vårdcentralen")


def test_verbs_and_filler_words_make_no_label():
    for word in ("finns", "presenteras", "flytta", "hållbara", "egentligen"):
        assert noun_likeness(word) < 0.4
    for word in ("buss", "skolbussen", "bostäder", "vindkraftspark", "kvinnor"):
        assert noun_likeness(word) > 0.4


def test_the_name_of_a_person_is_neither_label_nor_keyword():
    praise = [f"Tack till Vidar Provsten på bruket, nummer {n}." for n in range(5)]
    (name,) = named(praise)
    assert "Provsten" not in " ".join([name.label, *name.keywords])


def test_half_a_compound_is_no_word():
    (name,) = named(["Vi behöver hälso- och sjukvård i byn.", "Bra hälso- och sjukvård är viktigt här."])
    assert "hälso" not in " ".join([name.label, *name.keywords]).lower().split(" ")


def test_groups_without_a_word_to_show_still_get_names_of_their_own():
    names = name_groups(Namer([]), [[], []], np.arange(2))[0]
    assert len({name.label for name in names}) == 2
    assert all(name.label for name in names)


def test_a_group_of_one_and_the_same_word_is_called_that():
    labels = [name.label for name in named(["snabbare", "Snabbare!", "snabbare, snabbare"], BUSES, ["Mer"])]
    assert labels[0] == "Snabbare"
    assert labels[2] == "Mer"
    assert WITHOUT_NAME not in labels


def test_two_groups_are_not_called_the_same():
    labels = [name.label for name in named(["mer"], ["Mer!"])]
    assert labels == ["Mer", WITHOUT_NAME]


@pytest.mark.parametrize(
    ("texts", "word"),
    [
        (["Snabbare!", "snabbare", "snabbare."], "snabbare"),
        (["E-post", "e-post"], "E-post"),
        (["mer", "mindre"], ""),
        (["mer", "mer nu"], ""),
        (["112", "112"], ""),
        (["😀"], ""),
        (["å" * 60], ""),
        ([], ""),
    ],
)
def test_the_lone_word_is_one_that_all_wrote_and_that_is_a_word(texts, word):
    assert lone_word(texts) == word


def test_a_word_that_may_not_be_shown_is_no_heading(tmp_path):
    contributions = [Contribution(f"r{n}", "Snabbare", quotable=False) for n in range(9)]
    contributions += [Contribution(f"b{n}", text) for n, text in enumerate(BUSES * 3)]
    shown = [Contribution(c.id, c.text) for c in contributions]
    hidden, told = (
        {node["label"] for node in analyse(some, tmp_path / "out", Options(themes=2)).themes}
        for some in (contributions, shown)
    )
    assert "Snabbare" in told
    assert not any("snabbare" in label.lower() for label in hidden)
