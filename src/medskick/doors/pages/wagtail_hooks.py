"""What the editor of pages shows and where it leads."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_admin_menu_item")
def back_to_the_workspace() -> MenuItem:
    """The way out, first in the menu."""
    return MenuItem(_("Till arbetsytan"), reverse("workspace:home"), icon_name="arrow-left", order=1)


@hooks.register("construct_main_menu")
def only_what_is_theirs(request: object, items: list[MenuItem]) -> None:
    """Accounts, sites and languages are kept elsewhere."""
    items[:] = [item for item in items if item.name not in {"help"}]
