"""Who hears about the council's window: everybody the same. An invitation to read along goes by mail at once."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.notices.actions import invite
from communityup.notices.queries import Happening, register_nobody
from communityup.workspace.challenges.notices import everybody, page, tell_everybody
from communityup.workspace.council import events
from communityup.workspace.council.models import ObserverInvitation, PublicQuestion


def everybody_and_who_asked(happening: Happening) -> set[int]:
    """Everybody in the challenge, and the observer who asked: that one does not wait for the next phase."""
    asked = PublicQuestion.objects.filter(public_id=happening.object, person__isnull=False)
    return everybody(happening) | set(asked.values_list("person_id", flat=True))


def register() -> None:
    """Say who hears about the council's window; called in AppConfig.ready."""
    window, question = page("council:page"), page("council:question", of_object=True)
    tell_everybody(events.ObserverProposed, url=window, urgent=True)
    tell_everybody(events.ObserverJoined, events.ObserverDeclined, events.ObserverStopped, url=window)
    tell_everybody(events.QuestionAsked, events.FreedomOffered, url=question, urgent=True)
    tell_everybody(
        events.QuestionAnswered, events.ProcessQuestionAnswered, url=question, hearers=everybody_and_who_asked
    )
    freed = page("council:freedom", of_object=True)
    tell_everybody(events.FreedomRecorded, events.FreedomReworded, events.FreedomEnded, url=freed, urgent=True)
    tell_everybody(events.FreedomRead, url=freed)
    tell_everybody(
        events.MilestoneTold, events.MilestoneMoved, events.MilestoneReached, events.MilestoneNotReached, url=window
    )
    register_nobody(events.ObserverInvited, why="All hear when somebody reads along; the page shows who was invited.")


def send_invitation(invitation: ObserverInvitation, token: str) -> None:
    """Mail the invitation to read along, with its own link."""
    challenge = invitation.challenge
    with override(invitation.language):
        words = {
            "title": challenge.title,
            "place": challenge.place,
            "role": invitation.get_watches_display(),
            "link": settings.SITE_ADDRESS + reverse("council:invitation", args=[challenge.slug, token]),
        }
        text = (
            _(
                'Hello,\n\nAll parties in the challenge "%(title)s" (%(place)s) invite you to read along '
                "as %(role)s.\n\nYou read what everybody at the table reads, and you decide nothing. "
                "See what it is, and answer here:\n%(link)s\n\nSign in with this address, without a password: "
                "you get a code by mail."
            )
            % words
        )
        why = _("You get this because all parties of a challenge asked you to read along.")
        subject = _("Read along: %(title)s") % words
        invite(to=invitation.email, subject=subject, text=text, why=why, key=f"observer:{invitation.pk}")
