from django.db import migrations


def remember(apps, _schema_editor):
    """Remember who asked and who agreed that a party goes, as people of it: they can come back as that party."""
    departures, former = apps.get_model("leaving", "Departure"), apps.get_model("former", "Former")
    for departure in departures.objects.filter(went_at__isnull=False, party__left_at__isnull=False):
        for person in {departure.asked_by_id, departure.agreed_by_id} - {None}:
            until = {"until": departure.party.left_at}
            former.objects.get_or_create(party=departure.party, person_id=person, defaults=until)


class Migration(migrations.Migration):
    dependencies = [
        ("leaving", "0002_departures"),
        ("former", "0001_initial"),
    ]

    operations = [migrations.RunPython(remember, migrations.RunPython.noop, elidable=True)]
