from django.db import migrations

from answerable.ledger import roles

FORWARDS = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'What happened stays on the record; append a new entry instead.';
END $$;

CREATE TRIGGER ledger_entry_keeps BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_entry_stays BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_seal_keeps BEFORE UPDATE OR DELETE ON ledger_seal
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_seal_stays BEFORE TRUNCATE ON ledger_seal
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE FUNCTION ledger_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_unsealed (entry_id) SELECT id FROM added;
    RETURN NULL;
END $$;

CREATE TRIGGER ledger_entry_waits AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_queue();
"""
BACKWARDS = """
DROP TRIGGER ledger_entry_waits ON ledger_entry;
DROP TRIGGER ledger_seal_stays ON ledger_seal;
DROP TRIGGER ledger_seal_keeps ON ledger_seal;
DROP TRIGGER ledger_entry_stays ON ledger_entry;
DROP TRIGGER ledger_entry_keeps ON ledger_entry;
DROP FUNCTION ledger_queue();
DROP FUNCTION ledger_refuse();
"""


def grant(apps, schema_editor):
    roles.create(schema_editor.connection)
    roles.grant(schema_editor.connection)


def revoke(apps, schema_editor):
    roles.revoke(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS), migrations.RunPython(grant, revoke)]
