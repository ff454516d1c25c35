"""One-time links: they open an account or a new password once, for a while, for one person."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from helpers_people import PASSWORD, make_user, viewer_for
from medskick.ground.core.models import AuditEntry
from medskick.ground.people import actions
from medskick.ground.people.models import Invitation, User

pytestmark = pytest.mark.django_db
BOSS = viewer_for("administrator", name="Anna Chef")
NEW = "tretton granar i snön"


def secret_of(link):
    return link.rstrip("/").rsplit("/", 1)[1]


def invite(email="ny@region.example", name="Ny Kollega", roles=("editor",)):
    return actions.invite(email, name, roles, BOSS)


def later(**time):
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(**time))


def test_the_first_link_makes_the_first_administrator(client):
    link = actions.first_administrator_link("https://medskick.region.example/")
    assert link.startswith("https://medskick.region.example/konto/lank/")
    filled = {"email": "Anna@Region.example", "name": "Anna Chef", "password": NEW, "again": NEW}
    response = client.post(f"/konto/lank/{secret_of(link)}/", filled)
    assert response.headers["Location"] == "/arbetsyta/"
    user = User.objects.get()
    assert (user.email, user.name, user.roles) == (
        "anna@region.example",
        "Anna Chef",
        ["process_lead", "administrator"],
    )
    assert client.get("/arbetsyta/konton/").status_code == 200


def test_there_is_no_first_link_when_somebody_can_administer():
    make_user("administrator")
    assert actions.first_administrator_link() is None
    assert actions.first_administrator_link(rescue=True)


def test_a_closed_administrator_does_not_count_as_one():
    make_user("administrator", is_active=False)
    make_user("process_lead")
    assert actions.first_administrator_link()


def test_a_new_first_link_makes_the_earlier_one_void(client):
    first = actions.first_administrator_link()
    second = actions.first_administrator_link()
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_the_first_link_lasts_a_day_and_an_invitation_a_week():
    actions.first_administrator_link()
    invite()
    lasts = [
        round((one.expires_at - one.created_at).total_seconds() / 3600)
        for one in Invitation.objects.order_by("id")
    ]
    assert lasts == [24, 168]


def test_only_a_hash_of_the_link_is_kept():
    secret = secret_of(invite())
    kept = str(Invitation.objects.values().get())
    assert secret not in kept
    assert len(secret) >= 43


def test_an_invited_person_chooses_a_password_and_gets_the_roles(client):
    link = invite(roles=["analyst", "editor"])
    page = client.get(link).content.decode()
    assert "Anna Chef har bjudit in dig" in page
    assert "ny@region.example" in page
    response = client.post(link, {"name": "Ny Kollega", "password": NEW, "again": NEW})
    assert response.headers["Location"] == "/arbetsyta/"
    user = User.objects.get()
    assert user.roles == ["editor", "analyst"]
    assert user.check_password(NEW)


def test_an_invited_person_cannot_choose_another_address_or_more_roles(client):
    link = invite()
    filled = {"name": "N", "password": NEW, "again": NEW, "email": "x@y.example", "roles": "administrator"}
    client.post(link, filled)
    user = User.objects.get()
    assert (user.email, user.roles) == ("ny@region.example", ["editor"])


def test_a_link_works_once(client):
    link = invite()
    client.post(link, {"name": "Ny", "password": NEW, "again": NEW})
    again = client.post(link, {"name": "Annan", "password": NEW + "!", "again": NEW + "!"})
    assert again.status_code == 410
    assert "redan använd" in again.content.decode()
    assert User.objects.get().check_password(NEW)


def test_opening_a_link_does_not_use_it_up(client):
    link = invite()
    assert client.get(link).status_code == 200
    assert client.get(link).status_code == 200


def test_a_weak_password_is_told_and_does_not_use_up_the_link(client):
    link = invite()
    response = client.post(link, {"name": "Ny", "password": "kort", "again": "kort"})
    assert response.status_code == 422
    assert "för kort" in response.content.decode()
    assert client.post(link, {"name": "Ny", "password": NEW, "again": NEW}).status_code == 302


@pytest.mark.parametrize("spoil", ["expired", "withdrawn", "made_up"])
def test_a_link_that_is_no_longer_good_says_what_to_do(client, spoil):
    link = invite()
    if spoil == "expired":
        later(seconds=1)
    elif spoil == "withdrawn":
        actions.withdraw_invitation(Invitation.objects.get(), BOSS)
    else:
        link = "/konto/lank/påhittad/"
    for response in (client.get(link), client.post(link, {"name": "Ny", "password": NEW, "again": NEW})):
        assert response.status_code == 410
        assert "Be den som gav dig länken om en ny" in response.content.decode()
    assert not User.objects.exists()


def test_two_who_use_a_link_at_once_make_one_account(monkeypatch):
    secret = secret_of(invite())
    stale = actions.queries.invitation_for(secret)
    actions.accept(secret, name="Först", password=NEW)
    monkeypatch.setattr(actions.queries, "invitation_for", lambda _secret: stale)
    with pytest.raises(ValidationError, match="redan använd"):
        actions.accept(secret, name="Sist", password=NEW)
    assert User.objects.get().name == "Först"


def test_inviting_again_makes_the_earlier_link_void(client):
    first = invite()
    second = actions.renew_invitation(Invitation.objects.get(), BOSS)
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_an_address_with_an_account_cannot_be_invited():
    make_user("analyst", email="ny@region.example")
    with pytest.raises(ValidationError, match="redan ett konto"):
        invite(email=" NY@region.example")


def test_an_account_that_came_first_wins_over_the_link(client):
    link = invite()
    make_user("analyst", email="ny@region.example")
    response = client.post(link, {"name": "Ny", "password": NEW, "again": NEW})
    assert "redan ett konto" in response.content.decode()
    assert User.objects.get().roles == ["analyst"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"email": "inte en adress"}, "e-postadress"),
        ({"email": ""}, "e-postadress"),
        ({"name": "  "}, "Skriv ett namn"),
        ({"name": "x" * 201}, "för långt"),
        ({"roles": []}, "minst en roll"),
        ({"roles": ["kung"]}, "minst en roll"),
    ],
)
def test_a_faulty_invitation_is_refused_with_what_to_do(wrong, says):
    with pytest.raises(ValidationError, match=says):
        invite(**wrong)
    assert not Invitation.objects.exists()


def test_only_an_administrator_invites():
    with pytest.raises(PermissionDenied):
        actions.invite("ny@region.example", "Ny", ["administrator"], viewer_for("process_lead"))


def test_a_password_link_gives_a_new_password_and_ends_old_sessions(client):
    user = make_user("moderator")
    client.force_login(user)
    link = actions.password_link(user, BOSS)
    page = client.get(link).content.decode()
    assert user.email in page
    response = client.post(link, {"password": NEW, "again": NEW})
    assert response.headers["Location"] == "/arbetsyta/"
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert not user.check_password(PASSWORD)


def test_a_password_link_of_a_closed_account_is_void(client):
    user, boss = make_user("moderator"), make_user("administrator")
    link = actions.password_link(user, actions.viewer_for(boss))
    actions.deactivate(user, actions.viewer_for(boss))
    assert client.get(link).status_code == 410
    with pytest.raises(ValidationError, match="avstängt"):
        actions.password_link(User.objects.get(pk=user.pk), actions.viewer_for(boss))


def test_every_step_of_an_invitation_is_in_the_log(client):
    link = invite()
    client.post(link, {"name": "Ny", "password": NEW, "again": NEW})
    actions.password_link(User.objects.get(), BOSS)
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == [
        "people.invited",
        "people.account_opened",
        "people.signed_in",
        "people.password_link",
    ]


def test_guessing_links_is_slowed_down(client):
    answers = {client.get(f"/konto/lank/gissning{n}/").status_code for n in range(40)}
    assert answers == {410, 429}
