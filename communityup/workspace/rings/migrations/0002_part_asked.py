import communityup.base.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("challenges", "0010_sketches"),
        ("texts", "0006_words_hidden_with_a_reason"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("rings", "0001_place_asked"),
    ]

    operations = [
        migrations.CreateModel(
            name="PartAsked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=communityup.base.ids.new_id, editable=False, max_length=32, unique=True),
                ),
                ("asked_at", models.DateTimeField()),
                ("agrees", models.BooleanField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="challenges.challenge"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_for_part",
                        to="challenges.party",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "words",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["party", "person"], name="a_person_asks_a_party_once"),
                    models.UniqueConstraint(
                        fields=["challenge", "person"],
                        condition=Q(agrees__isnull=True),
                        name="a_person_asks_one_party_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=Q(agrees__isnull=True, answered_at__isnull=True)
                        | Q(agrees__isnull=False, answered_at__isnull=False),
                        name="answer_to_who_wants_to_contribute_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=Q(agrees__isnull=True) | Q(agrees=True) | Q(words__isnull=False),
                        name="a_no_to_who_wants_to_contribute_has_its_reason",
                    ),
                ],
            },
        ),
    ]
