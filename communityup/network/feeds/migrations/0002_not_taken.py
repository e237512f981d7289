"""What could not be taken of another site is named, with why not."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feeds", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="feed",
            name="refused",
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name="feed",
            name="problem",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", ""),
                    ("forbidden", "This address may not be opened: it is not on the open internet."),
                    ("unreachable", "There is no answer from this address."),
                    ("refused", "The other site says that there is nothing here."),
                    ("redirects", "This address leads on and on to other addresses."),
                    ("slow", "The answer takes too long."),
                    ("big", "The answer is too big: at most ten parts are read, of five megabytes each."),
                    ("kind", "This address gives no list of practices."),
                ],
                default="",
                max_length=11,
            ),
        ),
    ]
