"""Points and tasks say since when they are there, and a task what it was before each change (invariant 6).

What is there already counts from the day of the migration: nobody knows better.
"""

import django.db.models.deletion
import django.utils.timezone
import uuid_utils.compat
from django.db import migrations, models

KEEPS = """
CREATE FUNCTION plans_history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what a task was is never changed'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'task_history_stays';
END $$;
CREATE TRIGGER task_history_stays BEFORE UPDATE OR DELETE ON plans_taskhistory
  FOR EACH ROW EXECUTE FUNCTION plans_history_stays();
"""

FREES = """
DROP TRIGGER task_history_stays ON plans_taskhistory;
DROP FUNCTION plans_history_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_published_versions_stay")]

    operations = [
        migrations.AddField(
            model_name="pathpoint",
            name="recorded_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="task",
            name="added_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="TaskHistory",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid_utils.compat.uuid7, primary_key=True, serialize=False),
                ),
                ("until", models.DateTimeField()),
                ("kind", models.CharField(max_length=12)),
                ("state", models.CharField(max_length=10)),
                ("starts_on", models.DateField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("adds", models.DecimalField(decimal_places=8, max_digits=24, null=True)),
                (
                    "indicator",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.indicator",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="history", to="plans.task"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("task", "until"), name="task_history_once")],
            },
        ),
        migrations.RunSQL(KEEPS, FREES),
    ]
