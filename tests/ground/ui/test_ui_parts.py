"""The parts: whatever people write comes out as text, and what belongs together is wired together."""

from __future__ import annotations

import datetime
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test.signals import template_rendered
from django.utils import translation

from medskick.ground.ui import examples, spread, views
from medskick.ground.ui import tables as data_tables
from medskick.ground.ui.renderer import PartsRenderer

EVIL = '<script>alert(1)</script>"\'&<b x="'
PARTS = Path(views.__file__).parent / "templates" / "ui"


class Reader(HTMLParser):
    """Ids, references and tags of a page, and whether every tag that opens also closes."""

    VOID = {"meta", "link", "input", "br", "img", "hr", "source"}

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: list[str] = []
        self.tags: list[tuple[str, dict]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append((tag, found))
        if "id" in found:
            self.ids.append(found["id"])
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            self.references += (found.get(name) or "").split()
        if tag == "a" and (found.get("href") or "").startswith("#") and len(found["href"]) > 1:
            self.references.append(found["href"][1:])
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


@pytest.fixture
def guide(rf, db):
    """The style guide as a page, and the names of the templates that it was drawn with."""
    used: set[str] = set()

    def note(sender, template, **kwargs):
        used.add(template.name)

    template_rendered.connect(note)
    page = render_to_string("ui/styleguide.html", examples.all_parts(), request=rf.get("/"))
    template_rendered.disconnect(note)
    return page, used


def draw(source: str, **context) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_the_error_summary_says_which_field_is_empty():
    class Named(forms.Form):
        name = forms.CharField(label="Ditt namn")

    form = Named({})
    assert "Ditt namn: fyll i det här fältet." in draw('{% include "ui/error_summary.html" %}', form=form)


def test_a_form_may_leave_out_that_its_fields_are_optional():
    class Search(forms.Form):
        words = forms.CharField(label="Ord", required=False)

    assert "valfritt" in draw("{% field form.words %}", form=Search())
    assert "valfritt" not in draw("{% field form.words optional=False %}", form=Search())


def test_the_style_guide_shows_every_part(guide):
    _page, used = guide
    parts = {f"ui/{path.name}" for path in PARTS.glob("*.html")}
    elsewhere = {"ui/staff_base.html", "ui/form.html", "ui/messages.html", "ui/base.html"}
    assert parts - elsewhere <= used


def test_every_part_says_what_it_takes():
    for path in PARTS.glob("*.html"):
        if path.name != "styleguide.html":
            assert re.search(r"{% comment %}|{#", path.read_text(encoding="utf-8")[:60]), path.name


def test_the_style_guide_is_a_sound_page(guide):
    page, _used = guide
    reader = Reader(page)
    assert reader.faults == []
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))
    assert set(reader.references) <= set(reader.ids)
    assert [tag for tag, _attributes in reader.tags].count("h1") == 1
    assert not any("style" in attributes for _tag, attributes in reader.tags)


EVIL_PARTS = {
    "phase_line": {"phases": [{"name": EVIL, "state": "now", "dates": EVIL}], "label": EVIL},
    "callout": {"title": EVIL, "text": EVIL, "action_label": EVIL, "action_url": "/", "tone": "good"},
    "voice_card": {"quote": EVIL, "who": EVIL, "where": EVIL, "when": EVIL, "url": "/", "lang": "sv"},
    "theme_tile": {
        "theme": {
            "name": EVIL, "url": "/", "count": 3, "finding": EVIL, "change": EVIL,
            "area": {"colour": "gran", "letter": EVIL, "name": EVIL}, "spread": [{"label": EVIL, "value": 2}],
        }
    },
    "area": {"area": {"colour": EVIL, "letter": EVIL, "name": EVIL}},
    "journey": {"steps": [{"state": "done", "title": EVIL, "sentence": EVIL, "when": EVIL, "address": "/"}]},
    "figure": {
        "title": EVIL, "picture": EVIL, "source": EVIL, "downloads": [{"label": EVIL, "url": "/"}],
        "table": {"caption": EVIL, "columns": [EVIL], "rows": [[EVIL]]},
    },
    "progress": {"what": EVIL, "detail": EVIL, "share": 4, "status_url": "/", "events_url": EVIL, "stop_url": "/"},
    "empty_state": {"title": EVIL, "text": EVIL, "action_label": EVIL, "action_url": "/"},
    "tag": {"text": EVIL, "tone": "good"},
    "breadcrumbs": {"crumbs": [{"label": EVIL, "url": "/"}, {"label": EVIL}]},
    "dialog": {"dialog_id": "d", "title": EVIL, "text": EVIL, "action_label": EVIL, "action_url": "/"},
    "messages": {"messages": [EVIL]},
}  # fmt: skip


@pytest.mark.parametrize("part", sorted(EVIL_PARTS))
def test_hostile_text_comes_out_as_text(part):
    page = render_to_string(f"ui/{part}.html", EVIL_PARTS[part])
    assert "<script>" not in page
    assert "<b x=" not in page
    assert "&lt;script&gt;" in page
    assert Reader(page).faults == []


def test_hostile_names_stay_text_in_drawings():
    rows = [{"label": EVIL, "value": 5, "url": "/?a=1&b=2", "area": {"colour": "gran", "letter": EVIL}}]
    page = draw("{% treemap rows caption=evil %}{% spread_bar rows caption=evil %}", rows=rows, evil=EVIL)
    assert "<script>" not in page
    assert "/?a=1&amp;b=2" in page
    assert Reader(page).faults == []


def test_hostile_words_stay_text_in_a_table(rf):
    table = data_tables.DataTable(
        EVIL,
        [data_tables.Column("a", EVIL, sortable=True)],
        [{"a": data_tables.Cell(EVIL, url="/")}, {"a": EVIL}],
    )
    page = render_to_string("ui/data_table.html", {"table": table}, request=rf.get("/", {"x": EVIL}))
    assert "<script>" not in page
    assert Reader(page).faults == []


def test_a_masked_piece_never_reaches_the_page():
    page = draw(
        "{% masked segments %}",
        segments=[
            {"text": "Ring <mig>", "kind": None},
            {"text": "070-123 45 67", "kind": "phone", "label": "telefonnummer"},
            {"text": "hemlig", "kind": "name"},
            {"text": "annat", "kind": "other", "label": ""},
        ],
    )
    assert "070" not in page
    assert "hemlig" not in page
    assert page == (
        'Ring &lt;mig&gt;<span class="masked">telefonnummer dolt</span><span class="masked">namn dolt</span>'
        '<span class="masked">uppgift dold</span>'
    )


# --- fields


class Form(forms.Form):
    text = forms.CharField(label="Text <b>", help_text="Hjälp & råd", widget=forms.Textarea)
    age = forms.ChoiceField(label="Ålder", required=False, widget=forms.RadioSelect, choices=[("1", "Ung")])
    kind = forms.ChoiceField(label="Typ", required=False, choices=[("1", "En"), ("2", "Två")])
    group = forms.BooleanField(label="Grupp")


def test_a_field_is_wired_to_its_hint_and_its_error():
    page = draw("{% field form.text %}", form=Form({}))
    (area,) = [attributes for tag, attributes in Reader(page).tags if tag == "textarea"]
    assert area["aria-describedby"] == "id_text_hint id_text_error"
    assert area["aria-invalid"] == "true"
    assert set(Reader(page).references) <= set(Reader(page).ids)
    assert "Text &lt;b&gt;" in page


def test_a_field_without_fault_says_nothing_of_faults():
    page = draw("{% field form.text %}", form=Form())
    assert "aria-invalid" not in page
    assert 'aria-describedby="id_text_hint"' in page


def test_choices_stand_under_a_legend_each_in_its_label():
    page = draw("{% field form.age %}", form=Form())
    reader = Reader(page)
    assert [tag for tag, _attributes in reader.tags].count("legend") == 1
    radios = [attributes for tag, attributes in reader.tags if tag == "input"]
    assert [radio["type"] for radio in radios] == ["radio"]
    assert re.search(r'<label class="choice"><input type="radio"[^>]*><span>Ung</span></label>', page)


def test_only_what_may_be_left_out_is_marked():
    assert "field__optional" in draw("{% field form.kind %}", form=Form())
    assert "field__optional" not in draw("{% field form.text %}", form=Form())


def test_a_long_list_of_choices_is_a_select_with_a_label():
    page = draw("{% field form.kind %}", form=Form())
    assert '<label class="field__label" for="id_kind">' in page
    assert '<select name="kind" id="id_kind">' in page


def test_a_whole_form_is_drawn_with_the_parts():
    class Drawn(Form):
        default_renderer = PartsRenderer()

    page = str(Drawn({}))
    reader = Reader(page)
    assert "error-summary" in page
    assert page.count('class="field ') == 4
    assert set(reader.references) <= set(reader.ids)


def test_the_error_summary_leads_to_each_field():
    page = draw('{% include "ui/error_summary.html" %}', form=Form({}))
    assert 'href="#id_text"' in page
    assert 'href="#id_group"' in page
    assert "2 saker behöver rättas" in page
    assert draw('{% include "ui/error_summary.html" %}', form=Form()).strip() == ""


# --- numbers, moments, addresses


@pytest.mark.parametrize(
    ("value", "shown"),
    [(7441, "7\u00a0441"), (12, "12"), (1234567, "1\u00a0234\u00a0567"), ("färre än 5", "färre än 5")],
)
def test_numbers_have_a_space_between_thousands(value, shown):
    assert draw("{{ value|count }}", value=value) == shown


def test_numbers_have_a_comma_in_english():
    with translation.override("en"):
        assert draw("{{ value|count }}", value=7441) == "7,441"


def test_a_moment_is_told_in_the_time_of_the_region():
    noon = datetime.datetime(2026, 3, 12, 9, 42, tzinfo=datetime.UTC)
    assert draw("{{ when|moment }}", when=noon) == "12\u00a0mars 2026 kl.\u00a010:42"
    assert draw("{{ when|moment }}", when=datetime.date(2026, 3, 12)) == "12\u00a0mars 2026"
    assert draw("{{ when|moment }}", when=None) == ""


def test_paths_carry_the_prefix_of_the_language():
    assert draw('{{ "/kontakt/"|local }}') == "/kontakt/"
    with translation.override("en"):
        assert draw('{{ "/kontakt/"|local }}') == "/en/kontakt/"


def test_svg_numbers_have_a_point_in_every_language():
    with translation.override("sv"):
        page = draw("{% spread_bar rows %}", rows=[{"label": "a", "value": 1}, {"label": "b", "value": 3}])
    assert not re.search(r'\s(?:x|y|width|height|cx|cy)="[^"]*,', page)


# --- spread, tables, pages


def test_a_small_group_is_marked_and_never_given_a_number():
    drawing = spread.spread(
        [{"label": "A", "value": None}, {"label": "B", "value": 10}, {"label": "C", "value": 0}]
    )
    assert [column.label for column in drawing.hidden] == ["A"]
    assert [column.label for column in drawing.empty] == ["C"]
    assert drawing.most.label == "B"
    page = draw("{% spread_bar rows %}", rows=[{"label": "A", "value": None}])
    assert "för få att visa" in page


def test_the_highest_column_fills_the_height_and_the_smallest_can_be_seen():
    heights = [
        column.height
        for column in spread.spread([{"label": "a", "value": v} for v in (1, 500, 1000)]).columns
    ]
    assert heights == [3.0, 24.0, 48.0]


def test_an_empty_spread_can_be_drawn():
    assert "inga än" in draw("{% spread_bar rows %}", rows=[])


COLUMNS = [
    data_tables.Column("name", "Namn", sortable=True),
    data_tables.Column("size", "Storlek", number=True, sortable=True),
    data_tables.Column("note", "Not"),
]


@pytest.mark.parametrize(
    ("asked", "sort"),
    [
        ("size", "size"),
        ("-name", "-name"),
        ("note", "name"),
        ("--size", "name"),
        ("x;drop", "name"),
        ("", "name"),
    ],
)
def test_a_table_is_sorted_only_by_columns_that_allow_it(asked, sort):
    assert data_tables.chosen_sort(QueryDict(f"sortera={asked}"), COLUMNS, "name") == sort


def test_headings_turn_the_order_round_and_keep_the_rest_of_the_address(rf):
    table = data_tables.DataTable("T", COLUMNS, [{"name": "a", "size": 1}], sort="-size")
    request = rf.get("/", {"sortera": "-size", "sida": "3", "q": "buss"})
    page = render_to_string("ui/data_table.html", {"table": table}, request=request)
    assert 'aria-sort="descending"' in page
    assert "sortera=size&amp;q=buss" in page
    assert "sida=3" not in page


def test_pages_keep_the_filter_and_show_ends_and_neighbours(rf):
    page = Paginator(range(200), 10).page(10)
    html = render_to_string("ui/pagination.html", {"page": page}, request=rf.get("/", {"q": "å&b"}))
    shown = [int(number) for number in re.findall(r"sida=(\d+)", html)]
    assert shown == [9, 1, 8, 9, 10, 11, 12, 20, 11]
    assert "q=%C3%A5%26b" in html


def test_an_empty_table_says_so_in_words(rf):
    table = data_tables.DataTable("T", COLUMNS, [], empty="Ingen har skrivit än.")
    assert "Ingen har skrivit än." in render_to_string(
        "ui/data_table.html", {"table": table, "request": rf.get("/")}
    )


def test_one_filter_writes_numbers_and_chooses_the_plural():
    words = "{% load i18n %}{% blocktranslate count n=n|count %}{{ n }} rad{% plural %}{{ n }} rader"
    words += "{% endblocktranslate %}"
    assert draw(words, n=50_000) == "50\u00a0000 rader"
    assert draw(words, n=1) == "1 rad"
    assert draw("{{ n|count }} {{ word|count }}", n=999, word="fem") == "999 fem"
    with translation.override("en"):
        assert draw("{{ n|count }}", n=1_234_567) == "1,234,567"
