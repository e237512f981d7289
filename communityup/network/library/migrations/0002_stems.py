"""The stems of words by which one finds a practice, also of what was published before."""

import django.db.models.deletion
from django.db import migrations, models

from communityup.methods.dutch import weighed

TEXTS = ("context", "did", "why", "stumbling")


def index(apps, _editor):
    """Make the stems of what is published."""
    practice, stem = apps.get_model("library", "Practice"), apps.get_model("library", "Stem")
    words = [f"{name}__current" for name in TEXTS]
    for one in practice.objects.filter(state="published").select_related(*words).order_by("pk"):
        voices = list(one.voices.exclude(answer="taken_back").select_related("quote__current"))
        themes = one.facets.filter(kind="theme").values_list("words", flat=True)
        told = [getattr(one, name) for name in TEXTS] + [voice.quote for voice in voices]
        shown = [text.current for text in told if text is not None and text.current is not None]
        found = weighed(
            [
                (one.title, 3),
                *((short, 2) for short in (one.place, *themes)),
                *((voice.label, 1) for voice in voices),
                *((text.body, 1) for text in shown if text.hidden_at is None and text.erased_at is None),
            ]
        )
        stem.objects.bulk_create([stem(practice=one, stem=key, weight=found[key]) for key in sorted(found)])


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Stem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stem", models.CharField(max_length=40)),
                ("weight", models.PositiveSmallIntegerField()),
                (
                    "practice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stems",
                        to="library.practice",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["stem", "practice", "weight"], name="practices_by_stem")],
                "constraints": [
                    models.UniqueConstraint(fields=("practice", "stem"), name="practice_has_a_stem_once"),
                ],
            },
        ),
        migrations.RunPython(index, migrations.RunPython.noop, elidable=True),
    ]
