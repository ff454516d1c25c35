"""The page of a meeting that has been: report, numbers, what was said and what became of it; logos of the hosts."""

from __future__ import annotations

import io
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from helpers_meetings import CONTACT, LEAD, make_meeting, over
from helpers_people import signed_in
from medskick.ground.core.access import PUBLIC
from medskick.ground.core.chain import Description, Ref
from medskick.process.contributions import actions as contributions
from medskick.process.contributions.models import Contribution, State
from medskick.process.meetings import actions, queries
from medskick.process.meetings.models import CoHostLogo

pytestmark = pytest.mark.django_db


def body(response):
    return response.content.decode()


def say(cycle, meeting, *persons):
    """So many persons each sent something from the meeting, and it shows; the numbers, in their order."""
    for place, count in enumerate(persons):
        answer = contributions.Answer(
            text=f"Tanke {place}",
            channel="meeting",
            persons=count,
            sender_kind="group" if count > 1 else "person",
            source=contributions.Source(kind="meeting", key=str(meeting.number), title=meeting.title),
        )
        contributions.receive(cycle, [answer], client_key=f"{meeting.number}-{place}", by=PUBLIC)
    Contribution.objects.update(state=State.VISIBLE)
    return list(Contribution.objects.order_by("pk").values_list("number", flat=True))


@pytest.fixture
def themes(monkeypatch):
    """Lets contributions lie in themes, as the room of insights tells the chain: ``themes({number: slug})``."""
    from medskick.ground.core import chain

    where: dict[str, str] = {}

    def lies(refs, viewer):
        return {
            ref: [Ref("statement", f"{ref.key}-0")] for ref in refs if ref.key in where and viewer is PUBLIC
        }

    def leads(refs, viewer):
        return {ref: [Ref("theme", where[ref.key.partition("-")[0]])] for ref in refs}

    def describe(refs, viewer):
        return {ref: Description(ref, f"Temat {ref.key}", address=f"/teman/{ref.key}/") for ref in refs}

    monkeypatch.setattr(chain._kinds["contribution"], "onward", [lies])
    monkeypatch.setattr(chain._kinds["statement"], "onward", [leads])
    monkeypatch.setattr(chain._kinds["theme"], "describe", describe)
    return lambda found: where.update({str(number): slug for number, slug in found.items()})


def test_a_meeting_that_has_just_been_says_what_will_come(client, cycle):
    meeting = over(make_meeting(cycle))
    page = body(client.get(f"/moten/{meeting.number}/"))
    for sentence in (
        "Antalet är inte inskrivet än.",
        "Ingen har skrivit om mötet än.",
        "visas här när det är inskrivet och läst, och när minst fem",
        "När tankarna är sorterade i teman står det här vilka.",
    ):
        assert sentence in page


@pytest.mark.parametrize("state", ["coming", "cancelled"])
def test_a_meeting_that_has_not_been_says_nothing_of_afterwards(client, cycle, state):
    meeting = make_meeting(cycle)
    if state == "cancelled":
        actions.cancel(meeting, "Snöstorm", by=LEAD)
    page = body(client.get(f"/moten/{meeting.number}/"))
    assert "Rapport från mötet" not in page
    assert "Det här blev det av det" not in page


def test_only_themes_that_enough_of_the_meeting_share_are_named_most_persons_first(client, cycle, themes):
    meeting = over(make_meeting(cycle))
    one, two, three, four, five, six = say(cycle, meeting, 3, 3, 30, 4, 6, 1)
    themes({one: "bussar", two: "bussar", three: "skola", four: "skog", five: "kultur", six: "kultur"})
    became = queries.became(meeting, PUBLIC)
    assert [one.title for one in became.themes] == ["Temat kultur", "Temat bussar"]
    assert became.others
    page = body(client.get(f"/moten/{meeting.number}/"))
    assert page.index("Temat kultur") < page.index("Temat bussar")
    assert "Temat skola" not in page  # thirty persons, but one sending: they are known by it
    assert "Temat skog" not in page
    assert "Några tankar ligger i andra teman" in page


def test_no_theme_is_named_of_a_meeting_that_too_few_spoke_at(client, cycle, themes):
    meeting = over(make_meeting(cycle))
    themes(dict.fromkeys(say(cycle, meeting, 2, 2), "bussar"))
    assert queries.became(meeting, PUBLIC) == queries.Became((), (), False)
    assert "Temat bussar" not in body(client.get(f"/moten/{meeting.number}/"))


def test_a_theme_is_no_longer_named_when_what_was_said_is_hidden(cycle, themes):
    meeting = over(make_meeting(cycle))
    numbers = say(cycle, meeting, 3, 3, 9, 9)
    themes({**dict.fromkeys(numbers[:2], "bussar"), **dict.fromkeys(numbers[2:], "skola")})
    assert len(queries.became(meeting, PUBLIC).themes) == 2
    Contribution.objects.filter(number=numbers[0]).update(state=State.HIDDEN, hidden_reason="abuse")
    assert [one.title for one in queries.became(meeting, PUBLIC).themes] == ["Temat skola"]


def test_the_reports_of_editors_stand_on_the_page_and_a_draft_does_not(client, cycle):
    from medskick.doors.pages import actions as pages
    from medskick.doors.pages.models import NewsIndexPage, NewsPage

    meeting = over(make_meeting(cycle))
    index = NewsIndexPage.objects.child_of(pages.lay_out()).get()
    for title, published in (("Så blev kvällen i Pajala", True), ("Ett utkast", False)):
        report = NewsPage(title=title, author="Eva", live=False, body=[], meeting=str(meeting.number))
        index.add_child(instance=report)
        if published:
            report.save_revision().publish()
    page = body(client.get(f"/moten/{meeting.number}/"))
    assert "Så blev kvällen i Pajala</a>" in page
    assert "Ett utkast" not in page
    assert "Ingen har skrivit om mötet än." not in page


def test_a_report_is_named_in_the_language_that_it_is_read_in(client, cycle):
    from wagtail.models import Locale

    from medskick.doors.pages import actions as pages
    from medskick.doors.pages.models import NewsIndexPage, NewsPage

    meeting = over(make_meeting(cycle))
    index = NewsIndexPage.objects.child_of(pages.lay_out()).get()
    report = NewsPage(title="Så blev kvällen", author="Eva", live=False, body=[], meeting=str(meeting.number))
    index.add_child(instance=report)
    report.save_revision().publish()
    assert 'lang="sv">Så blev kvällen</a>' in body(client.get(f"/en/moten/{meeting.number}/"))
    english = report.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    english.title = "How the evening went"
    english.save_revision().publish()
    page = body(client.get(f"/en/moten/{meeting.number}/"))
    assert re.search(r'<a href="[^"]+">How the evening went</a>', page)
    assert 'lang="en">' not in page.partition("<main")[2]
    assert re.search(r'<a href="[^"]+">Så blev kvällen</a>', body(client.get(f"/moten/{meeting.number}/")))


def test_the_page_asks_as_few_questions_however_much_was_said(
    client, cycle, themes, django_assert_max_num_queries
):
    meeting = over(make_meeting(cycle))
    themes(dict.fromkeys(say(cycle, meeting, *[2] * 30), "bussar"))
    client.get(f"/moten/{meeting.number}/")
    with django_assert_max_num_queries(24):
        client.get(f"/moten/{meeting.number}/")


def picture(**how):
    """A JPEG that tells where and with what it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Kameramärket"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", how.get("size", (900, 300)), "#0b4f5c").save(out, "JPEG", exif=exif)
    assert b"Kameram" in out.getvalue()
    return SimpleUploadedFile("logo.jpg", out.getvalue(), "image/jpeg")


def test_a_logo_is_drawn_anew_and_shown_with_the_name_and_the_link(client, cycle):
    meeting = make_meeting(cycle, co_hosts=("Pajala kommun", "Sparbanken"))
    signed_in(client, "editor")
    where = f"/arbetsyta/moten/{meeting.number}/medarrangorer/"
    host = meeting.co_hosts.get(name="Sparbanken")
    sent = {"co_host": host.pk, f"m{host.pk}-link": "https://bank.example/", f"m{host.pk}-logo": picture()}
    assert client.post(where, sent)["Location"] == where
    logo = CoHostLogo.objects.get()
    assert b"Kameram" not in bytes(logo.content)
    assert (logo.width, logo.height, logo.media_type) == (480, 160, "image/jpeg")
    client.logout()
    page = body(client.get(f"/moten/{meeting.number}/"))
    assert 'alt="Sparbanken"' in page
    assert 'href="https://bank.example/"' in page
    shown = client.get(f"/moten/{meeting.number}/logotyp/{logo.digest}/")
    assert shown.content == bytes(logo.content)
    assert shown.headers["Content-Type"] == "image/jpeg"


def test_who_stays_a_co_host_keeps_logo_and_link_when_the_meeting_is_edited(cycle):
    meeting = make_meeting(cycle, co_hosts=("Pajala kommun", "Sparbanken", "Byalaget"))
    host = meeting.co_hosts.get(name="Sparbanken")
    actions.present_co_host(host, "https://bank.example/", picture(), by=LEAD)
    actions.edit(meeting, {}, ["Sparbanken", "Skolan", "Pajala kommun"], by=LEAD)
    assert list(meeting.co_hosts.values_list("position", "name", "link")) == [
        (1, "Sparbanken", "https://bank.example/"),
        (2, "Skolan", ""),
        (3, "Pajala kommun", ""),
    ]
    assert meeting.co_hosts.get(name="Sparbanken").logo
    actions.edit(meeting, {}, ["Skolan"], by=LEAD)
    assert not CoHostLogo.objects.exists()


@pytest.mark.parametrize(
    ("link", "file", "field"),
    [
        ("javascript:alert(1)", None, "link"),
        ("bank", None, "link"),
        ("", SimpleUploadedFile("l.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "logo"),
        ("", SimpleUploadedFile("l.png", b"\x89PNG\r\n\x1a\nbroken"), "logo"),
    ],
)
def test_what_is_no_address_and_no_picture_is_refused_at_its_field(cycle, link, file, field):
    meeting = make_meeting(cycle, co_hosts=("Byalaget",))
    with pytest.raises(ValidationError) as refused:
        actions.present_co_host(meeting.co_hosts.get(), link, file, by=LEAD)
    assert list(refused.value.error_dict) == [field]
    assert not CoHostLogo.objects.exists()


def test_the_logo_of_a_draft_is_not_public_and_a_strangers_meeting_is_not_touched(client, cycle):
    draft = make_meeting(cycle, published=False, co_hosts=("Byalaget",), municipality="2580")
    actions.present_co_host(draft.co_hosts.get(), "", picture(), by=LEAD)
    where = f"/moten/{draft.number}/logotyp/{CoHostLogo.objects.get().digest}/"
    assert client.get(where).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.present_co_host(draft.co_hosts.get(), "", None, remove_logo=True, by=CONTACT)
    signed_in(client, "editor")
    assert client.get(where).status_code == 200
    actions.present_co_host(draft.co_hosts.get(), "", None, remove_logo=True, by=LEAD)
    assert not CoHostLogo.objects.exists()
