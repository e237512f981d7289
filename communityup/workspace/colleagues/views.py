"""What one sees of one's organisation over all challenges, and of who speaks for a party."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from communityup.base.ids import is_id
from communityup.organisations import actions as organisations
from communityup.organisations import queries as of_organisations
from communityup.organisations.models import Membership
from communityup.organisations.permissions import is_sure
from communityup.people.actors import Actor
from communityup.people.queries import signed_in
from communityup.workspace.challenges import queries as challenges
from communityup.workspace.challenges.permissions import seat_of, takes_part
from communityup.workspace.colleagues import actions, exports, forms, permissions, queries
from communityup.workspace.colleagues.models import ColleagueInvitation
from communityup.workspace.colleagues.queries import Own

UNPROCESSABLE = 422
ON_A_PAGE = 20


@require_safe
@never_cache
@login_required
def page(request: HttpRequest, public_id: str = "") -> HttpResponse:
    """All challenges of one's organisation, and one inbox."""
    own = queries.own_organisation(signed_in(request), public_id)
    if own is None:
        unlinked = queries.parties_without_organisation(signed_in(request))
        return render(request, "colleagues/none.html", {"unlinked": unlinked})
    rows = queries.challenges_of(own)
    waiting = Paginator(queries.inbox(own, rows), ON_A_PAGE).get_page(request.GET.get("inbox"))
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"inbox": waiting, "page": shown, "mine": any(row["mine"] for row in rows)}
    return render(request, "colleagues/page.html", {**queries.around(own, "page"), **context})


@require_safe
@never_cache
@login_required
def promises(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the organisation promised, and what was promised to it."""
    own = _own(request, public_id)
    found = queries.promises(queries.challenges_of(own))
    shown = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "colleagues/promises.html", {**queries.around(own, "promises"), "page": shown})


@require_safe
@never_cache
@login_required
def people(request: HttpRequest, public_id: str) -> HttpResponse:
    """The people of the organisation with their places."""
    own = _own(request, public_id)
    shown = Paginator(queries.people(own, queries.challenges_of(own)), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "asked": queries.colleagues_asked(own),
        "contact": own.inside and own.membership.contact,
        "sure": is_sure(own.membership),
    }
    return render(request, "colleagues/people.html", {**queries.around(own, "people"), **context})


@never_cache
@login_required
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask a colleague for the organisation, and per challenge for its party."""
    own = _own(request, public_id)
    form = forms.ColleagueForm(request.POST or None, parties=queries.own_parties(own))
    if not form.is_valid():
        return _form(request, "colleagues/ask.html", form, own)
    actions.ask_colleague(own.organisation, **form.cleaned_data, by=_by(request))
    messages.success(request, _("An invitation is on its way."))
    return redirect("colleagues:people", public_id=public_id)


@require_POST
@login_required
def take_back(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """Take the invitation of a colleague back."""
    own = _own(request, public_id)
    waiting = get_object_or_404(ColleagueInvitation, pk=pk, organisation=own.organisation)
    actions.take_back(waiting, by=_by(request))
    messages.success(request, _("The invitation was taken back."))
    return redirect("colleagues:people", public_id=public_id)


@never_cache
@login_required
def join(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read who asks one to join, and join."""
    found = ColleagueInvitation.objects.select_related("organisation", "inviter")
    asked = get_object_or_404(found, public_id=_known(public_id), email=signed_in(request).email)
    if request.method != "POST":
        return render(request, "colleagues/join.html", {"asked": asked, "parties": queries.parties_of(asked)})
    actions.join_colleagues(asked, by=_by(request))
    messages.success(request, _("You now speak for %(name)s.") % {"name": asked.organisation})
    return redirect("colleagues:page", public_id=asked.organisation.public_id)


@never_cache
@login_required
def hand_over(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand all one's places over to a colleague, after reading which they are."""
    own = _own(request, public_id)
    others = [row for row in own.insiders if own.inside and row.pk != own.membership.pk]
    form = forms.HandOverForm(request.POST or None, people=others)
    if not form.is_valid():
        shown = {"parties": queries.own_parties(own), "people": others, **queries.unconfirmed(own)}
        return _form(request, "colleagues/hand_over.html", form, own, **shown)
    to = form.cleaned_data["to"]
    done = actions.hand_over_places(own.organisation, to=to, by=_by(request))
    if done.given:
        went = ngettext(
            "%(count)d place went over to %(name)s.", "%(count)d places went over to %(name)s.", len(done.given)
        )
        messages.success(request, went % {"count": len(done.given), "name": to.person})
    for title, why in done.kept:
        messages.warning(request, _("Your place in %(title)s stays yours: %(why)s.") % {"title": title, "why": why})
    return redirect("colleagues:page", public_id=public_id)


@never_cache
@login_required
def for_whom(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tell on whose behalf one speaks, or prove it by one's address."""
    own = _own(request, public_id)
    said = queries.around(own, "people")["proof"]["said"]
    form = forms.ForWhomForm(request.POST or None, initial={"words": said})
    if not form.is_valid():
        domain = of_organisations.can_prove_by_mail(own.membership, own.person)
        return _form(request, "colleagues/for_whom.html", form, own, domain=domain)
    organisations.tell_for_whom(own.membership, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Saved. Everybody who sees your party can read it."))
    return redirect("colleagues:people", public_id=public_id)


@require_POST
@login_required
def prove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Prove by one's own confirmed address that one speaks for the organisation."""
    own = _own(request, public_id)
    organisations.prove_by_mail(own.membership, by=_by(request))
    messages.success(request, _("Confirmed by your e-mail address."))
    return redirect("colleagues:people", public_id=public_id)


@never_cache
@login_required
def rename(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change the name, kind or place of one's organisation."""
    own = _own(request, public_id)
    now = {name: getattr(own.organisation, name) for name in ("name", "kind", "place")}
    form = forms.OrganisationForm(request.POST or None, initial=now)
    if not form.is_valid():
        return _form(request, "colleagues/rename.html", form, own)
    organisations.rename_organisation(own.organisation, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Saved."))
    return redirect("colleagues:page", public_id=public_id)


@require_safe
@never_cache
@login_required
def spreadsheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the challenges, inbox and promises along as a spreadsheet; the same for every kind of party."""
    response = HttpResponse(exports.spreadsheet(_own(request, public_id)), content_type=exports.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{exports.FILE_NAME}"'
    return response


@require_POST
@login_required
def confirm(request: HttpRequest, public_id: str, member: str) -> HttpResponse:
    """Confirm that a colleague speaks for the organisation."""
    organisations.confirm_colleague(_member(_own(request, public_id), member), by=_by(request))
    return redirect("colleagues:people", public_id=public_id)


@require_POST
@login_required
def contact(request: HttpRequest, public_id: str, member: str) -> HttpResponse:
    """Make a colleague a contact of the organisation."""
    organisations.name_contact(_member(_own(request, public_id), member), by=_by(request))
    return redirect("colleagues:people", public_id=public_id)


@never_cache
@login_required
def leave(request: HttpRequest, public_id: str, member: str) -> HttpResponse:
    """End that oneself or somebody who left there speaks for the organisation, after a question."""
    own = _own(request, public_id)
    found = _member(own, member)
    if request.method != "POST":
        return render(request, "colleagues/leave.html", {**queries.around(own, "people"), "member": found})
    organisations.leave_organisation(found, by=_by(request))
    messages.success(request, _("%(name)s no longer speaks for it.") % {"name": found.person})
    return redirect("colleagues:page")


@login_required
def link(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say for which organisation one's own party speaks."""
    person = signed_in(request)
    party = next((one for one in queries.parties_without_organisation(person) if one.public_id == public_id), None)
    if party is None:
        raise Http404
    own = of_organisations.own_organisations(person)
    form = forms.LinkForm(request.POST or None, own=own, party=party)
    if request.method != "POST" or not form.is_valid():
        return _form(request, "colleagues/link.html", form, None, party=party)
    linked = actions.link_party(party, organisation=form.cleaned_data["organisation"], by=_by(request))
    return redirect("colleagues:page", public_id=linked.organisation.public_id if linked.organisation else "")


@require_safe
def speaks_for(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Who speaks for a party, on whose behalf, and how anybody knows: the same for everybody."""
    challenge = challenges.visible_challenge(slug, request.user)
    party = queries.party_of(challenge, number)
    seat = seat_of(challenge, request.user)
    outside = seat is not None and seat.party_id != party.pk and seat.party.organisation_id is not None
    context = {
        "party": party,
        "speakers": queries.speakers(party, named=takes_part(challenge, request.user), page=request.GET.get("page")),
        "domains": of_organisations.domains_of(party.organisation) if party.organisation else [],
        "can_vouch": outside,
        "absences": queries.away_of(party, seat),
    }
    return render(request, "colleagues/speaks_for.html", {**challenges.frame(request, challenge, "parties"), **context})


@require_POST
@login_required
def vouch(request: HttpRequest, slug: str, number: int, member: str) -> HttpResponse:
    """Confirm from another party that one knows somebody who speaks for this one."""
    challenge = challenges.visible_challenge(slug, request.user)
    party = queries.party_of(challenge, number)
    found = get_object_or_404(
        Membership, public_id=_known(member), organisation=party.organisation_id, person__seats__party=party
    )
    of = permissions.vouching_organisation(party, _by(request))
    organisations.vouch_for(found, of=of, by=_by(request))
    messages.success(
        request, _("Thank you. Everybody can now see that somebody of %(name)s confirms it.") % {"name": of}
    )
    return redirect("colleagues:speaks_for", slug=slug, number=number)


def _own(request: HttpRequest, public_id: str) -> Own:
    own = queries.own_organisation(signed_in(request), public_id)
    if own is None:
        raise Http404
    return own


def _member(own: Own, public_id: str) -> Membership:
    related = Membership.objects.select_related("organisation__stream", "person")
    shown = related.filter(organisation=own.organisation) if own.inside else related.filter(pk=own.membership.pk)
    return get_object_or_404(shown, public_id=_known(public_id))


def _known(public_id: str) -> str:
    if not is_id(public_id):
        raise Http404
    return public_id


def _by(request: HttpRequest) -> Actor:
    return Actor.of(signed_in(request))


def _form(request: HttpRequest, template: str, form: Any, own: Own | None, **context: Any) -> HttpResponse:
    shown = queries.around(own, "people") if own else {}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, template, {**shown, "form": form, **context}, status=status)
