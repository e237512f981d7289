"""Words of which a party said that they are not from one of its people go after half a year: since when that was."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now


def begin_now(apps, schema_editor):
    """Let the term of what was declined before begin today."""
    apps.get_model("paper", "Form").objects.filter(state="declined").update(declined_at=Now())


class Migration(migrations.Migration):
    dependencies = [
        ("acquaintance", "0001_initial"),
        ("challenges", "0012_worn_links"),
        ("dialogue", "0005_nearly_the_same"),
        ("goals", "0003_horizon_and_questions"),
        ("paper", "0004_declined_words_stay"),
        ("texts", "0007_closed_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(model_name="form", name="declined_at", field=models.DateTimeField(null=True)),
        migrations.RunPython(begin_now, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="form",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("declined_at__isnull", False), models.Q(("state", "declined"), _negated=True), _connector="OR"
                ),
                name="declined_form_says_since_when",
            ),
        ),
    ]
