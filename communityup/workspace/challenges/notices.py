"""Who hears about a challenge: everybody in it alike. An invitation goes by mail at once, with its own link."""

from collections.abc import Collection, Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.log.events import Event
from communityup.notices.actions import invite
from communityup.notices.queries import (
    Address,
    Happening,
    Hearers,
    Place,
    Source,
    register_hearers,
    register_nobody,
    register_source,
)
from communityup.people.models import Person
from communityup.post.actions import send
from communityup.workspace.challenges import events
from communityup.workspace.challenges.models import (
    Challenge,
    Facilitator,
    Invitation,
    InvitationQuestion,
    Party,
    Reader,
    Seat,
)
from communityup.workspace.challenges.permissions import joined_by, needs_consent, oldest_invitation

_WITHOUT_A_PLACE: list[Hearers] = []


def register_without_a_place(people: Hearers) -> None:
    """Let an app above say who takes part without a place, such as in their own name (R14); for AppConfig.ready."""
    if people not in _WITHOUT_A_PLACE:
        _WITHOUT_A_PLACE.append(people)


def everybody(happening: Happening) -> set[int]:
    """Everybody with a place, who follows, guards the process, or takes part in their own name: all rings alike."""
    here = {"challenge__stream_id": happening.stream}
    return {
        *(person for people in _WITHOUT_A_PLACE for person in people(happening)),
        *Seat.objects.filter(**here).values_list("person_id", flat=True),
        *Reader.objects.filter(**here, role=Reader.Role.FOLLOWER).values_list("person_id", flat=True),
        *_guards(Facilitator.objects.filter(**here, until=None).values_list("person_id", "substitute_id")),
    }


def _guards(found: Iterable[tuple[int, int | None]]) -> set[int]:
    return {person for pair in found for person in pair if person is not None}


def council(happening: Happening) -> set[int]:
    """The observers of executive and council, and the clerk."""
    observers = Reader.objects.filter(challenge__stream_id=happening.stream).exclude(role=Reader.Role.FOLLOWER)
    return set(observers.values_list("person_id", flat=True))


def page(url_name: str, *, of_object: bool = False) -> Address:
    """Return how to find a page of the challenge, or with `of_object` the page of what the line is about."""

    def address(slug: str, happening: Happening) -> str:
        return reverse(url_name, args=[slug, happening.object] if of_object else [slug])

    return address


def tell_everybody(
    *events_: type[Event],
    url: Address,
    hearers: Hearers = everybody,
    urgent: bool = False,
    ends_phase: bool = False,
) -> None:
    """Let everybody in the challenge hear about these events, and the council the same facts per phase (E29, B24)."""
    for event in events_:
        register_hearers(event, hearers=hearers, council=council, url=url, urgent=urgent, ends_phase=ends_phase)


def register() -> None:
    """Say who hears about what happens to a challenge and its parties; called in AppConfig.ready."""
    register_source(Source(places=places, visible=visible, joined=joined))
    tell_everybody(
        events.PartyInvited,
        events.InvitationAccepted,
        events.InvitationDeclined,
        events.InvitationQuestionAnswered,
        events.ColleagueJoined,
        events.SeatLeft,
        events.PartyLeft,
        url=page("room:parties"),
    )
    tell_everybody(events.InvitationQuestioned, events.InvitationTaken, url=page("room:parties"), urgent=True)
    register_nobody(
        events.ChallengeStarted, events.ConversationOpened, why="Nobody but who did it is in the challenge yet."
    )
    register_nobody(
        events.ColleagueInvited,
        events.ColleagueInvitationTakenBack,
        events.ColleagueDeclined,
        why="It is a party's own matter; all hear when somebody joins.",
    )
    register_nobody(
        events.PartyRenamed, events.InvitationSentAgain, why="It asks nothing of anybody; the page of parties shows it."
    )


def places(streams: Collection[int]) -> dict[int, Place]:
    """Return the title, address and parties of the challenges behind these streams, in two queries."""
    names: dict[int, dict[str, str]] = {}
    parties = Party.objects.filter(challenge__stream_id__in=streams).order_by()
    for stream, public_id, name in parties.values_list("challenge__stream_id", "public_id", "name"):
        names.setdefault(stream, {})[public_id] = name
    found = Challenge.objects.filter(stream_id__in=streams).values_list("stream_id", "slug", "title")
    return {
        stream: Place(title=title, slug=slug, url=reverse("room:overview", args=[slug]), names=names.get(stream, {}))
        for stream, slug, title in found
    }


def joined(streams: Collection[int], person: Person) -> set[int]:
    """Return in which of these challenges somebody takes part; one query."""
    return set(joined_by(person).filter(stream__in=streams).values_list("stream", flat=True))


def visible(streams: Collection[int], people: Collection[Person]) -> set[tuple[int, int]]:
    """Return which of these people may see which of these challenges, as `may_see` says of one; in five queries."""
    keys, addresses = {person.pk for person in people}, {person.email: person.pk for person in people}
    here = {"challenge__stream_id__in": streams, "person_id__in": keys}
    public = Challenge.objects.filter(stream_id__in=streams, public_at__isnull=False).values_list(
        "stream_id", flat=True
    )
    invited = Invitation.objects.filter(
        party__challenge__stream_id__in=streams,
        email__in=addresses,
        answer=Invitation.Answer.NONE,
        sent_at__gte=oldest_invitation(),
    ).values_list("email", "party__challenge__stream_id")
    return {
        *((person, stream) for stream in public for person in keys),
        *Seat.objects.filter(**here).values_list("person_id", "challenge__stream_id"),
        *Reader.objects.filter(**here).values_list("person_id", "challenge__stream_id"),
        *_stand_for(streams, keys),
        *((addresses[email], stream) for email, stream in invited),
    }


def _stand_for(streams: Collection[int], people: Collection[int]) -> set[tuple[int, int]]:
    """Return the pairs of who guards a process or is a substitute, and the stream of that challenge."""
    found = Facilitator.objects.filter(challenge__stream_id__in=streams, until=None)
    rows = found.values_list("person_id", "substitute_id", "challenge__stream_id")
    return {(person, stream) for *pair, stream in rows for person in pair if person in people}


def send_invitation(invitation: Invitation, token: str, *, inviter: Party, passed_on: bool = False) -> None:
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
            "date": date_format(party.answer_day, "j F Y") if party.answer_day else "",
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
                    "Is somebody else of %(party)s the right person? Pass it on with the same link. "
                    "An answer is expected around %(date)s."
                )
                % words
            )
        if challenge.practice:
            subject = _("Practice: %(subject)s") % {"subject": subject}
            text += "\n\n" + _("This is only to practise. Nothing of it is public, and all of it is thrown away later.")
        if passed_on:
            text += "\n\n" + _("Somebody of %(party)s passed this invitation on to you.") % words
        if needs_consent(party):
            text += "\n\n" + _(
                "Several parties take part already. When you accept, they are all asked whether they agree. "
                "Meanwhile you read everything."
            )
        key = f"invitation:{invitation.pk}:{invitation.token_hash[:16]}"
        why = _("You get this because you take part in a challenge or are invited to one.")
        invite(to=invitation.email, subject=subject, text=text, why=why, key=key)


def tell_reply(asked: InvitationQuestion) -> None:
    """Mail the reply to the one who asked, and to who takes part for that party by now."""
    invitation = asked.invitation
    joined = Person.objects.filter(seats__party=invitation.party, is_guest=False).exclude(email=invitation.email)
    if invitation.email:
        with override(invitation.language):
            _send_reply(asked, invitation.email, how=_ways_on(invitation), key=f"reply:{asked.pk}")
    for person in joined.order_by("pk"):
        with override(person.language):
            how = _("This was asked for your party before you took part.")
            _send_reply(asked, person.email, how=how, key=f"reply:{asked.pk}:{person.pk}")


def _ways_on(invitation: Invitation) -> str:
    """Return what who asked can still do with the invitation, in the active language; empty when that is nothing."""
    if invitation.answer == Invitation.Answer.FORWARDED:
        return _("You passed the invitation on: who got it answers it.")
    if invitation.answer != Invitation.Answer.NONE:
        return ""
    if invitation.sent_at < oldest_invitation():
        return _("The invitation is too old to accept by now. With its link you ask for a new one, or decline.")
    text = _(
        "It stands with the invitation, where you can accept too:\n%(link)s\n\n"
        "Sign in with this address, without a password: you get a code by mail. The link in the invitation still works "
        "too, also to decline."
    )
    return text % {"link": settings.SITE_ADDRESS + reverse("challenges:accept_own", args=[invitation.pk])}


def _send_reply(asked: InvitationQuestion, to: str, *, how: str, key: str) -> None:
    party = asked.invitation.party
    words = {"title": party.challenge.title, "party": party.name, "question": str(asked.question)}
    text = _("Hello,\n\nFor %(party)s was asked: %(question)s\n\nThe answer: %(reply)s")
    text = text % {**words, "reply": str(asked.reply)}
    send(
        to=to,
        subject=_("An answer to your question: %(title)s") % words,
        text=f"{text}\n\n{how}".strip(),
        why=_("You get this because you take part in a challenge or are invited to one."),
        key=key,
    )
