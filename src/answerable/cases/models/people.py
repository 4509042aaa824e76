"""Who told us, and each time they did."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from answerable.organisation.models import Jurisdiction


class Person(models.Model):
    """Somebody who told us something and left a way to be reached. Seen only by those who need it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT)
    name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8, default="zh-hant")

    class Meta:
        indexes = [
            models.Index(fields=["jurisdiction", "phone"], condition=~Q(phone=""), name="person_by_phone"),
            models.Index(fields=["jurisdiction", "email"], condition=~Q(email=""), name="person_by_email"),
        ]
