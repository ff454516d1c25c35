"""Swedish that people can read: every visitor page and mail at most LIX 40, the easy-read pages at most 30."""

from __future__ import annotations

import datetime
import re

import pytest
from babel.messages.pofile import read_po
from django.template.loader import render_to_string
from django.urls import reverse

from helpers_reading import EASY, PLAIN, check, running_text, running_text_of_mail
from medskick.doors.pages import easy
from medskick.engine.text.readability import readability
from medskick.ground.core.access import SYSTEM
from medskick.ground.core.languages import LOCALE, SOURCE
from medskick.ground.post import kinds
from medskick.process.contributions.actions import Answer, receive
from medskick.process.contributions.models import Contribution

pytestmark = pytest.mark.django_db

MEDIUM = 50
PAGES = (
    "/", "/tyck-till/", "/kvitto/", "/kvitto/?kod=ABC", "/teman/", "/sa-gar-det-till/", "/sa-gar-det-till/register/",
    "/sa-gar-det-till/modellkort/", "/kontakt/", "/personuppgifter/", "/tillganglighet/", "/finns-inte/",
)  # fmt: skip
ERRORS = ("400.html", "403.html", "403_form.html", "404.html", "429.html", "500.html")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_plain(client, cycle, address):
    check(address, running_text(client.get(address).content.decode()), PLAIN)


def test_the_pages_after_sending_are_plain(client, cycle):
    answer = Answer("Fler bussar", "medskick")
    receipt = receive(cycle, [answer], client_key="k" * 30, by=SYSTEM).receipt
    number = Contribution.objects.get().number
    for name, args in (
        ("contributions:receipt", [receipt.code]),
        ("contributions:correct", [receipt.code, number]),
        ("contributions:withdraw", [receipt.code, number]),
    ):
        address = reverse(name, args=args)
        answer_page = client.get(address)
        assert answer_page.status_code == 200
        check(name, running_text(answer_page.content.decode()), PLAIN)


@pytest.mark.parametrize("name", ERRORS)
def test_a_message_about_a_fault_is_plain(name):
    check(name, running_text(render_to_string(name, {"wait": 60})), PLAIN)


@pytest.mark.parametrize("name", easy.NAMES)
def test_an_easy_read_page_is_easy(client, cycle, name):
    check(name, running_text(client.get(reverse(name)).content.decode()), EASY)


def test_the_mail_about_a_new_password_is_plain():
    text = render_to_string(
        "account/email/password_reset_key_message.txt",
        {"password_reset_url": "https://region.example/konto/x/"},
    )
    check("password_reset_key_message.txt", text.replace("https://region.example/konto/x/", ""), PLAIN)


# What rooms fill in when they write, by the name of the slot; a kind of mail that needs another says so here.
FILLED_IN = {
    "address": "https://x.example/nyheter/pajala",
    "answer": "Tack för att du skrev till oss. Nu går knappen att nå med tangenter.",
    "code": "K7P2",
    "days": 7,
    "election_day": datetime.date(2030, 9, 8),
    "everything": True,
    "happenings": [
        {"title": "Möte i Pajala", "when": "12 mars 2030 kl. 18.00", "address": "https://x.example/m"}
    ],
    "left": "24 månader",
    "link": "https://x.example/rum",
    "manage": "https://x.example/mina",
    "news": [{"title": "Så var det i Pajala", "when": "12 mars 2030", "address": "https://x.example/n"}],
    "own_page": "https://x.example/min",
    "page": "https://x.example/sida",
    "persons": 3,
    "place": "Folkets hus, Pajala",
    "receipt": True,
    "stop": "https://x.example/sluta",
    "strategy": "Regional utvecklingsstrategi",
    "subject": "Ta med ficklampa",
    "text": "Det är mörkt vid dörren. Ta med en lampa.",
    "title": "Möte i Pajala",
    "topics": ["Pajala", "Resor"],
    "voices": ["Din röst visas nu för alla.", "Din röst ligger i temat Resor."],
    "by": "Eva Ek",
    "words": "Bra text. Ta bort den sista raden.",
    "when": "12 mars 2030 kl. 18.00–20.00",
    "why": "Vägen är stängd.",
}


@pytest.mark.parametrize("name", kinds.names())
def test_a_mail_is_plain(cycle, name):
    kind = kinds.find(name)
    subject, text = kinds.render(kind, FILLED_IN, SOURCE)
    check(name, running_text_of_mail(f"{subject}.\n{text}"), PLAIN)


def test_no_text_of_the_visitors_path_is_hard_by_itself():
    """A page may be plain in the mean and yet have one paragraph that nobody gets through. The visitor's path is what
    has been translated into Finnish."""
    with (LOCALE / "fi" / "LC_MESSAGES" / "django.po").open("rb") as handle:
        texts = [
            re.sub(r"%\(\w+\)s", "namnet", str(one.id)) for one in read_po(handle) if isinstance(one.id, str)
        ]
    found = {text: readability(text) for text in texts}
    assert len(found) > 500
    assert {text: one.lix for text, one in found.items() if one.words >= 12 and one.lix > MEDIUM} == {}
