"""``medskick check`` names each thing that is wrong and says what to do."""

from __future__ import annotations

import datetime
from collections import namedtuple

import pytest
from django.utils import timezone

from medskick.config import checking
from medskick.ground.core.offers import Problem


def said(problems) -> list[tuple[str, str]]:
    """(level, first words) of each problem."""
    return [(problem.level, problem.text) for problem in problems]


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path):
    """A file stands where the folder should be: unlike missing rights, that stops even the superuser."""
    blocked = tmp_path / "data"
    blocked.write_text("in the way")
    ((level, text),) = said(checking.folder(blocked))
    assert level == "error"
    assert str(blocked) in text


def test_a_secret_that_others_can_read_is_an_error(tmp_path):
    (tmp_path / "secret").write_text("x")
    (tmp_path / "secret").chmod(0o644)
    (problem,) = checking.folder(tmp_path)
    assert problem.what_to_do == f"Kör: chmod 600 {tmp_path / 'secret'}"
    (tmp_path / "secret").chmod(0o600)
    assert said(checking.folder(tmp_path)) == []


@pytest.mark.parametrize(("free", "levels"), [(10**8, ["error"]), (10**9, ["warning"]), (10**11, [])])
def test_a_filling_disk_is_told_in_time(tmp_path, monkeypatch, free, levels):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(checking.shutil, "disk_usage", lambda _path: usage(10**12, 0, free))
    assert [level for level, _text in said(checking.folder(tmp_path))] == levels


@pytest.mark.parametrize(
    ("address", "hosts", "proxies", "expected"),
    [
        ("", ["localhost", "127.0.0.1", "[::1]"], 0, []),
        ("", ["region.example"], 0, ["adress är inte angiven"]),
        ("https://region.example", ["region.example"], 1, []),
        ("https://region.example", [".example"], 1, []),
        ("https://region.example", ["localhost"], 1, ["svarar bara på localhost"]),
        ("https://region.example", ["region.example"], 0, ["ingen proxy är angiven"]),
        ("http://region.example", ["region.example"], 0, ["börjar med http://"]),
        ("http://localhost:8000", ["localhost"], 0, []),
        ("region.example", ["region.example"], 0, ["ingen webbadress"]),
        ("https://region.example/sajt", ["region.example"], 1, ["ingen webbadress"]),
        ("https://region.example", ["*"], 1, ["vilket värdnamn som helst"]),
    ],
)
def test_addresses_hosts_and_proxies_must_fit_together(settings, address, hosts, proxies, expected):
    settings.SITE_ADDRESS, settings.ALLOWED_HOSTS, settings.TRUSTED_PROXIES = address, hosts, proxies
    found = said(checking.address())
    assert len(found) == len(expected), found
    assert all(words in text for words, (_level, text) in zip(expected, found, strict=True))


def test_debug_on_a_public_site_is_an_error(settings):
    settings.SITE_ADDRESS, settings.ALLOWED_HOSTS = "https://region.example", ["region.example"]
    settings.TRUSTED_PROXIES, settings.DEBUG = 1, True
    assert said(checking.address()) == [("error", "MEDSKICK_DEBUG är på för en publik webbplats.")]


@pytest.mark.django_db
def test_a_clock_that_has_been_set_back_is_an_error():
    from medskick.ground.core.models import AuditEntry

    assert said(checking.clock()) == []
    AuditEntry.objects.create(action="x", actor_name="y", at=timezone.now() + datetime.timedelta(days=1))
    ((level, text),) = said(checking.clock())
    assert (level, "loggen har rader från" in text) == ("error", True)


def test_a_check_that_breaks_does_not_hide_the_others():
    def broken():
        raise RuntimeError("aj")
        yield

    ((level, text),) = said(checking._safely(broken))
    assert level == "error"
    assert text.endswith("gick inte att göra: aj")


def test_the_exit_code_tells_errors_from_warnings(capsys):
    warning = Problem("warning", "Disken har 1 GB kvar.", "Ha gärna 2.")
    error = Problem("error", "Databasen går inte att nå.", "Starta den.")
    assert checking.tell([]) == 0
    assert checking.tell([warning]) == 0
    assert checking.tell([warning, error]) == 1
    out = capsys.readouterr().out
    assert "Allt ser bra ut." in out
    assert out.rindex("FEL: Databasen") < out.rindex("Varning: Disken")


def test_a_missing_data_folder_is_told_and_not_made(tmp_path):
    from helpers_house import House

    done = House(tmp_path / "nowhere").run("check")
    assert (done.returncode, "finns inte" in done.stdout) == (1, True)
    assert not (tmp_path / "nowhere").exists()


def test_a_database_that_lacks_changes_is_told(tmp_path):
    from helpers_house import House

    (tmp_path / "data").mkdir()
    done = House(tmp_path / "data").run("check")
    assert done.returncode == 1
    assert "Kör: medskick migrate" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mail", "address", "told"), [(True, "", 1), (False, "", 0), (True, "https://a.example", 0)]
)
def test_mail_whose_links_would_lead_nowhere_is_told(settings, mail, address, told):
    settings.MAIL_IS_SET, settings.SITE_ADDRESS = mail, address
    found = [problem for source in checking._offered() for problem in checking._safely(source)]
    lost = [problem for problem in found if "Länkarna i mejlen leder ingenstans" in problem.text]
    assert [problem.what_to_do for problem in lost] == ["Sätt MEDSKICK_ADDRESS."] * told
