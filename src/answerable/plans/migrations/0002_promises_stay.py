"""Hand-offs get numbers of their own and ring when they are late; what was promised first can never be moved."""

from django.db import migrations

FORWARDS = """
CREATE SEQUENCE plans_handoff_number;

CREATE FUNCTION plans_baseline_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a baseline of a schedule is never changed: take another one'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'schedule_baseline_stays';
END $$;
CREATE TRIGGER schedule_baseline_stays BEFORE UPDATE OR DELETE ON plans_schedulebaseline
  FOR EACH ROW EXECUTE FUNCTION plans_baseline_stays();

CREATE FUNCTION plans_first_promise_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.baseline_on IS NOT NULL AND NEW.baseline_on IS DISTINCT FROM OLD.baseline_on THEN
    RAISE EXCEPTION 'the date a hand-off was first promised for never moves'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'handoff_first_promise_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER handoff_first_promise_stays BEFORE UPDATE ON plans_handoff
  FOR EACH ROW EXECUTE FUNCTION plans_first_promise_stays();

CREATE FUNCTION plans_accepted_with_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = 'accepted' AND OLD.state <> 'accepted' AND NOT EXISTS (
    SELECT 1 FROM plans_submission s JOIN plans_submissionevidence e ON e.submission_id = s.id
    WHERE s.task_id = NEW.id AND s.verdict = 'accepted'
  ) THEN
    RAISE EXCEPTION 'a task is accepted only on a submission with evidence, by another post'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'task_accepted_with_evidence';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER task_accepted_with_evidence AFTER UPDATE OF state ON plans_task
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plans_accepted_with_evidence();
"""

BACKWARDS = """
DROP TRIGGER task_accepted_with_evidence ON plans_task;
DROP FUNCTION plans_accepted_with_evidence();
DROP TRIGGER handoff_first_promise_stays ON plans_handoff;
DROP FUNCTION plans_first_promise_stays();
DROP TRIGGER schedule_baseline_stays ON plans_schedulebaseline;
DROP FUNCTION plans_baseline_stays();
DROP SEQUENCE plans_handoff_number;
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
