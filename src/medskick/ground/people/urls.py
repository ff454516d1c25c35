"""Sign-in under /konto/: django-allauth's views and names, Swedish paths. No public sign-up, no e-mail changes."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from medskick.ground.people.views import links, own

urlpatterns = [
    path("", own.start, name="people_start"),
    path("logga-in/", account.login, name="account_login"),
    path("logga-ut/", account.logout, name="account_logout"),
    path("avstangt/", account.account_inactive, name="account_inactive"),
    path("skapa/", account.signup, name="account_signup"),
    path("bekrafta/", account.reauthenticate, name="account_reauthenticate"),
    path("lank/<str:secret>/", links.one_time_link, name="people_link"),
    path("losenord/byt/", account.password_change, name="account_change_password"),
    path("losenord/valj/", account.password_set, name="account_set_password"),
    path("losenord/glomt/", account.password_reset, name="account_reset_password"),
    path("losenord/glomt/skickat/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "losenord/nytt/klart/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^losenord/nytt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("tvafaktor/", mfa.index, name="mfa_index"),
    path("tvafaktor/kod/", mfa.authenticate, name="mfa_authenticate"),
    path("tvafaktor/bekrafta/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("tvafaktor/app/lagg-till/", app.activate_totp, name="mfa_activate_totp"),
    path("tvafaktor/app/ta-bort/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("tvafaktor/reservkoder/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("tvafaktor/reservkoder/nya/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "tvafaktor/reservkoder/ladda-ner/", codes.download_recovery_codes, name="mfa_download_recovery_codes"
    ),
    path("passernycklar/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("passernycklar/lagg-till/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("passernycklar/bekrafta/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passernycklar/logga-in/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("passernycklar/<int:pk>/ta-bort/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("passernycklar/<int:pk>/byt-namn/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
]
