"""What was computed and is kept so that a page need not compute it again. Everything here can be thrown away."""

from __future__ import annotations

from django.db import models

from answerable.plans.models.indicators import Indicator


class KeptAssessment(models.Model):
    """The computed part of an indicator's figure on one day. It counts only while `stamp` names the same inputs.

    No fact and no stream of the ledger: deleting every row changes no page, only how long it takes.
    """

    indicator = models.OneToOneField(Indicator, models.CASCADE, primary_key=True, related_name="kept")
    day = models.DateField(help_text="the day, where the plan is, on which it was judged")
    stamp = models.CharField(max_length=160)
    body = models.TextField()
