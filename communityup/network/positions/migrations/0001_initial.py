"""Where members stand on the conditions for success."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("members", "0002_core"),
    ]

    operations = [
        migrations.CreateModel(
            name="Position",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "condition",
                    models.CharField(
                        choices=[
                            ("clarity", "Clarity"),
                            ("commitment", "Commitment"),
                            ("trust", "Trust and equality"),
                            ("safety", "Safety"),
                            ("along", "Taking each other along"),
                            ("time", "Time"),
                            ("room", "Room for something else"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "stand",
                    models.CharField(
                        choices=[
                            ("searching", "we are searching for this"),
                            ("underway", "we are on our way"),
                            ("experienced", "we have experience with this, also with what went wrong"),
                        ],
                        max_length=11,
                    ),
                ),
                ("may_match", models.BooleanField(default=False)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="positions", to="members.member"
                    ),
                ),
            ],
            options={
                "ordering": ["member", "condition"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("member", "condition"), name="one_position_per_member_per_condition"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("condition__in", ["clarity", "commitment", "trust", "safety", "along", "time", "room"])
                        ),
                        name="position_is_on_a_condition",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stand__in", ["searching", "underway", "experienced"])),
                        name="position_stand_is_known",
                    ),
                ],
            },
        ),
    ]
