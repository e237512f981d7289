"""Who reads and does what when somebody is stuck: nobody is shown as weak to others than they chose (T7).

Until somebody thinks along, the chosen audience and the coordinators read the question; after that only the group and
the coordinators. What the group writes in a consultation is read by the group alone.
"""

import datetime as dt

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, OnceMore, Refused
from communityup.network.members.permissions import delegate_of
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import Viewer, coordinator_of
from communityup.network.stuck.models import Consultation, HelpRequest, Offer, Peer, Step
from communityup.people.actors import Actor
from communityup.people.models import Person

UNANSWERED_AFTER = dt.timedelta(days=7)
# What nobody ends is deleted so long after it was asked.
OLDEST = dt.timedelta(days=180)
State, Audience = HelpRequest.State, HelpRequest.Audience
MINUTES = {
    Consultation.Pace.SHORT.value: {1: 5, 2: 10, 3: 15, 4: 10, 5: 5},
    Consultation.Pace.LONG.value: {1: 10, 2: 20, 3: 25, 4: 20, 5: 15},
}


def comes_here(network: Network, by: Actor) -> Person:
    """Return who looks: who acts for a member, coordinates, or asked something here before. Raises NotAllowed else."""
    person = by.person
    if person is not None and (delegate_of(network, person) or coordinator_of(network, person)):
        return person
    if person is not None and HelpRequest.objects.filter(network=network, person=person).exists():
        return person
    raise NotAllowed(_("Only members of this network can do this."))


def is_peer(network: Network, person: Viewer) -> bool:
    """Say whether somebody offered to think along here."""
    return isinstance(person, Person) and Peer.objects.filter(network=network, person=person).exists()


def in_audience(request: HelpRequest, person: Person) -> bool:
    """Say whether somebody is among those whom the one who is stuck asks."""
    if delegate_of(request.network, person) is None or request.person_id == person.pk:
        return False
    return request.audience == Audience.MEMBERS or is_peer(request.network, person)


def in_group(request: HelpRequest, person: Person) -> bool:
    """Say whether somebody asked this, or thinks along with the yes of who did and is still a member."""
    if request.person_id == person.pk:
        return True
    accepted = request.offers.filter(person=person, accepted_at__isnull=False)
    return accepted.exists() and delegate_of(request.network, person) is not None


def may_read(request: HelpRequest, person: Person) -> bool:
    """Say whether somebody reads a question of who is stuck (T7)."""
    if in_group(request, person) or coordinator_of(request.network, person) is not None:
        return True
    return request.state == State.OPEN and in_audience(request, person)


def own_request(request: HelpRequest, by: Actor) -> Person:
    """Return who asked this; raises NotAllowed for everybody else."""
    if by.person is None or request.person_id != by.person.pk:
        raise NotAllowed(_("Only who asked this can do this."))
    return by.person


def of_group(request: HelpRequest, by: Actor) -> Person:
    """Return who looks, of the group that thinks along; for others there is nothing here: raises Http404."""
    if by.person is None or not in_group(request, by.person):
        raise Http404
    return by.person


def refuse_offering(request: HelpRequest, by: Actor) -> Person:
    """Return who offers to think along. Raises Http404 for who was not asked, Refused when others do already."""
    if by.person is None or not may_read(request, by.person):
        raise Http404
    if request.state != State.OPEN:
        raise Refused(_("Others think along already. Thank you for wanting to."))
    if not in_audience(request, by.person):
        raise NotAllowed(_("Only who was asked can think along."))
    return by.person


def refuse_ended(request: HelpRequest) -> None:
    """Raise Refused for what ended."""
    if request.state == State.ENDED:
        raise Refused(_("This ended. You can read it until it is deleted."))


def refuse_unmatched(request: HelpRequest) -> None:
    """Raise Refused as long as nobody thinks along, and for what ended."""
    refuse_ended(request)
    if request.state != State.MATCHED:
        raise Refused(_("Nobody thinks along yet. Accept an offer first."))


def refuse_no_facilitator(consultation: Consultation, by: Actor) -> None:
    """Raise NotAllowed for who does not lead this consultation."""
    if by.person is None or consultation.facilitator_id != by.person.pk:
        raise NotAllowed(_("Only who leads the consultation takes it to the next step."))


def refuse_leading(request: HelpRequest, facilitator: Person) -> None:
    """Raise Refused for a leader who is not of the group, or who brings the case."""
    thinks_along = Offer.objects.filter(request=request, person=facilitator, accepted_at__isnull=False)
    if not thinks_along.exists():
        raise Refused(_("Somebody who thinks along leads the consultation, not who brings the case."))


def refuse_writing(consultation: Consultation, person: Person) -> None:
    """Raise Refused for a note before, after or in a step that is for others: in the analysis the bringer listens."""
    if not Step.CASE <= consultation.step <= Step.TAKE:
        raise Refused(_("You write during the steps. The consultation did not begin yet, or is done."))
    brings = consultation.request.person_id == person.pk
    if brings and consultation.step == Step.ANALYSIS:
        raise Refused(_("In the analysis you listen, without replying. You can write again in the next step."))
    if not brings and consultation.step == Step.CASE:
        raise Refused(_("In this step only who brings the case tells. You can ask in the next step."))


def refuse_other_step(consultation: Consultation, *, shown: int | None) -> None:
    """Raise Refused for a note on a page that showed another step than the one that is on by now."""
    if shown is None or shown == consultation.step:
        return
    raise Refused(
        _("The group went on meanwhile, to “%(step)s”. Your note was not kept yet. Does it belong in this step?")
        % {"step": Step(consultation.step).label},
        once_more=OnceMore(about="", label=_("Write it down here"), along={"step": str(consultation.step)}),
    )


def may_write(consultation: Consultation, person: Person) -> bool:
    """Say whether this person can write in the step that is on."""
    try:
        refuse_writing(consultation, person)
    except Refused:
        return False
    return True


def step_ends_at(consultation: Consultation) -> dt.datetime | None:
    """Return when the step that is on is over; nothing before the first and after the last."""
    minutes = MINUTES[consultation.pace].get(consultation.step)
    if minutes is None or consultation.step_began_at is None:
        return None
    return consultation.step_began_at + dt.timedelta(minutes=minutes)


def deleted_on(request: HelpRequest) -> dt.date:
    """Return on which day everything about this is deleted at the latest."""
    if request.ended_at is None:
        return timezone.localdate(request.asked_at + OLDEST)
    return timezone.localdate(request.ended_at + dt.timedelta(days=request.keep_days))
