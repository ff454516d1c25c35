"""Two coders: a process lead draws, two people code apart with the keyboard, the page tells the right figures, and they
settle what they read differently."""

from __future__ import annotations

import json
import re

import pytest
from sklearn.metrics import cohen_kappa_score

from helpers_people import PASSWORD

DRAWN = 21
START = "/arbetsyta/analys/kodning/"
READ_BACK = """
import json
from medskick.process.insights.models import Coding, Draw, SampleUnit, Theme
top = {pk: parent or pk for pk, parent in Theme.objects.values_list("pk", "parent_id")}
draw = Draw.objects.first()
rows = [
    {"unit": unit.pk, "draw": unit.draw.number, "stratum": unit.stratum,
     "engine": None if unit.engine_themes is None else sorted({top[pk] for pk in unit.engine_themes}),
     "people": [[one.coder_name, sorted({top[pk] for pk in one.themes})]
                for one in unit.codings.filter(state="done").order_by("seat")]}
    for unit in SampleUnit.objects.select_related("draw").prefetch_related("codings")
]
print(json.dumps({"rows": rows, "sizes": {one["key"]: one["population"] for one in draw.strata}, "last": draw.number}))
"""

# `autofocus` is carried out with the page's first picture, which may come after its load event.
BEGINS_AT_THE_WORDS = "() => document.activeElement.classList.contains('coding-words')"


@pytest.mark.usual_width("phone")
def test_two_coders_code_apart_and_settle_their_differences(hands, site, size):
    staff = {
        "lead": (f"ledare-{size}@region.example", f"Lena {size}", ["process_lead"]),
        "first": (f"anna-{size}@region.example", f"Anna {size}", ["analyst"]),
        "second": (f"bo-{size}@region.example", f"Bo {size}", ["moderator"]),
    }
    for email, name, roles in staff.values():
        site.make_staff(email, *roles, name=name)
    lead, first, second = (hands(one) for one in staff)
    for one, who in ((lead, "lead"), (first, "first"), (second, "second")):
        sign_in(one, staff[who][0])

    choose_the_coders(lead, staff["first"][1], staff["second"][1])
    draw(lead)

    begin(first)
    begin(second)
    chosen = {"first": [], "second": []}
    chosen["second"].append(without_scripts(hands("quiet", scripts=False), staff["second"][0]))
    code_all(second, chosen["second"], lambda n: str(n % 3 + 1) if n % 4 else "0", note=f"hemlig-{size}")
    assert f"hemlig-{size}" not in first.page.content()
    code_all(first, chosen["first"], lambda n: str(n % 3 + 1), forbidden=f"hemlig-{size}")

    told = json.loads(site.python(READ_BACK))
    mine = [row for row in told["rows"] if row["draw"] == told["last"]]
    assert len(mine) == DRAWN == len(chosen["first"]) == len(chosen["second"])
    for who in ("first", "second"):
        assert {(row["unit"], tuple(dict(row["people"])[staff[who][1]])) for row in mine} == set(chosen[who])

    figures_are_right(lead, told)
    settle(first, second, size)
    if size == "desktop":
        repeat_the_analysis(first)
    lead.open(START + "samstammighet/")
    lead.look("agreement-at-the-end")


def sign_in(person, email: str) -> None:
    """By keyboard, from the address bar."""
    person.open("/arbetsyta/")
    person.write("E-postadress", email)
    person.write("Lösenord", PASSWORD)
    person.press("Logga in", role="button")
    assert "/arbetsyta/" in person.page.url


def choose_the_coders(lead, first: str, second: str) -> None:
    lead.open(START)
    lead.look("coding-start")
    for label, name in (("Första kodaren", first), ("Andra kodaren", second)):
        lead.tab_to(label)
        lead.page.keyboard.type(name)
    lead.press("Spara", role="button")
    lead.look("coders-chosen")
    assert f"De läggs hos {first} och {second}" in lead.page.content()


def draw(lead) -> None:
    lead.write("Hur många tankar till?", str(DRAWN))
    lead.press(re.compile("^Dra$"), role="button")
    lead.look("drawn")
    assert f"{DRAWN} tankar är dragna." in lead.page.content()


def begin(coder) -> None:
    coder.open(START)
    coder.look("my-work")
    coder.press("Jag har läst, börja koda", role="button")
    coder.look("first-statement")


def without_scripts(coder, email: str) -> tuple[int, tuple[int, ...]]:
    """One statement with scripting off; what was chosen for which."""
    sign_in(coder, email)
    coder.open(START + "nasta/")
    coder.look("statement-without-scripts")
    unit = unit_of(coder)
    box = coder.page.locator("[data-coding-digit='1']")
    theme = int(box.get_attribute("value"))
    box.focus()
    coder.page.keyboard.press("Space")
    coder.press("Spara och nästa", role="button")
    coder.look("next-without-scripts")
    return unit, (theme,)


def unit_of(coder) -> int:
    return int(re.search(r"/tanke/(\d+)/", coder.page.url)[1])


def code_all(coder, chosen: list, digit, *, note: str = "", forbidden: str = "") -> None:
    """Tab into the list, a digit, return; until nothing is left. Looks closely at the first ones."""
    coder.open(START + "nasta/")
    number = 0
    while "/tanke/" in coder.page.url:
        page, unit, key = coder.page, unit_of(coder), digit(len(chosen))
        page.wait_for_function(BEGINS_AT_THE_WORDS)
        assert not forbidden or forbidden not in page.content()
        for _press in range(3):
            page.keyboard.press("Tab")
            if page.evaluate("!!document.activeElement.closest('.coding-recent, .coding-list')"):
                break
        page.keyboard.press(key)
        wanted = page.locator(f"[data-coding-digit='{key}']")
        assert wanted.is_checked()
        themes = () if key == "0" else (int(wanted.get_attribute("value")),)
        if number == 1:
            skip_and_take_back(coder, unit)
            page.locator(f"[data-coding-digit='{key}']").focus()
            page.keyboard.press(key)
        if number == 2:
            search_and_look(coder)
            page.locator(f"[data-coding-digit='{key}']").focus()
        if number == 3 and note:
            coder.write("Anteckning", note)
            coder.look("statement-with-note")
            coder.press("Spara och nästa", role="button")
        else:
            with page.expect_navigation(wait_until="load"):
                page.keyboard.press("Enter")
        chosen.append((unit, themes))
        number += 1
        if number == 5:
            coder.look("fifth-statement")
    coder.look("all-coded")
    assert "Du har kodat alla dina tankar. Tack!" in coder.page.content()


def skip_and_take_back(coder, unit: int) -> None:
    """Skipped, another one comes; taken back, the same is there."""
    coder.press("Hoppa över", role="button")
    assert unit_of(coder) != unit
    coder.press("Ändra förra", role="button")
    coder.look("taken-back")
    assert unit_of(coder) == unit


def search_and_look(coder) -> None:
    """The search line leaves what it finds, and what was ticked stays ticked."""
    rows = coder.page.locator("[data-coding-row]:visible")
    every, name = rows.count(), rows.last.locator("> .choice span").inner_text()
    ticked = coder.page.locator("input[name=themes]:checked, input[name=none]:checked").count()
    coder.page.locator("#sok-tema").focus()
    coder.page.keyboard.type(name)
    coder.page.locator("[data-coding-row][hidden]").first.wait_for(state="attached")
    coder.look("searched")
    assert 1 <= rows.count() < every
    coder.page.keyboard.press("ControlOrMeta+a")
    coder.page.keyboard.press("Delete")
    assert rows.count() == every
    assert coder.page.locator("input[name=themes]:checked, input[name=none]:checked").count() == ticked


def figures_are_right(lead, told) -> None:
    """What the page says, reckoned anew from what was chosen."""
    rows = [row for row in told["rows"] if len(row["people"]) == 2]
    drawn = {key: sum(row["stratum"] == key for row in rows) for key in told["sizes"]}
    weights = [told["sizes"][row["stratum"]] / drawn[row["stratum"]] for row in rows]
    one, two = ([str(row["people"][n][1]) for row in rows] for n in (0, 1))
    themes = {who: [row["people"][who][1] for row in rows] for who in (0, 1)}
    themes["engine"] = [row["engine"] for row in rows]
    assert None not in themes["engine"]

    def share(a, b):
        """How often they name a theme in common, or both none."""
        pairs = zip(weights, themes[a], themes[b], strict=True)
        return sum(w * (bool(set(x) & set(y)) or x == y) for w, x, y in pairs) / sum(weights)

    people = share(0, 1)
    computer = (share("engine", 0) + share("engine", 1)) / 2
    kappa = cohen_kappa_score(one, two, sample_weight=weights)
    lead.open(START + "samstammighet/")
    lead.look("agreement")
    text = lead.page.locator("main").inner_text()
    sentence = (
        f"Två människor är överens i {round(100 * people)} av 100, "
        f"datorn och en människa i {round(100 * computer)} av 100."
    )
    assert sentence in text
    row = lead.page.get_by_role("row").filter(has_text="Cohens kappa").first.inner_text()
    assert f"{kappa:.2f}".replace(".", ",").replace("-", "−") in row
    assert f"Räknat på {len(rows)} tankar" in text


def settle(first, second, size: str) -> None:
    """The first proposes, the second accepts, the first (an analyst) moves it on the board."""
    first.open(START + "samstammighet/")
    first.look("differences")
    first.press("Öppna skillnad 1", role="a")
    here = first.page.url
    first.look("difference")
    first.page.locator("[data-coding-digit='2']").focus()
    first.page.keyboard.press("2")
    name = first.page.locator("label:has([data-coding-digit='2']) span").inner_text()
    first.press("Föreslå", role="button")
    first.look("proposed")
    second.open(here)
    second.look("to-accept")
    assert f"Anna {size} föreslår: {name}." in second.page.locator("main").inner_text()
    second.press("Godta förslaget", role="button")
    second.look("accepted")
    assert "Ni är överens." in second.page.content()
    first.open(here)
    first.press("Flytta tanken dit", role="button")
    first.look("moved")
    assert f"Flyttad av Anna {size}." in first.page.locator("main").inner_text()


def repeat_the_analysis(analyst) -> None:
    """The worker repeats it; the page follows and tells of every theme."""
    analyst.open(START + "samstammighet/")
    analyst.press("Läs om med andra startvärden", role="button")
    analyst.look("repeating")
    for _round in range(3):
        if analyst.page.locator("[data-job-progress]").count():
            analyst.page.locator("[data-job-progress]").wait_for(state="detached", timeout=180_000)
            analyst.page.wait_for_timeout(1_000)
            analyst.open(START + "samstammighet/")
    analyst.look("repeated")
    assert "När datorn läser om hamnar" in analyst.page.locator("main").inner_text()
