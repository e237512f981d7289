"""What one sees of the council's window, and what one can do there."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.codes.queries import token_hash
from communityup.people.actors import Actor
from communityup.people.queries import signed_in
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import keeps_process, own_seat
from communityup.workspace.challenges.queries import active_parties, frame, visible_challenge
from communityup.workspace.council import actions, forms, permissions, queries
from communityup.workspace.council.models import ObserverInvitation

UNPROCESSABLE = 422


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The window: what is left free, questions in public, formal decisions, and who reads along."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "lead_in")
    shown = queries.questions(challenge, around["own_party"], request.GET.get("page", "1"))
    shown |= {**queries.freed(challenge), "milestones": queries.milestones(challenge, around["own_party"])}
    own = {"watches": permissions.watches(challenge, request.user), "keeps": _keeps(request, challenge)}
    return render(request, "council/page.html", {**around, **shown, **own, "observers": queries.observers(challenge)})


@login_required
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask all parties to let somebody read along."""
    challenge = visible_challenge(slug, request.user)
    own_seat(challenge, _by(request))
    form = forms.ObserverForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, _("Let somebody read along"), _("Ask all parties"))
    actions.propose_observer(challenge, **form.cleaned_data, by=_by(request))
    messages.success(request, _("The other parties can answer now. The letter leaves when all agree."))
    return redirect("council:page", slug=slug)


@login_required
def stop(request: HttpRequest, slug: str) -> HttpResponse:
    """Stop reading along, after a question whether that is meant."""
    challenge = visible_challenge(slug, request.user)
    if request.method != "POST":
        return render(request, "council/stop.html", frame(request, challenge, "lead_in"))
    actions.stop_observing(challenge, by=_by(request))
    messages.success(request, _("You no longer read along for executive or council."))
    return redirect("my_page")


def invitation(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Read an invitation to read along by its link, also before signing in, and answer it."""
    found = get_object_or_404(_sent(), challenge__slug=slug, token_hash=token_hash(token))
    return _invitation(request, found)


@login_required
def own_invitation(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Read and answer an invitation that was sent to one's own address, without its link."""
    own = _sent().filter(email=signed_in(request).email)
    return _invitation(request, get_object_or_404(own, challenge__slug=slug, public_id=public_id))


@login_required
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask something in public, as an observer."""
    challenge = visible_challenge(slug, request.user)
    permissions.asking_observer(challenge, _by(request))
    form = forms.QuestionForm(request.POST or None, parties=active_parties(challenge))
    if not form.is_valid():
        return _form(request, challenge, form, _("Ask in public"), _("Say this in public"))
    asked = actions.ask_in_public(challenge, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Everybody in this challenge can read it now."))
    return redirect("council:question", slug=slug, public_id=asked.public_id)


@require_safe
def question(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One question in public, its answers, and on whom it waits."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "lead_in")
    row = queries.detail(queries.question_of(challenge, public_id), around["own_party"])
    return render(request, "council/question.html", {**around, "row": row, "keeps": _keeps(request, challenge)})


@login_required
def answer(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Answer a question in public, for one's party or as who keeps the process."""
    challenge = visible_challenge(slug, request.user)
    asked = queries.question_of(challenge, public_id)
    permissions.answering_party(asked, _by(request))
    form = forms.WordsForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, str(asked.words), _("Answer in public"))
    actions.answer_in_public(asked, **form.cleaned_data, by=_by(request))
    return redirect("council:question", slug=slug, public_id=public_id)


@login_required
def free(request: HttpRequest, slug: str) -> HttpResponse:
    """Put down what council or executive leaves free."""
    challenge = visible_challenge(slug, request.user)
    own_seat(challenge, _by(request))
    form = forms.FreedomForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, _("What is left free"), _("Put this down"))
    item = actions.record_freedom(challenge, **form.cleaned_data, by=_by(request))
    return redirect("council:freedom", slug=slug, public_id=item.public_id)


@login_required
def take_in(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take what an observer offered into the window, in the observer's words."""
    challenge = visible_challenge(slug, request.user)
    own_seat(challenge, _by(request))
    offer = queries.question_of(challenge, public_id)
    origin = _("told here by %(who)s") % {"who": offer.get_watches_display()}
    first = {"body": offer.watches, "words": str(offer.words), "origin": origin}
    form = forms.FreedomForm(request.POST or None, initial=first)
    if not form.is_valid():
        return _form(request, challenge, form, _("What is left free"), _("Put this down"))
    item = actions.record_freedom(challenge, **form.cleaned_data, offer=offer, by=_by(request))
    return redirect("council:freedom", slug=slug, public_id=item.public_id)


@require_safe
def freedom(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One thing that is left free: its versions, where it was said, and how the parties read it."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "lead_in")
    shown = queries.freed_detail(queries.freed_of(challenge, public_id), around["own_party"])
    return render(request, "council/freedom.html", {**around, **shown})


@login_required
def reword(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Put other words for what is left free."""
    challenge = visible_challenge(slug, request.user)
    item = queries.freed_of(challenge, public_id)
    permissions.keeper_of(item.party, _by(request))
    first = {"words": str(item.words), "origin": str(item.origin)}
    form = forms.RewordForm(request.POST or None, initial=first)
    if not form.is_valid():
        return _form(request, challenge, form, _("Other words"), _("Save"))
    actions.reword_freedom(item, **form.cleaned_data, by=_by(request))
    return redirect("council:freedom", slug=slug, public_id=public_id)


@login_required
def reading(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Put the reading of one's own party beside what is left free."""
    challenge = visible_challenge(slug, request.user)
    item = queries.freed_of(challenge, public_id)
    own_seat(challenge, _by(request))
    form = forms.ReadingForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, str(item.words), _("Save"))
    actions.read_freedom(item, **form.cleaned_data, by=_by(request))
    return redirect("council:freedom", slug=slug, public_id=public_id)


@login_required
def end(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Tell that something is no longer left free."""
    challenge = visible_challenge(slug, request.user)
    item = queries.freed_of(challenge, public_id)
    permissions.keeper_of(item.party, _by(request))
    form = forms.ReasonForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, str(item.words), _("No longer left free"))
    actions.end_freedom(item, **form.cleaned_data, by=_by(request))
    return redirect("council:freedom", slug=slug, public_id=public_id)


@login_required
def milestone(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell of a moment at which council or executive is taken along."""
    challenge = visible_challenge(slug, request.user)
    own_seat(challenge, _by(request))
    form = forms.MilestoneForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, _("A milestone"), _("Save"))
    actions.tell_milestone(challenge, **form.cleaned_data, by=_by(request))
    return redirect("council:page", slug=slug)


@login_required
def moved(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Tell that a milestone moved."""
    challenge = visible_challenge(slug, request.user)
    found = queries.milestone_of(challenge, public_id)
    permissions.keeper_of(found.party, _by(request))
    form = forms.MoveForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, str(found.what), _("Save"))
    actions.move_milestone(found, **form.cleaned_data, by=_by(request))
    return redirect("council:page", slug=slug)


@require_POST
@login_required
def reached(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Tell that a milestone was reached."""
    found = queries.milestone_of(visible_challenge(slug, request.user), public_id)
    actions.reach_milestone(found, by=_by(request))
    return redirect("council:page", slug=slug)


@require_POST
@login_required
def not_reached(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Tell that a milestone was told to be reached by mistake."""
    found = queries.milestone_of(visible_challenge(slug, request.user), public_id)
    actions.reach_milestone(found, mistaken=True, by=_by(request))
    return redirect("council:page", slug=slug)


def _invitation(request: HttpRequest, found: ObserverInvitation) -> HttpResponse:
    """Show an invitation, or answer it: the button says which answer."""
    if request.method != "POST":
        return render(request, "council/invitation.html", {"invitation": found, "challenge": found.challenge})
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    if request.POST.get("answer") == "decline":
        actions.decline_observing(found, by=_by(request))
        messages.success(request, _("Thank you for your answer."))
        return redirect("my_page")
    actions.accept_observing(found, by=_by(request))
    messages.success(request, _("You read along from now on."))
    return redirect("council:page", slug=found.challenge.slug)


def _sent() -> QuerySet[ObserverInvitation]:
    """Return the invitations that left; the link itself opens them, also of a challenge that is not public."""
    found = ObserverInvitation.objects.filter(sent_at__isnull=False).exclude(token_hash="")
    return found.select_related("challenge__opening__current", "challenge__stream", "who__current")


def _keeps(request: HttpRequest, challenge: Challenge) -> bool:
    return request.user.is_authenticated and keeps_process(challenge, _by(request))


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person


def _form(request: HttpRequest, challenge: Challenge, form: Form, title: str, submit: str) -> HttpResponse:
    around: dict[str, Any] = frame(request, challenge, "lead_in")
    status = UNPROCESSABLE if form.is_bound else 200
    return render(
        request, "council/form.html", {**around, "form": form, "title": title, "submit": submit}, status=status
    )
