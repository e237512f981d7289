"""Who hears about reaching people: everybody that an invitation was passed on; of a reminder who was invited."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.notices.actions import invite
from communityup.notices.queries import register_housekeeping, register_nobody, register_to_ask
from communityup.people.models import Person
from communityup.post.actions import send
from communityup.post.queries import site_address
from communityup.workspace.challenges.models import Challenge, Facilitator, Invitation, Party, Reader, Seat
from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.reach import events, queries


def register() -> None:
    """Say who hears about invitations that travel; called in AppConfig.ready."""
    tell_everybody(
        events.InvitationForwarded,
        events.ForwardTakenBack,
        events.PartyInvitationTakenBack,
        url=page("room:parties"),
    )
    tell_everybody(events.NewInvitationAsked, url=page("room:parties"), urgent=True)
    tell_everybody(events.ShortAddressMade, events.ShortAddressTakenBack, url=page("reach:share"))
    register_housekeeping(events.ShortAddressMade, events.ShortAddressTakenBack)
    register_to_ask(queries.to_ask)
    tell_everybody(events.ContactTold, events.ContactGone, url=page("reach:contacts"))
    register_nobody(
        events.InvitationReminded, why="Who was invited hears it by mail; the page of parties shows it to all."
    )


def tell_taken_back(invitation: Invitation, *, inviter: Party) -> None:
    """Mail to who was invited that the invitation was taken back, so that nobody answers it in vain."""
    with override(invitation.language):
        words = {"title": invitation.party.challenge.title, "party": invitation.party.name, "inviter": inviter.name}
        text = _(
            'Hello,\n\n%(inviter)s takes back the invitation of %(party)s to the challenge "%(title)s". '
            "You do not have to do anything; the link in the earlier mail no longer works."
        )
        subject, why = _("Taken back: the invitation to %(title)s"), _("You get this because you were invited.")
        key = f"taken-back:{invitation.pk}:{invitation.token_hash[:16]}"
        invite(to=invitation.email, subject=subject % words, text=text % words, why=why, key=key)


def tell_thrown_away(challenge: Challenge, *, parts: Collection[int], thrown_by: Seat) -> None:
    """Mail to everybody else in it or in a part of it that a practice is gone: nothing here can tell it any more.

    Also to colleagues of who did it, and to who reads along or guards the process.
    """
    here = {"challenge__in": [challenge.pk, *parts]}
    found = Seat.objects.filter(**here).values_list("person", flat=True)
    guards = Facilitator.objects.filter(**here, until=None).values_list("person", flat=True)
    everybody = {*found, *guards, *Reader.objects.filter(**here).values_list("person", flat=True)}
    people = Person.objects.filter(pk__in=everybody - {thrown_by.person_id}, is_guest=False, is_active=True)
    for person in people.order_by("pk"):
        with override(person.language):
            words = {"title": challenge.title, "party": thrown_by.party.name}
            send(
                to=person.email,
                subject=_("Thrown away: the practice challenge %(title)s") % words,
                text=_(
                    'Hello,\n\n%(party)s threw the practice challenge "%(title)s" away. Nothing of it is left here. '
                    "Anybody can start another one."
                )
                % words,
                why=_("You get this because you practised there."),
                key=f"thrown-away:{challenge.public_id}:{person.pk}",
            )


def send_reminder(invitation: Invitation, token: str) -> None:
    """Mail the one reminder, with a link of its own: of the link in the first letter we keep only a hash."""
    party = invitation.party
    with override(invitation.language):
        words = {
            "title": party.challenge.title,
            "party": party.name,
            "date": date_format(party.answer_day, "j F Y") if party.answer_day else "",
            "link": site_address() + reverse("challenges:invitation", args=[token]),
        }
        text = _(
            'Hello,\n\n%(party)s was invited to the challenge "%(title)s". An answer is expected around %(date)s.\n\n'
            "Accept, ask something first, pass it on within your party, or say no with a reason:\n%(link)s\n\n"
            "No answer is no yes and no no. This is the only reminder."
        )
        subject, why = _("Do you take part? %(title)s"), _("You get this because you are invited to a challenge.")
        key = f"invitation:{invitation.pk}:{invitation.reminder_hash[:16]}"
        invite(to=invitation.email, subject=subject % words, text=text % words, why=why, key=key)
