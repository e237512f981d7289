"""The site's addresses, with a bare Django hello beside them to compare with."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from communityup.config import urls as site


def hello(request: HttpRequest) -> HttpResponse:
    """Say hello, and nothing else."""
    del request
    return HttpResponse("hello")


urlpatterns = [path("hello/", hello), *site.urlpatterns]
