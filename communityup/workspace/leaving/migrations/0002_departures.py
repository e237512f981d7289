import communityup.base.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("challenges", "0010_sketches"),
        ("leaving", "0001_observer_ends"),
        ("texts", "0006_words_hidden_with_a_reason"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Departure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=communityup.base.ids.new_id, editable=False, max_length=32, unique=True),
                ),
                ("alone", models.BooleanField()),
                ("asked_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(null=True)),
                ("went_at", models.DateTimeField(null=True)),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="departures", to="challenges.party"
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
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at", None), ("went_at", None)),
                        fields=("party",),
                        name="one_open_departure_per_party",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("went_at", None), ("taken_back_at", None), _connector="OR"),
                        name="a_party_goes_or_stays_not_both",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("went_at", None), ("alone", True), ("agreed_at__isnull", False), _connector="OR"
                        ),
                        name="a_party_goes_with_a_second_yes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("asked_by", None),
                            ("agreed_by", None),
                            models.Q(("agreed_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="the_second_yes_is_of_somebody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", None), ("went_at", None), _connector="OR"),
                        name="words_of_a_departure_become_those_of_its_party",
                    ),
                ],
            },
        ),
    ]
