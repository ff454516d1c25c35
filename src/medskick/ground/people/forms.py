"""Forms: allauth's own with Swedish words, and those of the accounts pages."""

from __future__ import annotations

import datetime
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as app
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from medskick.ground.core.access import Role
from medskick.ground.people import places

LOG_DAYS = (datetime.date(2000, 1, 1), datetime.date(2199, 12, 31))
_OUT_OF_REACH = _("Välj ett datum mellan år 2000 och 2199.")
_PASSWORD_HELP = _("Minst 12 tecken. Några ord i rad är lätta att minnas och svåra att gissa.")


def _say(form: forms.Form, name: str, label: Any, help_text: Any = "") -> None:
    """Give a field our words; a label is enough, so no placeholder."""
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it is nothing at all; None while the form is only shown."""
    return request.POST if request.method == "POST" else None


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Show an action's refusal: beside its field where the form has it, else on top."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


class SignInForm(account.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "login", _("E-postadress"))
        _say(self, "password", _("Lösenord"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ForgottenPasswordForm(account.ResetPasswordForm):
    """The address to send a link to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "email", _("E-postadress"))


class _SamePassword:
    """Both fields must agree; said in our words."""

    def clean(self) -> dict[str, Any]:
        cleaned = forms.Form.clean(self) or {}  # type: ignore[arg-type]
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("Lösenorden är olika. Skriv samma två gånger."))  # type: ignore[attr-defined]
        return cleaned


class NewPasswordForm(_SamePassword, account.ResetPasswordKeyForm):
    """A new password after a forgotten one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password1", _("Nytt lösenord"), _PASSWORD_HELP)
        _say(self, "password2", _("Nytt lösenord en gång till"))


class ChangePasswordForm(_SamePassword, account.ChangePasswordForm):
    """A new password for somebody who knows the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", _("Nuvarande lösenord"))
        _say(self, "password1", _("Nytt lösenord"), _PASSWORD_HELP)
        _say(self, "password2", _("Nytt lösenord en gång till"))


class FirstPasswordForm(_SamePassword, account.SetPasswordForm):
    """A password for an account that has none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password1", _("Lösenord"), _PASSWORD_HELP)
        _say(self, "password2", _("Lösenord en gång till"))


class ConfirmPasswordForm(account.ReauthenticateForm):
    """The password once more before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", _("Lösenord"))


class CodeForm(mfa.AuthenticateForm):
    """The code of the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", _("Kod"), _("Sex siffror ur appen, eller en av dina reservkoder."))


class ConfirmCodeForm(mfa.ReauthenticateForm):
    """A code once more before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", _("Kod"), _("Sex siffror ur appen, eller en av dina reservkoder."))


class ActivateAppForm(app.ActivateTOTPForm):
    """The first code of a newly added app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", _("Kod ur appen"), _("Sex siffror. De byts varje halvminut."))
        self.secret_to_type = " ".join(self.secret[i : i + 4] for i in range(0, len(self.secret), 4))


class _Unreadable:
    """What is not a browser's answer at all is refused like any wrong key; the library would stumble over it."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ValidationError(_("Nyckeln gick inte att läsa. Försök igen.")) from error


class PasskeySignInForm(_Unreadable, passkeys.LoginWebAuthnForm):
    """Sign-in with nothing but a passkey."""


class PasskeyForm(_Unreadable, passkeys.AuthenticateWebAuthnForm):
    """A passkey as the second step."""


class ConfirmPasskeyForm(_Unreadable, passkeys.ReauthenticateWebAuthnForm):
    """A passkey once more before something sensitive."""


class AddPasskeyForm(passkeys.AddWebAuthnForm):
    """A name for the key, and whether it alone is enough to sign in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "name", _("Namn på nyckeln"), _("Så att du känner igen den, till exempel Jobbmobilen."))
        _say(
            self,
            "passwordless",
            _("Logga in med bara nyckeln, utan lösenord"),
            _("Nyckeln frågar då efter fingeravtryck, ansikte eller pinkod."),
        )

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ValidationError(_("Nyckeln gick inte att läsa. Försök igen.")) from error


class RenamePasskeyForm(passkeys.EditWebAuthnForm):
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "name", _("Namn på nyckeln"))


class LinkForm(forms.Form):
    """What an invited person fills in. Address and name are left out where the link knows them."""

    email = forms.EmailField(
        label=_("E-postadress"),
        help_text=_("Den loggar du in med."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    name = forms.CharField(
        label=_("Ditt namn"),
        max_length=200,
        help_text=_("Det syns för kollegor och i loggen."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Lösenord"),
        strip=False,
        help_text=_PASSWORD_HELP,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Lösenord en gång till"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, ask_email: bool, ask_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ask_email:
            del self.fields["email"]
        if not ask_name:
            del self.fields["name"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("Lösenorden är olika. Skriv samma två gånger."))
        return cleaned


# What somebody with the role sees and may do, in one sentence.
ROLE_WORDS = {
    Role.PROCESS_LEAD: _(
        "Leder arbetet: läser allt, sköter tidplan och möten, godkänner regler och publicerar teman."
    ),
    Role.EDITOR: _("Skriver och publicerar sidor, nyheter och bilder, planerar möten och läser temana."),
    Role.MODERATOR: _(
        "Läser allt som kommer in, även det som inte visas, och bestämmer vad som släpps fram eller döljs."
    ),
    Role.ANALYST: _("Sorterar det som har släppts fram i teman och granskar dem, men publicerar dem inte."),
    Role.OFFICER: _("Planerar möten, tar emot anmälningar och skriver vid borden."),
    Role.EXPERT: _("Kan logga in men har inga egna uppgifter än."),
    Role.REGISTRAR: _(
        "Läser allt och loggen, skriver in brev och samtal, läser in filer och gallrar anmälningar."
    ),
    Role.MUNICIPALITY_CONTACT: _(
        "Sköter den egna kommunens möten och skriver nyheter som en redaktör läser först."
    ),
    Role.ELECTED: _("Kan logga in men har inga egna uppgifter än."),
    Role.ADMINISTRATOR: _("Bjuder in och stänger konton, ställer in tjänsten, läser allt och loggen."),
}


class RolesForm(forms.Form):
    """Which roles an account has."""

    roles = forms.MultipleChoiceField(
        label=_("Roller"),
        choices=[
            (role.value, format_lazy("{}: {}", role.label, words)) for role, words in ROLE_WORDS.items()
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj minst en roll.")},
    )


class InviteForm(RolesForm):
    """Who is invited, and to which roles."""

    name = forms.CharField(label=_("Namn"), max_length=200)
    email = forms.EmailField(label=_("E-postadress"))
    municipality = forms.ChoiceField(
        label=_("Kommun"),
        required=False,
        help_text=_("Bara för en kommunkontakt: den kommun som personen företräder."),
        error_messages={"invalid_choice": _("Välj en kommun i listan.")},
    )
    field_order = ["name", "email", "roles", "municipality"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = places.known()
        self.fields["municipality"].choices = [("", _("Ingen")), *known.items()]  # type: ignore[attr-defined]
        if not known:
            del self.fields["municipality"]


class NameForm(forms.Form):
    """One's own name."""

    name = forms.CharField(
        label=_("Namn"), max_length=200, help_text=_("Det syns för kollegor och i loggen.")
    )


class ReasonForm(forms.Form):
    """Why a second factor is removed."""

    reason = forms.CharField(label=_("Varför?"), max_length=500, help_text=_("Det syns i loggen."))


def _day(label: Any) -> forms.DateField:
    """A day that the clock of the region can reach."""
    least, most = (day.isoformat() for day in LOG_DAYS)
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput({"type": "date", "min": least, "max": most}),
        validators=[
            MinValueValidator(LOG_DAYS[0], _OUT_OF_REACH),
            MaxValueValidator(LOG_DAYS[1], _OUT_OF_REACH),
        ],
    )


class LogFilter(forms.Form):
    """What to show of the log. Everything is optional."""

    actor = forms.CharField(label=_("Vem"), required=False, max_length=200)
    action = forms.ChoiceField(label=_("Vad"), required=False)
    since = _day(_("Från och med"))
    until = _day(_("Till och med"))
    thing = forms.CharField(
        label=_("Vad det gäller"),
        required=False,
        max_length=121,
        help_text=_("Till exempel numret på ett medskick: 4740533."),
    )

    def __init__(self, *args: Any, actions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", _("Allt")), *actions]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("since") and cleaned.get("until") and cleaned["since"] > cleaned["until"]:
            self.add_error("until", _("Sista dagen ligger före den första. Byt plats på dem."))
        return cleaned
