"""Tags that keep a page in one language: `{% load whole_page %}`.

`{% whole_page %}…{% end_whole_page %}` around the whole document; `{% frame %}…{% end_frame %}` around what is not the
page's content. Inside, `spoken` is the language of the content, `asked_language` the language that was asked for,
`frame_lang` the attribute that elements of the frame carry, `in_swedish` whether the content had to be Swedish, and
`own_words` the sentence that says so in the language asked for and `own_help` the words of the link to how to help,
where they are translated.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_noop

from medskick.ground.core import one_language
from medskick.ground.core.languages import ALL, SOURCE

register = template.Library()

WANTED = gettext_noop(
    "Sidan visas på svenska, eftersom den inte är översatt än. Hjälp oss gärna att översätta."
)
HELP = gettext_noop("Så kan du hjälpa till")


class WholePage(template.Node):
    """Makes the document; again, in Swedish where its language lacks a text."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> Any:
        hearing = one_language.current()
        while True:
            with context.push(**_speech(hearing)):
                page = self.nodelist.render(context)
            if hearing is None or not hearing.settle():
                return page


def _speech(hearing: one_language.Hearing | None) -> dict[str, Any]:
    asked = ALL.get(get_language() or SOURCE, ALL[SOURCE])
    content = ALL[hearing.speaks(one_language.CONTENT)] if hearing else asked
    frame = ALL[hearing.speaks(one_language.FRAME)] if hearing else asked
    return {
        "spoken": content,
        "asked_language": asked,
        "frame_lang": format_html(' lang="{}"', frame.code) if frame is not content else "",
        "in_swedish": content is not asked,
        "own_words": one_language.own(WANTED) if content is not asked else "",
        "own_help": one_language.own(HELP) if content is not asked else "",
    }


class Frame(template.Node):
    """What it holds belongs to the page's frame."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> Any:
        with one_language.zone(one_language.FRAME):
            return self.nodelist.render(context)


@register.tag
def whole_page(parser: Parser, token: Token) -> WholePage:
    """Around the whole document."""
    nodelist = parser.parse(("end_whole_page",))
    parser.delete_first_token()
    return WholePage(nodelist)


@register.tag
def frame(parser: Parser, token: Token) -> Frame:
    """Around a part of the page that is the same on all pages."""
    nodelist = parser.parse(("end_frame",))
    parser.delete_first_token()
    return Frame(nodelist)
