"""Up to five people answer for one voice: who did so alone is the first of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ANSWERS = [
    ("none", "no answer yet"),
    ("yes", "said yes"),
    ("no", "said no"),
    ("taken_back", "took their words back"),
]


def take_along(apps, editor):
    """Let who was asked or answered alone be the first of those who answer for a voice."""
    alias = editor.connection.alias
    voices = apps.get_model("library", "Voice").objects.using(alias)
    approvers = apps.get_model("library", "Approver").objects.using(alias)
    for voice in voices.exclude(email="", person=None).iterator():
        said = voice.answer in {"yes", "no"}
        approvers.create(
            practice_id=voice.practice_id,
            voice_id=voice.pk,
            email=voice.email,
            person_id=voice.person_id,
            answer=voice.answer if said else "none",
            answered_at=voice.answered_at if said else None,
        )
    editor.connection.check_constraints()


def take_back(apps, editor):
    """Let the one who answered, or else the first who was asked, be the only one again."""
    alias = editor.connection.alias
    voices = apps.get_model("library", "Voice").objects.using(alias)
    approvers = apps.get_model("library", "Approver").objects.using(alias)
    for voice in voices.iterator():
        of = approvers.filter(voice_id=voice.pk).order_by("pk")
        if one := of.filter(answer=voice.answer, person__isnull=False).first() or of.first():
            answered = voice.answer != "none"
            voice.person_id, voice.email = one.person_id, "" if answered else one.email
            voice.save(update_fields=["person", "email"])
    editor.connection.check_constraints()


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0004_enclosures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Approver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("answer", models.CharField(choices=ANSWERS, default="none", max_length=10)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="approvers", to="library.practice"
                    ),
                ),
                (
                    "voice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="approvers", to="library.voice"
                    ),
                ),
            ],
            options={
                "ordering": ["voice", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("email", ""), _negated=True),
                        fields=("practice", "email"),
                        name="one_voice_per_address_and_practice",
                    ),
                    models.UniqueConstraint(fields=("practice", "person"), name="one_voice_per_person_and_practice"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "none"), ("answered_at", None)),
                            models.Q(("answer__in", ["yes", "no"]), ("answered_at__isnull", False), ("email", "")),
                            _connector="OR",
                        ),
                        name="approver_who_answered_keeps_no_address",
                    ),
                ],
            },
        ),
        migrations.RunPython(take_along, take_back),
    ]
