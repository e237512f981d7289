"""Who hears of messages between people of members: who gets one, who gets an answer, and coordinators when asked."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communityup.network.contacts import events
from communityup.network.contacts.models import Message
from communityup.network.contacts.permissions import shown
from communityup.network.networks.events import CoordinatorBegan
from communityup.network.networks.notices import coordinators, register_concerned
from communityup.notices.queries import Happening, register_hearers, register_nobody


def receiver(happening: Happening) -> set[int]:
    """Who got the message."""
    return set(Message.objects.filter(public_id=happening.object).values_list("receiver_id", flat=True))


def sender(happening: Happening) -> set[int]:
    """Who wrote the message."""
    return set(Message.objects.filter(public_id=happening.object).values_list("sender_id", flat=True))


def others_who_coordinate(happening: Happening) -> set[int]:
    """Who coordinates, but not who is one of the two."""
    found = Message.objects.filter(report=happening.object).values_list("sender_id", "receiver_id")
    return coordinators(happening) - {person for both in found for person in both}


def who_shows(happening: Happening) -> set[int]:
    """Who shows the coordinators a message that is not closed."""
    found = Message.objects.filter(shown(), network__stream_id=happening.stream)
    return {person for one in found for person in _who_showed(one)}


def other_side_of_report(happening: Happening) -> set[int]:
    """Who showed it, when a coordinator closes it; the coordinators, when who showed it wants it back."""
    if happening.content["who"] == "reporter":
        return others_who_coordinate(happening)
    return {person for one in Message.objects.filter(report=happening.object) for person in _who_showed(one)}


def _who_showed(message: Message) -> set[int]:
    showed = {message.sender_id: message.sender_reports, message.receiver_id: message.receiver_reports}
    return {person for person, did in showed.items() if did}


def register() -> None:
    """Say who hears of what; called in AppConfig.ready."""
    register_hearers(
        events.MessageSent,
        hearers=receiver,
        url=_message,
        urgent=True,
        sentence=_("Somebody of another member wrote to you. Read and answer it on the site"),
    )
    register_hearers(
        events.MessageAnswered,
        hearers=sender,
        url=_message,
        urgent=True,
        sentence=_("You got an answer to your message to somebody of another member"),
    )
    register_hearers(
        events.MessageWentOn,
        hearers=receiver,
        url=_message,
        urgent=True,
        sentence=_("Somebody of another member wrote back to you"),
    )
    register_hearers(
        events.MessageReported,
        hearers=others_who_coordinate,
        url=_inbox,
        urgent=True,
        sentence=_("Somebody shows you a message they got, because something is wrong with it"),
    )
    register_hearers(events.ReportClosed, hearers=other_side_of_report, url=_inbox)
    register_concerned(CoordinatorBegan, hearers=who_shows)
    register_nobody(
        events.MessageTakenBack,
        events.FoundChanged,
        events.BlockChanged,
        events.MessageDeleted,
        why="It is between two people; nobody else needs to know.",
    )


def _message(slug: str, happening: Happening) -> str:
    return reverse("contacts:message", args=[slug, happening.object])


def _inbox(slug: str, happening: Happening) -> str:
    del happening  # its id is that of the report, which no address holds
    return reverse("contacts:inbox", args=[slug])
