"""What one sees of moderation: reporting, what is hidden and why, appeals, and one's own words."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.base.errors import NotAllowed
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Text
from communityup.ui.forms import done
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import may_see
from communityup.workspace.challenges.queries import frame, visible_challenge
from communityup.workspace.former import actions as former
from communityup.workspace.former.queries import own_challenge, own_lines, own_publicity
from communityup.workspace.moderation import actions, forms, permissions, queries
from communityup.workspace.moderation.models import Appeal, Report

UNPROCESSABLE = 422

HIDE = "hide_%s"  # beside the form that reports, which has a field of the same name


def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Report that one does not feel safe, or look up the words that something is wrong with."""
    challenge = visible_challenge(slug, request.user)
    form = forms.UnsafeForm(request.POST or None, read_by_table=permissions.table_reads(challenge))
    if not form.is_bound or not form.is_valid():
        wanted, page = forms.searched(request.GET.get("zoek", "")), request.GET.get("page", "")
        found = queries.to_report(challenge, request.user, wanted=wanted, page=page)
        return _render(request, challenge, "moderation/choose.html", {"form": form, **found})
    actions.report(challenge, text=None, reason=Report.UNSAFE, **form.cleaned_data, by=_by(request))
    return _thanks(request, slug)


def words(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Report somebody's words; who keeps the process hides them here."""
    challenge = visible_challenge(slug, request.user)
    place = queries.readable_place(challenge, public_id, request.user)
    form = forms.ReportForm(request.POST or None, read_by_table=permissions.table_reads(challenge))
    if not form.is_valid():
        shown = {**queries.about(challenge, place, request.user), "form": form}
        shown["hide_form"] = forms.HideForm(auto_id=HIDE)
        return _render(request, challenge, "moderation/words.html", shown)
    actions.report(challenge, text=Text.objects.get(pk=place.text), **form.cleaned_data, by=_by(request))
    return _thanks(request, slug)


@require_POST
@login_required
def hide(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Hide somebody's words, as one who judges them."""
    challenge = visible_challenge(slug, request.user)
    place = queries.readable_place(challenge, public_id, request.user)
    text = Text.objects.select_related("current__author").get(pk=place.text)
    permissions.judging_key(challenge, text, _by(request))
    form = forms.HideForm(request.POST, auto_id=HIDE)
    if not form.is_valid():
        shown = {**queries.about(challenge, place, request.user), "hide_form": form}
        shown["form"] = forms.ReportForm(read_by_table=permissions.table_reads(challenge))
        return _render(request, challenge, "moderation/words.html", shown, status=UNPROCESSABLE)
    begun = actions.hide(challenge, text, **form.cleaned_data, by=_by(request))
    return redirect("moderation:case", slug=slug, public_id=begun.public_id)


@login_required
@require_safe
def reports(request: HttpRequest, slug: str) -> HttpResponse:
    """What was reported, for who keeps the process."""
    challenge = visible_challenge(slug, request.user)
    if not permissions.keeps(challenge, request.user):
        raise NotAllowed(_("Who keeps the process reads what was reported."))
    return _render(request, challenge, "moderation/reports.html", queries.reports(challenge))


@require_POST
@login_required
def seen(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Put a report away."""
    actions.see_report(queries.report_of(visible_challenge(slug, request.user), public_id), by=_by(request))
    messages.success(request, _("Put away. Nothing tells any more who reported it."))
    return redirect("moderation:reports", slug=slug)


@require_safe
def hidden(request: HttpRequest, slug: str) -> HttpResponse:
    """What is hidden now and what was, with the reason; the same for everybody."""
    challenge = visible_challenge(slug, request.user)
    return _render(request, challenge, "moderation/hidden.html", queries.hidden(challenge))


@require_safe
def case(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One time that words were hidden: why, until when, how it ended; and what one can do about it."""
    return _case(request, slug, public_id)


@require_POST
@login_required
def voice(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say what should happen with hidden words."""
    hiding = queries.hiding_of(visible_challenge(slug, request.user), public_id)
    form = forms.VoiceForm(request.POST, may_remove=permissions.may_remove(hiding))
    if not form.is_valid():
        return _case(request, slug, public_id, voice_form=form)
    actions.give_voice(hiding, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Your answer is kept. What two want happens."))
    return redirect("moderation:case", slug=slug, public_id=public_id)


@require_POST
@login_required
def appeal(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Ask parties that were not involved to look at it."""
    form = forms.AppealForm(request.POST)
    if not form.is_valid():
        return _case(request, slug, public_id, appeal_form=form)
    hiding = queries.hiding_of(visible_challenge(slug, request.user), public_id)
    actions.appeal(hiding, **form.cleaned_data, by=_by(request))
    return redirect("moderation:case", slug=slug, public_id=public_id)


@require_POST
@login_required
def answer(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Answer an appeal for one's own party."""
    form, challenge = forms.AnswerForm(request.POST), visible_challenge(slug, request.user)

    def answered() -> Appeal:
        asked = queries.appeal_of(challenge, public_id)
        return actions.answer_appeal(asked, **form.cleaned_data, by=_by(request))

    if done(form, answered) is None:
        return _case(request, slug, public_id, answer_form=form)
    return redirect("moderation:case", slug=slug, public_id=public_id)


@login_required
@require_safe
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """All words one brought in, to take back or to rid of earlier versions; also after leaving (E22)."""
    challenge, person = own_challenge(slug, request.user), _by(request).known
    rows = queries.page_of(queries.own(challenge, person), request.GET.get("page", ""))
    shown = {"page_obj": rows, "loose": queries.loose(challenge, person), **own_publicity(challenge, person)}
    return _own(request, challenge, "mine", shown)


@require_POST
@login_required
def let_read(request: HttpRequest, slug: str) -> HttpResponse:
    """Say as who left whether everybody may read what one said here."""
    challenge = own_challenge(slug, request.user)
    if former.let_read(challenge, everybody="yes" in request.POST, by=_by(request)):
        messages.success(request, _("Thank you. Everybody may read what you said here, as soon as it is public."))
    else:
        messages.success(request, _("Taken back. What you said here is not for everybody."))
    return redirect("moderation:mine", slug=slug)


@login_required
def take_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take one's own words back, after a question whether that is meant."""
    challenge = own_challenge(slug, request.user)
    place, text = queries.own_place(challenge, public_id, _by(request).known)
    if request.method != "POST":
        shown = queries.own_row(place, text)
        return _own(request, challenge, "take_back", {"row": shown})
    actions.take_back(challenge, text, by=_by(request))
    messages.success(request, _("Your words are gone. That they were there stays visible."))
    return redirect("moderation:mine", slug=slug)


@require_POST
@login_required
def erase_earlier(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Erase earlier versions of one's own words."""
    challenge = own_challenge(slug, request.user)
    _place, text = queries.own_place(challenge, public_id, _by(request).known)
    actions.erase_earlier(challenge, text, by=_by(request))
    messages.success(request, _("The earlier versions are gone."))
    return redirect("moderation:mine", slug=slug)


@require_POST
@login_required
def erase_loose(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Erase one's own words that stand nowhere any more."""
    challenge = own_challenge(slug, request.user)
    actions.erase_loose(challenge, queries.loose_of(challenge, public_id, _by(request).known), by=_by(request))
    messages.success(request, _("Your words are gone. That they were there stays visible."))
    return redirect("moderation:mine", slug=slug)


def _case(request: HttpRequest, slug: str, public_id: str, **bound: Any) -> HttpResponse:
    challenge = visible_challenge(slug, request.user)
    found = queries.case(queries.hiding_of(challenge, public_id), request.user)
    shown = {
        "voice_form": forms.VoiceForm(may_remove=found["may_remove"]),
        "appeal_form": forms.AppealForm(),
        "answer_form": forms.AnswerForm(initial={"seen": found["seen"]}),
        **bound,
    }
    status = UNPROCESSABLE if bound else 200
    return _render(request, challenge, "moderation/case.html", {**shown, **found}, status=status)


def _thanks(request: HttpRequest, slug: str) -> HttpResponse:
    messages.success(
        request, _("Thank you. Who keeps the process looks at it; nobody else reads this, and nobody sees who told.")
    )
    return redirect("moderation:choose", slug=slug)


def _own(request: HttpRequest, challenge: Challenge, page: str, shown: dict[str, Any]) -> HttpResponse:
    """Show one's own words: in the frame of the challenge, or without anything of it to who sees it no more."""
    if may_see(challenge, request.user):
        return _render(request, challenge, f"moderation/{page}.html", shown)
    lines = own_lines(challenge, _by(request).known, request.GET.get("log", "1"))
    context = {**shown, "challenge": challenge, "lines": lines, "away": True}
    return render(request, f"moderation/{page}_left.html", context)


def _render(
    request: HttpRequest, challenge: Challenge, template: str, shown: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    form = shown.get("form")
    wrong = form is not None and form.is_bound
    return render(
        request, template, {**frame(request, challenge, ""), **shown}, status=UNPROCESSABLE if wrong else status
    )


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user) if isinstance(request.user, Person) else Actor.visitor()
