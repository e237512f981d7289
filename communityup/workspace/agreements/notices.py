"""Who hears about an agreement: everybody, at the same moment (E29).

Every person of both sides gets the dates by mail at once, in their own language.
"""

import datetime as dt
from collections.abc import Callable

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.notices.actions import send_besides
from communityup.notices.queries import register_nobody
from communityup.workspace.agreements import events, exports
from communityup.workspace.agreements.models import Agreement, Reminder, Terms
from communityup.workspace.agreements.queries import day_of, review_of
from communityup.workspace.challenges.models import Seat
from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.challenges.queries import clock

Words = dict[str, str]


def register() -> None:
    """Say who hears about agreements on the site and in digests; called in AppConfig.ready.

    Both sides get the calendar entry and the reminders by mail at once, besides: their calendar cannot wait.
    """
    agreement = page("agreements:agreement", of_object=True)
    tell_everybody(events.AgreementProposed, events.AgreementReworded, events.EndProposed, url=agreement, urgent=True)
    tell_everybody(events.AgreementReopened, events.AgreementStillFits, url=agreement, urgent=True)
    tell_everybody(
        events.AgreementConfirmed,
        events.AgreementRenegotiated,
        events.AgreementStandsForOne,
        events.ProposalWithdrawn,
        events.AgreementEnded,
        events.AgreementKept,
        events.AgreementNotKept,
        events.ReadingLaid,
        url=agreement,
    )
    register_nobody(events.BothReminded, why="The reminder itself is a mail to both sides.")


def tell_both(agreement: Agreement, *, at: dt.datetime) -> None:
    """Mail that an agreement stands, stands anew, or ended together, with the calendar entry that says the same."""
    terms = _standing(agreement)
    for seat in _people(agreement):
        with override(seat.person.language):
            words = _words(agreement, terms)
            subject, text = _ended(words) if terms.ends else _agreed(words, anew=agreement.sequence > 0)
            send_besides(
                seat.person,
                subject=subject,
                text=text,
                why=_why(words),
                key=f"agreement:{agreement.public_id}:{agreement.sequence}:{seat.person_id}",
                attachments=[(exports.FILE_NAME, exports.calendar(agreement), exports.MAIL_TYPE[terms.ends])],
                due_at=at,
            )


def remind_both(agreement: Agreement, reminder: Reminder, *, at: dt.datetime) -> None:
    """Mail a reminder to both sides alike; nobody is named as late."""
    terms = _standing(agreement)
    calendar = [(exports.FILE_NAME, exports.calendar(agreement), exports.MAIL_TYPE[terms.ends])]
    for seat in _people(agreement):
        with override(seat.person.language):
            words = _words(agreement, terms)
            subject, text = _REMINDS[reminder.kind](words)
            send_besides(
                seat.person,
                subject=subject,
                text=text,
                why=_why(words),
                key=f"reminder:{reminder.pk}:{agreement.public_id}:{seat.person_id}",
                attachments=[] if reminder.kind == Reminder.Kind.AFTER else calendar,
                due_at=at,
            )


def _people(agreement: Agreement) -> list[Seat]:
    sides = (agreement.promised_by_id, agreement.promised_to_id)
    seats = Seat.objects.select_related("person").filter(
        party_id__in=sides, person__is_active=True, person__is_guest=False
    )
    return list(seats.order_by("pk"))


def _standing(agreement: Agreement) -> Terms:
    if agreement.standing is None:
        raise ValueError("both sides hear only of what stands")
    return agreement.standing


def _words(agreement: Agreement, terms: Terms) -> Words:
    running = clock(agreement.challenge)
    review = review_of(terms, running)
    return {
        "promised_by": agreement.promised_by.name,
        "promised_to": agreement.promised_to.name,
        "what": str(terms.what),
        "evidence": str(terms.evidence),
        "date": date_format(day_of(terms, running), "l j F Y"),
        "review": _("no day agreed") if review is None else date_format(review, "l j F Y"),
        "title": agreement.challenge.title,
        "link": exports.address(agreement),
    }


def _why(words: Words) -> str:
    return _('You get this because you take part in "%(title)s" for one of the two parties.') % words


def _facts(words: Words) -> str:
    return (
        _(
            "What: %(what)s\nWho: %(promised_by)s, for %(promised_to)s\nWhen: %(date)s\n"
            "How we see that it is done: %(evidence)s\nWhen we look again: %(review)s\n\n%(link)s"
        )
        % words
    )


def _agreed(words: Words, *, anew: bool) -> tuple[str, str]:
    if anew:
        subject = _("Agreed anew: %(what)s") % words
        opening = _("%(promised_by)s and %(promised_to)s agreed anew. The date for your calendar is attached.")
    else:
        subject = _("Agreed: %(what)s") % words
        opening = _("%(promised_by)s and %(promised_to)s made an agreement. The date for your calendar is attached.")
    return subject, opening % words + "\n\n" + _facts(words)


def _ended(words: Words) -> tuple[str, str]:
    opening = _("%(promised_by)s and %(promised_to)s ended this agreement together. It leaves your calendar.")
    return _("Ended together: %(what)s") % words, opening % words + "\n\n" + _facts(words)


def _before(words: Words) -> tuple[str, str]:
    opening = _("In a week it is the date of this agreement. Does it have to change? Until then you can agree anew.")
    return _("%(date)s: %(what)s") % words, opening + "\n\n" + _facts(words)


def _after(words: Words) -> tuple[str, str]:
    opening = _(
        "Yesterday was the date of this agreement. %(promised_by)s tells how it went, %(promised_to)s can add to it."
    )
    return _("How did it go? %(what)s") % words, opening % words + "\n\n" + _facts(words)


def _review(words: Words) -> tuple[str, str]:
    opening = _(
        "Today you look at this agreement again. Does it still fit? Say so, or propose a change. "
        "It counts as it is until both of you agree on something else."
    )
    return _("Does this still fit? %(what)s") % words, opening + "\n\n" + _facts(words)


_REMINDS: dict[str, Callable[[Words], tuple[str, str]]] = {
    Reminder.Kind.REVIEW: _review,
    Reminder.Kind.BEFORE: _before,
    Reminder.Kind.AFTER: _after,
}
