"""What do we hand out of files: the document itself, to keep and never to run."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from communityup.files.models import Content, File


def as_download(file: File, title: str) -> HttpResponse:
    """Return a file to download under its title; raises Http404 when it went meanwhile.

    It never opens in a page of this site: an attachment, of one fixed kind, in a box without any rights.
    """
    content = get_object_or_404(Content, file=file.pk)
    name = f"{slugify(title)[:80] or 'bestand'}.{file.kind}"
    return HttpResponse(
        bytes(content.body),
        content_type=file.media_type,
        headers={
            "Content-Disposition": str(content_disposition_header(as_attachment=True, filename=name)),
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-cache",
        },
    )
