import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0005_answers_are_replies"),
        ("networks", "0001_initial"),
        ("texts", "0007_closed_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="closed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="taken_back_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="message",
            name="words",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("taken_back_at", None), ("answered_at", None), _connector="OR"),
                name="only_an_unanswered_message_is_taken_back",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("words__isnull", False), ("taken_back_at__isnull", False), _connector="OR"),
                name="words_stay_until_taken_back",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_at", None), ("reported_at__isnull", False), _connector="OR"),
                name="only_a_report_is_closed",
            ),
        ),
    ]
