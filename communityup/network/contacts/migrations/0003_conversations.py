import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("contacts", "0002_report_under_its_own_id"),
        ("texts", "0006_words_hidden_with_a_reason"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sent_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="replies", to="contacts.message"
                    ),
                ),
                (
                    "words",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="texts.text"),
                ),
            ],
            options={"ordering": ["message", "sent_at", "pk"]},
        ),
        migrations.AddField("message", "receiver_shares", models.BooleanField(default=False)),
        migrations.AddField("message", "sender_reports", models.BooleanField(default=False)),
        migrations.AddField("message", "receiver_reports", models.BooleanField(default=False)),
    ]
