"""Questions and answers of a cycle, each with an address of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from itertools import chain, count
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from medskick.engine.text.finding import holds, wanted

from .base import SitePage
from .blocks import FEATURES

LONGEST_ANCHOR = 50  # letters made of a question, so that a number fits behind


class QuestionBlock(blocks.StructBlock):
    """A question and its answer. ``anchor`` is its place on the page and never changes, so that links hold."""

    question = blocks.CharBlock(label=_("Fråga"), max_length=200)
    answer = blocks.RichTextBlock(label=_("Svar"), features=FEATURES)
    anchor = blocks.RegexBlock(
        label=_("Adress på sidan"),
        required=False,
        regex=r"^[a-z0-9-]{1,60}$",
        error_messages={"invalid": _("Små bokstäver a–z, siffror och bindestreck.")},
        help_text=_(
            "Lämna tomt, så görs den av frågan. Ändra den inte sedan: länkar hit slutar då att fungera."
        ),
    )

    class Meta:
        icon = "help"
        label = _("Fråga och svar")


def _free_anchor(question: str, taken: Container[str]) -> str:
    base = slugify(question)[:LONGEST_ANCHOR].strip("-") or "fraga"
    tries = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(one for one in tries if one not in taken)


class QuestionsPage(SitePage):
    """Everything people ask about one cycle."""

    cycle = models.SlugField(_("omgång"), max_length=20, blank=True)
    questions = StreamField([("question", QuestionBlock())], verbose_name=_("frågor och svar"), blank=True)

    template = "pages/questions.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    content_panels = [*SitePage.content_panels, FieldPanel("questions"), FieldPanel("cycle")]

    def clean(self) -> None:
        """Give every question without a place on the page one, made of its words.

        Two questions at one place are refused: the second would be reached by no link and found by no search.
        """
        super().clean()
        given = Counter(one.value["anchor"] for one in self.questions if one.value["anchor"])
        if twice := [anchor for anchor, times in given.items() if times > 1]:
            raise ValidationError(
                {"questions": _("Adressen %s står på mer än en fråga. Ge varje fråga en egen.") % twice[0]}
            )
        taken = set(given)
        for one in self.questions:
            if not one.value["anchor"]:
                one.value["anchor"] = _free_anchor(one.value["question"], taken)
                taken.add(one.value["anchor"])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """All questions, or those that hold every word of ``?q=``."""
        asked = " ".join(request.GET.get("q", "").split())[:200]
        words, code = wanted(asked), self.locale.language_code
        found = [
            one
            for one in self.questions
            if holds(f"{one.value['question']} {strip_tags(one.value['answer'].source)}", words, code)
        ]
        return {**super().get_context(request, *args, **kwargs), "wanted": asked, "found": found}

    class Meta:
        verbose_name = _("frågor och svar")
