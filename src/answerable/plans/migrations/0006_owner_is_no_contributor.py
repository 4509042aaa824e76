"""The post that answers for a subject is never a contributor to it at the same time (invariant 2)."""

import django.contrib.postgres.constraints
from django.db import migrations, models

import answerable.organisation.models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0004_statisticians_and_outsiders"),
        ("plans", "0005_targets_stay"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="accountability",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("kind__in", ("accountable", "contributor"))),
                expressions=[
                    (
                        models.Func(models.F("subject"), models.F("subject"), models.Value("[]"), function="uuidrange"),
                        "&&",
                    ),
                    (
                        models.Func(models.F("post_id"), models.F("post_id"), models.Value("[]"), function="int8range"),
                        "&&",
                    ),
                    (answerable.organisation.models.TsTzRange("since", "until"), "&&"),
                ],
                name="owner_is_no_contributor",
            ),
        ),
    ]
