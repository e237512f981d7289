import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("challenges", "0007_alter_party_state"),
        ("outreach", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="result_party",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="challenges.party"
            ),
        ),
    ]
