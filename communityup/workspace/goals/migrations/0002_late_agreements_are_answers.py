"""A party that agrees to a goal later gives the same kind of answer as the others."""

from typing import Any, ClassVar

from django.db import migrations


def move(apps: Any, _editor: object) -> None:
    """Keep every late agreement as an answer in the round of its goal; who gave it was not kept."""
    answers = apps.get_model("consent", "PartyConsent").objects
    for late in apps.get_model("goals", "LateAgreement").objects.select_related("goal"):
        answers.update_or_create(
            round_id=late.goal.round_id,
            party_id=late.party_id,
            defaults={"agrees": True, "reason": None, "answered_at": late.agreed_at},
        )


class Migration(migrations.Migration):
    """Late agreements become answers."""

    dependencies: ClassVar = [("goals", "0001_initial"), ("consent", "0002_who_answered")]

    operations: ClassVar = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel(name="LateAgreement"),
    ]
