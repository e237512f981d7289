import communityup.base.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("challenges", "0010_sketches"),
        ("consent", "0005_lapsed_answers"),
        ("texts", "0006_words_hidden_with_a_reason"),
    ]

    operations = [
        migrations.CreateModel(
            name="Closing",
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["reached", "partly", "together", "not_yet", "taken_over", "overruled"])
                        ),
                        name="closing_outcome_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "taken_over"), ("taken_over_by__isnull", False)),
                            models.Q(models.Q(("outcome", "taken_over"), _negated=True), ("taken_over_by", None)),
                            _connector="OR",
                        ),
                        name="who_takes_over_is_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "before__in",
                                ["lead_in", "interests", "dialogue", "puzzle", "deciding", "carrying_out", "learning"],
                            )
                        ),
                        name="closed_from_an_open_phase",
                    ),
                ]
            },
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=communityup.base.ids.new_id, editable=False, max_length=32, unique=True),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("reached", "carried out: we did what we wanted"),
                            ("partly", "carried out in part"),
                            ("together", "stopped together"),
                            ("not_yet", "not yet: the time is not there"),
                            ("taken_over", "one party goes on with it, and agrees to that"),
                            ("overruled", "decided otherwise by a body that may"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("lead_in", "Lead-in"),
                            ("interests", "Interests"),
                            ("dialogue", "Dialogue"),
                            ("puzzle", "Puzzle"),
                            ("deciding", "Decisions"),
                            ("carrying_out", "Carrying out"),
                            ("learning", "Looking back"),
                            ("closed", "Closed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("ended", models.JSONField(default=list)),
                (
                    "asked",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closing", to="consent.round"
                    ),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closings", to="challenges.challenge"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="challenges.party"
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"),
                ),
                (
                    "taken_over_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="challenges.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reopening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=communityup.base.ids.new_id, editable=False, max_length=32, unique=True),
                ),
                (
                    "asked",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reopening", to="consent.round"
                    ),
                ),
                (
                    "closing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reopenings", to="endings.closing"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="challenges.party"
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"),
                ),
            ],
        ),
    ]
