"""Load the demo: every state is made by the real actions, as the people themselves would do."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db import transaction

from communityup.demo import queries
from communityup.demo.chapters import (
    acquaintance,
    around,
    contacts,
    decency,
    facts,
    goals,
    lead_in,
    network,
    outlines,
    places,
    practices,
    programme,
    promises,
    routes,
    seats,
    series,
    stuck,
    talk,
    visits,
)
from communityup.demo.chapters.scene import Chapter, Scene
from communityup.network.networks.models import Network
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.dialogue.models import Release
from communityup.workspace.imports.actions import Material, import_conversation, open_conversation
from communityup.workspace.releases.actions import release_figures

# What happens in a chapter after all have taken their seats, in this order; each part does nothing without content.
PARTS: tuple[Callable[[Scene], None], ...] = (
    lead_in.tell_history,
    lead_in.tell_for_whom,
    around.sketch_the_question,
    lead_in.start_together,
    around.let_council_see,
    around.name_who_is_missing,
    around.stand_in_and_follow,
    around.switch_off_a_part,
    lead_in.look_whether_ready,
    acquaintance.get_to_know,
    seats.leave_lead_in,
    seats.ask_whether_to_leave,
    goals.share_goals,
    goals.go_on,
    lead_in.agree_on_rules,
    talk.share_thoughts,
    goals.tell_of_tracks,
    facts.find_facts,
    facts.hold_and_let_go,
    promises.make_agreements,
    around.decide_formally,
    around.keep_the_pace,
    routes.set_course,
    promises.choose_facilitators,
    promises.ask_a_helper,
    talk.send_letters,
    talk.use_paper,
    promises.ask_formally,
    around.take_a_part_apart,
    around.put_under_a_whole,
    around.think_of_going,
    seats.close_together,
)


def load_demo() -> Iterator[str]:
    """Load the challenges and the network of the demo that are missing, and say so line by line."""
    for name in queries.OUTSIDERS:
        demo_person(name)
    for chapter in queries.content():
        if not Challenge.objects.filter(slug=chapter["slug"]).exists():
            load_chapter(chapter)
            yield chapter["title"]
    if not queries.has_places():
        places.draw(queries.places())
    told = queries.network()
    if not Network.objects.filter(slug=told["slug"]).exists():
        load_network(told)
        yield told["name"]


def load_conversation(about: Mapping[str, str], material: Material) -> bool:
    """Open a challenge for a whole conversation and publish its opinion map; return whether anything was missing."""
    operator = Actor.operator()
    if not Challenge.objects.filter(slug=about["slug"]).exists():
        open_conversation(**about, by=operator)
    done = import_conversation(about["slug"], material, by=operator)
    if done.anything or not Release.objects.filter(dialogue=done.dialogue).exists():
        release_figures(done.dialogue, by=operator)
        return True
    return False


@transaction.atomic
def load_chapter(chapter: Chapter) -> Challenge:
    """Make one challenge of the demo from its first invitation to its agreements."""
    cast = {entry["key"]: [demo_person(name) for name in entry["people"]] for entry in chapter["parties"]}
    scene = seats.take_seats(chapter, cast)
    for part in PARTS:
        part(scene)
    return scene.challenge


@transaction.atomic
def load_network(told: dict[str, Any]) -> Network:
    """Make the learning network of the demo."""
    stand_in = (one["core"]["substitute"] for one in told["members"] if "core" in one)
    for name in (told["coordinator"], *(one["person"] for one in told["members"]), *stand_in):
        demo_person(name)
    made = network.start(told)
    inside = network.let_in(made, told)
    contacts.find_each_other(inside, told["who_is_who"])
    network.search_together(inside, told["questions"])
    voices = [voice for one in told["practices"] for voice in one["voices"]]
    for name in {name for voice in voices for name in (voice["person"], *voice.get("also", []))}:
        demo_person(name)
    practices.write_down(inside, told["practices"])
    practices.use_again(inside, told["practices"])
    practices.make_of_challenges(inside, told["from_challenges"])
    network.meet(made, told)
    network.follow_questions(made, inside, told["questions"])
    programme.prepare(inside, told["programmes"], told["coordinator"])
    programme.agree(inside, told["agreed"])
    outlines.show(made, inside, told["sketches"], told["coordinator"])
    network.choose_themes(inside, told["themes"])
    network.write_letters(made, told)
    stuck.think_along(inside, told["stuck"])
    visits.stand(inside, told["positions"])
    visits.visit_each_other(inside, told["visits"], told["coordinator"])
    decency.look_together(inside, told["reported"])
    series.come_together_again(made, told["series"], told["coordinator"])
    return made


def demo_person(name: str) -> Person:
    """Return the demo person with this role as name, made once."""
    defaults = {"display_name": name, "is_demo": True}
    return Person.objects.get_or_create(email=queries.address_of(name), defaults=defaults)[0]
