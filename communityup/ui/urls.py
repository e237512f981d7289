"""Addresses of the look: the colours of this site, and the page with every part."""

from django.urls import path

from communityup.ui import views

urlpatterns = [
    path("huisstijl.css", views.theme_tokens, name="theme_tokens"),
    path("stijl/", views.style_page, name="style_page"),
]
