from typing import Any

from django.db import migrations
from django.db.models import F


def carry_over(apps: Any, _schema: Any) -> None:
    """Let every answer be the first reply of its conversation; who reported until now is who got the message."""
    Message, Reply = apps.get_model("contacts", "Message"), apps.get_model("contacts", "Reply")
    for message in Message.objects.filter(answer__isnull=False):
        Reply.objects.create(
            message=message, author=message.receiver, words=message.answer, sent_at=message.answered_at
        )
    Message.objects.update(receiver_shares=F("answer_shares"))
    Message.objects.filter(reported_at__isnull=False).update(receiver_reports=True)


class Migration(migrations.Migration):
    dependencies = [("contacts", "0003_conversations")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
