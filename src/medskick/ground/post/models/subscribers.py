"""Those who asked for mail: who asks, what they chose, and what they have been told."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from medskick.ground.core.models import Receipt


class Request(models.Model):
    """Somebody typed an address and chose something. Nothing comes of it until the link in a mail is followed."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    address = models.EmailField()
    language = models.CharField(max_length=10)
    everything = models.BooleanField(default=False)
    topics = models.JSONField(default=list)
    receipt = models.ForeignKey(Receipt, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["address", "created_at"], name="post_request_address")]

    def __str__(self) -> str:
        return str(self.key)


class Subscriber(models.Model):
    """An address whose owner has confirmed it. The row is removed when nothing is subscribed to any more.

    ``told_until``: what became public after that has not been told; ``digest_on``: the day of the last digest.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    address = models.EmailField(unique=True)
    language = models.CharField(max_length=10)
    everything = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(default=timezone.now, editable=False)
    told_until = models.DateTimeField(default=timezone.now)
    digest_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.key)


class Interest(models.Model):
    """A topic that a subscriber chose, by its key (``kommun:2584``)."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="interests")
    topic = models.CharField(max_length=120)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "topic"], name="post_interest_once"),
        ]

    def __str__(self) -> str:
        return self.topic


class Following(models.Model):
    """A receipt whose sender wants to hear what happens. The only place where address and receipt meet.

    ``known``: the things of the chain, as text, that lay there when it was last told of.
    """

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="followings")
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="+")
    known = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "receipt"], name="post_following_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber_id} {self.receipt_id}"


class Noticed(models.Model):
    """When a happening was first seen: it has a day of its own, but nothing that tells when it became known."""

    key = models.CharField(max_length=64, unique=True)
    seen_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.key
