"""How django-allauth behaves here: accounts only by invitation, Swedish messages, a line in the log per sign-in."""

from __future__ import annotations

import time
from io import BytesIO
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from medskick.ground.people import actions
from medskick.ground.people.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by e-mail address and password."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Kontot är avstängt. Kontakta en administratör."),
        "email_password_mismatch": _(
            "Adressen och lösenordet hör inte ihop. Försök igen eller välj ett nytt lösenord."
        ),
        "enter_current_password": _("Det är inte ditt nuvarande lösenord. Försök igen."),
        "incorrect_password": _("Det är inte ditt lösenord. Försök igen."),
        "incorrect_code": _("Koden stämmer inte. Vänta på nästa kod och försök igen."),
        "invalid_password_reset": _("Länken gäller inte längre. Be om en ny."),
        "too_many_login_attempts": _("Det blev för många försök. Vänta fem minuter och försök igen."),
        "rate_limited": _("Det blev för många försök. Vänta några minuter och försök igen."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account without an invitation."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The caller's address as seen by the outermost of the proxies that the operator declared."""
        passed = [
            part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
        ]
        proxies = settings.TRUSTED_PROXIES
        if proxies and len(passed) >= proxies:
            return passed[-proxies]
        # The WSGI front may serve a local socket, which has no address.
        return request.META.get("REMOTE_ADDR") or "127.0.0.1"

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Sign-in is done, second factor included."""
        actions.note(user, "people.signed_in")
        return super().post_login(request, user, **kwargs)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Somebody tried a wrong password on an account that exists. Attempts are limited per account."""
        user = User.objects.filter(email=str(credentials.get("email", "")).lower(), is_active=True).first()
        if user:
            actions.note_failed_sign_in(user)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again before something sensitive, unless the person proved who it is within the last 15 minutes."""
        request = context.request
        proofs = get_authentication_records(request, request.user)
        latest = max((proof["at"] for proof in proofs), default=0.0)
        if time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def format_email_subject(self, subject: str) -> str:
        """Just the subject: the sender's address tells who writes."""
        return subject


class SecondFactorAdapter(DefaultMFAAdapter):
    """App codes, passkeys and recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Du kan inte ta bort tvåfaktorsskyddet. Din roll kräver det."),
        "cannot_generate_recovery_codes": _("Lägg till en app eller passernyckel först."),
        "incorrect_code": _("Koden stämmer inte. Vänta på nästa kod och försök igen."),
        "rate_limited": _("Det blev för många försök. Vänta några minuter och försök igen."),
    }

    def _get_site_name(self) -> str:
        return f"Medskick ({context.request.get_host()})"

    def build_totp_svg(self, url: str) -> str:
        """The picture for the app, on white also where the page is dark."""
        picture = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(picture)
        return picture.getvalue().decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """A suggestion that the person may change."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passernyckel %(number)d") % {"number": number}
