"""Who hears about visits: who it is about, and the coordinators of what waits for them. Nobody else, ever (B36)."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from communityup.gatherings import exports
from communityup.gatherings import queries as gathered
from communityup.gatherings.models import Gathering
from communityup.network.members.models import Delegate
from communityup.network.networks.notices import coordinators, page
from communityup.network.visits import events
from communityup.network.visits.models import Proposal, Visit
from communityup.notices.actions import send_besides
from communityup.notices.queries import Happening, register_hearers, register_nobody
from communityup.people.models import Person
from communityup.post.queries import site_address

LETTER_KEY = "visit:"


def proposed(happening: Happening) -> set[int]:
    """The people of the two members to whom it is proposed."""
    found = Proposal.objects.filter(public_id=happening.object, ended_at=None)
    return _people_of(found.values_list("ask__member_id", "offer__member_id"))


def both(happening: Happening) -> set[int]:
    """The people of the two members of the visit."""
    return _people_of(Visit.objects.filter(public_id=happening.object).values_list("guest_id", "host_id"))


def register() -> None:
    """Say who hears about what happens to visits; called in AppConfig.ready."""
    matching = page("visits:matching")
    for waiting in (events.WishMade, events.ProposalAnswered):
        register_hearers(waiting, hearers=coordinators, url=matching)
    register_hearers(
        events.VisitProposed,
        hearers=proposed,
        url=_proposal,
        urgent=True,
        sentence=gettext_lazy("A visit is proposed to you: is it something for you?"),
    )
    register_hearers(
        events.VisitAgreed,
        hearers=both,
        url=_visit,
        urgent=True,
        sentence=gettext_lazy("Both said yes: prepare it together"),
    )
    for event in (events.DelegationTold, events.VisitPrepared, events.VisitStopped):
        register_hearers(event, hearers=both, url=_visit)
    register_hearers(
        events.VisitNear,
        hearers=both,
        url=_visit,
        urgent=True,
        sentence=gettext_lazy("Your visit is in a few days: is everything ready?"),
    )
    register_nobody(events.VisitDated, why="Both members get a letter with the day for their calendar.")
    register_nobody(
        events.WishTakenBack,
        events.ProposalTakenBack,
        why="Nobody has to explain; the pages of who it is about show what there is.",
    )


def people_of(visit: Visit) -> list[Person]:
    """Return the people of both members."""
    found = Delegate.objects.filter(member__in=[visit.guest_id, visit.host_id], member__left_at=None)
    return [one.person for one in found.select_related("person").order_by("pk")]


def address(visit: Visit) -> str:
    """Return the full address of the page of a visit, which only who it is about can open."""
    return site_address() + reverse("visits:visit", args=[visit.network.slug, visit.public_id])


def tell(visit: Visit, person: Person) -> None:
    """Write a letter about the day of a visit, with the file that puts it in a calendar or takes it out."""
    gathering = visit.gathering
    if gathering is None:
        raise TypeError("a guest story has no day")
    with override(person.language):
        words = {
            "opening": _opening(gathering),
            "when": gathered.when(gathering),
            "where": gathered.where(gathering) or "-",
            "link": address(visit),
        }
        text = _("Hello,\n\n%(opening)s\n\nWhen: %(when)s\nWhere: %(where)s\n\nAll about the visit:\n%(link)s") % words
        why = _("You get this because you act for a member that takes part in this visit.")
        send_besides(
            person,
            subject=_subject(gathering),
            text=text,
            why=why,
            key=f"{LETTER_KEY}{visit.public_id}:{gathering.edition}:{person.pk}",
            attachments=[(exports.FILE_NAME, calendar(visit), exports.mail_type(gathering))],
            due_at=gathered.due_at(gathering),
        )


def calendar(visit: Visit) -> bytes:
    """Return the file for a calendar of a visit that has a day."""
    if visit.gathering is None:
        raise ValueError("a guest story has no day")
    return exports.calendar(visit.gathering, link=address(visit), description=str(visit.question))


def _subject(gathering: Gathering) -> str:
    words = {"title": gathering.title}
    if gathering.cancelled_at is not None or not gathering.is_dated:
        return _("Does not go on: %(title)s") % words
    return _("Changed: %(title)s") % words if gathered.is_known(gathering) else _("The day is known: %(title)s") % words


def _opening(gathering: Gathering) -> str:
    if gathering.cancelled_at is not None or not gathering.is_dated:
        return _("This visit does not go on, or not on this day. With the file in this mail it leaves your calendar.")
    if gathered.is_known(gathering):
        return _("Something changed about this visit. With the file in this mail your calendar follows.")
    return _("The day of your visit is known. Put it in your calendar with the file in this mail.")


def _people_of(pairs: Iterable[tuple[int, ...]]) -> set[int]:
    members = [member for pair in pairs for member in pair]
    found = Delegate.objects.filter(member__in=members, member__left_at=None)
    return set(found.values_list("person_id", flat=True))


def _proposal(slug: str, happening: Happening) -> str:
    return reverse("visits:proposal", args=[slug, happening.object])


def _visit(slug: str, happening: Happening) -> str:
    return reverse("visits:visit", args=[slug, happening.object])
