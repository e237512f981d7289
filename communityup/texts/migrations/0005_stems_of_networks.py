"""The job looks again at words of networks: one finds those alone that everybody reads (decision 0021)."""

from typing import Any

from django.db import migrations

APPS = (
    "adaptations", "impressions", "letters", "library", "meetings", "members", "networks", "offers", "peers", "reports",
    "takeaways", "themes",
)  # fmt: skip


def look_again(apps: Any, _editor: Any) -> None:
    """Delete the stems of words of networks; the job makes those of what can be found."""
    text, stem = apps.get_model("texts", "Text"), apps.get_model("texts", "Stem")
    for app in APPS:
        found = stem.objects.filter(kind__startswith=f"{app}.")
        text.objects.filter(pk__in=found.values("text")).update(indexed=False)
        found.delete()


class Migration(migrations.Migration):
    dependencies = [("texts", "0004_stems")]

    operations = [migrations.RunPython(look_again, migrations.RunPython.noop)]
