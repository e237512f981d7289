"""What one sees of agreements."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.base.errors import Refused
from communityup.people.actors import Actor
from communityup.ui.forms import done
from communityup.workspace.agreements import actions, exports, forms, permissions, queries
from communityup.workspace.agreements.models import Agreement
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.challenges.queries import active_parties, clock, frame, visible_challenge

UNPROCESSABLE = 422
PAGE_LENGTH = 25


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """All agreements of a challenge: what is open first."""
    challenge = visible_challenge(slug, request.user)
    found = Paginator(queries.rows(challenge), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        **frame(request, challenge, "agreements"),
        "page_obj": found,
        "agreements": queries.with_status(found),
        "only_promiser": queries.only_promiser(challenge),
        "has_others": len(active_parties(challenge)) > 1,
    }
    return render(request, "agreements/page.html", context)


@login_required
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose an agreement in few fields."""
    challenge = visible_challenge(slug, request.user)
    own, parties = own_seat(challenge, _by(request)).party, active_parties(challenge)
    if len(parties) == 1:
        raise Refused(_("An agreement needs a second party. Invite one, or wait until it takes part."))
    form = forms.AgreementForm(request.POST or None, parties=parties, own=own)
    made = done(form, lambda: actions.propose_agreement(challenge, **form.cleaned_data, by=_by(request)))
    if made is None:
        context = {**frame(request, challenge, "agreements"), "form": form}
        return render(request, "agreements/propose.html", context, status=_status(form))
    messages.success(request, _("Your proposal is on the table. Your party has confirmed it with this."))
    return _to(made)


@require_safe
def agreement(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One agreement with its versions, who confirmed, and how it went."""
    return _page(request, _agreement(request, slug, public_id))


@login_required
def change(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Propose other words or another date."""
    found = _agreement(request, slug, public_id)
    permissions.a_side(found, _by(request))
    form = forms.ChangeForm(request.POST or None, initial=_initial(found))
    if done(form, lambda: actions.propose_change(found, **form.cleaned_data, by=_by(request))) is None:
        context = {**frame(request, found.challenge, "agreements"), "form": form, "agreement": found}
        return render(request, "agreements/change.html", context, status=_status(form))
    return _to(found)


@require_POST
@login_required
def fits(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say that it still fits, now that the day to look again has come."""
    found = _agreement(request, slug, public_id)
    form = forms.VersionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=UNPROCESSABLE)
    made = actions.say_it_fits(found, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Your party says that it still fits. It counts once the other side says so too."))
    return _to(made)


@require_POST
@login_required
def confirm(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Confirm the version one read."""
    found = _agreement(request, slug, public_id)
    form = forms.VersionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=UNPROCESSABLE)
    made = actions.confirm_agreement(found, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Both sides agree. Everybody of both parties gets a mail with the date."))
    return _to(made)


@require_POST
@login_required
def withdraw(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take one's own proposal back."""
    found = _agreement(request, slug, public_id)
    form = forms.VersionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=UNPROCESSABLE)
    return _to(actions.withdraw_proposal(found, **form.cleaned_data, by=_by(request)))


@require_POST
@login_required
def end(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Propose to end it together."""
    found = _agreement(request, slug, public_id)
    form = forms.VersionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=UNPROCESSABLE)
    return _to(actions.propose_end(found, **form.cleaned_data, by=_by(request)))


@require_POST
@login_required
def tell(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Tell how it went."""
    found = _agreement(request, slug, public_id)
    permissions.promising_side(found, _by(request))
    form = forms.OutcomeForm(request.POST, past=queries.is_past(found, clock(found.challenge)))
    told = actions.tell_kept if form["outcome"].value() == "kept" else actions.tell_not_kept
    if done(form, lambda: told(found, words=form.cleaned_data["words"], by=_by(request))) is None:
        return _page(request, found, tell_form=form)
    return _to(found)


@require_POST
@login_required
def read(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Lay one's own reading beside how it went."""
    found = _agreement(request, slug, public_id)
    permissions.other_side(found, _by(request))
    form = forms.ReadingForm(request.POST)
    if not form.is_valid():
        return _page(request, found, read_form=form)
    actions.lay_reading(found, **form.cleaned_data, by=_by(request))
    return _to(found)


@require_safe
def calendar(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Hand out the calendar entry of what both sides confirmed."""
    found = _agreement(request, slug, public_id)
    if found.standing is None:
        raise Http404
    disposition = {"Content-Disposition": f'attachment; filename="{exports.FILE_NAME}"'}
    return HttpResponse(exports.calendar(found), content_type=exports.MEDIA_TYPE, headers=disposition)


def _page(
    request: HttpRequest,
    found: Agreement,
    *,
    tell_form: Form | None = None,
    read_form: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    around = frame(request, found.challenge, "agreements")
    shown = queries.detail(found, around["own_party"])
    reading = shown["outcome"].reading if shown["outcome"] else None
    forms_here = {
        "tell_form": tell_form or forms.OutcomeForm(past=shown["past"]),
        "read_form": read_form or forms.ReadingForm(initial={"words": str(reading or "")}),
    }
    bound = any(form.is_bound for form in forms_here.values())
    context = {**around, **shown, **forms_here}
    return render(request, "agreements/agreement.html", context, status=UNPROCESSABLE if bound else status)


def _initial(found: Agreement) -> dict[str, Any]:
    current = found.pending or found.standing
    if current is None:
        raise Refused(_("This agreement is finished. You can make a new one."))
    running = clock(found.challenge)
    day, review_on = queries.day_of(current, running), queries.review_of(current, running)
    if review_on is not None and permissions.wrong_review(review_on, day):
        review_on = None
    words = {"what": str(current.what), "evidence": str(current.evidence), "version": current.number}
    return {**words, "due": day, "review_on": review_on}


def _status(form: Form) -> int:
    return UNPROCESSABLE if form.is_bound else 200


def _agreement(request: HttpRequest, slug: str, public_id: str) -> Agreement:
    found = queries.agreement_of(visible_challenge(slug, request.user), public_id)
    if found is None:
        raise Http404
    return found


def _to(found: Agreement) -> HttpResponse:
    return redirect("agreements:agreement", slug=found.challenge.slug, public_id=found.public_id)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person
