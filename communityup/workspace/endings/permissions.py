"""What can still be done in a closed challenge. All else is refused, whoever asks and from wherever (E1, R26)."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communityup.base.errors import Refused
from communityup.base.prepared import prepared
from communityup.log.events import Event
from communityup.workspace.challenges.models import Challenge, Phase
from communityup.workspace.challenges.permissions import Viewer, may_see
from communityup.workspace.setup.queries import staying_anywhere

CLOSING, REOPENING = "closing", "reopening"
SHUT = _(
    "This challenge is closed. Everything stays readable and agreements go on; all else needs the yes of all parties "
    "to open it again."
)
# Agreements go on, and council and executive may still decide about them; one leaves or hands one's place over, takes
# back one's own words and what one asked, and reports words of others. Handing over to a substitute as who guards the
# process is none of these: it needs the yes of all parties, and there is no process to guard.
LASTING = frozenset(
    {
        "acquaintance.introduction_erased",
        "acquaintance.visit_cancelled",
        "agreements.agreement_confirmed",
        "agreements.agreement_ended",
        "agreements.agreement_kept",
        "agreements.agreement_not_kept",
        "agreements.agreement_renegotiated",
        "agreements.agreement_reopened",
        "agreements.agreement_reworded",
        "agreements.agreement_stands_for_one",
        "agreements.agreement_still_fits",
        "agreements.both_reminded",
        "agreements.end_proposed",
        "agreements.proposal_withdrawn",
        "agreements.reading_laid",
        "challenges.colleague_invitation_taken_back",
        "challenges.colleague_invited",
        "challenges.colleague_joined",
        "challenges.invitation_declined",
        "challenges.party_left",
        "challenges.seat_left",
        "endings.challenge_closed",
        "endings.challenge_reopened",
        "endings.reopening_proposed",
        "colleagues.place_handed_over",
        "council.observer_declined",
        "council.observer_stopped",
        "door.request_taken_back",
        "facilitators.candidacy_ended",
        "facilitators.facilitator_stopped",
        "facilitators.helper_stopped",
        "facilitators.substitute_ended",
        "facts.document_taken_back",
        "facts.fact_taken_back",
        "formal.decision_corrected",
        "formal.decision_recorded",
        "formal.otherwise_decided_after_closing",
        "grip.subject_taken_back",
        "history.entry_withdrawn",
        "history.nameless_entry_withdrawn",
        "history.nameless_reading_withdrawn",
        "history.reading_withdrawn",
        "joining.codes_revoked",
        "leaving.agreement_let_go",
        "leaving.going_asked",
        "leaving.going_taken_back",
        "leaving.party_went",
        "former.words_closed",
        "former.words_opened",
        "log.opened_by_operator",
        "mandates.sponsor_unreachable",
        "moderation.appeal_answered",
        "moderation.appealed",
        "moderation.earlier_versions_erased",
        "moderation.hiding_asked",
        "moderation.hiding_confirmed",
        "moderation.hiding_dropped",
        "moderation.removal_agreed",
        "moderation.report_seen",
        "moderation.reported",
        "moderation.voice_given",
        "moderation.words_back",
        "moderation.words_hidden",
        "moderation.words_removed",
        "moderation.words_taken_back",
        "outreach.asking_taken_back",
        "pace.step_back_withdrawn",
        "paper.form_taken_back",
        "paper.forms_revoked",
        "reach.contact_gone",
        "reach.short_address_taken_back",
        "readiness.words_taken_back",
        "rings.left_table",
        "rings.part_ask_taken_back",
        "rings.place_ask_taken_back",
        "rings.substitute_ended",
        "silence.party_woke",
        "sketches.reaction_taken_back",
        "texts.erased",
        "texts.hidden",
        "texts.shown",
        "tracks.friction_taken_back",
        "subchallenges.link_dropped",
        "subchallenges.link_dropped_there",
        "subchallenges.loosened_there",
    }
)
ANSWERS = frozenset({"consent.consent_answered", "consent.consent_withdrawn"})
# The same by address: what is sent elsewhere is refused before anything is read.
OPEN_APPS = frozenset({"agreements", "consent", "endings", "formal", "leaving", "moderation"})
SHUT_THERE = frozenset({"agreements:propose", "leaving:observer", "leaving:take_over"})
OPEN_ADDRESSES = frozenset(
    {
        "acquaintance:cancel",
        "facilitators:give_up",
        "facilitators:stop",
        "facilitators:stop_helping",
        "facilitators:stop_standing_in",
        "mandates:stop",
        "mandates:take_away",
        "outreach:take_back",
        "pace:withdraw",
        "readiness:take_answers_back",
        "readiness:take_words_back",
        "rings:decline",
        "rings:drop",
        "rings:follow",
        "rings:leave",
        "rings:stop",
        "rings:take_back",
        "rings:take_back_part",
        "silence:wake",
        "sketches:take_back",
        "subchallenges:stop_asking",
    }
)


def stays_open(url_name: str) -> bool:
    """Say whether what is sent to this address is taken in a closed challenge too."""
    if url_name in SHUT_THERE:
        return False
    return url_name.partition(":")[0] in OPEN_APPS or url_name in OPEN_ADDRESSES or staying_anywhere(url_name)


def refuse_closed(slug: str, viewer: Viewer, url_name: str) -> None:
    """Raise Refused for who sends something to a closed challenge; who may not see it learns nothing."""
    if stays_open(url_name):
        return
    closed = _closed_at.first(slug)
    if closed is not None and may_see(closed, viewer):
        raise Refused(SHUT)


def refuse_line(stream: int, event: Event, role: str) -> None:
    """Raise Refused for a line in the log of a closed challenge about what no longer happens there.

    Every act has its line, written under the lock of its stream: so nothing slips in while the last yes comes. What
    happens by itself, such as a reminder of an agreement, goes on.
    """
    if role == "job" or event.type in LASTING:
        return
    if event.type in ANSWERS and getattr(event, "about", "") == REOPENING:
        return
    if _closed_stream.first(stream) is not None:
        raise Refused(SHUT)


@prepared
def _closed_at(slug: str) -> QuerySet[Challenge]:
    return Challenge.objects.filter(slug=slug, phase=Phase.CLOSED)


@prepared
def _closed_stream(stream: int) -> QuerySet[Challenge, int]:
    return Challenge.objects.filter(stream=stream, phase=Phase.CLOSED).values_list("pk", flat=True)
