"""A site in the middle of its process, with something of every kind that visitors meet, stored by the real actions.

``inhabit()`` answers the addresses that no link leads a stranger to: receipts, private pages, forms, errors. All other
addresses are found by walking the site's links.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from helpers_meetings import make_meeting, over, sign_up
from helpers_notes import linked, path_of
from helpers_people import account_of, viewer_for
from medskick.doors.pages import models as pages
from medskick.doors.pages.search import actions as search
from medskick.doors.pages.statements import actions as statements
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.ground.core.models import Receipt
from medskick.ground.post import links as post_links
from medskick.ground.post.actions import subscribe
from medskick.ground.post.models import Request
from medskick.process.contributions import actions as contributions
from medskick.process.contributions.actions import Answer, Source
from medskick.process.contributions.models import Contribution, State
from medskick.process.cycle import demo as cycle_demo
from medskick.process.cycle import queries as cycles
from medskick.process.insights import actions as insights
from medskick.process.insights.models import Edition, Run, RunStatement, RunTheme, Theme
from medskick.process.meetings import actions as meetings
from medskick.process.meetings import links as meeting_links
from medskick.process.meetings.notes import actions as notes
from medskick.process.participation import actions as participation
from medskick.process.participation.models import Dimension
from medskick.process.statistics.actions import take_in_own

LEAD = viewer_for("process_lead", "analyst", "moderator", user_id=900_011, name="Lea Ledare")
OTHER = viewer_for("process_lead", user_id=900_012, name="Otto Annan")
SAID = {
    "resor": [
        "Fler nattbussar så att unga kan ta sig hem.",
        "Bussen till byn går för sällan.",
        "Tåg och buss ihop är resor.",
    ],
    "vård": ["Vård vid hemmet är bäst.", "Kortare väntan på vård.", "Det är bra med samma läkare."],
}
WORDS = {"resor": ["bussen", "nattbussar"], "vård": ["vårdcentralen"]}
AGES = ("16-24", "25-44", "65+")
PLACES = ("2580", "2521")


def inhabit() -> list[str]:
    """Store it all in a site that is laid out.

    Answers addresses, in Swedish, that only their owner knows, or that are forms, searches and faults.
    """
    for one in (LEAD, OTHER):
        account_of(one)
    take_in_own()
    cycle = cycle_demo.load(cycle_demo.shift_to("dialogue", cycles.today()))
    held, private = _meetings(cycle)
    voices = _voices(cycle, held)
    publish_edition(cycle, voices, title="Efter det som har varit", note="Mer kommer när turnén är över.")
    for dimension in Dimension:
        participation.publish(cycle, dimension, by=LEAD, hide_for_good=True)
    _pages(held)
    private += [*_receipts(cycle), *_subscriptions()]
    for _step in search.sweep():
        pass
    return [
        *private,
        *(f"/medskick/{number}/anmal/" for number in _numbers()[:1]),
        "/sok/?q=bussar",
        "/sok/?q=qvxz",
        "/fragor-och-svar/?q=vem",
        "/kvitto/?kod=ABC",
        "/tyck-till/",
        "/prenumerera/",
    ]


def _numbers() -> list[int]:
    return list(
        Contribution.objects.filter(state=State.VISIBLE).order_by("number").values_list("number", flat=True)
    )


def _meetings(cycle: Any) -> tuple[Any, list[str]]:
    """One that takes sign-ups, one full, one on the net, one called off, one that has been."""
    open_, full = (
        make_meeting(
            cycle,
            title="Samtal och fika i Pajala",
            summary="Vi pratar om bussar.",
            agenda="Vi börjar med kaffe.",
            places=9,
            asks_access=True,
            asks_diet=True,
        ),
        make_meeting(
            cycle,
            title="Möte för alla",
            access="Det finns en ramp vid dörren.",
            places=1,
            co_hosts=("Byn och bygden",),
        ),
    )
    net = make_meeting(
        cycle,
        title="Unga om framtiden",
        form="hybrid",
        link="https://video.example/rum/7",
        municipality="2580",
        kind="youth",
    )
    off = make_meeting(cycle, title="Möte på torget", municipality="2506")
    placed, gone = sign_up(open_, persons=2), sign_up(net, "Bo")
    sign_up(full)
    waits, called = sign_up(full, "Cia"), sign_up(off, "Dag")
    meetings.leave(gone, by=PUBLIC)
    meetings.cancel(off, "Det blåser för hårt.", by=LEAD)
    held = over(make_meeting(cycle, title="Samtal om vägar", municipality="2580", kind="thematic"), days=6)
    meetings.count_heads(held, {"16-24": 9, "25-44": 12, "65+": 7}, by=LEAD)
    meetings.mark_held(held, by=LEAD)
    own = [meeting_links.path_of(one) for one in (placed, waits, gone, called)]
    forms = [
        f"{own[0]}andra/",
        f"{own[0]}avboka/",
        f"/moten/{open_.number}/anmalan/",
        f"/moten/{full.number}/anmalan/",
    ]
    at_meeting = [path_of(linked(notes.add_table(open_, "Ungdomar", by=LEAD)))]
    kiosk = meetings.open_kiosk(open_, "Entrén", together=True, by=LEAD)
    first_screen = reverse("meetings:kiosk", args=[meeting_links.secret_of(kiosk)])
    at_meeting += [first_screen, f"{first_screen}fragor/"]
    closed = [f"/moten/{off.number}/anmalan/", f"/moten/{held.number}/anmalan/"]
    return held, [*own, *forms, *at_meeting, *closed]


def _voices(cycle: Any, held: Any) -> list[tuple[Contribution, str]]:
    """Six persons of each place, age and theme: enough for every table, half of them said at the meeting."""
    answers, themes = [], []
    source = Source(
        kind="meeting", key=str(held.number), title=held.title, date=timezone.localdate(held.starts_at)
    )
    for theme, texts in SAID.items():
        for number in range(36):
            at_meeting = number % 2 == 0
            answers.append(
                Answer(
                    text=f"{texts[number % 3]} Rad {number}.",
                    channel="meeting" if at_meeting else "web",
                    municipality=PLACES[number // 18],
                    age_band=AGES[number % 3],
                    sender_kind="person" if number % 6 else "association",
                    source=source if at_meeting else Source(),
                )
            )
            themes.append(theme)
    made = contributions.store(cycle, contributions.prepare(cycle, answers))
    Contribution.objects.update(state=State.VISIBLE)
    return list(zip(made, themes, strict=True))


def publish_edition(cycle: Any, voices: list[tuple[Contribution, str]], **told: str) -> Edition:
    """Every voice is one thought in its theme; approved and published."""
    order = {theme: place for place, theme in enumerate(dict.fromkeys(theme for _one, theme in voices), 1)}
    run = Run.objects.create(
        number=Run.objects.count() + 1, cycle=cycle, started_by="Prov", state=Run.State.DONE
    )
    for theme, place in order.items():
        words, own = WORDS.get(theme, []), f"T{place}"
        RunTheme.objects.create(run=run, key=own, label=theme, keywords=words, order=2 * place)
        RunTheme.objects.create(
            run=run,
            key=f"{own}.1",
            parent_key=own,
            label=f"mer om {theme}",
            keywords=words,
            order=2 * place + 1,
        )
    for one, theme in voices:
        RunStatement.objects.create(
            run=run, contribution=one, start=0, end=len(one.text), theme_key=f"T{order[theme]}",
            topic_key=f"T{order[theme]}.1", strength=0.7, strength_class="core", family=f"F{one.pk}",
        )  # fmt: skip
    insights.adopt(run)
    for theme in Theme.objects.filter(cycle=cycle, parent=None, state="proposed"):
        insights.approve(theme, by=LEAD)
    return insights.publish(cycle, by=LEAD, **told)


def _pages(held: Any) -> None:
    """What editors write: of each kind one, with the blocks that need no file."""
    home = pages.HomePage.objects.get(locale__language_code="sv")
    body = [
        ("heading", "Mer om bussarna"),
        ("paragraph", "<p>Bussarna går sällan. Det sa många.</p><ul><li>Fler turer behövs.</li></ul>"),
        ("facts", {"title": "Fakta om mötet", "text": "<p>Det kom 28 personer.</p>"}),
        ("film", {"title": "Film om mötet", "file": None, "captions": None, "address": "https://film.example/x",
                  "transcript": "<p>Hej och välkomna.</p>"}),
    ]  # fmt: skip
    report = pages.NewsPage(
        title="Mötet om vägarna", slug="motet-i-lulea", lead="Det handlade om resor.", author="Provperson",
        kind="report", municipality="2580", body=body,
    )  # fmt: skip
    pages.NewsIndexPage.objects.child_of(home).get().add_child(instance=report)
    shelf = pages.MaterialIndexPage.objects.child_of(home).get()
    shelf.add_child(instance=pages.MaterialPage(title="Lektionen för gymnasiet", slug="lektionen", body=body))
    home.add_child(instance=pages.FreePage(title="Öppet hus för alla", slug="oppet-hus", body=body))
    questions = pages.QuestionsPage.objects.child_of(home).get()
    questions.questions = [
        (
            "question",
            {
                "question": "Vem är det som bestämmer?",
                "answer": "<p>Det gör de som folket har valt.</p>",
                "anchor": "vem",
            },
        ),
    ]
    questions.save()
    today = timezone.localdate()
    statement = pages.AccessibilityStatement(
        conformity="partial",
        assessed_on=today - datetime.timedelta(days=9),
        method="Vi gick igenom alla sidor.",
    )
    failings = [pages.Failing(kind="burden", what="Gamla filmer saknar text.", why="De är många och korta.")]
    statements.save_accessibility(statement, failings, by=SYSTEM)


def _receipts(cycle: Any) -> list[str]:
    """Receipts of what waits, shows, is hidden, hidden and appealed, and taken back; and the pages around them."""
    addresses = []
    for number, fate in enumerate(("waits", "shows", "hidden", "appealed", "withdrawn")):
        sent = contributions.receive(
            cycle,
            [Answer(f"Håll vägen öppen, säger nummer {number}", "medskick", municipality="2580")],
            client_key=f"{number}" * 30,
            by=PUBLIC,
        )
        receipt, one = sent.receipt, sent.contributions.get()
        _befall(fate, one, receipt)
        own = reverse("contributions:receipt", args=[receipt.code])
        addresses += [own, f"{own}mejla/"]
        addresses += {
            "waits": [f"{own}{one.number}/ratta/", f"{own}{one.number}/ta-tillbaka/"],
            "hidden": [f"{own}{one.number}/overklaga/"],
        }.get(fate, [])
    return addresses


def _befall(fate: str, one: Contribution, receipt: Receipt) -> None:
    if fate in ("shows", "withdrawn"):
        contributions.pass_(one, by=LEAD)
    if fate == "shows":
        contributions.correct(one, receipt, "Jag menade också cykelvägen.", client_key="c" * 30)
    if fate in ("hidden", "appealed"):
        contributions.hide(one, "spam", by=LEAD)
    if fate == "appealed":
        appeal = contributions.appeal(one, receipt, "Det är ingen reklam.", by=PUBLIC)
        contributions.decide_appeal(appeal, False, "Vi ser det som reklam.", by=OTHER)
    if fate == "withdrawn":
        one.refresh_from_db()
        contributions.withdraw(one, receipt, by=PUBLIC)


def _subscriptions() -> list[str]:
    """A link that asks to confirm, and a subscriber's own two."""
    subscribe.ask("anna@exempel.se", language="sv", everything=True)
    subscribe.ask("bo@exempel.se", language="sv", everything=True)
    waiting, asked = Request.objects.order_by("pk")
    subscriber = subscribe.confirm(asked)
    own = post_links.signed(post_links.MANAGE, subscriber.key)
    return [
        reverse("post:confirm", args=[post_links.signed(post_links.CONFIRM, waiting.key)]),
        reverse("post:manage", args=[own]),
        reverse("post:stop", args=[own]),
        "/prenumerera/bekrafta/fel/",
    ]
