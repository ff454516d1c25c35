"""What the editor of pages shows and where it leads."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.permissions import register_permission_policy

from medskick.doors.pages import queries
from medskick.doors.pages.models import Material, Picture
from medskick.doors.pages.ownership import UntilPublished
from medskick.ground.core.access import allowed, viewer_of
from medskick.ground.ui.templatetags.ui import bundle_tag

for model, rights in ((Picture, "wagtailimages.Image"), (Material, "wagtaildocs.Document")):
    register_permission_policy(
        model, UntilPublished(model, auth_model=rights, owner_field_name="uploaded_by_user"), exact_class=True
    )


@hooks.register("register_admin_menu_item")
def back_to_the_workspace() -> MenuItem:
    """The way out, first in the menu."""
    return MenuItem(_("Till arbetsytan"), reverse("workspace:home"), icon_name="arrow-left", order=1)


@hooks.register("insert_global_admin_css")
def mend_what_is_shown() -> SafeString:
    """Names that are missing, and room on narrow screens. The script waits until the page is there."""
    return bundle_tag("editor")


@hooks.register("register_log_actions")
def name_what_is_logged(actions: LogActionRegistry) -> None:
    """What the history of a page says where it was not published in time."""

    @actions.register_action("pages.withheld")
    class Withheld(LogFormatter):
        label = _("Publicerades inte")

        def format_message(self, entry: Any) -> str:
            return gettext("Publicerades inte på utsatt tid: %(why)s") % {
                "why": " ".join(entry.data.get("why", []))
            }


class WithheldPanel(Component):
    """First on the dashboard: pages that were not published at their time, and why."""

    name, order = "withheld", 10
    template_name = "pages/staff/withheld.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"withheld": queries.withheld(viewer_of(parent_context["request"]))}


@hooks.register("construct_homepage_panels")
def what_was_not_published(request: HttpRequest, panels: list[Any]) -> None:
    """Whoever may publish sees what did not come out."""
    if allowed("pages.statements", viewer_of(request)):
        panels.append(WithheldPanel())


@hooks.register("construct_main_menu")
def only_what_is_theirs(request: object, items: list[MenuItem]) -> None:
    """Accounts, sites and languages are kept elsewhere."""
    items[:] = [item for item in items if item.name not in {"help"}]
