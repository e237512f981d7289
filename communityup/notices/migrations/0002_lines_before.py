"""Mark the lines from before there were messages, so that nobody gets old news."""

from django.db import migrations
from django.db.models import Count
from django.utils import timezone

AT_ONCE = 1_000


def mark(apps, schema_editor):
    Line, Told, Followed = (
        apps.get_model("log", "Line"),
        apps.get_model("notices", "Told"),
        apps.get_model("notices", "Followed"),
    )
    now = timezone.now()
    lines = Line.objects.order_by("pk").values_list("pk", flat=True)
    Told.objects.bulk_create((Told(line_id=pk, at=now) for pk in lines.iterator(AT_ONCE)), batch_size=AT_ONCE)
    counts = Line.objects.order_by().values("stream_id").annotate(count=Count("pk"))
    Followed.objects.bulk_create(Followed(stream_id=one["stream_id"], told=one["count"]) for one in counts)


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_notices")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop, elidable=True)]
