"""Sign-in with address and password, without, and out again."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from helpers_people import PASSWORD, make_user
from medskick.ground.core.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_earlier_attempts():
    cache.clear()


def sign_in(client, email, password):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_the_right_password_leads_to_the_workspace(client):
    user = make_user("moderator")
    response = sign_in(client, user.email, PASSWORD)
    assert response.headers["Location"] == "/arbetsyta/"
    assert client.get("/arbetsyta/").status_code == 200


def test_a_wrong_password_is_refused_in_swedish_and_logged(client):
    user = make_user("moderator")
    response = sign_in(client, user.email, "fel lösenord som är långt")
    assert "hör inte ihop" in response.content.decode()
    assert AuditEntry.objects.get().action == "people.sign_in_failed"
