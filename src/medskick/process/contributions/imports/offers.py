"""What imports offer the house."""

from django.utils.translation import gettext_lazy as _

from medskick.ground.core import audit, offers

audit.sentence("contributions.import_uploaded", _("{actor} laddade upp filen {name}"))
audit.sentence("contributions.import_discarded", _("{actor} tog bort filen {name}, som inte var inläst"))
audit.sentence("contributions.import_started", _("{actor} började läsa in filen {name}"))
audit.sentence(
    "contributions.import_done",
    _("Filen {name} är inläst. Sparade medskick: {count}. Rader som hoppades över: {skipped}"),
)
audit.sentence(
    "contributions.import_cancelled",
    _("{actor} avbröt inläsningen av {name}: {count} medskick drogs tillbaka"),
)
audit.sentence("contributions.import_undo", _("{actor} började ångra inläsningen av {name}"))
audit.sentence(
    "contributions.import_undone", _("Inläsningen av {name} är ångrad: {count} medskick har tagits tillbaka")
)

offers.task(offers.Task(_("Läs in fil"), "imports:list", "contributions.import", 29))
