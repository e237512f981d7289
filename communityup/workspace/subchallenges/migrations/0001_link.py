import communityup.base.ids
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("challenges", "0010_sketches"),
        ("consent", "0005_lapsed_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=communityup.base.ids.new_id, editable=False, max_length=32, unique=True),
                ),
                ("asked_at", models.DateTimeField()),
                ("linked_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "asked_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="challenges.challenge"
                    ),
                ),
                (
                    "here",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="consent.round"
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="challenges.challenge"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="challenges.party"
                    ),
                ),
                (
                    "there",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="consent.round"
                    ),
                ),
                (
                    "whole",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="challenges.challenge"
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=~Q(whole=F("part")), name="no_challenge_is_a_part_of_itself"),
                    models.CheckConstraint(
                        condition=Q(asked_in=F("whole")) | Q(asked_in=F("part")),
                        name="a_link_is_asked_in_one_of_the_two",
                    ),
                    models.CheckConstraint(
                        condition=Q(linked_at__isnull=True) | Q(there__isnull=False),
                        name="a_link_counts_when_both_were_asked",
                    ),
                    models.UniqueConstraint(
                        fields=["part"], condition=Q(ended_at__isnull=True), name="a_part_is_linked_once_at_a_time"
                    ),
                ],
            },
        ),
    ]
