"""What members offer and look for."""

import communityup.base.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("members", "0002_core"),
        ("texts", "0003_version_entered_by"),
    ]

    operations = [
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=communityup.base.ids.new_id, editable=False, max_length=32, unique=True),
                ),
                ("direction", models.CharField(choices=[("offer", "offers"), ("wish", "looks for")], max_length=5)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("hours", "hours"),
                            ("skill", "skill or knowledge"),
                            ("room", "a room or place"),
                            ("contacts", "a network of people"),
                            ("visit", "a visit to see how it goes"),
                        ],
                        max_length=8,
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="members.member"
                    ),
                ),
                (
                    "words",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"),
                ),
            ],
            options={
                "ordering": ["-given_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["offer", "wish"])), name="offer_direction_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ["hours", "skill", "room", "contacts", "visit"])),
                        name="offer_kind_is_known",
                    ),
                ],
            },
        ),
    ]
