"""A learning network with one of each thing, beside the challenge that holds one of each (`make_table`)."""

from django.utils import timezone

from communityup.gatherings.actions import Moment
from communityup.network.accords.actions import propose_accord
from communityup.network.circulars.actions import send_message
from communityup.network.contacts import actions
from communityup.network.continuity import actions as continuity
from communityup.network.feeds.actions import follow
from communityup.network.founding.actions import ask_for_network
from communityup.network.meetings import actions as meetings
from communityup.network.meetings.models import Session
from communityup.network.members.models import Member
from communityup.network.networks.actions import ask_coordinator, be_away
from communityup.network.networks.models import Network
from communityup.network.offers.actions import make_offer
from communityup.network.peers import actions as peers
from communityup.network.programme import actions as programme
from communityup.network.reports import actions as reports
from communityup.network.stuck import actions as stuck
from communityup.network.succession.actions import offer
from communityup.network.takeaways import actions as takeaways
from communityup.network.themes import actions as themes
from communityup.network.treated.actions import treat
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.portal.actions import make_calendar
from tests import (
    make,
    make_contacts,
    make_decency,
    make_evaluations,
    make_invitations,
    make_letters,
    make_meetings,
    make_network,
    make_newsletter,
    make_outlines,
    make_practice,
    make_recordings,
    make_stuck,
    make_visits,
)


def networks() -> None:
    """Make a network beside it, with a coordinator, a question to coordinate too, a member and an application."""
    network = make_network.network()
    make_network.coordinator(network, make.person("Netwerker"))
    ask_coordinator(network, email="nog@example.org", by=Actor.operator())
    member = make_network.member(network, "Bewonersbedrijf De Schakel", make.person("Lid"))
    make_offer(member, direction="offer", what="room", words="Een zaal.", by=Actor.of(make.person("Lid")))
    asked = peers.ask_question(member, theme="Beheer", words="Wie sluit af?", along=[], by=Actor.of(make.person("Lid")))
    peers.tell_experience(asked, did="We wisselden de sleutel.", happened="", by=Actor.of(make.person("Lid")))
    netwerker = make.person("Netwerker")
    make_meetings.planned(network, netwerker)
    coming = make_meetings.planned(network, netwerker, make_meetings.in_days(9), title="Tweede sessie")
    meetings.register(coming, name="Lid", online=False, by=Actor.of(make.person("Lid")))
    send_message(coming, to="all", title="Neem mee", words="Een vraag.", by=Actor.of(netwerker))
    _look_back(network, netwerker)
    unfinished = make_meetings.held(network, netwerker, title="Nog een sessie")
    reports.give_tip(unfinished, words="Een rooster.", link="", is_named=True, by=Actor.of(make.person("Lid")))
    reports.write_report(unfinished, words={"summary": "Bijna klaar."}, by=Actor.of(netwerker))
    _take_along(network, netwerker)
    themes.propose_theme(network, title="Beheer", kind="content", why="Wie sluit af?", by=Actor.of(make.person("Lid")))
    _think_along(network)
    make_network.application(network, "Woningcorporatie Thuisgroep", kind="housing_association")
    _letters(network, netwerker)
    make_calendar(make.person("Lid"), by=Actor.of(make.person("Lid")))
    _between_members(network, member, netwerker)
    make_decency.one_of_each(network, netwerker)


def _stand_in(network: Network, coordinator: Person) -> None:
    """Let a member offer to coordinate while the coordinator is away; who is back keeps coordinating alone."""
    be_away(network, until=timezone.localdate(), by=Actor.of(coordinator))
    offer(network, by=Actor.of(make.person("Lid")))
    be_away(network, until=None, by=Actor.of(coordinator))


def _agree(network: Network) -> None:
    """Let a member propose an agreement, and ask for a network of its own."""
    ask_for_network(name="Elders", purpose="Samen.", email="elders@example.org", by=Actor.of(make.person("Lid")))
    review_on = timezone.localdate() + make_meetings.DAY
    propose_accord(network, words="Samen.", review_on=review_on, by=Actor.of(make.person("Lid")))


def _sketch(network: Network, coordinator: Person) -> None:
    """Let a member and who coordinates show a first sketch, and each react to that of the other."""
    lid = make.person("Lid")
    first, second = make_outlines.shown(network, lid), make_outlines.shown(network, coordinator)
    make_outlines.reacted(first, coordinator)
    make_outlines.reacted(second, lid)


def _programme(network: Network, coming: Session, member: Member) -> None:
    """Put a part in the programme of a session, and let a member propose one."""
    netwerker, lid = (Actor.of(make.person(name)) for name in ("Netwerker", "Lid"))
    programme.put_in(coming, about=programme.About(title="Welkom", minutes=15, member=member), by=netwerker)
    programme.propose(coming, about=programme.About(title="Onze sleutels", minutes=30), by=lid)


def _look_back(network: Network, netwerker: Person) -> None:
    """Write down sessions that were: looked back on, read over, with a report and a recording; plan a series."""
    make_meetings.series(network, netwerker)
    earlier = make_meetings.planned(network, netwerker, make_meetings.in_days(9), title="Vorige sessie")
    place = meetings.register(earlier, name="Lid", online=False, by=Actor.of(make.person("Lid")))
    make_evaluations.answers(make_evaluations.ended(earlier), place)
    reports.write_report(earlier, words={"summary": "Nog te lezen.", "onwards": "Verder."}, by=Actor.of(netwerker))
    going_round = reports.send_round(earlier, by=Actor.of(netwerker))
    reports.make_remark(going_round, place, words="Ook de jeugd sprak.", by=Actor.visitor())
    was = make_meetings.held(network, netwerker, title="Eerste sessie")
    reports.write_report(was, words={"summary": "Een goede stap.", "onwards": "Verder."}, by=Actor.of(netwerker))
    reports.send_round(was, by=Actor.of(netwerker))
    reports.publish_due()
    make_recordings.with_speaker(was, netwerker, make.person("Lid"))
    closed = make_invitations.planned(network, netwerker, title="Besloten sessie")
    make_invitations.invite(closed, netwerker, make.person("Lid").email)


def _take_along(network: Network, netwerker: Person) -> None:
    """Let somebody who has a place at a session that is on write what they take along."""
    now = timezone.now()
    on = Moment(begins_at=now - make_meetings.HOUR, ends_at=now + make_meetings.HOUR, where="Het buurthuis")
    session = make_meetings.planned(network, netwerker, on, title="Vandaag")
    lid = make.person("Lid")
    place = meetings.register(session, name="Lid", online=False, by=Actor.of(lid))
    continuity.introduce(
        session, place, is_substitute=False, briefed="", brings="Een rooster.", is_new=True, by=Actor.of(lid)
    )
    takeaways.take_along(session, place, words="Klein beginnen.", is_shared=True, name="", by=Actor.of(lid))


def _between_members(network: Network, member: Member, coordinator: Person) -> None:
    """Let two members visit each other, and a practice be written by one of them."""
    other = make_network.member(network, "Gemeente Oeverstad", make.person("Gastvrij"))
    make_visits.one_of_each(network, member, other, coordinator)
    make_practice.one_of_each(network, member)
    coming = network.sessions.get(gathering__title="Tweede sessie")
    treat(network.learning_questions.order_by("pk")[0], session=coming, by=Actor.of(make.person("Lid")))
    _programme(network, coming, member)
    _agree(network)
    _stand_in(network, coordinator)
    _sketch(network, coordinator)
    follow(network, address="https://elders.example/praktijken.json", by=Actor.of(coordinator))


def _letters(network: Network, coordinator: Person) -> None:
    """Let somebody stay informed, a letter be on its way to them, and one be written."""
    make_newsletter.subscriber(network)
    make_letters.begun(network, coordinator)
    make_letters.draft(network, coordinator)


def _think_along(network: Network) -> None:
    """Let two who are stuck think along with each other: one leads a consultation, and a third question waits."""
    lid, other = make.person("Lid"), make.person("Meedenker")
    make_network.member(network, "Gemeente Elders", other, kind="municipality")
    for asker, along in ((other, lid), (lid, other)):
        asked = make_stuck.asked(network, asker)
        offer = stuck.offer_to_think_along(asked, words="Dat hadden wij ook.", by=Actor.of(along))
        stuck.accept_offer(offer, by=Actor.of(asker))
        stuck.plan_consultation(asked, leader=offer, where="Online", pace="short", by=Actor.of(along))
        for step in range(2):
            stuck.next_step(asked, after=step, by=Actor.of(along))
        stuck.write_note(asked, words="Wat probeerde je al?", by=Actor.of(along))
    make_stuck.asked(network, other, words="Wie heeft er een sleutel?")
    made = [make_contacts.found(network, name) for name in ("Lid", "Meedenker")]
    answered = make_contacts.written(made[0], "Meedenker")
    actions.reply(answered, words="Kom langs.", shares=False, by=Actor.of(lid))
    actions.report(make_contacts.written(made[1], "Lid"), by=Actor.of(other))
