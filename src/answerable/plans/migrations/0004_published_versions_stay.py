"""What was published is never changed or deleted: the next version stands beside it (invariant 5)."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION plans_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a published version of a plan is never changed: publish another one'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'plan_version_stays';
END $$;
CREATE TRIGGER plan_version_stays BEFORE UPDATE OR DELETE ON plans_planversion
  FOR EACH ROW EXECUTE FUNCTION plans_version_stays();
"""

BACKWARDS = """
DROP TRIGGER plan_version_stays ON plans_planversion;
DROP FUNCTION plans_version_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_targets_stay")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
