"""What an editor chooses from the region's file and the published themes, instead of typing codes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput
from wagtail.models import Page

from medskick.doors.pages.models.showing import lacking
from medskick.ground.core import dates
from medskick.ground.core.access import PUBLIC, SYSTEM, allowed, viewer_now
from medskick.process.cycle import queries as cycles
from medskick.process.cycle import region as regions
from medskick.process.insights.queries import editions
from medskick.process.meetings import queries as meetings

NOTHING = ("", _("Inget valt"))


# The calendar that Wagtail lays over its fields for dates cannot be used with the keyboard; the browser's can.
DAY = {"type": "date"}, "%Y-%m-%d"
MOMENT = {"type": "datetime-local"}, "%Y-%m-%dT%H:%M"


class PageForm(WagtailAdminPageForm):
    """Says what the pictures lack when a page is to be published or approved, beside the page and not afterwards."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, AdminDateTimeInput):
                field.widget = forms.DateTimeInput(*MOMENT)
            elif isinstance(field.widget, AdminDateInput):
                field.widget = forms.DateInput(*DAY)

    def _post_clean(self) -> None:
        super()._post_clean()
        if {"action-publish", "action-submit"} & set(self.data) and not self.instance.live:
            for fault in lacking(self.instance):
                self.add_error(None, fault)
        if self._is_behind():
            self.add_error(
                None,
                _(
                    "Någon annan har sparat sidan sedan du öppnade den. Det du skrev finns kvar här. Jämför med sidans "
                    "historik, och spara igen om din version ska gälla."
                ),
            )

    def _is_behind(self) -> bool:
        """Whether the form was filled in from another version than the latest. It is sent with what it was opened from;
        shown again after an error it holds the latest, so whoever saves a second time has been told."""
        opened = self.data.get("overwrite_revision_id") or self.data.get("loaded_revision_id")
        latest = Page.objects.filter(pk=self.instance.pk).values_list("latest_revision_id", flat=True).first()
        return bool(opened and latest and opened != str(latest))


class NewsForm(PageForm):
    """News with municipality and theme to choose among. What was chosen before stays possible.

    Whoever writes for a municipality writes of that one and of its meetings alone.
    """

    own: str | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("theme", theme_choices())
        writer = viewer_now(self.for_user.pk) if self.for_user else SYSTEM
        if allowed("pages.write_of_all", writer):
            self._choose("municipality", [(one.code, one.name) for one in regions.region().municipalities])
            self._choose("meeting", _meetings())
        else:
            self._only_of(writer.municipality)

    def clean_municipality(self) -> str:
        """A draft may lack anything, but not whose it is."""
        chosen: str = self.cleaned_data["municipality"]
        return chosen if self.own is None else self.own

    def _only_of(self, code: str) -> None:
        """Nothing to choose but one's own; nothing at all for a contact who has not been given a municipality."""
        if not {"municipality", "meeting"} <= set(self.fields):
            return
        name = regions.region().municipality_name(code) if code else ""
        field = self.fields["municipality"]
        self.fields["municipality"] = forms.ChoiceField(
            label=field.label,
            choices=[(code, name)] if code else [NOTHING],
            required=False,
            help_text=""
            if code
            else _(
                "Ditt konto företräder ingen kommun än. Be processledaren välja den under Kommunkontakter."
            ),
        )
        self.initial["municipality"] = self.own = code
        field = self.fields["meeting"]
        self.fields["meeting"] = forms.ChoiceField(
            label=field.label,
            choices=[NOTHING, *(_meetings(code) if code else [])],
            required=False,
            error_messages={"invalid_choice": _("Välj ett möte i din egen kommun.")},
        )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        if name not in self.fields:
            return
        kept = getattr(self.instance, name)
        if kept and kept not in dict(choices):
            choices = [*choices, (kept, kept)]
        field = self.fields[name]
        self.fields[name] = forms.ChoiceField(
            label=field.label, required=field.required, help_text=field.help_text, choices=[NOTHING, *choices]
        )


def _meetings(municipality: str = "") -> list[tuple[str, str]]:
    cycle = cycles.current_cycle(PUBLIC)
    found = meetings.dated(cycle, PUBLIC) if cycle else []
    if municipality:
        found = [one for one in found if one.municipality == municipality]
    return [
        (str(one.number), f"{one.title} ({dates.day(timezone.localdate(one.starts_at))})") for one in found
    ]


def theme_choices() -> list[tuple[str, str]]:
    """Address and name of every theme of the newest edition that has a page."""
    cycle = cycles.current_cycle(PUBLIC)
    edition = editions.newest(cycle, PUBLIC) if cycle else None
    if edition is None:
        return []
    return [
        (theme.address.strip("/").rpartition("/")[2], theme.name)
        for theme in editions.published_themes(edition, PUBLIC)
        if theme.address
    ]
