"""The stems of words by which one finds a text; a job makes those of what was written before."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("texts", "0003_version_entered_by")]

    operations = [
        migrations.AddField("text", "indexed", models.BooleanField(default=False, editable=False)),
        migrations.AddIndex(
            "text", models.Index(condition=models.Q(("indexed", False)), fields=["id"], name="texts_to_index")
        ),
        migrations.CreateModel(
            name="Stem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stem", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=100)),
                (
                    "text",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stems",
                        to="texts.text",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["stem", "kind", "text"], name="texts_by_stem")],
                "constraints": [models.UniqueConstraint(fields=("text", "stem"), name="text_has_a_stem_once")],
            },
        ),
    ]
