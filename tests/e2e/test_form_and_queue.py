"""Long words, the browser's Back, and the queue on a phone."""

from __future__ import annotations

import re

import pytest

from helpers_people import PASSWORD

WORD = "A" * 400


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def send(person, words: str) -> str:
    """The receipt's address."""
    person.open("/tyck-till/")
    person.page.locator("textarea").first.fill(words)
    person.take_as_long_as_a_person()
    person.page.get_by_role("button", name="Skicka", exact=True).click()
    person.page.wait_for_url(re.compile("/kvitto/"))
    return person.page.url


def test_a_long_word_and_the_way_through_the_queue_hold_on_every_screen(hands, site, size):
    visitor = hands("visitor")
    send(visitor, f"{size} {WORD}")
    assert fits(visitor.page)

    email = f"ko-{size}@region.example"
    site.make_staff(email, "moderator")
    staff = hands("staff", bypass_csp=True)
    page = staff.page
    staff.open("/arbetsyta/")
    staff.write("E-postadress", email)
    staff.write("Lösenord", PASSWORD)
    staff.press("Logga in", role="button")
    staff.open("/arbetsyta/medskick/?ordning=nyast")
    assert fits(page)
    page.keyboard.press("j")
    page.wait_for_function("location.search.includes('nr=')")
    opened = re.search(r"nr=(\d+)", page.url)
    assert opened
    page.get_by_role("heading", name=f"Medskick {opened[1]}").wait_for()
    if size == "phone":
        page.wait_for_function("document.activeElement.id === 'granskad'")
        top = page.evaluate("document.getElementById('granskad').getBoundingClientRect().top")
        assert 0 <= top < 200
    page.keyboard.press("g")
    page.wait_for_function("n => !location.search.includes(n)", arg=opened[1])
    shown = page.locator("#granskad").inner_text().split()[-1]
    assert f"nr={shown}" in page.url
    page.keyboard.press("j")
    page.wait_for_function("n => !location.search.includes(n)", arg=f"nr={shown}")
    page.wait_for_function(
        "location.search.includes('nr=' + document.getElementById('granskad').innerText.split(' ').pop())"
    )


@pytest.mark.parametrize("scripts", [True, False])
def test_back_and_send_again_is_one_voice(hands, scripts):
    visitor = hands("visitor", scripts=scripts)
    first = send(visitor, "Skickat en enda gång")
    visitor.page.go_back()
    if scripts:
        visitor.page.get_by_text("Det du skrev är redan skickat").wait_for()
        assert visitor.page.locator("textarea").first.input_value() == ""
        return
    visitor.page.get_by_role("button", name="Skicka", exact=True).click()
    visitor.page.wait_for_url(re.compile("/kvitto/"))
    assert visitor.page.url == first


@pytest.mark.parametrize(
    ("language", "send", "change"),
    [("", "Skicka som det är", "Ändra"), ("/en", "Send it as it is", "Change")],
)
def test_what_looks_like_personal_data_is_sent_as_it_is_by_the_note_s_own_button(
    hands, size, language, send, change
):
    visitor = hands(f"note{language.replace('/', '-')}")
    page = visitor.page
    visitor.open(f"{language}/tyck-till/")
    page.locator("textarea").first.focus()
    page.keyboard.insert_text(f"😀 Ring mig på 070-123 45 67 om bussen, {size}")
    page.locator(".privacy-note").first.wait_for()
    visitor.look("privacy-note")
    visitor.tab_to(re.compile(f"^{change}$"))
    page.keyboard.press("Enter")
    chosen = page.evaluate("(e => e.value.slice(e.selectionStart, e.selectionEnd))(document.activeElement)")
    assert chosen == "070-123 45 67"
    page.wait_for_timeout(2200)  # the form's time trap
    visitor.tab_to(re.compile(f"^{send}$"))
    with page.expect_navigation(url=re.compile("/kvitto/")):
        page.keyboard.press("Enter")
    assert "070-123 45 67" in page.locator("blockquote").first.inner_text()


def test_the_first_press_shows_the_note_and_the_next_stop_is_its_button(hands, size):
    visitor = hands("note-first-press")
    page = visitor.page
    visitor.open("/tyck-till/")
    page.wait_for_timeout(2200)  # the form's time trap
    page.locator("textarea").nth(1).fill(f"Min mejl är prov.provsson@example.org, {size}")
    page.get_by_role("button", name="Skicka", exact=True).press(
        "Enter"
    )  # before the text has been looked over
    page.locator(".privacy-note:focus").wait_for()
    assert page.get_by_role("group", name=re.compile("personuppgifter")).count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skicka som det är"
    with page.expect_navigation(url=re.compile("/kvitto/")):
        page.keyboard.press("Enter")
