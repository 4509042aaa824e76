"""What a text is about: so far, the answers the hotline may give at once."""

from __future__ import annotations

from django.db import models

from answerable.organisation.models import RuleRow, Unit


class Article(RuleRow):
    """An answer of the knowledge base, owned by the unit that must keep it true."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="articles")
    category_code = models.CharField(max_length=120, blank=True)
    question_zh_hant = models.CharField(max_length=300)
    question_en = models.CharField(max_length=300)
    question_zh_hans = models.CharField(max_length=300)
    answer_zh_hant = models.TextField()
    answer_en = models.TextField()
    answer_zh_hans = models.TextField()
