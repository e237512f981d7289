"""The names that a member had."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Room for earlier names beside a member."""

    dependencies = [
        ("members", "0002_core"),
        ("texts", "0006_words_hidden_with_a_reason"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="called",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"
            ),
        ),
    ]
