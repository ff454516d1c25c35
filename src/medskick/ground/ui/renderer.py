"""Django forms drawn with the parts of the design system (setting FORM_RENDERER)."""

from __future__ import annotations

from django.forms.renderers import DjangoTemplates


class PartsRenderer(DjangoTemplates):
    """`{{ form }}` and `{{ form.text.as_field_group }}` come out as `ui/form.html` and `ui/field.html`.

    Widgets keep Django's own templates; these are found by the app loader like everything else, so the engine here only
    needs to know our folder beside Django's.
    """

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"

    def get_template(self, template_name: str):
        if template_name.startswith("ui/"):
            from django.template.loader import get_template

            return get_template(template_name)
        return super().get_template(template_name)
