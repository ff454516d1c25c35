"""What makes a word a name: it says what and not who, points at its group, and people write it, if in compounds."""

import numpy as np
import pytest

from medskick.engine.analysis.stages.akin import is_compound, parts_of_compound
from medskick.engine.analysis.stages.labels import Namer, name_groups
from medskick.engine.analysis.stages.leaf_names import name_leaves
from medskick.engine.analysis.stages.meaning import Meaning
from medskick.engine.analysis.stages.nouns import noun_likeness
from medskick.engine.analysis.stages.person_words import tells_who
from medskick.engine.analysis.stages.word_forms import agreeing, choose_form, plain_plural

CULTURE = [
    "Kulturskolan borde finnas i varje by.",
    "Vår kulturförening har ingen lokal.",
    "Kulturhuset stänger för tidigt.",
    "Mer pengar till kulturarvet.",
    "Teatern är också kultur.",
]
ROADS = [
    "Grusvägen till byn är full av hål.",
    "Vägen måste plogas före sju.",
    "Sandningen av vägen är för dålig.",
    "Vägen går sönder varje vår, det är nästan kultur.",
]


def named(*groups, senders=None):
    texts = [text for group in groups for text in group]
    ends = np.cumsum([len(group) for group in groups])
    members = [list(range(end - len(group), end)) for group, end in zip(groups, ends, strict=True)]
    return [
        name.label
        for name in name_groups(Namer(texts, senders), members, np.zeros(len(groups), dtype=int))[1]
    ]


@pytest.mark.parametrize(
    "form", ["flickorna", "skolbarn", "forskare", "unga vuxna", "turisterna", "gymnasieelever"]
)
def test_words_for_crowds_and_roles_say_who(form):
    assert tells_who(form)


@pytest.mark.parametrize("form", ["vård", "skolan", "bostäder", "färdtjänst", "klimatet", "barnomsorg"])
def test_words_for_matters_do_not(form):
    assert not tells_who(form)


def test_a_participle_after_a_particle_is_no_noun_and_a_plain_compound_is():
    assert noun_likeness("uppvuxen") < 0.3 < noun_likeness("vuxen")
    assert noun_likeness("utbildningen") > 0.6
    assert noun_likeness("skolbussen") == noun_likeness("bussen")


@pytest.mark.parametrize(
    ("form", "plural"),
    [
        ("flickorna", "flickor"),
        ("bankerna", "banker"),
        ("byarna", "byar"),
        ("lärarna", "lärare"),
        ("ungdomarna", "ungdomar"),
        ("skolan", "skolan"),
        ("gärna", "gärna"),
    ],
)
def test_a_definite_plural_is_read_as_the_plural(form, plural):
    assert plain_plural(form) == plural


def test_a_heading_in_the_plural_points_at_nobody_unless_another_part_is_definite():
    assert choose_form({"gruvorna": 4}) == "gruvor"
    parts = [{"vården": 5}, {"bankerna": 4}]
    assert agreeing(parts, parts) == ["vården", "bankerna"]


def test_a_compound_has_a_word_s_room_beside_its_part():
    assert is_compound("kulturförening", "kultur")
    assert is_compound("nattåg", "tåg")
    assert not is_compound("bussar", "buss")
    assert not is_compound("tågets", "tåg")
    assert {"kultur", "förening"} <= set(parts_of_compound("kulturförening"))


def test_a_small_group_is_called_what_its_compounds_have_in_common():
    rest = [
        f"{word} är något annat här." for word in ("Skogen", "Sjön", "Hamnen", "Tåget", "Skolan", "Bageriet")
    ]
    assert named(CULTURE, ROADS, rest)[0].startswith("Kultur")


def test_what_one_sender_alone_writes_is_no_name_where_two_share_another():
    texts = [
        "Bryggan ruttnar.",
        "Bryggan är trasig.",
        "Hamnen är tom.",
        "Hamnen behöver ljus.",
        "Sjön är fin.",
    ]
    assert "Brygg" not in named(texts, ROADS, senders=[0, 0, 1, 2, 3, *range(4, 8)])[0]


def test_a_term_points_at_the_group_it_is_nearest_to():
    meaning = Meaning([*CULTURE, *ROADS], ["kultur", "vägen"])
    ways = np.array([meaning.direction(np.arange(5)), meaning.direction(np.arange(5, 9))])
    assert meaning.own(0, ways, 0) == meaning.own(1, ways, 1) == 1.0
    assert meaning.own(0, ways, 1) < 0.5
    assert meaning.own(0, ways[:1], 0) == 1.0


def test_a_word_of_no_matter_is_worth_less():
    meaning = Meaning(CULTURE, ["sjukvård", "händelser"])
    care, events = meaning.matter(np.arange(2))
    assert care == 1.0
    assert 0.4 <= events < 0.7


def test_a_leaf_that_its_best_word_does_not_hold_together_has_no_name():
    apart = [
        "Solen sken över ängen.",
        "Kaffet var kallt.",
        "Hunden skällde på posten.",
        "Båten läckte.",
        "Taket är rött.",
    ]
    together = [
        "Lyset vid kajen är trasigt.",
        "Lyset slocknar.",
        "Laga lyset.",
        "Nytt lyse på torget.",
        "Lyset flimrar.",
    ]
    namer = Namer([*apart, *together, *ROADS])
    names = name_leaves(namer, [list(range(5)), list(range(5, 10))], list(range(14)), "Vägen")
    assert names[0].label == ""
    assert names[1].label == "Lyset"


def test_a_leaf_that_is_called_what_its_topic_is_has_no_name():
    namer = Namer([*ROADS, *CULTURE])
    assert name_leaves(namer, [[1, 2, 3]], list(range(9)), "Vägar")[0].label != "Vägen"
