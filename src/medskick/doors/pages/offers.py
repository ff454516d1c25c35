"""What the pages of editors offer the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from medskick.doors.pages import models, rules  # noqa: F401
from medskick.ground.core import offers

offers.task(offers.Task(_("Sidor och nyheter"), "wagtailadmin_home", "pages.edit", 60))
offers.record(models.HomePage, why="Det som visades på startsidan.")
offers.record(models.NewsIndexPage, why="Listan över nyheter.")
offers.record(models.NewsPage, why="Nyheter och rapporter är allmänna handlingar.")
offers.record(models.QuestionsPage, why="Svaren som har getts.")
offers.record(models.MaterialIndexPage, why="Listan över material.")
offers.record(models.MaterialPage, why="Materialet som har använts.")
offers.record(models.FreePage, why="Sidor som har visats.")
offers.record(models.Picture, why="Bilder som har visats, och hur de som syns har sagt ja.")
offers.record(models.Rendition, disposal="working", why="En bild i en storlek: görs om vid behov.")
offers.record(models.Material, why="Filer som har gått att hämta.")
