"""What is done in the editor of pages becomes lines of the house's own log, here and nowhere else.

Wagtail writes each act on a page into a log of its own, so that log is listened to. Pictures, files and redirects it
writes down by halves (not what is uploaded, nor what is done to many at once), so their rows are listened to instead.
A line holds titles of pages; pictures and files, whose titles are often names of people, are told by their numbers.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageLogEntry

from medskick.doors.pages.models import HomePage, Material, MaterialPage, NewsPage, Picture
from medskick.ground.core import audit, chain, told
from medskick.ground.core.access import SYSTEM, Viewer, allowed, viewer_now
from medskick.ground.core.chain import Description, Ref

PAGE, PICTURE, FILE = "page", "picture", "file"

# What Wagtail calls an act on a page, and our sentence of it.
ACTS = {
    "wagtail.create": gettext_lazy("{actor} skapade {page}"),
    "wagtail.edit": gettext_lazy("{actor} ändrade {page}"),
    "wagtail.revert": gettext_lazy("{actor} tog fram en tidigare version av {page}"),
    "wagtail.rename": gettext_lazy("{actor} gav ”{before}” titeln ”{title}”"),
    "wagtail.publish": gettext_lazy("{actor} publicerade {page}"),
    "wagtail.unpublish": gettext_lazy("{actor} avpublicerade {page}"),
    "wagtail.publish.schedule": gettext_lazy("{actor} bestämde att {page} ska publiceras {when}"),
    "wagtail.schedule.cancel": gettext_lazy("{actor} tog bort tiden då {page} skulle publiceras"),
    "wagtail.delete": gettext_lazy("{actor} tog bort {page}"),
    "wagtail.move": gettext_lazy("{actor} flyttade {page} från ”{source}” till ”{destination}”"),
    "wagtail.reorder": gettext_lazy("{actor} ändrade ordningen på {page} under ”{destination}”"),
    "wagtail.copy": gettext_lazy("{actor} kopierade {page}"),
    "wagtail.copy_for_translation": gettext_lazy("{actor} började översätta {page}"),
    "wagtail.create_alias": gettext_lazy("{actor} gjorde en spegling av {page}"),
    "wagtail.convert_alias": gettext_lazy("{actor} gjorde speglingen {page} till en egen sida"),
    "wagtail.lock": gettext_lazy("{actor} låste {page}"),
    "wagtail.unlock": gettext_lazy("{actor} låste upp {page}"),
    "wagtail.workflow.start": gettext_lazy("{actor} skickade {page} för godkännande"),
    "wagtail.workflow.resume": gettext_lazy("{actor} skickade {page} för godkännande igen"),
    "wagtail.workflow.approve": gettext_lazy("{actor} godkände {page}"),
    "wagtail.workflow.reject": gettext_lazy("{actor} skickade tillbaka {page} för ändring"),
    "wagtail.workflow.cancel": gettext_lazy("{actor} avbröt granskningen av {page}"),
    # These three nobody does by hand.
    "wagtail.publish.scheduled": gettext_lazy("Sidan ”{title}” publicerades på utsatt tid"),
    "wagtail.unpublish.scheduled": gettext_lazy("Sidan ”{title}” togs ned på utsatt tid"),
    "pages.withheld": gettext_lazy("Sidan ”{title}” publicerades inte på utsatt tid: {why}"),
}
IN_TIME = {
    "wagtail.publish.scheduled": "pages.published_in_time",
    "wagtail.unpublish.scheduled": "pages.taken_down_in_time",
    "pages.withheld": "pages.withheld",
}
OTHER = "pages.done_otherwise"
THINGS = {
    Picture: (PICTURE, "pages.picture"),
    Material: (FILE, "pages.file"),
    Redirect: ("redirect", "pages.redirect"),
}


def action_of(act: str) -> str:
    """Under which name the house's log keeps an act of Wagtail's."""
    return IN_TIME.get(act) or act.replace("wagtail.", "pages.", 1)


def register() -> None:
    """Make the sentences and the links of the lines known."""
    for act, sentence in ACTS.items():
        audit.sentence(action_of(act), sentence)
    audit.sentence(OTHER, gettext_lazy("{actor} gjorde något med {page}: {act}"))
    for verb, sentence in {
        "picture_added": gettext_lazy("{actor} lade till bilden {ref}"),
        "picture_changed": gettext_lazy("{actor} ändrade bilden {ref}"),
        "picture_removed": gettext_lazy("{actor} tog bort bilden {ref}"),
        "file_added": gettext_lazy("{actor} lade till filen {ref}"),
        "file_changed": gettext_lazy("{actor} ändrade filen {ref}"),
        "file_removed": gettext_lazy("{actor} tog bort filen {ref}"),
        "redirect_added": gettext_lazy("{actor} lade in en omdirigering från {source} till {target}"),
        "redirect_changed": gettext_lazy("{actor} ändrade omdirigeringen från {source}, nu till {target}"),
        "redirect_removed": gettext_lazy("{actor} tog bort omdirigeringen från {source} till {target}"),
    }.items():
        audit.sentence(f"pages.{verb}", sentence)
    told.register("pages.thing", _thing)
    chain.register(PAGE, describe=_describe_pages)
    chain.register(PICTURE, describe=_describe_pictures)
    chain.register(FILE, describe=_describe_files)


def page_is_told(instance: PageLogEntry, created: bool, **_signal: Any) -> None:
    """A line for what Wagtail has just written about a page (signal ``post_save``).

    What a program has done by itself (the first pages, a demonstration) is nobody's act, but for what had its time.
    """
    act = instance.action
    if not created or _is_told_already(instance):
        return
    if act in IN_TIME:
        by = SYSTEM
    elif instance.user_id:
        by = viewer_now(instance.user_id)
    else:
        return
    kind = instance.content_type.model if instance.content_type else ""
    slots: dict[str, Any] = {
        "title": instance.label,
        "page": told.keep("pages.thing", kind=kind, title=instance.label),
    }
    audit.record(
        by,
        action_of(act) if act in ACTS else OTHER,
        Ref(PAGE, str(instance.page_id)),
        **slots,
        **_more(instance),
    )


def thing_is_kept(sender: type[Model], instance: Any, created: bool, **signal: Any) -> None:
    """A picture, file or redirect was added or changed by somebody (signal ``post_save``)."""
    if not signal.get("update_fields"):  # size and digest of a file are found out afterwards
        _tell(sender, instance, "added" if created else "changed")


def thing_is_gone(sender: type[Model], instance: Any, **_signal: Any) -> None:
    """A picture, file or redirect was removed by somebody (signal ``post_delete``)."""
    _tell(sender, instance, "removed")


def _tell(sender: type[Model], instance: Any, verb: str) -> None:
    user = get_active_log_context().user
    if user is None or not user.is_authenticated:
        return
    kind, action = THINGS[sender]
    slots = {"source": instance.old_path, "target": _target(instance)} if sender is Redirect else {}
    audit.record(viewer_now(user.pk), f"{action}_{verb}", Ref(kind, str(instance.pk)), **slots)


def _target(redirect: Redirect) -> str:
    return redirect.redirect_page.title if redirect.redirect_page else redirect.redirect_link


def _is_told_already(entry: PageLogEntry) -> bool:
    """Writing that changed nothing, and writing that belongs to what has its line: a page just made, a draft that the
    browser saves again and again."""
    if entry.action != "wagtail.edit":
        return False
    if not entry.content_changed:
        return True
    same = PageLogEntry.objects.filter(page_id=entry.page_id, uuid=entry.uuid).exclude(pk=entry.pk)
    return entry.uuid is not None and same.filter(action__in=("wagtail.create", "wagtail.edit")).exists()


def _more(entry: PageLogEntry) -> dict[str, Any]:
    data = entry.data
    act = entry.action
    if act == "pages.withheld":
        return {"why": " ".join(data.get("why", []))}
    if act == "wagtail.publish.schedule":
        when = data.get("revision", {}).get("go_live_at")
        return {"when": parse_datetime(when) if isinstance(when, str) else when}
    if act in {"wagtail.move", "wagtail.reorder"}:
        return {name: data.get(name, {}).get("title", "") for name in ("source", "destination")}
    if act == "wagtail.rename":
        return {"before": data.get("title", {}).get("old", "")}
    return {} if act in ACTS else {"act": entry.message}


def _thing(slots: Any) -> str:
    """The page as it is named in the middle of a sentence."""
    title, kind = slots["title"], slots["kind"]
    if kind == NewsPage._meta.model_name:
        return _("nyheten ”%(title)s”") % {"title": title}
    if kind == MaterialPage._meta.model_name:
        return _("materialet ”%(title)s”") % {"title": title}
    if kind == HomePage._meta.model_name:
        return _("startsidan (”%(title)s”)") % {"title": title}
    return _("sidan ”%(title)s”") % {"title": title}


def _describe_pages(refs: list[Ref], viewer: Viewer) -> dict[Ref, Description]:
    """Pages as those who may edit them reach them. To everybody else these refs do not exist."""
    found = Page.objects.filter(pk__in=_numbers(refs)) if allowed("pages.edit", viewer) else []
    return {
        Ref(PAGE, str(one.pk)): Description(
            Ref(PAGE, str(one.pk)), one.title, address=reverse("wagtailadmin_pages:edit", args=[one.pk])
        )
        for one in found
    }


def _describe_pictures(refs: list[Ref], viewer: Viewer) -> dict[Ref, Description]:
    return _described(Picture, PICTURE, "wagtailimages:edit", refs, viewer)


def _describe_files(refs: list[Ref], viewer: Viewer) -> dict[Ref, Description]:
    return _described(Material, FILE, "wagtaildocs:edit", refs, viewer)


def _described(
    model: type[Model], kind: str, address: str, refs: list[Ref], viewer: Viewer
) -> dict[Ref, Description]:
    if not allowed("pages.edit", viewer):
        return {}
    found = model._default_manager.filter(pk__in=_numbers(refs)).values_list("pk", "title")
    return {
        Ref(kind, str(key)): Description(
            Ref(kind, str(key)), f"{key} (”{title}”)", address=reverse(address, args=[key])
        )
        for key, title in found
    }


def _numbers(refs: list[Ref]) -> set[int]:
    return {int(ref.key) for ref in refs if ref.key.isdecimal()}
