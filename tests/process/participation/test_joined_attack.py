"""A reader with a linear program and everything that has been printed: both rooms' tables of ages and of senders, of
all times, beside the rows.

The unknowns are joint: persons by block (which tables count a sending), age and kind of sender. So a table of ages may
help against one of senders, and an edition's against one of participation. For every group, of one dimension and of
two, in every block, in every table and in every difference of two tables, the least and the greatest number that fit
are sought. None that is 1 to 4 may be the only one left.

A relaxed program (shares of persons allowed) can only leave more open than whole numbers do. Therefore every group that
it leaves with less than one person's room is counted as found; the whole-number programs of
``test_nobody_can_be_pointed_at`` go the last step for one dimension.
"""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from scipy.optimize import linprog

from helpers_core import examples, start_cycle
from helpers_inhabited import LEAD, publish_edition
from helpers_people import account_of
from medskick.ground.core.access import SYSTEM
from medskick.process.contributions.actions import Answer, receive
from medskick.process.contributions.models import Contribution, State, Submission
from medskick.process.insights.models import EditionTable
from medskick.process.participation import actions
from medskick.process.participation.models import Dimension, PrintedTable

AGES = ("0-15", "16-24", "25-44", "65+", "")
SENDERS = ("person", "school_class", "company")
TEXTS = ("Fler bussar i kväll", "Vården ska vara nära")


class Attacker:
    """Equations between sums of unknowns, and the bounds that follow for any other sum of them."""

    def __init__(self, unknowns: int) -> None:
        self.unknowns = unknowns
        self.rows: list[np.ndarray] = []
        self.sums: list[float] = []

    def learn(self, which: list[int], persons: float) -> None:
        """So many persons are in these unknowns together."""
        self.rows.append(self._row(which))
        self.sums.append(persons)

    def _row(self, which: list[int]) -> np.ndarray:
        row = np.zeros(self.unknowns)
        row[which] = 1
        return row

    def bounds(self, which: list[int]) -> tuple[float, float]:
        """The least and the greatest number of persons that these unknowns can hold together."""
        goal, ends = self._row(which), []
        for sign in (1, -1):
            found = linprog(
                sign * goal,
                A_eq=np.array(self.rows),
                b_eq=np.array(self.sums),
                bounds=(0, None),
                method="highs",
            )
            assert found.status in (0, 3), found.message
            ends.append(sign * found.fun if found.status == 0 else sign * -np.inf)
        return ends[0], ends[1]

    def knows(self, which: list[int], true: int) -> bool:
        """Whether a group of one to four is pinned to a single number of persons."""
        if not 0 < true < 5:
            return False
        least, most = self.bounds(which)
        assert least - 1e-6 <= true <= most + 1e-6, "the attacker's equations must be true"
        return most - least < 1 - 1e-6


def test_the_attacker_finds_what_is_not_hidden():
    """A table of ages whose hidden group is what the total leaves, and a joint cell between two margins."""
    attacker = Attacker(4)  # young and old, alone and in a class
    attacker.learn([0, 1, 2, 3], 20)
    attacker.learn([0, 1], 17)
    assert attacker.knows([2, 3], 3)
    assert not attacker.knows([2], 3)
    attacker.learn([0, 2], 20)
    assert attacker.knows([2], 3)
    assert not attacker.knows([0], 17)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(examples(10)))
def test_no_group_is_left_with_one_answer(db, seed):
    chance = random.Random(seed)
    with transaction.atomic():
        cycle = start_cycle()
        account_of(LEAD)
        for _round in range(3):
            speak(cycle, chance)
            for _once in range(chance.randint(0, 3)):
                gone = chance.choice(list(Contribution.objects.filter(state=State.VISIBLE).order_by("pk")))
                Contribution.objects.filter(pk=gone.pk).update(state=State.WITHDRAWN)
            publish(cycle, chance)
        attack()
        transaction.set_rollback(True)


def speak(cycle, chance):
    """Some sendings: most of one person, some groups; ages and senders unevenly, so that small groups come up."""
    weights = [chance.choice((0, 1, 1, 4, 12)) + 0.1 for _age in AGES]
    for _one in range(chance.randint(8, 40)):
        answer = Answer(
            text=chance.choice(TEXTS),
            question="",
            channel="web",
            municipality=chance.choice(("2580", "2521", "")),
            age_band=chance.choices(AGES, weights)[0],
            sender_kind=chance.choices(SENDERS, (9, 2, 1))[0],
            persons=chance.choice((1, 1, 1, 1, 2, 3, 7)),
        )
        receive(cycle, [answer], client_key=f"key-{Submission.objects.count():030}", by=SYSTEM)
    Contribution.objects.filter(state=State.WAITING).update(state=State.VISIBLE)


def publish(cycle, chance):
    """Whatever may be printed, in any order."""
    deeds = [*Dimension, None]
    chance.shuffle(deeds)
    for deed in deeds[: chance.randint(1, 3)]:
        if deed is None:
            shown = Contribution.objects.filter(state=State.VISIBLE).order_by("pk")
            publish_edition(cycle, [(one, "resor" if "bussar" in one.text else "vård") for one in shown])
            continue
        try:
            actions.publish(cycle, deed, by=LEAD, hide_for_good=chance.random() < 0.7)
        except ValidationError:
            continue


def attack():
    """Everything printed, as equations; then every group that anybody could ask about."""
    people = list(Contribution.objects.values_list("sending", "pk", "persons", "age_band", "sender_kind"))
    tables = [
        (table.dimension, set(table.counted), table.cells, table.together)
        for model in (PrintedTable, EditionTable)
        for table in model.objects.order_by("pk")
    ]
    assert len(tables) > 1, "with nothing printed there is nothing to attack"
    blocks: dict[tuple[bool, ...], list[tuple[int, str, str]]] = {}
    for sending, pk, persons, age, sender in people:
        where = tuple(str(sending) in counted or pk in counted for _dimension, counted, *_rest in tables)
        if any(where):
            blocks.setdefault(where, []).append((persons, age, sender))
    unknown = {key: place for place, key in enumerate(itertools.product(blocks, AGES, SENDERS))}
    attacker = Attacker(len(unknown))

    def cells(wheres, ages=AGES, senders=SENDERS):
        return [unknown[key] for key in itertools.product(wheres, ages, senders)]

    for where, inside in blocks.items():
        attacker.learn(cells([where]), sum(persons for persons, *_who in inside))
    for number, (dimension, _counted, printed, together) in enumerate(tables):
        inside = [where for where in blocks if where[number]]
        by_age = dimension == Dimension.AGE
        hidden = []
        for group in AGES if by_age else SENDERS:
            which = cells(inside, ages=(group,)) if by_age else cells(inside, senders=(group,))
            told = printed.get(group, 0)
            assert told is None or told == 0 or told >= 5
            if told is None:
                hidden += which
            else:
                attacker.learn(which, told)
        if hidden:
            attacker.learn(hidden, together)
    for wheres in asked_about(list(blocks), len(tables)):
        for ages, senders in groups():
            true = sum(
                persons
                for where in wheres
                for persons, age, sender in blocks[where]
                if age in ages and sender in senders
            )
            which = cells(wheres, ages=ages, senders=senders)
            assert not attacker.knows(which, true), (tables, wheres, ages, senders, true)


def asked_about(blocks, tables):
    """Every block, every table, and what one table counts and another does not."""
    yield from ([one] for one in blocks)
    for table in range(tables):
        yield [one for one in blocks if one[table]]
        for other in range(tables):
            if only := [one for one in blocks if one[table] and not one[other]]:
                yield only


def groups():
    """Every age, every kind of sender, and every age of every kind of sender."""
    yield from (((age,), SENDERS) for age in AGES)
    yield from ((AGES, (sender,)) for sender in SENDERS)
    yield from (((age,), (sender,)) for age in AGES for sender in SENDERS)
