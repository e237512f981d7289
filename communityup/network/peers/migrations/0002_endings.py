"""How learning questions ended before they were opened again."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("peers", "0001_initial"), ("texts", "0003_version_entered_by")]

    operations = [
        migrations.CreateModel(
            name="Ending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("open", "open"), ("answered", "answered"), ("dropped", "dropped")], max_length=8
                    ),
                ),
                ("closed_at", models.DateTimeField()),
                ("reopened_at", models.DateTimeField()),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="endings", to="peers.learningquestion"
                    ),
                ),
                (
                    "words",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"),
                ),
            ],
            options={
                "ordering": ["question", "-reopened_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["answered", "dropped"]), ("reopened_at__gte", models.F("closed_at"))
                        ),
                        name="question_ended_before_it_was_reopened",
                    )
                ],
            },
        ),
    ]
