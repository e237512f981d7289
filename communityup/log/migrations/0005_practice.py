"""Streams of practice challenges: only their lines can be deleted, and no stream ever becomes one afterwards."""

from django.db import migrations, models

PRACTICE = "EXISTS (SELECT 1 FROM log_stream WHERE log_stream.id = OLD.stream_id AND log_stream.kind = 'practice')"
REFUSED = "RAISE EXCEPTION 'the log is written once: % of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'"
FUNCTION = """
CREATE OR REPLACE FUNCTION log_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {excuse}{refused};
END $$
"""
EXCUSE = f"IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'log_line' THEN IF {PRACTICE} THEN RETURN OLD; END IF; END IF;\n  "
NO_DELETE = "CREATE TRIGGER log_line_no_delete BEFORE DELETE ON log_line {when}BEGIN SELECT RAISE(ABORT, 'the log is written once: DELETE of log_line is refused'); END"
KIND_STAYS = {
    "postgresql": "CREATE TRIGGER log_stream_kind_stays BEFORE UPDATE OF kind ON log_stream FOR EACH ROW WHEN (OLD.kind IS DISTINCT FROM NEW.kind) EXECUTE FUNCTION log_refuse_change()",
    "sqlite": "CREATE TRIGGER log_stream_kind_stays BEFORE UPDATE OF kind ON log_stream WHEN OLD.kind <> NEW.kind BEGIN SELECT RAISE(ABORT, 'the log is written once: the kind of a stream stays'); END",
}


def _run(schema_editor, *statements):
    for statement in statements:
        schema_editor.execute(statement, params=None)


def add(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        _run(schema_editor, FUNCTION.format(excuse=EXCUSE, refused=REFUSED), KIND_STAYS[vendor])
        return
    _run(
        schema_editor,
        "DROP TRIGGER log_line_no_delete",
        NO_DELETE.format(when=f"WHEN NOT {PRACTICE} "),
        KIND_STAYS[vendor],
    )


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        _run(
            schema_editor,
            "DROP TRIGGER log_stream_kind_stays ON log_stream",
            FUNCTION.format(excuse="", refused=REFUSED),
        )
        return
    _run(
        schema_editor,
        "DROP TRIGGER log_stream_kind_stays",
        "DROP TRIGGER log_line_no_delete",
        NO_DELETE.format(when=""),
    )


class Migration(migrations.Migration):
    dependencies = [("log", "0004_organisations")]
    operations = [
        migrations.AlterField(
            model_name="stream",
            name="kind",
            field=models.CharField(
                choices=[
                    ("site", "site"),
                    ("challenge", "challenge"),
                    ("practice", "practice"),
                    ("organisation", "organisation"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunPython(add, remove),
    ]
