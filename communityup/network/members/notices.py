"""Who hears about members, and the letters to people who have no account yet."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from communityup.network.members import events
from communityup.network.members.models import Application, Delegate, Member, Welcome
from communityup.network.members.permissions import ASKED, RECEIPT, WELCOME, changed
from communityup.network.networks.models import Network
from communityup.network.networks.notices import coordinators, page
from communityup.network.networks.queries import coordinators_of, vacancy_of
from communityup.network.newsletter.permissions import address_hash
from communityup.network.newsletter.queries import not_me_url
from communityup.notices.queries import Happening, register_hearers, register_nobody
from communityup.post.actions import send
from communityup.post.queries import framed, site_address
from communityup.ui.templatetags.ui import long_date


def buddy_people(happening: Happening) -> set[int]:
    """The people of the member that is asked to be the buddy."""
    buddy = happening.content.get("buddy")
    return set(Delegate.objects.filter(member__public_id=buddy).values_list("person_id", flat=True))


def colleagues(happening: Happening) -> set[int]:
    """The people who act for this member."""
    return set(Delegate.objects.filter(member__public_id=happening.object).values_list("person_id", flat=True))


def of_the_core(happening: Happening) -> set[int]:
    """The people of the member whose year in the core it is."""
    here = Delegate.objects.filter(member__core__public_id=happening.object)
    return set(here.values_list("person_id", flat=True))


def colleagues_and_coordinators(happening: Happening) -> set[int]:
    """The people who act for this member, and who coordinates the network."""
    return colleagues(happening) | set(coordinators(happening))


def member_page(slug: str, happening: Happening) -> str:
    """Return the page of the member that it is about."""
    return reverse("members:member", args=[slug, happening.object])


def register() -> None:
    """Say who hears about what happens to members; called in AppConfig.ready."""
    inbox, mine, directory = page("members:applications"), page("members:mine"), page("members:directory")
    register_hearers(events.ApplicationSent, hearers=coordinators, url=inbox, urgent=True)
    for joined in (events.MemberAccepted, events.MemberAcceptedOtherwise):
        register_hearers(
            joined,
            hearers=buddy_people,
            url=mine,
            urgent=True,
            sentence=gettext_lazy("A new member joined this network, and you are asked to be its buddy"),
        )
    for event in (events.BuddyMet, events.MemberLeft, events.CoreCommitted, events.CoreStopped):
        register_hearers(event, hearers=coordinators, url=directory)
    register_hearers(
        events.SubstituteNamed,
        hearers=of_the_core,
        url=mine,
        sentence=gettext_lazy("Who comes for your organisation to the core when its person cannot, was changed"),
    )
    register_hearers(events.MemberCorrected, hearers=colleagues_and_coordinators, url=member_page)
    for own in (events.DelegateInvited, events.DelegateBegan, events.DelegateStopped, events.MemberIntroduced):
        register_hearers(own, hearers=colleagues, url=mine)
    register_nobody(
        events.ApplicationTakenBack,
        events.ApplicationDeclined,
        why="It is between the coordinators and who asked; the page of applications shows it.",
    )


def send_receipt(application: Application, token: str) -> None:
    """Mail that an application came in, with a way to take it back. Only this mail holds the link."""
    with override(application.language):
        words = {
            "network": application.network.name,
            "when": _when_answered(application.network),
            "link": site_address() + reverse("members:application", args=[application.network.slug, token]),
            "not_me": not_me_url(application.network, address_hash(application.email)),
        }
        text = (
            _(
                "Hello,\n\nYou asked to join the network “%(network)s”. %(when)s\n\n"
                "Read what you wrote, or take it back:\n%(link)s\n\n"
                "Was it not you? Then take it back with the same link: your address goes at once. Or let our forms "
                "send you no mail any more; then it is taken back too:\n%(not_me)s"
            )
            % words
        )
        subject = _("You asked to join: %(network)s") % words
        _send(application.email, subject, text, key=f"{RECEIPT}{application.public_id}")


def _when_answered(network: Network) -> str:
    """Say who answers who asked to join, and from when on if nobody can now."""
    vacancy = vacancy_of(coordinators_of(network))
    if vacancy is None:
        return _("The coordinators read your words and answer you by mail.")
    if vacancy.until is None:
        return _("This network has no coordinator now. As soon as there is one again, you get an answer by mail.")
    away = _("The coordinator is away until %(day)s, and answers you by mail after that.")
    return away % {"day": long_date(vacancy.until)}


def send_no(application: Application) -> None:
    """Mail that somebody was not let in, and why."""
    with override(application.language):
        words = {
            "network": application.network.name,
            "reason": str(application.reason),
            "contact": application.network.contact,
        }
        text = (
            _(
                "Hello,\n\nThank you for wanting to join the network “%(network)s”. This time the answer is no.\n\n"
                "%(reason)s\n\nDo you have a question? Write to %(contact)s. You can ask to join again later."
            )
            % words
        )
        _send(application.email, _("An answer from %(network)s") % words, text, key=f"no:{application.public_id}")


def send_welcome(welcome: Welcome, token: str, *, asked: Application | None) -> None:
    """Mail how one begins to act for a member: one that was let in, with what was changed; or one that is there.

    Only this mail holds the link: we keep a hash of it.
    """
    member, network = welcome.member, welcome.member.network
    with override(welcome.language):
        words = {
            "network": network.name,
            "member": member.name,
            "kind": member.get_kind_display(),
            "buddy": "" if member.buddy is None else member.buddy.name,
            "link": site_address() + reverse("members:welcome", args=[network.slug, token]),
        }
        if asked is not None:
            text = _("Hello,\n\nWelcome: %(member)s is a member of the network “%(network)s” now.") % words
            text += "\n\n" + _as_asked(asked, member, words)
            text += "\n\n" + _("Your buddy is %(buddy)s. They get in touch with you.") % words if member.buddy else ""
        else:
            text = _("Hello,\n\nYou are asked to act for %(member)s in the network “%(network)s”.") % words
        text += "\n\n" + (
            _("Begin here, with this address and without a password: you get a code by mail.\n%(link)s") % words
        )
        subject = _("Welcome in %(network)s") % words
        _send(welcome.email, subject, text, key=f"{ASKED if asked is None else WELCOME}{welcome.public_id}")


def _as_asked(asked: Application, member: Member, words: dict[str, str]) -> str:
    """Say as what a member stands there; when a coordinator changed that, also what was asked and how to undo it."""
    if not changed(asked, member.name, member.kind):
        return _("Among the members it stands as: %(kind)s. You can correct that yourself.") % words
    told = {"asked": asked.name, "asked_kind": asked.get_kind_display()}
    told["change"] = site_address() + reverse("members:introduce", args=[member.network.slug])
    return _(
        "You asked it as: %(asked)s (%(asked_kind)s). The coordinator made of that: %(member)s (%(kind)s). Do you "
        "want it otherwise? Once you began, you change it yourself:\n%(change)s"
    ) % (words | told)


def _send(to: str, subject: str, text: str, *, key: str) -> None:
    letter = framed(subject, text, why=_("You get this because somebody filled in your address to join a network."))
    send(to=to, subject=letter.subject, text=letter.text, html=letter.html, key=key)
