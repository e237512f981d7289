"""Count tries per minute instead of per quarter of an hour; rows from before are of long ago, and go by themselves."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Rename the window to what it is now."""

    dependencies: ClassVar = [("codes", "0001_initial")]

    operations: ClassVar = [
        migrations.RemoveConstraint("counter", "one_counter_per_key_and_window"),
        migrations.RenameField("counter", "window", "minute"),
        migrations.AddConstraint(
            "counter",
            models.UniqueConstraint(fields=["key_hash", "minute"], name="one_counter_per_key_and_minute"),
        ),
    ]
