"""The second factor: apps, recovery codes, passkeys; who must have one; what helps when the phone is lost."""

from __future__ import annotations

import json
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from helpers_people import PASSWORD, make_user, signed_in, viewer_for
from medskick.ground.core import audit
from medskick.ground.core.models import AuditEntry
from medskick.ground.people import actions, offers, queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_earlier_attempts():
    cache.clear()


def sign_in(client, user, **extra):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, **extra})


def code(secret, at=None):
    return totp.format_hotp_value(totp.hotp_value(secret, int((at or time.time()) // 30)))


def with_app(*roles):
    user = make_user(*roles)
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return user, secret


def test_an_app_is_added_with_its_first_code_and_recovery_codes_follow(
    client, django_capture_on_commit_callbacks
):
    user = make_user("moderator")
    sign_in(client, user)
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(reverse("mfa_activate_totp"), {"code": code(secret)}, follow=True)
    assert "Reservkoder" in done.content.decode()
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}
    said = [audit.in_words(line) for line in AuditEntry.objects.order_by("id")]
    assert f"{user.name} skyddade sitt konto med en app" in said


def test_a_wrong_first_code_adds_nothing(client):
    user = make_user("moderator")
    sign_in(client, user)
    client.get(reverse("mfa_activate_totp"))
    response = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "Koden stämmer inte" in response.content.decode()
    assert not Authenticator.objects.exists()


def test_a_session_that_has_been_open_long_is_asked_for_the_password_again(client, monkeypatch):
    user = make_user("moderator")
    sign_in(client, user)
    now = time.time()
    monkeypatch.setattr("medskick.ground.people.adapters.time.time", lambda: now + 16 * 60)
    response = client.get(reverse("mfa_activate_totp"))
    assert response.headers["Location"].startswith(reverse("account_reauthenticate"))
    page = client.get(response.headers["Location"]).content.decode()
    assert "Bekräfta att det är du" in page


def test_the_password_alone_is_not_enough_for_a_protected_account(client):
    user, secret = with_app("moderator")
    response = sign_in(client, user)
    assert response.headers["Location"] == reverse("mfa_authenticate")
    assert client.get("/arbetsyta/").status_code == 302
    assert "Ett steg till" in client.get(reverse("mfa_authenticate")).content.decode()
    done = client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert done.headers["Location"] == "/arbetsyta/"
    assert client.get("/arbetsyta/").status_code == 200


def test_a_code_of_the_app_works_once(client):
    user, secret = with_app("moderator")
    used = code(secret)
    sign_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": used})
    client.post(reverse("account_logout"))
    sign_in(client, user)
    assert "stämmer inte" in client.post(reverse("mfa_authenticate"), {"code": used}).content.decode()


def test_a_recovery_code_works_once(client):
    user, _secret = with_app("moderator")
    spare = RecoveryCodes.activate(user).get_unused_codes()[0]
    sign_in(client, user)
    assert client.post(reverse("mfa_authenticate"), {"code": spare}).status_code == 302
    client.post(reverse("account_logout"))
    sign_in(client, user)
    assert client.post(reverse("mfa_authenticate"), {"code": spare}).status_code == 200


def test_guessing_codes_is_stopped(client):
    user, secret = with_app("moderator")
    sign_in(client, user)
    for _ in range(6):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    response = client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert client.get("/arbetsyta/").status_code == 302
    assert "för många försök" in response.content.decode()


def test_a_one_time_link_does_not_go_round_the_second_factor(client):
    user, _secret = with_app("moderator")
    link = actions.password_link(user, viewer_for("administrator"))
    new = "tretton granar i snön"
    response = client.post(link, {"password": new, "again": new})
    assert response.headers["Location"] == reverse("mfa_authenticate")
    assert client.get("/arbetsyta/").status_code == 302


def test_the_sign_in_page_offers_a_passkey_and_the_server_its_challenge(client):
    assert "Logga in med passernyckel" in client.get(reverse("account_login")).content.decode()
    answer = client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
    asked = json.loads(answer.content)["request_options"]["publicKey"]
    assert asked["rpId"] == "testserver"
    assert len(asked["challenge"]) >= 20


def test_a_false_passkey_is_refused_without_an_error_page(client):
    client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
    for false in ("", "{}", '{"id": "x"}', "[]", "inte json"):
        assert client.post(reverse("mfa_login_webauthn"), {"credential": false}).status_code < 500
    assert client.get("/arbetsyta/").status_code == 302


def test_a_passkey_page_names_the_account_and_asks_for_a_name(client):
    user = make_user("moderator", name="Mia Prov")
    sign_in(client, user)
    page = client.get(reverse("mfa_add_webauthn"))
    options = page.context["js_data"]["creation_options"]["publicKey"]
    assert (options["user"]["displayName"], options["user"]["name"]) == ("Mia Prov", user.email)
    assert "Passernyckel 1" in page.content.decode()


@pytest.mark.parametrize(
    ("role", "lacks"),
    [
        ("administrator", True),
        ("process_lead", True),
        ("editor", True),
        ("moderator", True),
        ("analyst", False),
        ("officer", False),
        ("expert", False),
        ("registrar", False),
        ("municipality_contact", False),
        ("elected", False),
    ],
)
def test_roles_that_publish_or_administer_are_told_to_add_one(client, role, lacks):
    signed_in(client, role)
    assert ("Skydda ditt konto" in client.get("/arbetsyta/").content.decode()) is lacks


def test_nobody_is_told_who_has_one(client):
    user, _secret = with_app("moderator")
    client.force_login(user)
    assert "Skydda ditt konto" not in client.get("/arbetsyta/").content.decode()
    assert not queries.lacks_second_factor(actions.viewer_for(user))


def test_recovery_codes_alone_protect_nothing():
    user = make_user("moderator")
    RecoveryCodes.activate(user)
    assert queries.lacks_second_factor(actions.viewer_for(user))


def test_where_it_is_required_the_workspace_opens_only_with_one(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    signed_in(client, "moderator")
    assert client.get("/arbetsyta/").headers["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200
    user, _secret = with_app("moderator")
    client.force_login(user)
    assert client.get("/arbetsyta/").status_code == 200


def test_where_it_is_required_other_roles_come_in_as_before(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    signed_in(client, "analyst")
    assert client.get("/arbetsyta/").status_code == 200


def test_readiness_counts_those_who_lack_one():
    with_app("administrator")
    make_user("administrator")
    make_user("editor")
    make_user("analyst")
    make_user("moderator", is_active=False)
    found = [problem.text for problem in offers.problems()]
    assert found == [
        "2 konton som kan se personuppgifter, publicera eller administrera skyddas bara av ett lösenord."
    ]


def test_a_lost_phone_is_helped_with_a_reason_and_a_line_and_ends_all_sessions(client):
    user, _secret = with_app("moderator")
    client.force_login(user)
    actions.reset_second_factor(user, "Mobilen låg i älven.", viewer_for("administrator", name="Anna"))
    assert not Authenticator.objects.exists()
    assert client.get("/arbetsyta/").status_code == 302
    said = audit.in_words(AuditEntry.objects.get())
    assert said == f"Anna tog bort tvåfaktorsskyddet för {user.name}: Mobilen låg i älven."


def test_without_a_reason_the_second_factor_stays():
    user, _secret = with_app("moderator")
    with pytest.raises(ValidationError, match="Skriv varför"):
        actions.reset_second_factor(user, "  ", viewer_for("administrator"))
    assert Authenticator.objects.exists()


def test_only_an_administrator_removes_another_persons_second_factor():
    user, _secret = with_app("moderator")
    with pytest.raises(PermissionDenied):
        actions.reset_second_factor(user, "Vill in.", viewer_for("process_lead"))


def test_the_secret_of_an_app_is_never_shown_again(client):
    user, secret = with_app("administrator")
    client.force_login(user)
    shown = client.get(reverse("mfa_index")).content + client.get("/arbetsyta/mitt-konto/").content
    shown += client.get(reverse("workspace:account", args=[user.pk])).content
    assert not re.search(secret, shown.decode())
