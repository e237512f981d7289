"""Where the pages of this app are."""

from django.urls import URLPattern

app_name = "facilitation"
urlpatterns: list[URLPattern] = []
