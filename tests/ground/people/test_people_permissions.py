"""Role × page: who reaches what, and what every page of staff has in common."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from helpers_people import make_user, signed_in
from medskick.ground.core.access import Role
from medskick.ground.people import actions

pytestmark = pytest.mark.django_db

EVERYBODY = set(Role.values)
ADMINISTRATORS = {"administrator"}
LOG_READERS = {"administrator", "process_lead", "registrar"}
PAGES = {
    "home": EVERYBODY,
    "profile": EVERYBODY,
    "accounts": ADMINISTRATORS,
    "invite": ADMINISTRATORS,
    "account": ADMINISTRATORS,
    "log": LOG_READERS,
    "log_csv": LOG_READERS,
}
POSTS = {
    "end_sessions": EVERYBODY,
    "change_roles": ADMINISTRATORS,
    "deactivate": ADMINISTRATORS,
    "reactivate": ADMINISTRATORS,
    "reset_second_factor": ADMINISTRATORS,
    "password_link": ADMINISTRATORS,
    "end_account_sessions": ADMINISTRATORS,
    "renew_invitation": ADMINISTRATORS,
    "withdraw_invitation": ADMINISTRATORS,
}
OWN = ["account_change_password", "mfa_index", "mfa_list_webauthn", "account_logout"]
ENTRANCE = ["account_login", "account_reset_password", "account_reset_password_done", "account_signup"]


@pytest.fixture(autouse=True)
def _no_earlier_attempts():
    cache.clear()


@pytest.fixture
def address():
    """The address of a page by name; those about an account are about somebody else's."""
    other = make_user("editor")
    make_user("administrator")
    actions.invite("ny@region.example", "Ny", ["editor"], actions.viewer_for(make_user("administrator")))
    invitation = other.invitations.model.objects.get()

    def find(name):
        if "invitation" in name:
            return reverse(f"workspace:{name}", args=[invitation.pk])
        about_account = name in {"account", "end_account_sessions"} or name in set(POSTS) - {"end_sessions"}
        return reverse(f"workspace:{name}", args=[other.pk] if about_account else [])

    return find


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_for_its_roles_only(client, address, role, page):
    signed_in(client, role)
    assert client.get(address(page)).status_code == (200 if role in PAGES[page] else 403)


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("button", POSTS)
def test_a_button_works_for_its_roles_only(client, address, role, button):
    signed_in(client, role)
    refused = client.post(address(button), {"reason": "x"}).status_code == 403
    assert refused is (role not in POSTS[button])


@pytest.mark.parametrize("button", POSTS)
def test_reading_an_address_never_changes_anything(client, address, button):
    signed_in(client, "administrator")
    assert client.get(address(button)).status_code == 405


@pytest.mark.parametrize("page", [*PAGES, *POSTS])
def test_visitors_are_sent_to_the_sign_in_page_without_a_cookie(client, address, page):
    response = client.get(address(page))
    assert response.headers["Location"].startswith("/konto/logga-in/?next=/arbetsyta/")
    assert not response.cookies


def test_an_account_without_roles_does_not_reach_the_workspace(client):
    user = make_user("editor")
    type(user).objects.filter(pk=user.pk).update(roles=[])
    client.force_login(user)
    assert client.get("/arbetsyta/").status_code == 403


def test_the_sign_in_page_needs_its_own_form(client):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    user = make_user("editor")
    response = strict.post(reverse("account_login"), {"login": user.email, "password": "x"})
    assert response.status_code == 403


def test_pages_of_staff_are_never_kept_by_caches(client):
    signed_in(client, "administrator")
    assert "no-store" in client.get("/arbetsyta/").headers["Cache-Control"]
    assert "no-store" in client.get("/konto/logga-in/").headers.get("Cache-Control", "")


def all_pages(client):
    yield from (client.get(reverse(name)) for name in ENTRANCE)
    link = actions.first_administrator_link()
    yield client.get(link)
    yield client.get("/konto/lank/borta/")
    user = make_user("administrator")
    client.post(reverse("account_login"), {"login": user.email, "password": "renar vadar genom älven"})
    yield from (client.get(reverse(name)) for name in [*OWN, "mfa_activate_totp", "mfa_add_webauthn"])
    for page in set(PAGES) - {"account", "log_csv"}:
        yield client.get(reverse(f"workspace:{page}"))
    yield client.get(reverse("workspace:account", args=[user.pk]))


def test_no_page_has_scripts_or_styles_that_the_policy_would_stop(client):
    seen = 0
    for response in all_pages(client):
        page = response.content.decode()
        assert response.status_code in {200, 410}, response.request["PATH_INFO"]
        for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", page, re.S):
            assert "src=" in attributes or 'type="application/json"' in attributes
            assert not ("src=" in attributes and body.strip())
        assert not re.search(r"\son\w+=|\sstyle=|<style|javascript:", page), response.request["PATH_INFO"]
        policy = response.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        seen += 1
    assert seen == len(ENTRANCE) + 2 + len(OWN) + 2 + len(PAGES) - 1


def test_every_page_is_in_swedish_with_a_title_one_heading_and_labels(client):
    for response in all_pages(client):
        page, where = response.content.decode(), response.request["PATH_INFO"]
        assert '<html lang="sv" ' in page, where
        title = re.search(r"<title>(.*?)</title>", page, re.S).group(1).strip()
        assert len(title.split("–")[0].strip()) > 2, where
        assert len(re.findall(r"<h1[ >]", page)) == 1, where
        for field in re.findall(r"<(?:input|select|textarea)\s[^>]*>", page):
            if 'type="hidden"' not in field:
                label = re.search(r'id="([^"]+)"', field).group(1)
                inside = re.search(r"<label[^>]*>\s*" + re.escape(field), page)
                assert inside or f'for="{label}"' in page, (where, field)
        assert not re.search(r"Sign In|Password|Two-Factor|Email|Cancel", re.sub(r"<[^>]+>", "", page)), where
