"""Learning networks and who coordinates them."""

import communityup.base.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("log", "0006_networks"),
        ("texts", "0003_version_entered_by"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Network",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=communityup.base.ids.new_id, editable=False, max_length=32, unique=True),
                ),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("theme", models.CharField(blank=True, max_length=80)),
                ("sender", models.CharField(max_length=80)),
                ("contact", models.EmailField(max_length=254)),
                ("edition", models.PositiveSmallIntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
                ("started_at", models.DateTimeField()),
                (
                    "joining",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"
                    ),
                ),
                (
                    "purpose",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"),
                ),
                ("stream", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to="log.stream")),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("edition__gte", 1)), name="network_edition_counts_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("changed_at__gte", models.F("started_at"))),
                        name="network_changes_after_its_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoordinatorInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=communityup.base.ids.new_id, editable=False, max_length=32, unique=True),
                ),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("language", models.CharField(default="nl", max_length=2)),
                ("sent_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("none", "no answer yet"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("taken_back", "taken back"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coordinator_invitations",
                        to="networks.network",
                    ),
                ),
            ],
            options={
                "ordering": ["network", "sent_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "none"), models.Q(("email", ""), _negated=True)),
                        fields=("network", "email"),
                        name="asked_once_to_coordinate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "none"), ("answered_at", None)),
                            models.Q(
                                ("answer__in", ["accepted", "declined", "taken_back"]),
                                ("answered_at__isnull", False),
                                ("email", ""),
                            ),
                            _connector="OR",
                        ),
                        name="answered_question_to_coordinate_keeps_no_address",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Coordinator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=communityup.base.ids.new_id, editable=False, max_length=32, unique=True),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("away_until", models.DateField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coordinates",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="coordinators", to="networks.network"
                    ),
                ),
            ],
            options={
                "ordering": ["network", "since", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("place__in", (1, 2))), name="at_most_two_places_for_coordinators"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("network", "place"),
                        name="one_coordinator_for_each_place",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("network", "person"),
                        name="nobody_coordinates_a_network_twice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="coordinator_ends_after_beginning",
                    ),
                ],
            },
        ),
    ]
