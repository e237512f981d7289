"""What can one do with the working agreement: propose another version, agree to it, accept it for one's own place."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.log.actions import record
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, write
from communityup.workspace.challenges.models import Challenge, Ring, Seat, Template
from communityup.workspace.challenges.permissions import own_place, own_seat
from communityup.workspace.challenges.queries import usual_rules
from communityup.workspace.consent import actions as consent
from communityup.workspace.consent.models import PartyConsent, Round
from communityup.workspace.rules import events, queries
from communityup.workspace.rules.models import READING_DAYS, SILENT_DAYS, STEPS_BACK, Version
from communityup.workspace.rules.queries import RULES


@transaction.atomic
def propose_rules(
    challenge: Challenge,
    *,
    parts: Sequence[tuple[str, str]],
    template: str = Template.LIGHT,
    steps_back: int = STEPS_BACK,
    silent_days: int = SILENT_DAYS,
    reading_days: int = READING_DAYS,
    applies_from: dt.date | None = None,
    by: Actor,
) -> Version:
    """Propose a new version of the working agreement; it counts once all parties agreed, and never before (E14).

    Each part is a title and a body; a part without a body is left out.
    """
    seat = own_seat(challenge, by)
    locked = (
        Challenge.objects.select_for_update(of=("self",)).select_related("stream", "rules_text").get(pk=challenge.pk)
    )
    if queries.proposal(locked) is not None:
        raise Refused(_("Another version waits for answers first. Answer it, or ask who proposed it to take it back."))
    if applies_from is not None and applies_from < timezone.localdate():
        raise Refused(_("Rules never count for the past. Choose today or a later day."))
    words = clean_words("\n\n".join(f"## {title.strip()}\n{body.strip()}" for title, body in parts if body.strip()))
    before = _first(locked) if locked.rules == 1 else queries.version_of(locked, locked.rules)
    facts = (Template(template), steps_back, silent_days, reading_days)
    if words == str(before.words) and facts == (
        before.template, before.steps_back, before.silent_days, before.reading_days,
    ):  # fmt: skip
        raise Refused(_("This is what you agreed already. Change something first."))
    number = (locked.rules_versions.aggregate(highest=Max("number"))["highest"] or 0) + 1
    version = Version.objects.create(
        challenge=locked,
        number=number,
        template=facts[0],
        words=write(words, by=by),
        steps_back=steps_back,
        silent_days=silent_days,
        reading_days=reading_days,
        proposed_by=seat.party,
        proposed_at=timezone.now(),
        applies_from=applies_from,
    )
    version.asked = consent.open_round(locked, f"{RULES}:{version.public_id}", by=by)
    version.save(update_fields=["asked"])
    event = events.RulesProposed(
        object=version.public_id,
        commit=version.words.commit,
        number=number,
        steps_back=steps_back,
        silent_days=silent_days,
        reading_days=reading_days,
    )
    record(event, stream=locked.stream, by=by, party=seat.party.public_id)
    return version


def agree_to_rules(asked: Round, by: Actor) -> None:
    """Let an agreed version count, after the last yes: now, or from its day on."""
    version = Version.objects.select_for_update().get(public_id=asked.about.partition(":")[2])
    today = timezone.localdate()
    version.applies_from = max(version.applies_from or today, today)
    version.save(update_fields=["applies_from"])
    if version.applies_from == today:
        _put_in_force(version)
    event = events.RulesAgreed(
        object=version.public_id, number=version.number, applies_from=version.applies_from.isoformat()
    )
    seat = own_seat(asked.challenge, by)
    record(event, stream=asked.challenge.stream, by=by, party=seat.party.public_id)


@transaction.atomic
def start_counting(version: Version, *, by: Actor) -> bool:
    """Let an agreed version count whose day has come; return whether it did. Safe to call many times."""
    if by.role != "job":
        raise NotAllowed(_("Rules come into force by themselves, on their day."))
    locked = Version.objects.select_for_update().get(pk=version.pk)
    agreed = locked.asked is not None and locked.asked.agreed
    if locked.in_force_at is not None or not agreed or locked.applies_from is None:
        return False
    day = queries.first_day(locked)
    if day is None or day > timezone.localdate():
        return False
    _put_in_force(locked)
    event = events.RulesCameIntoForce(object=locked.public_id, number=locked.number)
    record(event, stream=locked.challenge.stream, by=by)
    return True


@transaction.atomic
def accept_rules(challenge: Challenge, *, number: int, by: Actor) -> Seat:
    """Accept the version one read for one's own place at the table (A34). Clicking twice changes nothing."""
    place = own_place(challenge, by)
    seat = Seat.objects.select_for_update(of=("self",)).select_related("party", "challenge__stream").get(pk=place.pk)
    if seat.ring != Ring.TABLE:
        raise NotAllowed(_("Only who sits at the table accepts the working agreement."))
    if number != seat.challenge.rules:
        raise Refused(_("The working agreement was changed in the meantime. Read the new version first."))
    if seat.rules == number:
        return seat
    seat.rules = number
    seat.save(update_fields=["rules"])
    event = events.RulesAccepted(object=seat.challenge.public_id, number=number)
    record(event, stream=seat.challenge.stream, by=by, party=seat.party.public_id)
    return seat


def _first(challenge: Challenge) -> Version:
    """Return the first version, kept at the moment when somebody proposes another."""
    known = challenge.rules_versions.filter(number=1).first()
    if known is not None:
        return known
    words = challenge.rules_text or write(usual_rules(challenge.template), by=Actor.job("rules"))
    return Version.objects.create(
        challenge=challenge,
        number=1,
        template=challenge.template,
        words=words,
        proposed_at=challenge.started_at,
        in_force_at=challenge.started_at,
    )


def begin_with(challenge: Challenge, *, like: Challenge, by: Actor) -> Version:
    """Let a challenge that starts begin with the working agreement of another, whose words were kept. Part of others.

    Its parties read it before they take part, like any first version; nobody of the other challenge agreed to it here.
    """
    words = usual_rules(like.template) if like.rules_text is None else str(like.rules_text)
    challenge.template, challenge.rules_text = like.template, write(words, by=by)
    challenge.save(update_fields=["template", "rules_text"])
    version = _first(challenge)
    version.steps_back, version.silent_days = queries.steps_back(like), queries.silent_days(like)
    version.reading_days = queries.reading_days(like)
    version.save(update_fields=["steps_back", "silent_days", "reading_days"])
    return version


def _put_in_force(version: Version) -> None:
    """Let the newest agreed version count. An older one whose day comes later never replaces it."""
    challenge = Challenge.objects.select_for_update().get(pk=version.challenge_id)
    version.in_force_at = timezone.now()
    version.save(update_fields=["in_force_at"])
    if version.number > challenge.rules:
        # Who said yes to it for a party read it and accepts it for their own place too (A34).
        said_yes = PartyConsent.objects.filter(round=version.asked_id, agrees=True, lapsed_at=None)
        places = Seat.objects.filter(challenge=challenge, rules__lt=version.number)
        places.filter(person__in=said_yes.values("person")).update(rules=version.number)
        challenge.rules, challenge.rules_text, challenge.template = version.number, version.words, version.template
        challenge.save(update_fields=["rules", "rules_text", "template"])
