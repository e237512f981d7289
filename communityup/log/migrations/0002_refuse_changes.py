"""Lines and leaves are written once: the database itself refuses to change or delete them, on both databases."""

from django.db import migrations

TABLES = ("log_line", "log_leaf")
FUNCTION = """
CREATE OR REPLACE FUNCTION log_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the log is written once: % of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def _statements(vendor):
    if vendor == "postgresql":
        return [FUNCTION] + [
            f"CREATE TRIGGER {table}_written_once BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION log_refuse_change()"
            for table in TABLES
        ]
    return [
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'the log is written once: {act} of {table} is refused'); END"
        for table in TABLES
        for act in ("UPDATE", "DELETE")
    ]


def add(apps, schema_editor):
    for statement in _statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"DROP TRIGGER {table}_written_once ON {table}", params=None)
        schema_editor.execute("DROP FUNCTION log_refuse_change()", params=None)
        return
    for table in TABLES:
        for act in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {table}_no_{act}", params=None)


class Migration(migrations.Migration):
    dependencies = [("log", "0001_lines")]
    operations = [migrations.RunPython(add, remove)]
