"""Who may write through the machine-readable faces."""

from __future__ import annotations

from django.db import models

from answerable.organisation.models import Jurisdiction, Post


class ApiKey(models.Model):
    """A key given to a program. Only its SHA-256 digest is kept: a lost key is replaced, never read out again.

    `may_post` lets it create Open311 requests. With a `post` it acts in the REST API with the roles of that post,
    for whoever runs the program answers for that post.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT)
    label = models.CharField(max_length=100)
    digest = models.BinaryField(max_length=32, unique=True)
    may_post = models.BooleanField(default=True)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="api_keys")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "label"], name="api_key_label_once")]
