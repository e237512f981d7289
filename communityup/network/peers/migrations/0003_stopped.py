"""When a member stopped searching along on a learning question."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("peers", "0002_endings")]

    operations = [
        migrations.AddField(model_name="owner", name="stopped_at", field=models.DateTimeField(null=True)),
        migrations.AddConstraint(
            model_name="owner",
            constraint=models.CheckConstraint(
                condition=models.Q(("accepted_at", None), ("stopped_at", None), _connector="OR"),
                name="owner_searches_along_or_stopped",
            ),
        ),
    ]
