"""What constraints alone cannot say: somebody leads every case at every instant, and parts are never deleted."""

from django.db import migrations

FORWARDS = """
CREATE SEQUENCE cases_number;

CREATE FUNCTION cases_lead_without_gap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wanted uuid;
  subject record;
  broken boolean;
BEGIN
  IF TG_TABLE_NAME = 'cases_case' THEN
    wanted := NEW.id;
  ELSE
    wanted := NEW.case_id;
  END IF;
  SELECT id, number, lead_unit_id, opened_at INTO subject FROM cases_case WHERE id = wanted;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  SELECT count(*) FILTER (WHERE until IS NULL AND unit_id = subject.lead_unit_id) <> 1
      OR bool_or(since IS DISTINCT FROM coalesce(before, subject.opened_at))
    INTO broken
    FROM (SELECT unit_id, since, until, lag(until) OVER (ORDER BY since, until NULLS LAST) AS before
            FROM cases_assignment WHERE case_id = wanted AND role = 'lead') AS leads;
  IF broken THEN
    RAISE EXCEPTION 'case % would have a moment without exactly one lead unit', subject.number
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'cases_lead_without_gap';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER case_has_a_lead AFTER INSERT OR UPDATE OF lead_unit_id, opened_at ON cases_case
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_lead_without_gap();
CREATE CONSTRAINT TRIGGER lead_without_gap AFTER INSERT OR UPDATE ON cases_assignment
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.role = 'lead') EXECUTE FUNCTION cases_lead_without_gap();

CREATE FUNCTION cases_part_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an assignment is ended, never deleted' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER part_stays BEFORE DELETE ON cases_assignment
  FOR EACH ROW EXECUTE FUNCTION cases_part_stays();
"""

BACKWARDS = """
DROP TRIGGER part_stays ON cases_assignment;
DROP TRIGGER lead_without_gap ON cases_assignment;
DROP TRIGGER case_has_a_lead ON cases_case;
DROP FUNCTION cases_part_stays();
DROP FUNCTION cases_lead_without_gap();
DROP SEQUENCE cases_number;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
