"""Who hears about a programme, and what of it stands in letters and calendars."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communityup.network.meetings.models import Session
from communityup.network.meetings.permissions import invitations
from communityup.network.members.models import Delegate
from communityup.network.networks.models import Coordinator
from communityup.network.programme import events, queries
from communityup.notices.queries import Happening, register_hearers, register_nobody


def keepers(happening: Happening) -> set[int]:
    """The coordinators of the network, and the people of the member that receives the session."""
    coordinate = Coordinator.objects.filter(network__stream_id=happening.stream, until=None)
    receives = Delegate.objects.filter(
        member__receives__session__public_id=happening.content["session"], member__left_at=None
    )
    return {*coordinate.values_list("person_id", flat=True), *_who_see(happening, receives)}


def hosts(happening: Happening) -> set[int]:
    """The people of the member that receives the session."""
    named = Delegate.objects.filter(member__public_id=happening.content["member"], member__left_at=None)
    return _who_see(happening, named)


def bringers(happening: Happening) -> set[int]:
    """The people of the member that brings the part, and of those that search along on the question it treats."""
    brings = Delegate.objects.filter(member__brings_parts__public_id=happening.object, member__left_at=None)
    asks = Delegate.objects.filter(
        member__owns_questions__question__programmed__public_id=happening.object,
        member__owns_questions__accepted_at__isnull=False,
        member__left_at=None,
    )
    return _who_see(happening, brings) | _who_see(happening, asks)


def register() -> None:
    """Say who hears about programmes; called in AppConfig.ready."""
    register_hearers(events.HostNamed, hearers=hosts, url=_page)
    register_hearers(
        events.PartPlanned,
        hearers=bringers,
        url=_page,
        sentence=gettext_lazy("You bring a part of a session, or it treats your question: read the programme"),
    )
    register_hearers(events.PartProposed, hearers=keepers, url=_page)
    for event in (events.PartTakenIn, events.PartDeclined, events.PartChanged, events.PartRemoved, events.PartPutBack):
        register_hearers(event, hearers=bringers, url=_page)
    register_nobody(
        events.ProposalWithdrawn,
        events.PartMoved,
        events.Answered,
        events.AnswersTakenAway,
        why="The page of the programme shows it as it is.",
    )


def in_words(session: Session, *, whole: bool) -> str:
    """Return the programme in words, in the active language: `whole` with what each brings; empty without one."""
    rows = queries.rows_of(session, queries.parts(session))
    if not rows:
        return ""
    lines = [_("Programme:")]
    for row in rows:
        lines.append(" · ".join(one for one in (row["time"], row["part"].title, row["by"], row["length"]) if one))
        if whole:
            lines += [f"  {one['question']} {one['words']}" for one in row["answers"]]
    return "\n".join(lines)


def _who_see(happening: Happening, found: QuerySet[Delegate]) -> set[int]:
    """Return the people among these delegates who see the session: of a closed one only who is invited."""
    session = Session.objects.get(public_id=happening.content["session"])
    if session.is_closed:
        found = found.filter(person__email__in=invitations().filter(session=session).values("email"))
    return set(found.values_list("person_id", flat=True))


def _page(slug: str, happening: Happening) -> str:
    return reverse("programme:page", args=[slug, happening.content["session"]])
