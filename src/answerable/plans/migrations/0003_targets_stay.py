"""Changes get numbers of their own; a target, once its plan is published, is never edited, and a later one needs a
change that was approved by every organ it asks for."""

from django.db import migrations

FORWARDS = """
CREATE SEQUENCE plans_change_number;

CREATE FUNCTION plans_target_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  plan_state text;
BEGIN
  IF TG_TABLE_NAME = 'plans_target' THEN
    SELECT p.state INTO plan_state FROM plans_indicator i JOIN plans_plan p ON p.id = i.plan_id
     WHERE i.id = OLD.indicator_id;
  ELSE
    SELECT p.state INTO plan_state FROM plans_target t JOIN plans_indicator i ON i.id = t.indicator_id
      JOIN plans_plan p ON p.id = i.plan_id WHERE t.id = OLD.target_id;
  END IF;
  IF plan_state IS DISTINCT FROM 'draft' THEN
    RAISE EXCEPTION 'a target of a published plan is never changed: a change adds another one'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'target_stays';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER target_stays BEFORE UPDATE OR DELETE ON plans_target
  FOR EACH ROW EXECUTE FUNCTION plans_target_stays();
CREATE TRIGGER path_point_stays BEFORE UPDATE OR DELETE ON plans_pathpoint
  FOR EACH ROW EXECUTE FUNCTION plans_target_stays();

CREATE FUNCTION plans_target_by_a_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.change_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM plans_changerequest c
     WHERE c.id = NEW.change_id AND c.state = 'effective' AND c.indicator_id = NEW.indicator_id
       AND EXISTS (SELECT 1 FROM plans_changestep s WHERE s.change_id = c.id AND s.outcome = 'done')
       AND NOT EXISTS (SELECT 1 FROM plans_changestep s WHERE s.change_id = c.id AND s.outcome <> 'done')
  ) THEN
    RAISE EXCEPTION 'a new target takes effect only by a change whose steps are on the record'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'target_by_a_change';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER target_by_a_change AFTER INSERT ON plans_target
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plans_target_by_a_change();
"""

BACKWARDS = """
DROP TRIGGER target_by_a_change ON plans_target;
DROP FUNCTION plans_target_by_a_change();
DROP TRIGGER path_point_stays ON plans_pathpoint;
DROP TRIGGER target_stays ON plans_target;
DROP FUNCTION plans_target_stays();
DROP SEQUENCE plans_change_number;
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_promises_stay")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
