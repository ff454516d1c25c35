"""A mail server, the settings that lead to it, and a few made-up kinds of mail."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from helpers_house_fixtures import house, house_template  # noqa: F401
from helpers_smtp import MailServer
from medskick.config.mail import mail_settings
from medskick.ground.post import actions, kinds, sending
from medskick.ground.post.models import Mail


@pytest.fixture
def server():
    made = MailServer().start()
    yield made
    made.die()


@pytest.fixture
def post(server, settings):
    """The installation as ``MEDSKICK_MAIL`` sets it, with the server at its other end."""
    address = f"smtp://127.0.0.1:{server.port}/?from=post@region.example&timeout=3"
    for name, value in mail_settings(address).items():
        setattr(settings, name, value)
    settings.SITE_ADDRESS = "https://skickamed.example"
    settings.MAIL_IS_SET = True
    return server


@pytest.fixture
def kind(monkeypatch):
    """Register a made-up kind of mail for one test; its name."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))

    def register(subject="Hej {{ name }}", text="Det gäller {{ name }}.", name="test.mail", **options):
        kinds.register(name, subject, text, **options)
        return name

    return register


@pytest.fixture
def write(kind):
    """Queue a mail of a made-up kind: ``write("anna@exempel.se")``."""
    name = kind()
    count = iter(range(1, 100_000))

    def queue(to="anna@exempel.se", key="", **options):
        key = key or f"test:{next(count)}"
        return actions.send(name, to, {"name": "Anna"}, key=key, language="sv", **options)

    return queue


@pytest.fixture
def deliver():
    """One round of a worker."""
    return lambda: sending.deliver(lambda: False)


@pytest.fixture
def later():
    """Let all mail be so much older: what waits for its next try is due."""

    def pass_by(**time):
        step = datetime.timedelta(**time)
        for mail in Mail.objects.all():
            fields = {
                name: getattr(mail, name) - step
                for name in ("created_at", "due_at", "next_at", "ended_at", "sent_at", "claimed_until")
                if getattr(mail, name) is not None
            }
            Mail.objects.filter(pk=mail.pk).update(**fields)
        return timezone.now()

    return pass_by
