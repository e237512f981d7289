"""Who may: everybody asks, all parties choose the source, its party answers, another one publishes. No kind (E4)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communityup.base.errors import NotAllowed, Refused
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Party, Seat
from communityup.workspace.challenges.permissions import own_place, own_seat
from communityup.workspace.consent.queries import open_about
from communityup.workspace.facts.models import Document, Source, Summary, Version
from communityup.workspace.facts.queries import Usable, about


def answering_place(version: Version, by: Actor) -> Seat:
    """Return the place from which the answer is brought in; raises NotAllowed for who is not of the agreed party.

    Somebody around the table may too: who knows the answer often sits there. Raises Refused without agreed source.
    """
    place = own_place(version.card.challenge, by)
    source = agreed_source(version)
    if place.party_id != source.party_id:
        raise NotAllowed(
            _("All parties agreed that the answer comes through %(party)s.") % {"party": source.party.name}
        )
    return place


def agreed_source(version: Version) -> Source:
    """Return the source that all parties chose; raises Refused as long as they did not: no party chooses it alone."""
    if version.source is None:
        raise Refused(_("First all parties agree who answers this. One party alone does not choose the source."))
    return version.source


def refuse_closed(version: Version) -> None:
    """Raise Refused for a version that is published or was taken back."""
    if not version.is_open:
        raise Refused(_("This version is closed. You can ask again, with a reason."))


def refuse_source(version: Version) -> None:
    """Raise Refused for a question of which no source can be proposed now: answered, closed, or one is asked about."""
    refuse_closed(version)
    if version.answer_id is not None:
        raise Refused(
            _("The answer is in already. After it is published you can ask again, and choose another source.")
        )
    if open_about(version.card.challenge, about(version.card)) is not None:
        raise Refused(_("All parties are asked about a source for this question. First they answer that."))


def refuse_unanswered(version: Version) -> None:
    """Raise Refused where there is nothing to put in plain words, or no more."""
    refuse_closed(version)
    if version.answer_id is None:
        raise Refused(_("There is no answer yet to put in plain words."))


def refuse_again(version: Version) -> None:
    """Raise Refused for a question that cannot be asked again now: it is open, or it was taken back."""
    if version.is_open:
        raise Refused(_("This question is open already. Say there what is missing."))
    if version.published_at is None:
        raise Refused(_("This question was taken back. Ask it as a new one."))


def refuse_answered(version: Version) -> None:
    """Raise Refused for taking back a question that was answered."""
    if version.answer_id is not None:
        raise Refused(_("This question was answered. The question and the answer stay together."))


def publishing_seat(version: Version, summary: Summary | None, by: Actor) -> Seat:
    """Return the place from which somebody publishes; of another party than the one whose plain words these are."""
    seat = own_seat(version.card.challenge, by)
    if summary is not None and summary.party_id == seat.party_id:
        raise NotAllowed(_("These are the plain words of your own party. Somebody of another party publishes them."))
    return seat


def askers_place(version: Version, by: Actor) -> Seat:
    """Return the place from which a question is taken back; raises NotAllowed for other parties than who asked."""
    return _of_party(own_place(version.card.challenge, by), version.party, _("Only the party that asked can do this."))


def owners_seat(document: Document, by: Actor) -> Seat:
    """Return the place from which somebody acts on a document; raises NotAllowed for other parties than its own."""
    seat = own_seat(document.challenge, by)
    return _of_party(seat, document.party, _("Only the party that shared this document can do this."))


def refuse_uncounted(one: Usable) -> None:
    """Raise Refused for what has no plain words, and for what not everybody could read yet (E17)."""
    if not one.said:
        raise Refused(
            _("%(what)s has no plain words yet, so it does not count as shared information. Nothing can rest on it.")
            % {"what": one.label}
        )
    if not one.over:
        raise Refused(
            ngettext(
                "Everybody first gets %(days)s day to read %(what)s. After that you can ask all parties about this.",
                "Everybody first gets %(days)s days to read %(what)s. After that you can ask all parties about this.",
                one.days,
            )
            % {"days": one.days, "what": one.label}
        )


def _of_party(seat: Seat, party: Party, sentence: str) -> Seat:
    if seat.party_id != party.pk:
        raise NotAllowed(sentence)
    return seat
