"""A sentence with foreign words is plain in mail and says in HTML which language each part is in."""

from __future__ import annotations

from django.template import Context, Template

from medskick.ground.core import spoken


def shown(value: object, *, autoescape: bool = True) -> str:
    return Template("{{ value }}").render(Context({"value": value}, autoescape=autoescape))


def test_plain_where_nothing_is_escaped_and_marked_where_it_is():
    said = spoken.sentence("Read as “%(words)s”", words=spoken.words("Bussen går för sällan", "sv"))
    assert said == "Read as “Bussen går för sällan”"
    assert shown(said, autoescape=False) == "Read as “Bussen går för sällan”"
    assert shown(said) == 'Read as “<span lang="sv">Bussen går för sällan</span>”'


def test_what_people_wrote_is_escaped():
    said = spoken.joined([spoken.words("<b>Hej</b> & 5 %", "sv"), "<i>", 'a"b'], ": ")
    assert shown(said) == ('<span lang="sv">&lt;b&gt;Hej&lt;/b&gt; &amp; 5 %</span>: &lt;i&gt;: a&quot;b')
    assert spoken.sentence("%(a)s < %(b)s", a="<x>", b=3) == "<x> < 3"
    assert shown(spoken.sentence("%(a)s < %(b)s", a="<x>", b=3)) == "&lt;x&gt; &lt; 3"


def test_nobody_knows_the_language():
    assert type(spoken.words("Hej", "")) is str
