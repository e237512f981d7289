"""Who hears about invitations, by mail in the language of the one who gets it."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.post.actions import send
from communityup.post.queries import framed
from communityup.workspace.challenges.models import Challenge, Invitation, InvitationQuestion, Party

Compose = Callable[[dict[str, str]], tuple[str, str]]


def send_invitation(invitation: Invitation, token: str, *, inviter: Party) -> None:
    """Mail the invitation with its own link. Only this mail holds the link: we keep a hash of it."""
    party, challenge = invitation.party, invitation.party.challenge
    with override(invitation.language):
        words = {
            "title": challenge.title,
            "place": challenge.place,
            "party": party.name,
            "inviter": inviter.name,
            "why": challenge.why,
            "link": settings.SITE_ADDRESS + reverse("challenges:invitation", args=[token]),
            "date": date_format(party.respond_by, "j F Y") if party.respond_by else "",
        }
        if party.state == Party.State.ACTIVE:
            subject = _("Take part for %(party)s: %(title)s") % words
            text = (
                _(
                    'Hello,\n\nYou are invited to take part for %(party)s in the challenge "%(title)s" (%(place)s).\n\n'
                    "See what it is about:\n%(link)s\n\nYou need no password."
                )
                % words
            )
        else:
            subject = _("Invitation: %(title)s") % words
            text = (
                _(
                    'Hello,\n\n%(inviter)s invites %(party)s to work on the challenge "%(title)s" (%(place)s), '
                    "together and as equals.\n\n%(why)s\n\n"
                    "Read it, ask a question, accept or decline:\n%(link)s\n\n"
                    "You can forward this mail to the right colleague. We expect an answer around %(date)s."
                )
                % words
            )
        _send(invitation.email, subject, text, key=f"invitation:{invitation.pk}:{invitation.token_hash[:16]}")


def tell_accepted(party: Party) -> None:
    """Tell all other parties in one batch that this party takes part."""
    _tell_others(party, _accepted, key=f"accepted:{party.pk}:{party.seats.count()}")


def tell_declined(party: Party) -> None:
    """Tell all parties that this party said no, and why."""
    _tell_others(party, _declined, key=f"declined:{party.pk}:{party.reason_id}")


def tell_question(asked: InvitationQuestion) -> None:
    """Tell all parties that an invited party asked something."""
    party = asked.invitation.party
    _tell_others(party, lambda words: _question({**words, "question": str(asked.question)}), key=f"question:{asked.pk}")


def tell_reply(asked: InvitationQuestion) -> None:
    """Mail the reply to the one who asked."""
    invitation = asked.invitation
    with override(invitation.language):
        words = {"title": invitation.party.challenge.title, "question": str(asked.question), "reply": str(asked.reply)}
        _send(
            invitation.email,
            _("An answer to your question: %(title)s") % words,
            _(
                "Hello,\n\nYou asked: %(question)s\n\nThe answer: %(reply)s\n\n"
                "You can still accept or decline with the link in the invitation."
            )
            % words,
            key=f"reply:{asked.pk}",
        )


def _accepted(words: dict[str, str]) -> tuple[str, str]:
    return (
        _("%(party)s takes part: %(title)s") % words,
        _('Hello,\n\n%(party)s accepted the invitation for "%(title)s".\n\n%(link)s') % words,
    )


def _declined(words: dict[str, str]) -> tuple[str, str]:
    return (
        _("%(party)s does not take part: %(title)s") % words,
        _('Hello,\n\n%(party)s declined the invitation for "%(title)s". The reason:\n\n%(reason)s\n\n%(link)s') % words,
    )


def _question(words: dict[str, str]) -> tuple[str, str]:
    return (
        _("%(party)s asks something: %(title)s") % words,
        _("Hello,\n\n%(party)s asks before answering the invitation:\n\n%(question)s\n\nAnswer here:\n%(link)s")
        % words,
    )


def _tell_others(party: Party, compose: Compose, *, key: str) -> None:
    challenge: Challenge = party.challenge
    for seat in challenge.seats.select_related("person").exclude(party=party).order_by("pk"):
        with override(seat.person.language):
            words = {
                "party": party.name,
                "title": challenge.title,
                "reason": str(party.reason or ""),
                "link": settings.SITE_ADDRESS + reverse("room:parties", args=[challenge.slug]),
            }
            _send(seat.person.email, *compose(words), key=f"{key}:{seat.pk}")


def _send(to: str, subject: str, text: str, *, key: str) -> None:
    letter = framed(subject, text, why=_("You get this because you take part in a challenge or are invited to one."))
    send(to=to, subject=letter.subject, text=letter.text, html=letter.html, key=key)
