from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rules", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="version",
            name="reading_days",
            field=models.PositiveSmallIntegerField(default=3),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(("reading_days__range", (1, 60))), name="rules_reading_time_in_range"
            ),
        ),
    ]
