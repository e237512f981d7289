"""What is personal here: words of parties, which may name somebody."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.people.actors import Actor
from communityup.texts.models import Level, Text
from communityup.texts.queries import Kind, page
from communityup.workspace.goals import actions
from communityup.workspace.goals.models import Goal, Interest


def take_back(text: Text, by: Actor) -> None:
    """Take the interest with these words back, as somebody who wrote them."""
    actions.withdraw_interest(Interest.objects.get(text=text), by=by)


KINDS = (
    Kind(
        field="goals.Interest.text",
        label=_("an interest of a party"),
        level=Level.PUBLIC,
        place="party__challenge__stream",
        object="public_id",
        party="party",
        take_back=take_back,
        url=page("goals:interest", of_object=True),
    ),
    Kind(
        field="goals.Interest.voice",
        label=_("who speaks for those who are not at the table"),
        level=Level.PUBLIC,
        place="party__challenge__stream",
        object="public_id",
        party="party",
        url=page("goals:interest", of_object=True),
    ),
    Kind(
        field="goals.Question.words",
        label=_("a question to an interest"),
        level=Level.PUBLIC,
        place="interest__party__challenge__stream",
        object="interest__public_id",
        party="party",
        url=page("goals:interest", of_object=True),
    ),
    Kind(
        field="goals.Question.answer",
        label=_("the answer to a question to an interest"),
        level=Level.PUBLIC,
        place="interest__party__challenge__stream",
        object="interest__public_id",
        party="interest__party",
        url=page("goals:interest", of_object=True),
    ),
    Kind(
        field="goals.Goal.text",
        label=_("a goal, proposed or shared"),
        level=Level.PUBLIC,
        place="challenge__stream",
        party="party",
        agreed=~Q(state=Goal.State.WITHDRAWN),
        url=page("goals:page"),
    ),
    Kind(
        field="goals.Retirement.reason",
        label=_("why a party asks to let a goal go"),
        level=Level.PUBLIC,
        place="goal__challenge__stream",
        party="party",
        url=page("goals:page"),
    ),
)
