import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dialogue", "0004_ends_set_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="statement",
            name="resembles",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="echoes", to="dialogue.statement"
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("resembles__isnull", True), models.Q(("resembles", models.F("id")), _negated=True), _connector="OR"
                ),
                name="no_thought_resembles_itself",
            ),
        ),
    ]
