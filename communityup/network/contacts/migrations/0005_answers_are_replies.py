from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("contacts", "0004_answers_begin_conversations")]

    operations = [
        migrations.RemoveConstraint("message", "answer_has_its_moment"),
        migrations.RemoveConstraint("message", "report_has_its_moment"),
        migrations.RemoveField("message", "answer"),
        migrations.RemoveField("message", "answer_shares"),
        migrations.AddConstraint(
            "message",
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False) | Q(receiver_shares=False, sender_reports=False),
                name="nothing_of_an_answer_before_it",
            ),
        ),
        migrations.AddConstraint(
            "message",
            models.CheckConstraint(
                condition=Q(report=None, reported_at=None, sender_reports=False, receiver_reports=False)
                | Q(report__isnull=False, reported_at__isnull=False)
                & (Q(sender_reports=True) | Q(receiver_reports=True)),
                name="report_has_its_moment_and_who",
            ),
        ),
    ]
