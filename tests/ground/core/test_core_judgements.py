"""Judgements: a person's always counts before a suggestion."""

from __future__ import annotations

import pytest

from helpers_people import viewer_for
from medskick.ground.core import judgements
from medskick.ground.core.access import SYSTEM
from medskick.ground.core.chain import Ref
from medskick.ground.core.models import Judgement

pytestmark = pytest.mark.django_db
THEME = Ref("theme", "resor")


def judge(value, **options):
    options.setdefault("by", viewer_for("analyst", name="Ana"))
    return judgements.judge(THEME, "long_term", value, **options)


def current():
    return judgements.current("theme", ["resor"], "long_term")["resor"]


def test_the_newest_opinion_counts_and_the_older_is_kept():
    judge("ja")
    judge("nej", reason="Gäller bara 2027.")
    assert current().value == "nej"
    assert Judgement.objects.count() == 2


def test_a_later_suggestion_never_replaces_a_person():
    judge("ja")
    judge("nej", by=SYSTEM, suggested=True)
    assert (current().value, current().origin) == ("ja", "person")


def test_a_person_replaces_a_suggestion():
    judge("nej", by=SYSTEM, suggested=True)
    judge("ja")
    assert current().value == "ja"


def test_the_newest_suggestion_stands_until_a_person_has_spoken():
    judge("nej", by=SYSTEM, suggested=True)
    judge("ja", by=SYSTEM, suggested=True)
    assert current().value == "ja"


def test_many_things_are_read_with_one_query(django_assert_num_queries):
    for number in range(20):
        judgements.judge(Ref("theme", str(number)), "long_term", "ja", by=SYSTEM)
    with django_assert_num_queries(1):
        assert len(judgements.current("theme", map(str, range(20)), "long_term")) == 20
