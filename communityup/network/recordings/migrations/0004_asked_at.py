"""When who speaks in a recording was asked last; of earlier questions that is taken to be now, so that nobody is pressed."""

from typing import ClassVar

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("recordings", "0003_codes_by_consent")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="speaker",
            name="asked_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
    ]
