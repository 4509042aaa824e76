"""What was recorded is never changed or deleted (invariant 5): the database refuses it, but for the one step a row may
still take (a figure is checked, a meaning ends, a letter is answered, a verdict is given, an appointment ends).

A new target needs every organ of its change (invariant 8), and a task is accepted by another post than its owner's
(invariant 17), also when the row is new.
"""

from django.db import migrations

# table: (groups of columns that may be filled once, while the first of them is empty; whether a draft is free)
STAYS = {
    "plans_observation": (("approved_at,approved_by_id",), False),
    "plans_baseline": ((), True),
    "plans_indicatorversion": (("until",), True),
    "plans_accountability": (("until",), False),
    "plans_letter": (("accepted_at,accepted_by_id", "objected_at,objection"), False),
    "plans_submission": (("verdict,verdict_at,verdict_by_id,verdict_words",), False),
    "plans_override": (("ended_at",), False),
    "plans_likelihood": ((), False),
    "plans_freeze": ((), False),
    "plans_schedulerun": ((), False),
    "plans_budgetperiod": ((), False),
    "plans_changestep": ((), False),
    "plans_changeevidence": ((), False),
    "plans_evidence": ((), False),
    "plans_submissionevidence": ((), False),
}


def name_of(table: str) -> str:
    return f"{table.removeprefix('plans_')}_stays"


def arguments_of(table: str) -> str:
    groups, free = STAYS[table]
    return ", ".join(f"'{word}'" for word in ("draft" if free else "", *groups))


ROW_STAYS = """
CREATE FUNCTION plans_row_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was jsonb := to_jsonb(OLD);
  becomes jsonb := CASE TG_OP WHEN 'UPDATE' THEN to_jsonb(NEW) END;
  columns text[];
BEGIN
  IF TG_ARGV[0] = 'draft' AND EXISTS (
    SELECT 1 FROM plans_indicator i JOIN plans_plan p ON p.id = i.plan_id
     WHERE i.id = (was->>'indicator_id')::uuid AND p.state = 'draft'
  ) THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  FOR place IN 1 .. TG_NARGS - 1 LOOP
    columns := string_to_array(TG_ARGV[place], ',');
    IF coalesce(was->>columns[1], '') = '' THEN
      was := was - columns;
      becomes := becomes - columns;
    END IF;
  END LOOP;
  IF becomes IS NULL OR was <> becomes THEN
    RAISE EXCEPTION 'what was recorded in % is never changed or deleted', TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;
"""
TRIGGERS = "\n".join(
    f"CREATE TRIGGER {name_of(table)} BEFORE UPDATE OR DELETE ON {table} "
    f"FOR EACH ROW EXECUTE FUNCTION plans_row_stays({arguments_of(table)});"
    for table in STAYS
)
NO_TRIGGERS = "\n".join(f"DROP TRIGGER {name_of(table)} ON {table};" for table in STAYS)

# The steps of rules.adjustment.route_of: by the class of a change, by what the indicator was when it was proposed, and
# whether its meaning changes too.
ROUTE = """
CREATE FUNCTION plans_route_of(klass text, nature text, redefines boolean) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN redefines OR klass = 'definition' THEN ARRAY['statistician'] ELSE ARRAY[]::text[] END || CASE
    WHEN klass IN ('postpone', 'lower', 'drop', 'path') AND nature = 'binding'
      THEN ARRAY['committee', 'filed', 'tabled', 'legislature']
    WHEN klass = 'editorial' AND NOT redefines THEN ARRAY['secretariat']
    ELSE ARRAY['committee']
  END
$$;

CREATE OR REPLACE FUNCTION plans_target_by_a_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.change_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM plans_changerequest c
     WHERE c.id = NEW.change_id AND c.state = 'effective' AND c.indicator_id = NEW.indicator_id
       AND NOT EXISTS (SELECT 1 FROM plans_changestep s WHERE s.change_id = c.id AND s.outcome <> 'done')
       AND (SELECT coalesce(array_agg(s.step::text), '{}') FROM plans_changestep s WHERE s.change_id = c.id) @>
         plans_route_of(c.klass, coalesce((
           SELECT v.nature FROM plans_indicatorversion v
            WHERE v.indicator_id = c.indicator_id AND v.since <= c.proposed_at ORDER BY v.number DESC LIMIT 1), ''),
           c.new_meaning <> '{}')
  ) THEN
    RAISE EXCEPTION 'a new target takes effect only by a change whose steps are on the record'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'target_by_a_change';
  END IF;
  RETURN NULL;
END $$;
"""
NO_ROUTE = """
CREATE OR REPLACE FUNCTION plans_target_by_a_change() RETURNS trigger LANGUAGE plpgsql AS $$
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
DROP FUNCTION plans_route_of(text, text, boolean);
"""

ACCEPTED = """
DROP TRIGGER task_accepted_with_evidence ON plans_task;
CREATE OR REPLACE FUNCTION plans_accepted_with_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = 'accepted' AND NOT EXISTS (
    SELECT 1 FROM plans_submission s JOIN plans_submissionevidence e ON e.submission_id = s.id
    WHERE s.task_id = NEW.id AND s.verdict = 'accepted' AND NOT EXISTS (
      SELECT 1 FROM plans_accountability a
       WHERE a.subject = NEW.id AND a.kind = 'accountable' AND a.post_id = s.verdict_by_id
         AND a.since <= s.verdict_at AND (a.until IS NULL OR a.until > s.verdict_at))
  ) THEN
    RAISE EXCEPTION 'a task is accepted only on a submission with evidence, by another post than its owner''s'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'task_accepted_with_evidence';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER task_accepted_with_evidence AFTER INSERT OR UPDATE OF state ON plans_task
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plans_accepted_with_evidence();
"""
ACCEPTED_BEFORE = """
DROP TRIGGER task_accepted_with_evidence ON plans_task;
CREATE OR REPLACE FUNCTION plans_accepted_with_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
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


class Migration(migrations.Migration):
    dependencies = [("plans", "0007_links_taken_away")]

    operations = [
        migrations.RunSQL(ROW_STAYS + TRIGGERS, NO_TRIGGERS + "\nDROP FUNCTION plans_row_stays();"),
        migrations.RunSQL(ROUTE, NO_ROUTE),
        migrations.RunSQL(ACCEPTED, ACCEPTED_BEFORE),
    ]
