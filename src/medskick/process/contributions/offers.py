"""What contributions offer the house."""

from django.utils.translation import gettext_lazy as _

from medskick.ground.core import audit, offers
from medskick.process.contributions import models, rules  # noqa: F401

audit.sentence("contributions.entered", _("{actor} skrev in medskick {ref} ({channel})"))

offers.record(models.Contribution, why="Inkommen allmän handling.", public_kind="contribution")
offers.record(models.Submission, why="Knyter kvittot till det som skickades.")
offers.record(models.Mask, why="Lager över originalet.")
offers.record(models.Correction, why="Inkommen allmän handling.")
offers.record(models.Decision, why="Visar varför något syns eller inte.")
offers.record(models.Appeal, why="Inkommen allmän handling.")
offers.record(models.Report, why="Inkommen allmän handling.")
offers.record(models.ApprovalRule, why="Visar vad som godkänts utan att en person läst.")
offers.record(models.ImportBatch, why="Proveniens för inläst material.")
