import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("gatherings", "0002_registrations"),
        ("meetings", "0004_series"),
    ]

    operations = [
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opened_at", models.DateTimeField()),
                ("reminded_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("counts", models.JSONField(null=True)),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="evaluation", to="meetings.session"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "worth",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "no"), (1, "rather no than yes"), (2, "rather yes than no"), (3, "yes")], null=True
                    ),
                ),
                (
                    "got",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "no"), (1, "rather no than yes"), (2, "rather yes than no"), (3, "yes")], null=True
                    ),
                ),
                (
                    "equal",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "no"), (1, "rather no than yes"), (2, "rather yes than no"), (3, "yes")], null=True
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=600)),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="gatherings.registration"
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="evaluations.evaluation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Said",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                ("words", models.CharField(max_length=600)),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="said", to="evaluations.evaluation"
                    ),
                ),
            ],
            options={
                "ordering": ["evaluation", "place"],
            },
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("counts__isnull", True)),
                    models.Q(("closed_at__isnull", False), ("counts__isnull", False)),
                    _connector="OR",
                ),
                name="evaluation_counts_when_it_closes",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("evaluation", "registration"), name="one_evaluation_answer_per_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("worth", None), ("worth__in", [0, 1, 2, 3]), _connector="OR"),
                    models.Q(("got", None), ("got__in", [0, 1, 2, 3]), _connector="OR"),
                    models.Q(("equal", None), ("equal__in", [0, 1, 2, 3]), _connector="OR"),
                ),
                name="evaluation_answers_in_four_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("worth__isnull", False),
                    ("got__isnull", False),
                    ("equal__isnull", False),
                    models.Q(("words", ""), _negated=True),
                    _connector="OR",
                ),
                name="evaluation_answer_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="said",
            constraint=models.UniqueConstraint(
                fields=("evaluation", "place"), name="one_thing_said_per_place_of_an_evaluation"
            ),
        ),
        migrations.AddConstraint(
            model_name="said",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="evaluation_said_something"
            ),
        ),
    ]
