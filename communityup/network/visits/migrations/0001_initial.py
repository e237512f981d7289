"""Questions and offers, proposals, visits and who come along."""

import communityup.base.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("gatherings", "0002_registrations"),
        ("meetings", "0002_registrations"),
        ("members", "0002_core"),
        ("networks", "0001_initial"),
        ("peers", "0001_initial"),
        ("texts", "0003_version_entered_by"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=communityup.base.ids.new_id, editable=False, max_length=32, unique=True),
                ),
                ("proposed_at", models.DateTimeField()),
                (
                    "guest_answer",
                    models.CharField(
                        blank=True,
                        choices=[("", "no answer yet"), ("yes", "yes"), ("no", "not now")],
                        default="",
                        max_length=3,
                    ),
                ),
                (
                    "host_answer",
                    models.CharField(
                        blank=True,
                        choices=[("", "no answer yet"), ("yes", "yes"), ("no", "not now")],
                        default="",
                        max_length=3,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "guest_reason",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"
                    ),
                ),
                (
                    "host_reason",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"
                    ),
                ),
            ],
            options={
                "ordering": ["-proposed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=communityup.base.ids.new_id, editable=False, max_length=32, unique=True),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[("visit", "a visit: people come and look"), ("story", "a guest story: in words only")],
                        max_length=5,
                    ),
                ),
                ("roles", models.PositiveSmallIntegerField(default=0)),
                ("agreed_at", models.DateTimeField()),
                ("reminded_at", models.DateTimeField(null=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                (
                    "contacts",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"
                    ),
                ),
                (
                    "gathering",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visit",
                        to="gatherings.gathering",
                    ),
                ),
                (
                    "guest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goes_visiting", to="members.member"
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="has_visitors", to="members.member"
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="networks.network"
                    ),
                ),
                (
                    "one_role_reason",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"
                    ),
                ),
                (
                    "practical",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visit", to="visits.proposal"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"
                    ),
                ),
                (
                    "searched",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="peers.learningquestion",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="meetings.session",
                    ),
                ),
            ],
            options={
                "ordering": ["-agreed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Guests",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("resident", "residents"),
                            ("officer", "civil servants"),
                            ("councillor", "councillors"),
                            ("executive", "members of the executive"),
                            ("professional", "professionals of an organisation"),
                            ("entrepreneur", "entrepreneurs"),
                            ("other", "others"),
                        ],
                        max_length=12,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="guests", to="visits.visit"
                    ),
                ),
            ],
            options={
                "ordering": ["visit", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=communityup.base.ids.new_id, editable=False, max_length=32, unique=True),
                ),
                ("direction", models.CharField(choices=[("ask", "asks"), ("offer", "offers")], max_length=5)),
                (
                    "form",
                    models.CharField(
                        choices=[("visit", "a visit: people come and look"), ("story", "a guest story: in words only")],
                        default="visit",
                        max_length=5,
                    ),
                ),
                ("theme", models.CharField(blank=True, max_length=80)),
                ("roughly", models.CharField(blank=True, max_length=120)),
                ("people", models.PositiveSmallIntegerField(null=True)),
                ("times", models.PositiveSmallIntegerField(default=1)),
                ("made_at", models.DateTimeField()),
                ("met_at", models.DateTimeField(null=True)),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visit_wishes", to="members.member"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"
                    ),
                ),
                (
                    "words",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"),
                ),
            ],
            options={
                "ordering": ["member", "-made_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="proposal",
            name="ask",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="visits.wish"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="offer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposed_to", to="visits.wish"
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("form", "visit"), ("gathering__isnull", False)),
                    models.Q(("form", "story"), ("gathering", None), ("roles", 0)),
                    _connector="OR",
                ),
                name="visit_has_a_gathering_and_a_story_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("one_role_reason", None), ("roles", 0)),
                    models.Q(("one_role_reason__isnull", False), ("roles", 1)),
                    models.Q(("one_role_reason", None), ("roles__gte", 2)),
                    _connector="OR",
                ),
                name="delegation_is_mixed_or_says_why_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(("guest", models.F("host")), _negated=True), name="nobody_visits_themselves"
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", None), ("stopped_at", None)),
                    models.Q(("reason__isnull", False), ("stopped_at__isnull", False)),
                    _connector="OR",
                ),
                name="visit_stops_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="guests",
            constraint=models.UniqueConstraint(fields=("visit", "role"), name="one_number_per_role_in_a_delegation"),
        ),
        migrations.AddConstraint(
            model_name="guests",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="guests_are_somebody"),
        ),
        migrations.AddConstraint(
            model_name="guests",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        ["resident", "officer", "councillor", "executive", "professional", "entrepreneur", "other"],
                    )
                ),
                name="role_of_guests_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("direction", "ask"), ("question__isnull", False), ("times", 1)),
                    models.Q(("direction", "offer"), ("met_at", None), ("question", None)),
                    _connector="OR",
                ),
                name="asking_for_a_visit_needs_a_learning_question",
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("form", "visit"), ("people__gte", 1), ("people__isnull", False)),
                    models.Q(("form", "story"), ("people", None)),
                    _connector="OR",
                ),
                name="visit_has_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.CheckConstraint(condition=models.Q(("times__gte", 1)), name="wish_counts_from_one"),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.CheckConstraint(
                condition=models.Q(("taken_back_at", None), models.Q(("roughly", ""), ("theme", "")), _connector="OR"),
                name="wish_taken_back_keeps_no_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.UniqueConstraint(
                condition=models.Q(("met_at", None), ("taken_back_at", None)),
                fields=("member", "direction", "form"),
                name="one_open_wish_of_a_kind_per_member",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(fields=("ask", "offer"), name="proposed_once_to_each_other"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("ask",), name="one_proposal_at_a_time_for_a_question"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("guest_answer__in", ["", "yes", "no"]), ("host_answer__in", ["", "yes", "no"])),
                name="proposal_answer_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", False),
                    models.Q(
                        ("guest_answer__in", ["", "yes"]),
                        ("guest_reason", None),
                        ("host_answer__in", ["", "yes"]),
                        ("host_reason", None),
                    ),
                    _connector="OR",
                ),
                name="a_no_ends_a_proposal",
            ),
        ),
    ]
