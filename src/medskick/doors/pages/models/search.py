"""What the search page has read and has yet to read. The words lie in a table of their own (``search.words``)."""

from __future__ import annotations

from django.db import models


class SearchEntry(models.Model):
    """One thing in the index. ``shown_in``: ``|sv|fi|``, or nothing for all languages."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    shown_in = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="pages_search_entry_once")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


class SearchWaiting(models.Model):
    """One thing that has changed since it was read."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="pages_search_waiting_once")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"
