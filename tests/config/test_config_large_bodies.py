"""A body larger than a form comes in only from somebody who has signed in, and few at once."""

import asyncio

import pytest

from helpers_people import make_user
from medskick.config.front.bodies import FILE_DOOR, LARGEST, BodyError, read
from medskick.config.front.large import LargeBodies, has_signed_in

SESSION = [(b"cookie", b"medskick=abc")]


def sender(length, piece=1024 * 1024):
    left = length

    async def receive():
        nonlocal left
        sent = min(piece, left)
        left -= sent
        return {"type": "http.request", "body": b"x" * sent, "more_body": left > 0}

    return receive


def declared(length):
    return [*SESSION, (b"content-length", str(length).encode())]


def refused(coroutine):
    with pytest.raises(BodyError) as caught:
        asyncio.run(coroutine)
    return caught.value.status


@pytest.mark.parametrize("headers", [SESSION, declared(LARGEST + 1)])
def test_forged_cookie_lifts_no_limit(headers):
    nobody = LargeBodies(lambda key: False)
    assert refused(read(sender(LARGEST + 1), headers, FILE_DOOR, nobody)) == 413


def test_forms_are_received_without_asking_whose_session_it_is():
    def unasked(key):
        raise AssertionError

    body = asyncio.run(read(sender(LARGEST), declared(LARGEST), FILE_DOOR, LargeBodies(unasked)))
    assert body.length == LARGEST


@pytest.mark.parametrize("headers", [SESSION, declared(LARGEST + 1)])
def test_places_for_large_bodies_are_few_and_given_back(headers):
    async def play():
        large = LargeBodies(lambda key: key == "abc", at_once=2)
        held = [await read(sender(LARGEST + 1), headers, FILE_DOOR, large) for _ in range(2)]
        with pytest.raises(BodyError) as caught:
            await read(sender(LARGEST + 1), headers, FILE_DOOR, large)
        assert caught.value.status == 503
        held[0].close()
        held[0].close()
        (await read(sender(LARGEST + 1), headers, FILE_DOOR, large)).close()
        held[1].close()
        return large._free

    assert asyncio.run(play()) == 2


@pytest.mark.django_db
def test_session_counts_only_when_somebody_has_signed_in_with_it(client, monkeypatch):
    monkeypatch.setattr("medskick.config.front.large.connection.close", lambda: None)
    store = client.session
    store["seen"] = 1
    store.save()
    assert not has_signed_in(store.session_key)
    assert not has_signed_in("a" * 32)
    client.force_login(make_user("moderator"))
    assert has_signed_in(client.session.session_key)
