"""Fan-out in memory, and the streams' ASGI application with made-up connections (no database, no sockets)."""

from __future__ import annotations

import asyncio
import json

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medskick.ground.live import asgi, hub, queries
from medskick.ground.live.hub import WAITING, Client, Hub, Row


def row(number: int, stream: str = "room:1") -> Row:
    return Row(number, stream, "step", {"n": number}, timezone.now())


def numbers(body: bytes) -> list[int]:
    return [int(line[4:]) for line in body.decode().splitlines() if line.startswith("id: ")]


def taken(client: Client) -> tuple[bytes, bool]:
    return asyncio.run(client.take())


def test_everybody_on_a_stream_gets_its_events_and_nobody_else():
    house = Hub()
    one, two, other = Client("room:1", 0), Client("room:1", 0), Client("room:2", 0)
    for client in (one, two, other):
        house.join(client)
    house.dispatch([row(1), row(2, "room:2"), row(3)])
    assert [numbers(taken(client)[0]) for client in (one, two, other)] == [[1, 3], [1, 3], [2]]


def test_a_client_that_cannot_keep_up_is_told_to_begin_anew_from_what_it_has():
    house = Hub()
    client = Client("room:1", 0)
    house.join(client)
    house.dispatch([row(1), row(2)])
    assert numbers(taken(client)[0]) == [1, 2]
    house.dispatch([row(n) for n in range(3, WAITING + 10)])
    body, more = taken(client)
    assert body == b'event: resync\ndata: {"after": 2}\n\n'
    assert not more


def test_one_slow_client_costs_the_others_nothing():
    house = Hub()
    slow, quick = Client("room:1", 0), Client("room:1", 0)
    house.join(slow)
    house.join(quick)
    got = []
    for n in range(1, WAITING * 3):
        house.dispatch([row(n)])
        got += numbers(taken(quick)[0])
    assert got == list(range(1, WAITING * 3))
    assert len(slow.queue) == 0


def test_a_heartbeat_is_sent_only_when_nothing_else_is():
    client = Client("room:1", 0)
    client.beat()
    client.beat()
    assert taken(client) == (b": .\n\n", True)
    client.offer(1, hub.encode(row(1)))
    client.beat()
    assert b": ." not in taken(client)[0]


def test_memory_is_bounded_and_says_how_far_back_it_reaches(monkeypatch):
    monkeypatch.setattr(hub, "MEMORY", 10)
    house = Hub()
    house.begin(100)
    house.dispatch([row(n) for n in range(101, 131)])
    assert house.remembered("room:1", 119) is None
    assert [one.number for one, _chunk in house.remembered("room:1", 120)] == list(range(121, 131))


def test_a_text_cannot_break_out_of_its_event():
    chunk = hub.encode(Row(1, "room:1", "step", {"t": "rad\n\nid: 99\nevent: x"}, timezone.now()))
    assert chunk.count(b"\n\n") == 1
    assert json.loads(chunk.split(b"data: ")[1]) == {"t": "rad\n\nid: 99\nevent: x"}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    batches=st.lists(st.lists(st.sampled_from(["room:1", "room:2"]), max_size=5), max_size=12),
    leaves_after=st.integers(0, 12),
    returns_after=st.integers(0, 12),
)
def test_leaving_and_coming_back_anywhere_loses_nothing_and_repeats_nothing(
    batches, leaves_after, returns_after
):
    house = Hub()
    house.begin(0)
    client, got, number, here = Client("room:1", 0), [], 0, True
    house.join(client)
    wanted = []
    for place, batch in enumerate(batches):
        if here and place == leaves_after:
            house.leave(client)
            here = False
        if not here and place == max(leaves_after, returns_after):
            back_from = got[-1] if got else 0
            client = Client("room:1", back_from)
            missed = house.remembered("room:1", back_from)
            house.join(client)
            got += [one.number for one, _chunk in missed]
            here = True
        rows = []
        for stream in batch:
            number += 1
            rows.append(row(number, stream))
            if stream == "room:1":
                wanted.append(number)
        house.dispatch(rows)
        if here and client.queue:
            got += numbers(taken(client)[0])
    if not here:
        got += [one.number for one, _chunk in house.remembered("room:1", got[-1] if got else 0)]
    assert got == wanted
    assert house.count == int(here)


class Connection:
    """A made-up connection to the application."""

    def __init__(
        self, address: str, *, accept: str = "text/event-stream", last: str = "", method: str = "GET"
    ):
        path, _mark, query = address.partition("?")
        headers = [(b"accept", accept.encode())]
        if last:
            headers.append((b"last-event-id", last.encode()))
        self.scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "headers": headers,
        }
        self.status = 0
        self.body = b""
        self.ended = False
        self.gone = asyncio.Event()

    async def receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.body += message["body"]
            self.ended = not message["more_body"]


@pytest.fixture
def address():
    return lambda stream="room:1", **options: queries.address(stream, **{"after": 0, **options})


async def settled(until) -> None:
    for _turn in range(200):
        if until():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("It did not happen")


def test_a_stream_gives_what_was_missed_and_then_what_is_new(address):
    async def play():
        streams = asgi.Streams()
        streams.hub.begin(0)
        streams.hub.dispatch([row(1), row(2, "room:2"), row(3)])
        connection = Connection(address(), last="1")
        task = asyncio.create_task(streams(connection.scope, connection.receive, connection.send))
        await settled(lambda: 3 in numbers(connection.body))
        streams.hub.dispatch([row(4)])
        await settled(lambda: 4 in numbers(connection.body))
        connection.gone.set()
        await asyncio.wait_for(task, 2)
        assert numbers(connection.body) == [3, 4]
        assert streams.hub.count == 0

    asyncio.run(play())


def test_closing_ends_every_stream_and_refuses_new_ones(address):
    async def play():
        streams = asgi.Streams()
        streams.hub.begin(0)
        connections = [Connection(address()) for _ in range(5)]
        tasks = [asyncio.create_task(streams(one.scope, one.receive, one.send)) for one in connections]
        await settled(lambda: streams.hub.count == 5)
        streams.hub.close()
        await asyncio.wait_for(asyncio.gather(*tasks), 2)
        assert all(one.ended for one in connections)
        late = Connection(address())
        await streams(late.scope, late.receive, late.send)
        assert late.status == 503

    asyncio.run(play())


def test_too_many_streams_are_asked_to_come_back(address, monkeypatch):
    monkeypatch.setattr(asgi, "MOST", 0)

    async def play():
        connection = Connection(address())
        await asgi.Streams()(connection.scope, connection.receive, connection.send)
        assert connection.status == 503

    asyncio.run(play())


def test_a_connection_that_takes_nothing_is_given_up(address, monkeypatch):
    monkeypatch.setattr(asgi, "STALLED", 0.05)

    async def play():
        streams = asgi.Streams()
        streams.hub.begin(0)
        connection = Connection(address())

        async def stuck(message):
            if message["type"] == "http.response.body":
                await asyncio.sleep(60)

        await asyncio.wait_for(streams(connection.scope, connection.receive, stuck), 2)
        assert streams.hub.count == 0

    asyncio.run(play())


def test_the_same_address_answers_json(address):
    async def play():
        streams = asgi.Streams()
        streams.hub.begin(0)
        streams.hub.dispatch([row(n) for n in range(1, 8)])
        connection = Connection(address(after=5), accept="application/json")
        await streams(connection.scope, connection.receive, connection.send)
        told = json.loads(connection.body)
        assert [event["data"]["n"] for event in told["events"]] == [6, 7]
        assert (told["cursor"], told["more"]) == (7, False)

    asyncio.run(play())


@pytest.mark.parametrize("after", ["-1", "x", "1e9", "9" * 40, "²"])
def test_a_cursor_that_is_no_number_is_ignored(after):
    assert asgi._cursor({"query_string": f"after={after}".encode()}, {}) is None


def test_a_stream_ends_when_its_address_does(address):
    async def play():
        streams = asgi.Streams()
        streams.hub.begin(0)
        connection = Connection(address(hours=1.2 / 3600))
        await asyncio.wait_for(streams(connection.scope, connection.receive, connection.send), 4)
        assert (connection.status, connection.ended) == (200, True)

    asyncio.run(play())
