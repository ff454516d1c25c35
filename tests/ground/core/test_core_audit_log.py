"""The audit log: a sentence for every action, and a database that refuses to change or remove a line."""

from __future__ import annotations

import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext_lazy, ngettext_lazy, override

from helpers_people import viewer_for
from medskick.ground.core import audit, guard
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.ground.core.chain import Ref
from medskick.ground.core.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sentences(monkeypatch):
    monkeypatch.setattr(audit, "_sentences", dict(audit._sentences))
    monkeypatch.setattr(audit, "_counted_by", dict(audit._counted_by))
    audit.sentence("prov.hidden", gettext_lazy("{actor} dolde {ref}: {reason}"))
    audit.sentence("prov.plain", "{actor} gjorde något")


def test_a_line_reads_as_a_sentence():
    entry = audit.record(
        viewer_for("moderator", name="Mia Prov"), "prov.hidden", Ref("contribution", "17"), reason="hot"
    )
    assert audit.in_words(entry) == "Mia Prov dolde 17: hot"


def test_a_title_names_the_thing_better_than_its_key():
    entry = audit.record(SYSTEM, "prov.hidden", Ref("contribution", "17"), reason="hot")
    assert audit.in_words(entry, "bidraget om nattbussar") == "Medskick dolde bidraget om nattbussar: hot"


def test_a_missing_detail_is_a_dash():
    assert audit.in_words(audit.record(SYSTEM, "prov.hidden", Ref("x", "1"))) == "Medskick dolde 1: –"


@pytest.mark.parametrize("name", ["{actor}", "{0}", "{ref.key}", "{", "}", "100 % {reason!r}"])
def test_braces_in_what_people_typed_are_printed_as_they_are(name):
    entry = audit.record(viewer_for("moderator", name=name), "prov.hidden", Ref("x", "1"), reason=name)
    assert audit.in_words(entry) == f"{name} dolde 1: {name}"


def test_details_cannot_take_the_place_of_actor_or_thing():
    details = {"actor": "fel", "ref": "fel", "reason": "r"}
    entry = AuditEntry(
        action="prov.hidden", actor_name="Medskick", ref_kind="x", ref_key="1", details=details
    )
    assert audit.in_words(entry) == "Medskick dolde 1: r"


def test_two_rooms_cannot_have_the_same_action_say_different_things():
    audit.sentence("prov.plain", "{actor} gjorde något")
    with pytest.raises(LookupError, match=r"prov\.plain"):
        audit.sentence("prov.plain", "{actor} gjorde något annat")
    assert audit.template("prov.plain") == "{actor} gjorde något"


def test_a_line_counts_as_people_do():
    one, many = "{actor} lämnade in {count} anteckning", "{actor} lämnade in {count} anteckningar"
    audit.sentence("prov.counted", ngettext_lazy(one, many, "count"), by="count")
    said = [audit.in_words(audit.record(PUBLIC, "prov.counted", count=count)) for count in (1, 2, 1200)]
    assert said == [
        "En besökare lämnade in 1 anteckning",
        "En besökare lämnade in 2 anteckningar",
        "En besökare lämnade in 1\N{NO-BREAK SPACE}200 anteckningar",
    ]
    assert audit.template("prov.counted") == many
    with pytest.raises(LookupError, match=r"prov\.counted"):
        audit.sentence("prov.counted", ngettext_lazy(one, many, "count"), by="count")


def test_days_and_times_are_told_as_people_write_them():
    day, at = datetime.date(2027, 6, 30), datetime.datetime(2027, 6, 30, 10, 5, tzinfo=datetime.UTC)
    for reason, said in ((day, "30 juni 2027"), (at, "30 juni 2027 kl. 12:05"), ("2027-13-45", "2027-13-45")):
        entry = audit.record(SYSTEM, "prov.hidden", Ref("x", "1"), reason=reason)
        entry.refresh_from_db()
        assert audit.in_words(entry) == f"Medskick dolde 1: {said}"
    with override("en"):
        entry = audit.record(SYSTEM, "prov.hidden", Ref("x", "1"), reason=day)
        entry.refresh_from_db()
        assert audit.in_words(entry).endswith("30 June 2027")


def test_an_action_without_a_sentence_cannot_be_recorded():
    with pytest.raises(LookupError, match=r"prov\.unknown"):
        audit.record(SYSTEM, "prov.unknown")
    assert not AuditEntry.objects.exists()


def test_a_line_of_a_room_that_no_longer_exists_is_still_readable():
    entry = AuditEntry.objects.create(action="gone.thing", actor_name="Mia", ref_kind="x", ref_key="1")
    assert audit.in_words(entry) == "Mia: gone.thing x 1"


def test_days_and_translated_texts_may_stand_in_details():
    entry = audit.record(
        SYSTEM, "prov.hidden", Ref("x", "1"), reason=gettext_lazy("Svenska"), day=datetime.date(2026, 3, 1)
    )
    entry.refresh_from_db()
    assert entry.details == {"reason": "Svenska", "day": "2026-03-01"}


@pytest.mark.parametrize("change", ["save", "update", "delete", "bulk_delete", "raw_update", "raw_delete"])
def test_the_database_refuses_to_change_or_remove_a_line(change):
    entry = audit.record(SYSTEM, "prov.plain")
    with pytest.raises(DatabaseError, match=guard.MESSAGE), transaction.atomic():
        _change(entry, change)
    assert list(AuditEntry.objects.values_list("actor_name", flat=True)) == ["Medskick"]


def _change(entry, change):
    if change == "save":
        entry.actor_name = "Någon annan"
        entry.save()
    elif change == "update":
        AuditEntry.objects.update(actor_name="Någon annan")
    elif change == "delete":
        entry.delete()
    elif change == "bulk_delete":
        AuditEntry.objects.all().delete()
    else:
        verb = (
            "UPDATE core_auditentry SET action = 'x'"
            if change == "raw_update"
            else "DELETE FROM core_auditentry"
        )
        with connection.cursor() as cursor:
            cursor.execute(verb)


def test_a_line_and_the_change_it_tells_of_happen_both_or_not_at_all():
    def change():
        audit.record(SYSTEM, "prov.plain")
        raise RuntimeError

    with pytest.raises(RuntimeError), transaction.atomic():
        change()
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_guard_is_there_again_after_tests_that_commit():
    from django.core.management import call_command

    audit.record(SYSTEM, "prov.plain")
    call_command("flush", interactive=False, verbosity=0)
    assert not AuditEntry.objects.exists()
    audit.record(SYSTEM, "prov.plain")
    with pytest.raises(DatabaseError):
        AuditEntry.objects.all().delete()
