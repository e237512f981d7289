"""Where the pages about the phase are."""

from django.urls import path

from communityup.workspace.phases import views

app_name = "phases"
urlpatterns = [
    path("", views.page, name="page"),
    path("voorstellen/", views.propose, name="propose"),
    path("<str:public_id>/terugkijken/", views.reflect, name="reflect"),
]
