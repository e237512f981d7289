"""Who hears about learning questions: who was asked to search along, and who does."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communityup.network.members.models import Delegate
from communityup.network.peers import events
from communityup.notices.queries import Happening, register_hearers, register_nobody


def asked(happening: Happening) -> set[int]:
    """The people of the members that were asked to search along and did not answer yet."""
    return _people(happening.object, waiting=True)


def owners(happening: Happening) -> set[int]:
    """The people of the members that search along."""
    return _people(happening.object, waiting=False)


def owners_of_its_question(happening: Happening) -> set[int]:
    """The people of the members that search along on the question of this experience."""
    return _people(str(happening.content.get("question", "")), waiting=False)


def everybody_on_it(happening: Happening) -> set[int]:
    """The people of the members that search along, and of those that told an experience."""
    told = Delegate.objects.filter(
        member__experiences__question__public_id=happening.object,
        member__experiences__taken_back_at=None,
        member__left_at=None,
    )
    return owners(happening) | set(told.values_list("person_id", flat=True))


def register() -> None:
    """Say who hears about what happens to learning questions; called in AppConfig.ready."""
    register_hearers(
        events.QuestionAsked,
        hearers=asked,
        url=at_question,
        urgent=True,
        sentence=_("You are asked to search along on a learning question"),
    )
    for event in (events.QuestionAccepted, events.QuestionDeclined, events.QuestionLeft, events.QuestionReworded):
        register_hearers(event, hearers=owners, url=at_question)
    register_hearers(events.QuestionClosed, hearers=everybody_on_it, url=at_question)
    register_hearers(events.QuestionReopened, hearers=everybody_on_it, url=at_question)
    register_hearers(events.ExperienceTold, hearers=owners_of_its_question, url=_of_experience)
    register_nobody(events.ExperienceTakenBack, why="Who took it back knows; the page of the question shows the rest.")


def _people(question: str, *, waiting: bool) -> set[int]:
    found = Delegate.objects.filter(
        member__left_at=None,
        member__owns_questions__question__public_id=question,
        member__owns_questions__accepted_at__isnull=waiting,
    )
    return set(found.values_list("person_id", flat=True))


def at_question(slug: str, happening: Happening) -> str:
    return reverse("peers:question", args=[slug, happening.object])


def _of_experience(slug: str, happening: Happening) -> str:
    return reverse("peers:question", args=[slug, happening.content["question"]])
