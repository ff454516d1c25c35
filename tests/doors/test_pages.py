"""Editors publish, visitors read: the same addresses in every language, nothing that nobody has approved."""

from __future__ import annotations

import datetime
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail import blocks
from wagtail.models import Locale

from helpers_meetings import make_meeting, over
from helpers_people import signed_in
from medskick.doors.pages import actions, forms, models
from medskick.ground.core.languages import ALL, SOURCE

pytestmark = pytest.mark.django_db


def an_upload(kind: str = "JPEG", size=(400, 300), exif: bool = True) -> SimpleUploadedFile:
    picture, file = Image.new("RGB", size, "teal"), io.BytesIO()
    notes = Image.Exif()
    if exif:
        notes[0x0110] = "Kamera 5"
        notes.get_ifd(0x8825)[1] = "N"
    picture.save(file, kind, exif=notes) if kind != "GIF" else picture.save(file, kind)
    return SimpleUploadedFile("Arjeplog.jpg", file.getvalue(), f"image/{kind.lower()}")


def picture_form(**changes):
    from wagtail.images.forms import get_image_form

    data = {
        "title": "Torget", "description": "Människor på torget i Arjeplog", "credit": "Provperson", "shows": "nobody",
        "consent": "", "collection": "1", **changes,
    }  # fmt: skip
    return get_image_form(models.Picture)(data, {"file": an_upload()})


def a_report(home, **fields) -> models.NewsPage:
    index = models.NewsIndexPage.objects.child_of(home).get()
    body = [("paragraph", "<p>Fyrtioen personer kom till mötet.</p>"), ("heading", "Det här sades")]
    report = models.NewsPage(
        title="Mötet i Arjeplog", slug="motet-i-arjeplog", lead="Det handlade mycket om resor.", author="Provperson",
        kind="report", municipality="2506", body=body, **fields,
    )  # fmt: skip
    live = report.live
    report.live = False
    index.add_child(instance=report)
    if live:
        report.save_revision().publish()
        report.refresh_from_db()
    return report


def test_laying_out_twice_changes_nothing(home):
    before = [page.pk for page in home.get_descendants()]
    assert actions.lay_out().pk == home.pk
    assert [page.pk for page in home.get_descendants()] == before


def test_fixed_addresses_answer_before_anything_is_written(client, home):
    for address in ("/nyheter/", "/fragor-och-svar/", "/material/", "/en/nyheter/"):
        assert client.get(address).status_code == 200


def test_a_report_is_read_at_its_address_and_listed(client, home):
    a_report(home)
    page = client.get("/nyheter/motet-i-arjeplog/").content.decode()
    assert "Fyrtioen personer" in page
    assert "Arjeplog" in page
    assert 'href="/nyheter/motet-i-arjeplog/"' in client.get("/nyheter/").content.decode()


def test_what_is_not_translated_answers_in_swedish_and_says_so(client, home):
    a_report(home)
    page = client.get("/en/nyheter/motet-i-arjeplog/").content.decode()
    assert 'lang="sv"' in page
    assert "Fyrtioen personer" in page


def test_a_translation_answers_at_the_same_address(client, home):
    report = a_report(home)
    english = report.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    english.title = "The meeting in Arjeplog"
    english.save_revision().publish()
    assert "The meeting in Arjeplog" in client.get("/en/nyheter/motet-i-arjeplog/").content.decode()


def test_a_draft_is_seen_by_nobody(client, home):
    a_report(home, live=False)
    assert client.get("/nyheter/motet-i-arjeplog/").status_code == 404
    assert "motet-i-arjeplog" not in client.get("/nyheter/").content.decode()


def test_a_page_cannot_take_an_address_of_the_site(home):
    from django.core.exceptions import ValidationError

    page = models.FreePage(title="Teman", slug="teman")
    with pytest.raises(ValidationError):
        home.add_child(instance=page)


def test_an_uploaded_picture_carries_nothing_but_what_is_seen(home, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    form = picture_form()
    assert form.is_valid(), form.errors
    stored = form.save()
    with Image.open(stored.file) as picture:
        assert not picture.getexif()
        assert "exif" not in picture.info
    assert b"Kamera 5" not in stored.file.open("rb").read()


@pytest.mark.parametrize(
    "changes",
    [{"description": ""}, {"credit": ""}, {"shows": "children"}, {"shows": "adults"}, {"shows": ""}],
)
def test_a_picture_needs_words_a_name_and_a_yes(home, changes):
    assert not picture_form(**changes).is_valid()


def test_a_file_that_is_no_picture_is_told_in_one_sentence(home):
    from wagtail.images.forms import get_image_form

    form = get_image_form(models.Picture)({}, {"file": SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>")})
    assert not form.is_valid()
    assert len(form.errors["file"]) == 1


def test_a_picture_is_public_only_where_a_published_page_shows_it(client, home, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    form = picture_form()
    assert form.is_valid(), form.errors
    stored = form.save()
    address = stored.get_rendition("width-100").url
    assert address.startswith("/bilder/")
    assert client.get(address).status_code == 404
    report = a_report(home, picture=stored)
    assert client.get(address).status_code == 200
    report.unpublish()
    assert client.get(address).status_code == 404


def test_the_editors_workspace_opens_for_editors_alone(client, home):
    assert client.get("/arbetsyta/sidor/").status_code == 302
    signed_in(client, "analyst")
    assert client.get("/arbetsyta/sidor/").status_code in {302, 403}


def test_an_editor_reaches_the_workspace_and_its_policy_allows_nothing_from_outside(client, home):
    signed_in(client, "editor")
    answer = client.get("/arbetsyta/sidor/")
    assert answer.status_code == 200
    assert "http" not in answer.headers["Content-Security-Policy"]
    page = answer.content.decode()
    assert "gravatar" not in page
    assert "releases.wagtail" not in page


def test_there_is_one_sign_in(client, home):
    for address in ("login", "password_reset"):
        assert client.get(f"/arbetsyta/sidor/{address}/").status_code == 302


def test_the_picture_form_is_the_only_one(settings):
    from wagtail.images.forms import get_image_form

    assert issubclass(get_image_form(models.Picture), forms.PictureForm)


@pytest.mark.parametrize("role", ["editor", "process_lead", "administrator", "municipality_contact"])
def test_who_writes_pages_may_bring_pictures_and_files(client, home, role):
    signed_in(client, role)
    assert client.get("/arbetsyta/sidor/images/add/").status_code == 200
    assert client.get("/arbetsyta/sidor/documents/multiple/add/").status_code == 200


def test_a_municipality_writes_but_an_editor_publishes(client, home):
    index = models.NewsIndexPage.objects.child_of(home).get()
    user = signed_in(client, "municipality_contact")
    may = index.permissions_for_user(user)
    assert may.can_add_subpage()
    assert not may.can_publish_subpage()
    assert not a_report(home).permissions_for_user(user).can_edit()


def test_a_municipality_does_not_see_the_titles_of_drafts_that_others_write(client, home):
    index = models.NewsIndexPage.objects.child_of(home).get()
    a_report(home)
    index.add_child(instance=models.NewsPage(title="Hemligt utkast", slug="hemligt-utkast", live=False))
    user = signed_in(client, "municipality_contact")
    own = models.NewsPage(title="Mitt utkast", slug="mitt-utkast", live=False, owner=user)
    index.add_child(instance=own)
    desk = "/arbetsyta/sidor/"
    for address in (
        f"pages/{index.pk}/",
        f"pages/{index.pk}/?q=utkast",
        "pages/search/?q=utkast",
        f"choose-page/{index.pk}/",
        "choose-page/search/?q=utkast",
        f"api/main/pages/?child_of={index.pk}&for_explorer=1",
        f"api/main/pages/?child_of={index.pk}",
    ):
        page = client.get(desk + address)
        assert page.status_code == 200, address
        assert "Hemligt utkast" not in page.content.decode(), address
        if "choose" not in address and "q=" not in address:
            assert "Mitt utkast" in page.content.decode(), address
    signed_in(client, "editor")
    assert "Hemligt utkast" in client.get(f"{desk}pages/{index.pk}/").content.decode()


def test_feeds_of_the_site_a_place_and_a_theme(client, home):
    import feedparser

    a_report(home, theme="resor")
    for address in ("", "kommun/2506/", "tema/resor/"):
        read = feedparser.parse(client.get(f"/nyheter/flode/{address}").content)
        assert not read.bozo
        assert [one.title for one in read.entries] == ["Mötet i Arjeplog"]
    assert not feedparser.parse(client.get("/nyheter/flode/kommun/2580/").content).entries
    assert client.get("/nyheter/flode/kommun/9999/").status_code == 404


def test_feeds_differ_in_name_and_hold_the_same_item(client, home):
    import feedparser

    a_report(home)
    whole, place = (
        feedparser.parse(client.get(f"/nyheter/flode/{address}").content) for address in ("", "kommun/2506/")
    )
    assert whole.feed.id != place.feed.id
    assert whole.feed.title != place.feed.title
    assert whole.entries[0].id == place.entries[0].id


ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def atom(client, home):
    """A report in a feed as XML: ``atom("kommun/2506/", "/en")``."""
    from xml.etree import ElementTree

    report = a_report(home, theme="resor")

    def read(path: str = "", language: str = "") -> ElementTree.Element:
        answer = client.get(f"{language}/nyheter/flode/{path}")
        assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        return ElementTree.fromstring(answer.content)

    read.report = report
    return read


def only(element, name: str) -> str:
    found = element.findall(f"{ATOM}{name}")
    assert len(found) == 1, name
    assert found[0].text, name
    return found[0].text


def linked(element) -> dict[str, str]:
    return {one.get("rel"): one.get("href") for one in element.findall(f"{ATOM}link")}


@pytest.mark.parametrize("path", ["", "kommun/2506/", "tema/resor/"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_a_feed_has_what_atom_requires_of_a_feed(atom, path, language):
    """RFC 4287, 4.1.1: one id, title and updated; a link to itself; an author here or in every entry."""
    feed = atom(path, language)
    assert feed.tag == f"{ATOM}feed"
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", only(feed, "id"))
    assert only(feed, "title").startswith("Norrbotten 2040")
    updated = datetime.datetime.fromisoformat(only(feed, "updated"))
    assert updated.tzinfo is not None
    at = f"http://testserver{language}/nyheter/"
    assert linked(feed) == {"self": f"{at}flode/{path}", "alternate": at}
    assert only(feed.find(f"{ATOM}author"), "name")


@pytest.mark.parametrize("path", ["", "kommun/2506/", "tema/resor/"])
def test_an_entry_has_what_atom_requires_of_an_entry(atom, path):
    """RFC 4287, 4.1.2: one id, title and updated; an author; a link to read it at, or a content."""
    feed = atom(path)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert only(entry, "id") == f"urn:uuid:{atom.report.translation_key}"
    assert only(entry, "title") == "Mötet i Arjeplog"
    assert datetime.datetime.fromisoformat(only(entry, "updated")) == atom.report.last_published_at
    assert datetime.datetime.fromisoformat(only(entry, "published")).tzinfo is not None
    assert linked(entry) == {"alternate": "http://testserver/nyheter/motet-i-arjeplog/"}
    assert only(entry.find(f"{ATOM}author"), "name") == "Provperson"
    assert only(entry, "summary") == "Det handlade mycket om resor."


def test_an_entry_says_its_own_language_in_a_feed_of_another(atom):
    xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
    feed = atom("", "/en")
    assert feed.get(xml_lang) == "en"
    assert [one.get(xml_lang) for one in feed.findall(f"{ATOM}entry")] == ["sv"]


def test_ids_of_a_feed_stay_and_tell_feeds_apart(atom):
    feeds = {
        (path, language): atom(path, language) for path in ("", "kommun/2506/") for language in ("", "/en")
    }
    ids = {where: only(feed, "id") for where, feed in feeds.items()}
    assert len(set(ids.values())) == 4
    assert {where: only(atom(*where), "id") for where in feeds} == ids
    first = only(feeds["", ""].find(f"{ATOM}entry"), "id")
    atom.report.title, atom.report.slug = "Så blev mötet", "sa-blev-motet"
    atom.report.save_revision().publish()
    entry = atom().find(f"{ATOM}entry")
    assert only(entry, "id") == first
    assert linked(entry)["alternate"] == "http://testserver/nyheter/sa-blev-motet/"


def test_an_empty_feed_is_an_atom_feed_too(client, home):
    from xml.etree import ElementTree

    feed = ElementTree.fromstring(client.get("/nyheter/flode/").content)
    assert [only(feed, name) for name in ("id", "title", "updated")]
    assert only(feed.find(f"{ATOM}author"), "name")


def test_news_of_one_municipality(client, home):
    a_report(home)
    assert "motet-i-arjeplog" in client.get("/nyheter/?kommun=2506").content.decode()
    assert "motet-i-arjeplog" in client.get("/nyheter/?kommun=hoppsan").content.decode()
    county = client.get("/nyheter/?kommun=lanet").content.decode()
    assert "motet-i-arjeplog" not in county
    assert '<option value="lanet" selected>Hela länet</option>' in county


def test_the_sitemap_lists_every_published_page_once(client, home):
    from xml.etree import ElementTree

    a_report(home)
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = [one.text for one in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert "http://testserver/nyheter/motet-i-arjeplog/" in found
    assert len(found) == len(set(found))
    for address in found:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_lists_ask_as_much_of_the_database_however_long_they_are(client, home, django_assert_max_num_queries):
    for number in range(12):
        index = models.NewsIndexPage.objects.child_of(home).get()
        index.add_child(instance=models.NewsPage(title=f"Nyhet {number}", author="Provperson", body=[]))
    client.get("/nyheter/")
    with django_assert_max_num_queries(14):
        client.get("/nyheter/")


def test_an_editor_chooses_among_the_regions_municipalities(client, home):
    signed_in(client, "editor")
    index = models.NewsIndexPage.objects.child_of(home).get()
    page = client.get(f"/arbetsyta/sidor/pages/add/pages/newspage/{index.pk}/").content.decode()
    assert '<option value="2506">Arjeplog</option>' in page


@pytest.mark.parametrize("code", [code for code in ALL if code != SOURCE])
def test_a_page_that_editors_have_written_in_a_language_is_read_in_it(client, home, code):
    report = a_report(home)
    report.copy_for_translation(Locale.objects.get(language_code=code), copy_parents=True)
    own = report.get_translation(Locale.objects.get(language_code=code))
    own.title = "Ovttas"
    own.save_revision().publish()
    page = client.get(f"/{code}/nyheter/motet-i-arjeplog/").content.decode()
    assert ">Ovttas</h1>" in page
    spoken = re.search(r'<html lang="(\w+)"', page)[1]
    assert f'<div class="prose" lang="{code}">' in page if spoken != code else '<div class="prose">' in page
    assert "finns inte på" not in page
    assert "Mötet i Arjeplog" in client.get("/nyheter/motet-i-arjeplog/").content.decode()


def test_the_news_list_marks_what_is_in_another_language(client, home):
    a_report(home)
    shown = client.get("/en/nyheter/").content.decode()
    assert re.search(r'<a href="/en/nyheter/motet-i-arjeplog/" lang="sv">Mötet i Arjeplog</a>', shown)
    assert '<p lang="sv">Det handlade mycket om resor.</p>' in shown
    assert '<li class="news-list__item">' in shown  # day and kind are in the page's own language
    assert "Report from a meeting" in shown
    assert 'arjeplog/">Mötet i Arjeplog</a>' in client.get("/nyheter/").content.decode()


def test_editors_find_every_language_of_the_interface(client, home):
    signed_in(client, "editor")
    report = a_report(home)
    assert {one.language_code for one in Locale.objects.all()} == set(ALL)
    page = client.get(f"/arbetsyta/sidor/translation/submit/page/{report.pk}/").content.decode()
    for code in ("fit", "se"):
        assert str(Locale.objects.get(language_code=code).pk) in page
        assert ALL[code].name in page


def test_a_report_and_its_meeting_lead_to_each_other(client, home, cycle):
    from helpers_meetings import make_meeting, over

    meeting = over(make_meeting(cycle, title="Dialog i Arjeplog", municipality="2506"))
    a_report(home, meeting=str(meeting.number))
    own = f"/moten/{meeting.number}/"
    assert 'href="/nyheter/motet-i-arjeplog/"' in client.get(own).content.decode()
    assert f'href="{own}"' in client.get("/nyheter/motet-i-arjeplog/").content.decode()
    assert 'href="/en/nyheter/motet-i-arjeplog/"' in client.get(f"/en{own}").content.decode()
    models.NewsPage.objects.get().unpublish()
    assert "motet-i-arjeplog" not in client.get(own).content.decode()


def test_an_editor_chooses_the_meeting_among_those_that_there_are(client, home, cycle):
    from helpers_meetings import make_meeting

    meeting = make_meeting(cycle, title="Dialog i Arjeplog")
    signed_in(client, "editor")
    index = models.NewsIndexPage.objects.child_of(home).get()
    page = client.get(f"/arbetsyta/sidor/pages/add/pages/newspage/{index.pk}/").content.decode()
    assert f'<option value="{meeting.number}">Dialog i Arjeplog (' in page


def test_a_report_of_a_stop_is_on_the_map_and_in_the_list_under_it(client, cycle):
    meeting = over(make_meeting(cycle))
    before = client.get("/moten/").content.decode()
    assert "tour__report" not in before
    index = models.NewsIndexPage.objects.child_of(actions.lay_out()).get()
    report = models.NewsPage(title="Så var det", slug="sa-var-det", author="Eva", meeting=str(meeting.number))
    index.add_child(instance=report)
    page = client.get("/moten/").content.decode()
    assert page.count("tour__report") == 1
    assert '<a class="tour__report" href="/nyheter/sa-var-det/">Rapport' in page
    report.unpublish()
    assert "tour__report" not in client.get("/moten/").content.decode()


def test_a_question_without_an_address_gets_one_of_its_words_and_keeps_it(home, client):
    page = models.QuestionsPage.objects.child_of(home).get()
    page.questions = [
        ("question", {"question": question, "answer": "<p>Ja.</p>", "anchor": anchor})
        for question, anchor in (
            ("Är allt öppet?", ""),
            ("Är allt öppet?", ""),
            ("Hur då?", "mitt-eget"),
            ("?", ""),
        )
    ]
    page.save_revision().publish()
    page = models.QuestionsPage.objects.get(pk=page.pk)
    assert [one.value["anchor"] for one in page.questions] == [
        "ar-allt-oppet", "ar-allt-oppet-2", "mitt-eget", "fraga",
    ]  # fmt: skip
    page.questions[0].value["question"] = "Är nästan allt öppet?"
    page.save_revision().publish()
    page = models.QuestionsPage.objects.get(pk=page.pk)
    assert page.questions[0].value["anchor"] == "ar-allt-oppet"
    body = client.get("/fragor-och-svar/").content.decode()
    assert body.count("<details") == body.count("open data-answer>") == 4  # open without JavaScript
    assert 'id="ar-allt-oppet"' in body
    assert "data-answer" not in client.get("/fragor-och-svar/?q=allt").content.decode()


def test_two_headings_at_one_place_are_refused():
    """Links to the second would lead to the first, and a page may not hold one id twice."""
    from medskick.doors.pages.models.blocks import TextBlocks

    text = TextBlocks()
    apart = text.to_python([{"type": "heading", "value": one} for one in ("Så gick det", "Så går det")])
    assert [block.value for block in text.clean(apart)] == ["Så gick det", "Så går det"]
    alike = text.to_python([{"type": "heading", "value": one} for one in ("Så gick det", "Sa gick  det!")])
    with pytest.raises(blocks.StreamBlockValidationError) as wrong:
        text.clean(alike)
    assert set(wrong.value.block_errors) == {1}
