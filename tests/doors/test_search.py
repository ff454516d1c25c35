"""The search finds what anybody may read, as Swedish bends it, and nothing else."""

from __future__ import annotations

import re

import pytest

from medskick.doors.pages import models
from medskick.doors.pages.search import actions as indexing
from medskick.doors.pages.search import queries
from medskick.ground.core.access import PUBLIC, SYSTEM
from medskick.process.contributions.actions import Answer, add_mask, hide, pass_, receive
from medskick.process.contributions.models import Contribution, State

pytestmark = pytest.mark.django_db


def caught_up() -> None:
    for _done in indexing.catch_up():
        pass


def published(parent, page):
    page.live = False
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def news(home, title: str, text: str = "", **fields):
    body = [("paragraph", f"<p>{text}</p>")] if text else []
    index = models.NewsIndexPage.objects.child_of(home).get()
    return published(index, models.NewsPage(title=title, author="Provperson", body=body, **fields))


def voice(cycle, text: str, number: int = 1) -> Contribution:
    receive(cycle, [Answer(text)], client_key=f"key-{number:030}", by=SYSTEM)
    one = Contribution.objects.get(text=text)
    pass_(one, by=SYSTEM)
    caught_up()
    return one


def found(question: str, kind: str = "") -> dict[str, list[str]]:
    groups = queries.search(question, PUBLIC, kind=kind).groups
    return {
        group.kind: ["".join(words for words, _met in hit.title) for hit in group.hits] for group in groups
    }


@pytest.mark.parametrize("question", ["bussarna", "buss", "BUSSEN", "bussar"])
def test_a_word_is_found_however_it_is_bent(home, question):
    news(home, "Fler turer", "Vi vill ha en buss till Pajala.")
    caught_up()
    assert found(question)["nyhet"] == ["Fler turer"]


def test_the_beginning_of_a_compound_finds_it(home):
    news(home, "Kollektivtrafiken växer")
    caught_up()
    assert found("kollektiv")["nyhet"] == ["Kollektivtrafiken växer"]


@pytest.mark.parametrize(
    ("held", "asked"), [("mål", "mal"), ("mal", "mål"), ("häst", "hast"), ("kör", "kor")]
)
def test_a_letter_with_a_ring_or_dots_is_another_letter(home, held, asked):
    news(home, "Rubrik", f"Det handlar om {held} här.")
    caught_up()
    assert "nyhet" in found(held)
    assert "nyhet" not in found(asked)


def test_letters_of_other_languages_are_kept_apart(home):
    news(home, "Rubrik", "Muitalusat čázis")
    caught_up()
    assert "nyhet" in found("čázis")
    assert "nyhet" not in found("cazis")


def test_a_title_comes_before_a_text(home):
    news(home, "Rapport från Kiruna", "Någon nämnde tågen. Tåg, tåg, tåg.")
    news(home, "Tågen norrut", "Om resor.")
    caught_up()
    assert found("tåg")["nyhet"] == ["Tågen norrut", "Rapport från Kiruna"]


def test_all_words_are_asked_for_and_some_of_them_only_where_nothing_holds_all(home):
    news(home, "Buss i Pajala", "x")
    news(home, "Tåg i Kiruna", "x")
    caught_up()
    assert found("buss pajala")["nyhet"] == ["Buss i Pajala"]
    some = queries.search("buss kiruna", PUBLIC)
    assert some.some_words
    assert some.total == 2


def test_a_draft_and_what_was_taken_down_are_not_found(home):
    page = news(home, "Bussen kommer")
    caught_up()
    page.unpublish()
    assert "nyhet" not in found("bussen")
    caught_up()
    assert "nyhet" not in found("bussen")


def test_a_removed_page_is_not_found(home):
    news(home, "Bussen kommer").delete()
    caught_up()
    assert "nyhet" not in found("bussen")


def test_a_question_is_found_at_its_place(home, client):
    page = models.QuestionsPage.objects.child_of(home).get()
    page.questions = [
        ("question", {"question": "Vem bestämmer?", "answer": "<p>Fullmäktige.</p>", "anchor": "vem"})
    ]
    page.save_revision().publish()
    caught_up()
    shown = client.get("/sok/?q=fullmäktige").content.decode()
    assert 'href="/fragor-och-svar/#vem"' in shown
    page.questions = []
    page.save_revision().publish()
    assert "fraga" not in found("fullmäktige")


def test_a_hidden_voice_is_gone_at_once_and_is_not_counted(cycle, home):
    one = voice(cycle, "Fler nattbussar till Pajala")
    voice(cycle, "Fler nattbussar till Kiruna", 2)
    assert len(found("nattbuss")["medskick"]) == 2
    hide(one, "abuse", by=SYSTEM)
    groups = {group.kind: group for group in queries.search("nattbuss", PUBLIC).groups}
    assert groups["medskick"].total == 1
    assert found("nattbuss")["medskick"] == ["Fler nattbussar till Kiruna"]


def test_what_the_index_still_holds_is_asked_for_again_before_it_shows(cycle, home):
    """Even where a room has told nothing: its own rule decides at reading time."""
    one = voice(cycle, "Fler nattbussar till Pajala")
    Contribution.objects.filter(pk=one.pk).update(state=State.WITHDRAWN)
    assert "medskick" not in found("nattbuss")


def test_what_waits_for_a_person_is_not_found(cycle, home):
    receive(cycle, [Answer("Fler nattbussar")], client_key="k" * 30, by=SYSTEM)
    caught_up()
    assert "medskick" not in found("nattbussar")


def test_covered_words_cannot_be_searched(cycle, home):
    one = voice(cycle, "Fråga i stugan om bussen")
    assert "medskick" in found("stugan")
    add_mask(one, "text", 8, 14, "name", by=SYSTEM)
    assert "medskick" not in found("stugan")
    caught_up()
    assert "medskick" not in found("stugan")
    assert "medskick" in found("bussen")


def test_what_was_never_told_is_found_after_a_look_through_everything(cycle, home):
    one = voice(cycle, "Fler nattbussar")
    models.SearchEntry.objects.all().delete()
    assert "medskick" not in found("nattbussar")
    for _done in indexing.sweep():
        pass
    assert "medskick" in found("nattbussar")
    Contribution.objects.filter(pk=one.pk).update(state=State.WITHDRAWN)
    for _done in indexing.sweep():
        pass
    assert not models.SearchEntry.objects.filter(kind="medskick").exists()


def test_a_change_asks_for_one_job(cycle, home, django_capture_on_commit_callbacks):
    from medskick.ground.jobs.models import Job

    with django_capture_on_commit_callbacks(execute=True):
        for number in range(3):
            receive(cycle, [Answer(f"Bussar {number}")], client_key=f"key-{number:030}", by=SYSTEM)
            pass_(Contribution.objects.get(text=f"Bussar {number}"), by=SYSTEM)
    assert Job.objects.filter(kind="pages.search_index").count() == 1


def test_english_shows_the_translation_alone(home, client):
    from wagtail.models import Locale

    page = news(home, "Mötet om bussar", "Pajala")
    caught_up()
    assert "Mötet om" in client.get("/en/sok/?q=Pajala").content.decode()
    english = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    english.title = "The meeting on buses"
    english.save_revision().publish()
    caught_up()
    shown = client.get("/en/sok/?q=Pajala").content.decode()
    assert "The meeting on" in shown
    assert "Mötet om" not in shown
    assert "The meeting on" not in client.get("/sok/?q=Pajala").content.decode()


def test_the_page_tells_how_many_of_which_kind_and_marks_the_words(cycle, home, client):
    news(home, "Buss ett")
    news(home, "Buss två")
    voice(cycle, "Fler bussar")
    shown = client.get("/sok/?q=bussarna").content.decode()
    assert "3 träffar på ”bussarna”" in shown
    assert "<mark>bussar</mark>" in shown
    only = client.get("/sok/?q=bussarna&slag=nyhet").content.decode()
    assert "Fler" not in re.sub(r"<nav.*?</nav>", "", only.partition("<main")[2], flags=re.DOTALL)


def test_what_has_no_title_is_told_once_and_shows_where_the_word_is(cycle, home, client):
    """A voice goes by its first words, so these do not stand above and below."""
    words = "Ungdomar i byn åker fem mil till gymnasiet varje dag och kommer hem sent, så vi vill ha fler nattbussar."
    voice(cycle, words)
    shown = client.get("/sok/?q=gymnasiet").content.decode()
    assert shown.count("Ungdomar i byn") == 1
    assert "<mark>gymnasiet</mark>" in shown
    assert "<mark>nattbussar</mark>" in client.get("/sok/?q=nattbuss").content.decode()


def test_no_hit_helps_on(client, home):
    shown = client.get("/sok/?q=qvxz").content.decode()
    assert "Vi hittar inget om ”qvxz” än." in shown
    assert 'href="/fragor-och-svar/"' in shown


@pytest.mark.parametrize(
    "question",
    ["", "   ", "\"", "' OR 1=1 --", "*", "a* AND", "NEAR(", "å", "<script>", "\\", "x" * 5000, "%", ":*", "🦌"],
)  # fmt: skip
def test_any_question_gets_an_answer(client, home, question):
    answer = client.get("/sok/", {"q": question})
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


def test_thousands_of_voices_ask_as_much_as_twenty(cycle, home, client, django_assert_max_num_queries):
    Contribution.objects.bulk_create(
        [
            Contribution(
                number=1_000_000 + number, cycle=cycle, text=f"Fler bussar, tack, nummer {number}",
                search_text="x", channel="web", state=State.VISIBLE,
            )
            for number in range(2_000)
        ],
        batch_size=500,
    )  # fmt: skip
    for _done in indexing.sweep():
        pass
    with django_assert_max_num_queries(14):
        shown = client.get("/sok/?q=buss").content.decode()
    assert re.search(r"2\s000 träffar", shown)
    with django_assert_max_num_queries(14):
        page = client.get("/sok/?q=buss&slag=medskick&sida=7").content.decode()
    assert page.count('class="hit"') == queries.ON_A_PAGE


@pytest.mark.parametrize(
    ("question", "address"),
    [
        ("lättläst", "/lattlast/"),
        ("anmälan", "/moten/"),
        ("anmäla", "/moten/"),
        ("tidplan", "/tidplan/"),
        ("prenumerera", "/prenumerera/"),
        ("kontakt", "/kontakt/"),
        ("deltagande", "/deltagande/"),
        ("milstolpar", "/tidplan/"),
    ],
)
def test_the_products_own_pages_are_found_by_what_they_are_called(client, home, question, address):
    assert f'href="{address}"' in client.get("/sok/", {"q": question}).content.decode().partition("<main")[2]


@pytest.mark.parametrize(
    ("question", "address"),
    [
        ("easy", "/en/lattlast/"),
        ("timeline", "/en/tidplan/"),
        ("subscribe", "/en/prenumerera/"),
        ("contact", "/en/kontakt/"),
        ("meetings", "/en/moten/"),
    ],
)
def test_they_are_found_in_english_too(client, home, question, address):
    assert (
        f'href="{address}"' in client.get("/en/sok/", {"q": question}).content.decode().partition("<main")[2]
    )
