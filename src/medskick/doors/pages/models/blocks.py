"""What a text may be made of: headings, paragraphs, pictures, quotes of the process, facts, files and films."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

# Headings are blocks of their own, so that their order can be kept; no embeds, since nothing outside is fetched.
FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class HeadingBlock(blocks.CharBlock):
    """A heading inside a text, which can be linked to."""

    class Meta:
        icon = "title"
        label = _("Rubrik")
        template = "pages/blocks/heading.html"


def place_of(heading: str) -> str:
    """The place of a heading on its page, as its ``id``."""
    return slugify(str(heading).replace("å", "a").replace("ä", "a").replace("ö", "o")) or "avsnitt"


class PictureBlock(blocks.StructBlock):
    """A picture with what is said under it."""

    picture = ImageChooserBlock(label=_("Bild"))
    caption = blocks.CharBlock(label=_("Bildtext"), required=False, max_length=300)

    class Meta:
        icon = "image"
        label = _("Bild")
        template = "pages/blocks/picture.html"


class FactsBlock(blocks.StructBlock):
    """A few facts in a frame of their own."""

    title = blocks.CharBlock(label=_("Rubrik"), max_length=100)
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Faktaruta")
        template = "pages/blocks/facts.html"


class FilmBlock(blocks.StructBlock):
    """A film that nobody fetches before somebody presses play, and everything that is said in it as text."""

    title = blocks.CharBlock(label=_("Vad filmen heter"), max_length=120)
    file = DocumentChooserBlock(label=_("Filmfil (MP4 eller WebM)"), required=False)
    captions = DocumentChooserBlock(label=_("Undertexter (VTT)"), required=False)
    address = blocks.URLBlock(
        label=_("Eller adress till filmen på en annan webbplats"),
        required=False,
        help_text=_("Filmen hämtas först när någon väljer att gå dit."),
    )
    transcript = blocks.RichTextBlock(label=_("Allt som sägs och visas, som text"), features=FEATURES)

    class Meta:
        icon = "media"
        label = _("Film")
        template = "pages/blocks/film.html"

    def clean(self, value: Any) -> Any:
        """Either a file or an address, never both or neither."""
        cleaned = super().clean(value)
        if bool(cleaned.get("file")) == bool(cleaned.get("address")):
            raise blocks.StructBlockValidationError(
                block_errors={
                    "file": blocks.stream_block.ValidationError(
                        _("Välj en filmfil eller skriv en adress, inte båda.")
                    )
                }
            )
        return cleaned


class TextBlocks(blocks.StreamBlock):
    """A text."""

    heading = HeadingBlock()
    paragraph = blocks.RichTextBlock(
        label=_("Stycken"), features=FEATURES, icon="pilcrow", template="pages/blocks/paragraph.html"
    )
    picture = PictureBlock()
    facts = FactsBlock()
    file = DocumentChooserBlock(label=_("Fil"), icon="doc-full", template="pages/blocks/file.html")
    film = FilmBlock()

    def clean(self, value: Any) -> Any:
        """Two headings at one place: links to the second would lead to the first."""
        cleaned = super().clean(value)
        taken: set[str] = set()
        wrong: dict[int, ValidationError] = {}
        for number, block in enumerate(cleaned):
            if block.block_type == "heading":
                if place_of(block.value) in taken:
                    wrong[number] = ValidationError(
                        _("Rubriken finns redan på sidan. Ge den andra ord, så att länkar hit leder rätt.")
                    )
                taken.add(place_of(block.value))
        if wrong:
            raise blocks.StreamBlockValidationError(block_errors=wrong)
        return cleaned
