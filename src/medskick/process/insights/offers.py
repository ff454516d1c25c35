"""What insights offer the house."""

from django.utils.translation import gettext_lazy as _

from medskick.ground.core import audit, offers
from medskick.process.insights import models, rules  # noqa: F401

audit.sentence("insights.run_started", _("{actor} startade analys {ref} av {cycle}"))
audit.sentence("insights.run_cancelled", _("{actor} avbröt analys {ref}"))
audit.sentence("insights.theme_renamed", _("{actor} döpte om temat {old} till {new}"))
audit.sentence("insights.theme_summarised", _("{actor} skrev sammanfattning av temat {name}"))
audit.sentence("insights.theme_approved", _("{actor} godkände temat {name}"))
audit.sentence("insights.theme_unapproved", _("{actor} tog tillbaka godkännandet av temat {name}"))
audit.sentence("insights.theme_outside", _("{actor} märkte temat {name} som utanför strategin: {reason}"))
audit.sentence("insights.theme_inside", _("{actor} märkte temat {name} som en del av strategin"))
audit.sentence("insights.theme_merged", _("{actor} slog ihop temat {name} med {into}"))
audit.sentence("insights.theme_split", _("{actor} bröt ut {new} ur temat {name} ({count} tankar)"))
audit.sentence("insights.statements_moved", _("{actor} flyttade {count} tankar till {to}"))
audit.sentence(
    "insights.statements_outside", _("{actor} märkte {count} tankar som utanför strategin: {reason}")
)
audit.sentence("insights.statements_inside", _("{actor} märkte {count} tankar som en del av strategin"))
audit.sentence("insights.quote_chosen", _("{actor} valde ett citat i temat {name}"))
audit.sentence("insights.quote_refused", _("{actor} valde bort ett citat i temat {name}"))
audit.sentence("insights.quote_forgotten", _("{actor} tog bort ett citatval i temat {name}"))
audit.sentence("insights.undone", _("{actor} ångrade: {what}"))
audit.sentence("insights.published", _("{actor} publicerade utgåva {ref} av {cycle}"))

offers.record(models.Run, why="Visar hur resultatet räknades fram.")
offers.record(models.RunTheme, why="Datorns förslag innan människor granskat.")
offers.record(models.RunStatement, why="Datorns förslag innan människor granskat.")
offers.record(models.Theme, why="Underlag för strategin.", public_kind="theme")
offers.record(models.Placement, why="Visar vart varje tanke hör.", public_kind="statement")
offers.record(models.QuoteChoice, why="Visar vem som valt citat.")
offers.record(models.BookChange, why="Visar vad människor har beslutat om temana.")
offers.record(models.Edition, why="Publicerat resultat.", public_kind="edition")
offers.record(models.EditionTheme, why="Publicerat resultat.", public_kind="theme")
offers.record(models.EditionStatement, why="Publicerat resultat.", public_kind="statement")
