import django.db.models.deletion
from django.db import migrations, models

import communityup.base.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("challenges", "0010_sketches"),
        ("consent", "0005_lapsed_answers"),
        ("texts", "0006_words_hidden_with_a_reason"),
    ]

    operations = [
        migrations.CreateModel(
            name="ObserverEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=communityup.base.ids.new_id, editable=False, max_length=32, unique=True),
                ),
                (
                    "watches",
                    models.CharField(
                        choices=[
                            ("executive", "observer for the executive"),
                            ("council", "observer for the council"),
                            ("clerk", "clerk of the council"),
                        ],
                        max_length=9,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="observer_ends",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="challenges.party"
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="challenges.reader",
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"),
                ),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="consent.round"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("watches__in", ["executive", "council", "clerk"])),
                        name="ended_observer_watched_for_a_body",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_at", None), ("reader", None), _connector="OR"),
                        name="ended_observer_reads_along_no_more",
                    ),
                ],
            },
        ),
    ]
