"""Correcting a slip of the pen, and protesting against it in time (R24)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.log.actions import record
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, revise, write
from communityup.texts.models import Text, Version
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import own_seat, refuse_while_paused
from communityup.workspace.corrections import events, permissions, queries
from communityup.workspace.corrections.models import Correction


@transaction.atomic
def correct(challenge: Challenge, *, about: str, words: str, by: Actor) -> Correction:
    """Correct a slip of the pen in words on which parties agreed; what they answered stays (R24).

    Everybody hears it with the difference and can protest for 48 hours. What changes more is a new version, and goes
    the way of that. The same correction twice is one.
    """
    seat = own_seat(challenge, by)
    Challenge.objects.select_for_update().get(pk=challenge.pk)
    refuse_while_paused(challenge)
    found, cleaned = queries.found_at(challenge, about), clean_words(words)
    text = found.text
    permissions.correctors_seat(challenge, found, by)
    last = challenge.corrections.filter(text=text, protested_at=None).order_by("-pk").first()
    if last is not None and queries.is_open(last):
        if str(last.after) == cleaned:
            return last
        raise Refused(_("Others can still protest against the last correction of these words. Wait for that first."))
    before = _readable(text)
    if not queries.is_small(str(before), cleaned):
        raise Refused(_("This changes more than a slip of the pen. Propose it anew, so that all parties decide on it."))
    if str(before) == cleaned:
        raise Refused(_("These are the words as they are. Change what was written wrongly."))
    correction = Correction.objects.create(
        challenge=challenge, about=about, text=text, before=before, after=revise(text, cleaned, by=by),
        party=seat.party, made_at=timezone.now(),
    )  # fmt: skip
    event = events.SlipCorrected(
        object=correction.public_id, commit=correction.after.commit, thing=about.partition(":")[2]
    )
    record(event, stream=challenge.stream, by=by, party=seat.party.public_id)
    return correction


@transaction.atomic
def protest(correction: Correction, *, reason: str, by: Actor) -> Correction:
    """Protest for one's own party, within 48 hours and with a reason: the words of before are back at once."""
    seat = own_seat(correction.challenge, by)
    locked = (
        Correction.objects.select_for_update(of=("self",)).select_related("challenge__stream").get(pk=correction.pk)
    )
    if locked.protested_at is not None:
        raise Refused(_("Somebody already protested: the words of before are back."))
    if not queries.is_open(locked):
        raise Refused(_("The 48 hours to protest are over. You can propose other words."))
    if locked.text.current_id != locked.after_id:
        raise Refused(_("These words changed since in another way, so there is nothing to put back."))
    back = revise(locked.text, str(locked.before), by=by)
    locked.reason, locked.protested_at, locked.protested_by = write(reason, by=by), timezone.now(), seat.party
    locked.save(update_fields=["reason", "protested_at", "protested_by"])
    event = events.CorrectionUndone(
        object=locked.public_id,
        commit=back.commit,
        thing=locked.about.partition(":")[2],
        reason_commit=locked.reason.commit or "",
    )
    record(event, stream=locked.challenge.stream, by=by, party=seat.party.public_id)
    return locked


def _readable(text: Text) -> Version:
    if text.current is None or not text.readable:
        raise Refused(_("These words are hidden or gone, so nobody can correct them now."))
    return text.current
