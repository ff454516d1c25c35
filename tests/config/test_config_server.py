"""The server as one process: streams, static files, health, slow views, hostile requests, a quick end."""

from __future__ import annotations

import concurrent.futures
import json
import signal
import socket
import sqlite3
import time
import urllib.parse

import pytest

from helpers_house import House, Web, new_house, wait_for

pytestmark = pytest.mark.xdist_group("server")
HISTORY = 1203


@pytest.fixture(scope="module")
def web(house_template, tmp_path_factory):
    """One server for all tests that leave it running; its log has a long history."""
    house = new_house(house_template, tmp_path_factory.mktemp("server") / "data")
    house.shell(
        "from medskick.ground.live.actions import append\n"
        "from django.db import transaction\n"
        "with transaction.atomic():\n"
        f"    for n in range({HISTORY}): append('room:old', 'step', {{'n': n}})"
    )
    yield house.web()
    house.end()


def address(web, stream: str, **options) -> str:
    """Where a page follows the stream."""
    query = urllib.parse.urlencode({"stream": stream, **options})
    return web.get(f"/adress/?{query}")[2].decode()


def tell(web, stream: str, n: int) -> None:
    """Let something happen on the stream."""
    assert web.get(f"/beratta/?stream={stream}&n={n}")[0] == 200


def test_streams_and_files_are_answered_while_every_thread_is_busy(web):
    where = address(web, "room:1")
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        slow = [pool.submit(web.get, "/langsam/?s=3") for _ in range(16)]
        time.sleep(1.0)
        began = time.monotonic()
        stream = web.stream(where)
        # Written by another process, since no view of this one can answer now.
        writer = sqlite3.connect(web.data / "medskick.sqlite3", timeout=20)
        with writer:
            writer.execute(
                "INSERT INTO live_event (stream, kind, data, at) VALUES ('room:1', 'step', '{\"n\": 1}', '2040-01-01')"
            )
        writer.close()
        event = stream.event()
        assert web.get("/static/medskick/mark.svg")[0] == 200
        assert web.get("/healthz")[0] == 200
        assert web.get("/readyz")[0] == 200
        took = time.monotonic() - began
        assert not any(future.done() for future in slow), f"not slow enough to prove anything ({took:.1f} s)"
        assert json.loads(event["data"]) == {"n": 1}
        stream.close()
        assert {future.result()[0] for future in slow} == {200}


def test_a_stream_goes_on_after_the_last_event_the_browser_got(web):
    where = address(web, "room:3")
    for n in range(5):
        tell(web, "room:3", n)
        tell(web, "room:4", n)
    first = web.stream(where).event()
    again = web.stream(where, {"Last-Event-ID": first["id"]}).event()
    assert (json.loads(first["data"]), json.loads(again["data"])) == ({"n": 0}, {"n": 1})


def test_history_from_before_the_server_started_comes_from_the_database(web):
    where = address(web, "room:old", after=0)
    cursor, seen = 0, []
    while True:
        status, _headers, body = web.get(where.replace("after=0", f"after={cursor}"))
        assert status == 200
        page = json.loads(body)
        seen += [event["data"]["n"] for event in page["events"]]
        cursor = page["cursor"]
        if not page["more"]:
            break
    assert seen == list(range(HISTORY))


def test_a_stream_that_begins_far_back_gives_everything_once_and_in_order(web):
    stream = web.stream(address(web, "room:old", after=0))
    numbers = [int(stream.event()["id"]) for _ in range(HISTORY)]
    stream.close()
    assert numbers == sorted(set(numbers))


def test_addresses_that_were_never_given_out_or_are_too_old_are_refused(web):
    where = address(web, "room:1", hours=-1)
    assert web.get(where)[0] == 410
    assert web.get("/live/eyJhIjoxfQ:abc:def/")[0] == 404
    assert web.get(where, data=b"x=1")[0] == 405


def test_a_stream_tells_browsers_and_proxies_to_keep_nothing(web):
    headers = web.stream(address(web, "room:1")).headers
    assert headers["content-type"].startswith("text/event-stream")
    assert (headers["cache-control"], headers["x-accel-buffering"]) == ("no-store", "no")
    assert "set-cookie" not in headers


def test_the_server_ends_within_seconds_although_streams_and_views_are_open(house):
    web = house.web()
    streams = [web.stream(address(web, f"room:{n}")) for n in range(3)]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        pool.submit(lambda: web.status("/langsam/?s=90"))
        time.sleep(0.5)
        web.stop(signal.SIGTERM)  # long before the view would have answered
    assert all(stream.event() is None for stream in streams)
    assert web.process.returncode == 0


def test_static_files_are_packed_and_guarded(web):
    status, headers, _body = web.get("/static/medskick/mark.svg", {"Accept-Encoding": "gzip"})
    assert (status, headers["X-Content-Type-Options"]) == (200, "nosniff")
    assert "Access-Control-Allow-Origin" not in headers
    assert headers["Cache-Control"] == "max-age=3600, public"
    for path in ("/static/../../secret", "/static/%2e%2e/%2e%2e/secret", "/static/no-such.js"):
        assert web.raw(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        ).startswith(b"HTTP/1.1 404")


def test_hashed_names_of_the_bundle_are_kept_for_ever_by_browsers():
    from medskick.config.front.static import HASHED

    assert HASHED.search("/static/medskick/bundle/assets/site-BX3f_a2c.js")
    assert not HASHED.search("/static/medskick/mark.svg")
    assert not HASHED.search("/static/medskick/bundle/manifest.json")


def test_a_body_over_the_limit_is_refused_before_it_is_sent(web):
    answer = web.raw(
        b"POST /eko/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 99999999999\r\n"
        b"Connection: close\r\n\r\n"
    )
    assert answer.startswith(b"HTTP/1.1 413")
    assert "för stort".encode() in answer


def test_a_body_without_a_declared_length_arrives_whole(web):
    chunks = b"".join(b"%x\r\n%s\r\n" % (70_000, b"a" * 70_000) for _ in range(8)) + b"0\r\n\r\n"
    answer = web.raw(
        b"POST /eko/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
        b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunks
    )
    assert answer.endswith(b"560000 - -")


def test_slow_senders_hold_no_thread(web):
    head = b"POST /eko/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nabc"
    senders = [socket.create_connection(("127.0.0.1", web.port)) for _ in range(40)]
    for sender in senders:
        sender.sendall(head)
    time.sleep(0.3)
    assert web.get("/")[0] == 200
    for sender in senders:
        sender.setblocking(False)
        with pytest.raises(BlockingIOError):  # the server still waits for it; nobody was given up meanwhile
            sender.recv(1)
        sender.close()


def test_slow_readers_of_a_large_answer_do_not_stop_the_others(web):
    readers = [socket.create_connection(("127.0.0.1", web.port)) for _ in range(4)]
    for reader in readers:
        reader.sendall(b"GET /stor/?n=2000 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    time.sleep(0.5)
    assert web.get("/")[0] == 200
    for reader in readers:
        reader.close()


def test_a_header_cannot_be_forged_with_an_underscore(web):
    request = (
        b"POST /eko/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n"
        b"X_Role: administrator\r\nConnection: close\r\n\r\nhi"
    )
    assert web.raw(request).endswith(b"2 - -")


def test_a_query_with_raw_bytes_is_a_request_like_any_other(web):
    answer = web.raw(b"GET /?q=\xc3\xa5 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert answer.startswith((b"HTTP/1.1 200", b"HTTP/1.1 400"))
    assert b" 500 " not in answer.split(b"\r\n")[0]


def test_a_database_that_is_not_migrated_is_not_ready(tmp_path):
    empty = House(tmp_path / "empty")
    try:
        listener = socket.create_server(("127.0.0.1", 0))
        process = empty.start("web", "--fd", str(listener.fileno()), fds=(listener.fileno(),))
        web = Web(process, listener.getsockname()[1], empty.data)
        listener.close()
        wait_for(lambda: web.status("/healthz") == 200)
        status, _headers, body = web.get("/readyz")
        assert (status, json.loads(body)["problem"]) == (503, "migrations")
    finally:
        empty.end()


def test_only_somebody_with_a_session_may_send_a_file():
    from medskick.config.front.bodies import FILE_DOOR, LARGEST, LARGEST_FILE, most

    session = [(b"cookie", b"medskick=abc")]
    assert most(FILE_DOOR, session) == LARGEST_FILE
    assert most(FILE_DOOR, []) == LARGEST
    assert most("/tyck-till/", session) == LARGEST
