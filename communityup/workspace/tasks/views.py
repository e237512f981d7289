"""What does one see of what waits, and of being away for a while."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from communityup.people.actors import Actor
from communityup.people.queries import signed_in
from communityup.ui.forms import done
from communityup.workspace.tasks import actions, queries
from communityup.workspace.tasks.forms import AwayForm
from communityup.workspace.tasks.models import Absence
from communityup.workspace.tasks.permissions import stand_ins

UNPROCESSABLE = 422
ON_A_PAGE = 20


@require_safe
@never_cache
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Everything that waits for me or my parties, over all challenges."""
    person = signed_in(request)
    found = Paginator(queries.my_tasks(person), ON_A_PAGE).get_page(request.GET.get("page"))
    shown = {"page": found, "absence": queries.absence_of(person), "others_away": queries.stands_in_for(person)}
    return render(request, "tasks/page.html", shown)


@never_cache
@login_required
def away(request: HttpRequest) -> HttpResponse:
    """Say that one is not there for a while, and who stands in."""
    person = signed_in(request)
    people, absence = queries.offered(person), queries.absence_of(person)
    start = {"until": absence.until, "substitute": absence.substitute_id} if absence else {}
    form = AwayForm(request.POST or None, people=people, initial=start)
    kept = done(form, lambda: actions.go_away(**form.cleaned_data, by=Actor.of(person)))
    if kept is None:
        status = UNPROCESSABLE if form.is_bound else 200
        shown = {"form": form, "people": people, "places": stand_ins(person)}
        return render(request, "tasks/away.html", shown, status=status)
    messages.success(request, _told(kept))
    return redirect("tasks:page")


@require_POST
@login_required
def back(request: HttpRequest) -> HttpResponse:
    """Be there again."""
    actions.come_back(by=Actor.of(signed_in(request)))
    messages.success(request, _("Welcome back. What waits stands here again for you alone."))
    return redirect("tasks:page")


def _told(kept: Absence) -> str:
    words = {"date": date_format(kept.until, "j F Y"), "name": kept.substitute}
    if kept.substitute is None:
        return _("Your party sees that you are not there until %(date)s. Nobody stands in for you.") % words
    told = _("Until %(date)s %(name)s stands in for you.") % words
    missing = queries.without(kept)
    if not missing:
        return told
    return told + " " + _("Not in: %(titles)s.") % {"titles": ", ".join(missing)}
