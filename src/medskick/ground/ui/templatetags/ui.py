"""Template tags of the design system: `{% load ui %}`.

Tags: `bundle "site"`, `icon "check"`, `field form.text`, `masked segments`, `spread_bar rows`, `treemap items`,
`ui_texts`, `outbox_texts`, `new_id "x"`. Filters for pages: `local` (paths), `moment` (days and times),
`day`, `count` (whole numbers).
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Mapping
from typing import Any

from django import forms, template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField
from django.template.defaultfilters import date as date_filter
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from medskick.ground.core import dates
from medskick.ground.core.numbers import counted
from medskick.ground.ui import bundle as front_end
from medskick.ground.ui import rates as rate_bar
from medskick.ground.ui import spread as spreads
from medskick.ground.ui import tiles as tile_maps
from medskick.ground.ui.covered import covered
from medskick.ground.ui.texts import outbox_texts, script_texts

register = template.Library()
_numbers = itertools.count(1)


@register.simple_tag(name="bundle")
def bundle_tag(name: str) -> SafeString:
    """Style sheets and script of one entry point (`site`, `staff`)."""
    entry = front_end.load().entry(name)
    styles = format_html_join(
        "", '<link rel="stylesheet" href="{}">', ((static(path),) for path in entry.styles)
    )
    ahead = format_html_join(
        "", '<link rel="modulepreload" href="{}">', ((static(p),) for p in entry.preloads)
    )
    return styles + ahead + format_html('<script type="module" src="{}"></script>', static(entry.script))


@register.simple_tag
def icon(name: str, label: str = "", classes: str = "") -> SafeString:
    """An outline icon. Without ``label`` it is decoration beside a word; with it, it carries the name itself."""
    built = front_end.load()
    if name not in built.icons:
        known = ", ".join(sorted(built.icons))
        raise template.TemplateSyntaxError(
            f"There is no icon {name!r}. Add it to frontend/src/icon-names.ts. There are: {known}."
        )
    role = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    css = f"icon {classes}".strip()
    address = f"{static(built.sprite)}#{name}"
    return format_html(
        '<svg class="{}" width="20" height="20" viewBox="0 0 24 24" focusable="false" {}><use href="{}"></use></svg>',
        css,
        role,
        address,
    )


@register.simple_tag
def ui_texts() -> SafeString:
    """The sentences that scripts say, as data (not as a script)."""
    return json_script(script_texts(), "ui-texts")


@register.simple_tag(name="outbox_texts")
def outbox_texts_tag() -> SafeString:
    """The sentences of the outbox, on pages that have one."""
    return json_script(outbox_texts(), "outbox-texts")


@register.simple_tag
def new_id(prefix: str = "id") -> str:
    """An id that no other element of the page has."""
    return f"{prefix}-{next(_numbers)}"


@register.filter
def local(path: str) -> str:
    """A Swedish path with the prefix of the current language: /kontakt/ → /en/kontakt/."""
    language = get_language() or settings.LANGUAGE_CODE
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


@register.filter
def moment(value: Any) -> str:
    """A day or a time as people say it, in the region's own time: "12 mars 2026 kl. 10:42". Text stays as it is."""
    if isinstance(value, datetime.datetime):
        here = timezone.localtime(value) if timezone.is_aware(value) else value
        said = _("%(day)s kl. %(time)s") % {"day": dates.day(here), "time": date_filter(here, "H:i")}
        return dates.held_together(said)
    return day(value)


@register.filter
def day(value: Any) -> str:
    """A day as people write it in the page's language: "12 mars 2026". Text stays as it is."""
    return dates.held_together(dates.day(value)) if isinstance(value, datetime.date) else str(value or "")


@register.simple_tag
def masked(segments: Any) -> SafeString:
    """A text with hidden parts. Segments have ``text`` and ``kind`` (attributes or keys).

    Where ``kind`` is set, an empty place stands instead of the text, which never reaches the page. A kind that the
    house knows is named alike on every page; any other by its ``label``.
    """
    parts = []
    for segment in segments:
        get = (
            segment.get
            if isinstance(segment, Mapping)
            else lambda name, default="", it=segment: getattr(it, name, default)
        )
        if get("kind"):
            parts.append(
                format_html('<span class="masked">{}</span>', _hidden(str(get("kind")), get("label", "")))
            )
        else:
            parts.append(conditional_escape(str(get("text") or "")))
    return mark_safe("".join(parts))


def _hidden(kind: str, label: str | None) -> str:
    """What stands in an empty place: as in files (engine.text.masking), in the page's language."""
    return (covered(kind) if kind != "other" else "") or label or covered("other")


@register.filter
def count(value: Any) -> Any:
    """A whole number with a space between thousands (a comma in English): 12 345. Anything else as it is.

    The only way to write numbers that can grow, also those that choose a plural (`count n=x|count`).
    """
    return counted(value)


@register.filter
def quoted(words: str) -> str:
    """Words between the quotation marks of the page's language."""
    return _("”%(words)s”") % {"words": words}


@register.simple_tag
def quote() -> str:
    """The mark that begins a quotation in the page's language; the one that ends it is the same in all."""
    return pgettext("before a quotation", "”")


@register.filter
def persons(value: int | None) -> str:
    """A number of persons as it may be printed: None (``disclosure.told``) in words."""
    return _("färre än fem") if value is None else counted(value)


@register.filter
def svg(value: Any) -> str:
    """A number as SVG and HTML attributes want it, with a point in every language."""
    return f"{value:g}" if isinstance(value, float) else str(value)


@register.filter
def less(value: float, by: float) -> str:
    """A difference for an SVG attribute."""
    return svg(round(float(value - by), 2))


@register.filter
def page_numbers(page: Page) -> list[int]:
    """Which page numbers to show: the ends and those around this one; 0 stands for a gap."""
    near = {1, page.paginator.num_pages, *range(page.number - 2, page.number + 3)}
    shown = sorted(number for number in near if 1 <= number <= page.paginator.num_pages)
    numbers: list[int] = []
    for number in shown:
        if numbers and number - numbers[-1] > 1:
            numbers.append(0)
        numbers.append(number)
    return numbers


# --- fields ---------------------------------------------------------------------------------------------------


@register.filter
def shape(bound: BoundField) -> str:
    """How a field is built: ``group`` (several choices under one legend), ``check`` (one box) or ``line``."""
    if has_choices(bound) or bound.use_fieldset:
        return "group"
    return "check" if isinstance(bound.field.widget, forms.CheckboxInput) else "line"


@register.filter
def has_choices(bound: BoundField) -> bool:
    """Whether each part of the field is a choice with a label of its own (and not, say, a day beside a time)."""
    return isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.filter
def describers(bound: BoundField) -> str:
    """The ids of hint and error, for aria-describedby."""
    ids = [f"{bound.auto_id}_hint"] if bound.help_text else []
    return " ".join([*ids, f"{bound.auto_id}_error"] if bound.errors else ids)


@register.filter
def control(bound: BoundField) -> SafeString:
    """The input itself, wired to hint and error."""
    attributes: dict[str, Any] = {}
    if described := describers(bound):
        attributes["aria-describedby"] = described
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return bound.as_widget(attrs=attributes)


@register.simple_tag
def field(bound: BoundField, classes: str = "", large: bool = False, optional: bool = True) -> SafeString:
    """A whole form field: label, hint, error and input. ``classes``: field--short, field--number.

    ``optional`` False leaves out "(valfritt)", for forms where nearly nothing has to be filled in.
    """
    context = {"field": bound, "classes": classes, "large": large, "unmarked": not optional}
    return render_to_string("ui/field.html", context)


@register.simple_tag
def summed_up(bound: BoundField, error: str) -> str:
    """An error as it stands in the summary: Django's own "required" does not say which field, so this does."""
    if error == str(forms.Field.default_error_messages["required"]):
        return _("%(field)s: fyll i det här fältet.") % {"field": bound.label}
    return error


# --- drawings -------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/spread_bar.html")
def spread_bar(
    rows: Any, caption: str = "", unit: str = "", place: str = "", small: bool = False
) -> dict[str, Any]:
    """Small columns over municipalities with the table behind; parameters in `ui/spread_bar.html`."""
    return {
        "spread": spreads.spread(rows),
        "caption": caption or _("Röster per kommun"),
        "unit": unit or _("röster"),
        "place": place or _("Kommun"),
        "small": small,
    }


@register.simple_tag
def rate_bars(rows: Any, level: float | None = None, level_text: str = "", caption: str = "") -> str:
    """Lying bars with a mark for all together; parameters in `ui/rate_bars.html`. A picture for `ui/figure.html`."""
    context = {"rates": rate_bar.rates(rows, level), "level_text": level_text, "caption": caption}
    return render_to_string("ui/rate_bars.html", context)


@register.inclusion_tag("ui/treemap_svg.html")
def treemap(items: Any, caption: str = "", unit: str = "") -> dict[str, Any]:
    """A map of themes; parameters in `ui/treemap_svg.html`."""
    unit = unit or _("röster")
    drawn = tile_maps.tiles(items, unit=unit)
    return {
        "tiles": drawn,
        "keyed": [tile for tile in drawn if not tile.lines],
        "marked": [tile for tile in drawn if tile.mark],
        "caption": caption or _("Karta över teman"),
        "unit": unit,
        "width": tile_maps.WIDTH,
        "height": tile_maps.HEIGHT,
        "map_id": new_id("karta"),
    }
