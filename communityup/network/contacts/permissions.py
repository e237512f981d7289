"""Who is found by whom, and who writes to whom. No kind of member appears here (E4)."""

import datetime as dt

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.network.contacts.models import Block, Message, Profile
from communityup.network.members.models import Delegate
from communityup.network.members.permissions import acts_in, delegate_of, may_read_people
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import coordinator_of
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.ui.templatetags.ui import long_datetime

# So long a message and its answer are kept; and so many one sends, and gets, in a day (R32).
KEPT = dt.timedelta(days=90)
A_DAY, A_DAY_LONG = 3, dt.timedelta(days=1)
# So often one writes without an answer in a conversation, and so much there can be in one.
IN_A_ROW, MOST_REPLIES = 3, 50


def visible(network: Network) -> QuerySet[Profile]:
    """Return who can be found now: who chose that and still acts for a member that is still there."""
    here = Profile.objects.filter(network=network, member__left_at=None, member__delegates__person=F("person"))
    return here.select_related("network__stream", "member", "person", "about__current")


def seen(person: Person, stream: int) -> Q:
    """Return what people tell of themselves that somebody reads: all of a network, as a member or a coordinator."""
    network = Network.objects.get(stream=stream)
    return Q(member__left_at=None) if may_read_people(network, person) else Q(pk=None)


def looks_here(network: Network, by: Actor) -> Person:
    """Return who looks: people of members and coordinators. Raises NotAllowed for everybody else."""
    if by.person is None or not may_read_people(network, by.person):
        raise NotAllowed(_("Only members of this network can do this."))
    return by.person


def comes_for_messages(network: Network, by: Actor) -> Person:
    """Return who comes for messages: who looks here, and who wrote or got one before. Raises NotAllowed else."""
    if by.person is not None and Message.objects.filter(network=network).filter(of(by.person)).exists():
        return by.person
    return looks_here(network, by)


def between(person: Person) -> Q:
    """Return the condition for messages of which somebody is one of the two."""
    return Q(sender=person) | Q(receiver=person)


def of(person: Person) -> Q:
    """Return the condition for messages that somebody wrote or got and can still read."""
    return Q(sender=person, taken_back_at=None) | Q(receiver=person, words__isnull=False)


def shown() -> Q:
    """Return the condition for messages that are shown to who coordinates now: until that is closed."""
    return Q(reported_at__isnull=False, closed_at=None)


def is_shown(message: Message) -> bool:
    """Say whether a message is shown to who coordinates now; the same rule as `shown`, for one."""
    return message.reported_at is not None and message.closed_at is None


def may_read(message: Message, person: Person) -> bool:
    """Say whether somebody reads a message: these two, and a coordinator of the network while it is shown to them."""
    if person.pk == message.sender_id:
        return message.taken_back_at is None
    if person.pk == message.receiver_id:
        return message.words_id is not None
    return is_shown(message) and coordinator_of(message.network, person) is not None


def own_unanswered(message: Message, by: Actor) -> None:
    """Raise Refused for what was answered, NotAllowed for who got it, Http404 for everybody else than its writer."""
    if by.person is None or by.person.pk != message.sender_id:
        own_received(message, by)
        raise NotAllowed(_("Only who wrote a message takes it back."))
    if message.answered_at is not None:
        raise Refused(_("There is an answer already, so it stays for both of you."))


def one_of_two(message: Message, by: Actor) -> Person:
    """Return which of the two it is. Raises NotAllowed for a coordinator it was shown to, Http404 for all others."""
    if by.person is None or not may_read(message, by.person):
        raise Http404
    if by.person.pk not in {message.sender_id, message.receiver_id}:
        raise NotAllowed(_("Only these two write here."))
    return by.person


def own_received(message: Message, by: Actor) -> Person:
    """Return who got this message. Raises NotAllowed for who wrote it, Http404 for everybody else."""
    if by.person is None or not may_read(message, by.person):
        raise Http404
    if message.receiver_id != by.person.pk:
        raise NotAllowed(_("Only who got a message can do this."))
    return by.person


def who_got_words(message: Message, by: Actor) -> Person:
    """Return who got words of the other one: who got the message, and who wrote it as soon as there is an answer."""
    if by.person is not None and by.person.pk == message.sender_id and message.answered_at is not None:
        return by.person
    return own_received(message, by)


def other_of(message: Message, person: Person) -> Person:
    """Return the other one of the two."""
    return message.sender if person.pk == message.receiver_id else message.receiver


def bars(message: Message, person: Person, other: Person) -> bool:
    """Say whether somebody takes no messages from somebody else in this network."""
    return Block.objects.filter(network=message.network_id, person=person, blocked=other).exists()


def refuse_writing(profile: Profile, by: Actor) -> Delegate:
    """Return for which member somebody writes now. Raises NotAllowed or Refused with why they cannot."""
    own = writes_to(profile, by)
    if sentence := wait_of(own.person) or too_full(profile.person):
        raise Refused(sentence)
    return own


def writes_to(profile: Profile, by: Actor) -> Delegate:
    """Return for which member somebody writes, today or later. Raises NotAllowed or Refused when never to this one."""
    own = acts_in(profile.network, by)
    if profile.person_id == own.person_id or profile.member_id == own.member_id:
        raise Refused(_("You write to people of other members here. With your own you are in touch already."))
    if not visible(profile.network).filter(pk=profile.pk).exists():
        raise Refused(_("This person can no longer be found here. Your message was not sent."))
    if Block.objects.filter(network=profile.network, person=profile.person_id, blocked=own.person_id).exists():
        raise Refused(_("This person takes no messages now."))
    return own


def wait_of(sender: Person) -> str:
    """Return from when on somebody can write again who wrote three messages in a day; empty when they can now."""
    today = _today().filter(sender=sender).order_by("-sent_at").values_list("sent_at", flat=True)
    times = list(today[:A_DAY])
    if len(times) < A_DAY:
        return ""
    return _("You wrote three messages in a day. You can write again from %(moment)s.") % {
        "moment": long_datetime(times[-1] + A_DAY_LONG)
    }


def too_full(receiver: Person) -> str:
    """Return that somebody got enough messages in a day; empty when not. What forms sent them is no message."""
    got = _today().filter(receiver=receiver).count()
    return _("This person got enough messages today. Try again tomorrow.") if got >= A_DAY else ""


def with_ways(profiles: QuerySet[Profile], sender: Person) -> QuerySet[Profile]:
    """Say beside who can be found whether they take no messages from this sender (`bars`), and how many they `got`."""
    bars = Block.objects.filter(network=OuterRef("network"), person=OuterRef("person"), blocked=sender)
    got = _today().filter(receiver=OuterRef("person")).order_by().values("receiver").annotate(number=Count("pk"))
    return profiles.annotate(bars=Exists(bars), got=Coalesce(Subquery(got.values("number")), 0))


def why_not(profile: Profile) -> str:
    """Return why nobody can write to this one now, of those `with_ways`; empty when one can."""
    if getattr(profile, "bars", False):
        return _("This person takes no messages now.")
    full = getattr(profile, "got", 0) >= A_DAY
    return _("This person got enough messages today. Try again tomorrow.") if full else ""


def _today() -> QuerySet[Message]:
    return Message.objects.filter(sent_at__gt=timezone.now() - A_DAY_LONG)


def refuse_replying(message: Message, by: Actor) -> None:
    """Raise NotAllowed or Refused with why somebody cannot write back now."""
    person = acts_in(message.network, by).person
    other, replies = other_of(message, person), list(message.replies.values_list("author", flat=True))
    if delegate_of(message.network, other) is None:
        raise Refused(_("The other one does not act for a member here any more, so nothing arrives."))
    if message.taken_back_at is not None:
        raise Refused(_("Who wrote this message took it back."))
    if bars(message, person, other):
        raise Refused(_("You take no messages from this person. Take them again first, then you can write."))
    if bars(message, other, person):
        raise Refused(_("This person takes no messages now."))
    if person.pk == message.sender_id and message.answered_at is None:
        raise Refused(_("There is no answer yet. Nobody has to answer."))
    if len(replies) >= MOST_REPLIES:
        raise Refused(_("You wrote each other fifty times here. Go on by mail, or begin a new message."))
    if replies[-IN_A_ROW:] == [person.pk] * IN_A_ROW:
        raise Refused(_("You wrote three times in a row. Wait for an answer."))


def why_no_reply(message: Message, by: Actor) -> str:
    """Return why somebody cannot write back now; nothing when they can."""
    try:
        refuse_replying(message, by)
    except (NotAllowed, Refused) as why:
        return str(why)
    return ""


def own_coordinated(message: Message, by: Actor) -> None:
    """Raise Http404 for what was not shown to who looks as a coordinator, NotAllowed for who is one of the two."""
    if by.person is None or not is_shown(message) or coordinator_of(message.network, by.person) is None:
        raise Http404
    if by.person.pk in {message.sender_id, message.receiver_id}:
        raise NotAllowed(_("You are one of these two. Another coordinator looks at it."))


def closes(message: Message, by: Actor) -> str:
    """Return as who somebody closes what was shown to the coordinators; raises for who did not show it, as elsewhere.

    Who showed it wants it back; a coordinator whom it does not concern dealt with it.
    """
    person = by.person
    if person is not None and person.pk in {message.sender_id, message.receiver_id}:
        showed = message.sender_reports if person.pk == message.sender_id else message.receiver_reports
        if showed and may_read(message, person):
            return "reporter"
    own_coordinated(message, by)
    return "coordinator"
