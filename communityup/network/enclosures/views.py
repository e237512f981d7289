"""What one sees of files that go with a practice: the file itself, and the form that adds one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.files.exports import as_download
from communityup.network.enclosures import actions, forms, queries
from communityup.network.library.permissions import own_writer
from communityup.network.library.queries import draft_of
from communityup.network.members.permissions import acts_in
from communityup.network.networks.queries import frame, network_of
from communityup.people.actors import Actor
from communityup.ui.forms import done

UNPROCESSABLE = 422


@require_safe
def download(request: HttpRequest, public_id: str) -> HttpResponse:
    """A file of a practice, for who may read the practice."""
    return as_download(*queries.file_of(public_id, request.user))


@login_required
def add(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Add a file to a practice that is being written."""
    network = network_of(slug)
    acts_in(network, _by(request))
    practice = draft_of(network, public_id, request.user)
    own_writer(practice, _by(request))
    form = forms.FileForm(request.POST or None, request.FILES or None)
    if not done(form, lambda: actions.add_file(practice, **form.cleaned_data, by=_by(request))):
        context = {**frame(request, network, "library"), "practice": practice, "form": form}
        return render(request, "enclosures/add.html", context, status=UNPROCESSABLE if form.is_bound else 200)
    messages.success(request, _("Added. Who is in the practice is asked about it when you let it be read."))
    return redirect("library:draft", slug=slug, public_id=public_id)


@require_POST
@login_required
def take_away(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take a file away from a practice."""
    network = network_of(slug)
    acts_in(network, _by(request))
    practice = actions.take_file_away(queries.enclosure_of(network, public_id), by=_by(request))
    messages.success(request, _("Taken away. The file is gone for good."))
    return redirect("library:draft", slug=slug, public_id=practice.public_id)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person
