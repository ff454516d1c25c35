"""Limits hold for all web processes of an installation together."""

import json
import os
import subprocess
import sys
import time

import pytest
from django.db import connection

from medskick.ground.core import counts, limits

# Both wait for the same moment, then try as fast as they can.
CHILD = """
import json, sys, time
import django
django.setup()
from django.test import RequestFactory
from medskick.ground.core import limits
begin, tries, rate = float(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
here = limits.address_of(RequestFactory().get("/", REMOTE_ADDR="198.51.100.7"))
time.sleep(max(0.0, begin - time.time()))
passed = sum(limits.allow("answer", "one", rate) for _ in range(tries))
print(json.dumps({"passed": passed, "here": here, "left": limits.is_left("answer", "one", rate)}))
"""


def processes(tmp_path, *, tries, rate, count=2):
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "medskick.config.settings.test",
        "MEDSKICK_TEST_DATA": str(tmp_path),
    }
    if connection.vendor == "postgresql":
        own = connection.settings_dict
        address = f"postgresql://{own['USER']}:{own['PASSWORD']}@{own['HOST']}/{own['NAME']}"
        env["MEDSKICK_TEST_DATABASE"] = address
    begin = time.time() + 4 * (count > 1)
    command = [sys.executable, "-c", CHILD, str(begin), str(tries), rate]
    started = [
        subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(count)
    ]
    told = [one.communicate(timeout=60) for one in started]
    assert all(one.returncode == 0 for one in started), told
    assert not any("in this process only" in errors for _answer, errors in told), told
    return [json.loads(answer) for answer, _errors in told]


@pytest.mark.django_db(transaction=True)
def test_two_processes_share_one_limit_and_one_salt(tmp_path):
    rate = "50/hour"
    found = processes(tmp_path, tries=45, rate=rate)
    assert sum(one["passed"] for one in found) == int(rate.partition("/")[0])
    assert all(one["passed"] for one in found)
    assert found[0]["here"] == found[1]["here"]
    (late,) = processes(tmp_path, tries=3, rate=rate, count=1)
    assert (late["passed"], late["left"], late["here"]) == (0, False, found[0]["here"])


def test_what_is_counted_does_not_tell_whose_it_is_and_is_forgotten(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    assert limits.allow("contributions.code_met", "203.0.113.9:M7K-4QF-9TD", "1/second")
    (folder,) = tmp_path.iterdir()
    stored = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"M7K" not in stored
    assert b"203.0" not in stored
    assert folder.joinpath(counts.FILE).stat().st_mode & 0o077 == 0
    monkeypatch.setattr(counts, "_forgotten_at", 0.0)
    time.sleep(1.05)
    assert limits.allow("answer", "b", "1/hour")
    with counts._file() as file:
        assert file.execute(f"SELECT count(*) FROM {counts.HITS}").fetchone() == (1,)


def test_the_salt_of_a_day_is_one_and_gone_the_day_after(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert counts.salt_of("2040-01-01") == counts.salt_of("2040-01-01")
    assert counts.salt_of("2040-01-02") != counts.salt_of("2040-01-01")
    with counts._file() as file:
        assert file.execute(f"SELECT day FROM {counts.SALTS}").fetchall() == [("2040-01-01",)]


def test_a_place_that_cannot_be_written_leaves_each_process_to_itself(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "file"
    settings.DATA_DIR.write_text("no folder")
    assert [limits.allow("answer", "a", "2/hour") for _ in range(3)] == [True, True, False]
    assert not limits.is_left("answer", "a", "2/hour")


def test_a_damaged_file_is_begun_anew(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    folder = tmp_path / counts.FOLDER
    folder.mkdir()
    folder.joinpath(counts.FILE).write_bytes(b"not a database at all" * 400)
    assert limits.allow("answer", "a", "1/hour")  # counted by itself
    assert limits.allow("answer", "b", "1/hour")
    assert not limits.allow("answer", "b", "1/hour")
    with counts._file() as file:
        assert file.execute(f"SELECT count(*) FROM {counts.HITS}").fetchone() == (1,)
