"""Accounts, for administrators: list, invite, roles, close and open, lost phones and passwords."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medskick.ground.core.access import Role, Viewer, require, staff_required
from medskick.ground.people import actions, history, queries
from medskick.ground.people.forms import InviteForm, ReasonForm, RolesForm, add_errors, posted
from medskick.ground.people.models import User
from medskick.ground.people.views.log import log_table
from medskick.ground.ui.tables import Cell, Column, DataTable
from medskick.ground.ui.templatetags.ui import moment


def manages_accounts(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same gate before all pages here; the actions check once more."""

    @staff_required
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require("people.manage", _viewer(request))
        return view(request, *args, **kwargs)

    return inner


@manages_accounts
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts and open invitations."""
    words = request.GET.get("sok", "").replace("\0", "").strip()[:100]
    viewer = _viewer(request)
    found = queries.search_accounts(queries.accounts(viewer), words)
    shown = {"table": _table(found, words), "words": words, "invitations": queries.open_invitations(viewer)}
    return render(request, "people/accounts.html", shown)


@manages_accounts
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the answer shows the link, once."""
    form = InviteForm(posted(request))
    if request.method == "POST" and form.is_valid():
        filled = form.cleaned_data
        try:
            link = actions.invite(
                filled["email"],
                filled["name"],
                filled["roles"],
                _viewer(request),
                municipality=filled.get("municipality", ""),
                base_url=_here(request),
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            return _show_link(request, filled["name"], filled["email"], link)
    return render(request, "people/invite.html", {"form": form}, status=422 if form.errors else 200)


@manages_accounts
@require_POST
def renew_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """A fresh link for an open invitation."""
    invitation = get_object_or_404(queries.open_invitations(_viewer(request)), pk=pk)
    try:
        link = actions.renew_invitation(invitation, _viewer(request), base_url=_here(request))
    except ValidationError as error:
        return _back_to_list(request, error)
    return _show_link(request, invitation.name, invitation.email, link)


@manages_accounts
@require_POST
def withdraw_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link void."""
    invitation = queries.invitation(pk, _viewer(request))
    if invitation is None:
        raise Http404
    try:
        actions.withdraw_invitation(invitation, _viewer(request))
    except ValidationError as error:
        return _back_to_list(request, error)
    messages.success(request, _("Inbjudan till %(name)s är återkallad.") % {"name": invitation})
    return redirect("workspace:accounts")


@manages_accounts
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account with everything one can do to it, and what was done to it before."""
    return _account_page(request, _account(request, pk))


@manages_accounts
@require_POST
def change_roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Other roles."""
    user, form = _account(request, pk), RolesForm(request.POST)
    if form.is_valid() and _try(
        form, lambda: actions.change_roles(user, form.cleaned_data["roles"], _viewer(request))
    ):
        messages.success(request, _("Rollerna är ändrade."))
        if Role.MUNICIPALITY_CONTACT in form.cleaned_data["roles"] and not user.municipality:
            messages.warning(
                request, _("Välj också vilken kommun personen företräder, under Kommunkontakter i menyn.")
            )
        return redirect("workspace:account", pk=pk)
    return _account_page(request, user, roles_form=form)


@manages_accounts
@require_POST
def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove app, passkeys and recovery codes, with a reason."""
    user, form = _account(request, pk), ReasonForm(request.POST)
    if form.is_valid() and _try(
        form, lambda: actions.reset_second_factor(user, form.cleaned_data["reason"], _viewer(request))
    ):
        messages.success(
            request, _("Tvåfaktorsskyddet är borttaget. Personen loggar nu in med bara lösenord.")
        )
        return redirect("workspace:account", pk=pk)
    return _account_page(request, user, reason_form=form)


@manages_accounts
@require_POST
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the account."""
    return _do(request, pk, actions.deactivate, _("Kontot är avstängt och utloggat överallt."))


@manages_accounts
@require_POST
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the account again."""
    return _do(request, pk, actions.reactivate, _("Kontot är öppet igen."))


@manages_accounts
@require_POST
def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the account out everywhere."""
    return _do(request, pk, actions.end_sessions, _("Kontot är utloggat från alla enheter."))


@manages_accounts
@require_POST
def password_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A link where the owner chooses a new password."""
    user = _account(request, pk)
    try:
        link = actions.password_link(user, _viewer(request), base_url=_here(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("workspace:account", pk=pk)
    return _show_link(request, user.name, user.email, link, account=user)


def _table(found: Iterable[User], words: str) -> DataTable:
    columns = [
        Column("name", _("Namn")),
        Column("email", _("E-postadress")),
        Column("roles", _("Roller")),
        Column("state", _("Konto")),
        Column("protected", _("Tvåfaktorsskydd")),
        Column("last_login", _("Senast inloggad")),
    ]
    empty = _("Inget stämmer med din sökning.") if words else _("Det finns inga konton än.")
    return DataTable(_("Konton"), columns, [_row(user) for user in found], empty=empty, id="konton")


def _row(user: User) -> dict[str, object]:
    return {
        "name": Cell(user.name, reverse("workspace:account", args=[user.pk])),
        "email": user.email,
        "roles": ", ".join(user.role_labels()),
        "state": Cell(_("Öppet"), tone="good") if user.is_active else Cell(_("Avstängt"), tone="bad"),
        "protected": Cell(_("Ja"), tone="good") if user.protected else Cell(_("Nej"), tone="watch"),  # type: ignore[attr-defined]
        "last_login": moment(user.last_login) if user.last_login else _("inte än"),
    }


def _viewer(request: HttpRequest) -> Viewer:
    return request.viewer  # type: ignore[attr-defined]


def _here(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _account(request: HttpRequest, pk: int) -> User:
    user = queries.account(pk, _viewer(request))
    if user is None:
        raise Http404
    return user


def _account_page(
    request: HttpRequest,
    user: User,
    roles_form: RolesForm | None = None,
    reason_form: ReasonForm | None = None,
) -> HttpResponse:
    viewer = _viewer(request)
    shown = {
        "account": user,
        "roles_form": roles_form or RolesForm(initial={"roles": user.roles}),
        "reason_form": reason_form or ReasonForm(),
        "latest": log_table(
            history.lines(history.entries(viewer, thing=str(actions.ref(user)))[:10], viewer)
        ),
    }
    return render(request, "people/account.html", shown, status=422 if roles_form or reason_form else 200)


def _try(form: Any, act: Callable[[], None]) -> bool:
    try:
        act()
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True


def _do(request: HttpRequest, pk: int, act: Callable[[User, Viewer], Any], done: str) -> HttpResponse:
    try:
        act(_account(request, pk), _viewer(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect("workspace:account", pk=pk)


def _back_to_list(request: HttpRequest, error: ValidationError) -> HttpResponse:
    messages.error(request, " ".join(error.messages))
    return redirect("workspace:accounts")


def _show_link(
    request: HttpRequest, name: str, email: str, link: str, account: User | None = None
) -> HttpResponse:
    return render(
        request, "people/link_made.html", {"name": name, "email": email, "link": link, "account": account}
    )
