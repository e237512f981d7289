"""Who hears about looking back: who was there, in their messages or in the letter they get after a session anyway."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from communityup.gatherings.models import Registration
from communityup.network.evaluations import events, permissions, queries
from communityup.network.evaluations.models import Evaluation
from communityup.network.meetings.models import Session
from communityup.network.meetings.notices import place_url, send_letter
from communityup.network.networks.notices import coordinators
from communityup.network.recordings.models import Speaker
from communityup.network.takeaways.notices import who_came
from communityup.notices.queries import Happening, register_hearers
from communityup.post.queries import after_quiet_hours, framed, site_address


def still_silent(happening: Happening) -> set[int]:
    """Who was there and did not answer, when they have an account."""
    evaluation = Evaluation.objects.select_related("session").get(session__public_id=happening.object)
    return {one.person_id for one in queries.still_to_answer(evaluation) if one.person_id is not None}


def everybody(happening: Happening) -> set[int]:
    """Who was there, who speaks in the recording and who coordinates, all at the same moment."""
    spoke = Speaker.objects.filter(recording__session__public_id=happening.object, person__isnull=False)
    return who_came(happening) | set(coordinators(happening)) | set(spoke.values_list("person_id", flat=True))


def register() -> None:
    """Say who hears about looking back; called in AppConfig.ready."""
    register_hearers(
        events.EvaluationOpened,
        hearers=who_came,
        url=_session,
        sentence=gettext_lazy("You were at a session. How was it? Three short questions"),
    )
    register_hearers(
        events.EvaluationReminded,
        hearers=still_silent,
        url=_session,
        sentence=gettext_lazy("You can still say how a session was, for one more week. We ask this no more"),
    )
    register_hearers(
        events.EvaluationClosed,
        hearers=everybody,
        url=_session,
        sentence=gettext_lazy("The questions about a session closed. See what can be told of it"),
    )


def asked_along(session: Session, registration: Registration) -> str:
    """Return what the letter after a session asks besides; nothing when one cannot answer."""
    if not permissions.takes_answers(session, queries.evaluation_of(session)):
        return ""
    text = _(
        "How was it? There are three short questions, for one minute:\n%(link)s\n\n"
        "Nobody is shown who answered what. After two weeks everybody sees how often each answer was given, when at "
        "least five people answered."
    )
    return text % {"link": _address(session, registration)}


def ask_again_by_letter(session: Session, registration: Registration) -> None:
    """Mail somebody without an account the questions once more; never in the quiet hours."""
    with override(registration.language):
        words = {"title": session.gathering.title, "link": _address(session, registration)}
        text = _(
            "Hello,\n\nLast week you were at “%(title)s”. How was it? You can still answer three short questions, "
            "for one more week:\n%(link)s\n\n"
            "Nobody is shown who answered what. You do not have to: this is the last time we ask."
        )
        why = _("You get this because you registered for a session of %(name)s.") % {"name": session.network.name}
        own = place_url(session, registration)
        letter = framed(_("How was it? %(title)s") % words, text % words, why=why, own=own)
        key = f"evaluation:{registration.public_id}:again"
        send_letter(registration.email, letter, key=key, due_at=after_quiet_hours(timezone.now()))


def _address(session: Session, registration: Registration) -> str:
    path = reverse("evaluations:answer", args=[session.network.slug, permissions.answer_token(registration)])
    return site_address() + path


def _session(slug: str, happening: Happening) -> str:
    return reverse("meetings:session", args=[slug, happening.object])
