"""Members of a network, applications, and who acts for a member."""

import communityup.base.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("networks", "0001_initial"),
        ("organisations", "0001_organisations"),
        ("texts", "0003_version_entered_by"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=communityup.base.ids.new_id, editable=False, max_length=32, unique=True),
                ),
                ("name", models.CharField(max_length=80)),
                ("name_key", models.CharField(max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("residents", "Residents"),
                            ("municipality", "Municipality"),
                            ("housing_association", "Housing association"),
                            ("entrepreneurs", "Entrepreneurs"),
                            ("institution", "Institution"),
                            ("other", "Other"),
                            ("person", "In my own name"),
                        ],
                        max_length=20,
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=80)),
                ("theme", models.CharField(blank=True, max_length=80)),
                ("since", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
                ("met_at", models.DateTimeField(null=True)),
                (
                    "brings",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"
                    ),
                ),
                (
                    "buddy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="helps",
                        to="members.member",
                    ),
                ),
                (
                    "does",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"),
                ),
                (
                    "learns",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="networks.network"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="network_members",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["network", "name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "residents",
                                    "municipality",
                                    "housing_association",
                                    "entrepreneurs",
                                    "institution",
                                    "other",
                                    "person",
                                ],
                            )
                        ),
                        name="member_kind_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("left_at", None)),
                        fields=("network", "name_key"),
                        name="member_name_once_per_network",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("buddy", None), models.Q(("buddy", models.F("pk")), _negated=True), _connector="OR"
                        ),
                        name="nobody_is_their_own_buddy",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("met_at", None), ("buddy__isnull", False), _connector="OR"),
                        name="only_a_buddy_meets",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("left_at", None), ("left_at__gte", models.F("since")), _connector="OR"),
                        name="member_leaves_after_joining",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acts_for_members",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="delegates", to="members.member"
                    ),
                ),
            ],
            options={
                "ordering": ["member", "since", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("member", "person"), name="one_delegate_per_person_per_member")
                ],
            },
        ),
        migrations.CreateModel(
            name="Welcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=communityup.base.ids.new_id, editable=False, max_length=32, unique=True),
                ),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("language", models.CharField(default="nl", max_length=2)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("sent_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="welcomes", to="members.member"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("used_at", None), models.Q(("email", ""), _negated=True)),
                        fields=("member", "email"),
                        name="welcomed_once_per_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("used_at", None), ("email", ""), _connector="OR"),
                        name="used_welcome_keeps_no_address",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=communityup.base.ids.new_id, editable=False, max_length=32, unique=True),
                ),
                ("name", models.CharField(blank=True, max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("residents", "Residents"),
                            ("municipality", "Municipality"),
                            ("housing_association", "Housing association"),
                            ("entrepreneurs", "Entrepreneurs"),
                            ("institution", "Institution"),
                            ("other", "Other"),
                            ("person", "In my own name"),
                        ],
                        max_length=20,
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=80)),
                ("theme", models.CharField(blank=True, max_length=80)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("language", models.CharField(default="nl", max_length=2)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("sent_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for an answer"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("taken_back", "taken back"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "brings",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"
                    ),
                ),
                (
                    "does",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"),
                ),
                (
                    "learns",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="networks.network"
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"
                    ),
                ),
            ],
            options={
                "ordering": ["network", "sent_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "residents",
                                    "municipality",
                                    "housing_association",
                                    "entrepreneurs",
                                    "institution",
                                    "other",
                                    "person",
                                ],
                            )
                        ),
                        name="application_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("state", "waiting"), models.Q(("email", ""), _negated=True)),
                            models.Q(
                                ("email", ""),
                                ("ended_at__isnull", False),
                                ("state__in", ["accepted", "declined", "taken_back"]),
                            ),
                            _connector="OR",
                        ),
                        name="ended_application_keeps_no_address",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("network", "email"),
                        name="one_waiting_application_per_address",
                    ),
                ],
            },
        ),
    ]
