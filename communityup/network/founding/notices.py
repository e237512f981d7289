"""Who hears: the operator of a request, at the address of the site, and who asked of its answer. Both by letter."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.network.founding import events
from communityup.network.founding.models import NetworkRequest
from communityup.notices.queries import register_nobody
from communityup.post.actions import send
from communityup.post.queries import Letter, framed, site_address

KEY = "founding:"


def register() -> None:
    """Say that nobody gets a notice; called in AppConfig.ready."""
    register_nobody(
        events.NetworkAsked,
        events.RequestTakenBack,
        events.RequestGranted,
        events.RequestDeclined,
        why="The operator gets a letter of the request, and who asked gets one of the answer.",
    )


def tell_operator(asked: NetworkRequest) -> None:
    """Mail the address of the site that somebody asks for a network, with the two commands that answer."""
    with override(settings.LANGUAGE_CODE):
        words = {"name": asked.name, "purpose": asked.purpose, "email": asked.email, "id": asked.public_id}
        text = _(
            "Hello,\n\nSomebody asks for the learning network “%(name)s” on this site.\n\n%(purpose)s\n\n"
            "Who would coordinate it: %(email)s\n\nAnswer with one of these commands on the server:\n\n"
            'communityup network grant %(id)s SLUG\n\ncommunityup network decline %(id)s --reason "…"'
        )
        why = _("You get this because this is the contact address of this site.")
        _send(
            settings.CONTACT_EMAIL, framed(_("A network is asked for: %(name)s") % words, text % words, why=why), asked
        )


def tell_answer(asked: NetworkRequest) -> None:
    """Mail who asked what came of it."""
    with override(asked.language):
        network = asked.network
        place = reverse("founding:ask") if network is None else reverse("networks:page", args=[network.slug])
        words = {"name": asked.name, "reason": asked.reason, "link": site_address() + place}
        if network is not None:
            text = _(
                "Hello,\n\nThe network “%(name)s” is there:\n%(link)s\n\nWho you named gets a letter with the question "
                "to coordinate it. As soon as they say yes, others can ask to join."
            )
        else:
            text = _(
                "Hello,\n\nThe network “%(name)s” does not begin on this site.\n\nWhy: %(reason)s\n\n"
                "You can ask again, in other words:\n%(link)s"
            )
        why = _("You get this because you asked for a network on this site.")
        _send(asked.person.email, framed(_("Your network: %(name)s") % words, text % words, why=why), asked)


def _send(to: str, letter: Letter, asked: NetworkRequest) -> None:
    key = f"{KEY}{asked.public_id}:{asked.state}"
    send(to=to, subject=letter.subject, text=letter.text, html=letter.html, key=key)
