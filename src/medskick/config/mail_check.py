"""What ``medskick check`` tells of mail: on or off, from whom, and with ``--mail`` whether the server answers."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator

from medskick.ground.core.offers import Problem

EXAMPLE = "smtp://användare:lösenord@post.example.se:587/?tls=1&from=noreply@example.se"


def state() -> str:
    """One line: whether mail is on, by which server and from whom."""
    from django.conf import settings

    from medskick.ground.post.smtp import has_sender

    if not settings.MAIL_IS_SET:
        return f"Mejl: av. Det som skrivs sparas under Utskick. Slå på med MEDSKICK_MAIL={EXAMPLE}"
    sender = settings.DEFAULT_FROM_EMAIL if has_sender() else "(ingen)"
    return f"Mejl: på, via {settings.EMAIL_HOST}:{settings.EMAIL_PORT}. Avsändare: {sender}"


def connects() -> Iterator[Problem]:
    """Connect and sign in, and send nothing."""
    from django.conf import settings
    from django.core.mail import get_connection

    from medskick.ground.post.smtp import NoSenderError

    if not settings.MAIL_IS_SET:
        yield Problem(
            "error",
            "Det finns ingen e-postserver att prova: MEDSKICK_MAIL är inte satt.",
            f"Sätt den så här: MEDSKICK_MAIL={EXAMPLE}",
        )
        return
    connection = get_connection()
    try:
        connection.open()
        connection.close()
    except NoSenderError:
        pass  # the outbox's own check tells it
    except smtplib.SMTPAuthenticationError:
        yield Problem(
            "error",
            f"E-postservern {settings.EMAIL_HOST} godtar inte användare eller lösenord.",
            "Rätta dem i MEDSKICK_MAIL. Tecken som @ och / skrivs där som %40 och %2F.",
        )
    except (OSError, smtplib.SMTPException) as error:
        said = " ".join(str(error).split()) or type(error).__name__
        yield Problem(
            "error",
            f"E-postservern {settings.EMAIL_HOST}:{settings.EMAIL_PORT} går inte att nå: {said}",
            "Kontrollera server, port och tls i MEDSKICK_MAIL, och att brandväggen släpper ut trafiken.",
        )
    else:
        print(f"E-postservern {settings.EMAIL_HOST}:{settings.EMAIL_PORT} svarar.")
