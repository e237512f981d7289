"""What one sees when passing an invitation on, and of what helps to reach people."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communityup.codes.actions import brake
from communityup.organisations.queries import own_organisations
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.people.queries import signed_in
from communityup.ui.forms import done
from communityup.workspace.challenges.forms import AddressForm, CopyForm
from communityup.workspace.challenges.models import Party
from communityup.workspace.challenges.permissions import invitation_of_link, invitations
from communityup.workspace.challenges.queries import frame, rules_now, visible_challenge
from communityup.workspace.reach import actions, permissions, queries
from communityup.workspace.reach.forms import ContactForm

UNPROCESSABLE = 422


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forward(request: HttpRequest, token: str) -> HttpResponse:
    """Pass an invitation on to a colleague, also without an account. Looking changes nothing."""
    invitation, by = invitation_of_link(token), _anybody(request)
    permissions.refuse_forwarding(invitation, by)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        brake({f"invitation:{invitation.pk}": permissions.TRIES}, purpose="reach.forward")
    if done(form, lambda: actions.forward_invitation(invitation, **form.cleaned_data, by=by)) is None:
        context = {"form": form, "invitation": invitation, "token": token}
        return render(request, "reach/forward.html", context, status=UNPROCESSABLE if form.is_bound else 200)
    messages.success(request, _("The invitation is on its way. You can still read it here."))
    return redirect("challenges:invitation", token=token)


@require_POST
def take_back_forward(request: HttpRequest, token: str) -> HttpResponse:
    """Take back that an invitation was passed on."""
    actions.take_back_forward(invitation_of_link(token), by=_anybody(request))
    messages.success(request, _("Taken back. You can answer the invitation yourself, or pass it on again."))
    return redirect("challenges:invitation", token=token)


@require_POST
@login_required
def take_party_back(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take back that one's own party invited another."""
    challenge = visible_challenge(slug, request.user)
    party = get_object_or_404(Party, challenge=challenge, number=number)
    actions.take_party_back(party, by=_by(request))
    messages.success(request, _("The invitation was taken back. Who was invited gets a letter about it."))
    return redirect("room:parties", slug=slug)


@require_POST
def ask_anew(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a new invitation, because this one is too old."""
    actions.ask_anew(invitation_of_link(token), by=_anybody(request))
    messages.success(request, _("The parties hear that you ask for a new invitation. It comes by mail."))
    return redirect("challenges:invitation", token=token)


@require_POST
@login_required
def ask_anew_own(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for an invitation to one's own address, without its link."""
    actions.ask_anew(get_object_or_404(invitations(), pk=pk, email=signed_in(request).email), by=_by(request))
    messages.success(request, _("The parties hear that you ask for a new invitation. It comes by mail."))
    return redirect("my_page")


@never_cache
@require_safe
def short(request: HttpRequest, code: str) -> HttpResponse:
    """Lead from a short address to its challenge."""
    return redirect("room:overview", slug=queries.challenge_of(code, request.user).slug)


@require_safe
def share(request: HttpRequest, slug: str) -> HttpResponse:
    """How one brings a challenge to others: link, poster and short address."""
    challenge = visible_challenge(slug, request.user)
    return render(request, "reach/share.html", {**frame(request, challenge, "overview"), **queries.sharing(challenge)})


@require_safe
def poster(request: HttpRequest, slug: str) -> HttpResponse:
    """A page to print and hang up."""
    challenge = visible_challenge(slug, request.user)
    permissions.refuse_closed(challenge)
    shown = {**queries.poster(challenge), "contacts": list(queries.contacts(challenge))}
    return render(request, "reach/poster.html", {**frame(request, challenge, "overview"), **shown})


@require_POST
@login_required
def make_short(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a short address."""
    actions.make_short_address(visible_challenge(slug, request.user), by=_by(request))
    messages.success(request, _("The short address works from now on."))
    return redirect("reach:share", slug=slug)


@require_POST
@login_required
def take_back_short(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the short address back."""
    actions.take_back_short_address(visible_challenge(slug, request.user), by=_by(request))
    messages.success(request, _("The short address no longer works."))
    return redirect("reach:share", slug=slug)


@login_required
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a challenge with the set-up of this one."""
    challenge = visible_challenge(slug, request.user)
    permissions.refuse_copying(challenge, _by(request))
    own = own_organisations(signed_in(request))
    initial = {"organisation": own[0].public_id} if own else {}
    form = CopyForm(request.POST or None, own=own, other=_("Another one, of this kind"), initial=initial)
    if not form.is_valid():
        context = {"form": form, "source": challenge, "rules": rules_now(challenge)}
        return render(request, "reach/copy.html", context, status=UNPROCESSABLE if form.is_bound else 200)
    started = actions.copy_set_up(challenge, **form.cleaned_data, by=_by(request))
    return redirect("challenges:invite", slug=started.slug)


@login_required
def throw_away(request: HttpRequest, slug: str) -> HttpResponse:
    """Throw a practice challenge away, after a question whether that is meant."""
    challenge = visible_challenge(slug, request.user)
    permissions.throwers_seat(challenge, _by(request))
    if request.method != "POST":
        return render(request, "reach/throw_away.html", frame(request, challenge, "overview"))
    actions.throw_away(challenge, by=_by(request))
    messages.success(request, _("Thrown away. Nothing of it is left here."))
    return redirect("my_page")


@require_safe
def contacts(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom one can ask, for each party that told."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "parties")
    return render(request, "reach/contacts.html", {**around, "contacts": list(queries.contacts(challenge))})


@login_required
def be_contact(request: HttpRequest, slug: str) -> HttpResponse:
    """Be the contact of one's own party."""
    challenge = visible_challenge(slug, request.user)
    seat = permissions.contacts_seat(challenge, _by(request))
    form = ContactForm(request.POST or None, initial=queries.own_contact(seat))
    if not form.is_valid():
        context = {**frame(request, challenge, "parties"), "form": form}
        return render(request, "reach/be_contact.html", context, status=UNPROCESSABLE if form.is_bound else 200)
    actions.be_contact(challenge, **form.cleaned_data, by=_by(request))
    messages.success(request, _("People can ask you now. You can take this away at any moment."))
    return redirect("reach:contacts", slug=slug)


@require_POST
@login_required
def stop_contact(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a contact away."""
    challenge = visible_challenge(slug, request.user)
    actions.stop_contact(queries.contact_of(challenge, number), by=_by(request))
    messages.success(request, _("Taken away. Nothing of it is kept."))
    return redirect("reach:contacts", slug=slug)


def _anybody(request: HttpRequest) -> Actor:
    return Actor.of(request.user) if isinstance(request.user, Person) else Actor.visitor()


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person
