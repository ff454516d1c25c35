"""The demonstration's pages: news, questions, material, earlier goals, front page, in Swedish and in part in English.

Everything is a page of the editor's, published from a revision of its own, and every picture passes the form for
pictures. What somebody has written or changed since is never touched, so loading twice adds nothing.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from wagtail.documents.forms import get_document_form
from wagtail.images.forms import get_image_form
from wagtail.models import Collection, Locale, Page

from medskick.doors.pages import actions
from medskick.doors.pages.demo.compositions import PICTURES
from medskick.doors.pages.demo.pictures import drawn
from medskick.doors.pages.demo.words import Words
from medskick.doors.pages.models import (
    AccessibilityStatement,
    Conformity,
    Failing,
    FreePage,
    HomePage,
    Material,
    MaterialIndexPage,
    MaterialPage,
    NewsIndexPage,
    NewsPage,
    PersonalDataStatement,
    Picture,
    QuestionsPage,
)
from medskick.doors.pages.models.pictures import Shows
from medskick.doors.pages.page_forms import theme_choices
from medskick.doors.pages.statements import actions as statement_actions
from medskick.doors.pages.statements import queries as statements
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.ground.core.shift import Shift
from medskick.process.cycle import queries as cycles
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import StrategyCycle

WRITTEN_FOR = "25"  # the region that all this tells of
TEXTS = Path(__file__).with_name("texts")
AUTHOR = "Regional utveckling"
CREDIT = "Medskick, tecknad bild"
OTHER = "en"
NEWS = {
    "lead": "Här berättar vi vad som händer, och vad vi hör på mötena.",
    OTHER: {
        "title": "News",
        "lead": "Here we tell what happens and what we hear at the meetings. Most of it is in Swedish.",
    },
}


def load(cycle: StrategyCycle, shift: Shift, meetings: Mapping[str, int]) -> None:
    """Write and publish what has been told by today. ``meetings``: numbers by their key in the tour.

    Adds nothing in a region that this was not written for.
    """
    if regions.region().code != WRITTEN_FOR:
        return
    with transaction.atomic():
        swedish = actions.lay_out()
        english = _in_english(swedish)
        _make_statements()
        site = _Site(cycle, shift, meetings, english.locale if english else None)
        material = _read("material.toml")
        site.write_news(_read("news.toml")["news"])
        site.write_questions(_read("questions.toml"))
        site.write_material(material)
        for one in material["free"]:
            site.write_free(swedish, one)
        if english:
            _lay_the_front_page(swedish, english, _in_order(material["home"]["parts"], cycle), site.words)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((TEXTS / name).read_text(encoding="utf-8"))


def _make_statements() -> None:
    """What an operator fills in by law: made up, and said to be, unless somebody has filled it in."""
    contact = regions.region().contact
    if statements.accessibility(PUBLIC) is None:
        written = _read("statements.toml")["accessibility"]
        failings = [Failing(**one) for one in written.pop("failings")]
        today = timezone.localdate()
        statement = AccessibilityStatement(
            **written,
            conformity=Conformity.PARTIAL,
            assessed_on=today,
            published_on=today,
            contact_email=contact.email,
            contact_phone=contact.phone,
        )
        statement_actions.save_accessibility(statement, failings, by=SYSTEM)
    if statements.personal_data(PUBLIC) is None:
        written = _read("statements.toml")["personal_data"]
        statement_actions.save_personal_data(PersonalDataStatement(**written), by=SYSTEM)


def _in_english(swedish: HomePage) -> HomePage | None:
    """A new English front page; None where there is one already."""
    locale = Locale.objects.filter(language_code=OTHER).first()
    if locale is None or swedish.get_translation_or_none(locale):
        return None
    home: HomePage = swedish.copy_for_translation(locale)
    home.title = "Start page"
    home.save_revision().publish()
    return home


def _in_order(parts: list[dict[str, Any]], cycle: StrategyCycle) -> list[dict[str, Any]]:
    """The parts of the front page as they suit the phase going on."""
    phase = cycles.current_phase(cycle, PUBLIC)
    kind = phase.kind if phase else ""
    shown = [one for one in parts if kind in one.get("phases", [kind])]
    early = [one for one in shown if kind in one.get("early", [])]
    first, *rest = [one for one in shown if one not in early]
    return [first, *early, *rest]


def _lay_the_front_page(
    swedish: HomePage, english: HomePage, parts: list[dict[str, Any]], words: Words
) -> None:
    for home, name in ((swedish, "value"), (english, OTHER)):
        home.refresh_from_db()
        home.parts = [
            (part["block"], words.value(part.get(name, part.get("value")), home.locale.language_code))
            for part in parts
        ]
        home.save_revision().publish()


class _Site:
    """The pages of one loading: the shift of its days, the numbers of its meetings and the pictures drawn so far."""

    def __init__(
        self, cycle: StrategyCycle, shift: Shift, meetings: Mapping[str, int], english: Locale | None
    ) -> None:
        self.cycle, self.shift, self.meetings, self.english = cycle, shift, meetings, english
        self.words = Words(shift)
        self.themes = theme_choices()
        self.pictures: dict[str, Picture] = {}
        self.form_of_pictures = get_image_form(Picture)
        self.written_files: dict[str, dict[str, str]] = _read("material.toml")["files"]
        self.files: dict[str, Material] = {}
        phase = cycles.current_phase(cycle, PUBLIC)
        self.phase = phase.kind if phase else ""
        self.dialogue_is_over = not cycles.accepts_contributions(cycle, PUBLIC)

    def write_news(self, news: list[dict[str, Any]]) -> None:
        """News and reports, each on its day, as far as that has come."""
        index = NewsIndexPage.objects.filter(locale=Locale.get_default()).get()
        self._introduce(index, NEWS)
        for one in sorted(news, key=lambda one: one["day"]):
            # A report comes after its meeting, which may have been moved from days when nobody is at work.
            day = (self.shift if one.get("kind") == "report" else self.shift.at_work)(one["day"])
            if day > timezone.localdate():
                continue
            self._add(index, one, partial(self._news, one, day))

    def write_questions(self, written: dict[str, Any]) -> None:
        """All questions, unless somebody has written on the page."""
        page = QuestionsPage.objects.filter(locale=Locale.get_default()).get()
        if page.latest_revision_id is not None:
            return
        page.cycle = self.cycle.key
        self._answer(page, written["lead"], written["questions"], lambda one: one)
        if self.english:
            other = page.copy_for_translation(self.english)
            other.title = written[OTHER]["title"]
            self._answer(other, written[OTHER]["lead"], written["questions"], lambda one: one[OTHER])

    def write_material(self, written: dict[str, Any]) -> None:
        """The library."""
        index = MaterialIndexPage.objects.filter(locale=Locale.get_default()).get()
        self._introduce(index, written)
        for one in written["material"]:
            if self.dialogue_is_over and one.get("invites"):
                continue
            self._add(index, one, partial(MaterialPage, for_whom=one["for_whom"]))

    def write_free(self, home: HomePage, one: dict[str, Any]) -> None:
        """A page of its own."""
        home.refresh_from_db()
        self._add(home, one, partial(FreePage, easy_read_of=one.get("easy_read_of", "")))

    def _news(self, one: dict[str, Any], day: datetime.date) -> NewsPage:
        return NewsPage(
            kind=one.get("kind", "news"),
            author=AUTHOR,
            day=day,
            picture=self._picture(one["picture"]),
            municipality=one.get("municipality", ""),
            theme=self._theme(one.get("theme", [])),
            meeting=str(self.meetings.get(one.get("meeting", ""), "")),
            first_published_at=_morning(day),
        )

    def _add(self, parent: Page, one: dict[str, Any], make: Callable[[], Any]) -> None:
        """Write and publish a page below ``parent``, and its English version where it has one."""
        if parent.get_children().filter(slug=one["slug"]).exists():
            return
        page = make()
        page.slug, page.live, page.locale = one["slug"], False, parent.locale
        above = self._shown(one) if isinstance(page, FreePage) else []
        self._fill(page, one, above)
        parent.add_child(instance=page)
        page.save_revision().publish()
        if self.english and OTHER in one:
            other = page.copy_for_translation(self.english)
            self._fill(other, one[OTHER], above)
            if isinstance(page, NewsPage):
                other.first_published_at = page.first_published_at
                other.save()
            other.save_revision().publish()

    def _fill(self, page: Any, one: dict[str, Any], above: list[tuple[str, Any]]) -> None:
        language = page.locale.language_code
        page.title = one["title"]
        page.lead = self.words.value(one["lead"], language)
        blocks = [self._block(block) for block in one["body"]]
        page.body = above + [
            (name, self._file(value) if name == "file" else self.words.block(name, value, language))
            for name, value in blocks
        ]

    def _block(self, written: dict[str, Any]) -> tuple[str, Any]:
        """The name of a block and what it holds: something else after the dialogue where ``later`` says so."""
        name = next(key for key in written if key != "later")
        return name, written["later"] if self.dialogue_is_over and "later" in written else written[name]

    def _introduce(self, index: Any, written: dict[str, Any]) -> None:
        """What stands above a list, unless somebody has changed it; in English where that is written."""
        if index.latest_revision_id is not None:
            return
        index.lead = self._by_now(written, "lead")
        index.save_revision().publish()
        if self.english and OTHER in written:
            other = index.copy_for_translation(self.english)
            other.title, other.lead = written[OTHER]["title"], written[OTHER]["lead"]
            other.save_revision().publish()

    def _answer(
        self,
        page: Any,
        lead: str,
        questions: list[dict[str, Any]],
        spoken: Callable[[dict[str, Any]], dict[str, Any]],
    ) -> None:
        language = page.locale.language_code
        page.lead = lead
        page.questions = [
            (
                "question",
                {
                    "question": spoken(one)["question"],
                    "answer": self.words.rich(self._by_now(spoken(one), "answer"), language),
                    "anchor": one["anchor"],
                },
            )
            for one in questions
        ]
        page.save_revision().publish()

    def _by_now(self, one: dict[str, Any], name: str) -> str:
        """What is told while the dialogue goes on, in the phase going on or after the dialogue, where that is
        something else."""
        if not self.dialogue_is_over:
            return str(one[name])
        return str(one.get("now", {}).get(self.phase) or one.get("later") or one[name])

    def _theme(self, pieces: list[str]) -> str:
        """The first published theme whose name holds one of these pieces of words; none where there is none."""
        return next(
            (slug for piece in pieces for slug, name in self.themes if piece in name.lower()),
            "",
        )

    def _shown(self, one: dict[str, Any]) -> list[tuple[str, Any]]:
        """The picture of a page that has no place for one but in its text."""
        if "picture" not in one:
            return []
        return [("picture", {"picture": self._picture(one["picture"]), "caption": ""})]

    def _picture(self, name: str) -> Picture:
        """The picture with this name, drawn once."""
        if name not in self.pictures:
            title = PICTURES[name][0]
            data = {
                "title": title,
                "description": title,
                "credit": CREDIT,
                "shows": Shows.NOBODY,
                "collection": Collection.get_first_root_node().pk,
            }
            file = SimpleUploadedFile(f"{name}.jpg", drawn(name), "image/jpeg")
            form = self.form_of_pictures(data, {"file": file})
            if not form.is_valid():
                raise ValueError(f"{name}: {form.errors.as_text()}")
            self.pictures[name] = form.save()
        return self.pictures[name]

    def _file(self, name: str) -> Material:
        """The file with this name, written once. Its mark tells every program that it is UTF-8."""
        if name not in self.files:
            written = self.written_files[name]
            data = {"title": written["title"], "collection": Collection.get_first_root_node().pk}
            file = SimpleUploadedFile(
                written["name"], written["text"].lstrip().encode("utf-8-sig"), "text/plain"
            )
            form = get_document_form(Material)(data, {"file": file})
            if not form.is_valid():
                raise ValueError(f"{name}: {form.errors.as_text()}")
            self.files[name] = form.save()
        return self.files[name]


def _morning(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(8)))
