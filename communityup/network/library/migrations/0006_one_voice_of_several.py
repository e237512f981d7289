"""What one answered for a voice stands with each who answers for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0005_approvers"),
        ("texts", "0006_words_hidden_with_a_reason"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="voice",
            name="one_voice_per_address_per_practice",
        ),
        migrations.RemoveConstraint(
            model_name="voice",
            name="one_voice_per_person_per_practice",
        ),
        migrations.RemoveConstraint(
            model_name="voice",
            name="voice_that_answered_keeps_no_address",
        ),
        migrations.RemoveField(
            model_name="voice",
            name="email",
        ),
        migrations.RemoveField(
            model_name="voice",
            name="person",
        ),
        migrations.AddConstraint(
            model_name="voice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "none"), ("answered_at", None)),
                    models.Q(models.Q(("answer", "none"), _negated=True), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="voice_that_answered_has_its_moment",
            ),
        ),
    ]
