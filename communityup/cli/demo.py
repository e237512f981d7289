"""`communityup demo`: load the demo content through the real actions."""

import argparse
import os
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from communityup.cli.import_ import material_of
from communityup.cli.polis import Conversation, Participant, Statement, read_conversation

SHARED = "COMMUNITYUP_SHARED"
PREFERRED = "scoop-hivemind.biodiversity"
PASS_SHARE = 0.1
PLAN = Path(__file__).resolve().parent.parent / "demo" / "conversation.yaml"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser("demo", help="load the demo content (not on a production site)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Load what is missing of the demo; a second run changes nothing."""
    del options
    import django

    django.setup()
    from django.apps import apps
    from django.utils.translation import override

    if not apps.is_installed("communityup.demo"):
        print("The demo is not available on a production site.", file=sys.stderr)
        return 1
    from communityup.demo.actions import load_conversation, load_demo

    with override("nl"):
        for line in load_demo():
            print(line, file=sys.stderr, flush=True)
        about, conversation = conversation_of(os.environ.get(SHARED, "../shared"))
        if load_conversation(about, material_of(conversation)):
            print(about["title"], file=sys.stderr, flush=True)
    return 0


def conversation_of(shared: str) -> tuple[dict[str, str], Conversation]:
    """Return a real conversation when open data lie beside the checkout, and the synthetic one otherwise.

    With it come the title, slug, place and question of its challenge.
    """
    folder = Path(shared) / "data" / "polis-opendata" if shared else Path()
    exports = sorted(path.parent for path in folder.glob("*/participants-votes.csv")) if shared else []
    if not exports:
        plan = yaml.safe_load(PLAN.read_text(encoding="utf-8"))
        return {key: plan[key] for key in ("title", "slug", "place", "why")}, synthetic(plan)
    chosen = next((path for path in exports if path.name == PREFERRED), exports[0])
    read = read_conversation(chosen)
    about = {
        "title": read.topic[:120] or chosen.name,
        "slug": "echt-gesprek",
        "place": "Open data",
        "why": (
            "Dit is een echt gesprek tussen echte mensen, ingelezen uit open data. De gedachten staan in de taal van "
            "toen.\n\nData was gathered using the Polis software (compdemocracy.org/polis) and is sub-licensed under "
            "CC BY 4.0 with Attribution to The Computational Democracy Project."
        ),
    }
    return about, read


def synthetic(plan: dict[str, Any]) -> Conversation:
    """Return the invented conversation of a plan: the same people and answers for the same seed."""
    chance = random.Random(plan["seed"])  # noqa: S311 - invented answers, the same every time
    thoughts, parties = plan["thoughts"], plan["parties"]
    people, rows, columns, values = [], list[int](), list[int](), list[int]()
    for place in range(plan["people"]):
        party = chance.choice(parties)
        group = "a" if chance.random() < party["a"] else "b"
        people.append(Participant(id=str(place), party=party["name"]))
        seen = sorted(chance.sample(range(len(thoughts)), chance.randint(*plan["answers"])))
        for column in seen:
            rows.append(place)
            columns.append(column)
            values.append(_answer(chance, thoughts[column][group]))
    return Conversation(
        participants=tuple(people),
        statements=tuple(
            Statement(id=number, text=one["text"], author=str(number), moderation=1)
            for number, one in enumerate(thoughts)
        ),
        n_columns=len(thoughts),
        rows=np.array(rows, dtype=np.int32),
        columns=np.array(columns, dtype=np.int32),
        values=np.array(values, dtype=np.int8),
        topic=plan["title"],
    )


def _answer(chance: random.Random, agree: float) -> int:
    if chance.random() < PASS_SHARE:
        return 0
    return 1 if chance.random() < agree else -1
