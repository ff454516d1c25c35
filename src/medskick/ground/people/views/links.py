"""The page that a one-time link opens."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from medskick.ground.core import limits
from medskick.ground.people import actions, queries
from medskick.ground.people.forms import LinkForm, add_errors, posted
from medskick.ground.ui.views import too_many


@never_cache
@sensitive_post_parameters("password", "again")
def one_time_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Choose a name and password, once; then signed in (through the second factor where the account has one)."""
    if not limits.allow("people.link", limits.address_of(request), "30/minute"):
        return too_many(request)
    invitation = queries.invitation_for(secret)
    if invitation is None or not invitation.is_open():
        return render(request, "people/link_closed.html", {"invitation": invitation}, status=410)
    asked = {"ask_email": not invitation.email, "ask_name": invitation.user is None}
    form = LinkForm(posted(request), initial={"name": invitation.name}, **asked)
    if request.method == "POST" and form.is_valid():
        filled = form.cleaned_data
        try:
            user = actions.accept(
                secret,
                name=filled.get("name", ""),
                password=filled["password"],
                email=filled.get("email", ""),
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            return perform_login(request, user)
    return render(
        request,
        "people/link.html",
        {"form": form, "invitation": invitation},
        status=422 if form.errors else 200,
    )
