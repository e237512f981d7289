"""The dialogue: thoughts and answers, letters with codes, and words that came on paper."""

from datetime import timedelta

from django.utils import timezone

from communityup.base.ids import new_id
from communityup.demo import queries
from communityup.demo.chapters.scene import Scene
from communityup.workspace.dialogue import actions as dialogue
from communityup.workspace.dialogue.models import Statement
from communityup.workspace.joining import actions as joining
from communityup.workspace.joining.models import Sheet
from communityup.workspace.paper import actions as paper
from communityup.workspace.paper.queries import Told
from communityup.workspace.reach import actions as reach


def share_thoughts(scene: Scene) -> None:
    """Share thoughts, and let the parties answer most of them."""
    for thought in scene.chapter["thoughts"]:
        dialogue.share_thought(
            scene.challenge, body=thought["text"], kind=thought["kind"], by=scene.speakers[thought["party"]]
        )
    shared = Statement.objects.filter(Statement.leading(), dialogue__challenge=scene.challenge).order_by("pk")
    for place, statement in enumerate(shared):
        for order, speaker in enumerate(scene.speakers.values()):
            own = queries.author_of(statement) == speaker.known.pk
            if own or (place + order) % 4:
                value = 1 if own or (place * 7 + order * 3) % 5 else -1
                dialogue.give_party_answer(statement, value=value, by=speaker)


def send_letters(scene: Scene) -> None:
    """Make letters with codes, contacts and a short address."""
    if letters := scene.chapter.get("letters"):
        joining.make_sheet(
            scene.challenge,
            public_id=new_id(),
            source=Sheet.Source.LETTER,
            number=letters["number"],
            last_day=timezone.localdate() + timedelta(days=letters["days"]),
            by=scene.speakers[letters["party"]],
        )
    for entry in scene.chapter.get("contacts", ()):
        told = {name: entry.get(name, "") for name in ("name", "phone", "email", "hours")}
        reach.be_contact(scene.challenge, **told, by=scene.speakers[entry["party"]])
    if key := scene.chapter.get("short_address"):
        reach.make_short_address(scene.challenge, by=scene.speakers[key])


def use_paper(scene: Scene) -> None:
    """Print forms and type in what came back or was said; what is for another party waits there."""
    for entry in scene.chapter.get("paper", ()):
        by, told = scene.speakers[entry["helper"]], Told(source=entry["source"], agreed=True, words=entry["words"])
        if entry["source"] == "paper":
            printed = paper.print_forms(
                scene.challenge, public_id=new_id(), kind="thought", number=entry["number"], by=by
            )
            paper.enter_form(printed[0].form, told=told, by=by)
        else:
            paper.enter_without_form(
                scene.challenge,
                public_id=new_id(),
                kind="thought",
                party=scene.parties[entry["party"]],
                told=told,
                by=by,
            )
