from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]

    operations = [
        migrations.AddField(model_name="entry", name="reworded_at", field=models.DateTimeField(null=True)),
    ]
