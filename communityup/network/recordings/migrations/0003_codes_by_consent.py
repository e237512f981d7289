from typing import Any

from django.db import migrations, models
from django.db.models import Q
from django.utils import timezone


def end_codes(apps: Any, _schema: Any) -> None:
    """End each code to which somebody who speaks did not say yes: they were asked about who was there alone."""
    Speaker, Code = apps.get_model("recordings", "Speaker"), apps.get_model("codes", "Code")
    asked = Speaker.objects.exclude(answer="public").values_list("recording__public_id", flat=True).distinct()
    for about in asked.order_by():
        Code.objects.filter(purpose="recording", about=about, revoked_at=None).update(revoked_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("recordings", "0002_rights"), ("codes", "0002_count_per_minute")]

    operations = [
        migrations.AlterField(
            model_name="recording",
            name="audience",
            field=models.CharField(
                choices=[("participants", "who was registered"), ("public", "everybody")],
                default="participants",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="speaker",
            name="answer",
            field=models.CharField(
                choices=[
                    ("none", "no answer yet"),
                    ("no", "nobody may see it"),
                    ("participants", "who was there may see it"),
                    ("codes", "who was there may see it, and who gets a code"),
                    ("public", "everybody may see it"),
                ],
                default="none",
                max_length=12,
            ),
        ),
        migrations.RemoveConstraint(model_name="speaker", name="speaker_answered_at_a_moment"),
        migrations.AddConstraint(
            model_name="speaker",
            constraint=models.CheckConstraint(
                condition=Q(answer="none", answered_at=None)
                | Q(answer__in=["no", "participants", "codes", "public"], answered_at__isnull=False),
                name="speaker_answered_at_a_moment",
            ),
        ),
        migrations.RunPython(end_codes, migrations.RunPython.noop),
    ]
