"""Accounts: roles change, accounts close and open, none is ever deleted, and somebody can always
administer.
"""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ProtectedError
from django.urls import reverse

from helpers_people import PASSWORD, make_user, signed_in, viewer_for
from medskick.ground.core import audit, chain
from medskick.ground.core.access import PUBLIC
from medskick.ground.core.chain import Ref
from medskick.ground.core.models import AuditEntry
from medskick.ground.people import actions, offers, queries
from medskick.ground.people.models import Invitation, User

pytestmark = pytest.mark.django_db
BOSS = viewer_for("administrator", name="Anna Chef")


def said():
    return [audit.in_words(line) for line in AuditEntry.objects.order_by("id")]


def test_changed_roles_are_kept_in_order_and_logged_in_words():
    user = make_user("editor", name="Mia")
    actions.change_roles(user, ["analyst", "editor", "editor"], BOSS)
    user.refresh_from_db()
    assert user.roles == ["editor", "analyst"]
    assert said() == ["Anna Chef ändrade rollerna för Mia från redaktör till redaktör, analytiker"]


def test_saving_the_same_roles_again_leaves_no_line():
    actions.change_roles(make_user("editor", "analyst"), ["analyst", "editor"], BOSS)
    assert said() == []


@pytest.mark.parametrize("roles", [[], ["kung"], ["editor", "kung"]])
def test_an_account_has_at_least_one_known_role(roles):
    user = make_user("editor")
    with pytest.raises(ValidationError, match="minst en roll"):
        actions.change_roles(user, roles, BOSS)


def test_the_last_administrator_can_neither_be_closed_nor_lose_the_role():
    last = make_user("administrator")
    make_user("administrator", is_active=False)
    make_user("process_lead")
    for act in (lambda: actions.deactivate(last, BOSS), lambda: actions.change_roles(last, ["editor"], BOSS)):
        with pytest.raises(ValidationError, match="minst en administratör"):
            act()
    last.refresh_from_db()
    assert last.is_active
    assert last.roles == ["administrator"]
    assert said() == []


def test_with_two_administrators_one_may_leave():
    first, second = make_user("administrator"), make_user("administrator")
    actions.deactivate(first, BOSS)
    assert queries.active_administrators() == [second]


def test_a_closed_account_keeps_its_name_in_the_log_and_opens_with_its_roles():
    user = make_user("editor", name="Mia")
    actions.deactivate(user, BOSS)
    user.refresh_from_db()
    assert user.role_names() == []
    actions.reactivate(user, BOSS)
    user.refresh_from_db()
    assert user.role_names() == ["editor"]
    assert said() == ["Anna Chef stängde av kontot för Mia", "Anna Chef öppnade kontot för Mia igen"]


def test_closing_or_opening_twice_leaves_one_line():
    user = make_user("editor")
    actions.deactivate(user, BOSS)
    actions.deactivate(user, BOSS)
    actions.reactivate(user, BOSS)
    actions.reactivate(user, BOSS)
    assert len(said()) == 2


def test_an_account_with_a_link_cannot_be_deleted():
    user = make_user("editor")
    actions.password_link(user, BOSS)
    with pytest.raises(ProtectedError):
        user.delete()


def test_people_change_their_own_name_and_no_one_elses():
    user, other = make_user("editor", name="Mia"), make_user("analyst", name="Ana")
    actions.rename(user, "  Mia   Nyman ", actions.viewer_for(user))
    user.refresh_from_db()
    assert user.name == "Mia Nyman"
    with pytest.raises(PermissionDenied):
        actions.rename(other, "Fel", actions.viewer_for(user))


ADMINISTER = [
    lambda user, by: actions.change_roles(user, ["administrator"], by),
    actions.deactivate,
    actions.reactivate,
    actions.end_sessions,
    actions.password_link,
    lambda user, by: actions.withdraw_invitation(Invitation(pk=1), by),
    lambda _user, by: queries.accounts(by),
    lambda _user, by: queries.open_invitations(by),
]


@pytest.mark.parametrize("act", ADMINISTER)
@pytest.mark.parametrize(
    "viewer", [PUBLIC, viewer_for("process_lead"), viewer_for("registrar"), viewer_for("expert")]
)
def test_only_administrators_manage_accounts(act, viewer):
    user = make_user("editor")
    with pytest.raises(PermissionDenied):
        act(user, viewer)
    user.refresh_from_db()
    assert (user.is_active, user.roles, user.session_epoch) == (True, ["editor"], 0)


def test_accounts_are_seen_in_the_chain_by_administrators_only():
    user = make_user("editor", name="Mia")
    ref = Ref("account", str(user.pk))
    assert chain.describe([ref], BOSS)[ref].title == "Mia"
    assert chain.describe([ref], viewer_for("process_lead")) == {}
    assert chain.describe([ref], PUBLIC) == {}
    assert chain.describe([Ref("account", "x"), Ref("account", "99999999")], BOSS) == {}


def test_readiness_tells_when_nobody_or_only_one_can_administer():
    assert [problem.level for problem in offers.problems()] == ["error"]
    make_user("administrator")
    assert "bara en administratör" in next(iter(offers.problems())).text


def test_the_list_shows_accounts_and_finds_them(client):
    signed_in(client, "administrator", name="Anna Chef")
    make_user("editor", name="Mia Prov", email="mia@region.example")
    make_user("expert", name="Sven Sak", is_active=False)
    page = client.get(reverse("workspace:accounts")).content.decode()
    assert all(name in page for name in ("Anna Chef", "Mia Prov", "Sven Sak", "Avstängt"))
    found = client.get(reverse("workspace:accounts"), {"sok": "mia@"}).content.decode()
    assert "Mia Prov" in found
    assert "Sven Sak" not in found


@pytest.mark.parametrize("words", ["\0", "%", "'; DROP TABLE", "x" * 5_000, "å" * 200])
def test_a_strange_search_finds_nobody_or_everybody_but_never_breaks(client, words):
    signed_in(client, "administrator")
    assert client.get(reverse("workspace:accounts"), {"sok": words}).status_code == 200


def test_an_invitation_is_made_renewed_and_withdrawn_on_the_pages(client):
    signed_in(client, "administrator")
    filled = {"name": "Ny Kollega", "email": "ny@region.example", "roles": ["editor"]}
    made = client.post(reverse("workspace:invite"), filled).content.decode()
    assert "http://testserver/konto/lank/" in made
    first = Invitation.objects.get()
    renewed = client.post(reverse("workspace:renew_invitation", args=[first.pk])).content.decode()
    assert "/konto/lank/" in renewed
    second = Invitation.objects.exclude(pk=first.pk).get()
    page = client.get(reverse("workspace:accounts")).content.decode()
    assert page.count("ny@region.example") == 1
    client.post(reverse("workspace:withdraw_invitation", args=[second.pk]))
    assert "Ingen inbjudan väntar" in client.get(reverse("workspace:accounts")).content.decode()
    again = client.post(reverse("workspace:withdraw_invitation", args=[second.pk]), follow=True)
    assert "redan använd eller återkallad" in again.content.decode()


def test_a_faulty_invitation_shows_what_to_do_beside_its_field(client):
    signed_in(client, "administrator", email="anna@region.example")
    taken = {"name": "X", "email": "anna@region.example", "roles": ["editor"]}
    response = client.post(reverse("workspace:invite"), taken)
    assert response.status_code == 422
    assert "redan ett konto" in str(response.context["form"].errors["email"])
    empty = client.post(reverse("workspace:invite"), {})
    assert set(empty.context["form"].errors) == {"name", "email", "roles"}


def test_a_municipalitys_contact_is_invited_to_a_municipality_and_speaks_for_it(client):
    signed_in(client, "administrator")
    filled = {"name": "Kim", "email": "kim@kalix.example", "roles": ["municipality_contact"]}
    asked = client.post(reverse("workspace:invite"), filled)
    assert asked.status_code == 422
    assert "Välj vilken kommun" in str(asked.context["form"].errors["municipality"])
    assert client.post(reverse("workspace:invite"), {**filled, "municipality": "0180"}).status_code == 422
    assert not Invitation.objects.exists()
    client.post(reverse("workspace:invite"), {**filled, "municipality": "2514"})
    link = client.post(
        reverse("workspace:renew_invitation", args=[Invitation.objects.get().pk])
    ).content.decode()
    secret = link.partition("/konto/lank/")[2].partition("/")[0]
    user = actions.accept(secret, name="Kim", password=PASSWORD)
    assert user.municipality == "2514"
    said = AuditEntry.objects.filter(action="people.invited").latest("id")
    assert audit.in_words(said).endswith("som kommunkontakt (Kalix)")


def test_other_roles_speak_for_no_municipality(client):
    signed_in(client, "administrator")
    filled = {"name": "Eva", "email": "eva@region.example", "roles": ["editor"], "municipality": "2514"}
    client.post(reverse("workspace:invite"), filled)
    assert Invitation.objects.get().municipality == ""


def test_the_page_of_an_account_does_what_its_buttons_say(client):
    signed_in(client, "administrator")
    user = make_user("editor", name="Mia")

    def press(name, **filled):
        response = client.post(reverse(f"workspace:{name}", args=[user.pk]), filled, follow=True)
        user.refresh_from_db()
        return response.content.decode()

    assert "Rollerna är ändrade" in press("change_roles", roles=["analyst"])
    assert user.roles == ["analyst"]
    assert "/konto/lank/" in press("password_link")
    assert "utloggat från alla enheter" in press("end_account_sessions")
    assert "ingen andra faktor" in press("reset_second_factor", reason="Mobilen är borta.")
    assert "avstängt och utloggat" in press("deactivate")
    assert not user.is_active
    assert "Kontot är avstängt" in press("password_link")
    assert "öppet igen" in press("reactivate")
    assert user.is_active


def test_the_last_administrator_is_told_why_the_button_does_nothing(client):
    user = signed_in(client, "administrator")
    response = client.post(reverse("workspace:deactivate", args=[user.pk]), follow=True)
    assert "minst en administratör" in response.content.decode()
    refused = client.post(reverse("workspace:change_roles", args=[user.pk]), {"roles": ["editor"]})
    assert refused.status_code == 422
    assert "minst en administratör" in refused.content.decode()


def test_an_account_that_does_not_exist_is_not_found(client):
    signed_in(client, "administrator")
    assert client.get(reverse("workspace:account", args=[999_999])).status_code == 404


def test_ones_own_page_saves_the_name_and_shows_how_the_account_is_protected(client):
    user = signed_in(client, "editor", name="Mia")
    page = client.post(reverse("workspace:profile"), {"name": "Mia Nyman"}, follow=True).content.decode()
    assert "Namnet är sparat." in page
    assert User.objects.get(pk=user.pk).name == "Mia Nyman"
    assert "Saknas" in page
    assert client.post(reverse("workspace:profile"), {"name": " "}).status_code == 422


def test_names_are_never_read_as_html(client):
    signed_in(client, "administrator", name="<script>alert(1)</script>")
    for address in ("home", "accounts", "profile", "log"):
        page = client.get(reverse(f"workspace:{address}")).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page
