"""Who may report, hide and decide. No kind of party appears here (E4)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, OnceMore, Refused
from communityup.base.prepared import prepared
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.actions import own_words
from communityup.texts.models import Level, Reason, Text
from communityup.texts.places import place_of, places_of
from communityup.texts.queries import Placed, is_agreed
from communityup.workspace.challenges.models import Challenge, Facilitator, Party, Ring
from communityup.workspace.challenges.permissions import Viewer, own_seat, seat_of, takes_part
from communityup.workspace.facilitation.models import KEYS
from communityup.workspace.facilitation.permissions import ActingAs, Key, facilitator_for, facilitators_of, holds_key
from communityup.workspace.moderation.models import Appeal, Hiding, Report, Voice

MOST_OPEN_OF_VISITORS = 30


@dataclass(frozen=True, kw_only=True)
class Judges:
    """Who judges somebody's words: who guards the process, and the parties whose table holds a key that is missing."""

    guards: list[Facilitator]
    parties: list[Party]

    @property
    def alone(self) -> bool:
        """Say whether there is one only, so that nobody can give a second yes."""
        return len(self.guards) + len(self.parties) == 1


def refuse_flood(challenge: Challenge, by: Actor) -> None:
    """Raise Refused for who is not signed in while many reports of visitors wait already (X11)."""
    if by.person is not None:
        return
    if challenge.reports.filter(person=None, party=None, seen_at=None).count() >= MOST_OPEN_OF_VISITORS:
        raise Refused(_("Many reports wait to be read already. Sign in to add yours."))


def keeps(challenge: Challenge, viewer: Viewer) -> bool:
    """Say whether somebody reads reports and hides: a facilitator, or as long as one is missing the table (R16)."""
    return holds_key(challenge, viewer)


def table_reads(challenge: Challenge) -> bool:
    """Say whether people at the table can read what is reported, because no two people keep the process (R16)."""
    return len(facilitators_of(challenge)) < KEYS


def levels(challenge: Challenge, viewer: Viewer) -> frozenset[str]:
    """Return of which levels this person may read the words of others here, to look them up and report them."""
    inside = {Level.CHALLENGE} if takes_part(challenge, viewer) else set()
    return frozenset({Level.PUBLIC, *inside})


@dataclass(frozen=True)
class Author:
    """Who wrote words, as far as these show a party: key of the person, and of the party. Nobody without one (B22).

    Who judges follows from this alone: if it followed from who really wrote, it would tell who that is.
    """

    person: int | None = None
    party: int | None = None


def author_shown(challenge: Challenge, text: Text) -> Author:
    """Return who wrote words, as far as these show a party."""
    return _author(place_of(text, stream=challenge.stream_id))


def authors_waiting(challenges: Iterable[Challenge]) -> dict[int, Author]:
    """Return the same of all hidden words that wait for who judges them, by the key of the text.

    A query for each challenge, and where something waits one more for all kinds and for each kind among them.
    """
    return {
        place.text: _author(place)
        for challenge in challenges
        for place in places_of(_waiting(challenge.pk), stream=challenge.stream_id)
    }


@prepared
def _waiting(challenge: int) -> QuerySet[Hiding, int]:
    waits = Hiding.objects.filter(challenge=challenge, ended_at=None, confirmed_at=None)
    return waits.values_list("text", flat=True)


def _author(place: Placed | None) -> Author:
    party = None if place is None else place.party or place.told
    return Author() if place is None or party is None else Author(person=place.author, party=party)


def judges_of(challenge: Challenge, text: Text) -> Judges:
    """Return who judges words: neither who wrote them, nor, in the place of a facilitator, their party (E2, R17).

    Both facilitators where there are two. As long as one is missing the tables of other parties hold that key (R16).
    Of words without a name only who wrote them is left out, which nobody else can see (B22).
    """
    author = author_shown(challenge, text)
    guards = [guard for guard in facilitators_of(challenge) if guard.person_id != author.person]
    if len(guards) >= KEYS:
        return Judges(guards=guards, parties=[])
    involved = {guard.party_id for guard in guards} | {author.party}
    present = challenge.parties.filter(state=Party.State.ACTIVE).order_by("number")
    return Judges(guards=guards, parties=[party for party in present if party.pk not in involved])


def appeal_is_open(hiding: Hiding) -> bool:
    """Say whether parties still look at an appeal about this."""
    return Appeal.objects.filter(hiding=hiding, decided_at=None).exists()


def may_remove(hiding: Hiding) -> bool:
    """Say whether two can want something of these words taken away; the reason stands while an appeal is looked at."""
    alone = judges_of(hiding.challenge, hiding.text).alone
    return not alone and (hiding.reason == Reason.PERSONAL or not appeal_is_open(hiding))


def judging_key(challenge: Challenge, text: Text, by: Actor, *, since: dt.datetime | None = None) -> Key:
    """Return the key with which somebody hides words or judges hidden ones; raises NotAllowed for all others."""
    if by.person is not None and wrote(text, by.person):
        raise NotAllowed(_("You wrote these words, so others decide whether they are hidden."))
    judging, guard = judges_of(challenge, text), facilitator_for(challenge, by, since=since)
    if guard is not None and guard in judging.guards:
        stands_in = guard.person_id != by.known.pk
        return Key(person=by.known, party=guard.party, facilitator=guard, substitute=stands_in)
    if len(judging.guards) >= KEYS:
        raise NotAllowed(_("The two facilitators do this together. You can ask them."))
    seat = own_seat(challenge, by)
    if any(party.pk == seat.party_id for party in judging.parties):
        return Key(person=by.known, party=seat.party)
    if any(guard.party_id == seat.party_id for guard in judging.guards):
        raise NotAllowed(_("The facilitator does this, together with somebody at the table of another party."))
    raise NotAllowed(_("Somebody of your party wrote these words, so other parties decide whether they are hidden."))


def may_hide(challenge: Challenge, text: Text, viewer: Viewer) -> bool:
    """Say whether somebody can hide these words at once."""
    try:
        return isinstance(viewer, Person) and bool(judging_key(challenge, text, Actor.of(viewer)))
    except NotAllowed:
        return False


def voice_key(hiding: Hiding, by: Actor) -> Key:
    """Return the key with which somebody judges hidden words, and so reads them; raises NotAllowed for all others.

    Once two decided, that are they alone and who guards the process: nobody else needs to read the words any more.
    """
    key = judging_key(hiding.challenge, hiding.text, by, since=hiding.asked_at)
    decided = hiding.confirmed_at is not None and key.facilitator is None
    said = set(hiding.voices.values_list("person_id", flat=True)) - {None} if decided else set()
    if said and by.known.pk not in said:
        raise NotAllowed(_("Two decided about these words. Who wrote them can ask other parties to look at it."))
    return key


def judges(hiding: Hiding, viewer: Viewer) -> bool:
    """Say whether somebody says now what should happen with hidden words."""
    try:
        return hiding.ended_at is None and isinstance(viewer, Person) and bool(voice_key(hiding, Actor.of(viewer)))
    except NotAllowed:
        return False


def own_side(hiding: Hiding, viewer: Viewer) -> bool:
    """Say whether somebody would judge these words, were they not of their own party (E2)."""
    if not keeps(hiding.challenge, viewer) or judges(hiding, viewer):
        return False
    mine = seat_of(hiding.challenge, viewer)
    return wrote(hiding.text, viewer) or (
        mine is not None and mine.party_id == author_shown(hiding.challenge, hiding.text).party
    )


def two_agree(hiding: Hiding, wish: str) -> bool:
    """Say whether two want the same: both facilitators, one with another party, or two parties (R16, R17).

    That words stay hidden, two parties say beside one facilitator too. Who judges alone can put them back: a second
    yes would never come.
    """
    judging = judges_of(hiding.challenge, hiding.text)
    voices = list(Voice.objects.filter(hiding=hiding, wish=wish))
    said = {voice.facilitator_id for voice in voices if voice.facilitator_id is not None}
    of_parties = {voice.party_id for voice in voices if voice.facilitator_id is None}
    guarding = [guard for guard in judging.guards if guard.pk in said]
    parties = [party for party in judging.parties if party.pk in of_parties]
    if judging.alone and wish == Voice.Wish.BACK:
        return bool(guarding or parties)
    if not judging.guards or (wish == Voice.Wish.HIDE and len(parties) >= KEYS):
        return len(parties) >= KEYS
    return len(guarding) == len(judging.guards) and (len(guarding) >= KEYS or bool(parties))


def wrote(text: Text, viewer: Viewer) -> bool:
    """Say whether somebody wrote these words."""
    return isinstance(viewer, Person) and text.current is not None and text.current.author_id == viewer.pk


def refuse_other(text: Text, by: Actor) -> None:
    """Raise NotAllowed for everybody but who wrote the words (E2)."""
    if by.person is None or not wrote(text, by.person):
        raise NotAllowed(_("Only the one who wrote this can do this."))


def place_here(challenge: Challenge, text: Text) -> Placed:
    """Return where words stand in this challenge; raises Refused for those of elsewhere."""
    found = place_of(text, stream=challenge.stream_id)
    if found is None:
        raise Refused(_("These words do not stand in this challenge."))
    return found


def refuse_removal(hiding: Hiding, passage: str) -> None:
    """Raise Refused unless this may be taken away: of agreed words only a passage, and no other reason is appealed."""
    place = place_of(hiding.text, stream=hiding.challenge.stream_id)
    if hiding.reason != Reason.PERSONAL and Appeal.objects.filter(hiding=hiding, decided_at=None).exists():
        raise Refused(_("Other parties look at this reason now. Say what you found once they answered."))
    if passage and passage not in own_words(hiding.text):
        raise Refused(_("This passage does not stand in the words. Copy it exactly."))
    asked = hiding.voices.filter(wish=Voice.Wish.REMOVE).exists()
    if asked and passage and passage != hiding.passage:
        raise Refused(_("Something else is asked to be taken away. Agree with that, or say something else first."))
    if not asked and not passage and place is not None and is_agreed(place.kind, hiding.text):
        raise Refused(_("Parties agreed on these words. Name the passage with the personal data; the rest stays."))


def told_as(key: Key) -> ActingAs:
    """Return as whom a line tells an act: a facilitator acts for no party."""
    if key.facilitator is not None:
        return ActingAs(party=None, role="substitute" if key.substitute else "facilitator")
    return ActingAs(party=None if key.party is None else key.party.public_id, role=None)


def refuse_ended(hiding: Hiding) -> None:
    """Raise Refused for what is over."""
    if hiding.ended_at is not None:
        raise Refused(_("This is over: the words are back, or they are gone."))


def not_involved(hiding: Hiding) -> list[Party]:
    """Return the parties that decide about an appeal: not the author's, nor of who reported, hid or guards.

    Of words without a name the author's party decides too, without the author: leaving it out would tell which it is.
    """
    challenge = hiding.challenge
    involved = {voice.party_id for voice in hiding.voices.all()}
    involved |= {guard.party_id for guard in facilitators_of(challenge)}
    involved |= set(Report.objects.filter(text=hiding.text).values_list("party_id", flat=True))
    involved.add(author_shown(challenge, hiding.text).party)
    present = challenge.parties.filter(state=Party.State.ACTIVE).order_by("number")
    return [party for party in present if party.pk not in involved]


def decides(appeal: Appeal | None, viewer: Viewer) -> Party | None:
    """Return the party for which somebody answers this appeal, if any."""
    if appeal is None or appeal.decided_at is not None or not isinstance(viewer, Person):
        return None
    if wrote(appeal.hiding.text, viewer):
        return None
    seat = seat_of(appeal.hiding.challenge, viewer)
    if seat is None or seat.ring != Ring.TABLE:
        return None
    return seat.party if any(party.pk == seat.party_id for party in appeal.parties.all()) else None


def mark_of(back: bool | None) -> str:  # noqa: FBT001 - it is what a party answered
    """Return what a page sends along of the answer of one's own party that it shows (E6); None: no answer yet."""
    return {None: "silent", True: "back", False: "hidden"}[back]


def refuse_unseen(back: bool | None, seen: str) -> None:  # noqa: FBT001 - it is what a party answered
    """Raise Refused for who would turn an answer of a colleague that their page did not show (E6)."""
    if back is None or seen == mark_of(back):
        return
    said = _("These words can come back") if back else _("These words stay hidden")
    raise Refused(
        _("Your party answered this meanwhile: “%(said)s”. Do you want another answer? Send it once more.")
        % {"said": said},
        once_more=OnceMore(about="", label=_("Answer for my party"), along={"seen": mark_of(back)}),
    )


def still_there(appeal: Appeal) -> list[Party]:
    """Return the parties asked that still take part: one that left is not waited for."""
    return list(appeal.parties.filter(state=Party.State.ACTIVE))
