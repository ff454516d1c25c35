"""What the sample offers the house."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from medskick.ground.core import audit, offers
from medskick.process.insights import models
from medskick.process.insights.coding.queries.queue import waiting

audit.sentence("insights.coders_chosen", _("{actor} valde {first} och {second} att koda tankar"))
audit.sentence(
    "insights.sample_drawn",
    ngettext_lazy(
        "{actor} drog {count} tanke till urvalet (dragning {number})",
        "{actor} drog {count} tankar till urvalet (dragning {number})",
        "count",
    ),
    by="count",
)
audit.sentence("insights.coder_promised", _("{actor} lovade att koda utan att titta på datorns val"))
audit.sentence("insights.coder_looked", _("{actor} öppnade granskningen av teman under pågående kodning"))
audit.sentence("insights.sample_coded", _("{actor} kodade en tanke i urvalet"))
audit.sentence("insights.sample_skipped", _("{actor} hoppade över en tanke i urvalet"))
audit.sentence("insights.coding_taken_back", _("{actor} öppnade en kodad tanke igen"))
audit.sentence("insights.consensus_proposed", _("{actor} föreslog hur en tanke ska läsas"))
audit.sentence("insights.consensus_accepted", _("{actor} godtog ett förslag om hur en tanke ska läsas"))
audit.sentence("insights.stability_started", _("{actor} lät datorn göra om analys {ref} {times} gånger"))
audit.sentence(
    "insights.agreement_published", _("{actor} publicerade hur ofta människor och datorn är överens")
)
audit.sentence("insights.agreement_taken_back", _("{actor} tog tillbaka siffrorna om människor och datorn"))

offers.record(models.CodingPlan, why="Visar hur urvalet dras.")
offers.record(models.Draw, why="Visar vad som dragits och med vilken sannolikhet.")
offers.record(models.CodingSeat, why="Visar vilka som har kodat.")
offers.record(models.SampleUnit, why="Underlag för siffrorna om datorns träffsäkerhet.")
offers.record(models.Coding, why="Underlag för siffrorna om datorns träffsäkerhet.")
offers.record(models.Consensus, why="Visar vad kodarna kom överens om.")
offers.record(models.StabilityCheck, why="Visar hur stabilt resultatet är.")
offers.record(models.AgreementReport, why="Publicerade siffror.")

offers.task(offers.Task(_("Kodning"), "insights_staff:coding", "insights.agreement", 31, waiting))
