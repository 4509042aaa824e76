"""Clocks that ran before reminders were kept as steps: what has not rung yet rings at its due time as before."""

from django.db import migrations

FILL = """
UPDATE cases_clock SET step = 1, next_at = due_at
 WHERE stopped_at IS NULL AND rang_at IS NULL AND kind IN ('resolve', 'part');
UPDATE cases_clock SET next_at = due_at
 WHERE stopped_at IS NULL AND rang_at IS NULL AND kind NOT IN ('resolve', 'part');
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_nobody_passes_the_buck")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
