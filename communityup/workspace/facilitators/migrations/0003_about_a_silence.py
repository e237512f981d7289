import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("facilitators", "0002_stand_ins"),
    ]

    operations = [
        migrations.AddField(
            model_name="candidacy",
            name="without",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="challenges.party",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidacy",
            constraint=models.CheckConstraint(
                condition=models.Q(("without", None), ("role", "helper"), _connector="OR"),
                name="only_a_helper_comes_without_a_party",
            ),
        ),
    ]
