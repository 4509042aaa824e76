"""A change may carry another definition, or a name put right; the date a task was first published for never moves."""

from django.db import migrations, models

FORWARDS = """
UPDATE plans_task t SET first_due_on = t.due_on FROM plans_plan p
 WHERE p.id = t.plan_id AND p.state <> 'draft';

CREATE FUNCTION plans_first_date_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.first_due_on IS NOT NULL AND NEW.first_due_on IS DISTINCT FROM OLD.first_due_on THEN
    RAISE EXCEPTION 'the date a task was first published for never moves'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'task_first_date_stays';
  END IF;
  IF NEW.first_due_on IS NULL AND NEW.due_on IS NOT NULL
     AND EXISTS (SELECT 1 FROM plans_plan p WHERE p.id = NEW.plan_id AND p.state <> 'draft') THEN
    NEW.first_due_on := NEW.due_on;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER task_first_date_stays BEFORE INSERT OR UPDATE ON plans_task
  FOR EACH ROW EXECUTE FUNCTION plans_first_date_stays();

CREATE FUNCTION plans_first_dates_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE plans_task SET first_due_on = due_on WHERE plan_id = NEW.id AND first_due_on IS NULL AND due_on IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER task_first_dates_published AFTER UPDATE OF state ON plans_plan
  FOR EACH ROW WHEN (OLD.state = 'draft' AND NEW.state <> 'draft') EXECUTE FUNCTION plans_first_dates_published();
"""

BACKWARDS = """
DROP TRIGGER task_first_dates_published ON plans_plan;
DROP FUNCTION plans_first_dates_published();
DROP TRIGGER task_first_date_stays ON plans_task;
DROP FUNCTION plans_first_date_stays();
"""

SAYS_WHY = ~models.Q(evidence_words="") & ~models.Q(necessity="") & ~models.Q(effects="")


class Migration(migrations.Migration):
    dependencies = [("plans", "0005_read_as_of")]

    operations = [
        migrations.AddField(
            "indicator",
            "ended_decision",
            models.CharField(blank=True, default="", help_text="organ, date and document", max_length=500),
            preserve_default=False,
        ),
        migrations.AddField(
            "changerequest",
            "new_meaning",
            models.JSONField(default=dict, help_text="{column of IndicatorVersion: value}, of a new definition"),
        ),
        migrations.AddField(
            "changerequest",
            "corrected",
            models.JSONField(default=dict, help_text="{noun, code, was, now}, of a name that was put right"),
        ),
        migrations.AddField(
            "task",
            "first_due_on",
            models.DateField(help_text="as first published; it never moves", null=True),
        ),
        migrations.AddField(
            "task",
            "moved_words",
            models.TextField(blank=True, default="", help_text="why its date, standard or acceptor were last changed"),
            preserve_default=False,
        ),
        migrations.RemoveConstraint("changerequest", "change_says_why"),
        migrations.AddConstraint(
            "changerequest",
            models.CheckConstraint(
                condition=(SAYS_WHY & models.Q(indicator__isnull=False))
                | (models.Q(klass="editorial", indicator__isnull=True) & ~models.Q(necessity="")),
                name="change_says_why",
            ),
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
