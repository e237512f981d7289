"""Where the pages of the challenge as a whole are."""

from django.urls import path

from communityup.workspace.room import views

app_name = "room"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("partijen/", views.parties, name="parties"),
    path("aanloop/", views.lead_in, name="lead_in"),
    path("voor-en-met/", views.for_and_with, name="for_and_with"),
    path("factsheet/", views.factsheet, name="factsheet"),
    path("logboek/", views.log, name="log"),
    path("stap/<str:step>/voorstellen/", views.propose, name="propose"),
]
