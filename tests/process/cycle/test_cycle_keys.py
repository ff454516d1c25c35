"""A cycle's key comes from an address: anything may stand there."""

import pytest

from medskick.ground.core.access import PUBLIC
from medskick.process.cycle.queries import cycle_by_key


@pytest.mark.django_db
def test_cycle_is_found_by_its_key(cycle):
    assert cycle_by_key(cycle.key, PUBLIC) == cycle


@pytest.mark.parametrize("key", ["", "a\x00", "å", "2040 ", "2040\n", "a'b"])
def test_what_no_key_can_be_never_reaches_the_database(key):
    assert cycle_by_key(key, PUBLIC) is None
