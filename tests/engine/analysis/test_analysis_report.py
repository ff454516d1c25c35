"""The report opens offline, hides what is hidden, and can be read by everyone."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from medskick.engine.analysis.contract import Contribution, Options
from medskick.engine.analysis.output.report.treemap import Box, squarify
from medskick.engine.analysis.run import analyse


@pytest.fixture(scope="module")
def report(sample_result):
    return (sample_result.folder / "report.html").read_text("utf-8")


class Outline(HTMLParser):
    VOID = {"meta", "rect", "br"}

    def __init__(self, text):
        super().__init__()
        self.open, self.headings, self.ids, self.links, self.tags = [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag not in self.VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_nothing_is_fetched_and_no_script_runs(report):
    assert not re.search(r"https?:|//[a-z]|@import|url\(|\ssrc=|<script|<link|<img|\son\w+=", report)


def test_elements_are_closed_in_order_and_ids_are_unique(report):
    outline = Outline(report)
    assert outline.open == []
    assert len(outline.ids) == len(set(outline.ids))


def test_every_link_leads_somewhere_on_the_page(report):
    outline = Outline(report)
    assert outline.links
    assert {link.removeprefix("#") for link in outline.links} <= set(outline.ids)


def test_headings_descend_one_step_at_a_time(report):
    headings = Outline(report).headings
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_the_page_says_its_language_and_every_table_has_headers(report):
    assert '<html lang="sv">' in report
    assert report.count("<caption>") == report.count("<table>") > 1
    assert report.count('scope="col"') >= 2 * report.count("<table>")


def test_markup_in_a_contribution_is_shown_as_text(tmp_path):
    words = "Bibliotekets <b>gamla</b> datorer & skrivare <img src=x> behöver bytas mot nya i hela länet."
    contributions = [
        Contribution(
            f'"><svg onload=x>{n}',
            f"{words} <script>alert({n})</script>",
            municipality="<i>2580</i>",
            people=9,
        )
        for n in range(2)
    ]
    analyse(contributions, tmp_path / "out", Options())
    report = (tmp_path / "out" / "report.html").read_text("utf-8")
    tags = {tag for tag, _ in Outline(report).tags}
    assert "<script" not in report
    assert not tags & {"script", "img", "i"}
    assert "&lt;i&gt;2580&lt;/i&gt;" in report


def test_both_sums_are_written_out(report, sample_result):
    counts = sample_result.counts
    assert (
        f"<b>{counts['received']}\u00a0mottagna medskick</b> = {counts['with_statements']} med text" in report
    )
    assert f"<b>{counts['statements']}\u00a0tankar</b> = " in report


def test_masked_words_are_not_there(report):
    assert "070-174" not in report
    assert "stina.provsten" not in report


def test_a_small_group_of_persons_gets_no_number(tmp_path):
    contributions = [
        Contribution(f"r{n}", f"Bygg en simhall nummer {n} i byn.", municipality="2521") for n in range(3)
    ]
    analyse(contributions, tmp_path / "out", Options())
    assert "färre än 5" in (tmp_path / "out" / "report.html").read_text("utf-8")


LIGHT = {"paper": "#FBFCFB", "ink": "#1C2629", "quiet": "#4A585C"}


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("place", [0, 1], ids=["light", "dark"])
def test_text_stands_out_on_every_ground(report, place):
    tokens = [
        dict(re.findall(r"--([\w-]+):(#[0-9A-F]{6})", block))
        for block in re.findall(r":root\{(.*?)\}", report, re.S)
    ]
    mode = tokens[place]
    grounds = [mode["sno"], mode["dimma"]] if "dimma" in mode else [mode["sno"]]
    tiles = [mode[f"{name}-l"] for name in ("gran", "fjall", "ljung", "hjortron", "sten")]
    for ink in (mode["skiffer"], mode["tyst"]):
        assert all(contrast(ink, ground) >= 4.5 for ground in grounds + tiles)
    assert contrast(mode["tjarn"], mode["sno"]) >= 4.5
    for line in ("gran", "fjall", "ljung", "hjortron"):
        assert contrast(mode[line], mode["sno"]) >= 3


def test_treemap_areas_are_proportional_and_fill_the_frame():
    sizes = [50, 30, 10, 6, 3, 1]
    boxes = squarify(sizes, Box(0, 0, 200, 100))
    areas = [box.width * box.height for box in boxes]
    assert [round(area / 200, 6) for area in areas] == sizes
    assert all(
        b.x >= -1e-9 and b.y >= -1e-9 and b.x + b.width <= 200.001 and b.y + b.height <= 100.001
        for b in boxes
    )
