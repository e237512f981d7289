"""Who hears about invitations to closed sessions: who is invited, by letter and with an account on the site."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from communityup.gatherings import queries as gathered
from communityup.gatherings.models import Registration
from communityup.gatherings.permissions import is_over
from communityup.network.invitations import events, permissions
from communityup.network.meetings.models import Invitation, Session
from communityup.network.meetings.notices import invited_url, send_letter
from communityup.network.meetings.permissions import invitations
from communityup.notices.actions import invite
from communityup.notices.queries import Happening, register_hearers, register_nobody
from communityup.people.models import Person
from communityup.post.queries import framed


def invited(happening: Happening) -> set[int]:
    """Who was invited this time and has an account."""
    addresses = invitations().filter(batch=happening.content.get("batch")).values("email")
    return set(Person.objects.filter(email__in=addresses).values_list("pk", flat=True))


def register() -> None:
    """Say who hears about invitations; called in AppConfig.ready."""
    sentence = gettext_lazy("You are invited to a closed session")
    register_hearers(events.PeopleInvited, hearers=invited, url=_page, sentence=sentence)
    register_nobody(events.InvitationTakenBack, why="For them the session is not there any more.")


def send_invitation(invitation: Invitation) -> None:
    """Mail somebody that they are invited to a closed session, with the link that is theirs."""
    session = invitation.session
    with override(invitation.language):
        words = {
            "title": session.gathering.title,
            "network": session.network.name,
            "purpose": str(session.purpose),
            "when": gathered.when(session.gathering),
            "link": invited_url(session, invitation),
        }
        text = (
            _(
                "Hello,\n\nYou are invited to “%(title)s”, a closed session of %(network)s.\n\n%(purpose)s\n\n"
                "When: %(when)s\n\nRead more and say whether you come:\n%(link)s\n\n"
                "This invitation is for you. Only who is invited knows of this session: please do not pass it on."
            )
            % words
        )
        why = _("You get this because who coordinates %(network)s invited you.") % words
        key, subject = f"{permissions.LETTER_KEY}{invitation.public_id}", _("You are invited: %(title)s") % words
        invite(to=invitation.email, subject=subject, text=text, why=why, own=words["link"], key=key)


def tell_ended(session: Session, registration: Registration, invitation: Invitation) -> None:
    """Mail who had a place, or waited for one, that it ended as they do not act for the member any more."""
    if session.gathering.cancelled_at is not None or is_over(session.gathering):
        return
    with override(registration.language):
        words = {
            "title": session.gathering.title,
            "name": session.network.name,
            "member": invitation.member,
            "contact": session.network.contact,
        }
        text = (
            _(
                "Hello,\n\nYou were invited to “%(title)s”, a closed session of %(name)s, for %(member)s. You do not "
                "act for %(member)s in this network any more. So the invitation ended, and with it your place there "
                "or on the waiting list. Does it stand in your calendar? Take it out there.\n\n"
                "Do you still want to come? Ask who coordinates the network: %(contact)s\n\n"
                "Your address is not kept here any more."
            )
            % words
        )
        why = _("You get this because you registered for a session of %(name)s.") % words
        letter = framed(_("Your invitation ended: %(title)s") % words, text, why=why, own="")
        send_letter(registration.email, letter, key=f"place:{registration.public_id}:ended")


def _page(slug: str, happening: Happening) -> str:
    """Return the page of the session; whose invitation was taken back finds nothing there."""
    session = Session.objects.get(public_id=happening.object)
    return reverse("meetings:session", args=[slug, session.public_id])
