"""Django's SMTP backend, and one thing more: whether a broken connection may have taken the mail with it."""

from __future__ import annotations

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend


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
