"""What one sees of recordings: watching, answering as somebody who speaks in one, and taking care of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communityup.base.errors import Refused
from communityup.codes.actions import look_up
from communityup.codes.queries import on_paper
from communityup.network.meetings.models import Session
from communityup.network.meetings.permissions import EVERY, seen_by
from communityup.network.meetings.queries import session_of
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import own_coordinator
from communityup.network.networks.queries import frame, network_of
from communityup.network.recordings import actions, forms, permissions, queries
from communityup.network.recordings.models import Recording, Speaker
from communityup.people.actors import Actor
from communityup.people.adapters import network_of as client_network
from communityup.ui.forms import done

UNPROCESSABLE, GONE, FORBIDDEN = 422, 410, 403
# Which code a browser gave, by its key: the code itself is kept nowhere.
GIVEN = "recording_codes"
TOO_MANY = gettext_lazy(
    "There were too many wrong codes for this recording. Wait a quarter of an hour, then try again."
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def watch(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Watch a recording: at once for who was registered, with a code for others (A46, A48)."""
    network = network_of(slug)
    session = _session(network, public_id, seen_by(network, request.user))
    recording = queries.open_one(session)
    given = request.session.get(GIVEN, {}).get(recording.public_id)
    watcher = queries.watched_by(recording, request.user, given)
    if watcher is not None:
        return _page(request, session.network, "watch", **queries.page_of(recording, watcher=watcher))
    if request.method == "POST":
        return _with_code(request, recording)
    shown = queries.locked(recording)
    status = FORBIDDEN if given or not shown["has_code"] else 200
    return _page(request, session.network, "locked", status=status, form=forms.CodeForm(), ended=bool(given), **shown)


def _with_code(request: HttpRequest, recording: Recording) -> HttpResponse:
    """Open a recording with a code; the code stands in no address."""
    session = recording.session
    form = forms.CodeForm(request.POST)
    if not form.is_valid():
        status = UNPROCESSABLE
        return _page(request, session.network, "locked", status=status, form=form, **queries.locked(recording))
    limits = permissions.wrong_codes(recording, client_network(request))
    locked = {"form": forms.CodeForm(), **queries.locked(recording)}
    try:
        found = look_up(form.cleaned_data["code"], purpose=permissions.CODES, limits=limits, sentence=TOO_MANY)
    except Refused as why:
        return _page(request, session.network, "locked", status=why.status, wait=why, **locked)
    if found is None or not actions.enter(recording, found):
        return _page(request, session.network, "locked", status=FORBIDDEN, wrong=True, **locked)
    request.session[GIVEN] = {**request.session.get(GIVEN, {}), recording.public_id: found.pk}
    return redirect("recordings:watch", slug=session.network.slug, public_id=session.slug)


@never_cache
@require_safe
def own(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Watch a recording by one's own link, as somebody who was registered: without a code."""
    network = network_of(slug)
    opened = queries.for_who_was_there(network, token)
    if opened is None:
        return _page(request, network, "gone", status=GONE)
    recording, watcher = opened
    return _page(request, network, "watch", by_link=True, **queries.page_of(recording, watcher=watcher))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say with one's account, as somebody who speaks in a recording, who may see it."""
    network = network_of(slug)
    return _answered(request, network, queries.own_speaker(network, public_id, request.user), by=_by(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_by_letter(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Say the same by the link in a letter."""
    network = network_of(slug)
    speaker = queries.speaker_of_letter(network, token)
    if speaker is None:
        return _page(request, network, "gone", status=GONE)
    return _answered(request, network, speaker, by=Actor.visitor())


def _answered(request: HttpRequest, network: Network, speaker: Speaker, *, by: Actor) -> HttpResponse:
    if request.method != "POST":
        return _page(request, network, "asked", **queries.asked_page(speaker))
    if request.POST.get("said") not in {"no", "participants", "codes", "public"}:
        return _page(request, network, "asked", status=UNPROCESSABLE, unclear=True, **queries.asked_page(speaker))
    actions.answer(speaker, said=request.POST["said"], by=by)
    messages.success(request, _("Thank you. You can change this here at any moment."))
    return redirect(request.path)


@login_required
def keep(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Add the recording of a session, or change it."""
    session = _own(request, slug, public_id)
    permissions.refuse_before(session)
    found = queries.recording_of(session)
    form = forms.RecordingForm(request.POST or None, request.FILES or None, initial=queries.words_of(found))
    if not done(form, lambda: actions.keep_recording(session, told=form.told, by=_by(request))):
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, session.network, "keep", status=status, form=form, session=session, recording=found)
    messages.success(request, _("Saved. Nobody sees it before everybody who speaks in it said yes."))
    return redirect("recordings:manage", slug=slug, public_id=public_id)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take care of a recording: who speaks in it and what they answered, for whom it is open."""
    session = _own(request, slug, public_id)
    recording = queries.kept(session)
    form = forms.SpeakerForm(request.POST if request.method == "POST" else None)
    if done(form, lambda: actions.name_speaker(recording, **form.cleaned_data, by=_by(request))):
        messages.success(request, _("They are asked who may see it."))
        return redirect("recordings:manage", slug=slug, public_id=public_id)
    around = {"form": form, "renew": forms.RenewForm(), **queries.managing(recording)}
    return _page(request, session.network, "manage", status=UNPROCESSABLE if form.is_bound else 200, **around)


@require_POST
@login_required
def ask_again(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Ask once more who did not answer."""
    recording = queries.kept(_own(request, slug, public_id))
    speaker = queries.speaker_of(recording, request.POST.get("speaker", ""))
    if actions.ask_again(speaker, by=_by(request)):
        messages.success(request, _("They are asked once more who may see it."))
    else:
        messages.info(request, _("They answered already, or were asked less than a week ago."))
    return redirect("recordings:manage", slug=slug, public_id=public_id)


@require_POST
@login_required
def leave_out(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take back that somebody speaks in it."""
    recording = queries.kept(_own(request, slug, public_id))
    actions.leave_out_speaker(queries.speaker_of(recording, request.POST.get("speaker", "")), by=_by(request))
    messages.success(request, _("Taken off. Their address is not kept here any more."))
    return redirect("recordings:manage", slug=slug, public_id=public_id)


@require_POST
@login_required
def open_up(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Open a recording, for who was there or for everybody."""
    recording = queries.kept(_own(request, slug, public_id))
    audience = request.POST.get("audience", "")
    if audience not in Recording.Audience.values:
        raise Http404
    actions.open_recording(recording, audience=audience, by=_by(request))
    messages.success(request, _("It is open. Who was registered gets a mail with a link of their own."))
    return redirect("recordings:manage", slug=slug, public_id=public_id)


@require_POST
@login_required
def close(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Close a recording."""
    actions.close_recording(queries.kept(_own(request, slug, public_id)), by=_by(request))
    messages.success(request, _("Closed. Nobody can watch it here any more, and the code stopped working."))
    return redirect("recordings:manage", slug=slug, public_id=public_id)


@never_cache
@require_POST
@login_required
def code(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Make a new code. The answer shows it once, on a page without the link."""
    session = _own(request, slug, public_id)
    recording = queries.kept(session)
    form = forms.RenewForm(request.POST)
    made = done(form, lambda: actions.renew_code(recording, days=form.cleaned_data["days"], by=_by(request)))
    if made is None:
        around = {"form": forms.SpeakerForm(), "renew": form, **queries.managing(recording)}
        return _page(request, session.network, "manage", status=UNPROCESSABLE, **around)
    until = queries.managing(recording)["code_until"]
    return _page(request, session.network, "code", session=session, code=on_paper(made), until=until)


@require_POST
@login_required
def remove(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take a recording away."""
    session = _own(request, slug, public_id)
    actions.remove_recording(queries.kept(session), by=_by(request))
    messages.success(request, _("Taken away. Delete the video at the video service too."))
    return redirect("meetings:session", slug=slug, public_id=session.slug)


def _own(request: HttpRequest, slug: str, public_id: str) -> Session:
    network = network_of(slug)
    own_coordinator(network, _by(request))
    return _session(network, public_id, EVERY)


def _session(network: Network, public_id: str, seen: Q) -> Session:
    """Return a session with the network that was read already, for the frame around its pages."""
    session = session_of(network, public_id, seen)
    session.network = network
    return session


def _page(request: HttpRequest, network: Network, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    around = frame(request, network, "meetings")
    return render(request, f"recordings/{name}.html", {**around, **context}, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person
