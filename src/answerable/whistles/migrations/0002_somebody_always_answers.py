"""What constraints alone cannot say: while it is blown somebody is called, and nobody takes a silence back."""

from django.db import migrations

FORWARDS = """
CREATE SEQUENCE whistles_number;
CREATE SEQUENCE whistles_taskforce_number;

CREATE FUNCTION whistles_somebody_is_called() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wanted uuid;
  blown text;
BEGIN
  IF TG_TABLE_NAME = 'whistles_whistle' THEN
    wanted := NEW.id;
  ELSE
    wanted := NEW.whistle_id;
  END IF;
  SELECT number INTO blown FROM whistles_whistle WHERE id = wanted AND state IN ('drafted', 'blown');
  IF FOUND AND NOT EXISTS (
    SELECT 1 FROM whistles_summons WHERE whistle_id = wanted AND released_at IS NULL
  ) THEN
    RAISE EXCEPTION 'nobody would answer for whistle %', blown
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'whistles_somebody_is_called';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER whistle_calls_somebody AFTER INSERT OR UPDATE OF state ON whistles_whistle
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION whistles_somebody_is_called();
CREATE CONSTRAINT TRIGGER somebody_is_called AFTER UPDATE OF released_at, whistle_id ON whistles_summons
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION whistles_somebody_is_called();

CREATE FUNCTION whistles_silence_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a whistle and its summonses are ended, never deleted'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF OLD.silent_at IS NOT NULL AND NEW.silent_at IS DISTINCT FROM OLD.silent_at THEN
    RAISE EXCEPTION 'a silence stays on the record' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER silence_stays BEFORE UPDATE OR DELETE ON whistles_summons
  FOR EACH ROW EXECUTE FUNCTION whistles_silence_stays();
CREATE TRIGGER silence_stays BEFORE UPDATE OR DELETE ON whistles_whistle
  FOR EACH ROW EXECUTE FUNCTION whistles_silence_stays();
"""

BACKWARDS = """
DROP TRIGGER silence_stays ON whistles_whistle;
DROP TRIGGER silence_stays ON whistles_summons;
DROP TRIGGER somebody_is_called ON whistles_summons;
DROP TRIGGER whistle_calls_somebody ON whistles_whistle;
DROP FUNCTION whistles_silence_stays();
DROP FUNCTION whistles_somebody_is_called();
DROP SEQUENCE whistles_taskforce_number;
DROP SEQUENCE whistles_number;
"""


class Migration(migrations.Migration):
    dependencies = [("whistles", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
