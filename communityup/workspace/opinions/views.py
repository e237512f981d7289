"""What one sees of opinions."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect


def opinion_map(request: HttpRequest, slug: str) -> HttpResponse:
    return redirect("dialogue:page", slug=slug)


def releases(request: HttpRequest, slug: str) -> HttpResponse:
    return JsonResponse({})
