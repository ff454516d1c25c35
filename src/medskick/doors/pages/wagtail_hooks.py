"""What the editor of pages shows and where it leads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from medskick.doors.pages import queries, redirects
from medskick.doors.pages.models import (
    HomePage,
    Material,
    MaterialIndexPage,
    NewsIndexPage,
    Picture,
    QuestionsPage,
)
from medskick.doors.pages.ownership import DraftsOfOthersUnseen, UntilRead
from medskick.ground.core.access import allowed, viewer_of
from medskick.ground.ui.templatetags.ui import bundle_tag, moment

for model, rights in ((Picture, "wagtailimages.Image"), (Material, "wagtaildocs.Document")):
    register_permission_policy(
        model, UntilRead(model, auth_model=rights, owner_field_name="uploaded_by_user"), exact_class=True
    )
unseen = DraftsOfOthersUnseen(Page)
register_permission_policy(Page, unseen)


@hooks.register("construct_page_chooser_queryset")
def leave_out_drafts_of_others(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """The chooser asks for no permission to look."""
    return unseen.without_drafts_of_others(pages, request.user)


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


class WritePanel(Component):
    """First on the dashboard: what an editor most often comes to do."""

    name, order = "write", 5
    template_name = "pages/staff/write_new.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"ways": list(_ways(parent_context["request"]))}


def _ways(request: HttpRequest) -> Iterator[dict[str, str]]:
    """Where to go, as far as this person may."""
    own = {
        type(page): (page.pk, page.permissions_for_user(request.user))
        for page in queries.places_to_write(viewer_of(request))
    }
    if (news := own.get(NewsIndexPage)) and news[1].can_add_subpage():
        yield {
            "label": gettext("Skriv en nyhet eller rapport"),
            "sentence": gettext("Med bild, ort och möte. En redaktör publicerar."),
            "address": reverse("wagtailadmin_pages:add", args=("pages", "newspage", news[0])),
        }
    for kind, label, sentence in (
        (QuestionsPage, gettext("Svara på en fråga"), gettext("Alla frågor och svar står på en sida.")),
        (HomePage, gettext("Ändra startsidan"), gettext("Välj vilka delar den har och i vilken ordning.")),
    ):
        if (page := own.get(kind)) and page[1].can_edit():
            yield {
                "label": label, "sentence": sentence,
                "address": reverse("wagtailadmin_pages:edit", args=(page[0],)),
            }  # fmt: skip
    if (shelf := own.get(MaterialIndexPage)) and shelf[1].can_add_subpage():
        yield {
            "label": gettext("Lägg till material"),
            "sentence": gettext("En fil, en film eller något att skriva ut."),
            "address": reverse("wagtailadmin_pages:add", args=("pages", "materialpage", shelf[0])),
        }


@hooks.register("construct_homepage_panels")
def what_editors_come_for(request: HttpRequest, panels: list[Any]) -> None:
    """Before anything else."""
    panels.append(WritePanel())


@hooks.register("construct_homepage_panels")
def what_was_not_published(request: HttpRequest, panels: list[Any]) -> None:
    """Whoever may publish sees what did not come out."""
    if allowed("pages.statements", viewer_of(request)):
        panels.append(WithheldPanel())


@hooks.register("register_admin_urls")
def redirects_by_hand() -> list[Any]:
    """Before Wagtail's own, whose form takes no address of the site's own. Their names lead here too."""
    return [
        path("redirects/add/", redirects.Add.as_view()),
        path("redirects/<int:redirect_id>/", redirects.Edit.as_view()),
    ]


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def a_time_is_not_a_schedule(request: HttpRequest, page: Any) -> None:
    """Saving a time with the draft looks like having scheduled it. It is not, and the page says so."""
    draft = page.get_latest_revision_as_object()
    when = draft.go_live_at
    asks = {"action-publish", "action-submit", "action-workflow-action"} & set(request.POST)
    if when is None or when <= timezone.now() or asks or "json" in request.headers.get("Accept", ""):
        return
    if (due := page.scheduled_revision) and due.approved_go_live_at == when:
        return
    told = {"when": moment(when)}
    if page.permissions_for_user(request.user).can_publish():
        text = gettext(
            "Tiden %(when)s är sparad i utkastet, men sidan är inte schemalagd än. Välj ”Schemalägg "
            "publicering” i menyn längst ner, så kommer den ut då."
        )
    else:
        text = gettext(
            "Tiden %(when)s är sparad i utkastet. Sidan kommer ut då först när du har skickat den för "
            "granskning och en redaktör har godkänt den."
        )
    messages.warning(request, text % told)


@hooks.register("construct_main_menu")
def only_what_is_theirs(request: object, items: list[MenuItem]) -> None:
    """Accounts, sites and languages are kept elsewhere."""
    items[:] = [item for item in items if item.name not in {"help"}]
