"""One address says where mail goes, how and from whom."""

from __future__ import annotations

import pytest

from medskick.config.mail import mail_settings


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
