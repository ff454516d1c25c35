"""The outbox as staff meet it, and what goes when its time is over."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from helpers_people import signed_in, viewer_for
from medskick.ground.core import chain
from medskick.ground.core.access import SYSTEM
from medskick.ground.core.chain import Ref
from medskick.ground.core.models import AuditEntry
from medskick.ground.jobs import registry
from medskick.ground.post import actions, queries
from medskick.ground.post.actions import File
from medskick.ground.post.models import Attachment, Mail, Request, State

pytestmark = pytest.mark.django_db
OUTBOX = "/arbetsyta/utskick/"
LEAD = "process_lead"


def fresh(mail: Mail) -> Mail:
    mail.refresh_from_db()
    return mail


def test_the_list_is_for_those_who_may(client, write):
    mail = write()
    assert client.get(OUTBOX).status_code == 302
    for role, status in (
        ("editor", 403),
        ("analyst", 403),
        ("registrar", 200),
        ("administrator", 200),
        (LEAD, 200),
    ):
        signed_in(client, role)
        assert client.get(OUTBOX).status_code == status, role
        assert client.get(f"{OUTBOX}{mail.pk}/").status_code == status, role
        assert client.get(f"{OUTBOX}antal/").status_code == status, role


def test_a_registrar_reads_and_decides_nothing(client, write):
    mail = write()
    signed_in(client, "registrar")
    assert "Håll kvar" not in client.get(f"{OUTBOX}{mail.pk}/").content.decode()
    for verb in ("hall-kvar", "slapp", "igen", "skicka-inte"):
        assert client.post(f"{OUTBOX}{mail.pk}/{verb}/").status_code == 403
    assert client.post(f"{OUTBOX}aldre/", {"val": "inga"}).status_code == 403
    assert fresh(mail).state == State.QUEUED


def test_the_list_is_narrowed_by_state_kind_and_address(client, write):
    write("anna@exempel.se")
    held = write("bo@exempel.se")
    actions.hold(held, viewer_for(LEAD))
    signed_in(client, LEAD)
    for query, there, away in (
        ("lage=held", "bo@exempel.se", "anna@exempel.se"),
        ("adress=ANNA@", "anna@exempel.se", "bo@exempel.se"),
        ("slag=post.digest", "Inget mejl här", "anna@exempel.se"),
        ("lage=trams", "bo@exempel.se", "Inget mejl här"),
    ):
        page = client.get(f"{OUTBOX}?{query}").content.decode()
        body = page.split('role="status"')[1]
        assert there in body, query
        assert away not in body, query


def test_one_mail_is_read_as_sent_but_for_what_is_its_readers_alone(client, kind):
    name = kind(text="Din plats: {{ link }}\nVälkommen {{ name }}", covered=("link",))
    slots = {"link": "https://x.example/min/hemlighet", "name": "<b>Anna</b>"}
    mail = actions.send(name, "anna@exempel.se", slots, key="k", language="sv")
    signed_in(client, LEAD)
    page = client.get(f"{OUTBOX}{mail.pk}/").content.decode()
    assert "hemlighet" not in page
    assert "Din plats: " in page
    assert "Välkommen &lt;b&gt;Anna&lt;/b&gt;" in page
    assert "bara för mottagaren" in page


def test_a_file_is_saved_and_never_shown(client, write):
    mail = write(attachments=[File("mote.ics", "text/calendar; method=REQUEST", b"BEGIN:VCALENDAR")])
    signed_in(client, LEAD)
    page = client.get(f"{OUTBOX}{mail.pk}/").content.decode()
    assert "mote.ics" in page
    answer = client.get(f"{OUTBOX}{mail.pk}/bilaga/{mail.attachments.get().pk}/")
    assert answer.content == b"BEGIN:VCALENDAR"
    assert answer["Content-Disposition"] == 'attachment; filename="mote.ics"'
    assert client.get(f"{OUTBOX}{mail.pk}/bilaga/999/").status_code == 404


def test_a_mail_is_held_released_dropped_and_sent_again_each_with_a_line(client, write):
    mail = write()
    signed_in(client, LEAD)
    for verb, state in (
        ("hall-kvar", "held"),
        ("slapp", "queued"),
        ("skicka-inte", "dropped"),
        ("igen", "queued"),
    ):
        assert client.post(f"{OUTBOX}{mail.pk}/{verb}/").status_code == 302
        assert fresh(mail).state == state
    said = list(AuditEntry.objects.filter(action__startswith="post.").order_by("id"))
    assert [line.action for line in said] == ["post.held", "post.released", "post.dropped", "post.retried"]
    assert all("exempel" not in str(line.details) for line in said)


@pytest.mark.parametrize(
    ("state", "verbs"),
    [
        (State.SENT, ()),
        (State.QUEUED, (actions.hold, actions.drop)),
        (State.HELD, (actions.release, actions.drop)),
        (State.FAILED, (actions.retry, actions.drop)),
        (State.DROPPED, (actions.retry,)),
    ],
)
def test_what_can_be_decided_depends_on_where_it_stands(write, state, verbs):
    for verb in (actions.hold, actions.release, actions.drop, actions.retry):
        mail = write()
        Mail.objects.filter(pk=mail.pk).update(state=state)
        if verb in verbs:
            verb(mail, viewer_for(LEAD))
            continue
        with pytest.raises(ValidationError, match="hunnit"):
            verb(mail, viewer_for(LEAD))
        assert fresh(mail).state == state


def test_a_mail_that_is_being_sent_is_let_be(write):
    from medskick.ground.post import sending

    mail = write()
    sending.claim(mail)
    with pytest.raises(ValidationError):
        actions.drop(mail, viewer_for(LEAD))


def test_only_those_who_may_decide(write):
    mail = write()
    for role in ("editor", "registrar", "moderator"):
        with pytest.raises(PermissionDenied):
            actions.hold(mail, viewer_for(role))


@pytest.fixture
def old_and_new(write, settings, later):
    """Two mails from before there was a server, one of them ten days old; now there is one."""
    settings.MAIL_IS_SET = False
    old = write("gammal@exempel.se")
    later(days=10)
    new = write("ny@exempel.se")
    settings.MAIL_IS_SET = True
    return old, new


@pytest.mark.parametrize(
    ("choice", "states"),
    [
        ("nya", ("dropped", "queued")),
        ("alla", ("queued", "queued")),
        ("inga", ("dropped", "dropped")),
        ("x", ("held", "held")),
    ],
)
def test_when_a_server_is_set_staff_choose_what_becomes_of_what_is_old(client, old_and_new, choice, states):
    signed_in(client, LEAD)
    assert "2 mejl skrevs innan e-postservern ställdes in" in client.get(OUTBOX).content.decode()
    client.post(f"{OUTBOX}aldre/", {"val": choice})
    assert tuple(fresh(mail).state for mail in old_and_new) == states


def test_what_is_released_goes_and_is_not_taken_for_too_old(client, old_and_new, post, deliver):
    actions.release_old(viewer_for(LEAD))
    assert deliver().sent == 2


def test_without_a_server_nothing_can_be_released_but_all_can_be_read(client, write, settings):
    settings.MAIL_IS_SET = False
    mail = write()
    signed_in(client, LEAD)
    page = client.get(OUTBOX).content.decode()
    assert "Ingen e-postserver är inställd" in page
    assert "Hålls kvar: ingen e-postserver är inställd" in page
    assert "Det gäller Anna." in client.get(f"{OUTBOX}{mail.pk}/").content.decode()
    client.post(f"{OUTBOX}aldre/", {"val": "alla"})
    assert fresh(mail).state == State.HELD


def test_the_list_asks_the_database_as_often_for_many_as_for_few(
    client, write, django_assert_max_num_queries
):
    for number in range(70):
        write(f"p{number}@exempel.se")
    signed_in(client, LEAD)
    client.get(OUTBOX)
    with django_assert_max_num_queries(30):
        client.get(OUTBOX)


def test_addresses_words_and_files_go_when_their_time_is_over_and_the_counts_stay(
    client, post, write, deliver, later, settings
):
    settings.MAIL_KEPT_DAYS = 30
    sent = write(attachments=[File("a.ics", "text/calendar", b"x")], stop_address="https://x.example/s")
    post.on_recipient["bo@exempel.se"] = "550 bo@exempel.se is unknown"
    failed = write("bo@exempel.se")
    waits = write(not_before=timezone.now() + datetime.timedelta(days=90))
    deliver()
    later(days=29)
    young = write("ny@exempel.se")
    before = [(one.kind, one.written, one.sent, one.failed) for one in queries.per_day(SYSTEM, days=400)]
    assert actions.dispose(by=SYSTEM) == 0
    later(days=1, minutes=1)
    assert actions.dispose(by=SYSTEM) == 2
    for mail in (sent, failed):
        assert (fresh(mail).to, mail.subject, mail.text, mail.covered, mail.stop_address, mail.error) == (
            "",
            "",
            "",
            [],
            "",
            "",
        )
        assert mail.emptied_at is not None
    assert not Attachment.objects.exists()
    assert (fresh(young).to, fresh(waits).to) == ("ny@exempel.se", "anna@exempel.se")
    assert (fresh(sent).state, fresh(failed).state) == (State.SENT, State.FAILED)
    assert [
        (one.kind, one.written, one.sent, one.failed) for one in queries.per_day(SYSTEM, days=400)
    ] == before
    line = AuditEntry.objects.get(action="post.emptied")
    assert line.details == {"count": 2, "requests": 0, "days": 30}
    assert actions.dispose(by=SYSTEM) == 0
    signed_in(client, LEAD)
    assert "Adress och text tömdes" in client.get(f"{OUTBOX}{sent.pk}/").content.decode()
    with pytest.raises(ValidationError):
        actions.retry(failed, SYSTEM)


def test_what_was_held_all_that_time_is_dropped_and_emptied(write, settings, later):
    settings.MAIL_IS_SET = False
    mail = write()
    later(days=31)
    actions.dispose(by=SYSTEM)
    assert (fresh(mail).state, mail.to) == (State.DROPPED, "")


def test_a_key_is_remembered_when_the_mail_is_empty(post, write, deliver, later):
    mail = write(key="once")
    deliver()
    later(days=31)
    actions.dispose(by=SYSTEM)
    assert write(key="once").pk == mail.pk
    assert deliver().sent == 0


def test_a_request_that_nobody_confirmed_is_forgotten(cycle, post, deliver, later):
    actions.ask("anna@exempel.se", language="sv", everything=True)
    deliver()
    later(days=6)
    Request.objects.update(created_at=timezone.now() - datetime.timedelta(days=8))
    actions.dispose(by=SYSTEM)
    assert Request.objects.exists()
    later(days=2)
    actions.dispose(by=SYSTEM)
    assert not Request.objects.exists()
    assert (Mail.objects.get().to, Mail.objects.get().text) == ("", "")


def test_the_worker_disposes_by_itself(write, settings, later):
    settings.MAIL_IS_SET = False
    mail = write()
    later(days=31)
    dict(registry.duties())["post.dispose"]()
    assert fresh(mail).emptied_at is not None


def test_the_log_leads_to_the_mail_for_those_who_may_read_it(write):
    mail = write()
    ref = Ref("mail", str(mail.pk))
    assert chain.describe([ref], viewer_for(LEAD))[ref].address == f"{OUTBOX}{mail.pk}/"
    assert chain.describe([ref], viewer_for("editor")) == {}


def test_the_workspace_tells_what_waits(client, write):
    Mail.objects.filter(pk=write().pk).update(state=State.FAILED, ended_at=timezone.now())
    assert queries.waiting_for(viewer_for(LEAD)) == 1
    assert queries.waiting_for(viewer_for("editor")) is None


def test_what_is_not_ready_is_told(write, settings):
    from medskick.ground.post.offers import problems

    settings.MAIL_IS_SET = False
    assert list(problems()) == []
    write()
    assert [one.text for one in problems()] == ["1 mejl väntar: ingen e-postserver är inställd."]
    settings.MAIL_IS_SET, settings.SITE_ADDRESS, settings.DEFAULT_FROM_EMAIL = True, "", "noreply@localhost"
    assert [one.level for one in problems()] == ["warning", "error", "error"]
    settings.SITE_ADDRESS, settings.DEFAULT_FROM_EMAIL = "https://x.example", "post@region.example"
    assert [one.level for one in problems()] == ["warning"]
