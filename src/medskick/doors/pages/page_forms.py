"""What an editor chooses from the region's file and the published themes, instead of typing codes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from medskick.ground.core.access import PUBLIC
from medskick.process.cycle import queries as cycles
from medskick.process.cycle import region as regions
from medskick.process.insights.queries import editions

NOTHING = ("", _("Inget valt"))


class NewsForm(WagtailAdminPageForm):
    """News with municipality and theme to choose among. What was chosen before stays possible."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("municipality", [(one.code, one.name) for one in regions.region().municipalities])
        self._choose("theme", theme_choices())

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
