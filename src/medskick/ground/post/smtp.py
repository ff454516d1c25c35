"""Django's SMTP backend, and two things more: whether a broken connection may have taken the mail with it, and that
nothing goes without a sender that can be answered."""

from __future__ import annotations

import smtplib
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.utils.translation import gettext_noop

# Kept in the outbox in Swedish and told in the reader's language.
NO_SENDER = gettext_noop("Mejlen har ingen avsändare. Lägg till from=adress i MEDSKICK_MAIL.")


class NoSenderError(smtplib.SMTPException):
    """Who writes is not set, or cannot be answered."""


def has_sender() -> bool:
    """Whether the address that our mail comes from is one that others can reach."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return bool(domain) and domain != "localhost"


class _Watched(smtplib.SMTP):
    """``handing_over`` is true from the moment that the text is offered until the server has answered."""

    handing_over = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.handing_over = True
        answer = super().data(msg)
        self.handing_over = False
        return answer


class _WatchedSSL(_Watched, smtplib.SMTP_SSL):
    pass


class Backend(EmailBackend):
    """Set by ``config.mail``. Everything else is Django's own, as are the settings that it reads."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _WatchedSSL if self.use_ssl else _Watched

    def open(self) -> bool | None:
        """Connect. Raises NoSenderError where nobody would be the sender: Django would write webmaster@localhost."""
        if not has_sender():
            raise NoSenderError(NO_SENDER)
        return super().open()
