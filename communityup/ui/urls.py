"""Addresses of the look: the language, the colours of this site, and the page with every part."""

from django.urls import path
from django.views.i18n import set_language

from communityup.ui import views

urlpatterns = [
    path("taal/", set_language, name="set_language"),
    path("huisstijl.css", views.theme_tokens, name="theme_tokens"),
    path("stijl/", views.style_page, name="style_page"),
]
