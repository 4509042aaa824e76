"""To sign is not to answer: a limit for the answer, and who let it pass, which nobody takes back either."""

from django.db import migrations, models

CHECK = """
CREATE OR REPLACE FUNCTION whistles_silence_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a whistle and its summonses are ended, never deleted'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF {changed} THEN
    RAISE EXCEPTION 'a silence stays on the record' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
"""
SIGNED = "OLD.silent_at IS NOT NULL AND NEW.silent_at IS DISTINCT FROM OLD.silent_at"
ANSWERED = "OLD.unanswered_at IS NOT NULL AND NEW.unanswered_at IS DISTINCT FROM OLD.unanswered_at"


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0004_statisticians_and_outsiders"),
        ("whistles", "0002_somebody_always_answers"),
    ]
    operations = [
        migrations.RemoveConstraint(model_name="whistle", name="silence_is_not_withdrawn"),
        migrations.RemoveConstraint(model_name="whistleclock", name="whistle_clock_kind_known"),
        migrations.AddField(
            model_name="summons",
            name="unanswered_at",
            field=models.DateTimeField(help_text="when the limit to answer passed without a stance", null=True),
        ),
        migrations.AddField(
            model_name="whistle",
            name="unanswered_at",
            field=models.DateTimeField(help_text="when the limit to answer passed and nobody led", null=True),
        ),
        migrations.AlterField(
            model_name="whistle",
            name="silent_at",
            field=models.DateTimeField(help_text="when the limit passed and not one unit had signed", null=True),
        ),
        migrations.AddConstraint(
            model_name="whistle",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("state", "withdrawn"), _negated=True))
                | models.Q(("silent_at__isnull", True), ("unanswered_at__isnull", True)),
                name="silence_is_not_withdrawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="whistleclock",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("sign", "answer", "contact", "on_site", "report"))),
                name="whistle_clock_kind_known",
            ),
        ),
        migrations.RunSQL(CHECK.format(changed=f"{SIGNED} OR {ANSWERED}"), CHECK.format(changed=SIGNED)),
    ]
