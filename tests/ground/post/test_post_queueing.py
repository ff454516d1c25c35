"""What is queued: once, as plain text, in the reader's language, with nothing smuggled in."""

from __future__ import annotations

import datetime
import re
import threading

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from medskick.ground.core.chain import Ref
from medskick.ground.jobs.models import Job
from medskick.ground.post import actions, kinds
from medskick.ground.post.actions import File
from medskick.ground.post.models import Mail, State

pytestmark = pytest.mark.django_db


def test_the_same_key_gives_the_same_mail(write):
    first, second = write(key="once"), write("bo@exempel.se", key="once")
    assert first.pk == second.pk
    assert Mail.objects.get().to == "anna@exempel.se"


def test_a_mail_is_undone_with_its_transaction(write):
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not Mail.objects.exists()


def test_a_job_is_asked_for_after_the_commit_and_once(write, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write()
        write()
        assert not Job.objects.exists()
    assert Job.objects.filter(kind="post.send").count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "anna",
        "anna@",
        "anna@exempel.se\nBcc: alla@exempel.se",
        "anna@exempel.se, bo@exempel.se",
        "Anna <anna@exempel.se>",
        "anna@exempel.se\x00",
        "a" * 250 + "@exempel.se",
        "",
    ],
)
def test_an_address_that_cannot_be_is_refused_in_words(write, address):
    with pytest.raises(ValidationError, match=r"(?i)e-postadress"):
        write(address)
    assert not Mail.objects.exists()


def test_a_subject_is_one_line_whatever_is_filled_in(kind):
    name = kind(subject="{{ title }}")
    title = "Möte\r\nBcc: alla@exempel.se\x00\u2028 i\tKiruna"
    mail = actions.send(name, "a@exempel.se", {"title": title, "name": "x"}, key="k", language="sv")
    assert mail.subject == "Möte Bcc: alla@exempel.se i Kiruna"


def test_words_are_plain_text_and_not_escaped(kind):
    name = kind(text="{{ name }}\r\n\r\n\r\n\r\nSlut   \n")
    mail = actions.send(name, "a@exempel.se", {"name": "Å & <B>"}, key="k", language="sv")
    assert mail.text == "Å & <B>\n\nSlut\n"


def test_a_template_may_load_what_other_templates_load(kind):
    text = "{% load i18n ui %}{% for line in lines %}- {{ line|moment }}\n{% endfor %}{% translate 'Hej!' %}"
    name = kind(text=text)
    slots = {"name": "x", "lines": [datetime.date(2026, 3, 12)]}
    mail = actions.send(name, "a@exempel.se", slots, key="k", language="en")
    assert mail.text == "- 12 March 2026\nHello!\n"


def test_a_forgotten_slot_is_an_error_and_nothing_is_queued(kind):
    name = kind(text="{{ name }} {{ place }}")
    with pytest.raises(kinds.MissingSlot, match="place"):
        actions.send(name, "a@exempel.se", {"name": "x"}, key="k", language="sv")
    assert not Mail.objects.exists()


def test_an_unknown_kind_is_an_error():
    with pytest.raises(LookupError, match=r"no\.such"):
        actions.send("no.such", "a@exempel.se", {}, key="k", language="sv")


@pytest.mark.parametrize("key", ["", "x" * 201, "mote-anna@exempel.se"])
def test_a_key_is_short_and_holds_no_address(write, kind, key):
    name = kind(name="test.key")
    with pytest.raises(ValueError, match="key"):
        actions.send(name, "a@exempel.se", {"name": "x"}, key=key, language="sv")


@pytest.mark.parametrize(
    "file",
    [
        File("möte.ics", "text/calendar\r\nX-Evil: 1", b""),
        File('a"; x=.ics', "text/calendar", b""),
        File("../secret", "text/calendar", b""),
        File("a.ics", "calendar", b""),
    ],
)
def test_a_file_with_a_name_or_type_that_cannot_be_is_refused(write, file):
    with pytest.raises(ValueError, match="Not a"):
        write(attachments=[file])


def test_an_address_for_stopping_that_a_header_cannot_hold_is_refused(write):
    with pytest.raises(ValueError, match="header"):
        write(stop_address="https://a.example/\r\nX: y")


@pytest.mark.parametrize(
    ("language", "subject"), [("en", "News from"), ("sv", "Nytt från"), ("xx", "Nytt från")]
)
def test_a_mail_is_in_its_readers_language(language, subject):
    slots = {
        "voices": [],
        "news": [],
        "happenings": [],
        "manage": "https://a.example/m",
        "stop": "https://a.example/s",
    }
    mail = actions.send("post.digest", "a@exempel.se", slots, key="k", language=language)
    assert mail.subject.startswith(subject)
    assert "Norrbotten" in mail.subject


def test_without_a_server_mail_is_held_and_nothing_else_happens(
    write, settings, django_capture_on_commit_callbacks
):
    settings.MAIL_IS_SET = False
    with django_capture_on_commit_callbacks(execute=True):
        mail = write()
    assert (mail.state, mail.held_because) == (State.HELD, "no_server")
    assert "Det gäller Anna." in mail.text
    assert not Job.objects.exists()


@pytest.mark.parametrize("name", kinds.names())
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_kind_prints_the_same_slots_in_every_language(name, language):
    kind = kinds.find(name)
    tags = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
    for text in (kind.subject, kind.text):
        with translation.override(settings.LANGUAGE_CODE):
            swedish = tags.findall(str(text))
        with translation.override(language):
            assert sorted(tags.findall(str(text))) == sorted(swedish)
            kinds._template(str(text))


def test_what_it_is_about_is_kept(write):
    mail = write(about=Ref("meeting", "7"))
    assert (mail.about_kind, mail.about_key) == ("meeting", "7")


def test_a_kind_is_registered_once(kind):
    kind(name="test.same")
    kind(name="test.same")
    with pytest.raises(ValueError, match=r"test\.same"):
        kind(name="test.same", text="Något annat")


def test_a_mail_for_later_starts_no_job_now(write, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write(not_before=timezone.now() + datetime.timedelta(days=1))
    assert not Job.objects.exists()


@pytest.mark.database("postgresql")  # on SQLite tests share one connection: see test_post_real_workers
@pytest.mark.django_db(transaction=True)
def test_many_at_once_with_one_key_write_one_mail(kind):
    name = kind()
    start, found, failed = threading.Barrier(6), [], []

    def queue():
        try:
            start.wait()
            with transaction.atomic():
                mail = actions.send(name, "a@exempel.se", {"name": "x"}, key="same", language="sv")
            found.append(mail.pk)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=queue) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(found) == 6
    assert len(set(found)) == 1
    assert Mail.objects.count() == 1


@pytest.mark.parametrize(
    ("asked", "language", "told"),
    [("fi", "fi", "Yhteystiedot, Kvitto"), ("se", "sv", "Kontakt, Kvitto"), ("en", "en", "Contact, Kvitto")],
)
def test_a_mail_is_wholly_in_one_language(monkeypatch, asked, language, told):
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register("prov.one", gettext_lazy("Kontakt"), '{% translate "Kontakt" %}, {{ what }}')
    kinds.register("prov.two", gettext_lazy("Kontakt"), '{% translate "Kontakt" %} {% translate "Qvxz" %}')
    whole = actions.send("prov.one", "anna@exempel.se", {"what": "Kvitto"}, key="whole", language=asked)
    assert (whole.language, whole.text.strip()) == (language, told)
    halved = actions.send("prov.two", "anna@exempel.se", {}, key="halved", language=asked)
    assert asked == "en" or (halved.language, halved.subject, halved.text.strip()) == (
        "sv", "Kontakt", "Kontakt Qvxz",
    )  # fmt: skip
