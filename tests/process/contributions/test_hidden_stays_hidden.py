"""What is waiting, hidden, withdrawn or masked never reaches a visitor, whatever the door."""

from __future__ import annotations

import pytest

from helpers_contributions import code_of, send
from helpers_people import viewer_for
from helpers_site import crawl
from medskick.doors.pages.search import actions as indexing
from medskick.doors.pages.search import queries as searching
from medskick.ground.core import chain, offers
from medskick.ground.core.access import PUBLIC
from medskick.ground.core.chain import Ref
from medskick.ground.core.receipts import new_receipt
from medskick.process.contributions import actions, queries
from medskick.process.contributions.actions import Answer
from medskick.process.contributions.models import Contribution

pytestmark = pytest.mark.django_db
MODERATOR = viewer_for("moderator", user_id=1)
MARK = "Qvistelmarkör"


@pytest.fixture
def marked(client, cycle):
    """A passed contribution that holds the marker word, and its receipt's code."""
    code = code_of(send(client, f"Fler bussar {MARK} tack"))
    one = Contribution.objects.get()
    actions.pass_(one, by=MODERATOR)
    one.refresh_from_db()
    return one, code


def public_bodies(client, one: Contribution) -> str:
    starts = ["/tyck-till/", "/kvitto/", f"/medskick/{one.number}/", f"/medskick/{one.number}/anmal/"]
    starts += [f"/en{address}" for address in starts]
    return "".join(page.body for page in crawl(client, *starts, skip=("/konto/", "/arbetsyta/"), most=60))


def found(words: str) -> list[str]:
    """What the search page shows of contributions, once its index is in step."""
    for _done in indexing.catch_up():
        pass
    groups = searching.search(words, PUBLIC, kind="medskick").groups
    return [
        "".join(piece for piece, _met in (*hit.title, *hit.excerpt)) for group in groups for hit in group.hits
    ]


def everything_public(client, one: Contribution) -> str:
    ref = Ref("contribution", str(one.number))
    described = [f"{it.title} {it.sentence}" for it in chain.describe([ref], PUBLIC).values()]
    hits = [f"{hit.title} {hit.excerpt}" for source in offers.searches for hit in source(MARK, PUBLIC)]
    hits += found(MARK)
    texts = [text.plain for text in queries.public_texts([one.number]).values()]
    return public_bodies(client, one) + " ".join([*described, *hits, *texts])


def test_the_marker_is_found_while_it_shows(client, marked):
    one, _code = marked
    assert MARK in everything_public(client, one)


@pytest.mark.parametrize("way", ["hidden", "withdrawn", "waiting", "masked"])
def test_the_marker_is_gone_from_every_public_door(client, marked, way):
    one, code = marked
    receipt = one.submission.receipt
    if way == "hidden":
        actions.hide(one, "security", by=MODERATOR)
    elif way == "withdrawn":
        actions.withdraw(one, receipt, by=PUBLIC)
    elif way == "waiting":
        batch = one.decisions.get()
        batch.batch = "bulk-undo-me"
        batch.save()
        actions.undo("bulk-undo-me", by=MODERATOR)
    else:
        actions.mask_words(one, MARK, "other", by=MODERATOR)
    assert MARK not in everything_public(client, one)
    assert MARK in client.get(f"/kvitto/{code}/").content.decode()


@pytest.mark.parametrize(("way", "status"), [("hidden", 410), ("withdrawn", 410), ("waiting", 404)])
def test_a_page_that_is_gone_says_so_kindly(client, cycle, way, status):
    send(client)
    one = Contribution.objects.get()
    if way == "hidden":
        actions.hide(one, "spam", by=MODERATOR)
    elif way == "withdrawn":
        actions.withdraw(one, one.submission.receipt, by=PUBLIC)
    page = client.get(f"/medskick/{one.number}/")
    assert page.status_code == status
    assert "Den här rösten visas inte" in page.content.decode()


def test_masked_words_cannot_be_found_by_searching_for_them(client, cycle):
    send(client, "Ring 070-174 06 05 om bussen", reviewed="1")
    actions.pass_(Contribution.objects.get(), by=MODERATOR)
    assert found("bussen")
    assert not found("070")
    assert not found("0701740605")


def test_what_does_not_show_cannot_be_turned_into_public_words(client, cycle):
    send(client)
    with pytest.raises(ValueError):
        queries.public_segments(Contribution.objects.get())


def test_the_receipt_marks_what_others_do_not_see(client, cycle):
    code = code_of(send(client, "Ring 070-174 06 05 om bussen", reviewed="1"))
    body = client.get(f"/kvitto/{code}/").content.decode()
    assert '<mark title="telefonnummer">070-174 06 05</mark>' in body


def test_the_receipt_of_a_hidden_one_says_why_and_takes_an_appeal(client, cycle):
    code = code_of(send(client))
    one = Contribution.objects.get()
    actions.hide(one, "personal", by=MODERATOR)
    body = client.get(f"/kvitto/{code}/").content.decode()
    assert "Dold därför att den innehåller uppgifter om en enskild person" in body
    address = f"/kvitto/{code}/{one.number}/overklaga/"
    from helpers_contributions import hidden_fields

    data = {**hidden_fields(client.get(address).content.decode()), "text": "Det är min egen uppgift"}
    assert client.post(address, data).status_code == 303
    assert one.appeals.get().text == "Det är min egen uppgift"
    assert "Du har bett oss titta igen" in client.get(f"/kvitto/{code}/").content.decode()


def test_the_sender_withdraws_in_two_steps(client, cycle):
    from helpers_contributions import hidden_fields

    code = code_of(send(client))
    one = Contribution.objects.get()
    address = f"/kvitto/{code}/{one.number}/ta-tillbaka/"
    asked = client.get(address)
    one.refresh_from_db()
    assert one.state == "waiting"
    client.post(address, hidden_fields(asked.content.decode()))
    one.refresh_from_db()
    assert one.state == "withdrawn"
    assert one.text == "Fler nattbussar"


def test_the_senders_pages_do_not_open_with_somebody_elses_code(client, cycle):
    first = code_of(send(client, "a"))
    send(client, "b")
    other = Contribution.objects.get(text="b")
    for verb in ("ratta", "ta-tillbaka", "overklaga"):
        assert client.get(f"/kvitto/{first}/{other.number}/{verb}/").status_code == 404


def test_a_visitor_reports_without_an_account(client, marked):
    from helpers_contributions import hidden_fields

    one, _code = marked
    address = f"/medskick/{one.number}/anmal/"
    data = {**hidden_fields(client.get(address).content.decode()), "reason": "personal", "text": "min granne"}
    assert client.post(address, data).status_code == 303
    assert client.post(address, data).status_code == 303
    assert one.reports.count() == 1


def test_guessing_codes_is_stopped(client, cycle):
    from medskick.ground.core import codes

    for _guess in range(21):
        assert client.get(f"/kvitto/{codes.new_code()}/").status_code == 404
    page = client.get(f"/kvitto/{codes.new_code()}/")
    assert page.status_code == 429
    assert "Vänta en kvart" in page.content.decode()


def test_who_guesses_does_not_close_the_receipts_of_others_at_the_same_address(client, cycle):
    from medskick.ground.core import codes

    code = code_of(send(client))
    for _guess in range(30):
        client.get(f"/kvitto/{codes.new_code()}/")
    assert client.get(f"/kvitto/{code}/").status_code == 200
    fresh = send(client, "En annan elev vill ha bussar")
    assert client.get(fresh["Location"]).status_code == 200


def test_guessing_codes_that_exist_is_stopped_too(client, cycle, monkeypatch):
    from medskick.process.contributions.views import guesses

    monkeypatch.setattr(guesses, "CODES", "5/hour")
    codes = [new_receipt().code for _receipt in range(6)]
    answers = [client.get(f"/kvitto/{code}/").status_code for code in codes]
    assert answers == [200] * 5 + [429]
    again = client.get(f"/kvitto/{codes[5]}/")
    assert again.status_code == 429
    assert "Ditt kvitto finns kvar" in again.content.decode()
    assert client.get(f"/kvitto/{codes[0]}/").status_code == 200
    assert client.get(send(client)["Location"]).status_code == 200


def test_wrong_codes_count_towards_the_same_limit(client, cycle, monkeypatch):
    from medskick.ground.core import codes
    from medskick.process.contributions.views import guesses

    monkeypatch.setattr(guesses, "CODES", "5/hour")
    for _guess in range(5):
        client.get(f"/kvitto/{codes.new_code()}/")
    assert client.get(f"/kvitto/{new_receipt().code}/").status_code == 429


def test_a_class_of_thirty_at_one_address_opens_its_receipts_again_and_again(client, cycle):
    codes = [new_receipt().code for _pupil in range(30)]
    for _time in range(5):
        assert {client.get(f"/kvitto/{code}/").status_code for code in codes} == {200}


def test_mistyping_a_code_is_not_guessing(client, cycle):
    code = code_of(send(client))
    for _slip in range(50):
        client.get("/kvitto/AAA-AAA-AAA/")
    assert client.get(f"/kvitto/{code}/").status_code == 200


def test_imports_and_letters_never_show_who_wrote_on_the_public_page(client, cycle):
    actions.receive(
        cycle,
        [
            Answer(
                text="Vägen",
                organisation="Hemliga byalaget",
                persons=3,
                sender_kind="group",
                age_band="16-24",
            )
        ],
        client_key="k" * 9,
        by=PUBLIC,
    )
    one = Contribution.objects.get()
    actions.pass_(one, by=MODERATOR)
    body = client.get(f"/medskick/{one.number}/").content.decode()
    for private in ("Hemliga byalaget", "16–24", "grupp"):
        assert private not in body


def test_open_data_holds_what_shows_masked_and_names_no_small_group(client, cycle):
    for number in range(6):
        text = "Ring 070-174 06 05" if number == 0 else f"Väg {number}"
        answer = Answer(text=text, municipality="2521" if number < 5 else "2523")
        actions.receive(cycle, [answer], client_key=f"key-{number}-xxxx", by=PUBLIC)
    for one in Contribution.objects.exclude(text="Väg 4"):
        actions.pass_(one, by=MODERATOR)
    rows = list(queries.public_rows(cycle))
    assert len(rows) == 5
    assert all(row[4] == "" for row in rows)
    actions.pass_(Contribution.objects.get(text="Väg 4"), by=MODERATOR)
    rows = list(queries.public_rows(cycle))
    assert sorted(row[4] for row in rows) == ["", *["Pajala"] * 5]
    assert not any("070" in row[1] for row in rows)


def test_one_address_cannot_flood_the_reports(client, marked):
    from helpers_contributions import hidden_fields

    one, _code = marked
    address = f"/medskick/{one.number}/anmal/"
    for _press in range(60):
        data = {**hidden_fields(client.get(address).content.decode()), "reason": "spam"}
        assert client.post(address, data).status_code == 303
    data = {**hidden_fields(client.get(address).content.decode()), "reason": "spam", "text": "min text"}
    page = client.post(address, data)
    assert page.status_code == 429
    assert "min text" in page.content.decode()
