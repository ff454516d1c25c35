"""Equal and nearly equal wordings are one family; others are not."""

from hypothesis import given
from hypothesis import strategies as st

from medskick.engine.analysis.contract import Contribution
from medskick.engine.analysis.stages.campaigns import cut_additions
from medskick.engine.analysis.stages.duplicates import families
from medskick.engine.analysis.stages.prepare import prepare

LONG = "Vi kräver att bussen mellan byarna går även på kvällar och helger, annars kan ingen ung bo kvar här."


def test_case_spaces_and_punctuation_do_not_matter():
    assert families(["Fler bussar!", "  fler   BUSSAR ", "Fler bilar!"]).tolist() == [0, 0, 1]


def test_a_campaign_text_with_a_small_edit_is_the_same_family():
    assert families([LONG, LONG.replace("byarna", "byn"), LONG + " Tack."]).tolist() == [0, 0, 0]


def test_a_text_with_a_sentence_of_its_own_is_not_swallowed():
    own = LONG + " Själv kör jag min granne till dialysen i Luleå tre dagar i veckan, femton mil enkel väg."
    assert families([LONG, own]).tolist() == [0, 1]


def test_short_texts_must_be_equal():
    assert families(["Fler bussar", "Fler bussar nu"]).tolist() == [0, 1]


def test_a_mass_campaign_is_one_family():
    assert set(families([f"{LONG} Nr {n}" for n in range(300)]).tolist()) == {0}


@given(st.permutations(range(8)))
def test_families_do_not_depend_on_order(order):
    texts = [
        LONG,
        LONG + " Tack.",
        LONG.upper(),
        "Bygg en simhall.",
        "bygg en simhall",
        "Nej",
        "nej!",
        "Vet ej",
    ]
    straight, turned = families(texts), families([texts[i] for i in order])
    groups = {frozenset(i for i in range(8) if straight[i] == f) for f in straight}
    assert groups == {frozenset(order[i] for i in range(8) if turned[i] == f) for f in turned}


OWN = (
    "Min mor åker till dialysen i Luleå tre dagar i veckan.",
    "Själv slutade jag skolan när jag inte kom dit längre.",
    "Ta pengarna från den nya rondellen som ingen har bett om.",
    "Taxi är inget svar för den som har fyra barn hemma.",
)


def campaign():
    """300 copies of LONG, of which 60 carry words of their own before, in or after it."""
    _first, _second = LONG.split(", ", 1)
    texts = [LONG] * 240
    for n in range(60):
        own = f"{OWN[n % 4]} Det är {n + 1} mil dit."
        texts.append(
            [
                f"{own} {LONG}",
                f"{LONG} {own}",
                f"{own} {LONG} Tack!",
                f"{LONG[:-1]} och {OWN[n % 4].lower()}",
                f"{OWN[n % 4][:-1]} så därför: {LONG}",
                f"{LONG}\n\n{own}",
            ][n % 6]
        )
    return [Contribution(f"c{n}", text) for n, text in enumerate(texts)]


def test_what_is_added_to_a_campaign_is_a_statement_of_its_own_and_the_campaign_stays_one_family():
    contributions = campaign()
    prepared = cut_additions(
        contributions, [prepare(contribution) for contribution in contributions]
    ).prepared
    texts, owner = [], []
    for n, (contribution, one) in enumerate(zip(contributions, prepared, strict=True)):
        assert all(a.end <= b.start for a, b in zip(one.pieces, one.pieces[1:], strict=False))
        texts += [contribution.text[piece.start : piece.end] for piece in one.pieces]
        owner += [n] * len(one.pieces)
    family = families(texts)
    main = family[0]
    assert {owner[i] for i in range(len(texts)) if family[i] == main} == set(range(300))
    added = [i for i in range(len(texts)) if family[i] != main]
    assert {owner[i] for i in added} == set(range(240, 300))
    assert len({family[i] for i in added}) > 4


def test_texts_that_differ_in_one_place_each_cost_no_more_than_a_look():
    assert len(set(families([f"{LONG} {'abcdefghij'[n % 10] * 3} {n}" for n in range(3000)]).tolist())) == 1


def test_half_the_words_of_a_campaign_make_no_copy():
    half = LONG.split(",")[0] + ", men bara om det finns förare som vill köra dem och pengar som räcker."
    assert families([LONG, half]).tolist() == [0, 1]
