"""What imports offer the house."""

from django.utils.translation import gettext_lazy as _

from medskick.ground.core import audit, offers

audit.sentence("contributions.import_uploaded", _("{actor} laddade upp filen {name}"))
audit.sentence("contributions.import_started", _("{actor} läste in filen {name}"))
audit.sentence("contributions.import_undo", _("{actor} ångrade inläsningen av {name}"))

offers.task(offers.Task(_("Läs in fil"), "imports:list", "contributions.import", 45))
