"""What the tests' keeper puts back leaves room for the next row, on either database."""

import pytest
from django.core.management.color import no_style
from django.db import connection

from helpers_kept import Keeper
from medskick.process.cycle.models import StrategyCycle

pytestmark = pytest.mark.django_db


def test_keys_go_on_after_the_rows_that_were_put_back(tmp_path):
    keeper = Keeper(tmp_path)

    def store():
        for number in range(3):
            StrategyCycle.objects.create(key=str(number), name=f"Omgång {number}")

    keeper(store)
    kept = sorted(StrategyCycle.objects.values_list("pk", flat=True))
    StrategyCycle.objects.all().delete()
    with connection.cursor() as cursor:  # as after tables that were made anew
        for statement in connection.ops.sequence_reset_sql(no_style(), [StrategyCycle]):
            cursor.execute(statement)
    keeper(store)
    assert sorted(StrategyCycle.objects.values_list("pk", flat=True)) == kept
    for number in range(3, 7):
        StrategyCycle.objects.create(key=str(number), name=f"Omgång {number}")
    assert StrategyCycle.objects.count() == len(kept) + 4
