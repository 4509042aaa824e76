"""The leaders' seat: the rota with its calls and promises, and typical cases told to all."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import answerable.organisation.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0003_worklist_in_order"),
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Shift",
            fields=[
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, primary_key=True, serialize=False)),
                (
                    "salt",
                    models.BinaryField(
                        help_text="of the digests that stand for free text in the ledger", max_length=16
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "words",
                    models.CharField(blank=True, help_text="where the leader sits, and for what", max_length=200),
                ),
                ("planned_at", models.DateTimeField()),
                ("attended_at", models.DateTimeField(help_text="when the leader came", null=True)),
                ("left_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True, help_text="why it was called off, or why nobody came")),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.jurisdiction"
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.post"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shifts", to="organisation.post"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, primary_key=True, serialize=False)),
                ("words", models.TextField(help_text="what was promised, in words the public can read")),
                ("due_at", models.DateTimeField()),
                ("made_at", models.DateTimeField()),
                ("kept", models.BooleanField(null=True)),
                ("kept_at", models.DateTimeField(null=True)),
                (
                    "settled_at",
                    models.DateTimeField(help_text="when somebody else said whether it was kept", null=True),
                ),
                (
                    "outcome_words",
                    models.TextField(blank=True, help_text="what shows that it was kept, or why it was not"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.post"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        help_text="who is to keep it",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.unit",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="promises", to="leaders.shift"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Story",
            fields=[
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, primary_key=True, serialize=False)),
                (
                    "salt",
                    models.BinaryField(
                        help_text="of the digests that stand for free text in the ledger", max_length=16
                    ),
                ),
                ("chosen_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "citizen_refused",
                    models.BooleanField(default=False, help_text="taken back because the citizen said no"),
                ),
                ("reason", models.TextField(blank=True, help_text="why it was taken back")),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "chosen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.post"
                    ),
                ),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.jurisdiction"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "stories",
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, primary_key=True, serialize=False)),
                (
                    "given",
                    models.CharField(help_text="given, refused, or unreachable: no way to ask was left", max_length=12),
                ),
                ("how", models.CharField(blank=True, help_text="one of rules.publicity.WAYS", max_length=8)),
                ("asked_on", models.DateField(null=True)),
                ("reason", models.TextField(blank=True, help_text="why the citizen could not be asked")),
                ("at", models.DateTimeField()),
                (
                    "post",
                    models.ForeignKey(
                        help_text="who asked, or who says that nobody can",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.post",
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="leaders.story"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TakenCall",
            fields=[
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="leaders.shift"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Telling",
            fields=[
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, primary_key=True, serialize=False)),
                ("language", models.CharField(max_length=8)),
                ("title", models.CharField(max_length=120)),
                ("words", models.TextField(help_text="what was wrong")),
                ("done", models.TextField(help_text="who acted, and what they did")),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tellings", to="leaders.story"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="shift",
            index=models.Index(fields=["jurisdiction", "starts_at"], name="shift_in_order"),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("cancelled_at__isnull", True)),
                expressions=[
                    (
                        models.Func(models.F("post_id"), models.F("post_id"), models.Value("[]"), function="int8range"),
                        "&&",
                    ),
                    (answerable.organisation.models.TsTzRange("starts_at", "ends_at"), "&&"),
                ],
                name="one_shift_of_a_post_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="shift_forwards"
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_at__isnull", True),
                    models.Q(("attended_at__isnull", False), ("left_at__gte", models.F("attended_at"))),
                    _connector="OR",
                ),
                name="shift_left_after_coming",
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cancelled_at__isnull", True),
                    models.Q(("attended_at__isnull", True), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="shift_cancelled_with_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(condition=models.Q(("kept__isnull", True)), fields=["due_at"], name="promise_open"),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_at__gt", models.F("made_at"))), name="promise_due_after_it_was_made"
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kept__isnull", True),
                        ("kept_at__isnull", True),
                        ("settled_at__isnull", True),
                        ("settled_by__isnull", True),
                    ),
                    models.Q(
                        ("kept", True),
                        ("kept_at__isnull", False),
                        ("settled_at__isnull", False),
                        ("settled_by__isnull", False),
                    ),
                    models.Q(
                        ("kept", False),
                        ("kept_at__isnull", True),
                        ("settled_at__isnull", False),
                        ("settled_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="promise_settled_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(fields=["jurisdiction", "-published_at"], name="story_newest"),
        ),
        migrations.AddConstraint(
            model_name="story",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("case",),
                name="one_story_of_a_case_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="story",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at__isnull", True),
                    models.Q(("reason", ""), _negated=True),
                    ("citizen_refused", True),
                    _connector="OR",
                ),
                name="story_withdrawn_with_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(fields=["story", "-at"], name="consent_latest"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("asked_on__isnull", False),
                        ("given__in", ("given", "refused")),
                        models.Q(("how", ""), _negated=True),
                    ),
                    models.Q(("given", "unreachable"), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="consent_says_how_or_why_not",
            ),
        ),
        migrations.AddIndex(
            model_name="takencall",
            index=models.Index(fields=["shift", "at"], name="call_in_order"),
        ),
        migrations.AddConstraint(
            model_name="telling",
            constraint=models.UniqueConstraint(fields=("story", "language"), name="one_telling_a_language"),
        ),
        migrations.AddConstraint(
            model_name="telling",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ("zh-hant", "en", "zh-hans"))), name="telling_language_known"
            ),
        ),
    ]
