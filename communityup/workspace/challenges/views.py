"""What one sees when starting a challenge, inviting, and answering an invitation."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communityup.organisations.models import lookalike
from communityup.organisations.queries import own_organisations
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.people.queries import signed_in
from communityup.ui.forms import done
from communityup.workspace.challenges import actions, forms, permissions, queries
from communityup.workspace.challenges.models import (
    Challenge,
    Invitation,
    InvitationQuestion,
    Party,
    Phase,
    Seat,
    Template,
)

UNPROCESSABLE = 422
CHALLENGES_ON_A_PAGE = 20
# Which challenges a list shows, as its address says it.
GOING_ON, CLOSED = "lopend", "afgesloten"
# Links that no longer lead to the invitation itself.
WORN = (Invitation.Answer.REPLACED, Invitation.Answer.WITHDRAWN)


@require_safe
def challenge_list(request: HttpRequest) -> HttpResponse:
    """All challenges that everybody may see, and one's own."""
    own = queries.challenges_of(request.user) if request.user.is_authenticated else []
    slugs = {row["slug"] for row in own}
    others = [row for row in queries.public_challenges() if row["slug"] not in slugs]
    chosen = request.GET.get("toon", "")
    page = Paginator(_shown(others, chosen), CHALLENGES_ON_A_PAGE).get_page(request.GET.get("page"))
    some_closed = any(row["phase"] == Phase.CLOSED for row in own + others)
    shown = {"own": _shown(own, chosen), "page": page, "chosen": chosen, "some_closed": some_closed}
    return render(request, "challenges/list.html", shown)


def _shown(rows: list[dict[str, Any]], chosen: str) -> list[dict[str, Any]]:
    """Return all rows, or only those that go on, or those that are closed."""
    if chosen not in {GOING_ON, CLOSED}:
        return rows
    return [row for row in rows if (row["phase"] == Phase.CLOSED) == (chosen == CLOSED)]


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Describe a challenge in three fields."""
    own = own_organisations(signed_in(request))
    form = forms.StartForm(
        request.POST or None,
        own=own,
        other=_("Another one, of this kind"),
        initial={"organisation": own[0].public_id} if own else {},
    )
    if not form.is_valid():
        # Of each size: nobody agrees with what they could not read.
        sizes = [{"label": size.label, "rules": queries.articles(queries.usual_rules(size))} for size in Template]
        return _form(request, "challenges/start.html", form, sizes=sizes)
    challenge = actions.start_challenge(**form.cleaned_data, by=_by(request))
    return redirect("challenges:invite", slug=challenge.slug)


@login_required
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite another party."""
    challenge = queries.visible_challenge(slug, request.user)
    seat = permissions.own_seat(challenge, _by(request))
    form = forms.InviteForm(request.POST or None, challenge=challenge, initial={"kind": _other_kind(seat.party)})
    party = done(form, lambda: actions.invite_party(challenge, **form.cleaned_data, by=_by(request)))
    if party is None:
        return _form(request, "challenges/invite.html", form, challenge=challenge)
    messages.success(request, _("%(party)s gets an invitation by mail.") % {"party": party.name})
    return redirect("room:overview", slug=slug)


@login_required
def invite_again(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Send the invitation of a silent party again."""
    challenge = queries.visible_challenge(slug, request.user)
    party = get_object_or_404(Party, challenge=challenge, number=number)
    permissions.inviters_seat(party, _by(request))
    form = forms.AgainForm(request.POST or None)
    if done(form, lambda: actions.invite_again(party, **form.cleaned_data, by=_by(request))) is None:
        return _form(request, "challenges/invite_again.html", form, challenge=challenge, party=party)
    messages.success(request, _("The invitation was sent again."))
    return redirect("room:parties", slug=slug)


@login_required
def name_party(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the name of one's own party."""
    challenge = queries.visible_challenge(slug, request.user)
    party = permissions.own_seat(challenge, _by(request)).party
    form = forms.PartyForm(request.POST or None, initial={"name": party.name, "kind": party.kind})
    if done(form, lambda: actions.name_party(party, **form.cleaned_data, by=_by(request))) is None:
        return _form(request, "challenges/name_party.html", form, challenge=challenge)
    return redirect("room:parties", slug=slug)


@login_required
def invite_colleague(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite one more person of one's own party."""
    challenge = queries.visible_challenge(slug, request.user)
    party = permissions.own_seat(challenge, _by(request)).party
    form = forms.AddressForm(request.POST or None)
    if done(form, lambda: actions.invite_colleague(party, **form.cleaned_data, by=_by(request))) is None:
        return _form(request, "challenges/invite_colleague.html", form, challenge=challenge, party=party)
    messages.success(request, _("An invitation is on its way."))
    return redirect("room:parties", slug=slug)


@require_POST
@login_required
def take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take back the invitation of somebody of one's own party."""
    challenge = queries.visible_challenge(slug, request.user)
    party = permissions.own_seat(challenge, _by(request)).party
    actions.take_back_invitation(get_object_or_404(Invitation, pk=pk, party=party), by=_by(request))
    messages.success(request, _("The invitation was taken back; its link no longer works."))
    return redirect("room:parties", slug=slug)


@login_required
def reply(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Answer a question of an invited party."""
    challenge = queries.visible_challenge(slug, request.user)
    asked = get_object_or_404(InvitationQuestion, pk=pk, invitation__party__challenge=challenge)
    permissions.own_seat(challenge, _by(request))
    form = forms.ReplyForm(request.POST or None)
    if done(form, lambda: actions.answer_question(asked, **form.cleaned_data, by=_by(request))) is None:
        return _form(request, "challenges/reply.html", form, challenge=challenge, asked=asked)
    return redirect("room:parties", slug=slug)


@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Read an invitation; whoever holds the link may read it, also before signing in."""
    return _invitation_page(request, token, _accept_form(request, permissions.invitation_of_link(token)))


@require_POST
@login_required
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Accept for the invited party."""
    form = _accept_form(request, permissions.invitation_of_link(token))
    if not form.is_valid():
        return _invitation_page(request, token, form)
    seat = actions.accept_invitation(permissions.invitation_of_link(token), **form.cleaned_data, by=_by(request))
    if seat.party.state == Party.State.WAITING:
        return _waits(request, seat)
    messages.success(request, _("You take part for %(party)s.") % {"party": seat.party.name})
    challenge = seat.challenge
    return redirect("room:overview" if "dialogue" in challenge.off else "dialogue:page", slug=challenge.slug)


@login_required
def accept_own(request: HttpRequest, pk: int) -> HttpResponse:
    """Read and accept an invitation that was sent to one's own address, without its link."""
    waiting = get_object_or_404(permissions.invitations(), pk=pk, email=signed_in(request).email)
    form = _accept_form(request, waiting)
    if request.method != "POST" or not form.is_valid():
        challenge = waiting.party.challenge
        context: dict[str, Any] = {"invitation": waiting, "party": waiting.party, "own_challenge": challenge}
        context |= {"asked_first": permissions.needs_consent(waiting.party), "open": waiting.answer == "none"}
        context |= {"rules": queries.rules_now(challenge), "questions": queries.questions_of([waiting.party_id])}
        context["readable"] = permissions.may_see(challenge, request.user)
        context["too_old"] = permissions.too_old(waiting)
        return _form(request, "challenges/accept_own.html", form, **context)
    seat = actions.accept_invitation(waiting, **form.cleaned_data, by=_by(request))
    if seat.party.state == Party.State.WAITING:
        return _waits(request, seat)
    return redirect("room:overview", slug=seat.challenge.slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Decline for the invited party by its link, also without an account. Looking changes nothing."""
    found = permissions.invitation_of_link(token)
    if request.method != "POST" and found.answer != Invitation.Answer.NONE:
        return redirect("challenges:invitation", token=token)
    form = forms.DeclineForm(request.POST if request.method == "POST" else None, says_why=not found.party.left_at)
    if done(form, lambda: actions.decline_invitation(found, **form.cleaned_data, by=_anybody(request))) is None:
        return _form(request, "challenges/decline.html", form, invitation=found, token=token)
    messages.success(request, _("Thank you for your answer. The parties that take part hear it."))
    return redirect("challenges:invitation", token=token)


@login_required
def decline_own(request: HttpRequest, pk: int) -> HttpResponse:
    """Decline an invitation that was sent to one's own address, without its link."""
    found = get_object_or_404(permissions.invitations(), pk=pk, email=signed_in(request).email)
    form = forms.DeclineForm(request.POST or None)
    if done(form, lambda: actions.decline_invitation(found, **form.cleaned_data, by=_by(request))) is None:
        return _form(request, "challenges/decline.html", form, invitation=found)
    messages.success(request, _("Thank you for your answer. The parties that take part hear it."))
    return redirect("my_page")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, token: str) -> HttpResponse:
    """Ask a question before answering, also without an account: the answer comes to the address of the letter."""
    found = permissions.invitation_of_link(token)
    if request.method != "POST" and found.answer != Invitation.Answer.NONE:
        return redirect("challenges:invitation", token=token)
    form = forms.QuestionForm(request.POST if request.method == "POST" else None)
    if done(form, lambda: actions.ask_before_answering(found, **form.cleaned_data, by=_anybody(request))) is None:
        return _form(request, "challenges/ask.html", form, invitation=found, token=token)
    messages.success(request, _("Your question was sent. The answer comes to the address of the letter."))
    return redirect("challenges:invitation", token=token)


def _waits(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Go to where one sees how the parties answer, and say for whom one speaks."""
    messages.success(request, _("Thank you. The parties that take part are asked now; meanwhile you read everything."))
    return redirect("outreach:newcomer", slug=seat.challenge.slug, number=seat.party.number)


def _invitation_page(request: HttpRequest, token: str, form: forms.AcceptForm) -> HttpResponse:
    found = permissions.invitation_of_link(token)
    if found.answer in WORN:
        return render(request, "challenges/worn.html", {"invitation": found})
    context = {
        "invitation": found,
        "too_old": permissions.too_old(found),
        "party": found.party,
        "challenge": found.party.challenge,
        "parties": queries.active_parties(found.party.challenge),
        "questions": queries.questions_of([found.party_id]),
        "token": token,
        "inviter": _inviter(found.party),
        "open": found.answer == Invitation.Answer.NONE or found.can_become_yes,
        "form": form,
        "first": found.party.state != Party.State.ACTIVE,
        **_ways_on(request, found),
    }
    return render(request, "challenges/invitation.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _ways_on(request: HttpRequest, found: Invitation) -> dict[str, Any]:
    """Return what this person can do with an invitation besides accepting it, and with what they agree then."""
    party, challenge = found.party, found.party.challenge
    first = party.state != Party.State.ACTIVE
    return {
        "passes_on": first and not permissions.takes_part(challenge, request.user),
        "asked_first": permissions.needs_consent(party),
        "readable": permissions.may_see(challenge, request.user),
        "rules": queries.rules_now(challenge),
    }


def _inviter(party: Party) -> Party | None:
    """Return which party sent the invitation, as the log tells; nobody for a party that takes part."""
    if party.state == Party.State.ACTIVE:
        return None
    inviter = permissions.inviting_parties(party.challenge).get(party.public_id, "")
    return party.challenge.parties.filter(public_id=inviter).first()


def _accept_form(request: HttpRequest, invitation: Invitation) -> forms.AcceptForm:
    """Return the form to accept; the first of a party who speaks for an organisation chooses for which."""
    fresh = invitation.party.state != Party.State.ACTIVE and invitation.party.organisation_id is None
    first = fresh and isinstance(request.user, Person)
    own = own_organisations(signed_in(request)) if first else []
    same = [one.public_id for one in own if lookalike(one.name) == lookalike(invitation.party.name)]
    data = request.POST if request.method == "POST" else None
    initial = {"organisation": same[0]} if same else {}
    # A name is one organisation's: who speaks for the one of this name already is not offered it twice.
    form = forms.AcceptForm(data, own=own, other="" if same else invitation.party.name, initial=initial)
    if permissions.needs_consent(invitation.party):
        # Until the others agreed a party brings nobody along.
        del form.fields["colleague"]
    return form


def _anybody(request: HttpRequest) -> Actor:
    return Actor.of(request.user) if isinstance(request.user, Person) else Actor.visitor()


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person


def _other_kind(party: Party) -> str:
    return "residents" if party.kind == "municipality" else "municipality"


def _form(
    request: HttpRequest, template: str, form: Any, *, challenge: Challenge | None = None, **context: Any
) -> HttpResponse:
    around = queries.frame(request, challenge, "parties") if challenge else {}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, template, {**around, "form": form, **context}, status=status)
