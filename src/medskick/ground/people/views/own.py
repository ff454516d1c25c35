"""One's own account: name, password, second factor, sessions."""

from __future__ import annotations

from typing import cast

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medskick.ground.core.access import staff_required
from medskick.ground.people import actions, queries
from medskick.ground.people.forms import NameForm, add_errors, posted
from medskick.ground.people.models import User


@staff_required
def profile(request: HttpRequest) -> HttpResponse:
    """/arbetsyta/mitt-konto/"""
    viewer, user = request.viewer, cast(User, request.user)  # type: ignore[attr-defined]
    form = NameForm(posted(request), initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename(user, form.cleaned_data["name"], viewer)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Namnet är sparat."))
            return redirect("workspace:profile")
    kinds = queries.own_second_factors(viewer)
    shown = {
        "form": form,
        "has_app": Authenticator.Type.TOTP in kinds,
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "has_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "lacks_second_factor": queries.lacks_second_factor(viewer),
    }
    return render(request, "people/profile.html", shown, status=422 if form.errors else 200)


@staff_required
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    fresh = actions.end_sessions(request.user, request.viewer)  # type: ignore[attr-defined, arg-type]
    update_session_auth_hash(request, fresh)
    messages.success(request, _("Du är utloggad från alla andra enheter."))
    return redirect("workspace:profile")


@staff_required
def start(request: HttpRequest) -> HttpResponse:
    """/konto/ leads to one's own account."""
    return redirect("workspace:profile")
