import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("facilitators", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="candidacy",
            name="beside",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stand_ins",
                to="facilitators.candidacy",
            ),
        ),
    ]
