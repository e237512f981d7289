"""Who was asked and is left out stays to be seen as such: what is published is without their consent (X17)."""

from django.db import migrations, models
from django.db.models import Q

ANSWERS = [
    ("none", "no answer yet"),
    ("yes", "said yes"),
    ("no", "said no"),
    ("taken_back", "took their words back"),
    ("left_out", "left out by who wrote it"),
]


def keep_named(apps, editor):
    """Let who was asked before stay named: an account stands there only of who answered, or came along from before."""
    voices = apps.get_model("library", "Voice").objects.using(editor.connection.alias)
    asked = ~Q(practice__state="draft") | ~Q(answer="none") | Q(approvers__person__isnull=False)
    voices.filter(pk__in=voices.filter(asked).values("pk")).update(stays_named=True)
    editor.connection.check_constraints()


def let_go(apps, editor):
    """Take away what nobody said yes to and the tables before this have no word for."""
    approvers = apps.get_model("library", "Approver").objects.using(editor.connection.alias)
    approvers.filter(Q(answer="left_out") | Q(voice__answer="left_out")).delete()
    editor.execute("DELETE FROM library_voice WHERE answer = 'left_out'")
    editor.connection.check_constraints()


class Migration(migrations.Migration):
    dependencies = [("library", "0006_one_voice_of_several")]

    operations = [
        migrations.RemoveConstraint(model_name="approver", name="approver_who_answered_keeps_no_address"),
        migrations.RemoveConstraint(model_name="approver", name="one_voice_per_person_and_practice"),
        migrations.AddField(
            model_name="voice",
            name="stays_named",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="voice",
            name="of_party",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="voice",
            name="answer",
            field=models.CharField(choices=ANSWERS, default="none", max_length=10),
        ),
        migrations.AlterField(
            model_name="approver",
            name="answer",
            field=models.CharField(choices=ANSWERS, default="none", max_length=10),
        ),
        migrations.AddConstraint(
            model_name="approver",
            constraint=models.UniqueConstraint(
                condition=~Q(answer="left_out"),
                fields=["practice", "person"],
                name="one_voice_per_person_and_practice",
            ),
        ),
        migrations.AddConstraint(
            model_name="approver",
            constraint=models.CheckConstraint(
                condition=Q(answer="none", answered_at=None)
                | Q(answer__in=["yes", "no", "left_out"], answered_at__isnull=False, email=""),
                name="approver_who_answered_keeps_no_address",
            ),
        ),
        migrations.RunPython(keep_named, let_go),
    ]
