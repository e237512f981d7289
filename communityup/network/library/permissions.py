"""Who writes, reads and answers for a practice. No kind of member appears here (E4)."""

import re
from collections.abc import Sequence
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communityup.base.errors import NotAllowed, Refused
from communityup.base.prepared import prepared
from communityup.network.library.models import MOST_APPROVERS, ORIGIN_LENGTH, Approver, Facet, Practice, Voice
from communityup.network.members.models import Delegate
from communityup.network.members.permissions import Viewer, acts_in, delegate_of
from communityup.network.networks.permissions import coordinator_of
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.permissions import is_flooded
from communityup.post.queries import site_address

State = Practice.State
SHOWN = (State.PUBLISHED, State.EARLIER)
WRITTEN = (State.DRAFT, State.REVIEW, State.REVIEWED)
LETTER_KEY = "form:voice:"
# What has to be there before a practice is read over; stumbling blocks are no less needed than the rest (B4).
NEEDED: dict[str, str | Promise] = {
    "place": gettext_lazy("where it was"),
    "context": gettext_lazy("what was going on"),
    "did": gettext_lazy("what you did"),
    "why": gettext_lazy("why it worked, or did not"),
    "stumbling": gettext_lazy("where you stumbled"),
    "contact_role": gettext_lazy("who answers questions"),
}
NEEDED_FACETS: dict[str, str | Promise] = {
    Facet.Kind.STUMBLE: gettext_lazy("what kind of stumbling blocks these were"),
    Facet.Kind.CONDITION: gettext_lazy("which conditions for success mattered"),
    Facet.Kind.THEME: gettext_lazy("a theme"),
}
_PATH = re.compile("(/[A-Za-z0-9_-]+)+/")


def may_read(practice: Practice, person: Viewer) -> bool:
    """Say whether somebody may read an edition that is not published: the network does, and whose voice is in it."""
    if not isinstance(person, Person):
        return False
    inside = delegate_of(practice.network, person) or coordinator_of(practice.network, person)
    return inside is not None or practice.approvers.filter(person=person).exists()


def own_writer(practice: Practice, by: Actor) -> Delegate:
    """Return how somebody acts for the member that writes this practice; raises NotAllowed for everybody else."""
    own = acts_in(practice.network, by)
    if own.member_id != practice.member_id:
        raise NotAllowed(_("Only people of the member that writes this practice can do this."))
    return own


def own_reviewer(practice: Practice, by: Actor) -> Delegate:
    """Return how somebody acts for a member that may read this practice over; raises NotAllowed for who wrote it.

    A member of the same organisation under another name is not another organisation.
    """
    own = acts_in(practice.network, by)
    if practice.member is None:
        raise NotAllowed(_("This practice came from another site. It is changed there."))
    if not reads_over(practice, own):
        raise NotAllowed(_("Somebody of another organisation reads this practice over."))
    return own


def reads_over(practice: Practice, own: Delegate) -> bool:
    """Say whether somebody acts for another organisation than the one that wrote this practice."""
    if practice.member is None or own.member_id == practice.member_id:
        return False
    organisation = own.member.organisation_id
    same = organisation is not None and organisation == practice.member.organisation_id
    return not same and not writes_too(practice, own)


def writes_too(practice: Practice, own: Delegate) -> bool:
    """Say whether this person also acts for the member that writes the practice."""
    return practice.member is not None and practice.member.delegates.filter(person=own.person_id).exists()


def own_voice(voice: Voice, by: Actor) -> Voice:
    """Return this voice for who answers for it: by the address that was asked, or the account; else Http404."""
    own_approver(voice, by)
    return voice


def own_approver(voice: Voice, by: Actor) -> Approver:
    """Return as which of the people of a voice somebody answers; raises Http404 for who is none of them."""
    found = Q(person=by.account) | Q(email=by.account.email) & ~Q(email="")
    return get_object_or_404(voice.approvers.order_by(F("person").asc(nulls_last=True)), found)


@prepared
def whose_yes_waits(addresses: frozenset[str]) -> QuerySet[Approver, dict[str, Any]]:
    """Return who of these people can still answer for a voice, by the address that was asked, or the account."""
    asked = Case(When(email="", then=F("person__email")), default=F("email"))
    open_ = Q(voice__answer=Voice.Answer.NONE, practice__state__in=(State.REVIEW, State.REVIEWED))
    place = ("voice__public_id", "voice__asked_at", "practice__title", "practice__network__slug")
    found = Approver.objects.filter(open_).annotate(asked_of=asked).filter(asked_of__in=addresses)
    ordered = found.order_by("voice__asked_at", "pk")
    rows: QuerySet[Approver, dict[str, Any]] = ordered.values(*place, "practice__network__name", "asked_of")
    return rows


def refuse_named(practice: Practice, emails: Sequence[str]) -> None:
    """Raise Refused when these people can not answer for one voice: there are too many, or one answers already."""
    if not 0 < len(emails) <= MOST_APPROVERS:
        raise Refused(_("One to five people say yes for a voice."), at="emails")
    in_it = practice.approvers.exclude(answer=Voice.Answer.LEFT_OUT)
    taken = in_it.filter(Q(email__in=emails) | Q(person__email__in=emails)).exists()
    if taken:
        raise Refused(_("An address is in this practice already. One person speaks for one voice."), at="emails")


def refuse_silent(practice: Practice) -> None:
    """Raise Refused as long as a voice did not say yes: which, is named (X17)."""
    said = [Voice.Answer.YES, *Voice.GONE]
    if silent := practice.voices.exclude(answer__in=said).values_list("label", flat=True):
        names = ", ".join(silent)
        raise Refused(_("No yes yet from: %(names)s. Wait for it, or leave their words out.") % {"names": names})


def missing_in(practice: Practice) -> list[str | Promise]:
    """Return what still has to be written before a practice can be read over and published."""
    there = set(practice.facets.values_list("kind", flat=True))
    words = [label for name, label in NEEDED.items() if not str(getattr(practice, name) or "").strip()]
    return [*words, *(label for kind, label in NEEDED_FACETS.items() if kind not in there)]


def refuse_incomplete(missing: Sequence[object]) -> None:
    """Raise Refused while something is missing that a practice needs (B4)."""
    if missing:
        names = ", ".join(str(one) for one in missing)
        raise Refused(_("This is still missing: %(names)s.") % {"names": names})


def refuse_more_letters(asked: Sequence[Approver]) -> None:
    """Raise Refused when somebody got so many letters because of forms today that there come no more (R32): whose."""
    if full := dict.fromkeys(one.voice.label for one in asked if is_flooded(one.address)):
        sentence = _(
            "An address of these already got several letters today: %(names)s. Try again tomorrow, or leave them out "
            "and add them again with the address of somebody else who answers for them."
        )
        raise Refused(sentence % {"names": ", ".join(full)})


def refuse_unasked(voice: Voice, practice: Practice) -> None:
    """Raise Refused for a voice that is not asked anything now: gone from the practice, or that waits for no answer."""
    if voice.answer == Voice.Answer.LEFT_OUT:
        raise Refused(_("Who wrote this left you out, so there is nothing to answer."))
    if voice.answer == Voice.Answer.TAKEN_BACK:
        raise Refused(_("You took your words back. The rest of the practice stands."))
    if practice.state not in {State.REVIEW, State.REVIEWED}:
        raise Refused(_("This practice is not waiting for your answer now. When it does, you get a letter."))


def refuse_not_written(practice: Practice) -> None:
    """Raise Refused for an edition that is not being written any more."""
    if practice.state not in WRITTEN:
        raise Refused(_("This version is not being written any more. Begin a new version to change it."))


def refuse_other_site(origin: str) -> None:
    """Raise Refused for a place where a practice began that is no plain address of this site."""
    here = site_address()
    plain = origin.startswith(f"{here}/") and _PATH.fullmatch(origin[len(here) :]) is not None
    if origin and not (plain and len(origin) <= ORIGIN_LENGTH):
        raise Refused(_("A practice can only begin at an address of this site."))
