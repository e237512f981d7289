"""A network has a stream of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("log", "0005_practice"),
    ]

    operations = [
        migrations.AlterField(
            model_name="stream",
            name="kind",
            field=models.CharField(
                choices=[
                    ("site", "site"),
                    ("challenge", "challenge"),
                    ("practice", "practice"),
                    ("organisation", "organisation"),
                    ("network", "network"),
                ],
                max_length=20,
            ),
        ),
    ]
