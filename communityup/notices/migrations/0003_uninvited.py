"""A table of its own for who wants no invitations by mail; nothing that is there changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_lines_before")]

    operations = [
        migrations.CreateModel(
            name="Uninvited",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address_hash", models.CharField(max_length=64, unique=True)),
                ("since", models.DateTimeField()),
            ],
        ),
    ]
