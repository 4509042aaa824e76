"""Disputes with a ladder, parts with stages, more time, merges, interests; clocks with steps."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

# PostgreSQL changes no column that a trigger looks at.
LET_GO = "DROP TRIGGER lead_without_gap ON cases_assignment"
HOLD = """
CREATE CONSTRAINT TRIGGER lead_without_gap AFTER INSERT OR UPDATE ON cases_assignment
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.role = 'lead') EXECUTE FUNCTION cases_lead_without_gap()
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_worklist_in_order"),
        ("organisation", "0003_rulings_stay"),
    ]

    operations = [
        migrations.CreateModel(
            name="Consultation",
            fields=[
                (
                    "rung",
                    models.PositiveSmallIntegerField(default=1, help_text="level of the ladder that must rule now"),
                ),
                ("ruled_at", models.DateTimeField(null=True)),
                ("outcome_words", models.TextField(blank=True)),
                (
                    "catalogue",
                    models.CharField(
                        blank=True, help_text="what became of the row that had named a unit", max_length=10
                    ),
                ),
                ("catalogue_words", models.TextField(blank=True, help_text="why the row was kept")),
                (
                    "promoted_at",
                    models.DateTimeField(help_text="when the ruling became a row of the catalogue", null=True),
                ),
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, primary_key=True, serialize=False)),
                ("question", models.TextField()),
                ("opened_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Deferral",
            fields=[
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("extension", "extension"), ("parking", "parking")], max_length=10)),
                ("reason", models.TextField(help_text="why; for a parked matter the explanation the public reads")),
                ("measures", models.TextField(blank=True, help_text="what was done meanwhile (parking)")),
                ("until", models.DateTimeField()),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("granted", models.BooleanField(null=True)),
                ("decided_words", models.TextField(blank=True)),
                (
                    "reviewed_at",
                    models.DateTimeField(help_text="when a parked matter was looked at again at its date", null=True),
                ),
                ("reviewed_words", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, primary_key=True, serialize=False)),
                ("reason", models.TextField()),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("officer", models.CharField(help_text="account", max_length=100)),
                ("refused", models.BooleanField(default=False)),
                ("saw_person", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, primary_key=True, serialize=False)),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_reason", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Wait",
            fields=[
                ("id", models.UUIDField(default=uuid_utils.compat.uuid7, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("due_before", models.DateTimeField(help_text="when the resolve clock was due before it waited")),
                ("answered_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="clock",
            name="one_running_clock_of_a_kind",
        ),
        migrations.RemoveConstraint(
            model_name="clock",
            name="clock_kind_known",
        ),
        migrations.RemoveIndex(
            model_name="clock",
            name="clock_to_ring",
        ),
        migrations.AddField(
            model_name="assignment",
            name="after",
            field=models.ForeignKey(
                help_text="a part that comes first",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.assignment",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="cancel_asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="assignment",
            name="cancel_reason",
            field=models.TextField(blank=True, help_text="why the lead wants to do without this part"),
        ),
        migrations.AddField(
            model_name="assignment",
            name="late_reason",
            field=models.TextField(blank=True, help_text="why a part was late (BJ-REG 14)"),
        ),
        migrations.AddField(
            model_name="assignment",
            name="stage",
            field=models.TextField(blank=True, help_text="how far a late part is, and until when it will be done"),
        ),
        migrations.AddField(
            model_name="assignment",
            name="stage_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="assignment",
            name="stance",
            field=models.CharField(blank=True, help_text="a candidate's view: lead, support or not_ours", max_length=8),
        ),
        migrations.AddField(
            model_name="case",
            name="merged_into",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="joined", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="supervised_at",
            field=models.DateTimeField(help_text="since when it is supervised (督辦)", null=True),
        ),
        migrations.AddField(
            model_name="clock",
            name="next_at",
            field=models.DateTimeField(help_text="when the next step is due; empty when none is left", null=True),
        ),
        migrations.AddField(
            model_name="clock",
            name="step",
            field=models.PositiveSmallIntegerField(default=0, help_text="steps of rules.overdue taken so far"),
        ),
        migrations.AddField(
            model_name="objection",
            name="catalogue",
            field=models.CharField(blank=True, help_text="what became of the row that had named a unit", max_length=10),
        ),
        migrations.AddField(
            model_name="objection",
            name="catalogue_words",
            field=models.TextField(blank=True, help_text="why the row was kept"),
        ),
        migrations.AddField(
            model_name="objection",
            name="interim",
            field=models.TextField(blank=True, help_text="what was done at once about what could not wait"),
        ),
        migrations.AddField(
            model_name="objection",
            name="named_unit",
            field=models.ForeignKey(
                help_text="who leads by it",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.unit",
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="promoted_at",
            field=models.DateTimeField(help_text="when the ruling became a row of the catalogue", null=True),
        ),
        migrations.AddField(
            model_name="objection",
            name="ruled_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.post"
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="rung",
            field=models.PositiveSmallIntegerField(default=1, help_text="level of the ladder that must rule now"),
        ),
        migrations.AlterField(
            model_name="assignment",
            name="report",
            field=models.TextField(blank=True, help_text="what an assisting unit says it did, or a candidate its view"),
        ),
        migrations.RunSQL(LET_GO, HOLD),
        migrations.AlterField(
            model_name="assignment",
            name="role",
            field=models.CharField(
                choices=[("lead", "lead"), ("assist", "assist"), ("copy", "copy"), ("candidate", "candidate")],
                max_length=10,
            ),
        ),
        migrations.RunSQL(HOLD, LET_GO),
        migrations.AlterField(
            model_name="case",
            name="closing",
            field=models.CharField(
                blank=True,
                help_text="confirmed, unreached, answered, routed, concluded, merged or imported",
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("role", "candidate"), ("until__isnull", True)),
                fields=["unit"],
                name="candidate_worklist",
            ),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("next_at__isnull", False), ("stopped_at__isnull", True)),
                fields=["next_at"],
                name="clock_to_ring",
            ),
        ),
        migrations.AddIndex(
            model_name="objection",
            index=models.Index(
                condition=models.Q(("ruled_at__isnull", True)), fields=["rung"], name="objection_on_rung"
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("role", "candidate"), ("until__isnull", True)),
                fields=("case", "unit"),
                name="candidate_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("stance__in", ("", "lead", "support", "not_ours"))), name="stance_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stopped_at__isnull", True), models.Q(("kind", "part"), _negated=True)),
                fields=("case", "kind"),
                name="one_running_clock_of_a_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ("sign", "contact", "update", "resolve", "part", "callback", "ruling", "review"))
                ),
                name="clock_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(("catalogue__in", ("", "corrected", "here", "kept"))), name="objection_catalogue"
            ),
        ),
        migrations.AddField(
            model_name="consultation",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="consultations", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="consultation",
            name="named_unit",
            field=models.ForeignKey(
                help_text="who leads by it",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.unit",
            ),
        ),
        migrations.AddField(
            model_name="consultation",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.post"
            ),
        ),
        migrations.AddField(
            model_name="consultation",
            name="ruled_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.post"
            ),
        ),
        migrations.AddField(
            model_name="consultation",
            name="unit",
            field=models.ForeignKey(
                help_text="who convenes",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.unit",
            ),
        ),
        migrations.AddField(
            model_name="deferral",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="deferrals", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="deferral",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.post"
            ),
        ),
        migrations.AddField(
            model_name="deferral",
            name="post",
            field=models.ForeignKey(
                help_text="who asked",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.post",
            ),
        ),
        migrations.AddField(
            model_name="deferral",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.unit"
            ),
        ),
        migrations.AddField(
            model_name="interest",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="interests", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="interest",
            name="flagged_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.post"
            ),
        ),
        migrations.AddField(
            model_name="interest",
            name="post",
            field=models.ForeignKey(
                help_text="empty: the whole unit",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.post",
            ),
        ),
        migrations.AddField(
            model_name="interest",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.unit"
            ),
        ),
        migrations.AddField(
            model_name="look",
            name="case",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="looks", to="cases.case"),
        ),
        migrations.AddField(
            model_name="look",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.post"
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="into",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="merged", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.post"
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="undone_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.post"
            ),
        ),
        migrations.AddField(
            model_name="wait",
            name="case",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="waits", to="cases.case"),
        ),
        migrations.AddField(
            model_name="wait",
            name="question",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.step"),
        ),
        migrations.AddIndex(
            model_name="consultation",
            index=models.Index(
                condition=models.Q(("ruled_at__isnull", True)), fields=["rung"], name="consultation_on_rung"
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ruled_at__isnull", True)), fields=("case",), name="one_open_consultation"
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(("catalogue__in", ("", "corrected", "here", "kept"))), name="consultation_catalogue"
            ),
        ),
        migrations.AddConstraint(
            model_name="deferral",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at__isnull", True)), fields=("case",), name="one_open_deferral"
            ),
        ),
        migrations.AddConstraint(
            model_name="deferral",
            constraint=models.UniqueConstraint(
                condition=models.Q(("granted", True), ("kind", "parking"), ("reviewed_at__isnull", True)),
                fields=("case",),
                name="parked_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="deferral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("post")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_grants_their_own",
            ),
        ),
        migrations.AddConstraint(
            model_name="deferral",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("extension", "parking"))), name="deferral_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="deferral",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("asked_at"))), name="deferral_forwards"
            ),
        ),
        migrations.AddConstraint(
            model_name="interest",
            constraint=models.UniqueConstraint(
                fields=("case", "unit", "post"), name="interest_once", nulls_distinct=False
            ),
        ),
        migrations.AddIndex(
            model_name="look",
            index=models.Index(fields=["case", "-at"], name="looks_at_case"),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)), fields=("case",), name="merged_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("case", models.F("into")), _negated=True), name="not_merged_into_itself"
            ),
        ),
        migrations.AddConstraint(
            model_name="wait",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at__isnull", True)), fields=("case",), name="one_open_wait"
            ),
        ),
        migrations.AddConstraint(
            model_name="wait",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("since"))), name="wait_forwards"
            ),
        ),
    ]
