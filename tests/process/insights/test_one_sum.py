"""Every page that tells how many thoughts are where tells the same sum, and its parts make the whole."""

import csv
import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from django.utils import translation

from helpers_people import signed_in
from medskick.ground.core import offers
from medskick.ground.core.access import PUBLIC
from medskick.process.contributions.models import Contribution
from medskick.process.insights import actions
from medskick.process.insights.models import (
    CodedStatement,
    EntryTheme,
    Placement,
    Run,
    RunStatement,
    Theme,
)
from medskick.process.insights.queries import amounts, live, whole
from medskick.process.insights.queries.checks import named
from medskick.process.insights.queries.words import instead_of_name

pytestmark = pytest.mark.django_db
HOME, BOARD, PUBLISH = "/arbetsyta/analys/", "/arbetsyta/analys/granska/", "/arbetsyta/analys/publicera/"


class Ledgers(HTMLParser):
    """The tables of sums in a page: bodies of (class, heading, cells)."""

    def __init__(self, page):
        super().__init__()
        self.bodies, self.inside, self.row, self.cell = [], False, None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        classes = (dict(attrs).get("class") or "").split()
        if tag == "table":
            self.inside = "ledger" in classes
        elif self.inside and tag == "tbody":
            self.bodies.append([])
        elif self.inside and tag == "tr" and classes:
            self.row = (classes[0], [])
        elif self.row and tag in ("th", "td"):
            self.cell = ""

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data

    def handle_endtag(self, tag):
        if self.row and tag in ("th", "td"):
            self.row[1].append(" ".join(self.cell.split()))
            self.cell = None
        elif self.row and tag == "tr":
            kind, (heading, *cells) = self.row
            self.bodies[-1].append((kind.removeprefix("ledger__"), heading, cells))
            self.row = None
        elif tag == "table":
            self.inside = False


def number(cell):
    return None if cell == "–" else int(re.sub(r"\D", "", cell))


def assert_parts_make_the_whole(page):
    """In every column of every sum: parts make the sum, and details the part above them. Answers the bodies."""
    bodies = Ledgers(page).bodies
    for body in bodies:
        (kind, _heading, sums), *rows = body
        assert kind == "sum"
        for column, cell in enumerate(sums):
            if number(cell) is None:
                continue
            parts = [number(cells[column]) or 0 for kind, _h, cells in rows if kind == "part"]
            assert sum(parts) == number(cell), (body, column)
            for at, (kind, _h, cells) in enumerate(rows):
                if kind == "part" and number(cells[column]) is not None:
                    details = []
                    for below, _heading, own in rows[at + 1 :]:
                        if below == "part":
                            break
                        details += [number(own[column])] if below == "detail" else []
                    if details and None not in details:
                        assert sum(details) == number(cells[column]), (body, column)
    return bodies


def assert_sentences_add_up(page):
    """\"9 medskick räknas = 6 i ett tema + 3 …\": both sides are the same number. Answers how many there were."""
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    sums = re.findall(r"(\d+) [^\d.=+]*? = (\d+ [^.=]*?(?: \+ \d+ [^.=+]*?)+)\.", text)
    for left, right in sums:
        assert int(left) == sum(int(one) for one in re.findall(r"\d+", right)), (left, right)
    return len(sums)


def thoughts(bodies):
    """By heading, the last column of the sum over thoughts: what everybody reads of them."""
    (body,) = [body for body in bodies if any(heading == "i ett tema" for _k, heading, _c in body)]
    return {heading: number(cells[-1]) for kind, heading, cells in body if kind in ("part", "detail")}


@pytest.fixture
def coded(cycle, say, run_of, lead):
    """A codebook's run: six in its theme, six in another one, two that fit none, three in Finnish, one without content.

    Of those in the theme one is outside; answers the run.
    """
    voices = say(*[f"Bussen till by {n} ska gå på kvällen." for n in range(6)], municipality="2580")
    voices += say(*[f"Vårdcentralen i by {n} ska finnas kvar." for n in range(6)], municipality="2580")
    voices += say("Rymdhissen ska byggas klart.", "Ormhotellet behöver tak.")
    voices += say(
        "Bussi kulkee liian harvoin.", "Koulu pitää säilyttää kylässä.", "Lisää junia.", language="fi"
    )
    voices += say("vet ej")
    book = actions.create_codebook(
        "Egen lista", by=lead, entries=[{"key": "resor", "label": "Resor", "definition": ""}]
    )
    run = run_of(
        voices,
        {"bussen": {"buss": range(6)}, "vårdcentralen": {"vårdcentral": range(6, 12)}},
        alone=range(12, 17),
        empty=[17],
    )
    Run.objects.filter(pk=run.pk).update(codebook=book.current)
    EntryTheme.objects.create(
        codebook=book, key="resor", cycle=cycle, theme=Theme.objects.get(slug="bussen", parent=None)
    )
    for row in RunStatement.objects.filter(run=run, contribution__in=voices[:14]):
        own = voices.index(next(one for one in voices if one.pk == row.contribution_id))
        CodedStatement.objects.create(run=run, statement=row, entry="resor" if own < 6 else "")
    actions.mark_statements(cycle, [Placement.objects.get(contribution=voices[0]).pk], "local_only", by=lead)
    run.refresh_from_db()
    return run


def approve_and_publish(cycle, lead, *slugs):
    for theme in Theme.objects.filter(cycle=cycle, parent=None, slug__in=slugs):
        actions.approve(theme, by=lead)
    return actions.publish(cycle, by=lead)


def test_the_parts_of_the_book_and_of_an_edition_make_the_whole(cycle, coded, lead):
    told = whole.of_book(cycle, lead)
    assert told.stands
    assert (told.all, told.in_theme, told.outside, told.fits_none, told.other_language, told.no_content) == (
        (18, 11, 1, 2, 3, 1)
    )
    ledger = amounts.ledger(approve_and_publish(cycle, lead, "bussen", "vardcentralen"), PUBLIC)
    assert ledger.stands
    same = ("all", "in_theme", "outside", "fits_none", "other_language", "no_content")
    assert [getattr(ledger.thoughts, name) for name in same] == [getattr(told, name) for name in same]


def test_staff_and_visitors_read_the_same_rows_with_the_same_words(client, cycle, coded, lead):
    approve_and_publish(cycle, lead, "bussen", "vardcentralen")
    visitor = thoughts(assert_parts_make_the_whole(client.get("/teman/").content.decode()))
    signed_in(client, "process_lead")
    for address in (HOME, f"{HOME}korningar/{coded.number}/", f"{HOME}korningar/{coded.number}/ryms-inte/"):
        staff = thoughts(assert_parts_make_the_whole(client.get(address).content.decode()))
        assert {
            re.sub(", eller väntar.*", "", name): n
            for name, n in visitor.items()
            if name in staff or ", eller" in name
        } == staff
    assert staff["inte i något tema"] == 5
    assert staff["passar inget av temana"] == 2


def test_every_page_that_tells_the_sum_adds_up(client, cycle, coded, lead):
    """Also with a theme that is not approved, with what is hidden, and in English."""
    edition = approve_and_publish(cycle, lead, "bussen")
    hidden = Contribution.objects.order_by("pk")[3]
    Contribution.objects.filter(pk=hidden.pk).update(state="hidden", hidden_reason="spam")
    signed_in(client, "process_lead")
    run = f"{HOME}korningar/{coded.number}/"
    for address in ("/teman/", "/en/teman/", HOME, run, f"{run}ryms-inte/"):
        bodies = assert_parts_make_the_whole(client.get(address).content.decode())
        assert bodies, address
    for theme in edition.themes.all():
        page = client.get(f"/teman/{theme.slug}/").content.decode()
        assert assert_sentences_add_up(page) == 3


def test_the_themes_of_a_codebooks_run_are_together_what_lies_in_a_theme(client, coded, lead):
    signed_in(client, "analyst")
    page = client.get(f"{HOME}korningar/{coded.number}/").content.decode()
    rows = page.split('<ul class="topic-list topic-list--apart">')[1].split("</ul>")[0]
    counts = [int(one) for one in re.findall(r'class="number">(\d+)<', rows)]
    assert sum(counts) == thoughts(assert_parts_make_the_whole(page))["i ett tema"] == 11
    assert "andra teman i temaboken" in rows


def test_what_fits_none_is_listed_one_by_one_and_leaves_when_a_person_places_it(client, cycle, coded, lead):
    signed_in(client, "analyst")
    address = f"{HOME}korningar/{coded.number}/ryms-inte/"
    page = client.get(address).content.decode()
    assert page.count('<p class="statement__words"') == 2
    assert "2 tankar säger något men passar inget av temana" in page
    moved = Placement.objects.get(contribution__text__startswith="Rymdhissen")
    actions.move(cycle, [moved.pk], Theme.objects.get(slug="bussen", parent=None), by=lead)
    page = client.get(address).content.decode()
    assert "Rymdhissen" not in page
    assert "1 tanke säger något men passar inget av temana" in page
    assert_parts_make_the_whole(page)


def test_a_run_whose_place_another_has_taken_adds_up_by_itself(client, cycle, coded, lead):
    from helpers_editions import followed_by

    followed_by(coded)
    signed_in(client, "analyst")
    page = client.get(f"{HOME}korningar/{coded.number}/").content.decode()
    told = thoughts(assert_parts_make_the_whole(page))
    assert (told["i ett tema"], told["utan innehåll, till exempel ”vet ej”"]) == (6, 1)


def test_the_board_counts_what_is_in_no_theme_as_the_sum_does(client, cycle, coded, lead):
    signed_in(client, "analyst")
    page = client.get(f"{BOARD}?tema=utan").content.decode()
    assert page.count('name="tanke"') == 5
    nav = page.split("?tema=utan")[1].split("</a>")[0]
    assert ">5<" in nav
    assert client.get(f"{BOARD}?tema=utan&visa=sprak").content.decode().count('name="tanke"') == 3


def test_what_a_later_analysis_has_placed_is_told_as_placed_where_the_book_is_told(
    client, cycle, coded, say, run_of, lead
):
    """Placed beside the edition or not: what the newest analysis of the book has read lies where that put it."""
    edition = approve_and_publish(cycle, lead, "bussen", "vardcentralen")
    new = say("Bussen till fjället ska gå på kvällen.", "Bussen till kusten ska gå på kvällen.", "vet ej")
    assert (live.arrived_in_book(edition, lead).not_placed, live.arrived(edition, PUBLIC).not_placed) == (
        3,
        3,
    )
    voices = [*Contribution.objects.order_by("pk")]
    run_of(
        voices,
        {"bussen": {"buss": [*range(6), 18, 19]}, "vårdcentralen": {"vårdcentral": range(6, 12)}},
        alone=range(12, 17),
        empty=[17, 20],
    )
    told = live.arrived_in_book(edition, lead)
    assert told.stands
    assert (told.texts, told.placed, told.no_content, told.not_placed, told.statements) == (3, 2, 1, 0, 2)
    signed_in(client, "process_lead")
    page = client.get(HOME).content.decode()
    assert (
        "i ett tema 2, utanför strategin 0, utan innehåll 1, inte i något tema 0, inte placerade än 0."
        in page
    )
    assert_parts_make_the_whole(page)
    Contribution.objects.filter(pk=new[0].pk).update(state="hidden", hidden_reason="spam")
    assert live.arrived_in_book(edition, lead).texts == 2


def test_the_files_of_thoughts_hold_every_thought_of_the_sum_and_say_where_each_is(
    client, cycle, coded, lead
):
    """Also with a theme that is not approved, and with what is hidden."""
    edition = approve_and_publish(cycle, lead, "bussen")
    hidden = Contribution.objects.order_by("pk")[3]
    Contribution.objects.filter(pk=hidden.pk).update(state="hidden", hidden_reason="spam")
    told = whole.of_edition(edition, PUBLIC)
    parts = {
        one: getattr(told, one)
        for one in ("in_theme", "outside", "fits_none", "other_language", "no_content")
    }
    assert parts == {"in_theme": 4, "outside": 1, "fits_none": 8, "other_language": 3, "no_content": 1}
    (opened,) = [one for one in offers.data_sets if one.name == "tankar"]
    assert opened.columns[-1][0] == "ligger"
    assert Counter(row[-1] for row in opened.rows(PUBLIC)) == parts
    for address in ("/teman/tankar.csv", "/en/teman/tankar.csv"):
        text = b"".join(client.get(address)).decode("utf-8-sig")
        _heading, *rows = csv.reader(text.splitlines(), delimiter=";" if ";" in text.splitlines()[0] else ",")
        assert len(rows) == told.all == sum(parts.values())
        assert len({row[0] for row in rows}) == told.all
        assert Counter(Counter(row[-1] for row in rows).values()) == Counter(parts.values())
    page = " ".join(client.get("/teman/").content.decode().split())
    assert "17 rader, 4 av dem i ett tema." in page


def plain(answer) -> str:
    """A page without its elements."""
    return re.sub(r"<[^>]+>", "", answer.content.decode())


def test_one_text_is_told_in_the_singular_and_names_in_their_own_language_in_english(
    client, cycle, coded, lead
):
    approve_and_publish(cycle, lead, "bussen", "vardcentralen")
    page = client.get("/en/teman/").content.decode()
    assert "1 has no content" in page
    assert "1 have no content" not in page
    with translation.override("en"):
        assert instead_of_name(["buss", "tåg"]) == "Tema om buss, tåg"
        assert named(["Resor"]) == "“Resor”"
    voice = Contribution.objects.get(text__startswith="Ormhotellet")
    assert "“Ormhotellet behöver tak.”" in plain(client.get(f"/en/medskick/{voice.number}/"))
    assert "”Ormhotellet behöver tak.”" in plain(client.get(f"/medskick/{voice.number}/"))
