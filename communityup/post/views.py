"""What does one see of mail: the outbox page of a demonstration."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from communityup.post import queries
from communityup.post.models import Mail
from communityup.post.permissions import may_see_outbox


@require_GET
@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    """Show every letter, newest first; a real site has no such page."""
    if not may_see_outbox():
        raise Http404
    return render(request, "post/outbox.html", {"page_obj": queries.outbox(request.GET.get("page", "1"))})


@require_GET
@never_cache
def attachment(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Hand out one attachment of a letter on the outbox page."""
    del request
    if not may_see_outbox():
        raise Http404
    found = queries.attachment(get_object_or_404(Mail, pk=pk), place)
    if found is None:
        raise Http404
    name, kind, content = found
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{queries.safe_name(name)}"'},
    )
