"""Files are written once and sent from disk; hiding and masking reach them at once; few are written at a time."""

import fcntl
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from helpers_people import viewer_for
from medskick.ground.core.files import room_folder
from medskick.process.contributions import actions as contributions
from medskick.process.insights import actions, edition_files
from medskick.process.insights.models import EditionStatement
from medskick.process.insights.queries import statements
from medskick.process.insights.views import downloads

pytestmark = pytest.mark.django_db
MODERATOR = viewer_for("moderator", user_id=None, name="Mo")
FILES = ("/teman/teman.csv", "/teman/tankar.csv", "/teman/resor/tankar.csv")


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def text(client, address):
    return b"".join(client.get(address).streaming_content).decode("utf-8-sig")


def test_second_reader_gets_the_file_without_counting_anew(client, edition, monkeypatch):
    first = text(client, "/teman/tankar.csv")
    monkeypatch.setattr(statements, "stream", None)
    assert text(client, "/teman/tankar.csv") == first
    assert first.count("\r\n") == 13


def test_hidden_and_restored_voice_leaves_and_comes_back_at_once(client, edition, two_themes):
    gone = two_themes[1]
    whole = [text(client, address) for address in FILES]
    assert all(gone.text in file for file in whole[1:])
    contributions.hide(gone, "personal", by=MODERATOR)
    assert not [address for address in FILES if gone.text in text(client, address)]
    left = [path.read_text("utf-8-sig") for path in room_folder("insights", "files").rglob("*.csv")]
    assert not [words for words in left if gone.text in words]
    contributions.restore(gone, by=MODERATOR)
    assert [text(client, address) for address in FILES] == whole


def test_what_does_not_show_any_more_goes_from_the_disk_though_nobody_asks(client, edition, two_themes, lead):
    gone = two_themes[1]
    for address in FILES:
        text(client, address)
    half_written = next(room_folder("insights", "files").rglob("*.csv")).with_name(".sv-gammal-tankar.csv.0a")
    half_written.write_text(gone.text)
    os.utime(half_written, (0, 0))
    contributions.hide(gone, "personal", by=MODERATOR)
    current = text(client, "/teman/teman.csv")
    edition_files.forget_stale()
    left = [path for path in room_folder("insights", "files").rglob("*") if path.is_file()]
    assert not [path for path in left if gone.text in path.read_text("utf-8-sig")]
    assert [path.read_text("utf-8-sig") for path in left if path.suffix == ".csv"] == [
        current.replace("\r\n", "\n")
    ]
    actions.take_away(edition, "whole", "Fel underlag.", by=lead)
    edition_files.forget_stale()
    assert not list(room_folder("insights", "files").rglob("*.csv"))


def test_mask_and_lifted_mask_reach_the_file_at_once(client, edition, two_themes):
    assert "för sällan" in text(client, "/teman/tankar.csv")
    (mask,) = contributions.mask_words(two_themes[1], "för sällan", "other", by=MODERATOR)
    assert "för sällan" not in text(client, "/teman/tankar.csv")
    contributions.lift_mask(mask, by=MODERATOR)
    assert "för sällan" in text(client, "/teman/tankar.csv")


def test_each_language_has_its_own_headings(client, edition):
    text(client, "/teman/teman.csv")
    assert len(list(room_folder("insights", "files").rglob("*.csv"))) == 1
    text(client, "/en/teman/teman.csv")
    assert len(list(room_folder("insights", "files").rglob("*.csv"))) == 2


def test_while_two_files_are_written_the_next_reader_is_told_to_wait(client, edition):
    folder = room_folder("insights", "files")
    held = [(folder / f"writer-{n}.lock").open("w") for n in range(downloads.BUILDERS)]
    for one in held:
        fcntl.flock(one, fcntl.LOCK_EX)
    answer = client.get("/teman/tankar.csv")
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    assert "Vänta en halv minut" in answer.content.decode()
    for one in held:
        one.close()
    assert client.get("/teman/tankar.csv").status_code == 200


def test_never_more_than_two_write_at_once(tmp_path):
    def take(_n):
        try:
            with downloads._turn(tmp_path):
                barrier.wait(5)
                return True
        except downloads._AllBusy:
            return False

    from threading import Barrier

    barrier = Barrier(downloads.BUILDERS)
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(take, range(2))) == [True, True]
    with downloads._turn(tmp_path), downloads._turn(tmp_path), pytest.raises(downloads._AllBusy):
        downloads._turn(tmp_path).__enter__()


def test_broken_writing_leaves_no_file(client, edition, monkeypatch):
    def broken(*_args):
        yield from ()
        raise OSError("disk")

    monkeypatch.setattr(statements, "stream", broken)
    with pytest.raises(OSError, match="disk"):
        client.get("/teman/tankar.csv")
    assert not list(room_folder("insights", "files").rglob("*tankar*.csv"))
    assert EditionStatement.objects.exists()
