"""Keeping the index in step: at once for what must not be found any more, by a job for what is to be found anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction

from medskick.doors.pages.models import SearchEntry, SearchWaiting
from medskick.doors.pages.search import words
from medskick.doors.pages.search.chunks import chunks
from medskick.engine.text.finding import forms_of
from medskick.ground.core import offers
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.ground.core.offers import Findable, SearchSource
from medskick.ground.jobs import actions as jobs
from medskick.ground.jobs import queries as job_queries

JOB, SWEEP = "pages.search_index", "pages.search_sweep"
AT_ONCE = 200
# Two, so that there is one to wait in while the other has begun and may have read the list already.
KEYS = ("search-1", "search-2")


def note(kind: str, keys: list[str]) -> None:
    """These are read otherwise than before: out of the index now, and in again by the job, as far as they show.

    Called within the transaction of the change.
    """
    if kind not in offers.search_sources:
        return
    for some in chunks(keys, AT_ONCE):
        _forget(kind, some)
        SearchWaiting.objects.bulk_create(
            [SearchWaiting(kind=kind, key=key) for key in some], ignore_conflicts=True
        )
    transaction.on_commit(ask_for_work)


def ask_for_work() -> None:
    """A job that reads what waits, unless one has been asked for that nobody has begun."""
    for key in KEYS:
        running = job_queries.active(JOB, key)
        if running is None:
            jobs.start(JOB, by=SYSTEM, key=key)
            return
        if running.state == "queued":
            return


def catch_up() -> Iterator[int]:
    """Index what waits, a batch and a transaction at a time; how many have been read so far after each."""
    done = 0
    while step := _step():
        done += step
        yield done


@transaction.atomic
def _step() -> int:
    waiting = list(SearchWaiting.objects.select_for_update().order_by("pk")[:AT_ONCE])
    for kind in sorted({one.kind for one in waiting}):
        keys = [one.key for one in waiting if one.kind == kind]
        _forget(kind, keys)
        if source := offers.search_sources.get(kind):
            _index(source, keys)
    SearchWaiting.objects.filter(pk__in=[one.pk for one in waiting]).delete()
    return len(waiting)


def sweep() -> Iterator[int]:
    """Put right whatever is out of step: index what is missing, forget what nobody may read. Yields as it goes."""
    done = 0
    SearchEntry.objects.exclude(kind__in=offers.search_sources).delete()
    for source in offers.search_sources.values():
        seen: set[str] = set()
        for keys in source.all_keys():
            with transaction.atomic():
                known = set(
                    SearchEntry.objects.filter(kind=source.kind, key__in=keys).values_list("key", flat=True)
                )
                _index(source, [key for key in keys if key not in known])
            seen.update(keys)
            done += len(keys)
            yield done
        indexed = SearchEntry.objects.filter(kind=source.kind).values_list("key", flat=True)
        gone = [key for key in indexed.iterator() if key not in seen]
        for some in chunks(gone, AT_ONCE):
            with transaction.atomic():
                _forget(source.kind, some)
            yield done


def _forget(kind: str, keys: Iterable[str]) -> None:
    entries = SearchEntry.objects.filter(kind=kind, key__in=list(keys))
    words.remove(entries.values_list("pk", flat=True))
    entries.delete()


def _index(source: SearchSource, keys: list[str]) -> None:
    if not keys:
        return
    found = [one for _key, one in sorted(source.some(keys, PUBLIC).items())]
    entries = SearchEntry.objects.bulk_create(
        [SearchEntry(kind=source.kind, key=one.key, shown_in=_languages(one)) for one in found],
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["shown_in"],
    )
    ids = dict(
        SearchEntry.objects.filter(kind=source.kind, key__in=[one.key for one in entries]).values_list(
            "key", "pk"
        )
    )
    words.put(
        (ids[one.key], forms_of(one.title, one.language), forms_of(one.text, one.language)) for one in found
    )


def _languages(one: Findable) -> str:
    return f"|{'|'.join(one.shown_in)}|" if one.shown_in else ""
