"""What is personal here: places at a table, addresses of invitations, and words. What goes when somebody leaves."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communityup.people.models import Person
from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page
from communityup.workspace.challenges.models import Seat

KINDS = (
    Kind(
        field="challenges.Challenge.opening",
        label=gettext_lazy("why a challenge was started"),
        level=Level.PUBLIC,
        place="stream",
        agreed=Q(pk__isnull=False),
        url=page("room:overview"),
    ),
    Kind(
        field="challenges.Challenge.rules_text",
        label=gettext_lazy("the working agreement that counts"),
        level=Level.PUBLIC,
        place="stream",
        agreed=Q(pk__isnull=False),
        url=page("room:overview"),
    ),
    Kind(
        field="challenges.Party.reason",
        label=gettext_lazy("why a party declined or went"),
        level=Level.PUBLIC,
        place="challenge__stream",
        party="pk",
        url=page("room:parties"),
    ),
    Kind(
        field="challenges.InvitationQuestion.question",
        label=gettext_lazy("a question about an invitation"),
        level=Level.PUBLIC,
        place="invitation__party__challenge__stream",
        party="invitation__party",
        url=page("room:parties"),
    ),
    Kind(
        field="challenges.InvitationQuestion.reply",
        label=gettext_lazy("the reply to a question about an invitation"),
        level=Level.PUBLIC,
        place="invitation__party__challenge__stream",
        url=page("room:parties"),
    ),
)
OBJECTS = (
    Object(
        model="challenges.Seat",
        owner="person",
        own=("challenge__title", "party__name", "ring", "since"),
        stands_in="substitute",
        stood_in=("challenge__title", "party__name"),
        label=gettext_lazy("who sits for which party"),
        level=Level.TABLE,
    ),
    Object(
        model="challenges.Invitation",
        address="email",
        own=("email", "party__name", "sent_at", "answer", "answered_at"),
        label=gettext_lazy("the address of somebody who was invited"),
        level=Level.AUTHOR,
        also=gettext_lazy("the party that invited, and whose address it is"),
    ),
    Object(
        model="challenges.Reader",
        owner="person",
        own=("challenge__title", "role", "since"),
        label=gettext_lazy("who follows a challenge, or reads along for a body"),
        level=Level.AUTHOR,
        also=gettext_lazy("of who reads along for a body: everybody who sees the challenge"),
    ),
)


def parties_that_leave_too(person: Person) -> list[str]:
    """Return a sentence for each party for which nobody else sits: it leaves with this person."""
    seats = person.seats.select_related("party__challenge").order_by("pk")
    return [
        _('You are the only one of %(party)s in "%(title)s". That party leaves with you.')
        % {"party": seat.party.name, "title": seat.party.challenge.title}
        for seat in seats
        if not Seat.objects.filter(party=seat.party, person__is_guest=False).exclude(pk=seat.pk).exists()
        and not person.is_guest
    ]
