"""One address says where mail goes, how and from whom."""

from __future__ import annotations

import pytest

from medskick.config.mail import mail_settings, sender_of


def test_an_address_becomes_djangos_settings():
    made = mail_settings(
        "smtp://anna%40region:hem%2Flig@post.region.example:587/?tls=1&from=a@b.example&timeout=7"
    )
    assert (made["EMAIL_HOST"], made["EMAIL_PORT"]) == ("post.region.example", 587)
    assert (made["EMAIL_HOST_USER"], made["EMAIL_HOST_PASSWORD"]) == ("anna@region", "hem/lig")
    assert (made["EMAIL_USE_TLS"], made["EMAIL_USE_SSL"], made["EMAIL_TIMEOUT"]) == (True, False, 7)
    assert made["DEFAULT_FROM_EMAIL"] == "a@b.example"


@pytest.mark.parametrize(
    ("address", "port", "ssl"), [("smtp://x.example/", 25, False), ("smtps://x.example/", 465, True)]
)
def test_each_scheme_has_its_port(address, port, ssl):
    made = mail_settings(address)
    assert (made["EMAIL_PORT"], made["EMAIL_USE_SSL"], made["EMAIL_TIMEOUT"]) == (port, ssl, 20)


@pytest.mark.parametrize(
    "address",
    [
        "post.region.example",
        "http://x.example/",
        "smtp:///?from=a@b.example",
        "smtp://x.example/?from=Region%20X",
        "smtp://x.example/?timeout=0",
        "smtp://x.example/?timeout=snart",
    ],
)
def test_what_cannot_be_used_stops_the_start_with_a_sentence(address):
    with pytest.raises(SystemExit, match="MEDSKICK_MAIL"):
        mail_settings(address)


def test_the_connection_that_the_settings_lead_to_is_watched_with_and_without_tls(settings):
    from django.core.mail import get_connection

    for address in ("smtp://x.example/", "smtps://x.example/"):
        for name, value in mail_settings(address).items():
            setattr(settings, name, value)
        assert get_connection().connection_class.handing_over is False


@pytest.mark.parametrize(
    ("site", "sender"),
    [
        ("https://skickamed.example.se", "noreply@skickamed.example.se"),
        ("https://www.example.se", "noreply@example.se"),
        ("http://localhost:8000", ""),
        ("http://127.0.0.1:8000", ""),
        ("http://[::1]:8000", ""),
        ("", ""),
    ],
)
def test_who_writes_follows_from_the_sites_address(site, sender):
    assert sender_of(site) == sender
    assert mail_settings("smtp://x.example/", site)["DEFAULT_FROM_EMAIL"] == sender
    assert mail_settings("smtp://x.example/?from=a@b.example", site)["DEFAULT_FROM_EMAIL"] == "a@b.example"


def test_check_tells_of_mail_and_connects_only_when_it_is_asked(settings, capsys):
    from helpers_smtp import MailServer
    from medskick.config import mail_check

    settings.MAIL_IS_SET = False
    assert mail_check.state().startswith("Mejl: av.")
    assert "MEDSKICK_MAIL" in next(mail_check.connects()).text
    server = MailServer().start()
    settings.MAIL_IS_SET = True
    for name, value in mail_settings(f"smtp://127.0.0.1:{server.port}/?from=a@b.example&timeout=3").items():
        setattr(settings, name, value)
    assert mail_check.state() == f"Mejl: på, via 127.0.0.1:{server.port}. Avsändare: a@b.example"
    assert server.connections == 0
    assert list(mail_check.connects()) == []
    assert server.connections == 1
    assert "svarar" in capsys.readouterr().out
    server.die()
    assert ["går inte att nå" in one.text for one in mail_check.connects()] == [True]


@pytest.mark.parametrize("sender", ["", "noreply@localhost"])
def test_nothing_is_sent_without_a_sender(settings, sender):
    """Django would write webmaster@localhost, and so would mail of accounts, which does not pass the outbox."""
    from django.core.mail import send_mail

    from helpers_smtp import MailServer
    from medskick.config import mail_check
    from medskick.ground.post.smtp import NoSenderError

    server = MailServer().start()
    for name, value in mail_settings(f"smtp://127.0.0.1:{server.port}/").items():
        setattr(settings, name, value)
    settings.MAIL_IS_SET, settings.DEFAULT_FROM_EMAIL = True, sender
    with pytest.raises(NoSenderError, match="from=adress"):
        send_mail("Hej", "Hej", None, ["anna@exempel.se"])
    assert server.connections == 0
    assert "Avsändare: (ingen)" in mail_check.state()
    server.die()
