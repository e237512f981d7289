"""The question of a challenge: its versions, what was said to each, and the words about which all are asked."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from communityup.texts.models import Version
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.queries import active_parties
from communityup.workspace.consent.models import Round
from communityup.workspace.sketches.models import Proposal, Reaction

WORDS = "question"
ALONE = 1


def parts_of(words: str) -> dict[str, str]:
    """Return the title, the place and the reason in the words of a challenge; hidden ones have a title alone."""
    head, _gap, why = words.partition("\n\n")
    title, _line, place = head.partition("\n")
    return {"title": title, "place": place, "why": why}


def versions(challenge: Challenge) -> list[Version]:
    """Return every version of the question, the newest first."""
    return list(Version.objects.filter(text=challenge.opening_id).order_by("-number"))


def version_of(challenge: Challenge, number: int) -> Version:
    """Return one version of the question; raises Http404 when there is none."""
    found = Version.objects.filter(text=challenge.opening_id, number=number).first()
    if found is None:
        raise Http404
    return found


def reaction_of(challenge: Challenge, public_id: str) -> Reaction:
    """Return one reaction of this challenge; raises Http404 for another's."""
    found = Reaction.objects.select_related("challenge__stream", "words__current", "party")
    return get_object_or_404(found, challenge=challenge, public_id=public_id)


def proposal(challenge: Challenge) -> Proposal | None:
    """Return the words about which all parties are asked now, if any."""
    found = Proposal.objects.select_related("words__current", "asked")
    return found.filter(challenge=challenge, asked__outcome=Round.Outcome.OPEN).first()


def page(challenge: Challenge, number: int | None = None) -> dict[str, Any]:
    """Return one version of the question (the last one unless said), what was said to it, and all versions."""
    found = versions(challenge)
    shown = found[0] if number is None else version_of(challenge, number)
    reactions = challenge.reactions.filter(version=shown).select_related("party", "words__current__author")
    return {
        "version": shown,
        "is_last": shown.pk == found[0].pk,
        "words": parts_of(str(shown)),
        "reactions": list(reactions),
        "versions": found,
        "proposal": proposal(challenge),
    }


def asks_all(challenge: Challenge) -> bool:
    """Say whether other words are a question to all parties: one that is alone here changes them at once."""
    return len(active_parties(challenge)) > ALONE


def state(challenge: Challenge) -> str:
    """Return in a few words how the question stands, for the page of the lead-in."""
    return _("first sketch") if challenge.sketch else ""


def is_the_question(asked: Round) -> bool:
    """Say whether the words that all parties agreed on in this round are the question now."""
    return str(asked.thing.words) == str(asked.challenge.opening)


def why(asked: Round) -> str:
    """Return the proposed words in one sentence, and whether they are a sketch yet."""
    found: Proposal = asked.thing
    words = parts_of(str(found.words))
    if found.sketch:
        return _("It stays a first sketch: %(title)s %(why)s") % words
    return _("No longer a sketch: %(title)s %(why)s") % words
