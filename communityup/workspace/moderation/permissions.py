"""Who may report, hide and decide. No kind of party appears here (E4)."""

from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, OnceMore, Refused
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.actions import own_words
from communityup.texts.models import Level, Reason, Text
from communityup.texts.queries import Placed, is_agreed, place_of
from communityup.workspace.challenges.models import Challenge, Party, Ring
from communityup.workspace.challenges.permissions import Viewer, seat_of, takes_part
from communityup.workspace.facilitation.models import KEYS
from communityup.workspace.facilitation.permissions import ActingAs, Key, facilitators_of, holds_key
from communityup.workspace.moderation.models import Appeal, Hiding, Report, Voice


def keeps(challenge: Challenge, viewer: Viewer) -> bool:
    """Say whether somebody reads reports and hides: a facilitator, or as long as one is missing the table (R16)."""
    return holds_key(challenge, viewer)


def levels(challenge: Challenge, viewer: Viewer) -> frozenset[str]:
    """Return of which levels this person may read the words of others here, to look them up and report them."""
    inside = {Level.CHALLENGE} if takes_part(challenge, viewer) else set()
    return frozenset({Level.PUBLIC, *inside})


def two_agree(hiding: Hiding, wish: str) -> bool:
    """Say whether two want the same: both facilitators, one with another party, or two parties (R16, R17)."""
    guards = facilitators_of(hiding.challenge)
    voices = list(Voice.objects.filter(hiding=hiding, wish=wish))
    guarding = {voice.facilitator_id for voice in voices if voice.facilitator_id is not None}
    parties = {voice.party_id for voice in voices if voice.facilitator_id is None and voice.party_id is not None}
    if len(guards) >= KEYS:
        return {guard.pk for guard in guards} <= guarding
    if guards:
        return guards[0].pk in guarding and bool(parties - {guards[0].party_id})
    return len(parties) >= KEYS


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
    """Raise Refused unless this may be taken away: personal data only, and of agreed words only a passage."""
    place = place_of(hiding.text, stream=hiding.challenge.stream_id)
    if hiding.reason != Reason.PERSONAL:
        raise Refused(_("Only personal data are taken away. Other words are hidden, or they come back."))
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
    """Return the parties that decide about an appeal: not the author's, nor of who reported, hid or guards."""
    challenge, author = hiding.challenge, hiding.text.current.author if hiding.text.current else None
    involved = {voice.party_id for voice in hiding.voices.all()}
    involved |= {guard.party_id for guard in facilitators_of(challenge)}
    involved |= set(Report.objects.filter(text=hiding.text).values_list("party_id", flat=True))
    seat = None if author is None else seat_of(challenge, author)
    involved.add(None if seat is None else seat.party_id)
    present = challenge.parties.filter(state=Party.State.ACTIVE).order_by("number")
    return [party for party in present if party.pk not in involved]


def decides(appeal: Appeal | None, viewer: Viewer) -> Party | None:
    """Return the party for which somebody answers this appeal, if any."""
    if appeal is None or appeal.decided_at is not None or not isinstance(viewer, Person):
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
