"""How a worker hands mail over to a real mail server that answers, refuses, hangs up and dies."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.db import connection
from django.utils import timezone

from helpers_smtp import HANG_UP
from medskick.ground.jobs import running
from medskick.ground.post import actions, sending
from medskick.ground.post.actions import File
from medskick.ground.post.models import Mail, State

pytestmark = pytest.mark.django_db
ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Möte i Kiruna\r\nEND:VCALENDAR\r\n"


def fresh(mail: Mail) -> Mail:
    mail.refresh_from_db()
    return mail


def test_a_mail_comes_through_with_its_headers(post, write, deliver):
    mail = write("anna@exempel.se", stop_address="https://skickamed.example/prenumerera/sluta/x/")
    assert deliver().sent == 1
    got = post.letters[0].message
    assert fresh(mail).state == State.SENT
    assert (got["To"], got["Subject"]) == ("anna@exempel.se", "Hej Anna")
    assert got["From"] == "Norrbotten 2040 <post@region.example>"
    assert got["Message-ID"] == mail.message_id
    assert mail.message_id.endswith("@region.example>")
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["Date"].datetime is not None
    assert got["List-Unsubscribe"] == "<https://skickamed.example/prenumerera/sluta/x/>"
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert got.get_content_type() == "text/plain"
    assert got.get_content().strip() == "Det gäller Anna."
    assert post.letters[0].recipients == ["anna@exempel.se"]


def test_a_mail_that_is_no_subscription_has_no_such_header(post, write, deliver):
    write()
    deliver()
    assert post.letters[0].message["List-Unsubscribe"] is None


def test_a_calendar_file_keeps_its_method(post, write, deliver):
    write(attachments=[File("mote.ics", "text/calendar; method=REQUEST; charset=utf-8", ICS.encode())])
    deliver()
    part = next(post.letters[0].message.iter_attachments())
    assert part.get_content_type() == "text/calendar"
    assert part.get_param("method") == "REQUEST"
    assert part.get_filename() == "mote.ics"
    assert part.get_payload(decode=True).decode() == ICS


def test_another_file_comes_through_byte_for_byte(post, write, deliver):
    write(attachments=[File("karta.png", "image/png", bytes(range(256)))])
    deliver()
    part = next(post.letters[0].message.iter_attachments())
    assert part.get_payload(decode=True) == bytes(range(256))


def test_many_mails_go_over_one_connection(post, write, deliver):
    for number in range(20):
        write(f"p{number}@exempel.se")
    assert deliver().sent == 20
    assert post.connections == 1
    assert len(post.letters) == 20


def test_a_refusal_is_final_and_keeps_the_servers_words(post, write, deliver, later):
    post.on_recipient["anna@exempel.se"] = "550 5.1.1 No such user here"
    mail, other = write(), write("bo@exempel.se")
    assert (deliver().failed, fresh(mail).state) == (1, State.FAILED)
    assert mail.error == "550 5.1.1 No such user here"
    assert fresh(other).state == State.SENT
    later(days=1)
    assert deliver().sent == 0


def test_a_refusal_of_the_text_is_final_too(post, write, deliver):
    post.after_text["anna@exempel.se"] = "554 5.7.1 We think this is spam"
    mail = write()
    deliver()
    assert (fresh(mail).state, mail.error) == (State.FAILED, "554 5.7.1 We think this is spam")


@pytest.mark.parametrize("where", ["on_recipient", "after_text"])
def test_what_is_deferred_comes_later_and_only_then(post, write, deliver, later, where):
    getattr(post, where)["anna@exempel.se"] = "451 4.7.1 Try again later"
    mail = write()
    assert deliver().later == 1
    assert (fresh(mail).state, mail.error) == (State.QUEUED, "451 4.7.1 Try again later")
    assert deliver().later == 0
    getattr(post, where).clear()
    later(minutes=6)
    assert deliver().sent == 1
    assert (fresh(mail).state, mail.attempts, mail.uncertain, mail.error) == (State.SENT, 2, 0, "")


def test_the_pauses_grow_and_after_five_days_it_is_over(post, write, deliver, later):
    post.on_recipient["anna@exempel.se"] = "451 4.2.2 Mailbox full"
    mail, pauses = write(), []
    while fresh(mail).state == State.QUEUED:
        deliver()
        if fresh(mail).state == State.QUEUED:
            pauses.append(round((mail.next_at - timezone.now()).total_seconds() / 60))
            later(minutes=pauses[-1], seconds=5)
    assert pauses[:6] == [5, 15, 60, 180, 360, 360]
    assert pauses == sorted(pauses)
    assert 4.7 < sum(pauses) / 60 / 24 <= 5
    assert (fresh(mail).state, mail.error) == (State.FAILED, "451 4.2.2 Mailbox full")


def test_a_line_cut_before_the_text_is_tried_again_as_often_as_needed(post, write, deliver, later):
    post.on_recipient["anna@exempel.se"] = HANG_UP
    mail, other = write(), write("bo@exempel.se")
    for _round in range(3):
        deliver()
        assert (fresh(mail).state, mail.uncertain) == (State.QUEUED, 0)
        later(hours=2)
    assert fresh(other).state == State.SENT
    post.on_recipient.clear()
    deliver()
    assert fresh(mail).state == State.SENT
    assert len(post.to("anna@exempel.se")) == 1


def test_a_line_cut_after_the_text_is_tried_once_more_with_the_same_id(post, write, deliver, later):
    post.after_text["anna@exempel.se"] = HANG_UP
    mail = write()
    deliver()
    later(hours=1)
    deliver()
    assert len(post.to("anna@exempel.se")) == 2
    assert {letter.message["Message-ID"] for letter in post.letters} == {mail.message_id}
    assert (fresh(mail).state, mail.error) == (State.FAILED, sending.UNKNOWN_ENDING)
    later(days=1)
    deliver()
    assert len(post.to("anna@exempel.se")) == 2


def test_a_line_cut_once_and_then_whole_ends_well(post, write, deliver):
    answers = iter([HANG_UP, "250 taken"])
    post.after_text["anna@exempel.se"] = lambda: next(answers)
    mail = write()
    deliver()
    assert (fresh(mail).state, mail.uncertain, mail.attempts) == (State.SENT, 1, 2)


def test_a_dead_server_costs_no_tries_and_all_goes_when_it_is_back(post, write, deliver, later):
    mails = [write(f"p{number}@exempel.se") for number in range(3)]
    post.die()
    deliver()
    assert {(fresh(mail).state, mail.attempts) for mail in mails} == {(State.QUEUED, 0)}
    assert mails[0].error.startswith("E-postservern gick inte att nå.")
    post.start()
    assert deliver().sent == 0
    later(minutes=6)
    assert deliver().sent == 3


def test_without_a_sender_all_waits_and_says_so_and_goes_when_there_is_one(
    post, write, deliver, later, settings
):
    mail = write()
    settings.DEFAULT_FROM_EMAIL = ""
    deliver()
    mail = fresh(mail)
    assert (mail.state, mail.attempts, post.connections) == (State.QUEUED, 0, 0)
    assert mail.error == "Mejlen har ingen avsändare. Lägg till from=adress i MEDSKICK_MAIL."
    settings.DEFAULT_FROM_EMAIL = "post@region.example"
    later(minutes=6)
    assert deliver().sent == 1


def test_a_server_that_dies_in_the_middle_loses_nothing(post, write, deliver, later):
    mails = [write(f"p{number}@exempel.se") for number in range(6)]

    def die():
        threading.Thread(target=post.die).start()
        return HANG_UP

    post.after_text["p3@exempel.se"] = die
    deliver()
    post.after_text.clear()
    later(minutes=30)
    post.start()
    deliver()
    assert {fresh(mail).state for mail in mails} == {State.SENT}
    assert {address: len(post.to(address)) for address in (mail.to for mail in mails)} == {
        f"p{number}@exempel.se": 2 if number == 3 else 1 for number in range(6)
    }


def test_a_server_that_says_goodbye_in_between_is_called_again(post, write, deliver):
    post.on_recipient["p1@exempel.se"] = "421 4.3.2 closing, come back"
    mails = [write(f"p{number}@exempel.se") for number in range(3)]
    deliver()
    assert [fresh(mail).state for mail in mails] == [State.SENT, State.QUEUED, State.SENT]
    assert post.connections == 2


def test_a_refused_sender_is_our_fault_and_no_mails(post, write, deliver):
    post.on_sender["post@region.example"] = "550 5.7.1 You may not send as that"
    mail = write()
    deliver()
    assert (fresh(mail).state, mail.error) == (State.QUEUED, "550 5.7.1 You may not send as that")


def test_what_is_meant_for_later_waits(post, write, deliver, later):
    mail = write(not_before=timezone.now() + datetime.timedelta(days=20))
    assert deliver().sent == 0
    later(days=20, minutes=1)
    assert deliver().sent == 1
    assert fresh(mail).state == State.SENT


def test_what_has_waited_five_days_for_a_worker_is_not_sent_in_a_heap(post, write, deliver, later):
    mail = write()
    later(days=6)
    assert deliver().sent == 0
    assert (fresh(mail).state, mail.error) == (State.FAILED, sending.TOO_OLD)
    assert post.letters == []


def test_when_the_server_is_taken_away_what_waits_is_held(post, write, deliver, settings):
    mail = write()
    settings.MAIL_IS_SET = False
    deliver()
    assert (fresh(mail).state, mail.held_because) == (State.HELD, "no_server")


def test_a_server_that_is_set_later_gets_nothing_old_by_itself(post, write, deliver, settings):
    settings.MAIL_IS_SET = False
    write()
    settings.MAIL_IS_SET = True
    assert deliver().sent == 0
    assert post.letters == []


def test_the_job_sends_and_tells_how_it_went(post, write):
    from medskick.ground.jobs.models import Job

    write()
    actions.queue.wake()
    running.run_waiting()
    job = Job.objects.get(kind="post.send")
    assert (job.state, job.result["sent"]) == ("done", 1)


def test_a_claim_whose_worker_died_is_let_go_and_sent_once_more(post, write, deliver):
    mail = write()
    claimed = sending.claim(mail)
    Mail.objects.filter(pk=mail.pk).update(worker=f"{claimed.worker.split('/')[0]}/999999999/1")
    deliver()
    assert (fresh(mail).state, mail.uncertain, mail.attempts) == (State.SENT, 1, 2)


def test_a_claim_that_a_living_worker_holds_is_left_alone(post, write, deliver):
    mail = write()
    sending.claim(mail)
    assert deliver().sent == 0
    assert post.letters == []


def test_who_lost_the_claim_writes_nothing(post, write):
    mail = write()
    held = sending.claim(mail)
    Mail.objects.filter(pk=mail.pk).update(token=None, claimed_until=None)
    assert sending.claim(mail) is not None
    assert not sending._write(held, {"state": State.FAILED})
    assert fresh(mail).state == State.QUEUED


@pytest.mark.database("postgresql")  # on SQLite tests share one connection: see test_post_real_workers
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_every_mail_once(post, write):
    mails = [write(f"p{number}@exempel.se") for number in range(40)]
    start, failed, tallies = threading.Barrier(3), [], []

    def work():
        try:
            start.wait()
            tallies.append(sending.deliver(lambda: False))
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sum(tally.sent for tally in tallies) == 40
    assert sorted(letter.recipients[0] for letter in post.letters) == sorted(mail.to for mail in mails)
