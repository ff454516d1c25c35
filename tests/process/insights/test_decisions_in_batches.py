"""Marking many statements at once: one judgement for each, a number of queries that does not grow with them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from medskick.ground.core.judgements import current, judge_all
from medskick.ground.core.models import Judgement
from medskick.process.insights import actions
from medskick.process.insights.models import Placement

pytestmark = pytest.mark.django_db


def asked(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def test_queries_do_not_grow_with_the_statements_and_each_gets_its_judgement(cycle, two_themes, lead):
    rows = list(Placement.objects.filter(cycle=cycle).order_by("pk"))
    two = asked(lambda: actions.mark_statements(cycle, [row.pk for row in rows[:2]], "local_only", by=lead))
    ten = asked(lambda: actions.mark_statements(cycle, [row.pk for row in rows[2:]], "local_only", by=lead))
    assert ten <= two
    keys = [f"{row.contribution.number}-{row.start}" for row in rows]
    said = current("statement", keys, "scope")
    told = {key: (one.value, one.author_name, one.origin) for key, one in said.items()}
    assert told == dict.fromkeys(keys, ("local_only", lead.name, "person"))
    assert Judgement.objects.filter(subject_kind="statement").count() == 12


def test_many_judgements_are_written_in_batches(lead):
    from medskick.ground.core.chain import Ref

    refs = [Ref("statement", f"{number}-0") for number in range(1_200)]
    assert asked(lambda: judge_all(refs, "scope", "in", by=lead, reason="så")) <= 12
    written = Judgement.objects.order_by("pk").values_list("subject_key", flat=True)
    assert list(written) == [ref.key for ref in refs]
    assert judge_all([], "scope", "in", by=lead) == []
