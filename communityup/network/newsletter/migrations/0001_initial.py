"""Addresses that want letters of a network, each with its yes; and addresses that want none."""

import communityup.base.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("networks", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Suppression",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address_hash", models.CharField(max_length=64, unique=True)),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Ask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=communityup.base.ids.new_id, editable=False, max_length=32, unique=True),
                ),
                ("email", models.EmailField(max_length=254)),
                ("language", models.CharField(default="nl", max_length=2)),
                ("developments", models.BooleanField(default=False)),
                ("online", models.BooleanField(default=False)),
                ("sessions", models.BooleanField(default=False)),
                ("wording", models.TextField()),
                ("form_address", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("address_hash", models.CharField(db_index=True, max_length=64)),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="letters_asked", to="networks.network"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("network", "email"), name="letters_asked_once_for_an_address"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("developments", True), ("online", True), ("sessions", True), _connector="OR"
                        ),
                        name="letters_asked_about_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=communityup.base.ids.new_id, editable=False, max_length=32, unique=True),
                ),
                ("email", models.EmailField(max_length=254)),
                ("language", models.CharField(default="nl", max_length=2)),
                ("developments", models.BooleanField(default=False)),
                ("online", models.BooleanField(default=False)),
                ("sessions", models.BooleanField(default=False)),
                ("wording", models.TextField()),
                ("form_address", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("asked_as", models.CharField(max_length=32, unique=True)),
                ("confirmed_at", models.DateTimeField()),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="subscriptions", to="networks.network"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("network", "email"), name="one_subscription_for_an_address"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("developments", True), ("online", True), ("sessions", True), _connector="OR"
                        ),
                        name="subscription_is_about_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confirmed_at__gte", models.F("asked_at"))),
                        name="confirmed_after_it_was_asked",
                    ),
                ],
            },
        ),
    ]
