"""The rule of one head may start on chosen items of a plan."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0006_owner_is_no_contributor"),
    ]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="pilot",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=64),
                default=list,
                help_text="codes on which the rule of one head starts; empty: all",
                size=None,
            ),
        ),
    ]
