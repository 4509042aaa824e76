"""A worklist is read from its index in order, and counted from the index alone."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_always_one_lead")]
    operations = [
        migrations.RemoveIndex(model_name="case", name="case_worklist"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["lead_unit", "due_at", "number"],
                include=["state"],
                condition=~Q(state="closed"),
                name="case_worklist",
            ),
        ),
    ]
