"""Practices: their editions, by what one finds them, and whose voices are in them."""

import communityup.base.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("members", "0002_core"),
        ("networks", "0001_initial"),
        ("texts", "0003_version_entered_by"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Practice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=communityup.base.ids.new_id, editable=False, max_length=32, unique=True),
                ),
                ("series", models.CharField(editable=False, max_length=32)),
                ("edition", models.PositiveSmallIntegerField(default=1)),
                ("title", models.CharField(max_length=120)),
                ("place", models.CharField(blank=True, max_length=80)),
                (
                    "size",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "does not matter"),
                            ("small", "up to 25,000 inhabitants"),
                            ("middle", "25,000 to 50,000 inhabitants"),
                            ("large", "50,000 to 100,000 inhabitants"),
                            ("city", "more than 100,000 inhabitants"),
                        ],
                        default="",
                        max_length=6,
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("top_down", "Top-down"),
                            ("bottom_up", "Bottom-up"),
                            ("community_up", "Community-up"),
                        ],
                        default="community_up",
                        max_length=12,
                    ),
                ),
                ("contact_role", models.CharField(blank=True, max_length=80)),
                (
                    "licence",
                    models.CharField(
                        choices=[("CC-BY-4.0", "CC BY 4.0"), ("CC-BY-SA-4.0", "CC BY-SA 4.0"), ("CC0-1.0", "CC0 1.0")],
                        default="CC-BY-4.0",
                        max_length=12,
                    ),
                ),
                ("origin", models.CharField(blank=True, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being written"),
                            ("review", "waits for who reads it over"),
                            ("reviewed", "was read by another member"),
                            ("published", "published"),
                            ("earlier", "an earlier version"),
                            ("taken_back", "taken back"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "context",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"
                    ),
                ),
                (
                    "did",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="practices", to="members.member"
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="practices", to="networks.network"
                    ),
                ),
                (
                    "remark",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviewed_practices",
                        to="members.member",
                    ),
                ),
                (
                    "stumbling",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"
                    ),
                ),
                (
                    "why",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"
                    ),
                ),
            ],
            options={
                "ordering": ["-published_at", "-pk"],
                "indexes": [models.Index(fields=["state", "-published_at", "-id"], name="practices_newest_first")],
                "constraints": [
                    models.UniqueConstraint(fields=("series", "edition"), name="practice_edition_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published")),
                        fields=("series",),
                        name="one_edition_of_a_practice_is_published",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "review", "reviewed"])),
                        fields=("series",),
                        name="one_edition_of_a_practice_is_written",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("edition__gte", 1)), name="practice_edition_counts_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["published", "earlier"]), _negated=True),
                            models.Q(
                                ("context__isnull", False),
                                ("did__isnull", False),
                                ("published_at__isnull", False),
                                ("reviewer__isnull", False),
                                ("stumbling__isnull", False),
                                ("why__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="published_practice_is_complete_with_stumbling_blocks",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewer", None),
                            models.Q(("reviewer", models.F("member")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_reviews_their_own_practice",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Facet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("condition", "Condition for success"),
                            ("stumble", "Stumbling block"),
                            ("theme", "Theme"),
                        ],
                        max_length=9,
                    ),
                ),
                ("value", models.SlugField(max_length=80)),
                ("words", models.CharField(blank=True, max_length=80)),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="facets", to="library.practice"
                    ),
                ),
            ],
            options={
                "ordering": ["practice", "kind", "pk"],
                "indexes": [models.Index(fields=["kind", "value", "practice"], name="practices_by_facet")],
                "constraints": [
                    models.UniqueConstraint(fields=("practice", "kind", "value"), name="practice_has_a_facet_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "condition"),
                                ("value__in", ["clarity", "commitment", "trust", "safety", "along", "time", "room"]),
                                ("words", ""),
                            ),
                            models.Q(
                                ("kind", "stumble"),
                                (
                                    "value__in",
                                    ["money", "rules", "pace", "people", "power", "support", "words", "other"],
                                ),
                                ("words", ""),
                            ),
                            models.Q(
                                ("kind", "theme"),
                                models.Q(("value", ""), _negated=True),
                                models.Q(("words", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="facet_says_something_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Voice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=communityup.base.ids.new_id, editable=False, max_length=32, unique=True),
                ),
                ("label", models.CharField(blank=True, max_length=80)),
                ("email", models.EmailField(blank=True, max_length=254)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("none", "no answer yet"),
                            ("yes", "said yes"),
                            ("no", "said no"),
                            ("taken_back", "took their words back"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="voices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="voices", to="library.practice"
                    ),
                ),
                (
                    "quote",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"
                    ),
                ),
            ],
            options={
                "ordering": ["practice", "asked_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("email", ""), _negated=True),
                        fields=("practice", "email"),
                        name="one_voice_per_address_per_practice",
                    ),
                    models.UniqueConstraint(fields=("practice", "person"), name="one_voice_per_person_per_practice"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "none"), ("answered_at", None)),
                            models.Q(
                                models.Q(("answer", "none"), _negated=True),
                                ("answered_at__isnull", False),
                                ("email", ""),
                            ),
                            _connector="OR",
                        ),
                        name="voice_that_answered_keeps_no_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "taken_back"), ("label", "")),
                            models.Q(
                                models.Q(("answer", "taken_back"), _negated=True),
                                models.Q(("label", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="voice_that_took_its_words_back_has_no_label",
                    ),
                ],
            },
        ),
    ]
