"""One organisation is one member of a network, whatever it is called there (E5)."""

from typing import Any

from django.db import migrations, models
from django.db.models import Q


def keep_the_first(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - as Django calls it
    """Leave an organisation with its first member in each network; later ones stay members under their own name."""
    member = apps.get_model("members", "Member")
    taken = set()
    for one in member.objects.filter(left_at=None, organisation__isnull=False).order_by("since", "pk"):
        if (one.network_id, one.organisation_id) in taken:
            member.objects.filter(pk=one.pk).update(organisation=None)
        taken.add((one.network_id, one.organisation_id))


class Migration(migrations.Migration):
    """The rule, once what was there keeps to it."""

    dependencies = [
        ("members", "0003_called"),
    ]

    operations = [
        migrations.RunPython(keep_the_first, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                condition=Q(left_at=None, organisation__isnull=False),
                fields=("network", "organisation"),
                name="one_member_per_organisation",
            ),
        ),
    ]
