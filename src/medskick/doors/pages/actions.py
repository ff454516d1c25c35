"""Writes of this room that no editor does by hand: the tree that pages hang in, and who may edit what."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    PageLogEntry,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from medskick.doors.pages.models import HomePage, MaterialIndexPage, NewsIndexPage, QuestionsPage
from medskick.ground.core.access import Role
from medskick.process.cycle.region import region

HOME = "hem"
FIXED = ((NewsIndexPage, "nyheter"), (QuestionsPage, "fragor-och-svar"), (MaterialIndexPage, "material"))
# What the front page is made of until somebody rearranges it.
FIRST_PARTS: tuple[tuple[str, Any], ...] = (
    ("contribute", None),
    ("voices", None),
    ("themes", None),
    ("news", {"how_many": 3}),
    ("happenings", None),
    ("steps", None),
    ("about", None),
)
EDITORS = (Role.EDITOR, Role.PROCESS_LEAD, Role.ADMINISTRATOR)
# They write, editors publish; what others have written they cannot touch.
WRITERS = (Role.MUNICIPALITY_CONTACT,)
OF_EDITORS = ("add", "change", "publish", "bulk_delete", "lock", "unlock")


@transaction.atomic
def lay_out() -> HomePage:
    """Make the home page, the lists with fixed addresses and the rights of roles, where they are missing."""
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    with translation.override(settings.LANGUAGE_CODE):
        home = _home()
        for model, slug in FIXED:
            if not home.get_children().filter(slug=slug).exists():
                home.add_child(instance=model(title=_title(slug), slug=slug, locale=home.locale))
    _rights(home)
    Site.objects.filter(root_page=home).update(site_name=region().title)
    return home


def _title(slug: str) -> str:
    return {"nyheter": _("Nyheter"), "fragor-och-svar": _("Frågor och svar"), "material": _("Material")}[slug]


def _home() -> HomePage:
    found = HomePage.objects.filter(locale=Locale.get_default()).first()
    if found:
        return found
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=Locale.get_default())
    for welcome in root.get_children().filter(depth=2).exclude(pk__in=HomePage.objects.all()):
        Site.objects.filter(root_page=welcome).delete()
        never_ours = welcome.pk
        welcome.delete()
        PageLogEntry.objects.filter(page_id=never_ours).delete()  # nobody of the house took it away
    root.refresh_from_db()
    home: HomePage = root.add_child(
        instance=HomePage(title=_("Startsida"), slug=HOME, locale=Locale.get_default(), parts=[*FIRST_PARTS])
    )
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home}
    )
    return home


def _rights(home: HomePage) -> None:
    collection = Collection.get_first_root_node() or Collection.add_root(name="Root")
    for role in (*EDITORS, *WRITERS):
        group, _made = Group.objects.get_or_create(name=role.value)
        _may(group, "wagtailadmin", "access_admin")
        whole = home if role in EDITORS else NewsIndexPage.objects.child_of(home).first()
        for verb in OF_EDITORS if role in EDITORS else ("add",):
            permission = Permission.objects.get(
                content_type__app_label="wagtailcore", codename=f"{verb}_page"
            )
            GroupPagePermission.objects.get_or_create(group=group, page=whole, permission=permission)
        for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
            for verb in ("add", "change", "choose") if role in EDITORS else ("add", "choose"):
                permission = Permission.objects.get(content_type__app_label=app, codename=f"{verb}_{model}")
                GroupCollectionPermission.objects.get_or_create(
                    group=group, collection=collection, permission=permission
                )
        if role in EDITORS:
            for verb in ("add", "change", "delete"):
                _may(group, "wagtailredirects", f"{verb}_redirect")
            _may(group, "simple_translation", "submit_translation")
    for stranger in Group.objects.filter(name__in=("Moderators", "Editors")):
        stranger.delete()
    _workflow(home)


def _may(group: Group, app: str, codename: str) -> None:
    group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))


def _workflow(home: HomePage) -> None:
    """What somebody without the right to publish has written waits for an editor."""
    if WorkflowPage.objects.filter(page=home).exists():
        return
    for old in Workflow.objects.filter(name="Moderators approval"):
        WorkflowPage.objects.filter(workflow=old).delete()
        old.deactivate()
    task, _made = GroupApprovalTask.objects.get_or_create(name=_("En redaktör läser"))
    task.groups.set(Group.objects.filter(name__in=[role.value for role in EDITORS]))
    workflow, _made = Workflow.objects.get_or_create(name=_("Granskning innan publicering"))
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.create(workflow=workflow, page=home)
