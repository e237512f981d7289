"""Reacting to a first sketch, and giving the question of a challenge other words by consent."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.log.actions import record, record_erasure
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, revise, withdraw, write
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import own_place, own_seat
from communityup.workspace.consent.actions import open_round
from communityup.workspace.consent.models import Round
from communityup.workspace.sketches import events, queries
from communityup.workspace.sketches.models import Proposal, Reaction


@transaction.atomic
def propose_words(challenge: Challenge, *, title: str, why: str, sketch: bool, by: Actor) -> Proposal | None:
    """Ask all parties for other words of the question, and whether it is a first sketch (A9).

    As long as one party is alone here the words are changed at once; then there is nobody to ask, and None comes back.
    """
    seat, locked = own_seat(challenge, by), _locked(challenge)
    words = f"{clean_words(title)}\n{locked.place}\n\n{clean_words(why)}"
    if words == str(locked.opening) and sketch == locked.sketch:
        raise Refused(_("These are the words as they are. Change what should be different."))
    if not queries.asks_all(locked):
        _change(locked, words, sketch=sketch, by=by)
        return None
    if queries.proposal(locked) is not None:
        raise Refused(_("This question is already open. Answer it for your party."))
    asked = open_round(locked, queries.WORDS, by=by)
    proposal = Proposal.objects.create(challenge=locked, asked=asked, words=write(words, by=by), sketch=sketch)
    event = events.WordsProposed(object=proposal.public_id, commit=proposal.words.commit)
    record(event, stream=locked.stream, by=by, party=seat.party.public_id)
    return proposal


def carry_out(asked: Round, by: Actor) -> None:
    """Give the question the words that all parties agreed on, after the last yes."""
    proposal = Proposal.objects.select_related("words__current").get(asked=asked)
    _change(_locked(asked.challenge), str(proposal.words), sketch=proposal.sketch, by=by)


@transaction.atomic
def react(challenge: Challenge, *, number: int, words: str, by: Actor) -> Reaction:
    """Say something to the last version of a first sketch, before it is final; twice the same is once."""
    place, locked = own_place(challenge, by), _locked(challenge)
    version = queries.version_of(locked, number)
    if not locked.sketch:
        raise Refused(_("This is no longer a first sketch. You can propose other words."))
    if version.pk != locked.opening.current_id:
        raise Refused(_("There is a newer version. Read that one first, then say what you think of it."))
    said = locked.reactions.filter(version=version, party=place.party, words__current__body=clean_words(words)).first()
    if said is not None:
        return said
    reaction = Reaction.objects.create(
        challenge=locked, version=version, party=place.party, words=write(words, by=by), said_at=timezone.now()
    )
    event = events.Reacted(object=reaction.public_id, commit=reaction.words.commit, number=number)
    record(event, stream=locked.stream, by=by, party=place.party.public_id)
    return reaction


@transaction.atomic
def take_reaction_back(reaction: Reaction, *, by: Actor) -> Reaction:
    """Take one's own reaction back: the words go, a tombstone stays (E22). Twice is once."""
    current = reaction.words.current
    if current is None or current.author_id is None or current.author_id != by.known.pk:
        raise NotAllowed(_("Only the one who wrote this can take it back."))
    if current.erased_at is not None:
        return reaction
    commits = list(reaction.words.versions.filter(erased_at=None).values_list("commit", flat=True))
    withdraw(reaction.words, by=by)
    event = events.ReactionTakenBack(object=reaction.public_id)
    record(event, stream=reaction.challenge.stream, by=by, party=reaction.party.public_id)
    for commit in commits:
        record_erasure(commit, by=by)
    return reaction


def _change(locked: Challenge, words: str, *, sketch: bool, by: Actor) -> None:
    """Write the next version, unless only its being a sketch changes, and tell it in one line."""
    seat = own_seat(locked, by)
    if words != str(locked.opening):
        revise(locked.opening, words, by=by)
        locked.title = queries.parts_of(words)["title"]
    locked.sketch = sketch
    locked.save(update_fields=["title", "sketch"])
    number = 0 if locked.opening.current is None else locked.opening.current.number
    event = events.WordsChanged(
        object=locked.public_id, commit=locked.opening.commit, number=number, sketch=int(sketch)
    )
    record(event, stream=locked.stream, by=by, party=seat.party.public_id)


def _locked(challenge: Challenge) -> Challenge:
    found = Challenge.objects.select_for_update(of=("self",)).select_related("stream", "opening__current")
    return found.get(pk=challenge.pk)
