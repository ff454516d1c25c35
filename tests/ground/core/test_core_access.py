"""Viewers and rules."""

from __future__ import annotations

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from helpers_people import make_user, viewer_for
from medskick.ground.core.access import PUBLIC, SYSTEM, Role, allowed, has_role, require, viewer_of


@pytest.fixture(autouse=True)
def _rule():
    rules.add_rule("prov.moderate", has_role(Role.MODERATOR, Role.PROCESS_LEAD))
    yield
    rules.remove_rule("prov.moderate")


@pytest.mark.parametrize("role", Role.values)
def test_a_rule_lets_its_roles_through_and_no_other(role):
    assert allowed("prov.moderate", viewer_for(role)) == (role in {"moderator", "process_lead"})


def test_visitors_are_refused_and_the_system_is_not():
    with pytest.raises(PermissionDenied):
        require("prov.moderate", PUBLIC)
    require("prov.moderate", SYSTEM)


def test_a_rule_that_does_not_exist_is_an_error_and_never_a_yes():
    with pytest.raises(LookupError, match=r"prov\.typo"):
        allowed("prov.typo", SYSTEM)


def viewer_behind(user):
    request = RequestFactory().get("/")
    request.user = user
    return viewer_of(request)


@pytest.mark.django_db
def test_the_viewer_behind_a_request_has_the_roles_of_the_account():
    user = make_user("analyst", "editor", name="Ana Prov")
    viewer = viewer_behind(user)
    assert (viewer.user_id, viewer.name, viewer.roles) == (user.pk, "Ana Prov", {"analyst", "editor"})
    assert viewer.is_staff


@pytest.mark.django_db
def test_a_closed_account_is_a_visitor():
    assert viewer_behind(make_user("administrator", is_active=False)) == PUBLIC


def test_somebody_not_signed_in_is_a_visitor():
    assert viewer_behind(AnonymousUser()) == PUBLIC
    assert viewer_of(RequestFactory().get("/")) == PUBLIC
