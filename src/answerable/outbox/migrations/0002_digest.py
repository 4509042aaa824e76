"""A line of an inbox can wait for one e-mail that tells of all that gathered."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="message",
            name="digest_at",
            field=models.DateTimeField(
                null=True, help_text="by when an e-mail that gathers lines is to tell of this one"
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="digested_at",
            field=models.DateTimeField(null=True, help_text="when that e-mail was written"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=Q(digest_at=None) | Q(channel="in_app", post__isnull=False),
                name="only_a_line_of_an_inbox_awaits_a_digest",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                fields=["post", "digest_at"],
                condition=Q(digest_at__isnull=False, digested_at=None, read_at=None),
                name="outbox_awaits_digest",
            ),
        ),
    ]
