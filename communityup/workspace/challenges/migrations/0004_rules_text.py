import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("challenges", "0003_organisations"),
        ("texts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="challenge",
            name="rules_text",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"
            ),
        ),
    ]
