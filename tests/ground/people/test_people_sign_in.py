"""Sign-in with address and password, and out again."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from helpers_people import PASSWORD, make_user, signed_in
from medskick.ground.core.models import AuditEntry
from medskick.ground.people import actions
from medskick.ground.people.models import User

pytestmark = pytest.mark.django_db
NEW = "tretton granar i snön"


@pytest.fixture(autouse=True)
def _no_earlier_attempts():
    cache.clear()


def sign_in(client, email, password):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def logged():
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


def test_the_right_password_leads_to_the_workspace(client):
    user = make_user("moderator")
    response = sign_in(client, user.email, PASSWORD)
    assert response.headers["Location"] == "/arbetsyta/"
    assert client.get("/arbetsyta/").status_code == 200
    assert logged() == ["people.signed_in"]


def test_the_address_may_be_typed_in_any_case(client):
    make_user("moderator", email="mia@region.example")
    assert sign_in(client, " Mia@Region.Example ", PASSWORD).status_code == 302


def test_sign_in_goes_on_to_the_page_that_was_asked_for(client):
    user = make_user("moderator")
    asked = client.get("/arbetsyta/mitt-konto/")
    response = client.post(asked.headers["Location"], {"login": user.email, "password": PASSWORD})
    assert response.headers["Location"] == "/arbetsyta/mitt-konto/"


@pytest.mark.parametrize("elsewhere", ["https://annan.example/", "//annan.example/", "javascript:alert(1)"])
def test_sign_in_never_goes_on_to_another_site(client, elsewhere):
    user = make_user("moderator")
    response = client.post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD, "next": elsewhere}
    )
    assert response.headers["Location"] == "/arbetsyta/"


def test_a_wrong_password_is_refused_in_swedish_and_logged(client):
    user = make_user("moderator", name="Mia Prov")
    response = sign_in(client, user.email, "fel lösenord som är långt")
    assert "hör inte ihop" in response.content.decode()
    assert logged() == ["people.sign_in_failed"]
    assert AuditEntry.objects.get().actor_name == "besökare"


def test_an_unknown_address_gets_the_same_answer_and_leaves_no_line(client):
    response = sign_in(client, "ingen@region.example", PASSWORD)
    assert "hör inte ihop" in response.content.decode()
    assert logged() == []


def test_guessing_is_stopped_after_five_tries_even_with_the_right_password(client):
    user = make_user("moderator")
    for _ in range(5):
        sign_in(client, user.email, "fel lösenord som är långt")
    response = sign_in(client, user.email, PASSWORD)
    assert response.status_code == 200
    assert "för många försök" in response.content.decode()


def test_a_closed_account_is_told_so_and_stays_outside(client):
    user = make_user("moderator", is_active=False)
    response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True)
    assert "Kontot är avstängt" in response.content.decode()
    assert client.get("/arbetsyta/").status_code == 302


def test_signing_out_ends_the_session_and_leaves_no_cookie(client):
    signed_in(client, "moderator")
    response = client.post(reverse("account_logout"))
    assert response.headers["Location"] == "/"
    assert response.cookies["medskick"]["max-age"] == 0
    assert client.get("/arbetsyta/").status_code == 302


def test_signing_out_asks_first(client):
    signed_in(client, "moderator")
    assert "Vill du logga ut?" in client.get(reverse("account_logout")).content.decode()
    assert client.get("/arbetsyta/").status_code == 200


def test_nobody_makes_an_account_without_an_invitation(client):
    page = client.get(reverse("account_signup"))
    assert "genom en inbjudan" in page.content.decode()
    client.post(reverse("account_signup"), {"email": "jag@example.com", "password1": NEW})
    assert not User.objects.exists()


def test_a_forgotten_password_is_replaced_by_a_link_in_a_letter(client):
    user = make_user("moderator")
    client.post(reverse("account_reset_password"), {"email": user.email})
    letter = mail.outbox[0]
    assert letter.to == [user.email]
    assert letter.subject == "Välj ett nytt lösenord"
    link = re.search(r"/konto/losenord/nytt/\S+", letter.body).group()
    form = client.get(link, follow=True)
    done = client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW}, follow=True)
    assert "Lösenordet är sparat" in done.content.decode()
    assert sign_in(client, user.email, NEW).headers["Location"] == "/arbetsyta/"
    assert "people.password_changed" in logged()


def test_a_forgotten_password_of_nobody_sends_nothing_and_tells_nothing(client):
    response = client.post(reverse("account_reset_password"), {"email": "ingen@region.example"}, follow=True)
    assert "Har adressen ett konto" in response.content.decode()
    assert mail.outbox == []


def test_changing_the_password_ends_all_other_sessions(client, client_elsewhere):
    user = signed_in(client, "moderator")
    client_elsewhere.force_login(user)
    filled = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    response = client.post(reverse("account_change_password"), filled, follow=True)
    assert "Lösenordet är bytt." in response.content.decode()
    assert client.get("/arbetsyta/").status_code == 200
    assert client_elsewhere.get("/arbetsyta/").status_code == 302
    assert logged() == ["people.password_changed"]


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("kort", "för kort"),
        ("qwerty123456", "vanligt"),
        ("mia.provare@region.example", "e-post"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(client, password, why):
    signed_in(client, "moderator", email="mia.provare@region.example")
    filled = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    response = client.post(reverse("account_change_password"), filled)
    assert why in response.content.decode()
    assert User.objects.get().check_password(PASSWORD)


def test_two_different_new_passwords_are_pointed_out(client):
    signed_in(client, "moderator")
    filled = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW + "!"}
    assert "Lösenorden är olika" in client.post(reverse("account_change_password"), filled).content.decode()


def test_a_closed_account_is_out_at_once_and_old_sessions_never_come_back(client):
    user = signed_in(client, "moderator")
    boss = actions.viewer_for(make_user("administrator"))
    actions.deactivate(user, boss)
    assert client.get("/arbetsyta/").status_code == 302
    actions.reactivate(user, boss)
    assert client.get("/arbetsyta/").status_code == 302
    assert sign_in(client, user.email, PASSWORD).headers["Location"] == "/arbetsyta/"


def test_signing_out_everywhere_else_keeps_this_session(client, client_elsewhere):
    user = signed_in(client, "moderator")
    client_elsewhere.force_login(user)
    client.post(reverse("workspace:end_sessions"))
    assert client.get("/arbetsyta/").status_code == 200
    assert client_elsewhere.get("/arbetsyta/").status_code == 302


@pytest.fixture
def client_elsewhere():
    """The same person's other device."""
    from django.test import Client

    return Client()


def test_changed_roles_count_from_the_next_page(client):
    user = signed_in(client, "administrator")
    other = make_user("administrator")
    assert client.get("/arbetsyta/konton/").status_code == 200
    actions.change_roles(user, ["analyst"], actions.viewer_for(other))
    assert client.get("/arbetsyta/konton/").status_code == 403


def test_guessing_is_counted_per_real_address_behind_a_proxy(settings):
    """A caller cannot escape the limit by inventing addresses in front of the proxy's own."""
    from django.test import RequestFactory

    from medskick.ground.people.adapters import AccountAdapter

    def seen(forwarded, proxies):
        settings.TRUSTED_PROXIES = proxies
        request = RequestFactory(headers={"X-Forwarded-For": forwarded}).get("/", REMOTE_ADDR="10.0.0.1")
        return AccountAdapter().get_client_ip(request)

    assert seen("1.1.1.1, 203.0.113.9", 1) == "203.0.113.9"
    assert seen("1.1.1.1", 0) == "10.0.0.1"
    assert seen("", 1) == "10.0.0.1"
